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
    ORGANIZATION_NOUNS,
    PLACE_NOUNS,
    SPEECH,
    THING_NOUNS,
)
from digestgen.names import name_key

_EXTENSION = re.compile(r" (?:of|on|for) (?:the )?")
_BRACKETED = re.compile(r" ?\(([A-Z][A-Za-z&.]{1,9})\)")
_SPEAKS = re.compile(rf"(?:,| also| has| had| later)? ?\b(?:{'|'.join(sorted(SPEECH))})\b")
_TOLD = re.compile(r"\b(?:told|tells|telling|interview with|statement to) (?:the )?$")
_THE = re.compile(r"\b[Tt]he $")
_COMPANY = re.compile(
    r"\b(?:company|firm|startup|start-up|carrier|airline|retailer|maker|manufacturer|giant|supplier|network|platform|charity|think tank|agency"
    r"|broadcaster|newspaper|club|group|shares (?:of|in)) $|^(?:['’]s)? (?:CEO|shares|stock|chief executive|employees|customers|users|app|spokes\w+)\b",
)
_NOT_ACRONYMS = frozenset(
    "TV CEO CFO COO CTO AM PM CCTV DNA RNA AI GDP COVID OK ID PhD MP MPs MEP MBE OBE CBE HIV AIDS PR HR IT ICU ER GP GPs VIP VIPs DIY FAQ UFO"
    " USB PDF GPS SUV SUVs LED VAT IPO ESG NGO NGOs EV EVs GMT EST EDT PST PDT CET BST UTC ET PT II III IV VI VII VIII IX XI XII XIV"
    " LGBT LGBTQ LGBTQI BREAKING WATCH UPDATE READ NEWS LIVE VIDEO EXCLUSIVE ALSO MORE DC NY LA SA NZ GOP URL SMS API R&B AND THE NOT ALL CT MRI PTSD ADHD WWI WWII".split()
)


@dataclass(frozen=True, slots=True)
class Organization:
    name: str
    start: int  # in Article.text
    end: int
    rule: str
    confidence: float


def find_organizations(mentions: Mentions, surnames: frozenset[str]) -> tuple[Organization, ...]:
    """`surnames` are name keys of the surnames of people in the article."""
    text = mentions.article.text
    found: list[Organization] = []
    covered = 0
    signs: dict[str, list[tuple[str, float, Mention]]] = defaultdict(list)
    for mention in mentions.found:
        if mention.start < covered:
            continue
        words, start = _whole(mention)
        after = mentions.after(mention, 80)
        end = mention.end
        name = " ".join(words)
        if words[-1] in ORGANIZATION_NOUNS and (match := _EXTENSION.match(after)):
            begin = mention.end + match.end()
            following = next((m for m in mentions.found if m.title_start == begin), None) if text[begin : begin + 1].isupper() else None
            if following is not None:
                end = following.end
                name = text[start:end]
                found.append(Organization(name, start, end, "organizations.of", 0.85))
                covered = end
                continue
        if len(words) >= 2 and words[-1] in ORGANIZATION_NOUNS and not _generic(words):
            found.append(Organization(name, start, end, "organizations.noun", 0.85))
            covered = end
        if len(words) >= 2 and (match := _BRACKETED.match(after)) and _abbreviates(match[1], words):
            found.append(Organization(name, start, end, "organizations.acronym", 0.85))
            covered = end
        if len(words) == 1 and not mention.title:
            signs[words[0]] += [(*sign, mention) for sign in _single(mentions, mention, surnames)]
    for word, seen in signs.items():
        best: dict[str, float] = {}
        for sign, weight, _ in seen:
            best[sign] = max(best.get(sign, 0.0), weight)
        total = sum(best.values())
        if total >= 0.5:
            first = seen[0][2]
            found.append(Organization(word, first.start, first.end, "organizations." + max(best, key=lambda s: best[s]), min(0.8, total)))
    return tuple(found)


def _whole(mention: Mention) -> tuple[tuple[str, ...], int]:
    """The words with a title that turns out to be the name's beginning: "Justice Department"."""
    if mention.title and mention.words[-1] in ORGANIZATION_NOUNS:
        return (*mention.title.split(), *mention.words), mention.title_start
    return mention.words, mention.start


def _generic(words: tuple[str, ...]) -> bool:
    return all(w in ORGANIZATION_NOUNS or w in ADJECTIVES or w.lower() in FUNCTION_WORDS for w in words[:-1]) and len(words) == 2 and (
        words[0].lower() in FUNCTION_WORDS
    )


def _abbreviates(acronym: str, words: tuple[str, ...]) -> bool:
    letters = [c for c in acronym if c.isupper()]
    return len(letters) >= 2 and letters[0] == words[0][0]


def _single(
    mentions: Mentions, mention: Mention, surnames: frozenset[str]
) -> list[tuple[str, float]]:
    word = mention.words[0]
    if name_key(word) in surnames or word in PLACES or word in ADJECTIVES or word in THING_NOUNS or word in PLACE_NOUNS:
        return []
    if word.lower() in HONORIFICS or word.lower() in FUNCTION_WORDS or word in _NOT_ACRONYMS:
        return []
    before, after = mentions.before(mention), mentions.after(mention)
    signs: list[tuple[str, float]] = []
    letters = word.replace("&", "")
    if letters.isalpha() and letters.isupper() and 2 <= len(letters) <= 6 and "(" not in before[-2:]:
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
