"""The lines around the title: byline, date, section, picture. Each becomes a field and leaves the
body."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from digestgen.extract.byline import BY_ALONE, BYLINE, biography, byline_claims, given, is_name
from digestgen.extract.claims import Claim, Note
from digestgen.extract.dateline import DATE, Stamp, ago, has_date, stamps
from digestgen.extract.dateorder import Order, date_order
from digestgen.extract.line import Line
from digestgen.extract.picture import picture_claims
from digestgen.extract.region import Page
from digestgen.extract.section import section_claims

_ABOVE = 6  # lines above the title that may hold a date
_BELOW = 16  # lines below it that may hold byline, date and picture
_FARTHEST = 150  # lines from the title to the article's first paragraphs
_DAY_LINE = 8  # words of a line that is little more than a date
_SURE = 0.75  # confidence of a date below which "yesterday" under the title says more
_AGENCY = re.compile(
    r"(?:[^\W\d_a-z][^()\n]{2,60} )?\(([^\W\d_a-z][\w.]*(?: [^\W\d_a-z]\w+)?)\) ?[—–-]"
)
_WIRES = ("Press", "Agency", "Wire", "Wires", "Agencies")
_GOES_ON = re.compile(r"(?:and|&) (?=[^\W\d_a-z])")
_FAR = 40  # lines from the page's end in which a date is looked for as a last resort


@dataclass(frozen=True, slots=True)
class Head:
    claims: tuple[Claim, ...]  # offsets in the clean paste
    taken: dict[int, str]  # lines that are fields now, and which
    notes: tuple[Note, ...] = ()


def head_claims(page: Page, title: int | None) -> Head:
    claims: list[Claim] = []
    taken: dict[int, str] = {}
    notes: list[Note] = []
    if title is None:
        return Head((), {})
    prose = [i for i in range(max(title + 1, page.first), page.last + 1) if page.prose(i)]
    low = prose[min(3, len(prose) - 1)] if prose else min(title + _BELOW, len(page.lines) - 1)
    head = range(title + 1, min(low, title + _FARTHEST) + 1)
    _authors(page, title, head, claims, taken)
    _dates(page, title, head, claims, taken, notes)
    for index, claim in section_claims(page, title):
        claims.append(claim)
        if index > title:
            taken.setdefault(index, "section")
    picture_claims(page, title, head, claims, taken)
    return Head(tuple(claims), taken, tuple(notes))


def _authors(
    page: Page, title: int, head: range, claims: list[Claim], taken: dict[int, str]
) -> None:
    bare = -1  # the last line with nothing but names
    lowered = {w for line in page.lines for w in line.text.split() if w[0].islower()}
    told = _told(page)
    # Some pages set name, section and date above the title.
    dated_above = any(has_date(page.lines[i].text) for i in range(max(0, title - 3), title))
    agency = _agency(page)
    end = len(page.lines)
    above = [i for found in _earlier(page, title) for i in range(found + 1, found + _BELOW // 2)]
    for index in (
        *(i for i in above if i < title - 3),
        *range(max(0, title - 3), title),
        *head,
        *range(page.last - 2, page.last + 8),
    ):
        if not 0 <= index < end or index in taken:
            continue
        line, look = page.lines[index], page.shapes[index]
        text, shift = line.text, 0
        if look.sentence and look.words > 25 and text[:2].lower() != "by":
            continue
        if line.marker and not BYLINE.match(text):
            continue
        under = (
            (
                index in above
                or (index in head and index <= title + _BELOW // 2)
                or (dated_above and title - 4 < index < title)
            )
            and (bare < 0 or index == bare + 1)
            and look.reason in ("", "repeated line")
        )
        words = text.split()
        if under and not given(text):  # no author is an ordinary word, nor spoken of
            under = not any(w.lower() in lowered or w.lower() in told for w in words[:2])
        elif under:
            under = not all(w.lower() in told for w in words[:2])
        found = byline_claims(text, under)
        if not found and index + 1 < end and BY_ALONE.fullmatch(text):
            line = page.lines[index + 1]
            found = byline_claims("By " + line.text, False) if len(line.text) < 80 else []
            shift = -3
        goes_on = _GOES_ON.match(text) if taken.get(index - 1) == "byline" else None
        if not found and goes_on and len(text) < 80:
            found = byline_claims("By " + text[goes_on.end() :], False)
            shift = goes_on.end() - 3
        if (
            not found
            and (index in head or index in above)
            and (name := _signature(page, index, agency))
        ):
            found = [Claim("authors", name, 0, len(name), "byline.agency", 0.7)]
        if found and found[0].rule == "byline.bare":
            bare = index
        if found and (not look.sentence or found[0].rule in ("byline.by", "byline.reporting")):
            for claim in found:
                start, stop = line.span(claim.start + shift, claim.end + shift)
                claims.append(replace(claim, start=start, end=stop))
            taken[index] = "byline"
            if line is not page.lines[index]:
                taken[index + 1] = "byline"
    if not claims:
        for index in range(title - 4, max(-1, title - _FAR), -1):
            line = page.lines[index]
            found = byline_claims(line.text, False) if BYLINE.match(line.text) else []
            if found and not line.marker and all(is_name(str(c.value)) for c in found):
                for claim in found:
                    start, stop = line.span(claim.start, claim.end)
                    rule, confidence = "byline.above", 0.5
                    claims.append(Claim("authors", claim.value, start, stop, rule, confidence))
                break
    for index in range(max(0, page.last - 2), min(page.last + 12, end)):
        if found_bio := biography(page.lines[index].text):
            span = page.lines[index].span(found_bio.start, found_bio.end)
            claims.append(replace(found_bio, start=span[0], end=span[1]))


def _earlier(page: Page, title: int) -> list[int]:
    """Where the title stands once more, before the picture and the text: its byline is there."""
    heading = _letters(page.lines[title].text)
    found = []
    for index in range(max(0, title - _FARTHEST), title):
        words = _letters(page.lines[index].text)
        if 2 * len(words & heading) > 1.5 * max(len(words), len(heading)) and len(heading) > 2:
            found.append(index)
    return found[-3:]


def _letters(text: str) -> set[str]:
    return set(re.sub(r"[^\w\s]", "", text.lower()).split()) if len(text) < 300 else set()


def _told(page: Page) -> set[str]:
    """The words of the article's text, but for its end: there it may tell who wrote it."""
    prose = (i for i in range(page.first, max(page.first + 1, page.last - 2)) if page.prose(i))
    return {word.strip(".,’'s") for i in prose for word in page.lines[i].text.lower().split()}


def _agency(page: Page) -> str:
    """ "PORT MERIDIAN (MP) — …" """
    for index in range(page.first, min(page.first + 4, page.last + 1)):
        if match := _AGENCY.match(page.lines[index].text):
            return match[1]
    return ""


def _signature(page: Page, index: int, agency: str) -> str:
    """The agency that signs a line, with or without a date after it: "MP", if the text opens with
    "(MP)", or "Meridian Press"."""
    text = page.lines[index].text
    date = DATE.search(text) if len(text) < 80 else None
    name = (text[: date.start()] if date else text).strip(" ,|•·–—-")
    words = name.split()
    if not 0 < len(words) <= 4 or len(name) > 40 or not all(w[0].isupper() for w in words):
        return ""
    initials = "".join(word[0] for word in words if word != "The")
    known = agency and (name == agency or (len(agency) > 1 and initials == agency))
    beside = date is not None or any(
        has_date(page.lines[i].text)
        for i in range(max(0, index - 1), index + 2)[:3]
        if i < len(page.lines)
    )
    wire = len(words) > 1 and words[-1] in _WIRES and beside
    return name if (known or wire) and text.startswith(name) else ""


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
            confidence = {"published": 0.95, "": 0.85, "updated": 0.5}[stamp.label]
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
