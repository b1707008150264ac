"""The title: the line above the article that its shape, its place and the article's words speak
for."""

import re
from bisect import bisect_left
from itertools import accumulate

from digestgen.extract.byline import BYLINE, given, is_name_line
from digestgen.extract.dateline import has_date
from digestgen.extract.region import Page
from digestgen.extract.section import is_section_line
from digestgen.extract.shapes import Shape
from digestgen.extract.words import FUNCTION_WORDS

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_CRUMBS = re.compile(r" ?[>›»|] ?| / ")
_ABOVE = 120  # lines before the article in which a title is looked for
_LEAD = 12  # lines of prose whose words tell the title
_LONGEST = 250  # characters
_SHARED = 2  # words of the article in a title above its standfirst
_NEAR = 6  # lines below a title in which a byline or a date supports it


def stems(text: str) -> set[str]:
    """Content words, cut to six letters so that "bridge" meets "bridges"."""
    words = (w.lower() for w in _WORD.findall(text))
    return {w[:6] for w in words if len(w) > 2 and w not in FUNCTION_WORDS}


def find_title(page: Page) -> tuple[int, float] | None:
    """The index of the title's line and a confidence; None where no line can be one."""
    prose = [i for i in range(page.first, page.last + 1) if page.prose(i)]
    if not prose:
        plain = [i for i, look in enumerate(page.shapes) if not look.reason]
        return (plain[0], 0.3) if plain else None
    lead = [stems(page.lines[i].text) for i in prose[: _LEAD + 1]]
    low = max(0, page.first - _ABOVE)
    # The title of a densely written page may be inside the heaviest run, below teasers.
    high = prose[min(len(prose) - 1, 6)]
    repeated = sorted({line.text for line in page.lines[high:]})
    # How many lines that may be text stand above each.
    plain = [0, *accumulate(_is_plain(page, i) for i in range(page.last + 1))]
    scores: dict[int, float] = {}
    for index in range(low, high + 1):
        score = _score(page, index, lead, prose, repeated, plain)
        if score is not None:
            scores[index] = score
    if not scores:
        return None
    best = max(scores, key=lambda i: (scores[i], -i))
    # A standfirst says more about the article than its title does; the title stands right above.
    higher = [i for i in range(best - 1, low - 1, -1) if _standing(page.shapes[i])][:2]
    above = next((i for i in higher if page.shapes[i].words >= 4), None)
    told = set().union(*lead)
    if (
        above is not None
        and _heads(page, above, best, scores)
        and len(stems(page.lines[above].text) & told) >= _SHARED  # no row of a menu does
    ):
        best = above
    return best, max(0.3, min(0.95, scores[best] / 10))


def _standing(look: Shape) -> bool:
    return not look.reason or _again(look)


def _again(look: Shape) -> bool:
    """A title that galleries and menus of the page say again."""
    return look.reason == "repeated line" and look.words >= 4


def _heads(page: Page, above: int, below: int, scores: dict[int, float]) -> bool:
    lines, look = page.lines, page.shapes[above]
    margin = 3.5 if page.shapes[below].sentence and lines[below].text.endswith(".") else 2.5
    close = scores.get(above, -9.0) >= max(scores[below] - margin, 2.5)
    return (
        close
        and not has_date(lines[above].text)
        and look.words >= 4
        and not look.sentence
        and not lines[above].marker
    )


def _is_plain(page: Page, index: int) -> bool:
    return not page.shapes[index].reason and not BYLINE.match(page.lines[index].text)


def _score(
    page: Page,
    index: int,
    lead: list[set[str]],
    prose: list[int],
    repeated: list[str],
    plain: list[int],
) -> float | None:
    line, look = page.lines[index], page.shapes[index]
    if (
        (look.reason and not _again(look))
        or look.ending
        or len(line.text) > _LONGEST
        or look.words < 2
    ):
        return None
    if BYLINE.match(line.text) or is_section_line(line.text):
        return None
    below = next((i for i in prose if i > index), None)
    if below is None:
        return None
    score = 0.0
    own = stems(line.text)
    following = [s for i, s in zip(prose, lead, strict=False) if i > index]
    if own and following:
        told = set().union(*following)
        # The first paragraph says the title over again; the rest only mentions it.
        # A word or two are told in many a text.
        few = min(1.0, (len(own) + 1) / 4)
        score += few * 4.0 * len(own & told) / len(own)
        score += few * 2.0 * len(own & following[0]) / len(own)
        score += 0.3 * min(len(own & told), 5)
    score += 2.0 if 4 <= look.words <= 22 else (0.5 if look.words == 3 else -1.0)
    if line.text.endswith((".", ":", ",")):
        score -= 4.0 if look.sentence and line.text.endswith(".") else 1.0
    score -= 0.12 * max(0, look.words - 14)
    if line.marker:
        score -= 3.0
    if look.words <= 5 and line.text.isupper():
        score -= 1.5  # a nameplate
    place = bisect_left(repeated, line.text)
    if repeated[place : place + 1] == [line.text]:
        score += 1.5 if look.words >= 4 else 0.5
    near = range(index + 1, min(index + 1 + _NEAR, len(page.lines)))
    for i in near:
        text = page.lines[i].text
        if len(text) > 200 or page.shapes[i].sentence:
            continue
        if BYLINE.match(text) or has_date(text):
            score += max(2.0, 3.0 - 0.5 * (i - index))  # the nearer the better
            break
        if i == index + 1 and is_name_line(text):
            score += 1.5
            break
    score -= min(0.25 * (plain[below] - plain[index + 1]), 3.0)
    if any(t != line.text and t.startswith(line.text) for t in repeated[place : place + 2]):
        score += 1.0
    # Paragraphs above a title are teasers at best.
    score -= 1.2 * bisect_left(prose, index)
    if is_name_line(line.text) and (look.words <= 3 or given(line.text)):
        score -= 2.5
    parts = _CRUMBS.split(line.text)
    if (has_date(line.text) and look.words <= 9) or (
        len(parts) > 1 and all(len(part.split()) <= 3 for part in parts[:2])
    ):
        score -= 4.0
    return score
