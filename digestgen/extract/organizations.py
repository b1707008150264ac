"""Organizations: names with an organization's head noun, acronyms, and what speaks or is spoken to
as bodies are ("the Harbourhouse noted", "told QBC")."""

import re
from collections import defaultdict
from dataclasses import dataclass

from digestgen.extract.gazetteer import ADJECTIVES, PLACES
from digestgen.extract.mentions import Mention, Mentions
from digestgen.extract.words import (
    FUNCTION_WORDS,
    HONORIFICS,
    OFFICES,
    ORGANIZATION_NOUNS,
    PLACE_NOUNS,
    SPEECH,
    THING_NOUNS,
    word_set,
)
from digestgen.names import name_key

_EXTENSION = re.compile(r" (?:of|on|for) (?:the )?")
_BRACKETED = re.compile(r" ?\(([A-Z][A-Za-z&.]{1,9})\)")
_SPEAKS = re.compile(rf"(?:,| also| has| had| later)? ?\b(?:{'|'.join(sorted(SPEECH))})\b")
_TOLD = re.compile(r"\b(?:told|tells|telling|interview with|statement to) (?:the )?$")
_THE = re.compile(r"\b[Tt]he $")
_COMPANY = re.compile(
    r"\b(?:company|firm|startup|start-up|carrier|airline|retailer|maker|manufacturer|giant"
    r"|supplier|network|platform|charity|think tank|agency"
    r"|broadcaster|newspaper|club|group|shares (?:of|in)) $|^(?:['’]s)? (?:CEO|shares|stock"
    r"|chief executive|employees|customers|users|app|spokes\w+)\b",
)
_NOT_ACRONYMS = word_set(
    "TV CEO CFO COO CTO AM PM CCTV DNA RNA AI GDP COVID OK ID PhD MP MPs MEP MBE OBE CBE HIV "
    "AIDS PR HR IT ICU ER GP GPs VIP VIPs DIY FAQ UFO"
    " USB PDF GPS SUV SUVs LED VAT IPO ESG NGO NGOs EV EVs GMT EST EDT PST PDT CET BST UTC ET PT "
    "II III IV VI VII VIII IX XI XII XIV"
    " LGBT LGBTQ LGBTQI BREAKING WATCH UPDATE READ NEWS LIVE VIDEO EXCLUSIVE ALSO MORE DC NY LA "
    "SA NZ GOP URL SMS API R&B AND THE NOT ALL CT MRI PTSD ADHD WWI WWII"
)

_ENOUGH = 0.5
_PAIRED = re.compile(r"(?:\b[Tt]he |\()([^\W\d_a-z][\w-]+(?:al|ic|ary|ory) and )$")
_FIELDS = word_set(
    "studies sciences arts research medicine engineering policy law politics history"
)


@dataclass(frozen=True, slots=True)
class Organization:
    name: str
    start: int  # in Article.text
    end: int
    rule: str
    confidence: float


def named_organizations(mentions: Mentions) -> tuple[Organization, ...]:
    """Those whose name says so: "Harbour Authority", "Council on Outer Affairs", "… (COA)"."""
    text = mentions.article.text
    by_start = {m.title_start: m for m in mentions.found}
    found: list[Organization] = []
    covered = 0
    for mention in mentions.found:
        if mention.start < covered:
            continue
        words, start = _whole(mention)
        after = mentions.after(mention, 80)
        name, end, rule = text[start : mention.end], mention.end, ""
        if words[-1] in ORGANIZATION_NOUNS:
            extension = _EXTENSION.match(after)
            following = by_start.get(mention.end + extension.end()) if extension else None
            if following is not None:
                end = _with_and(text, following.end, by_start)
                name, rule = text[start:end], "organizations.of"
            elif len(words) >= 2 and words[0].lower() not in FUNCTION_WORDS:
                rule = "organizations.noun"
        if not rule and len(words) >= 2 and (match := _BRACKETED.match(after)):
            rule = "organizations.acronym" if _abbreviates(match[1], words) else ""
        if rule == "organizations.noun" and (
            match := _PAIRED.search(text[max(0, start - 40) : start])
        ):
            start -= len(match[1])  # "the Social and | Economic Research Initiative"
            name = text[start:end]
        if rule:
            found.append(Organization(name, start, end, rule, 0.85))
            covered = end
    return tuple(found)


def _with_and(text: str, end: int, by_start: dict[int, Mention]) -> int:
    """The end of "Institute of Coastal | and Maritime Studies"."""
    following = by_start.get(end + 5) if text.startswith(" and ", end) else None
    if following and following.words[-1].lower() in OFFICES | _FIELDS:
        return following.end
    return end


def spoken_organizations(
    mentions: Mentions, surnames: frozenset[str], named: tuple[Organization, ...]
) -> tuple[Organization, ...]:
    """Those of one word that act as bodies do. `surnames` are name keys of people's surnames."""
    covered = {position for body in named for position in range(body.start, body.end)}
    signs: dict[str, dict[str, float]] = defaultdict(dict)
    first: dict[str, Mention] = {}
    for mention in mentions.found:
        if len(mention.words) > 1 or mention.title or mention.start in covered:
            continue
        word = mention.words[0]
        first.setdefault(word, mention)
        for sign, weight in _single(mentions, mention, surnames):
            signs[word][sign] = max(signs[word].get(sign, 0.0), weight)
    found = []
    for word, seen in signs.items():
        total = sum(seen.values())
        if total >= _ENOUGH:
            rule = "organizations." + max(seen, key=lambda sign: seen[sign])
            place = first[word]
            found.append(Organization(word, place.start, place.end, rule, min(0.8, total)))
    return tuple(found)


def _whole(mention: Mention) -> tuple[tuple[str, ...], int]:
    """The words with a title that turns out to be the name's beginning: "Justice Department"."""
    if mention.title and mention.words[-1] in ORGANIZATION_NOUNS:
        return (*mention.title.split(), *mention.words), mention.title_start
    return mention.words, mention.start


def _abbreviates(acronym: str, words: tuple[str, ...]) -> bool:
    letters = [c for c in acronym if c.isupper()]
    return len(letters) >= 2 and letters[0] == words[0][0]


def _single(
    mentions: Mentions, mention: Mention, surnames: frozenset[str]
) -> list[tuple[str, float]]:
    word = mention.words[0]
    if (
        name_key(word) in surnames
        or word in PLACES
        or word in ADJECTIVES
        or word in THING_NOUNS
        or word in PLACE_NOUNS
    ):
        return []
    if word.lower() in HONORIFICS or word.lower() in FUNCTION_WORDS or word in _NOT_ACRONYMS:
        return []
    before, after = mentions.before(mention), mentions.after(mention)
    signs: list[tuple[str, float]] = []
    letters = word.replace("&", "")
    if (
        letters.isalpha()
        and letters.isupper()
        and 2 <= len(letters) <= 6
        and "(" not in before[-2:]
    ):
        signs.append(("acronym", 0.6))
    if _TOLD.search(before):
        signs.append(("told", 0.65))
    if word.lower() in mentions.lowered:
        return signs
    if _THE.search(before) and not mention.possessive and _SPEAKS.match(after):
        signs.append(("the", 0.65))
    elif _SPEAKS.match(after):
        signs.append(("speaks", 0.2))
    if _COMPANY.search(before) or _COMPANY.search(after):
        signs.append(("company", 0.6))
    if word in ORGANIZATION_NOUNS and word in ("Parliament", "Congress", "Senate"):
        signs.append(("body", 0.55))
    return signs
