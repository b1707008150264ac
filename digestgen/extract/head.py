"""The lines around the title: byline, date, section, picture. Each becomes a field and leaves the
body."""

from dataclasses import dataclass, replace

from digestgen.extract.byline import byline_claims
from digestgen.extract.caption import Caption, captioned, credit_alone, shows_something
from digestgen.extract.claims import Claim
from digestgen.extract.dateline import Stamp, day_first, stamps
from digestgen.extract.line import Line
from digestgen.extract.paste import single_line
from digestgen.extract.region import Page
from digestgen.extract.section import section_claims

_ABOVE = 6  # lines above the title that may hold a date
_BELOW = 16  # lines below it that may hold byline, date and picture
_FARTHEST = 150  # lines from the title to the article's first paragraphs
_FAR = 40  # lines from the page's end in which a date is looked for as a last resort


@dataclass(frozen=True, slots=True)
class Head:
    claims: tuple[Claim, ...]  # offsets in the clean paste
    taken: dict[int, str]  # lines that are fields now, and which


def head_claims(page: Page, title: int | None) -> Head:
    claims: list[Claim] = []
    taken: dict[int, str] = {}
    if title is None:
        return Head((), {})
    prose = [i for i in range(max(title + 1, page.first), page.last + 1) if page.prose(i)]
    low = prose[min(3, len(prose) - 1)] if prose else min(title + _BELOW, len(page.lines) - 1)
    head = range(title + 1, min(low, title + _FARTHEST) + 1)
    _authors(page, title, head, claims, taken)
    _dates(page, title, head, claims, taken)
    for index, claim in section_claims(page, title):
        claims.append(claim)
        if index > title:
            taken.setdefault(index, "section")
    _pictures(page, title, head, claims, taken)
    return Head(tuple(claims), taken)


def _authors(
    page: Page, title: int, head: range, claims: list[Claim], taken: dict[int, str]
) -> None:
    bare = 0
    lowered = {w for line in page.lines for w in line.text.split() if w[0].islower()}
    for index in (*range(max(0, title - 3), title), *head, *range(page.last - 2, page.last + 8)):
        if not 0 <= index < len(page.lines) or index in taken:
            continue
        line, look = page.lines[index], page.shapes[index]
        if line.marker or (look.sentence and look.words > 25 and line.text[:2].lower() != "by"):
            continue
        under = (
            index in head
            and index <= title + _BELOW // 2
            and bare < 1
            and look.reason in ("", "repeated line")
        )
        under = under and not any(w.lower() in lowered for w in line.text.split()[:2])
        found = byline_claims(line.text, under)
        if found and found[0].rule == "byline.bare":
            bare += 1
        if found and (not look.sentence or found[0].rule in ("byline.by", "byline.reporting")):
            for claim in found:
                start, end = line.span(claim.start, claim.end)
                claims.append(replace(claim, start=start, end=end))
            taken[index] = "byline"


def _dates(page: Page, title: int, head: range, claims: list[Claim], taken: dict[int, str]) -> None:
    texts = [line.text for line in page.lines]
    numeric = day_first(texts)
    near = (*head, *range(title - 1, max(-1, title - 1 - _ABOVE), -1), title)
    # Bylines hold dates too. Years written elsewhere complete "Nov 19".
    year = _year(texts, near)
    for order, index in enumerate(near):
        line = page.lines[index]
        look = page.shapes[index]
        if (
            (look.sentence and index in head and look.words > 16)
            or line.text[0] in "—–"
            or look.reason == "caption"
        ):
            continue  # prose, or the signature of a quoted post
        following = page.lines[index + 1].text if index + 1 < len(page.lines) else ""
        for stamp in stamps(line.text, following, numeric, year):
            confidence = {"published": 0.95, "": 0.85, "updated": 0.5}[stamp.label]
            confidence -= 0.005 * order + (0.15 if index < title else 0.0)
            claims += _date_claims(line, stamp, confidence)
            if index != title and (look.words <= 14 or look.reason):
                taken.setdefault(index, "date")
    if not any(c.field == "date" for c in claims):
        end = len(page.lines)
        for index in (
            *range(max(0, title - _ABOVE)),
            *range(max(page.last + 1, end - _FAR), end),
        ):
            line = page.lines[index]
            if page.shapes[index].reason == "timestamp" or "ublished" in line.text[:60]:
                for stamp in stamps(line.text, "", numeric, None):
                    claims += _date_claims(line, stamp, 0.4 if stamp.label == "published" else 0.3)


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


def _year(texts: list[str], near: tuple[int, ...]) -> int | None:
    """The year of a full date near the title, else of the copyright line."""
    for index in near:
        for stamp in stamps(texts[index], "", None, None):
            return int(stamp.value[:4])
    for text in reversed(texts[-60:]):
        if len(text) < 300 and ("©" in text or "opyright" in text):
            years = [
                int(w)
                for w in text.replace("©", " ").replace("-", " ").split()
                if w.isdigit() and 1990 < int(w) < 2100
            ]
            if years:
                return max(years)
    return None


def _pictures(
    page: Page, title: int, head: range, claims: list[Claim], taken: dict[int, str]
) -> None:
    first = True
    for index in range(title + 1, min(page.last + 2, len(page.lines))):
        if index in taken:
            continue
        line, look = page.lines[index], page.shapes[index]
        near = index in head
        if look.words > 120:
            continue
        if found := captioned(line.text, near and first):
            taken[index] = "caption"
            if first:
                claims.append(_image(line, found, None))
                first = False
        elif found := credit_alone(line.text):
            taken[index] = "credit"
            partner = _partner(page, index, title, near, taken)
            if partner is not None:
                taken[partner] = "caption"
            if first:
                claims.append(
                    _image(line, found, page.lines[partner] if partner is not None else None)
                )
                first = False


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
            or (near and adjacent and look.sentence)
        ):
            return other
    return None


def _image(line: Line, found: Caption, partner: Line | None) -> Claim:
    value: dict[str, str] = {}
    start, end = line.span(0, len(line.text))
    if found.caption[1] > found.caption[0]:
        value["caption"] = single_line(line.text[slice(*found.caption)])
    elif partner is not None:
        value["caption"] = single_line(partner.text)
        begin, stop = partner.span(0, len(partner.text))
        start, end = min(start, begin), max(end, stop)
    value["credit"] = single_line(line.text[slice(*found.credit)]).rstrip(" .)]")
    return Claim("image", {k: v for k, v in value.items() if v}, start, end, "image.caption", 0.8)
