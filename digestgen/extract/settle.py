"""Settling: of everything that was claimed, what the front matter says."""

from collections.abc import Iterable

from digestgen.extract.claims import FIELDS, Claim, Settings
from digestgen.extract.vocabulary import canonical
from digestgen.names import name_key, plain_name

ENTITIES = ("people", "organizations", "places")
ENOUGH = {"people": 0.5, "organizations": 0.4, "places": 0.4}
"""The confidence that puts a name into the front matter: where a name more that may be wrong costs
as much as one that is missed. A calibrated confidence makes that half the F1 that is reached."""
_SINGLE = ("title", "date", "updated", "section", "source", "url", "image", "summary", "language")


def settle(claims: Iterable[Claim], settings: Settings) -> tuple[Claim, ...]:
    """The chosen claims, in the order of FIELDS and, within a list, of the text. A name is in one
    of people, organizations and places; ignored names are in none."""
    ignored = {name_key(name) for name in settings.ignore}
    by_field: dict[str, list[Claim]] = {field: [] for field in FIELDS}
    for claim in claims:
        by_field[claim.field].append(claim)
    chosen: dict[str, list[Claim]] = {}
    for field in _SINGLE:
        if by_field[field]:
            chosen[field] = [max(by_field[field], key=lambda c: (c.confidence, -c.start))]
    authors = _authors(by_field["authors"])
    chosen["authors"] = [c for c in authors if _name(c) not in ignored]
    chosen.update(_entities(by_field, {_name(c) for c in authors}, ignored))
    for field in ("topics", "suggested_topics"):
        chosen[field] = _topics(by_field, field, ignored)
    chosen["quotes"] = sorted(
        (_quote(c, ignored) for c in by_field["quotes"]), key=lambda c: (c.start, c.end)
    )
    return tuple(_canonical(claim, settings) for field in FIELDS for claim in chosen.get(field, ()))


def name_of(value: object) -> str:
    return str(value["name"]) if isinstance(value, dict) else str(value)


def _name(claim: Claim) -> str:
    return name_key(plain_name(name_of(claim.value)))


def _authors(claims: list[Claim]) -> list[Claim]:
    """The names of the best kind of byline, each once."""
    if not claims:
        return []
    best = max(c.confidence for c in claims)
    found: dict[str, Claim] = {}
    for claim in sorted(claims, key=lambda c: c.start):
        if claim.confidence == best:
            found.setdefault(_name(claim), claim)
    return list(found.values())


def _entities(
    by_field: dict[str, list[Claim]], authors: set[str], ignored: set[str]
) -> dict[str, list[Claim]]:
    best: dict[str, Claim] = {}
    for field in ENTITIES:
        for claim in by_field[field]:
            key = _name(claim)
            other = best.get(key)
            if other is None or claim.confidence > other.confidence:
                best[key] = claim
    kept: dict[str, list[Claim]] = {field: [] for field in ENTITIES}
    for key, claim in best.items():
        byline = claim.field == "people" and key in authors and claim.confidence < 0.97
        if key not in ignored and not byline and claim.confidence >= ENOUGH[claim.field]:
            kept[claim.field].append(claim)
    for field in ENTITIES:
        kept[field].sort(key=lambda c: (c.start, c.end))
    return kept


def _topics(by_field: dict[str, list[Claim]], field: str, ignored: set[str]) -> list[Claim]:
    seen: set[str] = set()
    found = []
    for claim in by_field[field]:
        key = _name(claim)
        if key not in seen and key not in ignored:
            seen.add(key)
            found.append(claim)
    return found


def _quote(claim: Claim, ignored: set[str]) -> Claim:
    value = claim.value
    if isinstance(value, dict) and name_key(str(value.get("speaker", ""))) in ignored:
        value = {"text": value["text"]}
    return Claim(claim.field, value, claim.start, claim.end, claim.rule, claim.confidence)


def _canonical(claim: Claim, settings: Settings) -> Claim:
    """Sections, sources and authors under their profile's name; entities are claimed so already."""
    taxonomy = {"section": "sections", "source": "sources", "authors": "authors"}.get(claim.field)
    if taxonomy is None or not isinstance(claim.value, str):
        return claim
    value = canonical(taxonomy, claim.value, settings.vocabulary)
    return Claim(claim.field, value, claim.start, claim.end, claim.rule, claim.confidence)
