"""What editions, the archive, feeds, plain pages, assets and redirects read."""

from dataclasses import dataclass
from urllib.parse import unquote

from digestgen import dates, images, urls
from digestgen.catalog import Catalog, decode
from digestgen.collect import FOLLOWED
from digestgen.contribute import Contributions, permalink
from digestgen.documents import asset_problem
from digestgen.ingest import href_key
from digestgen.model import Article, EditionIntro, PlainPage
from digestgen.values import limits
from digestgen.values.store import Values
from digestgen.values.terms import TermValue
from digestgen.views import Card


@dataclass(frozen=True, slots=True)
class Edition:
    intro: EditionIntro | None
    paths: tuple[str, ...]  # of its articles, leading ones first
    cards: tuple[Card, ...]
    earlier: str
    later: str
    people: tuple[str, ...] = ()  # slugs of those whom no earlier edition names
    more_people: bool = False
    returned: tuple[tuple[str, str], ...] = ()  # (topic, the edition that had it last)


@dataclass(frozen=True, slots=True)
class Lead:
    """An edition in the list of all: its title, the headline of its leading article, its length."""

    title: str
    headline: str
    count: int


def slugs(values: Values, taxonomy: str) -> tuple[str, ...]:
    rows = values.catalog.rows(
        "SELECT slug FROM collection WHERE taxonomy = ? ORDER BY slug DESC", taxonomy
    )
    return tuple(slug for (slug,) in rows)


def _intro(values: Values, key: str) -> EditionIntro | None:
    row = values.catalog.one(
        "SELECT record FROM document WHERE kind = 'editions' AND key = ? ORDER BY path LIMIT 1", key
    )
    return decode(row[0], EditionIntro) if row else None


def _in_order(
    values: Values, key: str, intro: EditionIntro | None
) -> list[tuple[str, Contributions]]:
    """The articles of an edition as its editor wants them: by the introduction, by rank, newest first."""
    found = [
        (path, decode(text, Contributions))
        for path, text in values.catalog.rows(
            "SELECT a.path, a.contributions FROM contribution c JOIN article a ON a.id = c.article "
            "WHERE c.collection = ? ORDER BY c.key DESC",
            values.collection(f"editions/{key}"),
        )
    ]
    order = {order_key(path): n for n, path in enumerate(intro.order if intro else ())}

    def place(item: tuple[str, Contributions]) -> tuple[int, bool, int]:
        path, given = item
        names = (
            (path, path.removeprefix("content/"), _address(values.catalog, path)) if order else ()
        )
        asked = min(
            (order[order_key(n)] for n in names if order_key(n) in order), default=len(order)
        )
        return asked, given.rank is None, given.rank or 0

    return sorted(found, key=place)


def edition(values: Values, key: str) -> Edition:
    intro = _intro(values, key)
    ordered = _in_order(values, key, intro)
    people, returned = _news(values, key, ordered)
    return Edition(
        intro,
        tuple(path for path, _ in ordered),
        tuple(given.card for _, given in ordered),
        _neighbour(values, key, "slug < ?", "DESC"),
        _neighbour(values, key, "slug > ?", "ASC"),
        people[: limits.NEWEST],
        len(people) > limits.NEWEST,
        returned,
    )


def _address(catalog: Catalog, path: str) -> str:
    """What an article's URL says after /articles/."""
    row = catalog.one("SELECT record FROM article WHERE path = ?", path)
    return permalink(decode(row[0], Article))


def _news(
    values: Values, key: str, articles: list[tuple[str, Contributions]]
) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]]:
    """People whom no earlier edition names, and topics that return after a pause with the edition
    that had them last, both in the order of the articles."""
    people: list[str] = []
    returned: list[tuple[str, str]] = []
    terms = dict.fromkeys((t.taxonomy, t.slug) for _, given in articles for t in given.terms)
    for taxonomy, slug in terms:
        if taxonomy not in FOLLOWED:
            continue
        row = values.catalog.one(
            "SELECT max(edition) FROM seen WHERE collection = ? AND edition < ?",
            values.collection(f"{taxonomy}/{slug}"),
            key,
        )
        last = row[0]
        if taxonomy == "people" and last is None:
            people.append(slug)
        elif taxonomy == "topics" and last and dates.days_between(last, key) >= limits.PAUSE:
            returned.append((slug, last))
    return tuple(people), tuple(returned)


def lead(values: Values, key: str) -> Lead:
    intro = _intro(values, key)
    ordered = _in_order(values, key, intro)
    headline = ordered[0][1].card.title if ordered else ""
    return Lead(intro.title if intro else "", headline, len(ordered))


def front(values: Values, _: str) -> tuple[tuple[str, Card], ...]:
    """The newest articles: (path, card)."""
    rows = values.catalog.rows(
        "SELECT a.path, a.card FROM contribution c JOIN article a ON a.id = c.article "
        "WHERE c.collection = ? ORDER BY c.key DESC LIMIT ?",
        values.collection("site/all"), limits.NEWEST,
    )  # fmt: skip
    return tuple((path, decode(card, Card)) for path, card in rows)


def threads(values: Values, _: str) -> tuple[tuple[str, int, Card], ...]:
    """Stories of two articles or more that went on last: (name, how many articles, the newest)."""
    rows = values.catalog.rows(
        "SELECT label, count, id, (SELECT max(key) FROM contribution WHERE collection = c.id) AS last "
        "FROM collection c WHERE taxonomy = 'threads' AND count > 1 ORDER BY last DESC, slug LIMIT ?",
        limits.THREADS,
    )
    return tuple(
        (label, count, values.cards("WHERE c.collection = ? AND c.key = ?", collection, key)[0])
        for label, count, collection, key in rows
    )


def months(values: Values, year: str) -> tuple[tuple[str, int], ...]:
    """Months with their articles, the newest first: (month, how many), of all years without one."""
    rows = values.catalog.rows(
        "SELECT slug, count FROM collection WHERE taxonomy = 'archive' "
        "AND (? = '' OR substr(slug, 1, 4) = ?) ORDER BY slug = 'undated', slug DESC",
        year, year,
    )  # fmt: skip
    return tuple((slug, count) for slug, count in rows)


def beside(values: Values, name: str) -> tuple[str, str]:
    """The month before and the one after, or the years of 2026; "" for none; "undated" is neither."""
    taxonomy, _, slug = name.partition("/")
    last = f"{slug}-99"[:7]
    earlier = _neighbour(values, slug, "slug < ?", "DESC", taxonomy)
    later = _neighbour(values, last, "slug > ? AND slug < 'a'", "ASC", taxonomy)
    return earlier[: len(slug)], later[: len(slug)]


def latest(values: Values, _: str) -> tuple[Card, ...]:
    return values.cards(
        "WHERE c.collection = ? ORDER BY c.key DESC LIMIT ?",
        values.collection("site/all"),
        limits.LATEST,
    )


def order_key(path: str) -> str:
    return path.strip("/").removeprefix("articles/").removesuffix(".md").removesuffix(".txt")


def _neighbour(
    values: Values, key: str, where: str, direction: str, taxonomy: str = "editions"
) -> str:
    row = values.catalog.one(
        f"SELECT slug FROM collection WHERE taxonomy = ? AND {where} "
        f"ORDER BY slug {direction} LIMIT 1",
        taxonomy, key,
    )  # fmt: skip
    return str(row[0]) if row else ""


def page(values: Values, slug: str) -> PlainPage | None:
    row = values.catalog.one(
        "SELECT record FROM document WHERE kind = 'pages' AND key = ? ORDER BY path LIMIT 1", slug
    )
    return decode(row[0], PlainPage) if row else None


def asset(values: Values, path: str) -> str:
    row = values.catalog.one("SELECT digest FROM source WHERE path = ?", path)
    return str(row[0]) if row and asset_problem(path) is None else ""


@dataclass(frozen=True, slots=True)
class PictureFile:
    """Size of a picture below assets/ (0 where the file doesn't say) and (href, width) of its smaller
    copies, narrowest first."""

    width: int = 0
    height: int = 0
    smaller: tuple[tuple[str, int], ...] = ()


def picture(values: Values, path: str) -> PictureFile:
    source = f"content/{path}"
    row = values.catalog.one("SELECT width, height FROM picture WHERE path = ?", source)
    digest = asset(values, source)
    if row is None or not digest:
        return PictureFile()
    smaller = images.narrower(path, digest, row[0], values.config.image_widths)
    return PictureFile(row[0], row[1], smaller)


def feed(values: Values, name: str) -> tuple[str, ...]:
    rows = values.catalog.rows(
        "SELECT a.path FROM contribution c JOIN article a ON a.id = c.article "
        "WHERE c.collection = ? AND c.key > '1' ORDER BY c.key DESC LIMIT ?",
        values.collection(name or "site/all"),
        limits.NEWEST,
    )
    return tuple(path for (path,) in rows)


def listed(values: Values, name: str) -> tuple[tuple[str, str], ...]:
    """(href, day) of what one file of the sitemap lists: a month's articles or a letter's terms."""
    taxonomy, _, rest = name.partition("/")
    if taxonomy != "archive":
        found = values.get(f"letter:{name}")
        assert isinstance(found, tuple)
        return tuple((urls.folder(taxonomy, one.slug), "") for one in found if one.indexed)
    cards = values.cards(
        "WHERE c.collection = ? ORDER BY c.key DESC", values.collection(f"archive/{rest}")
    )
    return tuple((card.href, card.date.iso if card.date else "") for card in cards)


def redirect(values: Values, href: str) -> str:
    """Of two that claim one address the first by path has it; a page that exists always does."""
    catalog = values.catalog
    taxonomy, address = unquote(href).strip("/").split("/", 1)
    if taxonomy not in values.config.outputs:
        return ""
    if taxonomy == "articles":
        key = href_key(href)
        if catalog.one("SELECT 1 FROM article WHERE url = ? AND contributions <> ''", key):
            return ""
        row = catalog.one(
            "SELECT r.href, a.card FROM redirect r JOIN article a ON a.id = r.article "
            "WHERE r.key = ? ORDER BY a.path, r.href LIMIT 1",
            key,
        )
        return decode(row[1], Card).href if row and row[0] == href else ""
    if values.collection(f"{taxonomy}/{address}") is not None:
        return ""
    slugs = {
        slug
        for (slug,) in catalog.rows(
            "SELECT slug FROM alias WHERE taxonomy = ? AND address = ?", taxonomy, address
        )
    }
    owner = slugs.pop() if len(slugs) == 1 else ""
    term = values.get(f"term:{taxonomy}/{owner}")
    shown = owner and isinstance(term, TermValue) and term.exists and not term.hidden
    return urls.folder(taxonomy, owner) if shown else ""


def redirects(values: Values, _: str) -> tuple[tuple[str, str], ...]:
    """(old href, new href) of the first redirects, articles' before terms'."""
    rows = values.catalog.rows("SELECT DISTINCT href FROM redirect ORDER BY href")
    hrefs = [href for (href,) in rows]
    for taxonomy, address in values.catalog.rows(
        "SELECT DISTINCT taxonomy, address FROM alias ORDER BY taxonomy, address LIMIT ?",
        limits.REDIRECTS,
    ):
        hrefs.append(urls.folder(taxonomy, address))
    found = ((href, values.get(f"redirect:{href}")) for href in hrefs[: limits.REDIRECTS])
    return tuple((href, str(target)) for href, target in found if target)
