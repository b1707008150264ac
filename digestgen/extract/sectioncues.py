"""Where a page may name its section: near the title, in breadcrumbs, under the article, in the
headings of other lists. No cue is sure; `section` adds up those that agree."""

import re
from collections import Counter
from collections.abc import Iterator

from digestgen.extract.byline import BYLINE, is_name
from digestgen.extract.dateline import has_date
from digestgen.extract.kicker import (
    AGO,
    HOME,
    Sign,
    again,
    anchors,
    heads,
    kickers,
    plausible,
)
from digestgen.extract.region import Page
from digestgen.extract.sectionnames import STANDARD, is_known

_BESIDE = re.compile(
    rf"(?:(?:updated )?{AGO}|just now) {{0,3}}[-–—|/·•] {{0,3}}(?P<after>[^\W\d_][\w&' -]{{1,28}})$"
    rf"|(?P<before>[^\W\d_][\w&' -]{{1,28}}?) {{0,3}}[-–—|/·•] {{0,3}}(?:{AGO}|\w+ \d{{1,2}},? \d{{4}}"
    rf"|\d{{1,2}} \w+ \d{{4}})\b.{{0,20}}$",
    re.IGNORECASE,
)
_AGO_IN = re.compile(rf"\b{AGO}\b", re.IGNORECASE)
_IN_LINE = re.compile(
    rf"(?:^|[|•·/–—-] ?|\b(?:in|under) |, )(?P<name>[^\W\d_][\w&' ]{{1,28}}?)"
    rf"(?=$| ?[|•·/–—,-]| (?:{AGO}|\d{{1,2}} [a-z]{{3,9}} \d{{4}}|[a-z]{{3,9}} \d{{1,2}}, \d{{4}}))",
    re.IGNORECASE,
)
_FILED = re.compile(
    r"(?:^|[|•·] ?)(?:(?:filed|posted|published|listed) (?:under|in)|(?:section|category|topic)s?(?= ?:| (?-i:[A-Z])))"
    r" ?:? ?(?P<name>(?-i:[^\W\d_a-z])[^|•·,:/]{1,30}?)(?=$|[|•·,/]| and tagged)",
    re.IGNORECASE,
)
_CRUMBS = re.compile(r" ?(?:[>›»→/|▸]| {2,}) ?")
_ARROWS = frozenset(">›»→▸")
_BARS = re.compile(r" ?[|»›>→] ?")
_MORE = re.compile(
    r"(?:(?:click here for )?(?:also|more|latest|next|most (?:read|viewed|popular|shared)|top stories|trending"
    r"|read more|recommended|other (?:stories|news)|popular|back to|see all|view all|explore|all|further reading"
    r"|stories|keep reading|mehr|plus|más)(?: (?:stories|news|articles|coverage|posts))?"
    r" (?:in|from|on|about|aus|dans|en|de) (?:the )?|in )(?P<name>[^\W\d_][^.,:!?|]{1,28})$"
    r"|(?:click here for )?(?:more|latest|all|top) (?P<topic>[^\W\d_][^,:!?|]{1,28}?)(?: (?:news|stories|coverage|articles))?$"
    r"|(?:(?:sign up|subscribe) (?:for|to) )?(?:our|the) (?P<mail>[^\W\d_][^,:!?|]{1,28}?) (?:newsletter|briefing|email)$",
    re.IGNORECASE,
)
_POSTED = re.compile(
    r"(?:was|is) (?:posted|filed|published) (?:in|under) (?P<names>[^.]{3,80}?)(?: and tagged|\.|$)"
)
_DESK = re.compile(
    r"(?:^|, |[a-z](?=[A-Z])| )(?:[Cc]hief |[Ss]enior |[Dd]eputy )?(?P<name>[^\W\d_]\w{2,20}(?: [Aa]ffairs| & \w+)?) "
    r"(?i:correspondent|reporter|editor|critic|writer|columnist)\b"
)
_BEAT = re.compile(
    r"\b(?:covers|covering|writes about|reports on|reporting on) (?P<beats>.{3,60})"
    r"|\bis (?:an?|the|our) (?P<desk>(?:[\w&]+ ){1,3}?)(?:correspondent|reporter|editor|critic|writer|columnist)\b"
)
_LABEL = re.compile(
    r"(?:(?:filed|posted|published|listed) (?:under|in)|section|category|categories) ?:?",
    re.IGNORECASE,
)
_BEATS = frozenset(("covers", "covering", "writes", "reports", "reporting", "is"))
_TAGS = re.compile(
    r"(?:(?:related|explore|more on|read more on|article)? ?(?:more on )?(?:these |this )?)?"
    r"(?:topics?|tags?|tagged|categories|themen|schlagworte|etiquetas|mots-clés)(?: ?:|$)",
    re.IGNORECASE,
)
_AROUND = 8  # above it for what stands beside dates
_BELOW = 25  # lines below the article
_NEAR = 8  # lines below the title in which its author may be introduced
_UNDER = 6  # lines below it in which a section may stand alone
_BESIDES = 120  # characters beside a title said again: a section, an address
_TRAIL = 12  # lines above the title in which it may stand with its section
_CRUMB_LIST = 6  # entries of a breadcrumb
_TAGGED = 6  # lines below a heading of tags


def section_signs(page: Page, title: int, named: Counter[str]) -> Iterator[Sign]:
    """`named` counts the short lines and the entries of rows outside the article, in lower case."""
    for anchor in anchors(page, title):
        yield from kickers(page, anchor, named)
    yield from heads(page, title, named)
    yield from _around(page, title, named)
    yield from _beside_title(page, title)
    yield from _trail(page, title)
    yield from _below(page, title)
    yield from _elsewhere(page, title, named)


def _around(page: Page, title: int, named: Counter[str]) -> Iterator[Sign]:
    """What stands beside a date, in a breadcrumb or alone near the title."""
    prose = 0
    for index in range(max(0, title - _AROUND), min(title + _UNDER, len(page.lines))):
        text = page.lines[index].text
        prose += index > title and page.prose(index)
        if prose > 1:
            return  # the article
        if index == title or len(text) > 80:
            continue
        near = 1.0 if index >= title - 2 else 0.5
        if match := _BESIDE.match(text):
            group = "after" if match["after"] else "before"
            value = match[group].strip()
            if not is_name(value) or is_known(value):  # "Mara Lind - 3 hours ago"
                yield Sign(value, index, match.start(group), "beside", near)
            continue
        if match := _FILED.search(text):
            yield Sign(match["name"].strip(), index, match.start("name"), "filed", near)
            continue
        if index and _LABEL.fullmatch(page.lines[index - 1].text):
            yield Sign(text, index, 0, "filed", near)
            continue
        value, begin = _beside_date(text, named)
        if value:
            yield Sign(value, index, begin, "beside", near)
        elif index < title and (value := _last_crumb(text)):
            yield Sign(value, index, text.rfind(value), "breadcrumb", near)
        elif index > title and is_known(text) and again(page, index, named):
            yield Sign(text, index, 0, "below")


def _below(page: Page, title: int) -> Iterator[Sign]:
    low = max(title + 1, page.last)
    end = min(page.last + _BELOW, len(page.lines))
    for index in range(low, end):
        text = page.lines[index].text
        if len(text) <= 200 and (match := _POSTED.search(text)):
            names = [name.strip() for name in match["names"].split(",")]
            value = next((name for name in names if name != "News"), names[0])
            yield Sign(value, index, text.find(value, match.start("names")), "posted", 0.9)
        elif len(text) <= 80 and (match := _FILED.search(text)):
            yield Sign(match["name"].strip(), index, match.start("name"), "posted", 0.9)
        if _LABEL.fullmatch(page.lines[index - 1].text):
            yield Sign(text, index, 0, "posted", 0.9)
        if len(text) <= 200 and (tags := _TAGS.match(text)):
            inline = text[tags.end() :].strip(" :")
            if inline:
                for tag in re.split(r" ?[,|•·] ?| {2,}", inline):
                    yield Sign(tag, index, text.find(tag, tags.end()), "tag")
                continue
            for other in range(index + 1, min(index + 1 + _TAGGED, len(page.lines))):
                tag_line = page.lines[other]
                if page.shapes[other].words > 4:
                    if "," not in tag_line.text:
                        break
                    for tag in tag_line.text.split(", "):
                        yield Sign(tag, other, tag_line.text.find(tag), "tag")
                    break
                yield Sign(tag_line.text, other, 0, "tag")


def _beside_title(page: Page, title: int) -> Iterator[Sign]:
    """The title said again with its section: "Obituaries | Who played the organ …"."""
    heading = page.lines[title].text
    if len(heading) < 12:
        return
    parts = _BARS.split(heading)  # the title may be a line that holds more
    longest = max(range(len(parts)), key=lambda i: len(parts[i]))
    if longest and is_known(parts[longest - 1]):
        yield Sign(parts[longest - 1], title, heading.find(parts[longest - 1]), "title")
    first = max(0, title - _TRAIL)
    for index in (*range(min(first, 3)), *range(first, min(title + 3, len(page.lines)))):
        text = page.lines[index].text
        if index == title or not len(heading) < len(text) <= len(heading) + _BESIDES:
            continue
        at = text.find(heading[:40])
        if at > 0:
            parts = _CRUMBS.split(text[:at])
            found = [p for p in parts if plausible(p) and p.lower() not in ("home", "news")]
            if found and text[at - 1] in " |>›»→/▸:–—-" and text[:at].rstrip()[-1] in "|>›»→/▸:–—-":
                yield Sign(found[-1], index, text.find(found[-1]), "title")
        elif at == 0:
            after = [
                part.strip() for part in re.split(r" [|–—-] ", text[len(heading) :]) if part.strip()
            ]
            if len(after) > 1 and is_known(after[0]):
                yield Sign(after[0], index, text.find(after[0], len(heading)), "title")


def _trail(page: Page, title: int) -> Iterator[Sign]:
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
        yield Sign(page.lines[index].text, index, 0, "breadcrumb")


def _elsewhere(page: Page, title: int, named: Counter[str]) -> Iterator[Sign]:
    """Headings of other lists, and what the author reports on: "More in World", "Courts reporter"."""
    for index in range(title + 1, min(title + _NEAR, len(page.lines))):
        text = page.lines[index].text
        if len(text) > 100 or page.shapes[index].sentence:
            continue
        for match in _DESK.finditer(text):
            if match["name"].casefold() in named or match["name"].lower() in STANDARD - {"news"}:
                value = match["name"][:1].upper() + match["name"][1:]
                shown = value if value in text else match["name"]
                yield Sign(shown, index, match.start("name"), "desk")
                break
    for index in range(title + 1, len(page.lines)):
        text = page.lines[index].text
        bio = index > page.last - 3 and len(text) < 400 and not _BEATS.isdisjoint(text.split())
        if bio and (beat := _BEAT.search(text)):
            group = beat.lastgroup or "beats"
            for match in re.finditer(r"\w+", beat[group]):
                if match[0].casefold() in named or match[0].lower() in STANDARD - {"news"}:
                    shown = match[0][:1].upper() + match[0][1:]
                    yield Sign(shown, index, beat.start(group) + match.start(), "desk")
                    break
        if len(text) > 50 or page.shapes[index].sentence:
            continue
        if more := _MORE.match(text):
            group = more.lastgroup or "name"
            value = more[group].strip()
            known = is_known(value) or value.casefold() in named
            if known or (group == "name" and not is_name(value)):
                yield Sign(value, index, more.start(group), "more", 1.0 if known else 0.5)


def _beside_date(text: str, named: Counter[str]) -> tuple[str, int]:
    """ "3 March 2026 | World", "By Mara Lind in World", "WORLD MARCH 3, 2026 / 9:30 AM" """
    if not has_date(text) and not _AGO_IN.search(text) and not BYLINE.match(text):
        return "", 0
    listed = "", 0
    for match in _IN_LINE.finditer(text):
        name, begin = match["name"].strip(), match.start("name")
        if len(name) == len(text):
            continue
        if is_known(name) and name.casefold() != "news":
            return name, begin
        opens = begin == 0 or text[:begin].lower().endswith((" in ", " under "))
        if opens and named[name.casefold()] and not is_name(name):
            listed = name, begin
    return listed


def is_section_line(text: str) -> bool:
    """Whether a line is a section and a time or a date: "36 mins ago - World"."""
    return len(text) <= 80 and _BESIDE.match(text) is not None


def _last_crumb(text: str) -> str:
    """ "Home › News › Harbour" """
    parts = [part for part in _CRUMBS.split(text) if part]
    if len(parts) < 2 or len(text.split()) > 12 or not all(p[:1].isupper() for p in parts):
        return ""
    home = parts[0].lower().endswith(HOME)
    arrows = not _ARROWS.isdisjoint(text)
    if not home and not arrows and len(parts) > (2 if "  " in text else 3):
        return ""  # a menu
    found = [part for part in parts[home:] if plausible(part)]
    known = [part for part in found if is_known(part) and part.lower() != "news"]
    if not home and not any(is_known(part) for part in found):
        return ""
    return (known or found or [""])[-1]
