"""What A-Z indexes read: letters, names and speakers."""

from dataclasses import dataclass

from digestgen.values import limits
from digestgen.values.store import Values


@dataclass(frozen=True, slots=True)
class Entry:
    """A term in an index: label, slug and a rounded count."""

    label: str
    slug: str
    about: str
    indexed: bool


_SPEAKERS = (
    "taxonomy = 'people' AND NOT hidden AND EXISTS(SELECT 1 FROM quote q WHERE q.collection = c.id)"
)


def speakers(values: Values, letter: str) -> tuple[str, ...] | tuple[Entry, ...]:
    """Without a letter the letters that have speakers, else the speakers filed under it."""
    if not letter:
        rows = values.catalog.rows(
            f"SELECT DISTINCT initial FROM collection c WHERE {_SPEAKERS} ORDER BY length(initial), initial"
        )
        return tuple(found for (found,) in rows)
    rows = values.catalog.rows(
        "SELECT label, slug, (SELECT count(*) FROM quote q WHERE q.collection = c.id) "
        f"FROM collection c WHERE {_SPEAKERS} AND initial = ? ORDER BY sorting",
        letter,
    )
    return tuple(Entry(label, slug, rounded(count), True) for label, slug, count in rows)


def rounded(count: int) -> str:
    """A count that changes seldom: 1, then 2+, 5+, 10+, 20+, 50+ …"""
    step = next(
        base * factor
        for base in (10**power for power in range(18, -1, -1))
        for factor in (5, 2, 1)
        if base * factor <= max(count, 1)
    )
    return str(step) if step == 1 else f"{step}+"


def letters(values: Values, taxonomy: str) -> tuple[str, ...]:
    rows = values.catalog.rows(
        "SELECT DISTINCT initial FROM collection WHERE taxonomy = ? AND NOT hidden ORDER BY length(initial), initial",
        taxonomy,
    )
    return tuple(letter for (letter,) in rows)


def letter(values: Values, name: str) -> tuple[Entry, ...]:
    taxonomy, _, letter = name.partition("/")
    rows = values.catalog.rows(
        "SELECT label, slug, count FROM collection WHERE taxonomy = ? AND initial = ? "
        "AND NOT hidden ORDER BY sorting",
        taxonomy, letter,
    )  # fmt: skip
    enough = values.config.min_articles
    return tuple(Entry(label, slug, rounded(n), n >= enough) for label, slug, n in rows)


def names(values: Values, taxonomy: str) -> tuple[tuple[str, str], ...]:
    """The terms seen first most recently: (label, slug)."""
    rows = values.catalog.rows(
        "SELECT label, slug FROM collection WHERE taxonomy = ? AND NOT hidden "
        "ORDER BY first DESC, slug LIMIT ?",
        taxonomy, limits.NEWEST,
    )  # fmt: skip
    return tuple((label, slug) for label, slug in rows)
