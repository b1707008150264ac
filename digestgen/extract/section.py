"""The section: a kicker above the title, a breadcrumb, "36 mins ago - World", "Filed under: World",
or the folder of the page's address."""

import re

from digestgen.extract.byline import BYLINE, is_name
from digestgen.extract.claims import Claim
from digestgen.extract.dateline import DATE, has_date
from digestgen.extract.region import Page
from digestgen.extract.sectionnames import STANDARD, is_standard
from digestgen.extract.words import word_set

_AGO = r"(?:\d+|an?) ?(?:s|secs?|m|mins?|minutes?|h|hrs?|hours?|d|days?|w|weeks?)\.? ago"
_BESIDE = re.compile(
    rf"(?:(?:updated )?{_AGO}|just now) ?[-–—|/·•] ?(?P<after>[^\W\d_][\w&' -]{{1,28}})$"
    rf"|(?P<before>[^\W\d_][\w&' -]{{1,28}}?) ?[-–—|/·•] ?(?:{_AGO}|\w+ \d{{1,2}},? \d{{4}}"
    rf"|\d{{1,2}} \w+ \d{{4}})\b.{{0,20}}$",
    re.IGNORECASE,
)
_AFTER_DATE = re.compile(r"[^\w]{1,5}(?P<name>[^\W\d_][\w&' -]{1,28})$")
_FILED = re.compile(
    r"(?:^|[|•·] ?)(?:(?:filed|posted|published|listed) (?:under|in)|(?:section|category|topic)s?) ?:? "
    r"(?P<name>(?-i:[^\W\d_a-z])[^|•·,:/]{1,30}?)(?=$|[|•·,/])",
    re.IGNORECASE,
)
_CRUMBS = re.compile(r" ?[>›»→/|] ?")
_NOT_IN_SECTIONS = word_set(
    "newsletters newsletter gallery subscribe sign login log shop support menu password edition app"
    " search comments video videos podcasts read share back follow watch listen logo account email"
    " advertisement content editor story stories links copy all staff"
)
_NOT_SECTIONS = word_set(
    "home menu search video live more news home subscribe latest trending close share comments "
    "print audio exclusive updated opinions"
    " advertisement breaking podcast premium gallery photos skip twitter facebook instagram"
)
_ABOVE = 5  # lines above the title
_BELOW = 15  # lines below the article


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
            if is_name(value) and not is_standard(value):
                continue  # "Mara Lind - 3 hours ago"
        elif match := _FILED.search(line.text):
            begin, value = match.start("name"), match["name"].strip()
            rule, confidence = "section.filed", 0.75
        else:
            value, begin = _after_date(line.text)
            rule, confidence = "section.beside", 0.7
            if not value and index < title:
                value = _last_crumb(line.text)
                begin = line.text.rfind(value)
                rule, confidence = "section.breadcrumb", 0.8
        if plausible(value):
            span = line.span(begin, begin + len(value))
            found.append((index, Claim("section", shown(value), *span, rule, confidence)))
    for index in range(max(title + 4, page.last), min(page.last + _BELOW, len(page.lines))):
        line = page.lines[index]
        if (
            len(line.text) <= 80
            and (match := _FILED.search(line.text))
            and plausible(match["name"])
        ):
            claim = Claim(
                "section", match["name"], *line.span(*match.span("name")), "section.filed", 0.5
            )
            found.append((index, claim))
    return found + _kicker(page, title)


def section_of_url(url: str, start: int) -> Claim | None:
    """The folder of an address that is named as a section is: https://…/world/…"""
    path = re.match(r"https?://[^/]+(/[^?#]*)", url)
    if path is None:
        return None
    position = path.start(1)
    for part in path[1].split("/")[1:4]:
        position += 1
        if part.lower() in STANDARD - {"news"}:
            span = start + position, start + position + len(part)
            name = part.upper() if part in ("uk", "us") else part.capitalize()
            return Claim("section", name, *span, "section.url", 0.45)
        position += len(part)
    return None


def _after_date(text: str) -> tuple[str, int]:
    """ "3 March 2026 | World" """
    dates = list(DATE.finditer(text)) if len(text) < 60 else []
    if not dates:
        return "", 0
    match = _AFTER_DATE.match(text, dates[-1].end())
    if match is None or not is_standard(match["name"]):
        return "", 0
    return match["name"], match.start("name")


def is_section_line(text: str) -> bool:
    """Whether a line is a section and a time or a date: "36 mins ago - World"."""
    return len(text) <= 80 and _BESIDE.match(text) is not None


def _last_crumb(text: str) -> str:
    """ "Home › News › Harbour" """
    parts = _CRUMBS.split(text)
    if len(parts) < 2 or len(text.split()) > 12 or not all(p[:1].isupper() for p in parts if p):
        return ""
    named = [part for part in parts if plausible(part)]
    home = parts[0].lower().endswith("home")
    known = [part for part in named if is_standard(part) and part.lower() != "news"]
    if not home and not any(is_standard(part) for part in named):
        return ""
    return (known or named or [""])[-1]


def _kicker(page: Page, title: int) -> list[tuple[int, Claim]]:
    """The nearest short line above the title, if it is not a menu entry in a list."""
    elsewhere = {line.text.casefold() for line in page.lines[: max(0, title - 1)]}
    found: list[tuple[int, Claim]] = []
    for distance, index in enumerate(range(title - 1, max(-1, title - 1 - _ABOVE), -1), 1):
        line, look = page.lines[index], page.shapes[index]
        text = line.text
        if look.reason == "timestamp" or (has_date(text) and len(text) < 80):
            continue
        if look.sentence or look.words > 4 or len(text) > 32:
            break
        if look.reason not in ("", "repeated line") or look.ending:
            continue
        numbered = line.marker[:-1].isdigit()
        listed = line.marker and not numbered and index > 0 and page.lines[index - 1].marker
        if not plausible(text) or BYLINE.match(text) or listed:
            break  # the last entry of a menu
        standard = is_standard(text)
        if found and not standard:
            break
        confidence = 0.75 if not line.marker or numbered else 0.5
        if text.casefold() in elsewhere:
            confidence += 0.05  # it is in the menu too
        if not standard:
            confidence -= 0.15
        confidence -= 0.03 * (distance - 1)
        span = line.span(0, len(text))
        found.append((index, Claim("section", shown(text), *span, "section.kicker", confidence)))
        if standard:
            break  # above it is the menu
    return found


def plausible(text: str) -> bool:
    words = text.split()
    return (
        0 < len(words) <= 4
        and text[0].isupper()
        and text.casefold() not in _NOT_SECTIONS - {"news"}
        and not any(word.casefold() in _NOT_IN_SECTIONS for word in words)
        and all(c.isalpha() or c in " &'’-/," for c in text)
    )


def shown(text: str) -> str:
    """ "WORLD NEWS" as "World News"; short words stay ("UK", "AI")."""
    if text.isupper() and len(text) > 4:
        return " ".join(w if len(w) <= 2 else w.capitalize() for w in text.split())
    return text
