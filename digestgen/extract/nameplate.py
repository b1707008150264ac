"""The outlet's name where nothing says that it is one: the first lines of the page, its last ones,
and the credits of its pictures."""

import re
from collections.abc import Iterator

from digestgen.extract.byline import BUTTONS, BYLINE, is_name
from digestgen.extract.dateline import has_date
from digestgen.extract.gazetteer import places
from digestgen.extract.masthead import Cue
from digestgen.extract.outletnames import COMMON, LINKS, PROMPTS, is_outlet_name, is_weak
from digestgen.extract.region import Page
from digestgen.extract.sectionnames import is_standard
from digestgen.extract.words import FUNCTION_WORDS

_TOP = 60  # lines above the title in which a nameplate is looked for
_FOOT = 60  # lines below the article
_UNSURE = ("", "repeated line", "legal notice", "caption")  # reasons of short lines with a name
_FIRST = 3  # lines of text with which a page begins
_LONGEST = 110  # characters of a line that opens with a name
# What stands between a name and more: "Port Courier | Sport", "PORT COURIER — since 1911".
_CUT = re.compile(
    r" {2,}|\\t| ?[|•·»>] ?| [—–-] ?|[—–] |: |, (?=\d|an? )| (?=\((?:est|founded|since)\b)|[.](?: |$)"
    r"| (?=(?:is|was) (?:an?|the|part|owned|published|printed|mailed|produced|edited|run|funded)\b)"
    r"| (?=[Ss]ince \d{4}|[Ee]st(?:\.|ablished)? \d{4}|[Ff]ounded in\b|No\. \d|© ?\d|[Ii]ssue \d)"
)
_ORNAMENT = re.compile(r"^[^\w]+|[^\w)!.]+$")
_CREDIT = re.compile(
    r"(?:/|\bfor (?:the )?|, |\| |\(|\bvia |[:.…] ?)(?P<name>(?:The )?[^\W\d_a-z][\w'’&-]*"
    r"(?: (?:[^\W\d_a-z][\w'’&-]*|of|&)){0,3})(?: (?:archives?|[Ff]ile(?: [Pp]hoto)?|staff|photo))?[).\]]*$"
)


_EMPLOYER = re.compile(r"(?:, |\| | / | for )(?P<name>(?:The )?[^\W\d_a-z][^,|/\d]{3,40})$")
_BYLINES = 8  # lines below a title


def nameplate_cues(page: Page, title: int | None) -> Iterator[Cue]:
    """A line near the top that is, or opens with, a name of capitals; more is behind it if the page
    ends with the name too, or a noun in it is one of newspapers."""
    if title is None:
        return
    count = len(page.lines)
    top = [i for i in range(min(_TOP, title))]
    foot = [i for i in range(max(page.last + 1, title + 1, count - _FOOT), count)]
    opened = {i: _opening(page, i) for i in (*top, *foot)}
    low = {opened[i][0].casefold() for i in foot if opened[i][0]}

    def beside(index: int) -> list[str]:
        return [opened[i][0] for i in (index - 1, index + 1) if i in opened]

    plain = [i for i in top if not page.shapes[i].reason or i == 0][:_FIRST]
    for index in top:
        name, start = opened[index]
        if not name:
            continue
        outlet, single = is_outlet_name(name), " " not in name
        again = name.casefold() in low
        if name.split()[0].lower() in PROMPTS:
            continue
        if not outlet and any(w.lower() in PROMPTS | BUTTONS for w in name.split()):
            continue
        whole = len(name) >= len(page.lines[index].text) - 3
        weight = 0.0
        if outlet:
            weight = 2.4 if index in plain else (1.4 if whole else 1.0)
            if is_weak(name) and (name.split()[0] in places() or index not in plain):
                weight = 0.5  # a section, as often: "Ardenia News"
            elif index not in plain and page.lines[index].marker:
                weight = 0.5
            if index not in plain and any(is_outlet_name(n) for n in beside(index)):
                weight *= 0.4  # one in a list of sister titles
        elif index in plain and not page.lines[index].marker:
            weight = 1.4 if whole and index == 0 else (0.8 if whole or index == 0 else 0.5)
        elif not single and not page.lines[index].marker:
            weight = 0.4
        if again and not single and (outlet or index in plain[:1]):
            weight += 1.0
        elif single and not outlet and not (index == 0 and whole) and not again:
            continue  # a menu entry
        if weight:
            span = page.lines[index].span(start, start + len(name))
            yield Cue(name, *span, "masthead", weight)
    for index in foot:
        name, start = opened[index]
        if name and is_outlet_name(name) and name.split()[0].lower() not in PROMPTS:
            span = page.lines[index].span(start, start + len(name))
            yield Cue(name, *span, "footer", 0.6 if is_weak(name) else 1.0)


def _opening(page: Page, index: int) -> tuple[str, int]:
    """The name a line opens with and its offset; "" where there is none."""
    line, look = page.lines[index], page.shapes[index]
    text = line.text
    if len(text) > _LONGEST or look.reason not in _UNSURE:
        return "", 0
    cut = _CUT.search(text, 2)
    piece = text[: cut.start()] if cut else text
    name = _ORNAMENT.sub("", piece)
    words = name.split()
    if not 0 < len(words) <= 6 or len(name) < 3 or BYLINE.match(name) or has_date(name):
        return "", 0
    if len(words) > 1 and len(set(words)) == 1:  # a switch, read out twice
        return "", 0
    if cut is None and look.sentence:
        return "", 0
    if index == 0 and 1 < len(words) < 5 and name.islower() and look.reason == "":
        return name, text.find(name)
    if not name[0].isupper() or not all(w[0].isupper() or w in LINKS for w in words):
        return "", 0
    if (
        all(w.lower() in FUNCTION_WORDS | COMMON for w in words)
        or words[-1].lower() in LINKS
        or any(w[-1] in ",;:" for w in words)
    ):
        return "", 0
    if is_standard(name.removeprefix("The ")) and not is_outlet_name(name):
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
        match = _EMPLOYER.search(text)
        if match and is_outlet_name(match["name"]):
            yield Cue(match["name"], *page.lines[index].span(*match.span("name")), "byline", 2.0)


def credit_cues(page: Page) -> Iterator[Cue]:
    """The house that pictures are credited to; agencies are credited too."""
    for index in range(len(page.lines)):
        text = page.lines[index].text
        if page.shapes[index].reason != "caption" or len(text) > 400:
            continue
        match = _CREDIT.search(text[-70:])
        if match and not is_name(match["name"]):
            start = max(0, len(text) - 70) + match.start("name")
            span = page.lines[index].span(start, start + len(match["name"]))
            yield Cue(match["name"], *span, "credit", 0.6)
