"""Changes -> the pages to look at, and the relation `reading` brought up to date.

Values that a change may have reached are compared with the digests on record; whoever reads one that
differs is planned again, as are the subjects that the change itself concerns.
"""

from collections.abc import Iterable, Mapping

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
from digestgen.values import open_values

_STRUCTURE = (
    "base_url", "canonical", "feeds", "image_widths", "language", "min_articles", "outputs", "plugins", "portable",
    "taxonomies",
)  # fmt: skip
"""Configuration that plans and values depend on; a change looks at everything again."""
_ADDED = 1 << 15  # rows of `reading` held in memory


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
        self.kinds = pages.kinds(config)
        self.shared: Mapping[str, Shared] = shared_values(
            self.kinds, config, theme, self._closures(), self._plain_pages()
        )
        self._shared_digests = {
            kind: files.digest(encode(shared).encode()) for kind, shared in self.shared.items()
        }

    def look(self, changes: Changes, damaged: Iterable[str], in_sync: bool) -> None:
        """Find the subjects concerned, and bring the digests of values up to date."""
        catalog, values = self.catalog, self.values
        structure = encode([getattr(self.config, key) for key in _STRUCTURE])
        everything = self._remember("structure", structure)
        if everything:
            effects = pages.Effects({name for (name,) in catalog.rows("SELECT name FROM value")})
            effects.subjects |= pages.subjects(catalog, values)
        else:
            effects = pages.effects(changes, catalog, values)
        subjects = effects.subjects | plugged.subjects(self.config.plugins)
        values.stale = effects.values
        if everything or not in_sync:
            subjects |= self._subjects("")
        self.changed.update(self._changed_values(effects.values))
        for name in sorted(self.changed):
            subjects |= self._readers(name)
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

    def pages_at(self, paths: Iterable[str]) -> list[Page]:
        """The pages at these paths, of those that `make` will plan and that there were before."""
        wanted = set(paths)
        found = {one for path in wanted for one in self._subjects("WHERE path = ?", path)}
        planned = [self._planned(one) for one in sorted(found & self.subjects)]
        return [page for some in planned for page in some if page.path in wanted]

    def samples(self) -> list[Page]:
        """One page of each kind that the last build made."""
        rows = self.catalog.rows("SELECT min(path), subject FROM page GROUP BY kind ORDER BY kind")
        return [
            page
            for path, subject in rows
            for page in pages.plan(subject, self.values)
            if page.path == path
        ]

    def make(self) -> None:
        """Plan the subjects concerned and enter the result in `page`, `reading` and `value`."""
        for subject in sorted(self.subjects):
            planned = self._planned(subject)
            self.pages += planned
            for page in planned:
                for name in page.reads:
                    self.values.digest(name)  # while what it is made from is at hand
            self.values.forget()
        self._enter(sorted(self.subjects))

    def _planned(self, subject: str) -> list[Page]:
        """A plugin that fails has no pages."""
        try:
            return pages.plan(subject, self.values)
        except PluginError as error:
            self.failures[subject] = error.problems
            return []

    def broken(self) -> list[Problem]:
        """What is wrong with plugins, those that can't be loaded included."""
        found = [problem for some in self.failures.values() for problem in some]
        if self.config.plugins:
            from digestgen.extract import broken

            found += broken(self.config.plugins)
        return found

    def trace(self, page: Page) -> str:
        """What the page's bytes would be made from now."""
        return trace(page, self.values, self._shared_digests.get(page.kind, ""))

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
            text = encode(templates.closures(self.theme))
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

    def _enter(self, subjects: list[str]) -> None:
        """Make `page`, `reading` and `value` say what was planned for these subjects."""
        catalog = self.catalog
        before: dict[str, tuple[str, str]] = {}
        for subject in subjects:
            for path, kind in catalog.rows(
                "SELECT path, kind FROM page WHERE subject = ?", subject
            ):
                before[path] = (subject, kind)
        now = {page.path: (page.subject, page.kind) for page in self.pages}
        gone = [path for path, known in before.items() if now.get(path) != known]
        come = [(path, *known) for path, known in now.items() if before.get(path) != known]
        catalog.many("DELETE FROM page WHERE path = ?", ((path,) for path in gone))
        catalog.many("INSERT INTO page VALUES (?, ?, ?)", come)
        dropped: set[str] = set()
        added: list[tuple[str, str]] = []
        fresh: set[str] = set()
        for path in gone:
            if path not in now:
                rows = list(catalog.rows("SELECT value FROM reading WHERE page = ?", path))
                dropped |= {value for (value,) in rows}
                catalog.one("DELETE FROM reading WHERE page = ?", path)
        for page in self.pages:
            reads = set(page.reads)
            known = {
                v for (v,) in catalog.rows("SELECT value FROM reading WHERE page = ?", page.path)
            }
            if known == reads:
                continue
            added += [(value, page.path) for value in reads - known]
            lost = [(value, page.path) for value in known - reads]
            catalog.many("DELETE FROM reading WHERE value = ? AND page = ?", lost)
            dropped |= known - reads
            fresh |= reads - known
            if len(added) > _ADDED:
                catalog.many("INSERT INTO reading VALUES (?, ?)", sorted(added))
                added.clear()
        catalog.many("INSERT INTO reading VALUES (?, ?)", sorted(added))
        catalog.many(
            "INSERT OR IGNORE INTO value VALUES (?, ?)",
            ((value, self.values.digest(value)) for value in sorted(fresh)),
        )
        catalog.many(
            "DELETE FROM value WHERE name = ?1 AND NOT EXISTS(SELECT 1 FROM reading WHERE value = ?1)",
            ((value,) for value in sorted(dropped)),
        )
        self.dropped = [path for path in gone if path not in now]
        self.created = {path for path, *_ in come if path not in before}
        self.moved = self.moved or bool(gone or come or fresh or dropped)
