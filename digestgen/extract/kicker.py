"""The lines over a title that may be a section's name, and what tells one from a menu's entry."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from digestgen.extract.byline import BYLINE, given, is_name
from digestgen.extract.dateline import has_date
from digestgen.extract.outletnames import PROMPTS, is_outlet_name, is_weak
from digestgen.extract.region import Page
from digestgen.extract.sectionnames import STANDARD, is_known
from digestgen.extract.words import word_set

AGO = r"(?:\d+|an?) ?(?:s|secs?|m|mins?|minutes?|h|hrs?|hours?|d|days?|w|weeks?)\.? ago"
_AGO_ONLY = re.compile(rf"(?:updated )?{AGO}$|just now$", re.IGNORECASE)
ENTRIES = re.compile(r" {0,3}[|•·/] {0,3}| [–—-] | {2,}")
_NOT_IN_SECTIONS = word_set(
    "newsletters newsletter gallery subscribe sign login log shop support menu password edition app"
    " search comment video videos podcasts read share back follow watch listen logo account email"
    " advertisement content editor story stories links copy all staff author journalist reporter paper image"
    " correspondent critic columnist writer"
)
_NOT_SECTIONS = word_set(
    "home menu search video live more news home subscribe latest trending close share comments "
    "print audio exclusive updated opinions"
    " advertisement breaking podcast premium gallery photos skip twitter facebook instagram"
)
_LISTS = PROMPTS | word_set(
    "breaking latest top other related recent popular trending just today's today’s this"
)
"""First words of headings that stand over lists of other articles."""
HOME = ("home", "startseite", "accueil", "inicio", "hjem", "homepage")
_ABOVE = 6  # lines above the title in which a kicker is looked for
_TRAIL = 12  # lines above the title in which it may stand with its section
_HEADS = 20  # lines above the article in which another line may be the title
_ROW = 3  # names in a row that are a menu
_RUN = 2  # short lines in a row that are a menu
_KNOWN_RUN = 3  # above a name that sections have
_MENUS = ("menu", "subscription prompt")  # reasons of a menu's lines


@dataclass(frozen=True, slots=True)
class Sign:
    """A name in a line that may be the section, why, and how much of the rule's weight it has."""

    name: str
    line: int
    begin: int
    rule: str
    share: float = 1.0


def entries(page: Page, title: int) -> Counter[str]:
    """How often each short line and each entry of a row stands outside the article."""
    named: Counter[str] = Counter()
    for index, line in enumerate(page.lines):
        if title < index and page.first <= index <= page.last:
            continue
        text = line.text
        if len(text) <= 32:
            named[text.casefold()] += 1
        if 8 < len(text) < 400 and not page.shapes[index].sentence:
            parts = ENTRIES.split(text)
            if len(parts) >= _ROW:
                named.update(part.casefold() for part in parts)
    return named


def anchors(page: Page, title: int) -> list[int]:
    """The title and the lines above the article that say it over again."""
    heading = page.lines[title].text
    start = max(0, title - _TRAIL)
    return [
        title,
        *(i for i in range(start, title) if len(heading) > 20 and page.lines[i].text == heading),
    ]


def kickers(page: Page, title: int, named: Counter[str]) -> Iterator[Sign]:
    """The nearest short lines above the title, if they are no menu entries in a list."""
    place, menu = 0, False
    for index in range(title - 1, max(-1, title - 1 - _ABOVE), -1):
        line, look = page.lines[index], page.shapes[index]
        text, begin = _bare(line.text)
        known = is_known(text)
        if look.reason == "timestamp" or _AGO_ONLY.match(line.text) or has_date(line.text):
            continue
        if BYLINE.match(text) or (is_name(text) and given(text) and not known):
            continue  # an author
        if look.sentence or look.words > 4 or len(text) > 32:
            return
        standard = text.casefold() in STANDARD
        if look.ending or (look.reason not in ("", "repeated line") and not standard):
            menu = menu or look.reason in _MENUS
            continue
        numbered = line.marker[:-1].isdigit()
        listed = line.marker and not numbered and index > 0 and page.lines[index - 1].marker
        label = text.casefold() in _NOT_SECTIONS - {"news"}
        if label and not line.marker and not listed and title - index < 3:
            continue  # "PREMIUM"
        if listed or not plausible(text):
            return  # the last entry of a menu
        twice = named[line.text.casefold()] > 1
        if place and not (known or twice):
            return
        menu = menu or _in_menu(page, index, _KNOWN_RUN if known else _RUN)
        rule = "upper" if place else "kicker"
        share = 0.7 if line.marker and not numbered else 1.0
        yield Sign(text, index, begin, "above" if menu and (place or not twice) else rule, share)
        place += 1
        if place > 2 or (menu and not twice):
            return


def _bare(text: str) -> tuple[str, int]:
    """A kicker without "In " and ornaments, and its offset: "[Harbour]", "#HARBOUR", "Harbour ›"."""
    bare = text.strip("#[]›»>:,•· ")
    bare = bare[3:] if bare[:3] == "In " else bare
    return bare, text.find(bare)


def again(page: Page, index: int, named: Counter[str]) -> bool:
    """Whether the line stands elsewhere too; those of the article aren't counted."""
    return named[page.lines[index].text.casefold()] > (not page.first <= index <= page.last)


def _in_menu(page: Page, index: int, run: int) -> bool:
    """Whether the line ends a run of short lines."""
    if index < run:
        return False
    for place in range(index, index - run, -1):
        look = page.shapes[place - 1]
        if (
            page.lines[place].gap
            or look.sentence
            or look.words > 4
            or look.reason not in ("", "repeated line")
        ):
            return False
    return True


def heads(page: Page, title: int, named: Counter[str]) -> Iterator[Sign]:
    """Names over a headline, wherever above the article: the title may be another line than the one
    that was taken for it."""
    low = min(title, page.first)
    for index in range(max(0, low - _HEADS), min(title + 4, len(page.lines) - 1)):
        line, look, follows = page.lines[index], page.shapes[index], page.shapes[index + 1]
        if not 0 < look.words <= 4 or line.marker or follows.words < 5:
            continue
        if follows.reason not in ("", "repeated line"):
            continue
        twice = again(page, index, named)
        if (is_known(line.text) and not _in_menu(page, index, _KNOWN_RUN)) or (
            twice and not is_name(line.text)
        ):
            distance = abs(index - low)
            yield Sign(line.text, index, 0, "heads", max(0.4, 1.0 - 0.03 * distance))


def plausible(text: str) -> bool:
    words = text.split()
    return (
        0 < len(words) <= 4
        and len(text) < 33
        and "  " not in text
        and text[0].isupper()
        and words[0].casefold() not in _LISTS
        and not BYLINE.match(text)
        and text.casefold() not in _NOT_SECTIONS - {"news"}
        and not any(word.casefold() in _NOT_IN_SECTIONS for word in words)
        and not (len(words) > 1 and words[-1].casefold() in HOME)
        and not (is_outlet_name(text) and not is_weak(text))  # "Port Courier", not "Harbour News"
        and all(c.isalpha() or c in " &'’-/," for c in re.sub(r"\b[A-Z]\.", "", text))
    )
