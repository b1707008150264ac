"""The search page. What it finds is decided by `data-pagefind-…` attributes in the other templates;
here are the lists that stand in for search where it can't run."""

from digestgen import urls
from digestgen.model import TAXONOMIES
from digestgen.pages.page import Given, Page
from digestgen.pages.terms import is_indexed, letter_links
from digestgen.render import Job
from digestgen.values.store import Values
from digestgen.views import Link, NameList, SearchView

_OTHERS = ("editions", "quotes")


def plan(values: Values, _: str) -> list[Page]:
    outputs = values.config.outputs
    if "search" not in outputs:
        return []
    taxonomies = [t for t in TAXONOMIES if is_indexed(values, t)]
    others = [name for name in (*_OTHERS, "archive") if name in outputs]
    reads = [f"letters:{taxonomy}" for taxonomy in taxonomies]
    reads += ["archive"] if "archive" in others else []
    args = (*taxonomies, *others)
    return [Page("search/index.html", "search", "search:", tuple(reads), args)]


def build(page: Page, given: Given) -> Job:
    lists = []
    for name in page.args:
        link = given.list_link(name)
        parts: tuple[Link, ...] = ()
        if name == "archive":
            months: tuple[str, ...] = given.get("archive", tuple)
            years = dict.fromkeys(month[:4] for month in months if month[:4].isdecimal())
            parts = tuple(Link(year, urls.folder("archive", year)) for year in years)
        elif name not in _OTHERS:
            parts = letter_links(given.get(f"letters:{name}", tuple), name)
        if parts or name in _OTHERS:
            lists.append(NameList(link.label, link.href, parts))
    title = given.gettext("Search")
    return given.job("search.html", title, info_noindex=True, search=SearchView(tuple(lists)))
