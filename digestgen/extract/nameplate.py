"""The outlet's name where nothing says that it is one: the first lines of the page, its last ones and
the employers in bylines."""

import re
from collections.abc import Iterator

from digestgen.extract.byline import BUTTONS, is_byline, is_name
from digestgen.extract.dateline import has_date
from digestgen.extract.gazetteer import places
from digestgen.extract.masthead import Cue
from digestgen.extract.outletnames import COMMON, LINKS, PROMPTS, is_outlet_name, is_weak
from digestgen.extract.region import Page
from digestgen.extract.sectionnames import is_standard
from digestgen.extract.words import FUNCTION_WORDS

_ORDINARY = FUNCTION_WORDS | COMMON
_PRESSED = PROMPTS | BUTTONS
_TOP = 60  # lines above the title in which a nameplate is looked for
_FOOT = 60  # lines below the article
_UNSURE = ("", "repeated line", "legal notice", "caption")  # reasons of short lines with a name
_FIRST = 3  # lines of text with which a page begins
_LONGEST = 110  # characters of a line that opens with a name
# What stands between a name and more: "Port Courier | Sport", "PORT COURIER — since 1911".
_CUT = re.compile(
    r"(?=[ \\|•·»>—–:,.])"  # what any of these begins with: most characters are passed over at once
    r"(?: {2,}|\\t| ?[|•·»>] ?| [—–-] ?|[—–] |: |, (?=\d|an? )| (?=\((?:est|founded|since)\b)|[.](?: |$)"
    r"| (?=(?:is|was) (?:an?|the|part|owned|published|printed|mailed|produced|edited|run|funded)\b)"
    r"| (?=[Ss]ince \d{4}|[Ee]st(?:\.|ablished)? \d{4}|[Ff]ounded in\b|No\. \d|© ?\d|[Ii]ssue \d))"
)
_ORNAMENT = re.compile(r"^[^\w]+|[^\w)!.]+$")
_EMPLOYER = re.compile(
    r"(?:, |\| | / | for |[·•] ?)(?P<name>(?:The )?[^\W\d_a-z][^,|/·•\d]{3,40})(?: ?[·•])?$"
)
# What stands in a page's foot below the name of its publication.
_ABOUT = re.compile(
    r"(?:about|contact|careers?|site ?map|accessib|advertis|work (?:with|for)|our (?:team|staff|story)|privacy|terms|staff|masthead"
    r"|newsletters?|help|faq|subscri).{0,25}",
    re.IGNORECASE,
)
_BYLINES = 8  # lines below a title


def nameplate_cues(page: Page, title: int | None) -> Iterator[Cue]:
    """A line near the top that is, or opens with, a name of capitals; more is behind it if the page
    ends with the name too, or a noun in it is one of newspapers."""
    if title is None:
        return
    count = len(page.lines)
    top = range(min(_TOP, title))
    foot = range(max(page.last + 1, title + 1, count - _FOOT), count)
    opened = {i: _opening(page, i) for i in (*top, *foot)}
    low = {opened[i][0].casefold() for i in foot if opened[i][0]}

    def beside(index: int) -> list[str]:
        return [opened[i][0] for i in (index - 1, index + 1) if i in opened]

    plain = [i for i in top if not page.shapes[i].reason or i == 0][:_FIRST]
    for index in top:
        name, start = opened[index]
        if not name or name.split()[0].lower() in PROMPTS:
            continue
        outlet, single = is_outlet_name(name), " " not in name
        again = name.casefold() in low
        if not outlet and any(w.lower() in _PRESSED for w in name.split()):
            continue
        whole = len(name) >= len(page.lines[index].text) - 3
        weight = 0.0
        if outlet:
            weight = (2.8 if index == 0 else 2.4) if index in plain else (1.4 if whole else 1.0)
            if is_weak(name) and (name.split()[0] in places() or index not in plain):
                weight = 0.5  # a section, as often: "Ardenia News"
            elif index not in plain and page.lines[index].marker:
                weight = 0.5
            if index not in plain and any(is_outlet_name(n) for n in beside(index)):
                weight *= 0.4  # one in a list of sister titles
        elif index in plain and not page.lines[index].marker:
            weight = (1.4 if whole else 1.2) if index == 0 else (0.8 if whole else 0.5)
        elif not single and not page.lines[index].marker:
            weight = 0.4
        named = outlet and not is_weak(name)  # sections stand at both ends, too: "Ostby News"
        if again and not single and (named or index in plain[:1]):
            weight += 1.0
        elif single and not outlet and index and not again:
            continue  # a menu entry
        if weight:
            span = page.lines[index].span(start, start + len(name))
            yield Cue(name, *span, "masthead", weight)
    for index in foot:
        name, start = opened[index]
        if not name or name.split()[0].lower() in PROMPTS:
            continue
        span = page.lines[index].span(start, start + len(name))
        if _heads_foot(page, index) and not (_ABOUT.fullmatch(name) or is_standard(name)):
            yield Cue(name, *span, "masthead", 1.5)
        elif is_outlet_name(name):
            yield Cue(name, *span, "footer", 0.6 if is_weak(name) else 1.0)


def _heads_foot(page: Page, index: int) -> bool:
    below = page.lines[index + 1 : index + 3]
    return len(below) == 2 and all(_ABOUT.fullmatch(line.text) for line in below)


def _opening(page: Page, index: int) -> tuple[str, int]:
    """The name a line opens with and its offset; "" where there is none."""
    line, look = page.lines[index], page.shapes[index]
    text = line.text
    if len(text) > _LONGEST or look.reason not in _UNSURE:
        return "", 0
    cut = _CUT.search(text, 2)
    piece = text[: cut.start()] if cut else text
    bare = piece[0].isalnum() and piece[-1].isalnum()
    name = piece if bare else _ORNAMENT.sub("", piece)
    words = name.split()
    if not 0 < len(words) <= 6 or len(name) < 3:
        return "", 0
    if (cut is None and look.sentence) or (len(words) > 1 and len(set(words)) == 1):
        return "", 0  # prose, or a switch, read out twice
    odd = index == 0 and 1 < len(words) < 5 and name.islower() and look.reason == ""
    written, _, name_of = name.rpartition(" for ")
    if written and is_outlet_name(name_of):
        name_of = name_of.removeprefix("the ")
        return name_of, text.find(name_of)  # "Mara Lind for The Port Courier"
    capital = name[0].isupper() and all(
        w[0].isupper() or w in LINKS or (w.isdigit() and w != words[-1]) for w in words
    )
    if not (odd or capital) or is_byline(name) or has_date(name):
        return "", 0
    if odd:
        return name, text.find(name)
    if (
        all(w.lower() in _ORDINARY for w in words)
        or words[-1].lower() in LINKS
        or any(w[-1] in ",;:" for w in words)
    ):
        return "", 0
    shouted = index == 0 and name.isupper() and len(words) > 1
    if is_standard(name.removeprefix("The ")) and not is_outlet_name(name) and not shouted:
        return "", 0
    return name, text.find(name)


def byline_cues(page: Page, title: int | None) -> Iterator[Cue]:
    """ "Mara Lind, Port Courier" below the title."""
    if title is None:
        return
    for index in range(title + 1, min(title + _BYLINES, len(page.lines))):
        text = page.lines[index].text
        if len(text) > 120 or page.shapes[index].sentence:
            continue
        named = is_outlet_name(text) and not is_weak(text) and not is_byline(text)
        if (
            named
            and index > title + 1
            and is_name(page.lines[index - 1].text)
            and not text.endswith("Reporter")
        ):
            yield Cue(text, *page.lines[index].span(0, len(text)), "employer", 2.0)
            continue
        match = _EMPLOYER.search(text)
        if match and is_outlet_name(match["name"]):
            yield Cue(match["name"], *page.lines[index].span(*match.span("name")), "byline", 2.0)
