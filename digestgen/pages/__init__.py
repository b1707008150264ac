"""Which pages exist and what each reads: the only place that knows the site's shape.

A *subject* is what pages are planned for: "article:content/x.md", "term:people/ada-okafor",
"home:". Planning a subject is a pure function of values, so an incremental build plans only the
subjects that a change concerns. `effects` says which those are, and which values to look at again.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from digestgen import urls
from digestgen.catalog import Catalog
from digestgen.config import Config
from digestgen.contribute import UNDATED
from digestgen.model import TAXONOMIES
from digestgen.pages import articles, feeds, fixed, lists, plugged, search, terms
from digestgen.pages.page import Given, Kind, Page
from digestgen.pages.plugged import PageKind
from digestgen.render import Job
from digestgen.sources import Changes
from digestgen.values import limits
from digestgen.values.articles import RELATING, ArticleValue, around
from digestgen.values.store import Values

KINDS: Mapping[str, Kind] = {
    "article": Kind("article.html", articles.build),
    "gone": Kind("gone.html", articles.build_gone),
    "person": Kind("person.html", terms.build),
    "term": Kind("term.html", terms.build),
    "year": Kind("list.html", terms.build_year),
    "index": Kind("terms.html", terms.build_index),
    "letter": Kind("letter.html", terms.build_letter),
    "home": Kind("home.html", lists.build_home, ("description",)),
    "edition": Kind("edition.html", lists.build_edition),
    "editions": Kind("editions.html", lists.build_editions),
    "archive": Kind("archive.html", lists.build_archive),
    "archive_year": Kind("archive.html", lists.build_archive),
    "month": Kind("list.html", lists.build_month),
    "quotes": Kind("quotes.html", lists.build_quotes),
    "speakers": Kind("quotes.html", lists.build_speakers),
    "feed_xml": Kind("feed.xml", feeds.build_site, feeds.CONFIG),
    "feed_json": Kind("feed.json", feeds.build_site, feeds.CONFIG),
    "term_feed_xml": Kind("feed.xml", feeds.build_term, feeds.TERM_CONFIG),
    "term_feed_json": Kind("feed.json", feeds.build_term, feeds.TERM_CONFIG),
    "sitemap_index": Kind("sitemapindex.xml", feeds.build_index),
    "sitemap": Kind("sitemap.xml", feeds.build_sitemap),
    "search": Kind("search.html", search.build),
    "page": Kind("page.html", fixed.build_page),
    "redirect": Kind("redirect.html", fixed.build_redirect),
    "not_found": Kind("404.html", fixed.build_not_found),
    "robots": Kind("robots.txt", fixed.build_robots),
    "nojekyll": Kind("nojekyll.txt", fixed.build_nojekyll),
    "headers": Kind("headers.txt", fixed.build_headers),
    "redirects": Kind("redirects.txt", fixed.build_redirects),
}
COPIED = ("asset", "theme", "resized")
"""Kinds that no template makes."""
_FEW = 8  # files that an editor changes at once

_PLANS: Mapping[str, Callable[[Values, str], list[Page]]] = {
    "article": articles.plan,
    "term": terms.plan,
    "index": terms.plan_index,
    "letter": terms.plan_letter,
    "home": lists.plan_home,
    "edition": lists.plan_edition,
    "editions": lists.plan_editions,
    "archive": lists.plan_archive,
    "archive-year": lists.plan_archive_year,
    "month": lists.plan_month,
    "quotes": lists.plan_quotes,
    "speakers": lists.plan_speakers,
    "feed": feeds.plan_site,
    "sitemap": feeds.plan_sitemap,
    "sitemap-month": feeds.plan_month,
    "sitemap-letter": feeds.plan_letter,
    "search": search.plan,
    "page": fixed.plan_page,
    "redirect": fixed.plan_redirect,
    "asset": fixed.plan_asset,
    "theme": fixed.plan_theme,
    "site": fixed.plan_site,
    plugged.SUBJECT: plugged.plan,
}

__all__ = ["COPIED", "KINDS", "Effects", "Given", "Job", "Kind", "Page", "PageKind",
           "edited", "effects", "job", "kinds", "plan", "subjects"]  # fmt: skip


def kinds(config: Config) -> dict[str, Kind]:
    """Every kind of page that templates make, those of plugins included."""
    return {**KINDS, **plugged.kinds(config.plugins)}


def plan(subject: str, values: Values) -> list[Page]:
    """The pages that exist for a subject now. Raises PluginError for a plugin's."""
    kind, _, rest = subject.partition(":")
    return _PLANS[kind](values, rest)


def job(page: Page, given: Given) -> Job:
    """What renders a page that is neither a copy nor a plugin's."""
    return KINDS[page.kind].build(page, given)


@dataclass(slots=True)
class Effects:
    """Names of values that may differ and subjects whose pages may come, go or differ."""

    values: set[str] = field(default_factory=set)
    subjects: set[str] = field(default_factory=set)


def effects(changes: Changes, catalog: Catalog, values: Values) -> Effects:
    """What a change can reach; more than needed costs a comparison, less would be a stale page."""
    found = Effects()
    for path in changes.articles:
        kinds = ("article", "brief", "entry", "near", "image")
        found.values |= {f"{kind}:{path}" for kind in kinds}
        found.subjects.add(f"article:{path}")
    for (taxonomy, slug), where in changes.touched.keys.items():
        keys = set(where)
        _collection(found, catalog, taxonomy, slug)
        name = f"{taxonomy}/{slug}"
        found.values.update(_slices(catalog, values.collection(name), name, keys))
        if taxonomy in RELATING:
            _related(found, catalog, values, name, keys)
    touched = changes.touched
    for term in touched.created | touched.deleted | touched.veiled:
        _comes_or_goes(found, catalog, *term)
    for term in touched.veiled:
        found.values |= _partners(catalog, *term)
    for taxonomy, letter in changes.touched.initials:
        if letter and taxonomy in TAXONOMIES:
            found.values |= {f"letter:{taxonomy}/{letter}", f"speakers:{letter}"}
            found.values.add(f"listed:{taxonomy}/{letter}")
            found.subjects |= {f"letter:{taxonomy}/{letter}", f"speakers:{letter}"}
            found.subjects.add(f"sitemap-letter:{taxonomy}/{letter}")
    found.values |= {f"namesakes:{plain}" for _, plain in touched.namesakes if plain}
    for term, editions in touched.editions.items():
        for edition in set(editions):
            found.values |= _later_editions(catalog, *term, edition)
    for kind, key in changes.documents:
        _document(found, kind, key)
    for href in changes.redirects:
        found.values.add(f"redirect:{href}")
        found.subjects.add(f"redirect:{href}")
    for path in changes.assets:
        found.values |= {f"asset:{path}", f"picture:{path.removeprefix('content/')}"}
        found.subjects.add(f"asset:{path}")
    if any(name.startswith("redirect:") for name in found.values):
        found.values.add("redirects:")
    return found


def edited(changes: Changes, values: Values) -> list[str]:
    """The subjects whose first page shows an editor what became of a few changed files: articles, then
    profiles and the terms that those articles name. None where many files changed at once."""
    if len(changes.edits) > _FEW:
        return []
    found = [f"article:{path}" for path in changes.edits]
    found += [f"term:{kind}/{key}" for kind, key in changes.documents if kind in TAXONOMIES]
    for path in changes.edits:
        article = values.get(f"article:{path}")
        if isinstance(article, ArticleValue):
            terms = (t for t in article.contributions.terms if t.taxonomy in TAXONOMIES)
            found += [f"term:{term.taxonomy}/{term.slug}" for term in terms]
    return list(dict.fromkeys(found))


def _collection(found: Effects, catalog: Catalog, taxonomy: str, slug: str) -> None:
    name = f"{taxonomy}/{slug}"
    found.values.add(f"newest:{name}")
    if taxonomy in terms.WITH_FEEDS:
        found.values.add(f"feed:{name}")
    if taxonomy in TAXONOMIES:
        found.values |= {f"term:{name}", f"rollup:{name}"}
        found.values |= {f"letters:{taxonomy}", f"names:{taxonomy}", "speakers:"}
        found.values |= {f"all:{taxonomy}", f"most:{taxonomy}", "most-quoted:"}
        found.subjects |= {f"term:{name}", f"index:{taxonomy}", "quotes:", "sitemap:"}
    elif taxonomy == "editions":
        found.values |= {f"edition:{slug}", f"lead:{slug}", "editions"}
        found.subjects |= {f"edition:{slug}", "editions:", "home:"}
    elif taxonomy == "archive":
        found.values |= {"archive", f"listed:archive/{slug}", "months:"}
        found.subjects |= {f"month:{slug}", "archive:", "sitemap:"}
        if slug != UNDATED:
            found.values.add(f"months:{slug[:4]}")
            found.subjects.add(f"archive-year:{slug[:4]}")
        found.subjects |= {f"sitemap-month:{slug}", "search:"}
    elif taxonomy == "threads":
        found.values |= {f"thread:{slug}", "threads:"}
    elif taxonomy == "quotes":
        found.values |= {f"quotes:{slug}", "speakers:", "spoken:", "most-quoted:"}
        found.subjects |= {"quotes:", "home:"}
    elif taxonomy == "site":
        found.values |= {"feed:", "latest", "front:"}
        found.subjects |= {"feed:", "home:"}


def _slices(catalog: Catalog, collection: int | None, name: str, keys: set[str]) -> set[str]:
    """The pages of a list that are read by anyone and may differ: numbered from the oldest, a change
    leaves those before it as they are, unless their number differs, which every one of them shows.
    Pages that come to exist are planned then."""
    first = f"slice:{name}|"
    rows = catalog.rows("SELECT name FROM value WHERE name >= ? AND name < ?", first, first + "~")
    numbers: dict[str, list[int]] = {}
    for (value,) in rows:
        _, start, number = value.split("|")
        numbers.setdefault(start, []).append(int(number))
    found = set()
    for start, known in numbers.items():
        changed = min((key for key in keys if key.startswith(start)), default="")
        if changed:
            count = (
                "SELECT count(*) FROM contribution WHERE collection = ? AND key >= ? AND key < ?"
            )
            total = catalog.one(count, collection, start, start + "~")[0]
            before = catalog.one(count, collection, start, changed)[0]
            if max(known) != -(-total // limits.SLICE):
                before = 0
            found |= {f"{first}{start}|{n}" for n in known if n * limits.SLICE > before}
    return found


def _related(found: Effects, catalog: Catalog, values: Values, name: str, keys: set[str]) -> None:
    """Articles whose window of earlier and later coverage a changed article stands in."""
    for key in keys:
        for _, neighbour in around(values, name, key):
            (path,) = catalog.one("SELECT path FROM article WHERE id = ?", neighbour)
            found.values.add(f"near:{path}")


def _later_editions(catalog: Catalog, taxonomy: str, slug: str, edition: str) -> set[str]:
    """An edition that a term came into or left, and the next that has it: whether it is new there,
    or returned, may differ."""
    row = catalog.one(
        "SELECT min(s.edition) FROM collection c JOIN seen s ON s.collection = c.id "
        "WHERE c.taxonomy = ? AND c.slug = ? AND s.edition > ?",
        taxonomy, slug, edition,
    )  # fmt: skip
    return {f"edition:{key}" for key in (edition, row[0]) if key}


def _partners(catalog: Catalog, taxonomy: str, slug: str) -> set[str]:
    """The rollups of all that a term appears with: they leave hidden ones out."""
    rows = catalog.rows(
        "SELECT o.taxonomy, o.slug FROM collection c JOIN pair p ON p.collection = c.id "
        "JOIN collection o ON o.id = p.other WHERE c.taxonomy = ? AND c.slug = ?",
        taxonomy,
        slug,
    )
    return {f"rollup:{other}/{name}" for other, name in rows}


def _comes_or_goes(found: Effects, catalog: Catalog, taxonomy: str, slug: str) -> None:
    if taxonomy in TAXONOMIES:
        addresses = catalog.rows(
            "SELECT address FROM alias WHERE taxonomy = ? AND slug = ?", taxonomy, slug
        )
        for address in (slug, *(found for (found,) in addresses)):
            href = urls.folder(taxonomy, address)
            found.values.add(f"redirect:{href}")
            found.subjects.add(f"redirect:{href}")
    elif taxonomy in ("editions", "archive"):
        for side in ("max(slug)", "min(slug)"):
            sign = "<" if side.startswith("max") else ">"
            row = catalog.one(
                f"SELECT {side} FROM collection WHERE taxonomy = ? AND slug {sign} ?",
                taxonomy, slug,
            )  # fmt: skip
            if row[0] and taxonomy == "archive":
                found.values |= {f"beside:archive/{row[0]}", f"beside:archive/{row[0][:4]}"}
            elif row[0]:
                found.values.add(f"edition:{row[0]}")
                found.subjects.add(f"edition:{row[0]}")


def _document(found: Effects, kind: str, key: str) -> None:
    if kind in TAXONOMIES:
        found.values |= {f"profile:{kind}/{key}", f"term:{kind}/{key}"}
        found.subjects.add(f"term:{kind}/{key}")
        href = urls.folder(kind, key)
        found.values.add(f"redirect:{href}")
        found.subjects.add(f"redirect:{href}")
    elif kind == "editions":
        found.values |= {f"edition:{key}", f"lead:{key}"}
        found.subjects |= {f"edition:{key}", "home:"}
    else:
        found.values.add(f"page:{key}")
        found.subjects.add(f"page:{key}")


def subjects(catalog: Catalog, values: Values) -> set[str]:
    """Every subject there can be pages for now."""
    found = {"home:", "editions:", "archive:", "quotes:", "feed:", "sitemap:", "site:"}
    found.add("search:")
    found |= {f"index:{taxonomy}" for taxonomy in TAXONOMIES}
    found |= {f"theme:{name}" for name in values.theme_hrefs()}
    for (path,) in catalog.rows("SELECT path FROM article WHERE contributions <> ''"):
        found.add(f"article:{path}")
    for taxonomy, slug, letter in catalog.rows("SELECT taxonomy, slug, initial FROM collection"):
        if taxonomy in TAXONOMIES:
            found |= {f"term:{taxonomy}/{slug}", f"letter:{taxonomy}/{letter}"}
            found |= {f"sitemap-letter:{taxonomy}/{letter}", f"speakers:{letter}"}
        elif taxonomy == "editions":
            found.add(f"edition:{slug}")
        elif taxonomy == "archive":
            found |= {f"month:{slug}", f"sitemap-month:{slug}"}
            if slug != UNDATED:
                found.add(f"archive-year:{slug[:4]}")
    for (href,) in catalog.rows("SELECT DISTINCT href FROM redirect"):
        found.add(f"redirect:{href}")
    for taxonomy, address in catalog.rows("SELECT DISTINCT taxonomy, address FROM alias"):
        found.add(f"redirect:{urls.folder(taxonomy, address)}")
    for kind, key in catalog.rows("SELECT kind, key FROM document"):
        if kind == "pages":
            found.add(f"page:{key}")
    for (path,) in catalog.rows("SELECT path FROM source WHERE kind = 'assets'"):
        found.add(f"asset:{path}")
    return found
