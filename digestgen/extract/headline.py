"""The title: the line above the article that its shape, its place and the article's words speak
for."""

import re
from bisect import bisect_left, bisect_right
from itertools import accumulate

from digestgen.extract.byline import given, is_byline, is_name_line
from digestgen.extract.caption import credit_alone
from digestgen.extract.dateline import has_date
from digestgen.extract.letters import names_letters
from digestgen.extract.mail import is_header, subject_start
from digestgen.extract.region import Page
from digestgen.extract.sectioncues import is_section_line
from digestgen.extract.sectionnames import is_standard
from digestgen.extract.shapes import Shape, is_clock, starts_with_clock
from digestgen.extract.words import FUNCTION_WORDS

_WORD = re.compile(r"[^\W_]++(?:['’][^\W_]++)*+")
_CRUMBS = re.compile(r" ?[>›»|] ?| / ")
_PARTED = (">", "›", "»", "|", " / ")  # one is wherever those are
_GENRE = re.compile(
    r"(?:in pictures|photos|video|podcast|explainer|in depth|gallery): ", re.IGNORECASE
)
_TABLE = re.compile(r"(?: [-+]?\d[\d.,]*%?){3,}$")  # a row's figures
_MARKED = re.compile(r"([\^*_~]{1,2})(?=[^\W_]).*[\w.!?\"'”’)](?:\1)$")
_SUFFIX = re.compile(r" [–—|·•-] [^\W_][^|]{1,38}$")
# The name below a portrait, or in its description, and the byline beside it.
_PORTRAYED = re.compile(r"(?P<name>[^\W\d_a-z][^,.:;!?\n]{3,40}?)[ |•·]{1,3}By (?P=name)\b")
_LIVE = re.compile(r"\b(?:live|liveblog|liveticker|en direct|en vivo)\b", re.IGNORECASE)
# A caption's sentence and its credit.
_CREDITED = re.compile(r"[.!?][\"”’)]* ?[\[(][^\[\]()]{2,60}[\])]$")
_QUOTES = "\"'”’»“„«‘"
_LIKELY = 3.0  # score of a line that may well be a title
_AGAIN = 6  # lines between a title and the same title as the description of its picture
_POSTS = 3  # times alone on a line in an article that make it a live blog
_ABOVE = 120  # lines before the article in which a title is looked for
_LEAD = 12  # lines of prose whose words tell the title
_LONGEST = 250  # characters
_SHARED = 2  # words of the article in a title above its standfirst
_NEAR = 6  # lines below a title in which a byline or a date supports it


def stems(text: str) -> set[str]:
    """Content words, cut to six letters so that "bridge" meets "bridges"."""
    words = map(str.lower, _WORD.findall(text))
    return {w[:6] for w in words if len(w) > 2 and w not in FUNCTION_WORDS}


def title_span(text: str) -> tuple[int, int]:
    """Where the title is in its line: without a mail's label and the marks of a wire or of
    Markdown."""
    start, end = subject_start(text), len(text)
    if match := _MARKED.match(text):
        start, end = start + len(match[1]), end - len(match[1])
    return start, end


def find_title(page: Page) -> tuple[int, float] | None:
    """The index of the title's line and a confidence; None where no line can be one."""
    prose = [i for i in range(page.first, page.last + 1) if page.prose(i)]
    if not prose:
        plain = [i for i, look in enumerate(page.shapes) if not look.reason]
        return (plain[0], 0.3) if plain else None
    lead = [stems(page.lines[i].text) for i in prose[: _LEAD + 1]]
    rest = list(accumulate(reversed(lead), lambda told, own: told | own))[::-1]
    low = max(0, page.first - _ABOVE)
    # The title of a densely written page may be inside the heaviest run, below teasers.
    post = _first_post(page)
    high = min(prose[min(len(prose) - 1, 6)], post)
    repeated = sorted({line.text for line in page.lines[high:]})
    again = _said_again(page, low, high)
    # How many lines that may be text stand above each.
    plain = [0, *accumulate(_is_plain(page, i) for i in range(page.last + 1))]
    end = min(high + 1 + _NEAR, len(page.lines))
    signed = [*[False] * low, *(_is_signed(page, i) for i in range(low, end))]
    scores: dict[int, float] = {}
    for index in range(low, high + 1):
        score = _score(page, index, lead, rest, prose, repeated, plain, signed)
        if score is not None:
            score += min(again.get(index, 0), 3)
            live = post < len(page.lines) and _LIVE.search(page.lines[index].text)
            scores[index] = score + (3.0 if live else 0.0)
    if not scores:
        return None
    # A line above a credit tells what a picture shows, unless there is no other title: the
    # article's first sentence is none.
    shown = {i for i in scores if _is_credit(page, i + 1)}
    rival = max(scores.keys() - shown, key=lambda i: (scores[i], -i), default=None)
    if rival is not None and scores[rival] >= _LIKELY and not page.prose(rival):
        scores.update({i: scores[i] - 5.0 for i in shown})
    best = max(scores, key=lambda i: (scores[i], -i))
    # A standfirst says more about the article than its title does; the title stands right above.
    higher = [i for i in range(best - 1, low - 1, -1) if _standing(page.shapes[i])][:2]
    above = next(
        (i for i in higher if page.shapes[i].words >= (3 if _kicked(page, i, best) else 4)), None
    )
    if (
        above is not None
        and _heads(page, above, best, scores)
        and (
            len(stems(page.lines[above].text) & rest[0]) >= _SHARED  # no row of a menu does
            or _kicked(page, above, best)
        )
    ):
        best = above
    best = _without_outlet(page, best, scores)
    return best, max(0.3, min(0.95, scores[best] / 10))


def _first_post(page: Page) -> int:
    """The line above the time that heads the newest entry of a live blog, on a line alone; the end of a page
    that is none."""
    span = range(max(0, page.first - 3), page.last + 1)
    times = [i for i in span if is_clock(page.lines[i].text)]
    return times[0] - 1 if len(times) >= _POSTS and times[0] > 0 else len(page.lines)


def _without_outlet(page: Page, best: int, scores: dict[int, float]) -> int:
    """The line that says the same without " – Port Courier", as a browser's tab has it."""
    text = page.lines[best].text
    if match := _SUFFIX.search(text):
        for index in scores:
            if page.lines[index].text == text[: match.start()]:
                return index
    return best


def _standing(look: Shape) -> bool:
    return not look.reason or _again(look)


def _again(look: Shape) -> bool:
    """A title that galleries and menus of the page say again."""
    return look.reason == "repeated line" and look.words >= 4


def _is_row(text: str) -> bool:
    """ "Rovers 3 2 1 0 7", of a table"""
    return text[-1] in "0123456789%" and _TABLE.search(text) is not None


def _labelled(page: Page, index: int) -> bool:
    """ "In pictures: …" above a byline: links have that label, too."""
    below = index + 1
    return (
        page.shapes[index].reason == "related link"
        and _GENRE.match(page.lines[index].text) is not None
        and below < min(page.first, len(page.lines))
        and is_byline(page.lines[below].text)
    )


def _heads(page: Page, above: int, below: int, scores: dict[int, float]) -> bool:
    lines, look = page.lines, page.shapes[above]
    margin = 3.5 if page.shapes[below].sentence and lines[below].text.endswith(".") else 2.5
    least = 2.5
    if _kicked(page, above, below):
        margin, least = margin + 2.0, 2.0
    close = scores.get(above, -9.0) >= max(scores[below] - margin, least)
    return (
        close and not has_date(lines[above].text) and not look.sentence and not lines[above].marker
    )


def _kicked(page: Page, above: int, below: int) -> bool:
    """Whether a section's name stands right above two lines: the first is a title that plays with
    words, the second tells what the article is about."""
    return above == below - 1 and above > 0 and is_standard(page.lines[above - 1].text)


def _is_byline(text: str) -> bool:
    if is_byline(text):
        return True
    return "By " in text and len(text) < 120 and _PORTRAYED.match(text) is not None


def _is_signed(page: Page, index: int) -> bool:
    """Whether a line that is no prose has a byline or a date."""
    text = page.lines[index].text
    if len(text) > 200 or page.shapes[index].sentence:
        return False
    return _is_byline(text) or has_date(text)


def _is_credit(page: Page, index: int) -> bool:
    if index >= len(page.lines):
        return False
    if page.shapes[index].reason != "caption" and page.shapes[index].words > 2:
        return False
    text = page.lines[index].text
    return not _is_byline(text) and credit_alone(text) is not None


def _said_again(page: Page, low: int, high: int) -> dict[int, int]:
    """How often lines say the same that stand near each other: the pictures of a gallery have the
    title for their description. Lists of links far apart say other titles again."""
    runs: list[list[int]] = []
    last: dict[str, list[int]] = {}
    for index in range(low, high + 1):
        text = page.lines[index].text
        if page.shapes[index].words < 4:
            continue
        run = last.get(text)
        if run is None or index - run[-1] > _AGAIN:
            run = last[text] = []
            runs.append(run)
        run.append(index)
    return {index: len(run) for run in runs if len(run) > 1 for index in run}


def _is_plain(page: Page, index: int) -> bool:
    return not page.shapes[index].reason and not is_byline(page.lines[index].text)


def _score(
    page: Page,
    index: int,
    lead: list[set[str]],
    rest: list[set[str]],
    prose: list[int],
    repeated: list[str],
    plain: list[int],
    signed: list[bool],
) -> float | None:
    """How much speaks for a line being the title, None where it can be none. `lead` are the stems of
    the first lines of prose, `rest` those of each and all after it, `prose` its lines' indexes, `signed` which lines have a byline or a
    date."""
    line, look = page.lines[index], page.shapes[index]
    if (
        (look.reason and not _again(look) and not _labelled(page, index))
        or look.ending
        or len(line.text) > _LONGEST
        or look.words < 2
    ):
        return None
    if _is_byline(line.text) or is_section_line(line.text) or _is_row(line.text):
        return None
    if is_header(line.text) and not subject_start(line.text):
        return None
    above = bisect_right(prose, index)
    if above == len(prose):
        return None
    below = prose[above]
    score = 0.0
    own = stems(line.text)
    if own and above < len(lead):
        said = rest[above]
        # The first paragraph says the title over again; the rest only mentions it.
        # A word or two are told in many a text.
        few = min(1.0, (len(own) + 1) / 4)
        score += few * 4.0 * len(own & said) / len(own)
        score += few * 2.0 * len(own & lead[above]) / len(own)
        score += 0.3 * min(len(own & said), 5)
    score += 2.0 if 4 <= look.words <= 22 else (0.5 if look.words == 3 else -1.0)
    stop = line.text if line.text[0] in _QUOTES else line.text.rstrip(_QUOTES)
    if stop.endswith((".", ":", ",")):
        score -= 4.0 if look.sentence and stop.endswith(".") else 1.0
    elif line.text[-1] in ")]" and _CREDITED.search(line.text):
        score -= 4.0
    score -= 0.12 * max(0, look.words - 14)
    if line.marker or starts_with_clock(line.text) or is_header(line.text):
        score -= 3.0
    if line.text.count("  ") > 1:
        score -= 3.0  # a row of links
    if index and names_letters(page.lines[index - 1].text):
        score += 4.0  # else each letter's heading is told below it, the page's is not
    told = above < len(rest) and not own.isdisjoint(rest[above])
    if index and not told and look.words <= 5 and is_name_line(page.lines[index - 1].text):
        score -= 2.0  # what the author above is
    if look.words <= 5 and line.text.isupper():
        score -= 1.5  # a nameplate
    place = bisect_left(repeated, line.text)
    if repeated[place : place + 1] == [line.text]:
        score += 1.5 if look.words >= 4 else 0.5
    near = range(index + 1, min(index + 1 + _NEAR, len(signed)))
    for i in near:
        if signed[i]:
            score += max(2.0, 3.0 - 0.5 * (i - index))  # the nearer the better
            break
        text = page.lines[i].text
        if i == index + 1 and not page.shapes[i].sentence and is_name_line(text):
            score += 1.5
            break
    score -= min(0.25 * (plain[below] - plain[index + 1]), 3.0)
    if any(t != line.text and t.startswith(line.text) for t in repeated[place : place + 2]):
        score += 1.0
    # Paragraphs above a title are teasers at best.
    score -= 1.2 * bisect_left(prose, index)
    if is_name_line(line.text) and (look.words <= 3 or given(line.text)):
        score -= 2.5
    if (look.words <= 9 and has_date(line.text)) or _is_crumbs(line.text):
        score -= 4.0
    return score


def _is_crumbs(text: str) -> bool:
    """ "Home > World", a breadcrumb or a row of a menu"""
    parts = _CRUMBS.split(text) if any(map(text.__contains__, _PARTED)) else []
    return len(parts) > 1 and all(len(part.split()) <= 3 for part in parts[:2])
