"""What an article's own page reads."""

from dataclasses import dataclass

from digestgen.catalog import decode
from digestgen.contribute import Contributions
from digestgen.ingest import published
from digestgen.model import Article, Image, Moment
from digestgen.values import limits
from digestgen.values.store import Values
from digestgen.values.terms import newest
from digestgen.views import Card

RELATING = ("people", "topics")
"""Taxonomies through which earlier and later coverage is found."""


@dataclass(frozen=True, slots=True)
class ArticleValue:
    record: Article  # without its body
    contributions: Contributions
    body: str  # digest of the Markdown


@dataclass(frozen=True, slots=True)
class Brief:
    """What the feed of a term says of an article: nothing of its body."""

    card: Card
    updated: Moment | None
    authors: tuple[str, ...]
    original: str
    language: str
    topics: tuple[str, ...]
    image: Image | None


@dataclass(frozen=True, slots=True)
class Entry:
    """What the digest's own feed says of an article."""

    brief: Brief
    body: str  # digest of the Markdown


@dataclass(frozen=True, slots=True)
class Near:
    """Related articles: card and the terms ("people/ada-okafor") that relate them."""

    earlier: tuple[tuple[Card, tuple[str, ...]], ...] = ()
    later: tuple[tuple[Card, tuple[str, ...]], ...] = ()


def article(values: Values, path: str) -> ArticleValue | None:
    row = values.catalog.one("SELECT record, contributions, body FROM article WHERE path = ?", path)
    if row is None or not row[1]:
        return None
    given = decode(row[1], Contributions)
    return ArticleValue(published(row[0], given.rights), given, row[2])


def brief(values: Values, path: str) -> Brief | None:
    found = article(values, path)
    return _brief(found) if found else None


def entry(values: Values, path: str) -> Entry | None:
    found = article(values, path)
    return Entry(_brief(found), found.body) if found else None


def _brief(found: ArticleValue) -> Brief:
    record = found.record
    return Brief(
        card=found.contributions.card,
        updated=record.updated,
        authors=record.authors,
        original=record.url,
        language=record.language,
        topics=tuple(mention.name for mention in record.topics),
        image=record.image,
    )


def image(values: Values, path: str) -> Image | None:
    found = values.get(f"article:{path}")
    return found.record.image if isinstance(found, ArticleValue) else None


def near(values: Values, path: str) -> Near:
    article = values.get(f"article:{path}")
    if not isinstance(article, ArticleValue):
        return Near()
    key = article.contributions.key
    shared: dict[tuple[str, int], list[str]] = {}
    for term in article.contributions.terms:
        if term.taxonomy not in RELATING:
            continue
        name = f"{term.taxonomy}/{term.slug}"
        for found in around(values, name, key):
            shared.setdefault(found, []).append(name)

    def best(earlier: bool) -> tuple[tuple[Card, tuple[str, ...]], ...]:
        side = sorted((one for one in shared if (one[0] < key) == earlier), reverse=earlier)
        side.sort(key=lambda one: -len(shared[one]))
        chosen = side[: limits.RELATED]
        cards = values.cards_of(article for _, article in chosen)
        return tuple(zip(cards, (tuple(shared[one]) for one in chosen), strict=True))

    return Near(best(True), best(False))


def around(values: Values, name: str, key: str) -> list[tuple[str, int]]:
    """Order key and number of the nearest articles of a collection before and after a key."""
    collection = values.collection(name)
    rows = values.catalog.rows(
        "SELECT * FROM (SELECT key, article FROM contribution WHERE collection = ?1 AND key < ?2 "
        "ORDER BY key DESC LIMIT ?3) UNION ALL "
        "SELECT * FROM (SELECT key, article FROM contribution WHERE collection = ?1 AND key > ?2 "
        "ORDER BY key LIMIT ?3)",
        collection, key, limits.WINDOW,
    )  # fmt: skip
    return list(rows)


def thread(values: Values, slug: str) -> tuple[Card, ...]:
    found = newest(values, f"threads/{slug}")
    return tuple(reversed(found))
