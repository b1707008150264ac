"""The section: what the signs of a kicker, a breadcrumb, a date line, lists of tags and menus agree
on; or the folder of the page's address."""

import re
from collections import Counter, defaultdict

from digestgen.extract.claims import Claim
from digestgen.extract.kicker import Sign, entries, plausible
from digestgen.extract.region import Page
from digestgen.extract.sectioncues import section_signs
from digestgen.extract.sectionnames import is_known, section_folder
from digestgen.extract.words import word_set

_WEIGHTS = {
    "kicker": 2.2,
    "upper": 2.0,  # a kicker over that
    "heads": 1.0,  # over another headline
    "beside": 3.0,
    "breadcrumb": 3.0,
    "crumbs": 3.0,
    "filed": 2.6,
    "address": 1.6,
    "title": 2.6,
    "posted": 1.6,
    "below": 0.8,
    "more": 0.8,
    "list": 0.6,  # over other headlines, and in the menu
    "desk": 0.8,
    "tag": 0.7,
    "listed": 0.5,
    "known": 0.8,
    "general": -1.5,
}
"""How much each sign says; a page's section is the name with the most."""
_GENERAL = word_set("news national international")
_EACH = ("beside", "posted")  # said of other articles, where it is said of several
_ENOUGH = 0.8
_SHOWN = 6  # claims
_EVEN = 1.5  # weight of a name that is as likely right as wrong


def section_claims(page: Page, title: int) -> list[tuple[int, Claim]]:
    """Claims with the index of the line each is on; offsets are in the clean paste."""
    named = entries(page, title)
    grouped: dict[str, list[Sign]] = defaultdict(list)
    for sign in section_signs(page, title, named):
        if sign.begin >= 0 and (sign.rule == "crumbs" or plausible(sign.name)):
            grouped[sign.name.casefold()].append(sign)
    namings = Counter(rule for signs in grouped.values() for rule in {s.rule for s in signs})
    totals = {key: _weight(signs, named[key], namings) for key, signs in grouped.items()}
    found = []
    for key in sorted(totals, key=lambda key: (-totals[key], grouped[key][0].line))[:_SHOWN]:
        if totals[key] < _ENOUGH:
            break
        sign = max(grouped[key], key=lambda s: s.share * _WEIGHTS[s.rule])
        span = page.lines[sign.line].span(sign.begin, sign.begin + len(sign.name))
        confidence = round(totals[key] / (totals[key] + _EVEN), 3)
        rule = "section." + sign.rule
        found.append((sign.line, Claim("section", shown(sign.name), *span, rule, confidence)))
    return found


def _weight(signs: list[Sign], times: int, namings: Counter[str]) -> float:
    """What the signs of one name, its wording and the page's menus, which have it `times`, weigh
    together; `namings` counts the names that each rule found."""
    return sum(_WEIGHTS[name] * share for name, share in _shares(signs, times, namings).items())


def _shares(signs: list[Sign], times: int, namings: Counter[str]) -> dict[str, float]:
    """How much of its weight each rule gives one name."""
    best: dict[str, float] = {}
    for sign in signs:
        others = namings[sign.rule] > 1 and sign.rule in _EACH
        share = sign.share * (0.4 if others and sign.share < 1.0 else 1.0)
        best[sign.rule] = max(best.get(sign.rule, 0.0), share)
    name = signs[0].name
    lines = {sign.line for sign in signs}
    if times > len(lines):
        best["listed"] = 1.0
    if is_known(name):
        best["known"] = 1.0
    if name.casefold() in _GENERAL:
        best["general"] = 1.0
    return best


def section_of_url(url: str, start: int) -> Claim | None:
    """The folder of an address that is named as a section is: https://…/world/…"""
    path = re.match(r"https?://[^/]+(/[^?#]*)", url)
    folder = section_folder(path[1]) if path else None
    if path is None or folder is None:
        return None
    name, position = folder
    span = start + path.start(1) + position, start + path.start(1) + position + len(name)
    return Claim("section", name, *span, "section.url", 0.45)


def shown(text: str) -> str:
    """ "WORLD NEWS" as "World News"; short words stay ("UK", "AI")."""
    if text.isupper() and len(text) > 4:
        return " ".join(w if len(w) <= 2 else w.capitalize() for w in text.split())
    return text
