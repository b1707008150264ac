"""Which lines of the article's stretch are its text, and why each other line is not.

A line is judged in its neighbourhood. Doubt keeps it: losing a sentence is worse than keeping a
menu entry.
"""

import re
from dataclasses import dataclass

from digestgen.extract.byline import is_name_line
from digestgen.extract.line import Line
from digestgen.extract.region import Page, short_sentence

_PROMPTS = frozenset(
    {
        "subscription prompt",
        "advertisement",
        "script notice",
        "skip link",
        "related link",
        "share row",
        "copyright",
        "caption",
    }
)
"""Reasons that hold for a full sentence between paragraphs too."""
_SUBHEAD_WORDS = 14
_ABOUT_AUTHOR = re.compile(
    r"\b(?:is an?|is the|was an?|covers|writes|has (?:been|written|worked|covered|reported)"
    r"|joined|reports|can be reached|may be reached|follow)\b"
)
_LATIN_LOWER = re.compile(r"[a-z]")


@dataclass(frozen=True, slots=True)
class Sifted:
    kept: tuple[int, ...]  # indexes of lines, in order
    headings: frozenset[int]  # those that are subheads
    reasons: dict[int, str]  # why each other line is left out


def sift(page: Page, title: int | None, taken: dict[int, str], authors: tuple[str, ...]) -> Sifted:
    """`taken` maps lines that became fields to what they are; `authors` are the byline's names."""
    reasons = dict(taken)
    if title is not None:
        reasons[title] = "title"
    low = page.first if title is None else max(title + 1, 0)
    if page.last < page.first:  # no prose: everything that nothing speaks against
        kept = [i for i, look in enumerate(page.shapes) if i not in reasons and not look.reason]
        for i, look in enumerate(page.shapes):
            if look.reason:
                reasons.setdefault(i, look.reason)
        return Sifted(tuple(kept), frozenset(), reasons)
    for index in range(len(page.lines)):
        if not low <= index <= page.last:
            reasons.setdefault(
                index,
                page.shapes[index].reason
                or ("before the article" if index < low else "after the article"),
            )
    heading: set[int] = set()
    kept = []
    seen: set[str] = set()
    index = low
    while index <= page.last:
        if index in reasons:
            index += 1
            continue
        if why := _unwanted(page, index, authors):
            reasons[index] = why
            index += 1
            continue
        words = page.shapes[index].words
        if words >= 5 and (page.lines[index].text in seen or _repeats(page, index, title)):
            reasons[index] = "said before"
            index += 1
            continue
        if _is_text(page, index):
            kept.append(index)
            seen.add(page.lines[index].text)
            index += 1
            continue
        run = [index]
        while (
            run[-1] < page.last
            and run[-1] + 1 not in reasons
            and not _is_text(page, run[-1] + 1)
            and not _unwanted(page, run[-1] + 1, authors)
            and bool(page.lines[run[-1] + 1].marker) == bool(page.lines[index].marker)
        ):
            run.append(run[-1] + 1)
        _judge_run(page, run, low, kept, heading, reasons)
        index = run[-1] + 1
    return Sifted(tuple(sorted(kept)), frozenset(heading), reasons)


def _repeats(page: Page, index: int, title: int | None) -> bool:
    """The title again, with or without something after it: "… Back to video"."""
    if title is None:
        return False
    heading, text = page.lines[title].text, page.lines[index].text
    return text.startswith(heading) and len(text) < len(heading) + 20


def _is_text(page: Page, index: int) -> bool:
    look, line = page.shapes[index], page.lines[index]
    if line.marker:
        return look.sentence and not _in_link_list(page, index)
    return look.sentence or short_sentence(line, look) or look.words >= 18


def _in_link_list(page: Page, index: int) -> bool:
    """Whether a list entry that reads as a sentence ("Can you …?") is one of a list of headlines:
    neighbours without full stops, and no paragraph after them."""
    low, high = index, index
    while low - 1 > index - 12 and low > 0 and page.lines[low - 1].marker:
        low -= 1
    while high + 1 < index + 12 and high < page.last and page.lines[high + 1].marker:
        high += 1
    entries = range(low, high + 1)
    stops = sum(page.lines[i].text.rstrip('"”’)').endswith(".") for i in entries)
    announced = low > 0 and page.lines[low - 1].text.endswith(":")
    goes_on = any(
        page.prose(i) and not page.lines[i].marker for i in range(high + 1, page.last + 1)[:6]
    )
    return len(entries) >= 4 and stops < 0.5 * len(entries) and not announced and not goes_on


def _unwanted(page: Page, index: int, authors: tuple[str, ...]) -> str:
    look, line = page.shapes[index], page.lines[index]
    if look.reason and (not look.sentence or look.words < 9 or look.reason in _PROMPTS):
        return look.reason
    if look.reason and not _between_prose(page, index):
        return look.reason
    if look.ending and not look.sentence:
        return "heading of another list"
    if index > page.last - 8 and (_names_author(line.text, authors)):
        tail = sum(page.prose(i) for i in range(index + 1, page.last + 1))
        if tail <= 3 and (
            _ABOUT_AUTHOR.search(line.text) or line.text.casefold() in _folded(authors)
        ):
            return "about the author"
    return ""


def _folded(authors: tuple[str, ...]) -> set[str]:
    return {name.casefold() for name in authors}


def _names_author(text: str, authors: tuple[str, ...]) -> bool:
    """Whether a line speaks of an author: the full name, or their surname at its start."""
    folded = text.casefold()
    return any(
        a.casefold() in folded or a.split()[-1].casefold() in folded.split()[:3] for a in authors
    )


def _between_prose(page: Page, index: int) -> bool:
    before = any(page.prose(i) for i in range(max(0, index - 3), index))
    return before and any(page.prose(i) for i in range(index + 1, min(page.last, index + 3) + 1))


def _judge_run(
    page: Page,
    run: list[int],
    low: int,
    kept: list[int],
    heading: set[int],
    reasons: dict[int, str],
) -> None:
    """Lines in a row that are no sentences: a list, a subhead, a standfirst, or links."""
    above = run[0] - 1
    listing = above >= low and not page.shapes[above].sentence
    if listing and (page.shapes[above].ending or page.shapes[above].reason == "related link"):
        reasons.update(dict.fromkeys(run, "list of links"))
        return
    lines = [page.lines[i] for i in run]
    if lines[0].marker:
        if _belongs(page, run, kept):
            kept.extend(run)
        else:
            reasons.update(dict.fromkeys(run, "list of links"))
        return
    opening = not any(page.prose(i) for i in kept)
    if opening:  # between title and lead: a standfirst may stay, the rest is the page's head
        for i in run:
            look = page.shapes[i]
            if look.words >= 7 and not look.titled:
                kept.append(i)
            else:
                reasons[i] = "head of the page"
        return
    follower = run[-1] + 1
    followed = follower <= page.last and _is_text(page, follower)
    for i in run:
        look = page.shapes[i]
        if i == run[-1] and followed and _is_subhead(page.lines[i], look.words) and len(run) <= 2:
            kept.append(i)
            heading.add(i)
        elif len(run) == 1 and look.words >= 4 and not look.titled:
            kept.append(i)
        elif len(run) >= 2 or look.words < 4 or look.titled:
            reasons[i] = "list of links" if len(run) >= 3 else "short line"
        else:
            kept.append(i)


def _belongs(page: Page, run: list[int], kept: list[int]) -> bool:
    """Whether a list without full sentences is the article's: announced, or among its bullets."""
    before = run[0] - 1
    if kept and kept[-1] == before:
        above = page.lines[before]
        if above.text.endswith(":") or above.marker:
            return True
    after = run[-1] + 1
    if after <= page.last and page.lines[after].marker and page.prose(after):
        return True
    words = [page.shapes[i].words for i in run]
    lowered = sum(not page.shapes[i].titled for i in run)
    return (
        bool(kept) and sum(words) / len(words) >= 9 and lowered >= 0.7 * len(run) and len(run) >= 2
    )


def _is_subhead(line: Line, words: int) -> bool:
    text = line.text
    return (
        words <= _SUBHEAD_WORDS
        and not text.endswith((",", ";", "-", "–", "—"))
        and (text[0].isupper() or text[0].isdigit() or text[0] in "\"'“‘¿¡")
        and not (is_name_line(text) and _LATIN_LOWER.search(text) is not None)
    )
