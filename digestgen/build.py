"""The one build function: `build`, `serve`, `--watch` and `deploy` call it.

scan -> ingest -> plan -> render -> write -> commit. Everything is decided by two relations in the
catalog: what articles contribute to collections, and which values pages read. A page is rendered
again only if the digest of a value it reads differs from the one in its trace, and written only if
its bytes differ from those on disk.
"""

import os
import time
from collections import deque
from collections.abc import Iterator, Mapping
from concurrent.futures import Executor, Future
from dataclasses import astuple, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from digestgen import __version__, config, files, ingest, search, templates
from digestgen.catalog import Catalog
from digestgen.config import Config
from digestgen.files import Output
from digestgen.model import Problem
from digestgen.problems import in_order
from digestgen.sources import Changes
from digestgen.urls import output_path

if TYPE_CHECKING:
    from digestgen.pages.page import Page
    from digestgen.plan import Plan
    from digestgen.render import Job
    from digestgen.templates import Theme

_NO_ADDRESS = "no base_url in digest.yaml, so no feeds, sitemap and canonical links were made"
_FOREIGN = "foreign"  # in place of a signature: a file of the user's own stands there
_BATCH = 64  # pages rendered as one task
_AHEAD = 8  # tasks under way before the first result is waited for
_LIBRARIES = (
    "PIL", "babel", "jinja2", "markdown_it", "msgspec", "pagefind_bin", "pagefind_bin_extended", "yaml",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line asks of a build; None where `digest.yaml` decides."""

    root: Path
    output: Path | None = None
    base_url: str | None = None
    drafts: bool = False
    portable: bool = False
    clean: bool = False
    config: str = config.FILE

    def settings(self) -> Config:
        """What `digest.yaml` says under these flags. Raises ConfigError."""
        return config.load(self.root, self.base_url, self.portable, self.drafts, self.config)

    @property
    def folder(self) -> Path:
        """The output folder; previews of drafts never go where `deploy` would take them from."""
        if self.output is not None:
            return self.output
        return self.root / (f"{files.CACHE}/drafts" if self.drafts else "site")


@dataclass(frozen=True, slots=True)
class Report:
    """What a build did. Paths are output paths below `output`."""

    problems: tuple[Problem, ...]
    rendered: tuple[str, ...]
    written: tuple[str, ...]
    removed: tuple[str, ...]
    pages: int
    output: Path
    seconds: float
    notices: tuple[str, ...] = ()  # what was left out, and why
    withdrawn: Mapping[str, tuple[str, bytes]] = field(default_factory=dict)
    """Articles that lost their page in this build: file -> (href, the page's last bytes)."""

    @property
    def failed(self) -> bool:
        return any(problem.severity == "error" for problem in self.problems)


class Builder:
    """Builds one digest, again and again; keeps the catalog open in between."""

    def __init__(self, options: Options, executor: Executor | None = None) -> None:
        self.options = options
        self._executor = executor
        self._catalog: Catalog | None = None

    def close(self) -> None:
        if self._catalog is not None:
            self._catalog.close()
            self._catalog = None

    def build(self) -> Report:
        """Bring the output folder up to date. Raises DigestgenError (its `problems` say why) when
        the configuration or a template is broken; the output is then as it was."""
        started = time.perf_counter()
        options = self.options
        settings = options.settings()
        files.check_output(options.root, options.folder)
        theme = templates.load(options.root).styled(settings.theme)
        with files.locked(options.root):
            catalog = self.catalog()
            try:
                catalog.begin()
                report = _Build(options, settings, theme, catalog, self._executor).run(started)
                catalog.commit()
            except BaseException:
                catalog.rollback()
                raise
        return report

    def catalog(self) -> Catalog:
        """The catalog, opened when first needed; for use while `files.locked`."""
        name = "catalog-drafts.sqlite" if self.options.drafts else "catalog.sqlite"
        path = self.options.root / files.CACHE / name
        if self._catalog is not None and not self._catalog.is_current():
            self.close()  # another process, or the user, has thrown the file away
        if self._catalog is None:
            if self.options.clean:
                path.unlink(missing_ok=True)
            self._catalog = Catalog(path, code_version())
        return self._catalog


def build(options: Options, executor: Executor | None = None) -> Report:
    """One build in a process of its own."""
    builder = Builder(options, executor)
    try:
        return builder.build()
    finally:
        builder.close()


@dataclass(slots=True)
class _Row:
    """What is known of one output: the trace it was made from, its bytes' digest, its signature,
    and the digest of what search sees of it."""

    trace: str
    digest: str
    signature: str
    searched: str = ""


class _Build:
    """The state of one build."""

    def __init__(
        self,
        options: Options,
        settings: Config,
        theme: "Theme",
        catalog: Catalog,
        executor: Executor | None,
    ) -> None:
        self.options = options
        self.config = settings
        self.theme = theme
        self.catalog = catalog
        self.executor = executor
        self.withdrawn: dict[str, tuple[str, bytes]] = {}
        self.in_sync = False
        self.plan: Plan
        self.output = Output(options.folder, _shown(options.folder, options.root))
        # The search index is made after builds; they let it be while the site has search.
        kept = self.output.manifest if "search" in settings.outputs else None
        self.index = search.index_files(kept or ())

    def run(self, started: float) -> Report:
        root = self.options.root
        changes = ingest.ingest(self.catalog, root, self.config, files.scan(root))
        target, rows = self._target()
        damaged = self._damaged(target, rows)
        from digestgen.plan import Plan

        plan = self.plan = Plan(self.catalog, self.config, self.theme)
        plan.make(changes, damaged, self.in_sync)
        todo = [page for page in plan.pages if self._is_stale(page, rows)]
        removed = self._removed(rows)
        written: list[str] = []
        if todo or removed or self.output.manifest != _ours(rows) | self.index:
            written = self._write(todo, rows, removed, changes)
            self._record(target, rows, todo, removed)
        generation = int(self.catalog.meta("generation") or 0) + plan.moved
        if plan.moved:
            self.catalog.set_meta("generation", str(generation))
        if plan.moved or not self.in_sync:
            self.catalog.one("UPDATE target SET generation = ? WHERE id = ?", generation, target)
        return Report(
            problems=tuple(
                in_order([*self.config.warnings, *self.catalog.problems(), *self._foreign(rows)])
            ),
            rendered=tuple(page.path for page in todo),
            written=tuple(written),
            removed=tuple(sorted(removed)),
            pages=len(_ours(rows)),
            output=self.options.folder,
            seconds=time.perf_counter() - started,
            notices=() if self.config.base_url else (_NO_ADDRESS,),
            withdrawn=self.withdrawn,
        )

    # --- what is known -----------------------------------------------------------------------

    def _target(self) -> tuple[int, dict[str, _Row]]:
        """The output folder's id and what we last wrote there."""
        folder = str(self.options.folder.resolve())
        row = self.catalog.one("SELECT id, generation FROM target WHERE folder = ?", folder)
        if row is None:
            row = self.catalog.one(
                "INSERT INTO target(folder, generation) VALUES (?, -1) RETURNING id, -1", folder
            )
        self.in_sync = str(row[1]) == self.catalog.meta("generation")
        found = self.catalog.rows(
            "SELECT path, trace, digest, signature, searched FROM output WHERE target = ?", row[0]
        )
        return int(row[0]), {path: _Row(*rest) for path, *rest in found}

    def _damaged(self, target: int, rows: dict[str, _Row]) -> list[str]:
        """Outputs that are no longer what we wrote; they have no digest from now on."""
        damaged = []
        for path, row in rows.items():
            signature = self.output.signature(path)
            if signature and signature == row.signature:
                continue
            data = self.output.read(path) if signature is not None else None
            same = data is not None and files.digest(data) == row.digest
            if row.signature == _FOREIGN and not same and self.output.owner_problem(path):
                continue
            if not same or row.signature == _FOREIGN:
                row.digest = ""
                damaged.append(path)
            elif signature:
                self.catalog.one(
                    "UPDATE output SET signature = ? WHERE target = ? AND path = ?",
                    signature,
                    target,
                    path,
                )
        self.output.adopt(_ours(rows).difference(damaged))
        return damaged

    def _foreign(self, rows: dict[str, _Row]) -> Iterator[Problem]:
        """The pages that could not be written, because a file of the user's own is in the way."""
        for path, row in rows.items():
            problem = self.output.owner_problem(path) if row.signature == _FOREIGN else None
            if problem is not None:
                yield problem

    # --- what has to be made -------------------------------------------------------------------

    def _is_stale(self, page: "Page", rows: dict[str, _Row]) -> bool:
        row = rows.get(page.path)
        return row is None or not row.digest or row.trace != self.plan.trace(page)

    def _removed(self, rows: dict[str, _Row]) -> list[str]:
        """Outputs of ours that are no longer pages, and those a crash left behind."""
        orphans = (self.output.manifest or frozenset()) - rows.keys() - self.index
        if not (self.plan.dropped or orphans or not self.in_sync):
            return []
        return [
            path
            for path in (*rows, *orphans)
            if self.catalog.one("SELECT 1 FROM page WHERE path = ?", path) is None
        ]

    # --- rendering and writing -----------------------------------------------------------------

    def _write(
        self,
        todo: "list[Page]",
        rows: dict[str, _Row],
        removed: list[str],
        changes: Changes,
    ) -> list[str]:
        """Render, put the new bytes in place and remove what is gone, or leave all as it was."""
        output = self.output
        written = []
        output.clean()
        output.claim((page.path for page in todo), removed)
        try:
            for page, data in self._rendered(todo):
                digest = files.digest(data)
                row = rows.get(page.path)
                seen = search.text_digest(data) if page.path.endswith(".html") else ""
                made = rows[page.path] = _Row(self.plan.trace(page), digest, "", seen)
                same = row is not None and row.digest == digest and row.signature != _FOREIGN
                if same or output.read(page.path) == data:
                    continue
                if output.owner_problem(page.path) is None:
                    output.stage(page.path, data)
                    written.append(page.path)
                else:
                    made.signature, made.searched = _FOREIGN, ""
            for path, href in changes.withdrawn.items():
                data_before = output.read(output_path(href))
                if data_before is not None:
                    self.withdrawn[path] = (href, data_before)
        except BaseException:
            output.rollback()
            raise
        output.commit(removed)
        for path in removed:
            rows.pop(path, None)
        output.finish(_ours(rows) | self.index)
        return written

    def _record(
        self, target: int, rows: dict[str, _Row], todo: "list[Page]", removed: list[str]
    ) -> None:
        made = {page.path: rows[page.path] for page in todo}
        for path, row in made.items():
            row.signature = row.signature or self.output.signature(path) or ""
        self.catalog.many(
            "INSERT OR REPLACE INTO output VALUES (?, ?, ?, ?, ?, ?)",
            ((target, path, *astuple(row)) for path, row in made.items()),
        )
        self.catalog.many(
            "DELETE FROM output WHERE target = ? AND path = ?", ((target, path) for path in removed)
        )

    def _rendered(self, todo: "list[Page]") -> "Iterator[tuple[Page, bytes]]":
        """Each page with its bytes, in plan order, a bounded number of batches ahead."""
        waiting: deque[tuple[list[Page], Future[list[bytes]]]] = deque()
        for start in range(0, len(todo), _BATCH):
            batch = todo[start : start + _BATCH]
            waiting.append((batch, self._submit(batch)))
            if self.executor is None or len(waiting) > _AHEAD:
                yield from _results(*waiting.popleft())
        while waiting:
            yield from _results(*waiting.popleft())

    def _submit(self, batch: "list[Page]") -> "Future[list[bytes]]":
        from digestgen import copies, pages
        from digestgen.render import Layouts, render_batch

        theme = self.theme
        jobs: list[Job | bytes] = []
        for page in batch:
            if page.kind in pages.COPIED:
                jobs.append(copies.copied(self.options.root, theme, page))
            else:
                jobs.append(self.plan.job(page))
        self.plan.values.forget()
        language = self.config.language
        layouts = Layouts(f"{theme.digest} {language}", theme.sources, theme.messages(language))
        if self.executor is not None:
            return self.executor.submit(render_batch, layouts, jobs)
        done: Future[list[bytes]] = Future()
        done.set_result(render_batch(layouts, jobs))
        return done


def _ours(rows: dict[str, _Row]) -> frozenset[str]:
    """The paths of the outputs that we made."""
    return frozenset(path for path, row in rows.items() if row.signature != _FOREIGN)


def _results(batch: "list[Page]", future: "Future[list[bytes]]") -> "Iterator[tuple[Page, bytes]]":
    return zip(batch, future.result(), strict=True)


def code_version() -> str:
    """Changes with digestgen's code and with the libraries that make bytes, found without importing
    them."""
    from importlib.util import find_spec

    package = Path(__file__).parent
    paths = [package / path for path in files.walk(package) if path.endswith(".py")]
    for name in _LIBRARIES:
        spec = find_spec(name)
        if spec is not None and spec.origin:
            paths.append(Path(spec.origin))
    stats = ((path.name, path.stat()) for path in paths)
    parts = [f"{name}:{stat.st_size}:{stat.st_mtime_ns}" for name, stat in stats]
    return files.digest("\n".join([__version__, *parts]).encode())


def _shown(folder: Path, root: Path) -> str:
    """A folder as the editor would name it."""
    try:
        return folder.resolve().relative_to(root.resolve()).as_posix()
    except ValueError:
        return os.fspath(folder)
