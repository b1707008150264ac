"""The lines over a title that may be a section's name, and what tells one from a menu's entry."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from digestgen.extract.byline import given, is_byline, is_name
from digestgen.extract.dateline import has_date
from digestgen.extract.outletnames import PROMPTS, is_outlet_name, is_weak
from digestgen.extract.region import Page
from digestgen.extract.sectionnames import STANDARD, is_known
from digestgen.extract.words import word_set

AGO = r"(?:\d+|an?) ?(?:s|secs?|m|mins?|minutes?|h|hrs?|hours?|d|days?|w|weeks?)\.? ago"
READING = r"\d+[ -]?min(?:ute)?s?\.?(?: to)? read"
_AGO = re.compile(rf"\b{AGO}$|^just now$|\b{READING}$", re.IGNORECASE)
_GLUED = re.compile(r"([A-Z][a-z]+)[A-Z][\w &’'-]+")
_UNSPOKEN = re.compile(r"\b[A-Z]\.| 20\d\d$")  # "U.S.", "Elections 2026"
_ENTRIES = re.compile(r" {0,3}[|•·/] {0,3}| [–—-] | {2,}")
_PARTED = ("|", "•", "·", "/", "  ", " – ", " — ", " - ")  # one is wherever entries are parted
_NOT_IN_SECTIONS = word_set(
    "newsletters newsletter gallery subscribe sign login log menu password edition app"
    " comment video videos podcasts logo account email"
    " advertisement content editor story stories links copy all staff author journalist reporter paper image"
    " correspondent critic columnist writer"
)
_NOT_SECTIONS = word_set(
    "home menu search video live more news subscribe latest trending close share comments "
    "print audio exclusive updated opinions"
    " advertisement breaking podcast premium gallery photos skip twitter facebook instagram"
)
_NO_NAMES = _NOT_SECTIONS - {"news"}
_LISTS = PROMPTS | word_set(
    "breaking latest top other related recent popular trending just today's today’s this"
)
"""First words of headings that stand over lists of other articles."""
_ACTIONS = PROMPTS | word_set("add remove print email save listen play click jump for log turn")
_BUTTONS = word_set(
    "listen watch play share save print follow email comment comments read back shop support search"
)
_LABELS = word_set(
    "top story alert featured exclusive updated breaking premium subscriber subscribers only"
    " editor's editor’s pick free developing live just in must sponsored paid"
)
"""Words of what is stamped on a story: "TOP STORY"."""
HOME = ("home", "startseite", "accueil", "inicio", "hjem", "homepage")
_LONGEST = 36  # characters of a section's name
_ABOVE = 6  # lines above the title in which a kicker is looked for
_AGAIN = 12  # lines above the title in which it may stand a first time
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
        if len(text) <= _LONGEST:
            named[text.casefold()] += 1
        row = 8 < len(text) < 400 and not page.shapes[index].sentence
        if row and any(map(text.__contains__, _PARTED)):
            parts = _ENTRIES.split(text)
            if len(parts) >= _ROW:
                named.update(part.casefold() for part in parts)
    return named


def anchors(page: Page, title: int) -> list[int]:
    """The title and the lines above the article that say it over again."""
    heading = page.lines[title].text
    start = max(0, title - _AGAIN)
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
        if _is_time(page, index) or look.reason == "caption":
            continue
        if is_byline(text) or (is_name(text) and given(text) and not known):
            continue  # an author
        if is_interface(line.text) and not known and look.words < 8:
            continue
        if look.sentence or look.words > 4 or len(text) > _LONGEST:
            return
        standard = text.casefold() in STANDARD
        if look.ending or (look.reason not in ("", "repeated line") and not standard):
            menu = menu or look.reason in _MENUS
            continue
        numbered = line.marker[:-1].isdigit()
        listed = line.marker and not numbered and index > 0 and page.lines[index - 1].marker
        label = text.casefold() in _NO_NAMES
        if label and not line.marker and not listed and title - index < 3:
            continue  # "PREMIUM"
        if listed or not plausible(text):
            return  # the last entry of a menu
        twice = named[line.text.casefold()] > 1 and not _all_twice(page, index, named)
        if place and not (known or twice):
            return
        menu = menu or _in_menu(page, index, _KNOWN_RUN if known else _RUN)
        rule = "upper" if place else "kicker"
        share = 0.7 if line.marker and not numbered else 1.0
        if not (known or twice) and is_name(text) and _beside_time(page, index, title):
            share = 0.5  # or an author
        if not menu or (twice and not place):
            yield Sign(text, index, begin, rule, share)
        place += 1
        if place > 2 or (menu and not twice):
            return


def _is_time(page: Page, index: int) -> bool:
    """ "3 March 2026", "This was published 3 weeks ago" """
    text = page.lines[index].text
    reason = page.shapes[index].reason
    return reason == "timestamp" or (len(text) < 50 and bool(_AGO.search(text))) or has_date(text)


def _beside_time(page: Page, index: int, title: int) -> bool:
    return (index > 0 and _is_time(page, index - 1)) or (
        index + 1 < title and _is_time(page, index + 1)
    )


def _unglued(text: str) -> str:
    """The first of two names that lost what stood between them: "NationalCouncils"."""
    parts = _GLUED.fullmatch(text)
    return parts[1] if parts and parts[1] != "News" and is_known(parts[1]) else text


def _bare(text: str) -> tuple[str, int]:
    """A kicker without "In " and ornaments, and its offset: "[Harbour]", "#HARBOUR", "Harbour ›"."""
    bare = text.strip("#*[]›»>:,•· ")
    bare = _unglued(bare[3:] if bare[:3] == "In " else bare)
    return bare, text.find(bare)


def is_interface(text: str) -> bool:
    """Whether a short line is a button, a counter or a stamp: "Add topic", "0", "TOP STORY"."""
    words = text.casefold().split()
    return words[0] in (_ACTIONS if len(words) > 1 else _BUTTONS) or is_stamp(text)


def is_stamp(text: str) -> bool:
    """ "0", "TOP STORY", "Editor's pick" """
    words = text.casefold().split()
    return all(word in _LABELS for word in words) or not any(c.isalpha() for c in text)


def again(page: Page, index: int, named: Counter[str]) -> bool:
    """Whether the line stands elsewhere too; those of the article aren't counted."""
    return named[page.lines[index].text.casefold()] > (not page.first <= index <= page.last)


def _in_menu(page: Page, index: int, run: int) -> bool:
    """Whether the line ends a run of short lines; one in capitals below others is no part of it."""
    shouted = page.lines[index].text.isupper() and not page.lines[index - 1].text.isupper()
    if index < run or (shouted and len(page.lines[index].text) > 4):
        return False
    for place in range(index, index - run, -1):
        look = page.shapes[place - 1]
        if (
            opens_block(page, place)
            or look.sentence
            or look.words > 4
            or look.reason not in ("", "repeated line")
            or is_interface(page.lines[place - 1].text)
        ):
            return False
    return True


def opens_block(page: Page, index: int) -> bool:
    """Whether a blank line sets a line off from a tight row of lines above it."""
    return page.lines[index].gap and not (index and page.lines[index - 1].gap)


def _all_twice(page: Page, index: int, named: Counter[str]) -> bool:
    """Whether the lines above stand elsewhere too: the foot of the page has the menu again."""
    above = [line.text.casefold() for line in page.lines[max(0, index - _KNOWN_RUN) : index]]
    return len(above) == _KNOWN_RUN and all(named[text] > 1 for text in above)


def heads(page: Page, title: int, named: Counter[str]) -> Iterator[Sign]:
    """Names over a headline, wherever above the article: the title may be another line than the one
    that was taken for it."""
    low = min(title, page.first)
    for index in range(max(0, low - _HEADS), min(title + 4, len(page.lines) - 1)):
        line, look, follows = page.lines[index], page.shapes[index], page.shapes[index + 1]
        if not 0 < look.words <= 4 or line.marker or follows.words < 5 or is_interface(line.text):
            continue
        if follows.reason not in ("", "repeated line"):
            continue
        twice = again(page, index, named) and not _all_twice(page, index, named)
        if (is_known(line.text) and not _in_menu(page, index, _KNOWN_RUN)) or (
            twice and not is_name(line.text)
        ):
            distance = abs(index - low)
            yield Sign(line.text, index, 0, "heads", max(0.4, 1.0 - 0.03 * distance))


def plausible(text: str) -> bool:
    """Whether a few words can name a section: no button, byline, publication or menu's heading."""
    words = text.split()
    return (
        0 < len(words) <= 4
        and not is_interface(text)
        and len(text) <= _LONGEST
        and "  " not in text
        and (text[0].isupper() or text in STANDARD)
        and " - " not in text
        and words[0].casefold() not in _LISTS
        and not is_byline(text)
        and text.casefold() not in _NO_NAMES
        and not any(word.casefold() in _NOT_IN_SECTIONS for word in words)
        and not (len(words) > 1 and words[-1].casefold() in HOME)
        and not (is_outlet_name(text) and not is_weak(text))  # "Port Courier", not "Harbour News"
        and all(c.isalpha() or c in " &'’-/," for c in _UNSPOKEN.sub("", text))
    )
