"""What an article's own page reads."""

from dataclasses import dataclass

from digestgen.catalog import decode
from digestgen.contribute import Contributions
from digestgen.ingest import published
from digestgen.model import Article, Image, Moment
from digestgen.values import limits
from digestgen.values.store import Values, card_of
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
    shared: dict[str, list[str]] = {}
    for term in article.contributions.terms:
        if term.taxonomy not in RELATING:
            continue
        name = f"{term.taxonomy}/{term.slug}"
        for found in around(values, name, key):
            shared.setdefault(found, []).append(name)

    def best(earlier: bool) -> list[str]:
        side = sorted((k for k in shared if (k < key) == earlier), reverse=earlier)
        return sorted(side, key=lambda k: -len(shared[k]))[: limits.RELATED]

    before, after = best(True), best(False)
    cards = _cards(values, *before, *after)
    return Near(
        tuple((cards[k], tuple(shared[k])) for k in before),
        tuple((cards[k], tuple(shared[k])) for k in after),
    )


def around(values: Values, name: str, key: str) -> list[str]:
    """Order keys of the nearest articles of a collection before and after a key."""
    collection = values.collection(name)
    rows = values.catalog.rows(
        "SELECT key FROM (SELECT key FROM contribution WHERE collection = ?1 AND key < ?2 "
        "ORDER BY key DESC LIMIT ?3) UNION ALL "
        "SELECT key FROM (SELECT key FROM contribution WHERE collection = ?1 AND key > ?2 "
        "ORDER BY key LIMIT ?3)",
        collection, key, limits.WINDOW,
    )  # fmt: skip
    return [found for (found,) in rows]


def _cards(values: Values, *keys: str) -> dict[str, Card]:
    rows = values.catalog.rows(
        "SELECT c.key, a.card FROM contribution c JOIN article a ON a.id = c.article "
        f"WHERE c.collection = ? AND c.key IN ({', '.join('?' * len(keys))})",
        values.collection("site/all"),
        *keys,
    )
    return {key: card_of(text) for key, text in rows}


def thread(values: Values, slug: str) -> tuple[Card, ...]:
    found = newest(values, f"threads/{slug}")
    return tuple(reversed(found))
