"""Settling: of everything that was claimed, what the front matter says, and why the rest does not."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from operator import attrgetter

from digestgen.extract.claims import FIELDS, Claim, Rejected, Settings
from digestgen.extract.vocabulary import canonical
from digestgen.names import name_key, plain_name

ENTITIES = ("people", "organizations", "places")
ENOUGH = {"people": 0.5, "organizations": 0.4, "places": 0.4}
"""The confidence that puts a name into the front matter: where a name more that may be wrong costs
as much as one that is missed. A calibrated confidence makes that half the F1 that is reached."""
_TOPICS = ("topics", "suggested_topics")
_THE_EDITOR = 0.97  # a digest's own profiles, and the lines an editor puts ahead of a paste

Verdict = tuple[Claim, str]
"""A claim and why it loses; "" where it does not."""


def settle(
    claims: Iterable[Claim], settings: Settings
) -> tuple[tuple[Claim, ...], tuple[Rejected, ...]]:
    """The chosen claims, in the order of FIELDS and, within a list, of the text; and the others.
    A name is in one of people, organizations and places; ignored names are in none."""
    ignored = {name_key(name) for name in settings.ignore}
    by_field: dict[str, list[Claim]] = {field: [] for field in FIELDS}
    for claim in claims:
        by_field[claim.field].append(claim)
    authors = [*_authors(by_field["authors"])]
    bylines = {_name(claim) for claim, reason in authors if not reason}
    entities = [claim for field in ENTITIES for claim in by_field[field]]
    verdicts = [
        *authors,
        *_entities(entities, bylines),
        *(v for field in _TOPICS for v in _each_once(by_field[field])),
        *((_quote(claim, ignored), "") for claim in by_field["quotes"]),
    ]
    listed = (*ENTITIES, *_TOPICS, "authors", "quotes")
    for field in FIELDS:
        if field not in listed:
            verdicts += _single(by_field[field])
    chosen: list[Claim] = []
    rejected: list[Rejected] = []
    for claim, reason in verdicts:
        if not reason and claim.field in listed and _name(claim) in ignored:
            reason = "digest.yaml ignores it"
        if reason:
            rejected.append(Rejected(claim, reason))
        else:
            chosen.append(_canonical(claim, settings))
    chosen.sort(key=lambda claim: (FIELDS.index(claim.field), *_order(claim)))
    return tuple(chosen), tuple(rejected)


def _order(claim: Claim) -> tuple[int, int]:
    """Lists follow the text, topics what speaks for them."""
    return (0, 0) if claim.field in _TOPICS else (claim.start, claim.end)


def _single(claims: list[Claim]) -> Iterator[Verdict]:
    """The surest claim, of equals the first in the text."""
    ranked = sorted(claims, key=lambda c: (-c.confidence, c.start))
    for place, claim in enumerate(ranked):
        if place == 0:
            yield claim, ""
        elif claim.value == ranked[0].value:
            yield claim, "says the same"
        else:
            yield claim, f"{ranked[0].rule} is surer"


def _authors(claims: list[Claim]) -> Iterator[Verdict]:
    """The names of the best kind of byline, each once."""
    best = max(claims, key=attrgetter("confidence"), default=None)
    seen: set[str] = set()
    for claim in sorted(claims, key=attrgetter("start")):
        if best is not None and claim.confidence < best.confidence:
            yield claim, f"{best.rule} is surer"
        elif _name(claim) in seen:
            yield claim, "says the same"
        else:
            seen.add(_name(claim))
            yield claim, ""


def _entities(claims: list[Claim], bylines: set[str]) -> Iterator[Verdict]:
    """Of one name the surest claim, whatever the field; the first of equals."""
    best: dict[str, Claim] = {}
    for claim in claims:
        other = best.get(_name(claim))
        if other is None or claim.confidence > other.confidence:
            best[_name(claim)] = claim
    for claim in claims:
        winner = best[_name(claim)]
        if claim is not winner:
            same = claim.field == winner.field
            yield claim, "says the same" if same else f"{winner.rule} is surer"
        elif claim.confidence < ENOUGH[claim.field]:
            yield claim, "too little speaks for it"
        elif claim.field == "people" and _name(claim) in bylines and claim.confidence < _THE_EDITOR:
            yield claim, "wrote the article"
        else:
            yield claim, ""


def _each_once(claims: list[Claim]) -> Iterator[Verdict]:
    seen: set[str] = set()
    for claim in claims:
        yield claim, "says the same" if _name(claim) in seen else ""
        seen.add(_name(claim))


def name_of(value: object) -> str:
    """The name in the value of a claim about a person, organization or place."""
    return str(value["name"]) if isinstance(value, dict) and "name" in value else str(value)


def _name(claim: Claim) -> str:
    return name_key(plain_name(name_of(claim.value)))


def _quote(claim: Claim, ignored: set[str]) -> Claim:
    """A quotation of somebody ignored is nobody's."""
    value = claim.value
    if isinstance(value, dict) and name_key(str(value.get("speaker", ""))) in ignored:
        return replace(claim, value={"text": value["text"]})
    return claim


def _canonical(claim: Claim, settings: Settings) -> Claim:
    """Sections, sources and authors under their profile's name; entities are claimed so already."""
    taxonomy = {"section": "sections", "source": "sources", "authors": "authors"}.get(claim.field)
    if taxonomy is None or not isinstance(claim.value, str):
        return claim
    return replace(claim, value=canonical(taxonomy, claim.value, settings.vocabulary))
