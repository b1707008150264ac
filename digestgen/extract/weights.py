"""How much each sign says: natural-log odds for a person, an organization and a place, against the
name being none of them."""

import math

from digestgen.extract.candidates import Candidate

FIELDS = ("people", "organizations", "places")
_WEIGHTS: dict[str, tuple[float, float, float]] = {
    # sign: (person, organization, place)
    "always": (-3.0, -2.2, -2.5),
    "one word": (-2.5, -0.6, -0.2),
    "two words": (0.4, 0.0, -0.6),
    "three words": (-0.2, 0.3, -0.8),
    "more words": (-1.0, 0.3, -1.2),
    "country": (-4.0, -2.5, 6.5),
    "known place": (-2.5, -1.5, 5.5),
    "city": (-1.0, -1.0, 3.2),
    "maybe city": (0.0, 0.0, 1.0),
    "known organization": (-3.0, 5.5, -2.0),
    "maybe organization": (0.0, 2.0, 0.0),
    "organization noun": (-3.0, 3.5, -2.0),
    "team noun": (-0.5, 1.3, -0.5),
    "industry noun": (-1.2, 1.8, -0.8),
    "inner organization noun": (-2.0, 1.0, -1.0),
    "of": (-1.0, 1.2, -0.3),
    "place noun": (-1.5, -0.8, 2.5),
    "thing noun": (-3.0, -1.5, -2.0),
    "group noun": (-3.0, -1.0, -2.0),
    "ampersand": (-2.5, 2.0, -1.0),
    "first place noun": (-0.5, 0.0, 1.8),
    "compass": (-1.5, 0.0, 1.2),
    "place first": (-1.5, 0.8, -0.5),
    "demonym": (-2.5, 0.0, -1.5),
    "calendar": (-2.0, -1.0, -2.0),
    "function word": (-2.5, 0.0, -1.5),
    "function word first": (-1.5, -1.0, -1.5),
    "role last": (-2.5, -0.5, -1.5),
    "acronym": (-3.0, 2.0, -1.5),
    "no acronym": (-4.0, -3.0, -3.0),
    "camel": (-0.5, 1.2, -1.0),
    "shouted": (-1.0, -0.5, -0.5),
    "numeral": (-2.0, -0.7, -1.0),
    "ordinary": (-2.0, -1.2, -1.5),
    "lone given name": (0.3, -1.0, -0.5),
    "lone surname": (0.0, -0.7, -0.3),
    "lone noun": (-2.0, -1.5, -1.5),
    "given name": (2.2, -0.5, -0.3),
    "maybe given name": (0.7, 0.0, -0.2),
    "initial": (1.2, 0.0, -0.5),
    "middle initial": (2.0, -0.5, -1.0),
    "surname": (1.2, -0.2, -0.2),
    "maybe surname": (0.3, 0.0, 0.0),
    "full name": (1.2, -0.5, -0.5),
    "particle": (0.8, -0.3, 0.0),
    "fragment": (-2.0, -0.5, -0.5),
    "title": (3.0, -1.5, -1.5),
    "says": (1.8, 0.9, -1.2),
    "said": (1.3, 0.6, -0.8),
    "told": (0.3, 1.3, -0.8),
    "statement": (0.0, 1.0, -0.5),
    "who": (1.8, -0.7, -1.0),
    "pronoun": (1.5, -0.7, -1.0),
    "age": (2.2, -1.0, -1.0),
    "party": (1.2, -0.3, -0.3),
    "native spelling": (1.2, 0.3, 0.3),
    "ticker": (-1.5, 3.0, -1.5),
    "role before": (2.0, -0.3, -0.5),
    "role after": (2.5, -0.5, -0.8),
    "kin": (1.0, -0.5, -0.5),
    "owned": (0.1, 0.1, -0.2),
    "human verb": (1.0, 0.0, -0.5),
    "firm verb": (0.3, 0.9, -0.3),
    "acts": (0.4, 0.2, 0.1),
    "possessive": (0.2, 0.2, 0.1),
    "inside": (0.3, 0.3, 0.3),
    "again": (0.2, 0.4, 0.3),
    "in": (-1.2, -0.6, 2.6),
    "in the": (-1.5, -0.3, 1.0),
    "place before": (-0.7, -0.5, 2.0),
    "place owns": (-0.7, -0.2, 1.5),
    "place after": (-0.7, -0.5, 1.5),
    "beside a place": (-0.8, -0.5, 2.8),
    "after a place": (-0.5, -0.2, 1.2),
    "based": (-1.0, -0.3, 2.3),
    "where": (-0.5, 0.0, 1.2),
    "which": (-1.0, 0.7, 0.5),
    "the": (-2.2, 0.6, -0.2),
    "a": (-2.0, -0.2, -1.0),
    "company before": (-0.7, 1.8, -0.5),
    "company owns": (0.0, 1.3, -0.5),
    "company after": (-1.5, 2.2, -0.8),
    "deal": (0.0, 0.9, -0.5),
    "at": (-0.5, 0.5, 0.5),
    "from": (0.0, 0.0, 0.6),
    "to": (0.0, 0.0, 0.5),
    "by": (0.5, 0.4, -0.5),
    "for": (0.0, 0.4, -0.2),
    "with": (0.5, 0.2, -0.2),
    "against": (0.3, 0.4, 0.0),
    "between": (0.2, 0.1, 0.5),
    "over": (-0.2, 0.0, 0.4),
    "and": (0.1, 0.1, 0.1),
    "and after": (0.1, 0.1, 0.1),
    "bracketed": (-0.3, 0.3, 0.0),
    "modified": (-0.5, 0.0, -0.3),
    "modifies": (-0.6, 0.2, -0.2),
    "surname alone": (1.6, -0.3, -0.3),
    "surname titled": (1.5, -0.5, -0.5),
    "first word alone": (-0.3, 0.4, 0.0),
    "acronym follows": (-2.0, 3.0, -1.0),
    "short for another": (-1.0, 1.5, -1.0),
    "has demonym": (-1.0, -0.7, 3.2),
    "border": (-1.0, -0.5, 2.8),
    "dateline": (-1.0, -0.5, 3.5),
    "acts as a state": (-0.3, 0.0, 2.2),
    "beside people": (1.2, -0.2, -0.3),
    "beside organizations": (-0.2, 1.2, -0.1),
    "beside places": (-0.3, -0.1, 1.4),
    "recognized in people": (2.5, -1.0, -1.0),
    "recognized in organizations": (-1.0, 2.2, -0.8),
    "recognized in places": (-1.0, -0.8, 2.2),
    "not recognized": (-0.7, -0.7, -0.7),
}


def weigh(candidate: Candidate) -> dict[str, float]:
    """The probability of each field; what is left is the probability of none."""
    totals = list(_WEIGHTS["always"])
    for sign, strength in candidate.signs.items():
        for index, weight in enumerate(_WEIGHTS.get(sign, ())):
            totals[index] += weight * strength
    top = max(0.0, *totals)
    odds = [math.exp(total - top) for total in totals]
    whole = sum(odds) + math.exp(-top)
    return {field: one / whole for field, one in zip(FIELDS, odds, strict=True)}


def strongest(candidate: Candidate, field: str) -> str:
    """The sign that says most for a field."""
    index = FIELDS.index(field)
    return max(
        candidate.signs,
        key=lambda sign: (_WEIGHTS.get(sign, (0.0, 0.0, 0.0))[index] * candidate.signs[sign], sign),
        default="always",
    )
