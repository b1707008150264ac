"""Breadcrumbs near the title: in one line ("Home › World"), as lines one under another, or with the
title said again at their end."""

import re
from collections import Counter
from collections.abc import Iterator

from digestgen.extract.byline import given, is_byline, is_name
from digestgen.extract.dateline import has_date
from digestgen.extract.kicker import HOME, Sign, is_interface, is_stamp, opens_block, plausible
from digestgen.extract.region import Page
from digestgen.extract.sectionnames import STANDARD, is_known
from digestgen.extract.words import word_set

_CRUMBS = re.compile(r" {0,3}(?:[>›»→/|▸·•\\]|::| {2}|(?<= )[–—-](?= )) {0,3}")
_AFTER = re.compile(r" [|–—-] ")  # between a title, its section and the outlet
_ARROWS = frozenset(">›»→▸")
_BARS = re.compile(r" ?[|»›>→] ?")
_PLAIN = STANDARD | word_set("home")  # written small as well
_BESIDES = 120  # characters beside a title said again: a section, an address
_TRAIL = 12  # lines above the title in which it may stand with its section
_DEPTH = 4  # entries of a breadcrumb below "Home"; a menu has more
_FAR = 30  # lines from a breadcrumb to its title
_SAME = 40  # characters by which a title is found again


def last_crumb(text: str, near: bool = False) -> str:
    """ "Home › News › Harbour"; the names may be any in a line `near` the title."""
    parts = [part for part in _CRUMBS.split(text) if part]
    if (
        len(parts) < 2
        or len(text.split()) > 12
        or not all(p[0].isupper() or p in _PLAIN for p in parts)
    ):
        return ""
    home = parts[0].lower().endswith(HOME)
    arrows = not _ARROWS.isdisjoint(text)
    if not home and not arrows and len(parts) > (2 if "  " in text else 3):
        return ""  # a menu
    found = [part for part in parts[home:] if plausible(part)]
    if not home and not any(is_known(part) for part in found) and not (near and len(found) == 2):
        return ""
    return _narrowest(found)


def _narrowest(names: list[str]) -> str:
    """The last name that sections have, or the last; "News" says the least."""
    known = [name for name in names if is_known(name) and name.lower() != "news"]
    return (known or names or [""])[-1]


def beside_title(page: Page, title: int, named: Counter[str]) -> Iterator[Sign]:
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
        if index == title:
            continue
        if index > title and 20 < len(text) < len(heading) and heading.endswith(text):
            name = _after_home(heading[: -len(text)], named)  # it was taken for the title
            if name:
                yield Sign(name, title, heading.find(name), "title")
        if not len(heading) < len(text) <= len(heading) + _BESIDES:
            continue
        at = text.find(heading[:_SAME])
        if at > 0:
            parts = _CRUMBS.split(text[:at])
            found = [p for p in parts if plausible(p) and p.lower() not in (*HOME, "news")]
            if found and text[at - 1] in " |>›»→/▸:–—-" and text[:at].rstrip()[-1] in "|>›»→/▸:–—-":
                yield Sign(found[-1], index, text.find(found[-1]), "title")
            elif name := _after_home(text[:at], named):
                yield Sign(name, index, text.find(name), "title")
        elif at == 0:
            after = [part for part in map(str.strip, _AFTER.split(text[len(heading) :])) if part]
            if len(after) > 1 and is_known(after[0]):
                yield Sign(after[0], index, text.find(after[0], len(heading)), "title")


def _after_home(text: str, named: Counter[str]) -> str:
    """ "Home Cities South Coast", where entries of the page's menu come first: "South Coast"."""
    words = text.split()
    if len(words) < 2 or len(words) > 6 or words[0].lower() not in HOME:
        return ""
    names, rest = [], words[1:]
    while rest:
        size = next((n for n in (3, 2, 1) if named[" ".join(rest[:n]).casefold()]), len(rest))
        names.append(" ".join(rest[:size]))
        rest = rest[size:]
    return next((name for name in reversed(names) if plausible(name)), "")


def listed_crumbs(page: Page, title: int, named: Counter[str]) -> Iterator[Sign]:
    """Lines "Home", "World" … one under another, not more than a breadcrumb has; or lines of a list
    above the title that end with it."""
    for index in range(max(0, title - _FAR), title):
        if page.lines[index].text.casefold() in HOME:
            names = _entries(page, index + 1, title, named)
            if names and any(named[name.casefold()] > 1 or is_known(name) for _, name in names):
                chosen = _narrowest([name for _, name in names])
                line = next(line for line, name in names if name == chosen)
                yield Sign(chosen, line, 0, "crumbs", 1.0 if title - index <= _TRAIL else 0.7)
    yield from _ends_at(page, title, named)


def _ends_at(page: Page, title: int, named: Counter[str]) -> Iterator[Sign]:
    """The end of a list above the title: the title ends it, or entries of the page's menu begin it."""
    heading = page.lines[title].text
    above = title - 1
    said = above > 0 and heading.startswith(page.lines[above].text[:_SAME])
    if said and page.shapes[above].words > 3 and page.lines[above - 1].marker:
        yield Sign(page.lines[above - 1].text, above - 1, 0, "breadcrumb")
    while above > 0 and is_interface(page.lines[above].text):
        above -= 1
    first = above + 1
    while first > max(0, above - _DEPTH) and _is_entry(page, first - 1, named):
        first -= 1
        if opens_block(page, first):
            break
    bounded = opens_block(page, first) or (first > 0 and not _is_short(page, first - 1))
    if bounded and above > first and _recurs(page, first, named):
        names = [page.lines[i].text for i in range(first, above + 1)]
        listed = all(_recurs(page, i, named) for i in range(first, above))
        chosen = names[-1] if listed else _narrowest(names)
        yield Sign(chosen, first + names.index(chosen), 0, "crumbs", 0.8)


def _is_short(page: Page, index: int) -> bool:
    return len(page.lines[index].text) <= 36 and page.shapes[index].words <= 4


def _recurs(page: Page, index: int, named: Counter[str]) -> bool:
    """Whether the line stands elsewhere too, as entries of menus do."""
    return named[page.lines[index].text.casefold()] > 1


def _is_entry(page: Page, index: int, named: Counter[str]) -> bool:
    """Whether a line may be an entry of a breadcrumb: a short line, no author, date or button."""
    text = page.lines[index].text
    if not _is_short(page, index) or is_interface(text) or has_date(text) or is_byline(text):
        return False
    if _recurs(page, index, named):
        return True
    return plausible(text) and (is_known(text) or not (is_name(text) and given(text)))


def _entries(page: Page, start: int, title: int, named: Counter[str]) -> list[tuple[int, str]]:
    """The lines below "Home" with their indexes; none where a menu begins there."""
    found: list[tuple[int, str]] = []
    for index in range(start, title):
        text = page.lines[index].text
        if found and opens_block(page, index):
            break
        if not _is_entry(page, index, named):
            author = is_byline(text) or is_name(text)
            stamp = is_stamp(text) or has_date(text)
            return found if author or stamp or not _is_short(page, index) else []
        found.append((index, text))
        if len(found) > _DEPTH:
            return []
    return found
