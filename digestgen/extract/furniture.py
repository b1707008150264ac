"""Which lines of the article's stretch are its text, and why each other line is not.

A line is judged in its neighbourhood. Doubt keeps it: losing a sentence is worse than keeping a
menu entry.
"""

import re
from dataclasses import dataclass, field
from itertools import islice

from digestgen.extract.byline import is_name_line
from digestgen.extract.caption import credit_alone
from digestgen.extract.closing import is_about_author, is_closing
from digestgen.extract.headline import stems
from digestgen.extract.letters import is_letters
from digestgen.extract.line import Line
from digestgen.extract.lists import heads_links, judge_lists
from digestgen.extract.region import Page, short_sentence
from digestgen.extract.shapes import is_clock, is_post_signature, starts_with_clock

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
        "consent prompt",
    }
)
"""Reasons that hold for a full sentence between paragraphs too."""
_SUBHEAD_WORDS = 14
_CLOSING_LINES = 10  # kept lines at the end that may be notes
_POST_LINES = 4  # lines of an embedded post at most, besides its signature
_ENTRIES = 3  # with a time above that make a live blog
_ENTRY_HEAD = 4  # lines between the time of an entry and its text: who wrote it, "Breaking"
_SIDE = re.compile(
    r"\((?:l|r|c|left|right|centre|center|l-r|from left|above|below|pictured)\)", re.IGNORECASE
)
_FEWEST = 0.4  # share of the words in sentences that is always kept
_SIGNED = re.compile(r"[—–] ?[^\W\d_a-z]")
_LATIN_LOWER = re.compile(r"[a-z]")
_TITLE_AGAIN = 60  # lines below the title in which it may stand again


@dataclass(frozen=True, slots=True)
class Sifted:
    """Which lines are the article, and why the others are not."""

    kept: tuple[int, ...]  # indexes of lines, in order
    headings: frozenset[int]  # those that are subheads
    reasons: dict[int, str]  # why each other line is left out
    posts: frozenset[int] = frozenset()  # those that are posts of others, signatures included
    times: dict[int, int] = field(default_factory=dict)  # lines with the time that heads each entry


def sift(page: Page, title: int | None, taken: dict[int, str], authors: tuple[str, ...]) -> Sifted:
    """`taken` maps lines that became fields to what they are; `authors` are the byline's names."""
    reasons = dict(taken)
    if title is not None:
        reasons[title] = "title"
    if page.last < page.first:  # no prose: everything that nothing speaks against
        plain = [i for i, look in enumerate(page.shapes) if i not in reasons and not look.reason]
        for i, look in enumerate(page.shapes):
            if look.reason:
                reasons.setdefault(i, look.reason)
        return Sifted(tuple(plain), frozenset(), reasons)
    low = page.first if title is None else _below_title(page, title)
    last = page.last
    for index in range(len(page.lines)):
        if not low <= index <= last:
            outside = "before the article" if index < low else "after the article"
            reasons.setdefault(index, page.shapes[index].reason or outside)
    posts = _posts(page, low, last, reasons)
    lists = judge_lists(page, low, last, reasons | dict.fromkeys(posts, "post"))
    subject = _subject(page, title, low, last)
    letters = title is not None and is_letters(page.lines, title)
    kept: list[int] = []
    heading: set[int] = set()
    seen: set[str] = set()
    index = low
    while index <= last:
        line = page.lines[index]
        if index in reasons:
            index += 1
        elif index in posts:
            kept.append(index)
            index += 1
        elif why := _unwanted(page, index, last, authors) or _said(page, index, title, seen):
            reasons[index] = why
            index += 1
        elif index in lists:
            if lists[index] in ("", "heading"):
                kept.append(index)
                seen.add(line.text)
                if lists[index]:
                    heading.add(index)
            else:
                reasons[index] = lists[index]
            index += 1
        elif _is_text(page, index):
            kept.append(index)
            seen.add(line.text)
            index += 1
        else:
            run = [index]
            while run[-1] < last and _is_short(page, run[-1] + 1, last, authors, reasons, posts):
                run.append(run[-1] + 1)
            followed = run[-1] < last and _followed(page, run[-1] + 1, reasons, lists)
            if letters:
                _judge_letters(page, run, followed, kept, heading, reasons)
            else:
                _judge_run(page, run, followed, subject, kept, heading, reasons)
            index = run[-1] + 1
    _close(page, kept, authors, reasons)
    _restore(page, low, kept, taken, reasons)
    times = _times(page, kept)
    for index in times.values():
        reasons.pop(index, None)
    return Sifted(tuple(kept), frozenset(heading & set(kept)), reasons, posts & set(kept), times)


def _times(page: Page, kept: list[int]) -> dict[int, int]:
    """The times alone on a line that head the entries of a live blog, by the first line of each."""
    found: dict[int, int] = {}
    for above, index in zip((-1, *kept), kept, strict=False):
        for between in range(index - 1, max(above, index - 1 - _ENTRY_HEAD), -1):
            if is_clock(page.lines[between].text):
                found[index] = between
                break
    return found if len(found) >= _ENTRIES else {}


def _subject(page: Page, title: int | None, low: int, last: int) -> set[str]:
    """Stems of what the title and the first paragraphs speak of."""
    found = set() if title is None else stems(page.lines[title].text)
    prose = (i for i in range(low, last + 1) if page.prose(i) and not page.lines[i].marker)
    for index in islice(prose, 3):
        found |= stems(page.lines[index].text)
    return found


def _below_title(page: Page, title: int) -> int:
    """The first line below the title, or below its second occurrence: what stands between the two
    is the page's head."""
    low, prose = title + 1, 0
    for index in range(title + 1, min(title + _TITLE_AGAIN, page.last)):
        if page.lines[index].text == page.lines[title].text:
            low = index + 1
        prose += page.prose(index) and not page.lines[index].marker
        if prose > 1:
            break
    return low


def _posts(page: Page, low: int, last: int, reasons: dict[int, str]) -> frozenset[int]:
    """Lines of embedded posts: a signature ("— Name (@handle) March 3") and the lines above."""
    found: set[int] = set()
    for index in range(low + 1, last + 1):
        if not is_post_signature(page.lines[index].text):
            continue
        found.add(index)
        above = index - 1
        while above >= max(low, index - _POST_LINES) and above not in reasons:
            look = page.shapes[above]
            if above in found or (look.sentence and above < index - 1):
                break
            if look.reason not in ("", "contact line", "caption"):
                break
            found.add(above)
            above -= 1
    return frozenset(found)


def _said(page: Page, index: int, title: int | None, seen: set[str]) -> str:
    text = page.lines[index].text
    if page.shapes[index].words < 5:
        return ""
    return "said before" if text in seen or _repeats(page, index, title) else ""


def _repeats(page: Page, index: int, title: int | None) -> bool:
    """The title again, with or without something after it: "… Back to video"."""
    if title is None:
        return False
    heading, text = page.lines[title].text, page.lines[index].text
    return text.startswith(heading) and len(text) < len(heading) + 20


def _is_text(page: Page, index: int) -> bool:
    look, line = page.shapes[index], page.lines[index]
    told = look.sentence or look.words >= 18 or index in page.listing
    return told or short_sentence(line, look)


def _is_short(
    page: Page,
    index: int,
    last: int,
    authors: tuple[str, ...],
    reasons: dict[int, str],
    posts: frozenset[int],
) -> bool:
    return not (
        index in reasons
        or index in posts
        or page.lines[index].marker
        or _is_text(page, index)
        or _unwanted(page, index, last, authors)
    )


def _followed(page: Page, index: int, reasons: dict[int, str], lists: dict[int, str]) -> bool:
    """Whether article text stands right below a subhead."""
    if index in reasons or (page.shapes[index].reason and not page.prose(index)):
        return False
    if index in lists:
        return not lists[index]
    return _is_text(page, index)


def _unwanted(page: Page, index: int, last: int, authors: tuple[str, ...]) -> str:
    look, line = page.shapes[index], page.lines[index]
    if look.reason and (not look.sentence or look.words < 9 or look.reason in _PROMPTS):
        return look.reason
    if look.reason and not _between_prose(page, index, last):
        return look.reason
    if look.ending and not look.sentence:
        return "heading of another list"
    if not look.sentence and not line.marker and _is_caption(page, index):
        return "caption"
    if index > last - 8 and is_about_author(line.text, authors):
        tail = sum(page.prose(i) for i in range(index + 1, last + 1))
        return "about the author" if tail <= 3 else ""
    return ""


def _is_caption(page: Page, index: int) -> bool:
    """A line without a full stop that names sides, or that a credit stands below."""
    text = page.lines[index].text
    if text.endswith((".", ":", "?", "!")):
        return False
    if _SIDE.search(text):
        return True
    below = index + 1
    return (
        page.shapes[index].words >= 8
        and below < len(page.lines)
        and page.shapes[below].reason == "caption"
        and credit_alone(page.lines[below].text) is not None
    )


def _between_prose(page: Page, index: int, last: int) -> bool:
    before = any(page.prose(i) for i in range(max(0, index - 3), index))
    return before and any(page.prose(i) for i in range(index + 1, min(last, index + 3) + 1))


def _judge_run(
    page: Page,
    run: list[int],
    followed: bool,
    subject: set[str],
    kept: list[int],
    heading: set[int],
    reasons: dict[int, str],
) -> None:
    """Lines in a row that are no sentences: a subhead, a standfirst, or links."""
    above = run[0] - 1
    if above >= 0 and heads_links(page, above):
        reasons.update(dict.fromkeys(run, "list of links"))
        return
    if not any(page.prose(i) for i in kept):
        # Between title and lead a standfirst may stay, the rest is the page's head.
        for i in run:
            look, text = page.shapes[i], page.lines[i].text
            entry = starts_with_clock(text)  # of a live blog's contents
            headed = i > 0 and is_clock(page.lines[i - 1].text)
            if headed and i == run[-1] and followed and _is_subhead(page.lines[i], look.words):
                kept.append(i)
                heading.add(i)
            elif look.words >= 7 and not (look.titled or entry) and subject & stems(text):
                kept.append(i)
            else:
                reasons[i] = "head of the page"
        return
    for i in run:
        look = page.shapes[i]
        if i == run[-1] and followed and len(run) <= 2 and _is_subhead(page.lines[i], look.words):
            kept.append(i)
            heading.add(i)
        elif len(run) == 1 and look.words >= 4 and not look.titled:
            kept.append(i)
        elif kept[-1] == i - 1 and look.words <= 8 and _SIGNED.match(page.lines[i].text):
            kept.append(i)  # who a quotation set by itself is from
        elif len(run) >= 2 or look.words < 4 or look.titled:
            reasons[i] = "list of links" if len(run) >= 3 else "short line"
        else:
            kept.append(i)


def _judge_letters(
    page: Page,
    run: list[int],
    followed: bool,
    kept: list[int],
    heading: set[int],
    reasons: dict[int, str],
) -> None:
    """Between readers' letters stand the name and place below one and the heading of the next."""
    begun = any(page.prose(i) for i in kept)
    for i in run:
        last = i == run[-1] and followed and _is_subhead(page.lines[i], page.shapes[i].words)
        if last or begun:
            kept.append(i)
            if last:
                heading.add(i)
        else:
            reasons[i] = "head of the page"


def _is_subhead(line: Line, words: int) -> bool:
    text = line.text
    return (
        words <= _SUBHEAD_WORDS
        and len(text) > 2
        and not text.endswith((",", ";", "-", "–", "—"))
        and (text[0].isupper() or text[0].isdigit() or text[0] in "\"'“‘„«¿¡")
        and not (is_name_line(text) and _LATIN_LOWER.search(text) is not None)
    )


def _close(page: Page, kept: list[int], authors: tuple[str, ...], reasons: dict[int, str]) -> None:
    """Take the notes off the end: who reported, who the author is, what else there is to read."""
    cut, notes = len(kept), {}
    for place in range(len(kept) - 1, max(len(kept) - _CLOSING_LINES, 0) - 1, -1):
        index = kept[place]
        if why := is_closing(page, index, authors):
            notes[index] = why
            cut = place
        elif page.shapes[index].sentence or page.shapes[index].words > 6:
            break
    for index in kept[cut:]:
        reasons[index] = notes.get(index, "closing note")
    del kept[cut:]


def _restore(
    page: Page, low: int, kept: list[int], taken: dict[int, str], reasons: dict[int, str]
) -> None:
    """Take all sentences of the stretch back where judging has left out most of them: no page is
    nearly all furniture between its first and last paragraph."""
    prose = [i for i in range(low, page.last + 1) if page.prose(i) and i not in taken]
    words = sum(page.shapes[i].words for i in prose)
    left = sum(page.shapes[i].words for i in kept)
    if left < _FEWEST * words:
        for index in prose:
            if reasons.get(index) != "said before":
                reasons.pop(index, None)
        kept[:] = sorted({*kept, *(i for i in prose if i not in reasons)})
