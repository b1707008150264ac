"""The step after a build: the search index, made again if published text changed.

Pagefind reads the finished pages without the digest being locked; what it made goes onto the site
under the lock, and only if the text is still the one it read. The index is in the manifest like every
output, but no build compares its bytes: which version of Pagefind made it is no business of the law.
"""

import os
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from digestgen import cache, files, output_folder, problems, search
from digestgen.build import Builder, Options
from digestgen.output_folder import Output
from digestgen.problems import count

PAUSE = 2.0  # seconds without a change before the index is made while a digest is watched
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
    """Bring the index in the builder's output folder up to date; one that can't be is removed, because
    what it holds may have been withdrawn. `cancelled` is asked meanwhile. Raises TimeoutError where it
    ends the wait for the digest."""
    started = time.perf_counter()
    options = builder.options
    if "search" not in options.settings().outputs:
        return Indexed()
    with cache.locked(options.root, cancelled):
        before = _state(builder)
    if not before.stale:
        return Indexed()  # and nothing was imported for it
    from tempfile import TemporaryDirectory

    with TemporaryDirectory(prefix="search-", dir=options.root / files.CACHE) as folder:
        made, notice = Path(folder), ""
        try:
            if before.text and not search.index(options.folder, made, cancelled):
                return Indexed(stale=True)
        except search.SearchError as error:
            notice = str(error)
        with cache.locked(options.root, cancelled):
            now = _state(builder)
            if now.text != before.text or cancelled():
                return Indexed(stale=True)
            names = [] if notice else search.made(made)
            refused = _install(builder, made, names, now.present)
            if not refused:
                text = "" if notice else now.text
                builder.catalog().change(
                    "UPDATE target SET search = ?, indexed = ?, is_indexed = ? WHERE folder = ?",
                    text,
                    search.fingerprint(made, names),
                    not notice,
                    _folder(options),
                )
    if notice or refused:
        return Indexed(notice or refused, stale=True)
    return Indexed("", before.pages, time.perf_counter() - started)


def left(builder: Builder) -> Indexed:
    """What to say when the index is left as it is."""
    options = builder.options
    if "search" not in options.settings().outputs:
        return Indexed()
    with cache.locked(options.root):
        found = _state(builder)
    stale = bool(found.present) and found.stale
    return Indexed(STALE if stale else "", stale=stale)


def _folder(options: Options) -> str:
    return str(options.folder.resolve())


def _state(builder: Builder) -> _State:
    catalog, folder = builder.catalog(), builder.options.folder
    target, indexed, fingerprint = catalog.one(
        "SELECT id, search, indexed FROM target WHERE folder = ?", _folder(builder.options)
    ) or (-1, "", "")
    pages = list(
        catalog.rows(
            "SELECT path, searched FROM output WHERE target = ? AND searched <> '' ORDER BY path",
            target,
        )
    )
    output = Output(folder, "")
    present = search.index_files(output.manifest or ()) or _adopted(builder, output, fingerprint)
    text = search.state(pages)
    whole = bool(present) == bool(text) and all(
        os.path.isfile(f"{folder}/{path}") for path in present
    )
    found = _State(text, str(indexed), len(pages), present, whole)
    if not found.stale:
        catalog.change("UPDATE target SET is_indexed = 1 WHERE id = ? AND NOT is_indexed", target)
    return found


def _adopted(builder: Builder, output: Output, fingerprint: str) -> frozenset[str]:
    """The files of an index that the manifest has lost, if they are those we put there; they are in
    it from then on."""
    folder = output.folder / search.FOLDER
    names = search.made(folder) if fingerprint else []
    if not names or search.fingerprint(folder, names) != fingerprint:
        return frozenset()
    found = frozenset(search.FOLDER + name for name in names)
    known = _manifest(output.folder)
    _enter(builder, output, known, (output.manifest or frozenset()) | found)
    return found


def _install(builder: Builder, made: Path, names: list[str], present: frozenset[str]) -> str:
    """Put the files of an index in place of the one before; the reason if something of the user's own
    stands there."""
    folder = builder.options.folder
    output, known = Output(folder, folder.name), _manifest(folder)
    paths = {search.FOLDER + name: made / name for name in names}
    removed = present - paths.keys()
    output.claim(paths, removed)
    refused = next((found for path in paths if (found := output.owner_problem(path))), None)
    if refused is not None:
        output.rollback()
        return problems.line(refused)
    try:
        for path, file in paths.items():
            data = file.read_bytes()
            if output.read(path) != data:
                output.stage(path, data)
    except BaseException:
        output.rollback()
        raise
    output.commit(removed)
    _enter(builder, output, known, (output.manifest or frozenset()) - removed | paths.keys())
    return ""


def _manifest(folder: Path) -> str:
    """The digest of the manifest as it is."""
    return files.digest(output_folder.manifest(folder) or b"")


def _enter(builder: Builder, output: Output, known: str, ours: frozenset[str]) -> None:
    """Make the manifest say what is ours. Where the one before, of the digest `known`, was as the last
    build left it, so is this one for the next."""
    output.finish((), lambda: ours)
    builder.catalog().change(
        "UPDATE target SET manifest = ? WHERE folder = ? AND manifest = ?",
        output.digest,
        _folder(builder.options),
        known,
    )


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
                continue  # the build says what is wrong, or something changed
            self._publish(done)
