"""Named values: what pages read. Each is a pure function of the catalog and of its name.

article:PATH             an article's record with what it contributes
near:PATH                earlier and later coverage
term:TAXONOMY/SLUG       label and page of a term
profile:TAXONOMY/SLUG    what the editor wrote about it
rollup:TAXONOMY/SLUG     its counts, years, roles, quotes and co-mentions
newest:TAXONOMY/SLUG     its newest 30 cards
slice:TAXONOMY/SLUG|FROM|N   its cards of a year, 200 at a time, numbered from the oldest
thread:SLUG              the cards of an explicit thread
letters:TAXONOMY, letter:TAXONOMY/L, names:TAXONOMY      A-Z indexes
edition:KEY, editions, archive                           time
quotes:all, quotes:unnamed, speakers, speakers:L         quotes
page:SLUG, asset:PATH                                    files
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from digestgen import files, urls
from digestgen.catalog import Catalog, decode, encode
from digestgen.collect import profile_of
from digestgen.config import Config
from digestgen.contribute import UNNAMED, Contributions, permalink
from digestgen.ingest import published, url_key
from digestgen.markdown import Body, render
from digestgen.model import Article, EditionIntro, Image, PlainPage
from digestgen.views import Card, Role

NEWEST = 30
SLICE = 200
_WINDOW = 3  # articles on either side that a shared term can relate
_RELATED = 3
_TOGETHER = 12
RELATING = ("people", "topics")
"""Taxonomies through which earlier and later coverage is found."""


@dataclass(frozen=True, slots=True)
class ArticleValue:
    record: Article  # without its body
    contributions: Contributions
    body: str  # digest of the Markdown


@dataclass(frozen=True, slots=True)
class Near:
    """Related articles: card and the terms ("people/ada-okafor") that relate them."""

    earlier: tuple[tuple[Card, tuple[str, ...]], ...] = ()
    later: tuple[tuple[Card, tuple[str, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class TermValue:
    label: str
    hidden: bool
    exists: bool


@dataclass(frozen=True, slots=True)
class ProfileValue:
    aliases: tuple[str, ...] = ()
    role: str = ""
    links: tuple[tuple[str, str], ...] = ()
    image: Image | None = None
    body: str = ""
    extra: dict[str, object] | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """A quote with the person it is resolved to ("" when unnamed) and where it stands."""

    id: str
    text: str
    speaker: str
    slug: str
    card: Card


@dataclass(frozen=True, slots=True)
class Rollup:
    count: int
    first: str
    last: str
    years: tuple[tuple[str, int], ...]  # newest first; undated as "0000"
    roles: tuple[Role, ...]
    quotes: tuple[Said, ...]
    together: dict[str, tuple[tuple[str, int], ...]]  # taxonomy -> (slug, count), most first


@dataclass(frozen=True, slots=True)
class Slice:
    cards: tuple[Card, ...]
    quotes: tuple[Said, ...]
    pages: int


@dataclass(frozen=True, slots=True)
class Entry:
    """A term in an index: label, slug and a rounded count."""

    label: str
    slug: str
    about: str
    indexed: bool


@dataclass(frozen=True, slots=True)
class Edition:
    intro: EditionIntro | None
    paths: tuple[str, ...]  # of its articles, leading ones first
    cards: tuple[Card, ...]
    earlier: str
    later: str


class Values:
    """The values of one build, computed when first asked for. `get` gives the value, `digest` the
    hash of its JSON; a name with nothing behind it has a value too, because absence is read."""

    def __init__(self, catalog: Catalog, config: Config, theme: Mapping[str, str]) -> None:
        self.catalog = catalog
        self.config = config
        self._theme = theme
        self.stale: set[str] = set()  # names whose recorded digest may be out of date
        self._values: dict[str, object] = {}
        self._digests: dict[str, str] = {}

    def get(self, name: str) -> object:
        if name not in self._values:
            kind, _, rest = name.partition(":")
            self._values[name] = _COMPUTE[kind](self, rest)
        return self._values[name]

    def digest(self, name: str) -> str:
        found = self._digests.get(name)
        if found is None:
            row = None
            if name not in self.stale:
                row = self.catalog.one("SELECT digest FROM value WHERE name = ?", name)
            found = row[0] if row else files.digest(encode(self.get(name)).encode())
            self._digests[name] = found
        return found

    def forget(self) -> None:
        """Drop remembered values (not their digests): memory stays bounded in a large build."""
        if len(self._values) > 4096:
            self._values.clear()

    def body(self, digest: str) -> Body:
        row = self.catalog.one("SELECT html FROM body WHERE digest = ?", digest)
        return decode(row[0], Body) if row else Body("")

    def theme_hrefs(self) -> Mapping[str, str]:
        """Addresses of the theme's static files by name."""
        return self._theme

    def collection(self, name: str) -> int | None:
        taxonomy, _, slug = name.partition("/")
        row = self.catalog.one(
            "SELECT id FROM collection WHERE taxonomy = ? AND slug = ?", taxonomy, slug
        )
        return int(row[0]) if row else None

    def cards(self, sql: str, *parameters: object) -> tuple[Card, ...]:
        """Cards of the contributions that a WHERE … ORDER … names."""
        rows = self.catalog.rows(
            "SELECT a.card FROM contribution c JOIN article a ON a.id = c.article " + sql,
            *parameters,
        )
        return tuple(decode(card, Card) for (card,) in rows)


# --- articles ------------------------------------------------------------------------------------


def _article(values: Values, path: str) -> ArticleValue | None:
    row = values.catalog.one("SELECT record, contributions, body FROM article WHERE path = ?", path)
    if row is None or not row[1]:
        return None
    record = published(row[0], values.config)
    return ArticleValue(record, decode(row[1], Contributions), row[2])


def _near(values: Values, path: str) -> Near:
    article = values.get(f"article:{path}")
    if not isinstance(article, ArticleValue):
        return Near()
    key = article.contributions.key
    shared: dict[str, list[str]] = {}
    for term in article.contributions.terms:
        if term.taxonomy not in RELATING:
            continue
        name = f"{term.taxonomy}/{term.slug}"
        for found in around(values, name, key):
            shared.setdefault(found, []).append(name)

    def best(earlier: bool) -> tuple[tuple[Card, tuple[str, ...]], ...]:
        side = sorted((k for k in shared if (k < key) == earlier), reverse=earlier)
        ranked = sorted(side, key=lambda k: -len(shared[k]))[:_RELATED]
        return tuple((_card(values, k), tuple(shared[k])) for k in ranked)

    return Near(best(True), best(False))


def around(values: Values, name: str, key: str) -> list[str]:
    """Order keys of the nearest articles of a collection before and after a key."""
    collection = values.collection(name)
    before = values.catalog.rows(
        "SELECT key FROM contribution WHERE collection = ? AND key < ? ORDER BY key DESC LIMIT ?",
        collection, key, _WINDOW,
    )  # fmt: skip
    after = values.catalog.rows(
        "SELECT key FROM contribution WHERE collection = ? AND key > ? ORDER BY key LIMIT ?",
        collection, key, _WINDOW,
    )  # fmt: skip
    return [found for (found,) in (*before, *after)]


def _card(values: Values, key: str) -> Card:
    everything = values.collection("site/all")
    return values.cards("WHERE c.collection = ? AND c.key = ?", everything, key)[0]


def _thread(values: Values, slug: str) -> tuple[Card, ...]:
    found = _newest(values, f"threads/{slug}")
    return tuple(reversed(found))


# --- terms ---------------------------------------------------------------------------------------


def _term(values: Values, name: str) -> TermValue:
    taxonomy, _, slug = name.partition("/")
    row = values.catalog.one(
        "SELECT label, hidden FROM collection WHERE taxonomy = ? AND slug = ?", taxonomy, slug
    )
    return TermValue(row[0], bool(row[1]), True) if row else TermValue("", False, False)


def _profile(values: Values, name: str) -> ProfileValue:
    taxonomy, _, slug = name.partition("/")
    profile = profile_of(values.catalog, taxonomy, slug)
    if profile is None:
        return ProfileValue()
    return ProfileValue(
        profile.aliases, profile.role, profile.links, profile.image, profile.body, profile.extra
    )


def _newest(values: Values, name: str) -> tuple[Card, ...]:
    collection = values.collection(name)
    return values.cards("WHERE c.collection = ? ORDER BY c.key DESC LIMIT ?", collection, NEWEST)


def _rollup(values: Values, name: str) -> Rollup:
    catalog = values.catalog
    taxonomy, _, slug = name.partition("/")
    row = catalog.one(
        "SELECT id, count, first FROM collection WHERE taxonomy = ? AND slug = ?", taxonomy, slug
    )
    if row is None:
        return Rollup(0, "", "", (), (), (), {})
    collection, count, first = row
    last = catalog.one("SELECT max(key) FROM contribution WHERE collection = ?", collection)[0]
    years = catalog.rows(
        "SELECT year, count FROM year WHERE collection = ? ORDER BY year DESC", collection
    )
    roles = catalog.rows(
        "SELECT role, min(key), max(key) FROM role WHERE collection = ? GROUP BY role "
        "ORDER BY 3 DESC, 1 LIMIT ?",
        collection, NEWEST,
    )  # fmt: skip
    return Rollup(
        count=count,
        first=first,
        last=last[:10] if last > "1" else "",
        years=tuple((year, n) for year, n in years),
        roles=tuple(Role(text, _day(a), _day(b)) for text, a, b in roles),
        quotes=_quotes(values, collection),
        together={
            t: _together(values, collection, t) for t in ("people", "topics", "organizations")
        },
    )


def _day(key: str) -> str:
    return key[:10] if key > "1" else ""


def _together(values: Values, collection: int, taxonomy: str) -> tuple[tuple[str, int], ...]:
    rows = values.catalog.rows(
        "SELECT c.slug, p.count FROM pair p JOIN collection c ON c.id = p.other "
        "WHERE p.collection = ? AND c.taxonomy = ? AND NOT c.hidden "
        "ORDER BY p.count DESC, c.slug LIMIT ?",
        collection, taxonomy, _TOGETHER,
    )  # fmt: skip
    return tuple((slug, count) for slug, count in rows)


def _slice(values: Values, rest: str) -> Slice:
    name, start, number = rest.split("|")
    collection = values.collection(name)
    bounds = (collection, start, start + "~")  # "~" sorts after every digit, hyphen and space
    total = values.catalog.one(
        "SELECT count(*) FROM contribution WHERE collection = ? AND key >= ? AND key < ?", *bounds
    )[0]
    offset = (int(number) - 1) * SLICE
    keys = [
        key
        for (key,) in values.catalog.rows(
            "SELECT key FROM contribution WHERE collection = ? AND key >= ? AND key < ? "
            "ORDER BY key LIMIT ? OFFSET ?",
            *bounds, SLICE, offset,
        )
    ]  # fmt: skip
    if not keys or collection is None:
        return Slice((), (), 0)
    cards = values.cards(
        "WHERE c.collection = ? AND c.key >= ? AND c.key <= ? ORDER BY c.key DESC",
        collection, keys[0], keys[-1],
    )  # fmt: skip
    quotes = _quotes(values, collection, keys[0], keys[-1]) if name.startswith("people/") else ()
    return Slice(cards, quotes, -(-total // SLICE))


# --- quotes --------------------------------------------------------------------------------------


def _quotes(
    values: Values, collection: int | None, first: str = "", last: str = ""
) -> tuple[Said, ...]:
    """The newest quotes of a collection, or all between two order keys, newest first."""
    bounds = ("AND q.key >= ? AND q.key <= ?", (first, last)) if last else ("", ())
    limit = -1 if last else NEWEST
    rows = values.catalog.rows(
        "SELECT a.contributions, q.number FROM quote q JOIN article a ON a.id = q.article "
        f"WHERE q.collection = ? {bounds[0]} ORDER BY q.key DESC, q.number LIMIT ?",
        collection, *bounds[1], limit,
    )  # fmt: skip
    found = []
    for text, number in rows:
        article = decode(text, Contributions)
        quote = article.quotes[number]
        found.append(Said(quote.id, quote.text, quote.speaker, quote.slug, article.card))
    return tuple(found)


def _all_quotes(values: Values, which: str) -> tuple[Said, ...]:
    return _quotes(values, values.collection(f"quotes/{which}"))


_SPEAKERS = (
    "taxonomy = 'people' AND NOT hidden AND EXISTS(SELECT 1 FROM quote q WHERE q.collection = c.id)"
)


def _speakers(values: Values, letter: str) -> tuple[str, ...] | tuple[Entry, ...]:
    """Without a letter the letters that have speakers, else the speakers filed under it."""
    if not letter:
        rows = values.catalog.rows(
            f"SELECT DISTINCT initial FROM collection c WHERE {_SPEAKERS} ORDER BY initial"
        )
        return tuple(found for (found,) in rows)
    rows = values.catalog.rows(
        "SELECT label, slug, (SELECT count(*) FROM quote q WHERE q.collection = c.id) "
        f"FROM collection c WHERE {_SPEAKERS} AND initial = ? ORDER BY sorting",
        letter,
    )
    return tuple(Entry(label, slug, rounded(count), True) for label, slug, count in rows)


# --- indexes -------------------------------------------------------------------------------------


def rounded(count: int) -> str:
    """A count that changes seldom: 1, then 2+, 5+, 10+, 20+, 50+ …"""
    step = next(
        base * factor
        for base in (10**power for power in range(18, -1, -1))
        for factor in (5, 2, 1)
        if base * factor <= max(count, 1)
    )
    return str(step) if step == 1 else f"{step}+"


def _letters(values: Values, taxonomy: str) -> tuple[str, ...]:
    rows = values.catalog.rows(
        "SELECT DISTINCT initial FROM collection WHERE taxonomy = ? AND NOT hidden ORDER BY initial",
        taxonomy,
    )
    return tuple(letter for (letter,) in rows)


def _letter(values: Values, name: str) -> tuple[Entry, ...]:
    taxonomy, _, letter = name.partition("/")
    rows = values.catalog.rows(
        "SELECT label, slug, count FROM collection WHERE taxonomy = ? AND initial = ? "
        "AND NOT hidden ORDER BY sorting",
        taxonomy, letter,
    )  # fmt: skip
    enough = values.config.min_articles
    return tuple(Entry(label, slug, rounded(n), n >= enough) for label, slug, n in rows)


def _names(values: Values, taxonomy: str) -> tuple[tuple[str, str], ...]:
    """The terms seen first most recently: (label, slug)."""
    rows = values.catalog.rows(
        "SELECT label, slug FROM collection WHERE taxonomy = ? AND NOT hidden "
        "ORDER BY first DESC, slug LIMIT ?",
        taxonomy, NEWEST,
    )  # fmt: skip
    return tuple((label, slug) for label, slug in rows)


# --- time ----------------------------------------------------------------------------------------


def _slugs(values: Values, taxonomy: str) -> tuple[str, ...]:
    rows = values.catalog.rows(
        "SELECT slug FROM collection WHERE taxonomy = ? ORDER BY slug DESC", taxonomy
    )
    return tuple(slug for (slug,) in rows)


def _edition(values: Values, key: str) -> Edition:
    catalog = values.catalog
    row = catalog.one(
        "SELECT record FROM document WHERE kind = 'editions' AND key = ? ORDER BY path LIMIT 1", key
    )
    intro = decode(row[0], EditionIntro) if row else None
    found = [
        (decode(record, Article), decode(text, Contributions))
        for record, text in catalog.rows(
            "SELECT a.record, a.contributions FROM contribution c JOIN article a ON a.id = c.article "
            "WHERE c.collection = ? ORDER BY c.key DESC",
            values.collection(f"editions/{key}"),
        )
    ]
    order = {_order_key(path): n for n, path in enumerate(intro.order if intro else ())}

    def place(item: tuple[Article, Contributions]) -> tuple[int, bool, int]:
        article, given = item
        names = (article.path, article.path.removeprefix("content/"), permalink(article))
        asked = min(
            (order[_order_key(n)] for n in names if _order_key(n) in order), default=len(order)
        )
        return asked, given.rank is None, given.rank or 0

    ordered = sorted(found, key=place)
    return Edition(
        intro,
        tuple(article.path for article, _ in ordered),
        tuple(given.card for _, given in ordered),
        _neighbour(values, key, "slug < ?", "DESC"),
        _neighbour(values, key, "slug > ?", "ASC"),
    )


def _order_key(path: str) -> str:
    return path.strip("/").removeprefix("articles/").removesuffix(".md").removesuffix(".txt")


def _neighbour(values: Values, key: str, where: str, direction: str) -> str:
    row = values.catalog.one(
        f"SELECT slug FROM collection WHERE taxonomy = 'editions' AND {where} "
        f"ORDER BY slug {direction} LIMIT 1",
        key,
    )
    return str(row[0]) if row else ""


# --- files ---------------------------------------------------------------------------------------


def _page(values: Values, slug: str) -> PlainPage | None:
    row = values.catalog.one(
        "SELECT record FROM document WHERE kind = 'pages' AND key = ? ORDER BY path LIMIT 1", slug
    )
    return decode(row[0], PlainPage) if row else None


def _asset(values: Values, path: str) -> str:
    row = values.catalog.one("SELECT digest FROM source WHERE path = ?", path)
    return str(row[0]) if row else ""


def _feed(values: Values, _: str) -> tuple[str, ...]:
    rows = values.catalog.rows(
        "SELECT a.path FROM contribution c JOIN article a ON a.id = c.article "
        "WHERE c.collection = ? AND c.key > '1' ORDER BY c.key DESC LIMIT ?",
        values.collection("site/all"),
        NEWEST,
    )
    return tuple(path for (path,) in rows)


def _redirect(values: Values, href: str) -> str:
    """Of two that claim one address the first by path has it; a page that exists always does."""
    catalog = values.catalog
    if href.startswith("/articles/"):
        key = url_key(unquote(href.removeprefix("/articles/").rstrip("/")))
        if catalog.one("SELECT 1 FROM article WHERE url = ? AND contributions <> ''", key):
            return ""
        row = catalog.one(
            "SELECT a.card FROM redirect r JOIN article a ON a.id = r.article WHERE r.href = ? "
            "ORDER BY a.path LIMIT 1",
            href,
        )
        return decode(row[0], Card).href if row else ""
    taxonomy, address = unquote(href).strip("/").split("/")
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


def html(text: str) -> Body:
    """A short text of the editor's (note, biography, introduction) as HTML."""
    return render(text) if text else Body("")


_COMPUTE: dict[str, Callable[[Values, str], object]] = {
    "article": _article,
    "near": _near,
    "thread": _thread,
    "term": _term,
    "profile": _profile,
    "newest": _newest,
    "rollup": _rollup,
    "slice": _slice,
    "quotes": _all_quotes,
    "speakers": _speakers,
    "letters": _letters,
    "letter": _letter,
    "names": _names,
    "editions": lambda values, _: _slugs(values, "editions"),
    "archive": lambda values, _: _slugs(values, "archive"),
    "edition": _edition,
    "page": _page,
    "asset": _asset,
    "redirect": _redirect,
    "feed": _feed,
}
UNNAMED_QUOTES = f"quotes:{UNNAMED}"
