"""Organizations: which names are forms of one body's ("Council on Outer Affairs", "COA"; "Oro
Corp", "Oro"), and the fullest."""

from dataclasses import dataclass

from digestgen.extract.candidates import Candidate
from digestgen.extract.gazetteer import ADJECTIVES, ONE, places
from digestgen.extract.reference import cities
from digestgen.extract.relations import abbreviates
from digestgen.extract.words import word_set

_ENDINGS = word_set(
    "Inc Inc. Ltd Ltd. LLC LLP PLC Plc plc Corp Corp. Corporation Company Co Co. Limited Group "
    "Holdings GmbH AG SA SE NV International Incorporated Airlines Airways Motors Motor"
)


@dataclass(frozen=True, slots=True)
class Organization:
    """A body and the names that the article calls it by."""

    name: str
    start: int  # in Article.text
    end: int
    forms: tuple[Candidate, ...]
    probability: float
    sign: str  # the one that speaks most for it


def find_organizations(
    found: list[tuple[Candidate, float, str]],
) -> tuple[Organization, ...]:
    """`found` are likely organizations, how likely, and the sign that says most."""
    kept: list[list[tuple[Candidate, float, str]]] = []
    heads: dict[str, list[int]] = {}
    for item in sorted(found, key=lambda f: (-len(f[0].words), f[0].first.start)):
        words = item[0].words
        near = {i for key in _keys(words) for i in heads.get(key, ())}
        at = next((i for i in sorted(near) if _short_for(words, kept[i][0][0])), None)
        if at is None:
            at = len(kept)
            kept.append([])
        kept[at].append(item)
        for key in _keys(words):
            heads.setdefault(key, [])
            if at not in heads[key] and len(heads[key]) < 20:
                heads[key].append(at)
    bodies = []
    for group in kept:
        first = min((c.first for c, _, _ in group), key=lambda m: m.start)
        best = max(group, key=lambda g: g[1])
        forms = tuple(c for c, _, _ in group)
        bodies.append(
            Organization(forms[0].spelling, first.start, first.end, forms, best[1], best[2])
        )
    return tuple(sorted(bodies, key=lambda b: b.start))


def _keys(words: tuple[str, ...]) -> set[str]:
    """What a name and its short forms share: its first and last word, or its initials."""
    initials = "".join(w[0] for w in words if w[0].isupper())
    alone = words[0].replace(".", "")
    return {
        words[0],
        words[-1],
        initials if len(words) > 1 else alone,
        ONE.get(" ".join(words), ("", 0))[0],
    } - {""}


def _short_for(words: tuple[str, ...], other: Candidate) -> bool:
    """Whether the words are a shorter form of the other name."""
    long = other.words
    one, other_one = ONE.get(" ".join(words)), ONE.get(other.name)
    if one and other_one and one[0] == other_one[0]:
        return True
    if len(words) >= len(long):
        return False
    if len(words) == 1 and words[0].isupper() and len(words[0]) > 1:
        initials = "".join(w[0] for w in long if w[0].isupper())
        letters = words[0].replace(".", "").replace("&", "")
        return letters == initials or (
            "acronym follows" in other.signs and abbreviates(letters, long)
        )
    if long[: len(words)] == words:
        rest = long[len(words) :]
        return all(w in _ENDINGS for w in rest)
    where = " ".join(long[: -len(words)])  # "Ostby District Court", then "District Court"
    return (
        len(words) > 1
        and long[-len(words) :] == words
        and (where in places() or where in ADJECTIVES or where in cities())
    )
