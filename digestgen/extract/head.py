"""The lines around the title: byline, date, section, picture. Each becomes a field and leaves the
body."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from digestgen.extract.authors import author_claims
from digestgen.extract.claims import Claim, Note
from digestgen.extract.dateline import Stamp, ago, stamps
from digestgen.extract.dateorder import Order, date_order
from digestgen.extract.letters import is_letters
from digestgen.extract.line import Line
from digestgen.extract.picture import picture_claims
from digestgen.extract.region import Page
from digestgen.extract.section import section_claims

_ABOVE = 6  # lines above the title that may hold a date
_BELOW = 16  # lines below it that may hold byline, date and picture
_FARTHEST = 150  # lines from the title to the article's first paragraphs
_DAY_LINE = 8  # words of a line that is little more than a date
_MAILED = re.compile(r"(?:date|sent):", re.IGNORECASE)
_SURE = 0.75  # confidence of a date below which "yesterday" under the title says more
_FAR = 40  # lines from the page's end in which a date is looked for as a last resort


@dataclass(frozen=True, slots=True)
class Head:
    """What the lines around the title say."""

    claims: tuple[Claim, ...]  # offsets in the clean paste
    taken: dict[int, str]  # lines that are fields now, and which
    notes: tuple[Note, ...] = ()


def head_claims(page: Page, title: int | None) -> Head:
    """Authors, dates, section and picture, from the lines around the title."""
    claims: list[Claim] = []
    taken: dict[int, str] = {}
    notes: list[Note] = []
    if title is None:
        return Head((), {})
    prose = [i for i in range(max(title + 1, page.first), page.last + 1) if page.prose(i)]
    low = prose[min(3, len(prose) - 1)] if prose else min(title + _BELOW, len(page.lines) - 1)
    head = range(title + 1, min(low, title + _FARTHEST) + 1)
    if not is_letters(page.lines, title):
        author_claims(page, title, head, claims, taken)
    _dates(page, title, head, claims, taken, notes)
    for index, claim in section_claims(page, title):
        claims.append(claim)
        if index > title:
            taken.setdefault(index, "section")
    picture_claims(page, title, head, claims, taken)
    return Head(tuple(claims), taken, tuple(notes))


def _dates(
    page: Page,
    title: int,
    head: range,
    claims: list[Claim],
    taken: dict[int, str],
    notes: list[Note],
) -> None:
    texts = [line.text for line in page.lines]
    order = date_order(texts)
    near = (*head, *range(title - 1, max(-1, title - 1 - _ABOVE), -1), title)
    # Bylines hold dates too. Years written elsewhere complete "Nov 19".
    years, unsure = _years(texts, near)
    doubts = {"full": 0.0, "numeric": order.doubt, "short": unsure}
    open_dates: list[tuple[Line, Stamp]] = []
    for place, index in enumerate(near):
        line, look = page.lines[index], page.shapes[index]
        if (
            (look.sentence and index in head and look.words > 16)
            or line.text[0] in "—–"
            or look.reason == "caption"
        ):
            continue  # prose, or the signature of a quoted post
        for stamp in _stamps(texts, index, order, years):
            if not stamp.value:
                if stamp.either or look.words <= _DAY_LINE:
                    open_dates.append((line, stamp))
                continue
            mailed = index < title and _MAILED.match(line.text)  # the nearest mail is the article's
            confidence = {"published": 0.95, "": 0.85, "updated": 0.5}[
                "" if mailed else stamp.label
            ]
            confidence -= 0.005 * place + (0.15 if index < title else 0.0) + doubts[stamp.kind]
            if page.prose(index) and look.words > _DAY_LINE and not stamp.label:
                confidence -= 0.3  # told, not stamped
            claims += _date_claims(line, stamp, confidence)
            if index != title and (look.words <= 14 or look.reason):
                taken.setdefault(index, "date")
    _relative(page, title, head, claims)
    if not any(c.field == "date" for c in claims):
        end = len(page.lines)
        for index in (
            *range(max(0, title - _ABOVE)),
            *range(max(page.last + 1, end - _FAR), end),
        ):
            line = page.lines[index]
            if page.shapes[index].reason == "timestamp" or "ublished" in line.text[:60]:
                for stamp in _stamps(texts, index, order, ()):
                    if stamp.value:
                        confidence = 0.4 if stamp.label == "published" else 0.3
                        claims += _date_claims(line, stamp, confidence)
    notes += [_note(line, stamp) for line, stamp in open_dates[:1]]


def _note(line: Line, stamp: Stamp) -> Note:
    written = line.text[stamp.start : stamp.end]
    message, hint = f'"{written}" has no year, nor has the page', "write `date:` with the year"
    if stamp.either:
        message = f"nothing on the page tells whether {written} starts with the day or the month"
        hint = "write " + " or ".join(f"`date: {day}`" for day in stamp.either)
    return Note("date", message, hint, *line.span(stamp.start, stamp.end))


def _stamps(texts: list[str], index: int, order: Order, years: tuple[int, ...]) -> Iterator[Stamp]:
    above = texts[index - 1] if index else ""
    following = texts[index + 1] if index + 1 < len(texts) else ""
    return stamps(texts[index], above, following, order.day_first, years)


def _relative(page: Page, title: int, head: range, claims: list[Claim]) -> None:
    """ "Yesterday" below a masthead that shows the day."""
    today = ""
    for index in range(title - 1, -1, -1):
        text = page.lines[index].text
        found = [s for s in stamps(text, "", "", None, ()) if s.kind == "full" and s.value]
        if len(found) == 1 and not found[0].label and len(text.split()) <= _DAY_LINE:
            today = found[0].value[:10]
            break
    if not today or any(c.field == "date" and c.confidence > _SURE for c in claims):
        return
    for index in head:
        line = page.lines[index]
        if page.shapes[index].words <= _DAY_LINE and not page.shapes[index].sentence:
            stamp = ago(line.text, dt.date.fromisoformat(today))
            if stamp and stamp.label != "updated":
                span = line.span(stamp.start, stamp.end)
                claims.append(Claim("date", stamp.value, *span, "date.relative", 0.75))
                return


def _date_claims(line: Line, stamp: Stamp, confidence: float) -> list[Claim]:
    start, end = line.span(stamp.start, stamp.end)
    claims = []
    if stamp.label == "updated":
        claims.append(Claim("updated", stamp.value, start, end, "date.updated", confidence))
        confidence = min(confidence, 0.45)  # better than no date at all
    claims.append(
        Claim("date", stamp.value, start, end, "date." + (stamp.label or "line"), confidence)
    )
    return claims


def _years(texts: list[str], near: tuple[int, ...]) -> tuple[tuple[int, ...], float]:
    """Years for dates without one, the likeliest first, and how much they leave in doubt: that of
    a full date near the title, else of the copyright line and the year before it."""
    for index in near:
        for stamp in stamps(texts[index], "", "", None, ()):
            if stamp.value:
                year = int(stamp.value[:4])
                return (year, year + 1, year - 1), 0.05
    for text in reversed(texts[-60:]):
        if len(text) < 300 and ("©" in text or "opyright" in text or "eserved" in text):
            words = text.replace("©", " ").replace("-", " ").replace(",", " ").split()
            years = [int(w) for w in words if w.isdecimal() and 1990 < int(w) < 2100]
            if years:
                return (max(years), max(years) - 1), 0.2
    return (), 0.0
