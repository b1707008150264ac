"""The section: a kicker above the title, a breadcrumb, "36 mins ago - World", "Filed under: World",
or the folder of the page's address."""

import re
from collections.abc import Iterator

from digestgen.extract.byline import BYLINE, given, is_name
from digestgen.extract.claims import Claim
from digestgen.extract.dateline import DATE, has_date
from digestgen.extract.outletnames import is_outlet_name, is_weak
from digestgen.extract.region import Page
from digestgen.extract.sectionnames import STANDARD, is_standard
from digestgen.extract.words import word_set

_AGO = r"(?:\d+|an?) ?(?:s|secs?|m|mins?|minutes?|h|hrs?|hours?|d|days?|w|weeks?)\.? ago"
_BESIDE = re.compile(
    rf"(?:(?:updated )?{_AGO}|just now) {{0,3}}[-–—|/·•] {{0,3}}(?P<after>[^\W\d_][\w&' -]{{1,28}})$"
    rf"|(?P<before>[^\W\d_][\w&' -]{{1,28}}?) {{0,3}}[-–—|/·•] {{0,3}}(?:{_AGO}|\w+ \d{{1,2}},? \d{{4}}"
    rf"|\d{{1,2}} \w+ \d{{4}})\b.{{0,20}}$",
    re.IGNORECASE,
)
_AFTER_DATE = re.compile(r"[^\w]{1,5}(?P<name>[^\W\d_][\w&' -]{1,28})$")
_FILED = re.compile(
    r"(?:^|[|•·] ?)(?:(?:filed|posted|published|listed) (?:under|in)|(?:section|category|topic)s?) ?:? "
    r"(?P<name>(?-i:[^\W\d_a-z])[^|•·,:/]{1,30}?)(?=$|[|•·,/]| and tagged)",
    re.IGNORECASE,
)
_CRUMBS = re.compile(r" ?(?:[>›»→/|▸]| {2,}) ?")
_MORE = re.compile(
    r"(?:also|more|latest|next|most (?:read|viewed|popular|shared)|top stories|trending|read more|recommended"
    r"|other (?:stories|news)|popular|back to|see all|explore|all|further reading|stories|keep reading"
    r"|mehr|plus|más)(?: (?:stories|news|articles|coverage|posts))? (?:in|from|on|about|aus|dans|en|de) "
    r"(?:the )?(?P<name>[^\W\d_][^.,:!?|]{1,28})$"
    r"|(?:more|latest|all) (?P<topic>[^\W\d_][^.,:!?|]{1,28}?) (?:news|stories|coverage|articles)$",
    re.IGNORECASE,
)
_POSTED = re.compile(
    r"(?:was|is) (?:posted|filed|published) (?:in|under) (?P<names>[^.]{3,80}?)(?: and tagged|\.|$)"
)
_DESK = re.compile(
    r"(?:^|, |[a-z](?=[A-Z])| )(?:[Cc]hief |[Ss]enior |[Dd]eputy )?(?P<name>[^\W\d_]\w{2,20}(?: [Aa]ffairs| & \w+)?) "
    r"(?i:correspondent|reporter|editor|critic|writer|columnist)\b"
)
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
HOME = ("home", "startseite", "accueil", "inicio", "hjem", "homepage")
_ABOVE = 5  # lines above the title
_BELOW = 25  # lines below the article
_NEAR = 8  # lines below the title in which its author may be introduced
_TRAIL = 12  # lines above the title in which it may stand with its section
_CRUMB_LIST = 6  # entries of a breadcrumb


def section_claims(page: Page, title: int) -> list[tuple[int, Claim]]:
    """Claims with the index of the line each is on; offsets are in the clean paste."""
    found: list[tuple[int, Claim]] = []
    menu = {line.text.casefold() for line in page.lines[:title]}

    def claim(index: int, value: str, begin: int, rule: str, confidence: float) -> None:
        if plausible(value):
            span = page.lines[index].span(begin, begin + len(value))
            made = Claim("section", shown(value), *span, "section." + rule, round(confidence, 3))
            found.append((index, made))

    for index in range(max(0, title - 8), min(title + 4, len(page.lines))):
        text = page.lines[index].text
        if index == title or len(text) > 80:
            continue
        if match := _BESIDE.match(text):
            group = "after" if match["after"] else "before"
            value = match[group].strip()
            if is_name(value) and not is_standard(value):
                continue  # "Mara Lind - 3 hours ago"
            claim(
                index, value, match.start(group), "beside", 0.9 if abs(index - title) <= 2 else 0.6
            )
        elif match := _FILED.search(text):
            claim(index, match["name"].strip(), match.start("name"), "filed", 0.75)
        else:
            value, begin = _after_date(text)
            if value:
                claim(index, value, begin, "beside", 0.85 if abs(index - title) <= 2 else 0.7)
            elif index < title and (value := _last_crumb(text)):
                near = (0.83 if title - index <= 5 else 0.63) - 0.01 * (title - index)
                claim(index, value, text.rfind(value), "breadcrumb", near)
            elif index > title and text.casefold() in menu and is_standard(text):
                claim(index, text, 0, "kicker", 0.6)
    low = max(title + 1, page.last)
    for index in range(low, min(page.last + _BELOW, len(page.lines))):
        text = page.lines[index].text
        if len(text) <= 80 and (match := _FILED.search(text)):
            claim(index, match["name"].strip(), match.start("name"), "filed", 0.5)
        elif len(text) <= 200 and (match := _POSTED.search(text)):
            names = [name.strip() for name in match["names"].split(",")]
            value = next((name for name in names if name != "News"), names[0])
            claim(index, value, text.find(value, match.start("names")), "filed", 0.6)
    for index, value, begin, confidence in (*_beside_title(page, title), *_trail(page, title)):
        claim(index, value, begin, "breadcrumb", confidence)
    for index, value, begin in _elsewhere(page, title, menu):
        sure = 0.55 if value.casefold() in menu else 0.4
        claim(index, value, begin, "more", sure if is_standard(value) else sure - 0.1)
    return found + _kicker(page, title)


def _beside_title(page: Page, title: int) -> Iterator[tuple[int, str, int, float]]:
    """The title said again with its section: "Obituaries | Who played the organ …"."""
    heading = page.lines[title].text
    if len(heading) < 12:
        return
    kicker = heading.split(" | ", 1)[0]
    if len(kicker) < len(heading) and is_standard(kicker):
        yield title, kicker, 0, 0.7
    for index in range(max(0, title - _TRAIL), min(title + 3, len(page.lines))):
        text = page.lines[index].text
        if index == title or not len(heading) < len(text) <= len(heading) + 60:
            continue
        at = text.find(heading[:40])
        if at > 0:
            parts = _CRUMBS.split(text[:at])
            named = [
                part for part in parts if plausible(part) and part.lower() not in ("home", "news")
            ]
            if named and text[:at].rstrip()[-1] in "|>›»→/▸:–—-":
                yield index, named[-1], text.find(named[-1]), 0.8
        elif at == 0:
            after = [
                part.strip() for part in re.split(r" [|–—-] ", text[len(heading) :]) if part.strip()
            ]
            if len(after) > 1 and is_standard(after[0]):
                yield index, after[0], text.find(after[0], len(heading)), 0.8


def _trail(page: Page, title: int) -> Iterator[tuple[int, str, int, float]]:
    """A breadcrumb set as a list: its entries end with the title, or begin with "Home"."""
    index = title - 1
    heading = page.lines[title].text
    ends = (
        index > 0
        and heading.startswith(page.lines[index].text[:40])
        and page.shapes[index].words > 3
    )
    if ends:
        index -= 1
    first = index
    while (
        first > 0
        and index - first < _CRUMB_LIST
        and page.lines[first].marker
        and not (page.lines[first].text.casefold() in HOME)
    ):
        first -= 1
    starts = page.lines[first].text.casefold() in HOME and first < index if index >= 0 else False
    listed = index >= 0 and page.lines[index].marker != ""
    if (ends or starts) and listed:
        yield index, page.lines[index].text, 0, 0.8


def _elsewhere(page: Page, title: int, menu: set[str]) -> Iterator[tuple[int, str, int]]:
    """Headings of other lists, and what the author reports on: "More in World", "Courts reporter"."""
    for index in range(title + 1, min(title + _NEAR, len(page.lines))):
        text = page.lines[index].text
        if len(text) > 100 or page.shapes[index].sentence:
            continue
        for match in _DESK.finditer(text):
            if match["name"].casefold() in menu or match["name"].lower() in STANDARD - {"news"}:
                value = match["name"][:1].upper() + match["name"][1:]
                yield index, value if value in text else match["name"], match.start("name")
                break
    for index in range(title + 1, len(page.lines)):
        text = page.lines[index].text
        if len(text) > 50 or page.shapes[index].sentence:
            continue
        if more := _MORE.match(text):
            group = "name" if more["name"] else "topic"
            value = more[group].strip()
            if not is_name(value) or is_standard(value) or value.casefold() in menu:
                yield index, value, more.start(group)


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
    parts = [part for part in _CRUMBS.split(text) if part]
    if len(parts) < 2 or len(text.split()) > 12 or not all(p[:1].isupper() for p in parts):
        return ""
    home = parts[0].lower().endswith(HOME)
    if not home and ("|" in text or "  " in text) and len(parts) > (2 if "  " in text else 3):
        return ""  # a menu
    named = [part for part in parts[home:] if plausible(part)]
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
        if (
            text.casefold() in _NOT_SECTIONS - {"news"}
            and not line.marker
            and not listed
            and distance < 3
        ):
            continue  # "PREMIUM"
        if not plausible(text) or "  " in text or BYLINE.match(text) or listed:
            break  # the last entry of a menu
        if is_name(text) and given(text) and not is_standard(text):
            continue  # an author
        if _is_title_of_paper(text) or text.casefold() in HOME:
            break
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
        and not _is_title_of_paper(text)
        and all(c.isalpha() or c in " &'’-/," for c in text)
    )


def _is_title_of_paper(text: str) -> bool:
    """ "Port Courier", but not "Harbour News"."""
    return is_outlet_name(text) and not is_weak(text)


def shown(text: str) -> str:
    """ "WORLD NEWS" as "World News"; short words stay ("UK", "AI")."""
    if text.isupper() and len(text) > 4:
        return " ".join(w if len(w) <= 2 else w.capitalize() for w in text.split())
    return text
