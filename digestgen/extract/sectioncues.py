"""Where a page may name its section: near the title, in breadcrumbs, under the article, in the
headings of other lists. No cue is sure; `section` adds up those that agree."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from digestgen.extract.byline import BYLINE, given, is_name
from digestgen.extract.dateline import DATE, has_date
from digestgen.extract.outletnames import PROMPTS, is_outlet_name, is_weak
from digestgen.extract.region import Page
from digestgen.extract.sectionnames import STANDARD, is_known
from digestgen.extract.words import word_set

_AGO = r"(?:\d+|an?) ?(?:s|secs?|m|mins?|minutes?|h|hrs?|hours?|d|days?|w|weeks?)\.? ago"
_BESIDE = re.compile(
    rf"(?:(?:updated )?{_AGO}|just now) {{0,3}}[-–—|/·•] {{0,3}}(?P<after>[^\W\d_][\w&' -]{{1,28}})$"
    rf"|(?P<before>[^\W\d_][\w&' -]{{1,28}}?) {{0,3}}[-–—|/·•] {{0,3}}(?:{_AGO}|\w+ \d{{1,2}},? \d{{4}}"
    rf"|\d{{1,2}} \w+ \d{{4}})\b.{{0,20}}$",
    re.IGNORECASE,
)
_AFTER_DATE = re.compile(r"(?:,? (?:in|under) |[^\w]{1,5})(?P<name>[^\W\d_][\w&' -]{1,28})$")
_FILED = re.compile(
    r"(?:^|[|•·] ?)(?:(?:filed|posted|published|listed) (?:under|in)|(?:section|category|topic)s?(?= ?:| (?-i:[A-Z])))"
    r" ?:? ?(?P<name>(?-i:[^\W\d_a-z])[^|•·,:/]{1,30}?)(?=$|[|•·,/]| and tagged)",
    re.IGNORECASE,
)
_CRUMBS = re.compile(r" ?(?:[>›»→/|▸]| {2,}) ?")
_ENTRIES = re.compile(r" {0,3}[|•·/] {0,3}| [–—-] | {2,}")
_MORE = re.compile(
    r"(?:(?:click here for )?(?:also|more|latest|next|most (?:read|viewed|popular|shared)|top stories|trending"
    r"|read more|recommended|other (?:stories|news)|popular|back to|see all|view all|explore|all|further reading"
    r"|stories|keep reading|mehr|plus|más)(?: (?:stories|news|articles|coverage|posts))?"
    r" (?:in|from|on|about|aus|dans|en|de) (?:the )?|in )(?P<name>[^\W\d_][^.,:!?|]{1,28})$"
    r"|(?:click here for )?(?:more|latest|all) (?P<topic>[^\W\d_][^,:!?|]{1,28}?) (?:news|stories|coverage|articles)$",
    re.IGNORECASE,
)
_POSTED = re.compile(
    r"(?:was|is) (?:posted|filed|published) (?:in|under) (?P<names>[^.]{3,80}?)(?: and tagged|\.|$)"
)
_DESK = re.compile(
    r"(?:^|, |[a-z](?=[A-Z])| )(?:[Cc]hief |[Ss]enior |[Dd]eputy )?(?P<name>[^\W\d_]\w{2,20}(?: [Aa]ffairs| & \w+)?) "
    r"(?i:correspondent|reporter|editor|critic|writer|columnist)\b"
)
_TAGS = re.compile(
    r"(?:(?:related|explore|more on|read more on|article)? ?(?:more on )?(?:these |this )?)?"
    r"(?:topics?|tags?|tagged|categories|themen|schlagworte|etiquetas|mots-clés)(?: ?:|$)",
    re.IGNORECASE,
)
_NOT_IN_SECTIONS = word_set(
    "newsletters newsletter gallery subscribe sign login log shop support menu password edition app"
    " search comment video videos podcasts read share back follow watch listen logo account email"
    " advertisement content editor story stories links copy all staff author journalist reporter paper image"
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
_AROUND = 8  # above it for what stands beside dates
_BELOW = 25  # lines below the article
_NEAR = 8  # lines below the title in which its author may be introduced
_UNDER = 6  # lines below it in which a section may stand alone
_BESIDES = 120  # characters beside a title said again: a section, an address
_TRAIL = 12  # lines above the title in which it may stand with its section
_CRUMB_LIST = 6  # entries of a breadcrumb
_HEADS = 20  # lines above the article in which another line may be the title
_TAGGED = 6  # lines below a heading of tags
_RUN = 2  # short lines in a row that are a menu
_ROW = 3  # names in a row that are a menu


@dataclass(frozen=True, slots=True)
class Sign:
    """A name in a line that may be the section, why, and how much of the rule's weight it has."""

    name: str
    line: int
    begin: int
    rule: str
    share: float = 1.0


def section_signs(page: Page, title: int, named: Counter[str]) -> Iterator[Sign]:
    """`named` counts the short lines and the entries of rows outside the article, in lower case."""
    for anchor in _anchors(page, title):
        yield from _kickers(page, anchor, named)
    yield from _heads(page, title, named)
    yield from _around(page, title, named)
    yield from _beside_title(page, title)
    yield from _trail(page, title)
    yield from _below(page, title)
    yield from _elsewhere(page, title, named)


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
            parts = _ENTRIES.split(text)
            if len(parts) >= _ROW:
                named.update(part.casefold() for part in parts)
    return named


def _anchors(page: Page, title: int) -> list[int]:
    """The title and the lines above the article that say it over again."""
    heading = page.lines[title].text
    start = max(0, title - _TRAIL)
    return [
        title,
        *(i for i in range(start, title) if len(heading) > 20 and page.lines[i].text == heading),
    ]


def _kickers(page: Page, title: int, named: Counter[str]) -> Iterator[Sign]:
    """The nearest short lines above the title, if they are no menu entries in a list."""
    place = 0
    for index in range(title - 1, max(-1, title - 1 - _ABOVE), -1):
        line, look = page.lines[index], page.shapes[index]
        text = line.text
        known = is_known(text)
        if look.reason == "timestamp" or (has_date(text) and len(text) < 80):
            continue
        if BYLINE.match(text) or (is_name(text) and given(text) and not known):
            continue  # an author
        if look.sentence or look.words > 4 or len(text) > 32:
            return
        if (
            look.reason not in ("", "repeated line") and text.casefold() not in STANDARD
        ) or look.ending:
            continue
        numbered = line.marker[:-1].isdigit()
        listed = line.marker and not numbered and index > 0 and page.lines[index - 1].marker
        label = text.casefold() in _NOT_SECTIONS - {"news"}
        if label and not line.marker and not listed and title - index < 3:
            continue  # "PREMIUM"
        if listed or not plausible(text):
            return  # the last entry of a menu
        again = named[text.casefold()] > 1
        if place and not (known or again):
            return
        menu = _in_menu(page, index)
        if place:
            rule = "above" if menu else "upper"
        else:
            rule = "kicker" if again or known or not menu else "above"
        yield Sign(text, index, 0, rule, 0.7 if line.marker and not numbered else 1.0)
        place += 1
        if place > 2 or (menu and not again):
            return


def _again(page: Page, index: int, named: Counter[str]) -> bool:
    """Whether the line stands elsewhere too; those of the article aren't counted."""
    return named[page.lines[index].text.casefold()] > (not page.first <= index <= page.last)


def _in_menu(page: Page, index: int) -> bool:
    """Whether the line ends a run of short lines."""
    for place in range(index, index - _RUN, -1):
        look = page.shapes[place - 1] if place else None
        if (
            look is None
            or page.lines[place].gap
            or look.sentence
            or look.words > 4
            or look.reason not in ("", "repeated line")
        ):
            return False
    return True


def _around(page: Page, title: int, named: Counter[str]) -> Iterator[Sign]:
    """What stands beside a date, in a breadcrumb or alone near the title."""
    for index in range(max(0, title - _AROUND), min(title + _UNDER, len(page.lines))):
        text = page.lines[index].text
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
        value, begin = _after_date(text, named)
        if value:
            yield Sign(value, index, begin, "beside", near)
        elif index < title and (value := _last_crumb(text)):
            yield Sign(value, index, text.rfind(value), "breadcrumb", near)
        elif index > title and is_known(text) and _again(page, index, named):
            yield Sign(text, index, 0, "below")


def _heads(page: Page, title: int, named: Counter[str]) -> Iterator[Sign]:
    """Names over a headline, wherever above the article: the title may be another line than the one
    that was taken for it."""
    low = min(title, page.first)
    for index in range(max(0, low - _HEADS), min(title + 4, len(page.lines) - 1)):
        line, look, follows = page.lines[index], page.shapes[index], page.shapes[index + 1]
        if not 0 < look.words <= 4 or line.marker or follows.words < 5:
            continue
        if follows.reason not in ("", "repeated line"):
            continue
        again = _again(page, index, named)
        if (is_known(line.text) and not _in_menu(page, index)) or (
            again and not is_name(line.text)
        ):
            distance = abs(index - low)
            yield Sign(line.text, index, 0, "heads", max(0.4, 1.0 - 0.03 * distance))


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
    kicker = heading.split(" | ", 1)[0]
    if len(kicker) < len(heading) and is_known(kicker):
        yield Sign(kicker, title, 0, "title")
    for index in range(max(0, title - _TRAIL), min(title + 3, len(page.lines))):
        text = page.lines[index].text
        if index == title or not len(heading) < len(text) <= len(heading) + _BESIDES:
            continue
        at = text.find(heading[:40])
        if at > 0:
            parts = _CRUMBS.split(text[:at])
            found = [p for p in parts if plausible(p) and p.lower() not in ("home", "news")]
            if found and text[:at].rstrip()[-1] in "|>›»→/▸:–—-":
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
        if len(text) > 50 or page.shapes[index].sentence:
            continue
        if more := _MORE.match(text):
            group = "name" if more["name"] else "topic"
            value = more[group].strip()
            known = is_known(value) or value.casefold() in named
            if known or not is_name(value):
                yield Sign(value, index, more.start(group), "more", 1.0 if known else 0.5)


def _after_date(text: str, named: Counter[str]) -> tuple[str, int]:
    """ "3 March 2026 | World", "3 March 2026 in World" """
    dates = list(DATE.finditer(text)) if len(text) < 60 else []
    if not dates:
        return "", 0
    match = _AFTER_DATE.match(text, dates[-1].end())
    if match is None:
        return "", 0
    known = is_known(match["name"]) or match["name"].casefold() in named
    return (match["name"], match.start("name")) if known else ("", 0)


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
    found = [part for part in parts[home:] if plausible(part)]
    known = [part for part in found if is_known(part) and part.lower() != "news"]
    if not home and not any(is_known(part) for part in found):
        return ""
    return (known or found or [""])[-1]


def plausible(text: str) -> bool:
    words = text.split()
    return (
        0 < len(words) <= 4
        and len(text) < 33
        and "  " not in text
        and text[0].isupper()
        and words[0].casefold() not in _LISTS
        and text.casefold() not in _NOT_SECTIONS - {"news"}
        and not any(word.casefold() in _NOT_IN_SECTIONS for word in words)
        and not (len(words) > 1 and words[-1].casefold() in HOME)
        and not (is_outlet_name(text) and not is_weak(text))  # "Port Courier", not "Harbour News"
        and all(c.isalpha() or c in " &'’-/," for c in re.sub(r"\b[A-Z]\.", "", text))
    )
