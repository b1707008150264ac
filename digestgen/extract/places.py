"""Places: reference data, and names that stand where places stand ("in Ostby", "the
Ostby-Tarn border", "Ardenia" beside "Ardenian")."""

import re
from collections import defaultdict
from dataclasses import dataclass

from digestgen.extract.gazetteer import ADJECTIVES, COUNTRIES, PLACES
from digestgen.extract.mentions import Mention, Mentions
from digestgen.extract.words import (
    CALENDAR,
    FUNCTION_WORDS,
    HONORIFICS,
    ORGANIZATION_NOUNS,
    PLACE_NOUNS,
    THING_NOUNS,
    word_set,
)
from digestgen.names import name_key

_FIRST_NOUNS = word_set("Lake Mount Cape Port Fort River Isle")
_FIRST_ADJECTIVES = word_set("North South East West New")
_IN = re.compile(
    r"\b(?:[Ii]n|near|into|across|throughout|outside|around|visit(?:ed|ing)? to|[Tt]raveled to"
    r"|[Tt]ravelled to|fled|invasion of|border with|capital,?|city of|town of|village of"
    r"|province of|state of|region of|island of) $"
)
_AT = re.compile(r"\b(?:to|from|of|at|between|over|leave|left|enter|entered|reach|reached) $")
_THE_PLACE = re.compile(r"\b(?:in|near|at|into|across|along|over|around|on) (?:the )?$")
_BORDER = re.compile(r" (?:border|frontier|crossing|war|relations|ties|talks|treaty)\b")
_DATELINE = re.compile(
    r"([^\W\d_a-z][^\W\d_a-z.'’-]{1,20}(?: [^\W\d_a-z][^\W\d_a-z.'’-]{1,20}){0,2})"
    r"(?:/[^\W\d_a-z ]{1,30}){0,2}(?:, [^—–\n]{1,40})?(?: ?\([^()\n]{1,20}\))? ?[—–-]{1,2} "
)
_COMMA = re.compile(r", (?P<next>[^\W\d_a-z][\w.]*(?: [^\W\d_a-z]\w*)?)")
_STATE = re.compile(
    r" (?:won['’]t|will|would|must|can(?:['’]t|not)?|did(?:n['’]t)?|does(?:n['’]t)?|refuses"
    r"|agrees|insists|wants) "
)
_CLAUSE = re.compile(
    r"(?:^|[.,;“\"] |\b(?:[Ii]f|[Uu]nless|[Uu]ntil|[Ww]hile|[Ww]hether|[Tt]hat|[Bb]ecause|[Aa]nd"
    r"|[Bb]ut) )$"
)


@dataclass(frozen=True, slots=True)
class Spot:
    name: str
    start: int  # in Article.text
    end: int
    rule: str
    confidence: float


def find_places(
    mentions: Mentions, surnames: frozenset[str], taken: tuple[tuple[int, int], ...]
) -> tuple[Spot, ...]:
    """`surnames` are name keys of people's surnames, `taken` spans of organizations and people."""
    text = mentions.article.text
    inside = {position for start, end in taken for position in range(start, end)}
    capitals = (
        frozenset(m.words[0] for m in mentions.found)
        | frozenset(w for m in mentions.found for w in m.title.split())
        | frozenset(w for m in mentions.found for w in m.words)
    )
    evidence: dict[str, dict[str, float]] = defaultdict(dict)
    first: dict[str, tuple[int, int]] = {}

    def note(name: str, sign: str, weight: float, start: int) -> None:
        evidence[name][sign] = max(evidence[name].get(sign, 0.0), weight)
        first.setdefault(name, (start, start + len(name)))

    for mention in mentions.found:
        if mention.start in inside:
            continue
        name, start = mention.name, mention.start
        if mention.title and _titled_place(mention):
            name, start = f"{mention.title} {name}", mention.title_start
        if name in PLACES:
            note(name, "known", 0.9, start)
            continue
        if mention.title and start == mention.start:
            for word in mention.title.split():
                if word in PLACES:
                    note(word, "known", 0.8, text.index(word, mention.title_start))
            continue
        parts = name.split("-")
        if len(parts) == 2 and all(p[:1].isupper() for p in parts):
            between = bool(_BORDER.match(mentions.after(mention)))
            paired = between or all(p in PLACES for p in parts)
            for part in parts if paired else ():
                if part in PLACES or (between and part not in ADJECTIVES and not part.isupper()):
                    note(part, "border", 0.9 if part in PLACES else 0.55, text.index(part, start))
            continue
        if len(mention.words) <= 3 and _could_be(mention, surnames):
            for sign, weight in _signs(mentions, mention, capitals):
                note(name, sign, weight, start)
    for start, end in _datelines(mentions):
        # PORT MERIDIAN as it is usually written; short ones are abbreviations.
        words = text[start:end].split()
        name = " ".join(w if len(w) < 3 or "." in w else w.capitalize() for w in words)
        if name not in evidence:
            note(name, "dateline", 0.7, start)
    # Among states, a capital acts as one: "If Brelk won't cut a deal, Belmark will …".
    states = sum(
        bool(signs.keys() & {"demonym", "border"}) or name in COUNTRIES
        for name, signs in evidence.items()
    )
    for mention in mentions.found if states >= 2 else ():
        single = len(mention.words) == 1 and not mention.title and mention.start not in inside
        if single and _acts_as_state(mentions, mention, surnames):
            note(mention.name, "state", 0.5, mention.start)
    spots = []
    for name, signs in evidence.items():
        total = sum(signs.values())
        if total >= 0.5:
            start, end = first[name]
            rule = "places." + max(signs, key=lambda s: signs[s])
            spots.append(Spot(name, start, end, rule, min(0.9, total)))
    return tuple(spots)


def _datelines(mentions: Mentions) -> list[tuple[int, int]]:
    """Spans of places that open a paragraph in capitals: "PORT MERIDIAN, Tavland (QBC) — "."""
    text = mentions.article.text
    found = []
    for paragraph in mentions.article.paragraphs[:4]:
        match = _DATELINE.match(text, paragraph.start, min(paragraph.end, paragraph.start + 160))
        if match and match[1].isupper():
            found.append(match.span(1))
    return found


def _acts_as_state(mentions: Mentions, mention: Mention, surnames: frozenset[str]) -> bool:
    return (
        mention.words[0].lower() not in mentions.lowered
        and _could_be(mention, surnames)
        and mentions.single[mention.words[0]] <= 3
        and _STATE.match(mentions.after(mention)) is not None
        and _CLAUSE.search(mentions.before(mention)) is not None
    )


def _titled_place(mention: Mention) -> bool:
    whole = f"{mention.title} {mention.name}"
    return whole in PLACES or mention.words[-1] in PLACE_NOUNS


def _could_be(mention: Mention, surnames: frozenset[str]) -> bool:
    words = mention.words
    if any(w in THING_NOUNS or w in ORGANIZATION_NOUNS for w in words):
        return False
    if len(words) == 1:
        word = words[0]
        return (
            word not in ADJECTIVES
            and name_key(word) not in surnames
            and word.lower() not in FUNCTION_WORDS | CALENDAR | HONORIFICS
            and not (word.isupper() and len(word) <= 5)
            and word not in PLACE_NOUNS
            and word[-1].isalpha()
            and len(word) > 2
        )
    return True


def _signs(
    mentions: Mentions, mention: Mention, capitals: frozenset[str]
) -> list[tuple[str, float]]:
    words = mention.words
    before, after = mentions.before(mention), mentions.after(mention)
    signs: list[tuple[str, float]] = []
    if len(words) > 1 and words[-1] in PLACE_NOUNS:
        signs.append(("noun", 0.65))
    if len(words) > 1 and words[0] in _FIRST_NOUNS:
        signs.append(("noun", 0.5))
    elif len(words) > 1 and words[0] in _FIRST_ADJECTIVES:
        signs.append(("noun", 0.45))
    lowered = any(w.lower() in mentions.lowered for w in words)
    if _IN.search(before) and not mention.possessive and not lowered:
        signs.append(("in", 0.55))
    elif _AT.search(before) and not mention.possessive and not lowered:
        signs.append(("at", 0.15))
    beside = _COMMA.match(after)
    if beside and beside["next"] in PLACES and not mention.possessive:
        signs.append(("within", 0.6))
    if len(words) == 1 and has_demonym(words[0], capitals):
        signs.append(("demonym", 0.8))
    return signs


def has_demonym(name: str, capitals: frozenset[str]) -> bool:
    """Whether the article also uses an adjective made from the name: "Ardenia", "Ardenian"."""
    if len(name) < 4:
        return False
    stems = {
        name.removesuffix("land"),
        name,
        name.rstrip("aeoy"),
        name[:-1],
        name[:-2] if name.endswith(("ia", "ea", "ey")) else name,
    }
    endings = ("n", "an", "ian", "ean", "ese", "ish", "i", "ite", "ic")
    forms = {s + e + plural for s in stems for e in endings for plural in ("", "s") if len(s) > 2}
    return bool((forms - {name, name + "s"}) & capitals)
