"""The search page. What it finds is decided by `data-pagefind-…` attributes in the other templates;
here are the lists that stand in for search where it can't run."""

from digestgen import urls
from digestgen.contribute import UNDATED
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
    others = [name for name in _OTHERS if name in outputs]
    reads = tuple(f"letters:{taxonomy}" for taxonomy in taxonomies)
    args = (*taxonomies, *others, *_archive(values))
    return [Page("search/index.html", "search", "search:", reads, args)]


def _archive(values: Values) -> tuple[str, ...]:
    """The archive and its years; planned anew with every month, so that the page reads no months."""
    months = values.get("archive") if "archive" in values.config.outputs else ()
    assert isinstance(months, tuple)
    years = dict.fromkeys(month[:4] for month in months if month != UNDATED)
    return ("archive", *years) if months else ()


def build(page: Page, given: Given) -> Job:
    years = tuple(Link(arg, urls.folder("archive", arg)) for arg in page.args if arg.isdecimal())
    lists = []
    for name in page.args:
        if name.isdecimal():
            continue
        link = given.list_link(name)
        parts = years if name == "archive" else ()
        if name in TAXONOMIES:
            parts = letter_links(given.get(f"letters:{name}", tuple), name)
        if parts or name not in TAXONOMIES:
            lists.append(NameList(link.label, link.href, parts))
    title = given.gettext("Search")
    return given.job("search.html", title, info_noindex=True, search=SearchView(tuple(lists)))
