"""The one build function: `build`, `serve`, `--watch` and `deploy` call it.

scan -> ingest -> plan -> render -> write -> commit. Everything is decided by two relations in the
catalog: what articles contribute to collections, and which values pages read. A page is rendered
again only if the digest of a value it reads differs from the one in its trace, and written only if
its bytes differ from those on disk.
"""

import os
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import closing, contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from digestgen import cache, files, fresh, layouts, progress, scan, search
from digestgen.model import Problem
from digestgen.options import Options, Report, Screen
from digestgen.problems import in_order
from digestgen.scan import Found
from digestgen.workers import Workers

# What is imported below, where it is used, is of no use to a build with nothing to do.
if TYPE_CHECKING:
    from concurrent.futures import Executor

    from digestgen.catalog import Catalog
    from digestgen.config import Config
    from digestgen.layouts import LayoutFiles
    from digestgen.pages.page import Page
    from digestgen.plan import Plan
    from digestgen.profile import Profile
    from digestgen.sources import Changes
    from digestgen.templates import Theme

__all__ = ["Builder", "Options", "Report", "build"]

_NO_ADDRESS = "no base_url in digest.yaml, so no feeds, sitemap and canonical links were made"


class Builder:
    """Builds one digest, again and again; keeps the catalog open in between."""

    def __init__(self, options: Options, executor: "Executor | None" = None) -> None:
        self.options = options
        self._executor = executor
        self._catalog: Catalog | None = None
        self._read: tuple[bytes, str] = (b"", "")  # what `_config` and `_theme` were made of
        self._config: Config
        self._theme: Theme
        self.screen = Screen()
        self.profile: Profile | None = None
        self.progress: progress.Progress = progress.silent

    def close(self) -> None:
        """Not for use while `cache.locked`."""
        if self._catalog is not None and self._catalog.is_current():
            with cache.locked(self.options.root):
                self._close()
        self._close()

    def _close(self) -> None:
        if self._catalog is not None:
            self._catalog.close()
            self._catalog = None

    def build(self, changed: Collection[str] | None = None) -> Report:
        """Bring the output folder up to date. With `changed`, sources below `content/` are looked at
        by these paths only and outputs are taken to be as they were left: what else changed is for
        a build without it to find. Raises DigestgenError (its `problems` say why) when the
        configuration or a template is broken; the output is then as it was."""
        started = time.perf_counter()
        options = self.options
        data, found = self._config_data(), layouts.read(options.root)
        asked = fresh.asked(self._version, data, found.digest, *options.flags)
        with self._locked(), closing(Workers(options.jobs)) as workers:
            self._lap("start")
            sources = None if changed is not None else list(scan.sources(options.root))
            self._lap("list sources")
            if sources is not None and (said := self._unchanged(asked, sources)) is not None:
                self._lap("compare with the last build")
                seconds = time.perf_counter() - started
                known = (said.files, options.folder, seconds, said.notices)
                return Report(said.problems, (), (), (), *known, index=said.index)
            self._lap("compare with the last build")
            settings, theme = self._understood(data, found)
            files.check_output(options.root, options.folder)
            catalog = self.catalog()
            try:
                catalog.begin()
                self._lap("load code, settings and theme")
                made = _Build(
                    options, settings, theme, catalog, workers, self._executor, self.screen
                )
                made.profile, made.lap = self.profile, self._lap
                made.progress = self.progress
                report = made.run(started, asked, sources, changed)
                catalog.commit()
                self._lap("commit the catalog")
            except BaseException:
                catalog.rollback()
                raise
        return report

    def warm(self) -> None:
        """Load what the next change will need, and start nothing for it: one article is read and
        one page of each kind made, for nobody. Raises DigestgenError as `build` does."""
        from digestgen import ingest, making, outputs, reasons  # noqa: F401
        from digestgen.plan import Plan

        options = self.options
        with self._locked():
            settings, theme = self._understood(self._config_data(), layouts.read(options.root))
            catalog = self.catalog()
            catalog.begin()
            try:
                ingest.rehearse(settings)
                plan = Plan(catalog, settings, theme)
                given = plan, options.root, plan.samples(), files.Output(options.folder, "")
                list(making.made(*given, lambda _: None, lambda: None))
            finally:
                catalog.rollback()

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """While nobody else builds. A folder that is no digest gets no cache."""
        if not (self.options.root / files.CACHE).is_dir():
            self._understood(self._config_data(), layouts.read(self.options.root))
            files.check_output(self.options.root, self.options.folder)
        with cache.locked(self.options.root):
            yield

    def _lap(self, stage: str) -> None:
        if self.profile is not None:
            self.profile.lap(stage)

    @cached_property
    def _version(self) -> str:
        return fresh.code_version()

    def _config_data(self) -> bytes:
        try:
            return (self.options.root / self.options.config).read_bytes()
        except OSError:
            from digestgen import config

            return config.read(self.options.root, self.options.config)  # says what is wrong

    def _understood(self, data: bytes, found: "LayoutFiles") -> "tuple[Config, Theme]":
        """Configuration and theme, made again only if they changed. Raises DigestgenError."""
        if self._read != (data, found.digest):
            from digestgen import config, templates

            parsed = config.parse(data, self.options.config)
            self._config = config.under_flags(parsed, *self.options.flags)
            theme = templates.made_of(found).styled(self._config.theme)
            if self._config.plugins:
                from digestgen.pages import plugged

                theme = theme.extended(plugged.sources(self._config.plugins))
            self._theme = theme
            self._read = (data, found.digest)
        return self._config, self._theme

    def _unchanged(self, asked: str, sources: list[Found]) -> fresh.Said | None:
        options = self.options
        if self._catalog is not None and self._catalog.is_current():
            return fresh.unchanged(self._catalog.db, sources, options.root, options.folder, asked)
        if options.clean:
            return None
        with fresh.opened(self._path, self._version) as db:
            return fresh.unchanged(db, sources, options.root, options.folder, asked) if db else None

    @property
    def _path(self) -> Path:
        name = "catalog-drafts.sqlite" if self.options.drafts else "catalog.sqlite"
        return self.options.root / files.CACHE / name

    def catalog(self) -> "Catalog":
        """The catalog, opened when first needed; for use while `cache.locked`."""
        from digestgen.catalog import Catalog

        if self._catalog is not None and not self._catalog.is_current():
            self._close()  # another process, or the user, has thrown the file away
        if self._catalog is None:
            if self.options.clean:
                self._path.unlink(missing_ok=True)
            self._catalog = Catalog(self._path, self._version)
        return self._catalog


def build(options: Options, executor: "Executor | None" = None) -> Report:
    """One build in a process of its own."""
    builder = Builder(options, executor)
    try:
        return builder.build()
    finally:
        builder.close()


class _Build:
    """The state of one build."""

    def __init__(
        self,
        options: Options,
        settings: "Config",
        theme: "Theme",
        catalog: "Catalog",
        workers: Workers,
        executor: "Executor | None",
        screen: Screen,
    ) -> None:
        from digestgen.outputs import Outputs

        self.options = options
        self.config = settings
        self.theme = theme
        self.catalog = catalog
        self.workers = workers
        self.executor = executor
        self.screen = screen
        self.profile: Profile | None = None
        self.lap: Callable[[str], None]
        self.progress: progress.Progress
        self.withdrawn: dict[str, tuple[str, bytes]] = {}
        self.unmade: dict[str, tuple[Problem, ...]] = {}  # pages of plugins, and why
        self.plan: Plan
        self.changes: Changes
        self.outputs: Outputs = Outputs(catalog, options.folder)
        self.output = files.Output(
            options.folder,
            _shown(options.folder, options.root),
            self.outputs.manifest,
            self.outputs.was_ours,
        )
        self.has_search = "search" in settings.outputs

    def run(
        self,
        started: float,
        asked: str,
        sources: list[Found] | None,
        changed: Collection[str] | None,
    ) -> Report:
        """Build; `asked` is what `fresh` calls it, `sources` what a scan found, or None where only
        `changed` paths are to be looked at."""
        from digestgen import ingest, reasons
        from digestgen.plan import Plan

        catalog, outputs, root = self.catalog, self.outputs, self.options.root
        only = changed
        if sources is None and (sources := scan.found_at(root, changed or ())) is None:
            sources, only = list(scan.sources(root)), None
        changes = ingest.ingest(
            catalog, root, self.config, sources, only, self._executor_for, self.progress
        )
        changes.withdrawn = {**outputs.withdrawn_before(), **changes.withdrawn}
        self.changes = changes
        self.lap("read and parse sources")
        damaged = self._damaged() if changed is None else []
        self.lap("verify outputs")
        plan = self.plan = Plan(catalog, self.config, self.theme)
        plan.look(changes, damaged, outputs.in_sync)
        try:
            ahead, written = self._ahead()
            plan.make(self._executor_for, self._publish)
            todo = [p for p in plan.pages if not outputs.is_current(p.path, plan.trace(p))]
            removed = self._removed()
            self.lap("plan")
            outputs.move(plan.moved)
            if todo or removed or ahead or not self.output.is_intact:
                self._write(todo, removed, changes, written)
                self.lap("write")
                outputs.record(self.output, removed)
        except BaseException:
            self.output.rollback()
            raise
        todo = [*ahead, *todo]
        reasons.record(
            catalog, plan, changes, [page.path for page in todo], damaged, outputs.is_first
        )
        found = [*self.config.warnings, *catalog.problems(), *self._foreign(), *plan.broken()]
        found += [problem for some in self.unmade.values() for problem in some]
        problems = tuple(in_order(found))
        notices = () if self.config.base_url else (_NO_ADDRESS,)
        said = fresh.as_text(problems, notices, self.config.extract, self.config.plugins)
        self.lap("record")
        outputs.settle(self.output.digest, asked, said, self.has_search)
        return Report(
            problems=problems,
            rendered=tuple(page.path for page in todo),
            written=tuple(written),
            removed=tuple(sorted(removed)),
            pages=outputs.files,
            output=self.options.folder,
            seconds=time.perf_counter() - started,
            notices=notices,
            withdrawn=self.withdrawn,
        )

    # --- what is known -----------------------------------------------------------------------

    def _damaged(self) -> list[str]:
        """Outputs that are no longer what we wrote."""
        damaged = self.outputs.damaged(self.output)
        if not self.output.is_intact:
            self.output.adopt(self.outputs.ours().difference(damaged))
        return damaged

    @cached_property
    def _index(self) -> frozenset[str]:
        """The files of the search index; it is made after builds."""
        return search.index_files(self.output.manifest or ())

    def _foreign(self) -> Iterator[Problem]:
        """The pages that could not be written, because a file of the user's own is in the way."""
        for path in self.outputs.foreign():
            problem = self.output.owner_problem(path)
            if problem is not None:
                yield problem

    def _executor_for(self, tasks: int) -> "Executor | None":
        return self.executor or self.workers.enough(tasks)

    def _publish(self) -> None:
        """Let other processes read the catalog as it is."""
        moved = self.plan.moved or self.changes != type(self.changes)()
        self.outputs.publish(moved, self.changes.withdrawn)

    def _removed(self) -> list[str]:
        """Outputs of ours that are no longer pages, and those a crash left behind."""
        outputs, gone = self.outputs, "SELECT 1 FROM page WHERE path = ?"
        paths = [path for path in self.plan.dropped if outputs.get(path)]
        if not outputs.in_sync:
            paths = outputs.no_pages()
        if not self.output.is_intact:
            orphans = (self.output.manifest or frozenset()) - outputs.ours() - self._index
            paths += orphans.difference(outputs.foreign())
        if not self.has_search and (outputs.indexed or not self.output.is_intact):
            self.output.adopt(self._index)
            paths += self._index
        return [path for path in dict.fromkeys(paths) if self.catalog.one(gone, path) is None]

    # --- rendering and writing -----------------------------------------------------------------

    def _ahead(self) -> "tuple[list[Page], list[str]]":
        """Make the pages that somebody looks at, and put them in place, before the rest is planned:
        those that are there already, and whose files are ours. Also returns what was written."""
        plan, outputs, written = self.plan, self.outputs, list[str]()
        pages = [
            page
            for page in plan.pages_at(self.screen.looked_at() if not plan.static_moved else ())
            if self.output.is_intact
            and outputs.was_ours(page.path)
            and not outputs.is_current(page.path, plan.trace(page))
        ]
        if pages:
            self.output.clean()
            self.output.claim([page.path for page in pages], ())
            self._stage(pages, written)
            self.output.advance()
            self.screen.show(written)
        return pages, written

    def _write(
        self, todo: "list[Page]", removed: list[str], changes: "Changes", written: list[str]
    ) -> None:
        """Render, put the new bytes in place and remove what is gone; `written` gets the paths."""
        from digestgen.urls import output_path

        output, outputs = self.output, self.outputs
        output.clean()
        output.claim([page.path for page in todo], removed)
        for pages, in_advance in self.screen.in_turn(todo):
            self._stage(pages, written)
            if in_advance:
                output.advance()
                self.screen.show(written)
        output.withdraw(self.unmade)
        removed += [path for path in self.unmade if outputs.get(path) is not None]
        for path, href in changes.withdrawn.items():
            data_before = output.read(output_path(href))
            if data_before is not None:
                self.withdrawn[path] = (href, data_before)
        output.commit(removed)
        output.finish(
            (*removed, *self.unmade, *outputs.in_the_way()),
            lambda: outputs.ours_after(removed) | self._index.difference(removed),
        )

    def _stage(self, pages: "list[Page]", written: list[str]) -> None:
        from digestgen import making
        from digestgen.outputs import FOREIGN, Made

        output, outputs, plan = self.output, self.outputs, self.plan
        made = making.made(
            plan, self.options.root, pages, output, self._executor_for, self._publish, self.profile
        )
        with closing(made), self.progress("making pages", len(pages)) as step:
            for page, one in made:
                step(1)
                if isinstance(one, tuple):
                    self.unmade[page.path] = one
                    continue
                path, signature, data = page.path, "", one.data
                if data is None:
                    written.append(path)
                elif not outputs.has_bytes(path, one.digest) and output.read(path) != data:
                    if output.owner_problem(path) is None:
                        output.stage(path, data)
                        written.append(path)
                    else:
                        signature = FOREIGN
                searched = "" if signature else one.searched
                outputs.put(path, Made(plan.trace(page), one.digest, signature, searched))


def _shown(folder: Path, root: Path) -> str:
    """A folder as the editor would name it."""
    try:
        return folder.resolve().relative_to(root.resolve()).as_posix()
    except ValueError:
        return os.fspath(folder)
