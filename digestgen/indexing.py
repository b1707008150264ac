"""The step after a build: the search index, made again if published text changed.

Pagefind reads the finished pages without the digest being locked; what it made goes onto the site
under the lock, and only if the text is still the one it read. The index is in the manifest like every
output, but no build compares its bytes: which version of Pagefind made it is no business of the law.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from digestgen import files, problems, search
from digestgen.build import Builder, Options
from digestgen.files import Output
from digestgen.problems import count

PAUSE = 2.0  # seconds without a change before the index is made while a digest is watched
MISSING = (
    "search can't be made here, so the search page lists names only "
    "(pip install 'pagefind[bin]', where there is one for this system)"
)
STALE = "the search index still holds the text of an earlier build"


@dataclass(frozen=True, slots=True)
class Indexed:
    """What became of the index. `stale`: it is not the one of the pages beside it."""

    notice: str = ""  # what an editor should know
    pages: int = 0  # how many were indexed, 0 if there was nothing to do
    seconds: float = 0
    stale: bool = False

    @property
    def summary(self) -> str:
        """A line for the terminal, "" if there is nothing to say."""
        done = f"search: {count(self.pages, 'page')} indexed in {self.seconds:.2f} s"
        return self.notice or (done if self.pages else "")


@dataclass(frozen=True, slots=True)
class _State:
    """The text on the site now, that in the index, and the index's files."""

    text: str
    indexed: str
    pages: int
    present: frozenset[str]
    whole: bool  # all those files are there

    @property
    def stale(self) -> bool:
        return self.text != self.indexed or not self.whole


def refresh(builder: Builder, cancelled: Callable[[], bool] = lambda: False) -> Indexed:
    """Bring the index in the builder's output folder up to date. `cancelled` is asked meanwhile."""
    started = time.perf_counter()
    options = builder.options
    if "search" not in options.settings().outputs:
        return Indexed()
    executable, version = search.program()
    with files.locked(options.root):
        before = _state(builder, version)
    if not executable:
        return Indexed(MISSING, stale=True)
    if not before.stale:
        return Indexed()
    with TemporaryDirectory(prefix="search-", dir=options.root / files.CACHE) as folder:
        try:
            if before.pages and not search.index(
                executable, options.folder, Path(folder), cancelled
            ):
                return Indexed(stale=True)
        except search.SearchError as error:
            return Indexed(f"search could not be made: {error}", stale=True)
        with files.locked(options.root):
            now = _state(builder, version)
            if now.text != before.text or cancelled():
                return Indexed(stale=True)
            refused = _install(options, Path(folder), now.present)
            if not refused:
                builder.catalog().one(
                    "UPDATE target SET search = ? WHERE folder = ?", now.text, _folder(options)
                )
    return Indexed(refused, before.pages, time.perf_counter() - started, bool(refused))


def left(builder: Builder) -> Indexed:
    """What to say when the index is left as it is."""
    options = builder.options
    if "search" not in options.settings().outputs:
        return Indexed()
    with files.locked(options.root):
        found = _state(builder, search.program()[1])
    stale = bool(found.present) and found.stale
    return Indexed(STALE if stale else "", stale=stale)


def _folder(options: Options) -> str:
    return str(options.folder.resolve())


def _state(builder: Builder, version: str) -> _State:
    catalog, folder = builder.catalog(), builder.options.folder
    row = catalog.one("SELECT id, search FROM target WHERE folder = ?", _folder(builder.options))
    pages = list(
        catalog.rows(
            "SELECT path, searched FROM output WHERE target = ? AND searched <> '' ORDER BY path",
            row[0] if row else -1,
        )
    )
    manifest = Output(folder, "").manifest or frozenset()
    present = search.index_files(manifest)
    text = search.state(pages, version)
    whole = bool(present) == bool(text) and all((folder / path).is_file() for path in present)
    return _State(text, str(row[1]) if row else "", len(pages), present, whole)


def _install(options: Options, made: Path, present: frozenset[str]) -> str:
    """Put the index in place of the one before; the reason if something of the user's own stands
    there."""
    output = Output(options.folder, options.folder.name)
    names = {search.FOLDER + name: made / name for name in search.made(made)}
    removed = present - names.keys()
    output.clean()
    output.claim(names, removed)
    refused = next((found for path in names if (found := output.owner_problem(path))), None)
    if refused is not None:
        output.rollback()
        return problems.text(refused)
    try:
        for path, file in names.items():
            data = file.read_bytes()
            if output.read(path) != data:
                output.stage(path, data)
    except BaseException:
        output.rollback()
        raise
    output.commit(removed)
    output.finish((output.manifest or frozenset()) - removed)
    return ""


class Background:
    """Keeps the index up to date in a thread of its own, whenever nothing has changed for a while.
    A change ends a run under way, so that no edit waits for it."""

    def __init__(
        self, options: Options, publish: Callable[[Indexed], None], pause: float = PAUSE
    ) -> None:
        self._builder = Builder(replace(options, clean=False))  # with a catalog of its own
        self._publish = publish
        self._pause = pause
        self._changed = threading.Event()
        self._closed = False
        self._thread = threading.Thread(target=self._run, name="digestgen-search", daemon=True)
        self._thread.start()

    def changed(self) -> None:
        """Something has changed, or a build is done: wait anew. From any thread."""
        self._changed.set()

    def close(self) -> None:
        self._closed = True
        self._changed.set()
        self._thread.join()
        self._builder.close()

    def _run(self) -> None:
        while True:
            self._changed.wait()
            while not self._closed and self._changed.is_set():
                self._changed.clear()
                self._changed.wait(self._pause)
            if self._closed:
                return
            try:
                done = refresh(self._builder, self._changed.is_set)
            except (problems.DigestgenError, OSError):
                continue  # the build says what is wrong
            self._publish(done)
