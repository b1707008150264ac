"""What A-Z indexes read: letters, names and speakers."""

import re
from dataclasses import dataclass

from digestgen.collect import profile_of
from digestgen.markdown import first_paragraph, render
from digestgen.values import limits
from digestgen.values.store import Values


@dataclass(frozen=True, slots=True)
class Entry:
    """A term in an index: label, slug and a rounded count."""

    label: str
    slug: str
    about: str
    indexed: bool
    letter: str = ""
    note: str = ""


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


_LISTED = "taxonomy = ? AND NOT hidden"


def _listed(values: Values, taxonomy: str) -> str:
    """Which terms an index has. A section that came once, with the crumbs of a page that was pasted,
    is none of the digest's, unless there is a profile of it or no other."""
    once = " AND (count > 1 OR EXISTS(SELECT 1 FROM document d WHERE d.kind = taxonomy AND d.key = slug))"
    if taxonomy == "sections" and values.catalog.one(
        f"SELECT 1 FROM collection WHERE {_LISTED}{once} LIMIT 1", taxonomy
    ):
        return _LISTED + once
    return _LISTED


def everything(values: Values, taxonomy: str) -> tuple[Entry, ...]:
    """All terms of an index with what there is to say of each; none where they are many."""
    listed = f"FROM collection WHERE {_listed(values, taxonomy)}"
    few = f"SELECT count(*) FROM (SELECT 1 {listed} LIMIT ?)"
    if values.catalog.one(few, taxonomy, limits.FEW + 1)[0] > limits.FEW:
        return ()
    rows = values.catalog.rows(
        f"SELECT label, slug, count, initial, id {listed} ORDER BY length(initial), initial, sorting",
        taxonomy,
    )
    enough = values.config.min_articles
    return tuple(
        Entry(label, slug, rounded(n), n >= enough, letter, _note(values, taxonomy, slug, term))
        for label, slug, n, letter, term in list(rows)
    )


def most(values: Values, taxonomy: str) -> tuple[Entry, ...]:
    """The terms in most articles."""
    rows = values.catalog.rows(
        f"SELECT label, slug, count FROM collection WHERE {_listed(values, taxonomy)} AND count > 1 "
        "ORDER BY count DESC, sorting LIMIT ?",
        taxonomy, limits.MOST,
    )  # fmt: skip
    return tuple(Entry(label, slug, rounded(n), True) for label, slug, n in rows)


def names(values: Values, taxonomy: str) -> tuple[tuple[str, str], ...]:
    """The terms seen first most recently: (label, slug)."""
    rows = values.catalog.rows(
        f"SELECT label, slug FROM collection WHERE {_listed(values, taxonomy)} "
        "ORDER BY first DESC, slug LIMIT ?",
        taxonomy, limits.MOST,
    )  # fmt: skip
    return tuple((label, slug) for label, slug in rows)


_SENTENCE = re.compile(r".{12,160}?[.!?。؟…](?=\s|$)")


def _note(values: Values, taxonomy: str, slug: str, collection: int) -> str:
    """What an index says of a term: a person's role, the first sentence of another's profile."""
    profile = profile_of(values.catalog, taxonomy, slug)
    if profile and profile.role:
        return profile.role
    if taxonomy == "people":
        row = values.catalog.one(
            "SELECT role FROM role WHERE collection = ? ORDER BY key DESC, role LIMIT 1", collection
        )
        return str(row[0]) if row else ""
    if profile is None or not profile.body:
        return ""
    sentence = _SENTENCE.match(first_paragraph(render(profile.body).html))
    return sentence[0] if sentence else ""
