"""Where the article is in the page: the run of lines with the most prose.

Each line weighs something for or against; the article is the heaviest run of consecutive lines
(maximum subsequence segmentation, after Pasternack and Roth, WWW 2009).
"""

import re
from collections import Counter
from dataclasses import dataclass

from digestgen.extract.byline import is_byline
from digestgen.extract.caption import captioned, credit_alone
from digestgen.extract.dateline import has_date
from digestgen.extract.language import Wording, wording
from digestgen.extract.letters import names_letters
from digestgen.extract.line import Line
from digestgen.extract.mail import is_header
from digestgen.extract.shapes import (
    Shape,
    is_clock,
    is_line_up,
    is_post_signature,
    shape,
    starts_with_day,
)

_CLOSED = re.compile(r"[.!?…][\"”’)\]]*$")
_ENDING_WEIGHT = -50.0
_CLOSING = ("copyright", "legal notice", "comment count", "cookie notice")  # reasons of page ends
_CAPTION_START = 40  # characters by which a caption is found again
_FOOT = ("copyright", "legal notice")
_BOX = 12  # lines of a box in the middle of an article at most
_FULL = 15  # words of a paragraph that no list of links has
_HEAD = 15  # lines above an article in which its date or byline stands
_RIVAL = 0.4  # share of the heaviest run's weight that a run with a head needs
_ENOUGH = 60.0  # weight of a run above comments that is an article
_PROSE_BEFORE = 3  # paragraphs above a heading of comments
_COMMENTS_SHOW = 16  # lines below it in which times and replies tell comments
_SPEAKING = (" says:", " said:", " wrote:", " schreibt:", " dit :", " dice:", " dijo:")
_LISTED = 4  # lines with dates in a row that are a list
_CONSENT = ("cookie notice", "consent prompt")
_COOKIES = 3  # notices about cookies near a line that is another
_BUTTONS = 3  # times that a button stands on a page whose text goes on below it
_LETTER = 60  # words of a paragraph that is a whole letter to the editor
_POSTS = 3  # times alone on a line that make a live blog
_ENTRY = 20  # words of a live blog's entry
_LONGEST = 50  # words of a paragraph that count


@dataclass(frozen=True, slots=True)
class Page:
    """The lines of a paste with their shapes, and the article's first and last line (indexes).

    `first > last` where there is no prose."""

    lines: tuple[Line, ...]
    shapes: tuple[Shape, ...]
    first: int
    last: int
    wording: Wording
    listing: frozenset[int]  # lines of lists by date (concerts, fixtures) and of teams

    def prose(self, index: int) -> bool:
        """Whether the line reads as article text."""
        look = self.shapes[index]
        return look.sentence and not look.reason


def read_page(lines: tuple[Line, ...], language: str = "en") -> Page:
    """The lines with their shapes, and where the article is. `language` is a two-letter code."""
    words = wording(language)
    often = Counter(line.text for line in lines)
    looks = {text: shape(text, words) for text in often}
    captions = {
        text
        for text, look in looks.items()
        if look.words > 2 and not look.reason and (captioned(text, False) or credit_alone(text))
    }
    shapes = [looks[line.text] for line in lines]
    for index, (line, look) in enumerate(zip(lines, shapes, strict=True)):
        if line.text in captions:
            shapes[index] = look._replace(reason="caption")
            continue
        times = often[line.text]
        if look.ending and times >= _BUTTONS:  # below each entry of a live blog
            shapes[index] = look._replace(ending=False, reason="repeated line")
            continue
        if times < 2 or look.reason or look.sentence:
            continue
        if times >= 3 and look.words <= 8:
            shapes[index] = look._replace(reason="repeated line")
    _mark_captions(lines, shapes)
    _mark_cookies(shapes)
    if sum(is_header(line.text) for line in lines[:_HEAD]) > 1:
        _mark_signatures(lines, shapes)
    weights = _weights(lines, shapes)
    first, last, weight = _article(lines, shapes, weights)
    comments = _comments(lines, shapes)
    if first < comments <= last or last < first or comments < first:
        above = _heaviest(weights[:comments])
        if above[2] >= min(_ENOUGH, weight):
            first, last, _ = above
    last = _further(lines, shapes, first, last, comments)
    listing = _listings(lines, shapes)
    if first <= last:
        below = last + 1 if last + 1 in listing else last + 2
        while below in listing and not shapes[last + 1].ending and not shapes[last + 1].reason:
            last = below
            below = last + 1
    return Page(lines, tuple(shapes), first, last, words, listing)


def _further(
    lines: tuple[Line, ...], shapes: list[Shape], first: int, last: int, comments: int
) -> int:
    """The last line of an article that goes on below a box of links or offers: paragraphs, one
    upon another, or entries of a live blog, before anything that only a page's foot has."""
    if first > last:
        return last
    paragraphs, end = 0, last
    live = sum(is_clock(line.text) for line in lines[max(0, first - 2) : last + 1]) >= _POSTS
    for index in range(last + 1, min(comments, len(shapes))):
        look = shapes[index]
        if look.reason in _FOOT or index - end > _BOX:
            break
        full = look.sentence and not look.reason and look.words >= _FULL
        if not full:
            paragraphs = 0
            continue
        paragraphs += 1
        timed = live and any(is_clock(line.text) for line in lines[index - 2 : index])
        if paragraphs >= 2 or timed:
            end = index
    return end


def _mark_captions(lines: tuple[Line, ...], shapes: list[Shape]) -> None:
    """Galleries give a caption over again, with and without its credit."""
    captions = {
        line.text[:_CAPTION_START]: line.text
        for line, look in zip(lines, shapes, strict=True)
        if look.reason == "caption" and len(line.text) >= _CAPTION_START
    }
    for index, (line, look) in enumerate(zip(lines, shapes, strict=True)):
        caption = captions.get(line.text[:_CAPTION_START], "")
        if not look.reason and caption and caption.startswith(line.text[:-2]):
            shapes[index] = look._replace(reason="caption")


def _listings(lines: tuple[Line, ...], shapes: list[Shape]) -> frozenset[int]:
    """Lines that begin with a day of the year, several in a row, and the players of teams."""
    found = {i for i, line in enumerate(lines) if is_line_up(line.text)}
    run: list[int] = []
    for index, (line, look) in enumerate(zip(lines, shapes, strict=True)):
        if look.reason or look.sentence or not starts_with_day(line.text):
            run = []
            continue
        run.append(index)
        if len(run) == _LISTED:
            found.update(run)
        elif len(run) > _LISTED:
            found.add(index)
    return frozenset(found)


def _mark_signatures(lines: tuple[Line, ...], shapes: list[Shape]) -> None:
    """Two hyphens alone stand above the signature of a mail."""
    for index, line in enumerate(lines):
        if line.text == "--":
            shapes[index] = shapes[index]._replace(ending=True)


def _mark_cookies(shapes: list[Shape]) -> None:
    """A line amid cookie notices is one of them."""
    notices = [look.reason in _CONSENT for look in shapes]
    if sum(notices) < _COOKIES:
        return
    for index, look in enumerate(shapes):
        if not look.reason and sum(notices[max(0, index - 4) : index + 5]) >= _COOKIES:
            shapes[index] = look._replace(reason="cookie notice")


def short_sentence(line: Line, look: Shape) -> bool:
    """ "He laughed." """
    if look.reason or look.words > 7:
        return False
    closed = _CLOSED.search(line.text[-6:])
    return closed is not None and (look.words < 5 or closed[0][0] == ".")


def _weights(lines: tuple[Line, ...], shapes: list[Shape]) -> list[float]:
    plain = [i for i, look in enumerate(shapes) if not look.reason]
    announced = _announced(lines, shapes)
    letters = any(names_letters(line.text) for line in lines)
    clocks = {i for i, line in enumerate(lines) if is_clock(line.text)}
    alone = set()
    for place, index in enumerate(plain):
        around = plain[max(0, place - 1) : place] + plain[place + 1 : place + 2]
        entry = shapes[index].words >= _ENTRY and not clocks.isdisjoint((index - 2, index - 1))
        told = entry or (letters and shapes[index].words >= _LETTER)
        if not told and not any(shapes[i].sentence or i in announced for i in around):
            alone.add(index)
    weights: list[float] = []
    for index, (line, look) in enumerate(zip(lines, shapes, strict=True)):
        if is_post_signature(line.text):  # what it signs is a part of the article
            weight = 4.0
            if weights and weights[-1] < 0 and not shapes[index - 1].ending:
                weights[-1] = 0.0
        elif look.ending:
            weight = _ENDING_WEIGHT
        elif look.reason:
            weight = -8.0 if look.sentence else (-5.0 if look.reason in _CLOSING else -2.0)
        elif look.sentence:
            weight = float(min(look.words if look.words > 1 else len(line.text) // 2, _LONGEST))
            if index in alone:  # the rhythm of teasers: headline, sentence, headline, sentence
                weight = min(weight * 0.4, 12.0)
        elif is_line_up(line.text):
            weight = 8.0
        elif short_sentence(line, look) or index in announced:
            weight = 1.0
        elif line.marker:
            weight = -3.0
        else:
            weight = -7.0 if look.words >= 5 else -3.0
        weights.append(weight)
    return weights


def _comments(lines: tuple[Line, ...], shapes: list[Shape]) -> int:
    """The heading of readers' comments: paragraphs above it, and times and replies below. The
    number of lines where there is none."""
    prose = 0
    for index, look in enumerate(shapes):
        if look.comments and prose >= _PROSE_BEFORE:
            below = range(index + 1, min(index + _COMMENTS_SHOW, len(lines)))
            signs = sum(
                shapes[i].reason in ("timestamp", "comment count")
                or lines[i].text.endswith(_SPEAKING)
                for i in below
            )
            if signs >= 2:
                return index
        prose += look.sentence and not look.reason and not lines[index].marker
    return len(lines)


def _announced(lines: tuple[Line, ...], shapes: list[Shape]) -> set[int]:
    """Entries of lists below a sentence that ends in a colon."""
    found: set[int] = set()
    announced = False
    for index, (line, look) in enumerate(zip(lines, shapes, strict=True)):
        if line.marker:
            if announced and not look.reason:
                found.add(index)
        elif not look.reason:
            announced = look.sentence and line.text.endswith(":")
    return found


def _article(
    lines: tuple[Line, ...], shapes: list[Shape], weights: list[float]
) -> tuple[int, int, float]:
    """The heaviest run, or one half as heavy that a date or a byline heads where that one has
    none: consent forms and footers can be long."""
    best = _heaviest(weights)
    if best[1] < best[0] or _headed(lines, shapes, best[0]):
        return best
    above, below = _heaviest(weights[: best[0]]), _heaviest(weights[best[1] + 1 :])
    shift = best[1] + 1
    others = [above, (below[0] + shift, below[1] + shift, below[2])]
    headed = [run for run in others if run[2] > _RIVAL * best[2] and _headed(lines, shapes, run[0])]
    return max(headed, key=lambda run: run[2], default=best)


def _headed(lines: tuple[Line, ...], shapes: list[Shape], first: int) -> bool:
    return any(
        not shapes[i].sentence
        and len(lines[i].text) <= 200
        and (has_date(lines[i].text) or is_byline(lines[i].text))
        for i in range(max(0, first - _HEAD), min(first + 3, len(lines)))
    )


def _heaviest(weights: list[float]) -> tuple[int, int, float]:
    best, first, last = 0.0, 0, -1
    total, begin = 0.0, 0
    for index, weight in enumerate(weights):
        if total <= 0:
            total, begin = 0.0, index
        total += weight
        if total > best:
            best, first, last = total, begin, index
    return first, last, best
