"""Where a page may name its section: near the title, in breadcrumbs, under the article, in the
headings of other lists. No cue is sure; `section` adds up those that agree."""

import re
from collections import Counter
from collections.abc import Iterator

from digestgen.extract.byline import is_byline, is_name
from digestgen.extract.crumbs import beside_title, last_crumb, listed_crumbs
from digestgen.extract.dateline import has_date
from digestgen.extract.kicker import (
    AGO,
    READING,
    Sign,
    again,
    anchors,
    heads,
    kickers,
)
from digestgen.extract.region import Page
from digestgen.extract.sectionnames import TELLING, is_known, section_folder

_BESIDE = re.compile(
    rf"(?:(?:updated )?{AGO}|just now) {{0,3}}[-–—|/·•] {{0,3}}(?P<after>[^\W\d_][\w&' -]{{1,28}})$"
    rf"|(?P<before>[^\W\d_][\w&' -]{{1,28}}?) {{0,3}}[-–—|/·•] {{0,3}}(?:{AGO}|{READING}|\w+ \d{{1,2}},? \d{{4}}"
    rf"|\d{{1,2}} \w+ \d{{4}})\b.{{0,20}}$",
    re.IGNORECASE,
)
_AGO_IN = re.compile(rf"\b{AGO}\b|\b{READING}\b", re.IGNORECASE)
_IN_LINE = re.compile(
    rf"(?:^|[|•·/–—-] ?|\b(?:in|under) |, )(?P<name>[^\W\d_][\w&' ]{{1,28}}?)"
    rf"(?=$| ?[|•·/–—,-]| (?:{AGO}|{READING}|\d{{1,2}} [a-z]{{3,9}} \d{{4}}|[a-z]{{3,9}} \d{{1,2}}, \d{{4}}))",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"https?://[^\s/]+(/[^\s?#]*)\S*$")
_GLUED_DATE = re.compile(
    r"([A-Z][a-z]+)(?=(?:Published|Updated|Posted|[A-Z][a-z]{2,8}\.? \d{1,2}[ ,]|\d))"
)
_FILED = re.compile(
    r"(?:^|[|•·] ?)(?:(?:filed|posted|published|listed) (?:under|in)|(?:section|category|topic)s?(?= ?:| (?-i:[A-Z])))"
    r" ?:? ?(?P<name>(?-i:[^\W\d_a-z])[^|•·,:/]{1,30}?)(?=$|[|•·,/]| and tagged| on \d)",
    re.IGNORECASE,
)
_MORE = re.compile(
    r"(?:(?:click here for )?(?:also|more|latest|(?:up )?next|most (?:read|viewed|popular|shared)|top stories|trending"
    r"|read more|recommended|other (?:stories|news)|popular|back to|see all|view all|explore|all|further reading"
    r"|stories|keep reading|mehr|plus|más)(?: (?:stories|news|articles|coverage|posts))?"
    r" (?:in|from|on|about|aus|dans|en|de) (?:the )?|in )(?P<name>[^\W\d_][^.,:!?|]{1,28})$"
    r"|(?:click here for )?(?:more|latest|(?:(?:see|view|browse) )?all|top) (?P<topic>[^\W\d_][^,:!?|]{1,28}?)(?: (?:news|stories|coverage|articles))?$"
    r"|(?:(?:sign up|subscribe) (?:for|to) )?(?:our|the) (?P<mail>[^\W\d_][^,:!?|]{1,28}?) (?:newsletter|briefing|email)$",
    re.IGNORECASE,
)
_BACK = re.compile(
    r"\W{0,3}(?:Back|BACK|Return) (?:to|TO) (?:the )?(?P<name>[^\W\d_][\w&' -]{1,28})$"
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
_TAGGED = 6  # lines below a heading of tags


def section_signs(page: Page, title: int, named: Counter[str]) -> Iterator[Sign]:
    """`named` counts the short lines and the entries of rows outside the article, in lower case."""
    for anchor in anchors(page, title):
        yield from kickers(page, anchor, named)
    yield from heads(page, title, named)
    yield from _around(page, title, named)
    yield from beside_title(page, title, named)
    yield from listed_crumbs(page, title, named)
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
        if index != title and (address := _ADDRESS.match(text)):
            if folder := section_folder(address[1]):
                name, at = folder
                yield Sign(name, index, address.start(1) + at, "address")
            continue
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
        elif index < title and (value := last_crumb(text, index == title - 1)):
            yield Sign(value, index, text.rfind(value), "breadcrumb", near)
        elif index < title and (back := _BACK.match(text)):
            yield Sign(back["name"], index, back.start("name"), "more")
        elif index > title and is_known(text):
            yield Sign(text, index, 0, "below", 1.0 if again(page, index, named) else 0.5)


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


def _elsewhere(page: Page, title: int, named: Counter[str]) -> Iterator[Sign]:
    """Headings of other lists, and what the author reports on: "More in World", "Courts reporter"."""
    for index in range(title + 1, min(title + _NEAR, len(page.lines))):
        text = page.lines[index].text
        if len(text) > 100 or page.shapes[index].sentence:
            continue
        for match in _DESK.finditer(text):
            if name := _desk(match["name"], named):
                yield Sign(name, index, match.start("name"), "desk")
                break
    for index in range(title + 1, len(page.lines)):
        text = page.lines[index].text
        bio = index > page.last - 3 and len(text) < 400 and not _BEATS.isdisjoint(text.split())
        if bio and (beat := _BEAT.search(text)):
            group = beat.lastgroup or "beats"
            for match in re.finditer(r"\w+", beat[group]):
                if name := _desk(match[0], named):
                    yield Sign(name, index, beat.start(group) + match.start(), "desk")
                    break
        if len(text) > 50 or page.shapes[index].sentence:
            continue
        if index > page.last and _heads_list(page, index) and named[text.casefold()] > 1:
            yield Sign(text, index, 0, "list")
        if more := _MORE.match(text):
            group = more.lastgroup or "name"
            value = more[group].strip()
            known = is_known(value) or value.casefold() in named
            if known or (group == "name" and not is_name(value)):
                yield Sign(value, index, more.start(group), "more", 1.0 if known else 0.5)


def _desk(word: str, named: Counter[str]) -> str:
    """The section for which somebody reports on this, with a capital letter; "" where there is none."""
    known = word.casefold() in named or word.lower() in TELLING
    return word[:1].upper() + word[1:] if known else ""


def _heads_list(page: Page, index: int) -> bool:
    """Whether a line is a section's name with a headline below it."""
    below = index + 1 < len(page.lines) and page.shapes[index + 1].words > 4
    return below and is_known(page.lines[index].text) and not page.lines[index + 1].marker


def _beside_date(text: str, named: Counter[str]) -> tuple[str, int]:
    """ "3 March 2026 | World", "By Mara Lind in World", "WORLD MARCH 3, 2026 / 9:30 AM", "WorldMarch 3, …" """
    glued = _GLUED_DATE.match(text)
    if glued and is_known(glued[1]):
        return glued[1], 0
    if not has_date(text) and not _AGO_IN.search(text) and not is_byline(text):
        return "", 0
    listed = "", 0
    for match in _IN_LINE.finditer(text):
        name, begin = match["name"].strip(), match.start("name")
        if len(name) == len(text):
            continue
        zone = name in ("UK", "US") and text[:begin].rstrip(" ,")[-3:].strip(":apm").isdigit()
        if is_known(name) and name.casefold() != "news" and not zone:
            return name, begin
        opens = begin == 0 or text[:begin].lower().endswith((" in ", " under "))
        if opens and named[name.casefold()] and not is_name(name):
            listed = name, begin
    return listed


def is_section_line(text: str) -> bool:
    """Whether a line is a section and a time or a date: "36 mins ago - World"."""
    return len(text) <= 80 and _BESIDE.match(text) is not None
