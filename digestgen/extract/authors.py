"""Where on the page its authors are named: under the title, above it, below the article."""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from digestgen.extract.byline import (
    BY_ALONE,
    biography,
    byline_claims,
    given,
    is_byline,
    is_name,
)
from digestgen.extract.claims import Claim
from digestgen.extract.dateline import DATE, has_date
from digestgen.extract.gazetteer import places
from digestgen.extract.line import Line
from digestgen.extract.picture import is_credit
from digestgen.extract.region import Page
from digestgen.extract.sectionnames import is_standard
from digestgen.extract.words import ROLE_NOUNS

_NEAR = 8  # lines below a title in which a bare name can be a byline
_FAR = 40  # lines above the title in which a byline is looked for as a last resort
_FARTHEST = 150  # lines above the title in which the title may stand a first time
_WEAK = ("byline.bare", "byline.initials", "byline.date", "byline.place", "byline.outlet")
"""Rules for lines that need not be bylines."""
_BY = 0.95  # confidence of a name after "By"
_AGENCY = re.compile(
    r"(?:[^\W\d_a-z][^()\n]{2,60} )?\(([^\W\d_a-z][\w.]*(?: [^\W\d_a-z]\w+)?)\) ?[—–-]"
)
_WIRES = ("Press", "Agency", "Wire", "Wires", "Agencies")
_GOES_ON = re.compile(r"(?:and|&) (?=[^\W\d_a-z])")


def author_claims(
    page: Page, title: int, head: range, claims: list[Claim], taken: dict[int, str]
) -> None:
    """Adds the authors to `claims`, with offsets in the clean paste, and their lines to `taken`."""
    bare = -1  # the last line with nothing but names
    listed = -1  # the last line of names below a "By" of its own
    words = cache(lambda: (_ordinary(page), _told(page)))  # few pages need them
    agency = _agency(page)
    above = {i for found in _earlier(page, title) for i in range(found + 1, found + _NEAR)}
    # Some pages set name, section and date above the title.
    if any(has_date(page.lines[i].text) for i in range(max(0, title - 3), title)):
        above.update(range(max(0, title - 3), title))
    for index in _places(page, title, head, above):
        if index in taken:
            continue
        line, look = page.lines[index], page.shapes[index]
        if look.sentence and look.words > 25 and line.text[:2].lower() != "by":
            continue
        if (line.marker and not is_byline(line.text)) or is_credit(page, index, title):
            continue
        near = index in above or (index in head and index <= title + _NEAR)
        alone = bare < 0 or index == bare + 1 or (index == bare + 2 and _is_role(page, bare + 1))
        under = near and alone and look.reason in ("", "repeated line", "contact line")
        dated = near and look.reason == "timestamp"
        found = [
            claim
            for claim in byline_claims(line.text, under)
            if claim.rule not in _WEAK
            or ((under or dated) and _could_sign(str(claim.value), *words()))
        ]
        shift = 0
        if not found:
            line, shift, found = _over_lines(page, index, taken)
            if line is not page.lines[index]:
                listed = index + 1
        elif index == listed + 1 and found[0].rule == "byline.role":
            found = [replace(c, rule="byline.by", confidence=_BY) for c in found]
            listed = index
        if not found and (index in head or index in above):
            name = _signature(page, index, agency)
            found = [Claim("authors", name, 0, len(name), "byline.agency", 0.7)] if name else []
        if index > page.last and any(c.rule == "byline.by" for c in claims):
            found = [c for c in found if c.rule != "byline.by"]  # of another article
        if not found or (look.sentence and found[0].rule not in ("byline.by", "byline.reporting")):
            continue
        if found[0].rule == "byline.bare":
            bare = index
        for claim in found:
            start, stop = line.span(claim.start + shift, claim.end + shift)
            claims.append(replace(claim, start=start, end=stop))
        taken[index] = "byline"
        if line is not page.lines[index]:
            taken[index + 1] = "byline"
    claims += _last_resorts(page, title, bool(claims))


def _is_role(page: Page, index: int) -> bool:
    """ "Court reporter", between two names."""
    words = page.lines[index].text.lower().split()
    return len(words) <= 4 and any(w in ROLE_NOUNS for w in words)


def _places(page: Page, title: int, head: range, above: set[int]) -> Iterator[int]:
    """The lines to look at, in the order of how likely a byline is."""
    yield from sorted(i for i in above if i < title - 3)
    yield from range(max(0, title - 3), title)
    yield from head
    yield from range(max(head.stop, page.last - 2), min(page.last + 8, len(page.lines)))


def _over_lines(page: Page, index: int, taken: dict[int, str]) -> tuple[Line, int, list[Claim]]:
    """A byline that goes on from line to line: the line that holds the names, how far the claims'
    offsets are off in it, and the claims."""
    line = page.lines[index]
    if index + 1 < len(page.lines) and BY_ALONE.fullmatch(line.text):
        line = page.lines[index + 1]
        return line, -3, byline_claims("By " + line.text, False) if len(line.text) < 80 else []
    goes_on = _GOES_ON.match(line.text) if taken.get(index - 1) == "byline" else None
    if goes_on and len(line.text) < 80:
        found = byline_claims("By " + line.text[goes_on.end() :], False)
        return line, goes_on.end() - 3, found
    return line, 0, []


def _could_sign(name: str, ordinary: set[str], told: set[str]) -> bool:
    """Whether words that look like a name are no place, section or thing: no author is made of
    ordinary words, nor spoken of in the article."""
    words = [w.lower() for w in name.split()]
    if name in places() or is_standard(name):
        return False
    if given(name):
        return not all(w in told for w in words)
    return not any(w in ordinary or w in told for w in words[:2])


def _last_resorts(page: Page, title: int, found: bool) -> list[Claim]:
    """Bylines farther above, and who the lines below the article introduce."""
    claims: list[Claim] = []
    for index in range(title - 4, max(-1, title - _FAR), -1):
        line = page.lines[index]
        above = byline_claims(line.text, False) if is_byline(line.text) and not found else []
        if above and not line.marker and all(is_name(str(c.value)) for c in above):
            for claim in above:
                span = line.span(claim.start, claim.end)
                claims.append(Claim("authors", claim.value, *span, "byline.above", 0.5))
            for line in page.lines[index + 1 : min(index + 4, title)]:
                if not (is_name(line.text) and given(line.text)):
                    break
                claims.append(
                    Claim("authors", line.text, *line.span(0, len(line.text)), "byline.above", 0.5)
                )
            break
    for index in range(max(0, page.last - 2), min(page.last + 12, len(page.lines))):
        line = page.lines[index]
        if bio := biography(line.text):
            start, end = line.span(bio.start, bio.end)
            claims.append(replace(bio, start=start, end=end))
    return claims


def _earlier(page: Page, title: int) -> list[int]:
    """Where the title stands once more, before the picture and the text: its byline is there."""
    heading = _letters(page.lines[title].text)
    found: list[int] = []
    if len(heading) < 3:
        return found
    for index in range(max(0, title - _FARTHEST), title):
        if page.shapes[index].words < 0.75 * len(heading):
            continue  # too few to be the same
        words = _letters(page.lines[index].text)
        if 2 * len(words & heading) > 1.5 * max(len(words), len(heading)):
            found.append(index)
    return found[-3:]


def _letters(text: str) -> set[str]:
    return set(re.sub(r"[^\w\s]", "", text.lower()).split()) if len(text) < 300 else set()


def _ordinary(page: Page) -> set[str]:
    """The words that the page writes in lower case."""
    return {w for line in page.lines for w in line.text.split() if w[0].islower()}


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
    date = DATE.search(text) if len(text) < 80 and has_date(text) else None
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
