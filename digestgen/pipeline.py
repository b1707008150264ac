"""One build: scan -> ingest -> plan -> render -> write.

Everything is decided by two relations in the catalog: what articles contribute to collections, and
which values pages read. A page is rendered again only if the digest of a value it reads differs from
the one in its trace, and written only if its bytes differ from those on disk.
"""

import os
import time
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import closing
from functools import cached_property
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from digestgen import (
    fresh,
    ingest,
    interrupts,
    making,
    output_folder,
    progress,
    reasons,
    scan,
    search,
)
from digestgen.catalog import Catalog
from digestgen.config import Config
from digestgen.model import Problem
from digestgen.options import Options, Report, Screen
from digestgen.outputs import FOREIGN, Made, Outputs
from digestgen.pages.page import Page
from digestgen.plan import Plan
from digestgen.problems import in_order
from digestgen.profile import Profile
from digestgen.scan import Found
from digestgen.sources import Changes
from digestgen.templates import Theme
from digestgen.urls import output_path
from digestgen.workers import Workers

if TYPE_CHECKING:
    from concurrent.futures import Executor

_NO_ADDRESS = "no base_url in digest.yaml, so no feeds, sitemap and canonical links were made"


class Pipeline:
    """The state of one build."""

    def __init__(
        self,
        options: Options,
        settings: Config,
        theme: Theme,
        catalog: Catalog,
        workers: Workers,
        executor: "Executor | None",
        screen: Screen,
    ) -> None:
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
        self.output = output_folder.Output(
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
        ahead: list[Page] = []
        written: list[str] = []
        try:
            if changed is not None:  # an editor waits to see what they have just saved
                for _, some in groupby(plan.edited(changes), _folder):
                    ahead += self._ahead(some, written)
            plan.compare()
            ahead += self._ahead(plan.pages_at(self.screen.looked_at()), written)
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
            with interrupts.held():
                self.workers.close()  # what they write must be there before, to be undone
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

    def _ahead(self, pages: Iterable[Page], written: list[str]) -> list[Page]:
        """Make pages and put each in place, before the rest is even planned, if its file is ours or
        nothing is in its way; `written` gets the paths. Returns those that were not as they are."""
        plan, output, outputs = self.plan, self.output, self.outputs
        if plan.static_moved or not output.is_intact:
            return []
        pages = [
            page
            for page in pages
            if not outputs.is_current(page.path, plan.trace(page))
            and (outputs.was_ours(page.path) or output.owner_problem(page.path) is None)
        ]
        if pages:
            output.claim([page.path for page in pages], ())
        for page in pages:
            self._stage([page], written)
            output.advance()
            self.screen.show(written)
        return pages

    def _write(
        self, todo: list[Page], removed: list[str], changes: Changes, written: list[str]
    ) -> None:
        """Render, put the new bytes in place and remove what is gone; `written` gets the paths."""
        output, outputs = self.output, self.outputs
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

    def _stage(self, pages: list[Page], written: list[str]) -> None:
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


def _folder(page: Page) -> str:
    """The outermost folder that a page is in."""
    return page.path.partition("/")[0]


def _shown(folder: Path, root: Path) -> str:
    """A folder as the editor would name it."""
    try:
        return folder.resolve().relative_to(root.resolve()).as_posix()
    except ValueError:
        return os.fspath(folder)
