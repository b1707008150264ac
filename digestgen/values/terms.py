"""What the pages of people, topics and other terms read, and quotes."""

from dataclasses import dataclass

from digestgen.catalog import decode
from digestgen.collect import profile_of
from digestgen.contribute import Contributions
from digestgen.model import TERM_TAXONOMIES, Image
from digestgen.values import limits
from digestgen.values.roles import Stated, folded
from digestgen.values.store import Values
from digestgen.views import Card, Role


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
    months: tuple[tuple[str, int], ...]  # those with articles, oldest first; no undated
    roles: tuple[Role, ...]
    quotes: tuple[Said, ...]
    together: dict[str, tuple[tuple[str, int], ...]]  # taxonomy -> (slug, count), most first


@dataclass(frozen=True, slots=True)
class Slice:
    cards: tuple[Card, ...]
    quotes: tuple[Said, ...]
    pages: int


TOGETHER = (*TERM_TAXONOMIES, "sources")
"""Taxonomies of which a term's page says with what it appears."""


def term(values: Values, name: str) -> TermValue:
    taxonomy, _, slug = name.partition("/")
    row = values.catalog.one(
        "SELECT label, hidden FROM collection WHERE taxonomy = ? AND slug = ?", taxonomy, slug
    )
    return TermValue(row[0], bool(row[1]), True) if row else TermValue("", False, False)


def profile(values: Values, name: str) -> ProfileValue:
    taxonomy, _, slug = name.partition("/")
    profile = profile_of(values.catalog, taxonomy, slug)
    if profile is None:
        return ProfileValue()
    return ProfileValue(
        profile.aliases, profile.role, profile.links, profile.image, profile.body, profile.extra
    )


def namesakes(values: Values, name: str) -> tuple[str, ...]:
    """Slugs of the people whose names are this but for what tells namesakes apart."""
    rows = values.catalog.rows(
        "SELECT slug FROM collection WHERE taxonomy = 'people' AND plain = ? ORDER BY sorting LIMIT ?",
        name, limits.NEWEST,
    )  # fmt: skip
    return tuple(slug for (slug,) in rows)


def newest(values: Values, name: str) -> tuple[Card, ...]:
    collection = values.collection(name)
    return values.cards(
        "WHERE c.collection = ? ORDER BY c.key DESC LIMIT ?", collection, limits.NEWEST
    )


def rollup(values: Values, name: str) -> Rollup:
    catalog = values.catalog
    taxonomy, _, slug = name.partition("/")
    row = catalog.one(
        "SELECT id, count, first FROM collection WHERE taxonomy = ? AND slug = ?", taxonomy, slug
    )
    if row is None:
        return Rollup(0, "", "", (), (), (), (), {})
    collection, count, first = row
    last = catalog.one("SELECT max(key) FROM contribution WHERE collection = ?", collection)[0]
    months = list(
        catalog.rows(
            "SELECT month, count FROM month WHERE collection = ? ORDER BY month", collection
        )
    )
    years: dict[str, int] = {}
    for month, n in reversed(months):
        years[month[:4]] = years.get(month[:4], 0) + n
    roles = catalog.rows(
        "SELECT role, min(key), max(key), count(*) FROM role WHERE collection = ? GROUP BY role",
        collection,
    )
    return Rollup(
        count=count,
        first=first,
        last=last[:10] if last > "1" else "",
        years=tuple(years.items()),
        months=tuple((month, n) for month, n in months if month > "1"),
        roles=tuple(
            Role(role.text, _day(role.first), _day(role.last), role.count)
            for role in folded(Stated(*row) for row in roles)[: limits.NEWEST]
        ),
        quotes=_quotes(values, collection),
        together=_together(
            values, collection, TOGETHER if taxonomy in TERM_TAXONOMIES else TERM_TAXONOMIES
        ),
    )


def _day(key: str) -> str:
    return key[:10] if key > "1" else ""


def _together(
    values: Values, collection: int, taxonomies: tuple[str, ...]
) -> dict[str, tuple[tuple[str, int], ...]]:
    """The terms that a term appears with most, by taxonomy; hidden ones are left out."""
    found: dict[str, list[tuple[int, str]]] = {taxonomy: [] for taxonomy in taxonomies}
    pairs = values.catalog.rows("SELECT other, count FROM pair WHERE collection = ?", collection)
    for other, count in pairs:
        taxonomy, slug, hidden = values.filed(other)
        if taxonomy in found and not hidden:
            found[taxonomy].append((-count, slug))
    return {
        taxonomy: tuple((slug, -count) for count, slug in sorted(terms)[: limits.TOGETHER])
        for taxonomy, terms in found.items()
    }


def slice(values: Values, rest: str) -> Slice:
    name, start, number = rest.split("|")
    collection = values.collection(name)
    bounds = (collection, start, start + "~")  # "~" sorts after every digit, hyphen and space
    total = values.catalog.one(
        "SELECT count(*) FROM contribution WHERE collection = ? AND key >= ? AND key < ?", *bounds
    )[0]
    offset = (int(number) - 1) * limits.SLICE
    keys = [
        key
        for (key,) in values.catalog.rows(
            "SELECT key FROM contribution WHERE collection = ? AND key >= ? AND key < ? "
            "ORDER BY key LIMIT ? OFFSET ?",
            *bounds, limits.SLICE, offset,
        )
    ]  # fmt: skip
    if not keys or collection is None:
        return Slice((), (), 0)
    cards = values.cards(
        "WHERE c.collection = ? AND c.key >= ? AND c.key <= ? ORDER BY c.key DESC",
        collection, keys[0], keys[-1],
    )  # fmt: skip
    quotes = _quotes(values, collection, keys[0], keys[-1]) if name.startswith("people/") else ()
    return Slice(cards, quotes, -(-total // limits.SLICE))


def _quotes(
    values: Values, collection: int | None, first: str = "", last: str = "", limit: int = 0
) -> tuple[Said, ...]:
    """The newest quotes of a collection, or all between two order keys, newest first."""
    bounds = ("AND q.key >= ? AND q.key <= ?", (first, last)) if last else ("", ())
    limit = -1 if last else limit or limits.NEWEST
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


def spoken(values: Values, _: str) -> Said | None:
    """A quotation to set large: the newest of a known speaker that is neither long nor a scrap."""
    shortest, longest = limits.SAID
    found = [said for said in all_quotes(values, "all") if said.slug]
    good = (
        said
        for said in found
        if shortest <= len(said.text) <= longest and not said.text[:1].islower()
    )
    return next(good, found[0] if found else None)


def most_quoted(values: Values, _: str) -> tuple[tuple[int, Said], ...]:
    """Who is quoted most: how often, and their newest quotation."""
    rows = values.catalog.rows(
        "SELECT c.id, count(*) FROM quote q JOIN collection c ON c.id = q.collection "
        "WHERE c.taxonomy = 'people' AND NOT c.hidden GROUP BY c.id "
        "HAVING count(*) > 1 ORDER BY 2 DESC, c.sorting LIMIT ?",
        limits.MOST,
    )
    return tuple(
        (count, _quotes(values, collection, limit=1)[0]) for collection, count in list(rows)
    )


def all_quotes(values: Values, which: str) -> tuple[Said, ...]:
    return _quotes(values, values.collection(f"quotes/{which}"))
