"""The section: a kicker above the title, a breadcrumb, or "36 mins ago - World"."""

import re

from digestgen.extract.byline import BYLINE
from digestgen.extract.claims import Claim
from digestgen.extract.dateline import has_date
from digestgen.extract.region import Page
from digestgen.extract.words import word_set

_AGO = r"(?:\d+|an?) ?(?:s|secs?|m|mins?|minutes?|h|hrs?|hours?|d|days?|w|weeks?)\.? ago"
_BESIDE = re.compile(
    rf"(?:(?:updated )?{_AGO}|just now) ?[-–—|/·•] ?(?P<after>[^\W\d_][\w&' -]{{1,28}})$"
    rf"|(?P<before>[^\W\d_][\w&' -]{{1,28}}?) ?[-–—|/·•] ?(?:{_AGO}|\w+ \d{{1,2}},? \d{{4}}"
    rf"|\d{{1,2}} \w+ \d{{4}})\b.{{0,20}}$",
    re.IGNORECASE,
)
_CRUMBS = re.compile(r" ?[>›»→/|] ?")
_NOT_SECTIONS = word_set(
    "home menu search video live more news home subscribe latest trending close share comments "
    "print audio exclusive updated opinions"
    " advertisement breaking podcast premium gallery photos skip twitter facebook instagram"
)
_ABOVE = 5  # lines above the title


def section_claims(page: Page, title: int) -> list[tuple[int, Claim]]:
    """Claims with the index of the line each is on; offsets are in the clean paste."""
    found: list[tuple[int, Claim]] = []
    for index in range(max(0, title - 8), min(title + 4, len(page.lines))):
        line = page.lines[index]
        if index == title or len(line.text) > 80:
            continue
        if match := _BESIDE.match(line.text):
            group = "after" if match["after"] else "before"
            begin, value = match.start(group), match[group].strip()
            rule, confidence = "section.beside", 0.9 if abs(index - title) <= 2 else 0.6
        else:
            value = _last_crumb(line.text) if index < title else ""
            begin = line.text.rfind(value)
            rule, confidence = "section.breadcrumb", 0.8
        if plausible(value):
            span = line.span(begin, begin + len(value))
            found.append((index, Claim("section", value, *span, rule, confidence)))
    return found + _kicker(page, title)


def is_section_line(text: str) -> bool:
    """Whether a line is a section and a time or a date: "36 mins ago - World"."""
    return len(text) <= 80 and _BESIDE.match(text) is not None


def _last_crumb(text: str) -> str:
    """ "Home › News › Harbour" """
    parts = _CRUMBS.split(text)
    if len(parts) < 2 or len(text.split()) > 12 or not all(p[:1].isupper() for p in parts if p):
        return ""
    return next((part for part in reversed(parts) if plausible(part)), "")


def _kicker(page: Page, title: int) -> list[tuple[int, Claim]]:
    """The nearest short line above the title, if it is not a menu entry in a list."""
    elsewhere = {line.text.casefold() for line in page.lines[: max(0, title - 1)]}
    for distance, index in enumerate(range(title - 1, max(-1, title - 1 - _ABOVE), -1), 1):
        line, look = page.lines[index], page.shapes[index]
        text = line.text
        if look.sentence or look.words > 4 or len(text) > 32:
            break
        if look.reason not in ("", "repeated line") or look.ending or has_date(text):
            continue
        numbered = line.marker[:-1].isdigit()
        listed = line.marker and not numbered and index > 0 and page.lines[index - 1].marker
        if not plausible(text) or BYLINE.match(text) or listed:
            break  # the last entry of a menu
        confidence = 0.75 if not line.marker or numbered else 0.5
        if text.casefold() in elsewhere:
            confidence += 0.05  # it is in the menu too
        confidence -= 0.08 * (distance - 1)
        span = line.span(0, len(text))
        return [(index, Claim("section", shown(text), *span, "section.kicker", confidence))]
    return []


def plausible(text: str) -> bool:
    words = text.split()
    return (
        0 < len(words) <= 4
        and text[0].isupper()
        and text.casefold() not in _NOT_SECTIONS - {"news"}
        and all(c.isalpha() or c in " &'’-/," for c in text)
    )


def shown(text: str) -> str:
    """ "WORLD NEWS" as "World News"; short words stay ("UK", "AI")."""
    if text.isupper() and len(text) > 4:
        return " ".join(w if len(w) <= 2 else w.capitalize() for w in text.split())
    return text
