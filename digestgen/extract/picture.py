"""The lead picture: which caption goes with which credit, and which lines are captions at all."""

import re
from dataclasses import replace

from digestgen.extract.caption import (
    Caption,
    captioned,
    credit_alone,
    labelled,
    shows_scene,
    shows_something,
)
from digestgen.extract.claims import Claim
from digestgen.extract.line import Line
from digestgen.extract.paste import single_line
from digestgen.extract.region import Page

_MORE_SENTENCES = re.compile(r"\w{3}[.!?][\"”’]? [^\W\d_a-z]")
"""Below a credit a line of several sentences is the article's first paragraph."""


def picture_claims(
    page: Page, title: int, head: range, claims: list[Claim], taken: dict[int, str]
) -> None:
    """Adds the claim for the first picture to `claims`, and the lines of every caption to `taken`."""
    first = True
    bare: Line | None = None  # a caption whose credit may follow, or never come
    lead = next((i for i in head if page.prose(i) and page.shapes[i].words > 5), -1)
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
            below = labelled(page.lines[index + 1].text) if index + 1 < len(page.lines) else None
            if below and below.caption[1]:  # "Image source, …", then "Image caption, …"
                taken[index + 1] = "caption"
                bare = page.lines[index + 1]
            else:
                found, alone = None, found
        if found:
            taken[index] = "caption"
            if first and not _films(line, found):
                if found.credit[1] == 0:
                    bare = bare or line
                    claims.append(_image(line, found, None))
                else:
                    claims.append(_image(line, found, bare))
                    first = False
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
            near and first and index > 0 and _is_mark(page.lines[index - 1].text) and look.words > 4
        ):
            taken[index] = "caption"  # its credit may follow
            bare = line
            claims.append(
                replace(_image(line, Caption((0, len(line.text)), (0, 0)), None), confidence=0.6)
            )
        elif index == lead and shows_scene(line.text) and page.prose(index + 1):
            taken[index] = "caption"
            claims.append(
                replace(_image(line, Caption((0, len(line.text)), (0, 0)), None), confidence=0.6)
            )


def _is_mark(text: str) -> bool:
    """What is left of a picture in plain text: "[Image]"."""
    return text.strip("[]() ").casefold() in ("image", "photo", "picture", "bild", "foto", "imagen")


def _films(line: Line, found: Caption) -> bool:
    """A video's caption is no picture's."""
    return "video" in line.text[slice(*found.credit)].lower()


def _partner(page: Page, index: int, title: int, near: bool, taken: dict[int, str]) -> int | None:
    """The caption that belongs to a credit on a line of its own."""
    for other in (index - 1, index + 1):
        if other <= title or other >= len(page.lines) or other in taken:
            continue
        line, look = page.lines[other], page.shapes[other]
        if look.reason or look.words < 4 or line.marker:
            continue
        adjacent = not (page.lines[max(index, other)].gap)
        if (
            shows_something(line.text)
            or (adjacent and other < index)
            or (near and adjacent and look.sentence and not _MORE_SENTENCES.search(line.text))
            or (
                near
                and title + 1 < other < index
                and look.words >= 5
                and not line.text.endswith(":")
            )
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
