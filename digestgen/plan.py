"""Changes -> the pages to look at, and the relation `reading` brought up to date.

Values that a change may have reached are compared with the digests on record; whoever reads one that
differs is planned again, as are the subjects that the change itself concerns.
"""

import pickle
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from functools import partial

from digestgen import files, pages, templates
from digestgen.catalog import Catalog, decode, encode
from digestgen.config import Config
from digestgen.model import PlainPage, Problem
from digestgen.pages import plugged
from digestgen.pages.page import Given, Page, Shared, shared_values, trace
from digestgen.problems import PluginError
from digestgen.render import Job
from digestgen.sources import Changes
from digestgen.templates import Theme
from digestgen.values import open_values, packed_values, unpacked_values
from digestgen.values.store import Values
from digestgen.workers import ExecutorFor, in_order, is_own

_STRUCTURE = (
    "base_url", "canonical", "feeds", "image_widths", "language", "min_articles", "outputs", "plugins", "portable",
    "taxonomies",
)  # fmt: skip
"""Configuration that plans and values depend on; a change looks at everything again."""
_CHUNK = 32  # subjects planned as one task


@dataclass(frozen=True, slots=True)
class _Planned:
    """The pages of some subjects with their traces, the digests of what they read, and what is wrong
    with plugins, by subject: one that fails has no pages."""

    pages: list[Page]
    traces: list[str]
    digests: dict[str, str]
    failures: dict[str, tuple[Problem, ...]]


def _planned(values: Values, shared: Mapping[str, str], subjects: Iterable[str]) -> _Planned:
    """Plan subjects; `shared` are digests by kind of page."""
    found: list[Page] = []
    digests: dict[str, str] = {}
    failures: dict[str, tuple[Problem, ...]] = {}
    for subject in subjects:
        try:
            planned = pages.plan(subject, values)
        except PluginError as error:
            failures[subject] = error.problems
            continue
        for page in planned:
            found.append(page)
            for name in page.reads:
                digests[name] = values.digest(name)  # while what it is made from is at hand
        values.forget()
    traces = [trace(page, values, shared.get(page.kind, "")) for page in found]
    return _Planned(found, traces, digests, failures)


def _planned_there(packed: bytes, subjects: Iterable[str]) -> _Planned:
    """The same in another process; what is packed is the same for all of a build."""
    values, shared = pickle.loads(packed)
    return _planned(unpacked_values(values), shared, subjects)


class Plan:
    """One build's plan. `pages` are those whose traces have to be compared, `moved` tells whether
    anything in the catalog changed, `dropped` are the paths of pages that ceased to exist."""

    def __init__(self, catalog: Catalog, config: Config, theme: Theme) -> None:
        self.catalog = catalog
        self.config = config
        self.theme = theme
        self.pages: list[Page] = []
        self.moved = False
        self.dropped: list[str] = []
        self.subjects: set[str] = set()
        self.static_moved = False  # files of the theme have other addresses
        self.changed: set[str] = set()  # values whose digest differs
        self.reshared: set[str] = set()  # kinds of pages whose `shared:KIND` differs
        self.created: set[str] = set()  # paths of pages that there were not before
        self.failures: dict[str, tuple[Problem, ...]] = {}  # of plugins, by subject
        self.values = open_values(catalog, config, theme.asset_hrefs())
        self.packed_values = packed_values(catalog, config, theme.asset_hrefs())
        self._traces: dict[str, str] = {}
        self.kinds = pages.kinds(config)
        self.shared: Mapping[str, Shared] = shared_values(
            self.kinds, config, theme, self._closures(), self._plain_pages()
        )
        self._shared_digests = {
            kind: files.digest(encode(shared).encode()) for kind, shared in self.shared.items()
        }

    def look(self, changes: Changes, damaged: Iterable[str], in_sync: bool) -> None:
        """Find the subjects that changes concern by themselves, and the values that may differ."""
        catalog, values = self.catalog, self.values
        structure = encode([getattr(self.config, key) for key in _STRUCTURE])
        everything = self._remember("structure", structure) or bool(catalog.meta("unfinished"))
        if everything:
            effects = pages.Effects({name for (name,) in catalog.rows("SELECT name FROM value")})
            effects.subjects |= pages.subjects(catalog, values)
        else:
            effects = pages.effects(changes, catalog, values)
        subjects = effects.subjects | plugged.subjects(self.config.plugins)
        values.stale = effects.values
        if everything or not in_sync:
            subjects |= self._subjects("")
        for kind, digest in self._shared_digests.items():
            if self._remember(f"shared:{kind}", digest):
                self.reshared.add(kind)
                subjects |= self._subjects("WHERE kind = ?", kind)
        for path in damaged:
            subjects |= self._subjects("WHERE path = ?", path)
        self.static_moved = self._remember("static", encode(self.theme.asset_hrefs()))
        if self.static_moved:
            subjects |= {f"theme:{name}" for name in self.theme.static}
            subjects |= self._subjects("WHERE kind = 'theme'")
        self.subjects = subjects

    def compare(self) -> None:
        """Bring the digests of values up to date, and find who reads one that differs."""
        self.changed.update(self._changed_values(self.values.stale))
        for name in sorted(self.changed):
            self.subjects |= self._readers(name)

    def edited(self, changes: Changes) -> Iterator[Page]:
        """The pages that an editor who changed a few files wants to see, the most wanted first; for
        use before `compare`."""
        for subject in pages.edited(changes, self.values):
            if subject in self.subjects:
                yield from pages.plan(subject, self.values)[:1]

    def pages_at(self, paths: Iterable[str]) -> list[Page]:
        """The pages at these paths, of those that `make` will plan and that there were before."""
        wanted = set(paths)
        found = {one for path in wanted for one in self._subjects("WHERE path = ?", path)}
        planned = _planned(self.values, self._shared_digests, sorted(found & self.subjects))
        return [page for page in planned.pages if page.path in wanted]

    def samples(self) -> list[Page]:
        """One page of each kind that the last build made."""
        rows = self.catalog.rows("SELECT min(path), subject FROM page GROUP BY kind ORDER BY kind")
        return [
            page
            for path, subject in rows
            for page in pages.plan(subject, self.values)
            if page.path == path
        ]

    def make(self, executor_for: ExecutorFor, publish: Callable[[], None]) -> None:
        """Plan the subjects concerned and enter the result in `page`, `read` and `value`. Other
        processes do that from the catalog as it is when `publish` returns."""
        subjects = sorted(self.subjects)
        chunks = (subjects[at : at + _CHUNK] for at in range(0, len(subjects), _CHUNK))
        here = partial(_planned, self.values, self._shared_digests)
        executor = executor_for(len(subjects))
        if is_own(executor):
            publish()
            there = partial(
                _planned_there, pickle.dumps((self.packed_values, self._shared_digests))
            )
            results = in_order(executor, there, chunks, here)
        else:
            results = (here(chunk) for chunk in chunks)
        with closing(results):
            self._enter(subjects, results)

    def broken(self) -> list[Problem]:
        """What is wrong with plugins, those that can't be loaded included."""
        found = [problem for some in self.failures.values() for problem in some]
        if self.config.plugins:
            from digestgen.extract import broken

            found += broken(self.config.plugins)
        return found

    def trace(self, page: Page) -> str:
        """What the page's bytes would be made from now."""
        known = self._traces.get(page.path)
        return known or trace(page, self.values, self._shared_digests.get(page.kind, ""))

    def job(self, page: Page) -> Job:
        """What renders a page that is no copy of a file."""
        given = Given(self.values, self.shared[page.kind], page)
        return self.kinds[page.kind].build(page, given)

    def _subjects(self, where: str, *parameters: str) -> set[str]:
        rows = self.catalog.rows(f"SELECT DISTINCT subject FROM page {where}", *parameters)
        return {subject for (subject,) in rows}

    def _remember(self, key: str, text: str) -> bool:
        """Whether this differs from what the last build had."""
        if self.catalog.meta(key) == text:
            return False
        self.catalog.set_meta(key, text)
        self.moved = True
        return True

    def _plain_pages(self) -> list[tuple[str, str]]:
        """Slug and title of each plain page."""
        rows = self.catalog.rows(
            "SELECT key, record FROM document WHERE kind = 'pages' ORDER BY key, path"
        )
        found: dict[str, str] = {}
        for slug, record in rows:
            found.setdefault(slug, decode(record, PlainPage).title)
        return list(found.items())

    def _closures(self) -> dict[str, str]:
        """Digests of the templates with all they reach; parsed again only if a layout changed."""
        known = self.catalog.meta("closures")
        digest, _, text = known.partition(" ")
        if digest != self.theme.digest:
            compiled = self.catalog.folder("templates")
            text = encode(templates.closures(self.theme, compiled))
            self.catalog.set_meta("closures", f"{self.theme.digest} {text}")
        return decode(text, dict[str, str])

    def _changed_values(self, names: Iterable[str]) -> list[str]:
        """Those that some page reads and whose digest differs now."""
        changed = []
        for name in sorted(names):
            row = self.catalog.one("SELECT digest FROM value WHERE name = ?", name)
            if row is None:
                continue
            now = self.values.digest(name)
            if now != row[0]:
                self.catalog.one("UPDATE value SET digest = ? WHERE name = ?", now, name)
                changed.append(name)
        self.moved = self.moved or bool(changed)
        return changed

    def _readers(self, name: str) -> set[str]:
        rows = self.catalog.rows(
            "SELECT DISTINCT p.subject FROM reading r JOIN page p ON p.path = r.page "
            "WHERE r.value = ?",
            name,
        )
        return {subject for (subject,) in rows}

    def _enter(self, subjects: list[str], results: Iterable[_Planned]) -> None:
        """Make `page`, `read` and `value` say what was planned for these subjects."""
        catalog = self.catalog
        before: dict[str, tuple[str, str]] = {}
        for subject in subjects:
            rows = catalog.rows("SELECT path, kind FROM page WHERE subject = ?", subject)
            before.update((path, (subject, kind)) for path, kind in rows)
        ids: dict[str, int] = {}
        dropped: set[int] = set()
        for planned in results:
            self.pages += planned.pages
            self.failures.update(planned.failures)
            added: list[tuple[int, int]] = []
            for page, made_from in zip(planned.pages, planned.traces, strict=True):
                self._traces[page.path] = made_from
                reads = {self._value(name, planned, ids) for name in page.reads}
                known = self._known(page, before.pop(page.path, None))
                added += ((value, known.page) for value in reads - known.reads)
                lost = known.reads - reads
                catalog.many(
                    "DELETE FROM read WHERE value = ? AND page = ?", ((v, known.page) for v in lost)
                )
                dropped |= lost
            catalog.many("INSERT INTO read VALUES (?, ?)", sorted(added))
            self.moved = self.moved or bool(added)
        for path in before:
            page = catalog.one("DELETE FROM page WHERE path = ? RETURNING id", path)[0]
            rows = catalog.rows("DELETE FROM read WHERE page = ? RETURNING value", page)
            dropped |= {value for (value,) in rows}
        catalog.many(
            "DELETE FROM value WHERE id = ?1 AND NOT EXISTS(SELECT 1 FROM read WHERE value = ?1)",
            ((value,) for value in sorted(dropped)),
        )
        self.dropped = list(before)
        self.moved = self.moved or bool(before or dropped)

    def _value(self, name: str, planned: _Planned, ids: dict[str, int]) -> int:
        """The number of a value, which is entered unless it is known."""
        found = ids.get(name)
        if found is None:
            row = self.catalog.one("SELECT id FROM value WHERE name = ?", name)
            if row is None:
                new = "INSERT INTO value(name, digest) VALUES (?, ?) RETURNING id"
                row = self.catalog.one(new, name, planned.digests[name])
                self.moved = True
            found = ids[name] = int(row[0])
        return found

    def _known(self, page: Page, before: tuple[str, str] | None) -> "_Known":
        """What is known of a page, whose row is brought up to date."""
        if before != (page.subject, page.kind):
            (number,) = self.catalog.one(
                "INSERT INTO page(path, subject, kind) VALUES (?, ?, ?) ON CONFLICT(path) "
                "DO UPDATE SET subject = excluded.subject, kind = excluded.kind RETURNING id",
                page.path, page.subject, page.kind,
            )  # fmt: skip
            self.moved = True
        else:
            (number,) = self.catalog.one("SELECT id FROM page WHERE path = ?", page.path)
        if before is None:
            self.created.add(page.path)
        rows = self.catalog.rows("SELECT value FROM read WHERE page = ?", number)
        return _Known(number, {value for (value,) in rows})


@dataclass(frozen=True, slots=True)
class _Known:
    """The number of a page, and those of the values that it read."""

    page: int
    reads: set[int]
