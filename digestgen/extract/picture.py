"""The lead picture: which caption goes with which credit, and which lines are captions at all."""

import re
from dataclasses import replace

from digestgen.extract.byline import is_byline
from digestgen.extract.caption import (
    Caption,
    bracketed,
    captioned,
    credit_alone,
    labelled,
    shows_scene,
    shows_something,
    supplied,
)
from digestgen.extract.claims import Claim
from digestgen.extract.line import Line
from digestgen.extract.paste import single_line
from digestgen.extract.region import Page

_OVER = 12  # lines above the title in which a picture's caption is looked for
_MARK = re.compile(
    r"[\[(]? ?(?:(?:main |file )?(?:image|photo|picture|bild|foto|imagen)(?: caption)?[:,]?|caption[:,]?"
    r"|(?:open|view|enlarge|expand) (?:this )?(?:image|photo|picture)(?: in (?:gallery|fullscreen|full screen))?:?"
    r"|(?:(?:image|photo|slide) )?\d{1,3} ?(?:of|/) ?\d{1,3}|view \d+ images?|(?:toggle|show|hide) caption) ?[\])]?",
    re.IGNORECASE,
)
_MORE_SENTENCES = re.compile(r"\w{3}[.!?][\"”’]? [^\W\d_a-z]")
"""Below a credit a line of several sentences is the article's first paragraph."""


def picture_claims(
    page: Page, title: int, head: range, claims: list[Claim], taken: dict[int, str]
) -> None:
    """Adds the claim for the first picture to `claims`, and the lines of every caption to `taken`."""
    first = True
    bare: Line | None = None  # a caption whose credit may follow, or never come
    lead = next((i for i in head if page.prose(i) and page.shapes[i].words > 5), head.stop)
    for index in range(title + 1, min(page.last + 2, len(page.lines))):
        if index in taken:
            continue
        line, look = page.lines[index], page.shapes[index]
        near = index in head
        if look.words > 120:
            continue
        found = captioned(line.text, near and first) or labelled(line.text)
        alone = None
        if found and not found.caption[1]:
            after = index + 1
            if after + 1 < len(page.lines) and _is_mark(page.lines[after].text):
                taken[after] = "caption"
                after += 1
            below = labelled(page.lines[after].text) if after < len(page.lines) else None
            if (below and below.caption[1]) or after > index + 1:
                taken[after] = "caption"  # "Image source, …", then "Image caption, …"
                bare = page.lines[after]
            else:
                found, alone = None, found
        if line.text == "/" and first and near and _in_pieces(page, index):
            taken.update({i: "caption" for i in range(index - 2, index + 3)})
            whole = Caption((0, 0), (0, len(page.lines[index - 1].text)))
            claims.append(_image(page.lines[index - 1], whole, page.lines[index + 2]))
            first = False
        elif found:
            taken[index] = "caption"
            if first and not _films(line, found):
                if found.credit[1] == 0:
                    bare = bare or line
                    claims.append(_image(line, found, None))
                else:
                    claims.append(_image(line, found, bare))
                    first = False
        elif near and first and (credit := _said_twice(page, index)):
            taken.update({i: "caption" for i in range(index, credit + 1)})
            between = page.lines[index + 1] if credit > index + 1 else None
            span = (0, len(between.text)) if between else (0, 0)
            claims.append(_image(between or line, Caption((0, 0), span), line))
            bare = line
            first = between is None
        elif found := alone or credit_alone(line.text):
            taken[index] = "credit"
            partner = _partner(page, index, title, near, taken)
            if partner is not None:
                taken[partner] = "caption"
            if first and not _films(line, found):
                other = page.lines[partner] if partner is not None else bare
                claims.append(_image(line, found, other))
                first = False
        elif (
            index <= lead
            and first
            and index > 0
            and _is_mark(page.lines[index - 1].text)
            and look.words > 4
        ):
            taken[index] = "caption"  # its credit may follow
            bare = line
            made = bracketed(line.text) or Caption((0, len(line.text)), (0, 0))
            claims.append(replace(_image(line, made, None), confidence=0.6))
        elif (
            index == lead
            and index + 1 < len(page.lines)
            and shows_scene(line.text)
            and page.prose(index + 1)
        ):
            taken[index] = "caption"
            claims.append(
                replace(_image(line, Caption((0, len(line.text)), (0, 0)), None), confidence=0.6)
            )
    if not any(c.field == "image" for c in claims):
        claims += _above(page, title)


def _above(page: Page, title: int) -> list[Claim]:
    """The caption of a picture over the title."""
    for index in range(title - 1, max(-1, title - _OVER), -1):
        line = page.lines[index]
        if (
            page.shapes[index].words > 5
            and not line.marker
            and (found := captioned(line.text, False))
        ):
            return [replace(_image(line, found, None), confidence=0.5)]
    return []


def _in_pieces(page: Page, index: int) -> bool:
    """Whether a slash stands alone between who took a picture and for whom; a description is above
    them and the caption below."""
    if not 1 < index < len(page.lines) - 2:
        return False
    words = [page.shapes[i].words for i in range(index - 2, index + 3)]
    return words[1] <= 4 and words[3] <= 5 and words[0] > 4 and words[4] > 4


def _is_mark(text: str) -> bool:
    """What is left of a picture in plain text: "[Image]", "Image caption,", "1 of 5"."""
    return _MARK.fullmatch(text) is not None


def _said_twice(page: Page, index: int) -> int:
    """Where a line is said again, as a picture's description and its caption are, with no more than
    a name between; 0 where it isn't."""
    look = page.shapes[index]
    if look.words < 5 or look.reason not in ("", "caption"):
        return 0
    for other in (index + 1, index + 2):
        if other < len(page.lines) and page.lines[other].text == page.lines[index].text:
            return other if other == index + 1 or page.shapes[index + 1].words <= 5 else 0
    return 0


def is_credit(page: Page, index: int, title: int) -> bool:
    """Whether a line credits the picture whose caption stands above it, or on both sides of it."""
    line = page.lines[index]
    if index <= title or index + 1 >= len(page.lines) or len(line.text) > 100:
        return False
    above, below = page.lines[index - 1], page.lines[index + 1]
    twice = above.text == below.text
    named = supplied(line.text) or (
        "/" in line.text and not is_byline(line.text) and credit_alone(line.text) is not None
    )
    under = index > title + 1 and not line.gap and page.shapes[index - 1].words > 4
    over = (
        (line.text.isupper() or _is_mark(above.text))
        and not below.gap
        and page.shapes[index + 1].words > 4
    )
    return (under and twice) or (named and (under or over))


def _films(line: Line, found: Caption) -> bool:
    """A video's caption is no picture's."""
    return "video" in line.text[slice(*found.credit)].lower()


def _partner(page: Page, index: int, title: int, near: bool, taken: dict[int, str]) -> int | None:
    """The caption that belongs to a credit on a line of its own."""
    apart = page.lines[index].gap  # then what follows the credit is nearer
    above = index - 2 if index and _is_mark(page.lines[index - 1].text) else index - 1
    for other in (index + 1, above) if apart else (above, index + 1):
        if other <= title or other >= len(page.lines) or other in taken:
            continue
        line, look = page.lines[other], page.shapes[other]
        if look.reason or look.words < 4 or line.marker or line.text.endswith(":"):
            continue  # a colon announces what comes after the picture
        adjacent = not (page.lines[max(index, other)].gap)
        if (
            (shows_something(line.text) and (adjacent or other < index))
            or shows_scene(line.text)
            or (adjacent and other < index)
            or (near and adjacent and look.sentence and not _MORE_SENTENCES.search(line.text))
            or (near and other > index and not adjacent and look.words > 4 and not look.sentence)
            or (near and title + 1 < other < index and look.words >= 5)
        ):
            return other
    return None


def _image(line: Line, found: Caption, partner: Line | None) -> Claim:
    """`partner` is the line of the caption, where it isn't in the credit's."""
    value: dict[str, str] = {}
    start, end = line.span(0, len(line.text))
    if found.caption[1] > found.caption[0]:
        value["caption"] = single_line(line.text[slice(*found.caption)])
    elif partner is not None:
        named = labelled(partner.text)
        span = named.caption if named and named.caption[1] else (0, len(partner.text))
        value["caption"] = single_line(partner.text[slice(*span)])
        begin, stop = partner.span(0, len(partner.text))
        start, end = min(start, begin), max(end, stop)
    value["credit"] = single_line(line.text[slice(*found.credit)]).rstrip(" .)]")
    return Claim("image", {k: v for k, v in value.items() if v}, start, end, "image.caption", 0.8)
