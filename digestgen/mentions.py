"""Linking: the first mention of each name in a body becomes a link to its page; pure.

A pass of its own over unlinked HTML, so that a renamed person costs links and no Markdown.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

from digestgen.markdown import Body
from digestgen.names import plain_name, surname
from digestgen.urls import relative

_ADDRESS = re.compile(r'[^"#?]*')
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\uf900-\ufaff]{2}")
"""Two characters of scripts written without spaces: Thai, Lao, Burmese, Khmer, Chinese, Japanese."""
_WORD_BEFORE = re.compile(
    r"(?P<opening>^|[.!?:;”\"“(—–-]\s*|\A)?(?P<word>(?P<initial>[A-Z]\.)|[A-Z][\w’'-]*\.?) $"
)
_TITLES = {
    "mr",
    "mrs",
    "ms",
    "miss",
    "dr",
    "prof",
    "professor",
    "president",
    "minister",
    "chancellor",
    "premier",
    "mayor",
    "judge",
    "justice",
    "sen",
    "senator",
    "rep",
    "representative",
    "sir",
    "dame",
    "lord",
    "lady",
    "captain",
    "capt",
    "gen",
    "general",
    "col",
    "colonel",
    "lt",
    "sgt",
    "officer",
    "director",
    "chief",
    "chair",
    "chairman",
    "chairwoman",
    "secretary",
    "governor",
    "gov",
    "king",
    "queen",
    "prince",
    "princess",
    "pope",
    "bishop",
    "commissioner",
    "inspector",
    "detective",
    "ambassador",
}
"""What may stand before a surname and still mean its owner."""


@dataclass(frozen=True, slots=True)
class Target:
    """A page (its href), the names that mean it, and for a person the surnames that may."""

    href: str
    names: tuple[str, ...]
    surnames: tuple[str, ...] = ()


def without_title(name: str) -> str:
    """A personal name without the titles before it."""
    words = name.split()
    while len(words) > 1 and words[0].rstrip(".").lower() in _TITLES:
        words = words[1:]
    return " ".join(words)


def target(href: str, names: Iterable[str], person: bool) -> Target:
    """What to look for in a text: the names without qualifiers; for people, surnames too."""
    plain = tuple(dict.fromkeys(plain_name(name) for name in names if name))
    last = (surname(name) for name in plain) if person else ()
    return Target(
        href,
        tuple(name for name in plain if len(name) > 1),
        tuple(dict.fromkeys(name for name in last if len(name) > 2)),
    )


@dataclass(frozen=True, slots=True)
class Quoted:
    """Where a quotation stands in a body, and the id it gets there."""

    start: int
    end: int
    id: str


_MARKS = "[\"“”„«»‹›『』「」‘’']|&quot;"
_OPENING = re.compile(f"(?:{_MARKS})$")
_CLOSING = re.compile(f"[.,!?…]*(?:{_MARKS})?")
_ALIKE = str.maketrans("’‘\n", "'' ")  # one character for one, so that offsets stay
_SENTENCES = re.compile(r"(?<=[.!?…])\s+")
_SCRAP = 12  # characters of a quotation that could stand anywhere


def quoted(body: Body, quotes: Iterable[tuple[str, str]]) -> tuple[Quoted, ...]:
    """The places of quotations, (id, text) pairs, in a body: of the whole, or of the first sentence
    where the text goes on between two. What has no place of its own is left out."""
    found: list[Quoted] = []
    html = body.html.translate(_ALIKE)
    for id, text in quotes:
        first = _SENTENCES.split(text, maxsplit=1)[0]
        places = (_place(body, html, part) for part in dict.fromkeys((text, first)))
        place = next((place for place in places if place), None)
        if place and all(place[1] <= one.start or one.end <= place[0] for one in found):
            found.append(Quoted(*place, id))
    return tuple(found)


def _place(body: Body, html: str, text: str) -> tuple[int, int] | None:
    """Where a quotation's words are, with the marks around them; `html` is the body's with characters
    that count as the same made so."""
    text = " ".join(text.split()).rstrip(" .,;:!?…")
    if len(text) < _SCRAP:
        return None
    words = escape(text, quote=False).replace('"', "&quot;").translate(_ALIKE)
    at = html.find(words)
    while at >= 0:
        if any(start <= at < end for start, end in body.spans):
            opening = _OPENING.search(body.html, max(0, at - 6), at)
            closing = _CLOSING.match(body.html, at + len(words))
            return opening.start() if opening else at, closing.end() if closing else at + len(words)
        at = html.find(words, at + 1)
    return None


def link(
    body: Body,
    targets: Iterable[Target],
    root: str,
    portable: bool = False,
    quotes: Iterable[Quoted] = (),
    label: str = "",
) -> str:
    """The HTML of a body for a page from which `root` leads to the site's front page; `quotes` get
    their ids and links to themselves, called `label`."""
    quotes = tuple(quotes)
    edges = {edge for quote in quotes for edge in (quote.start, quote.end)}
    taken = _mentions(body, tuple(targets), edges)
    # At one place a link ends before its quotation does, and begins after it.
    inserts = [
        (start, 3, f'<a href="{escape(relative(href, root, portable))}">')
        for start, _, href in taken
    ]
    inserts += [(end, 0, "</a>") for _, end, _ in taken]
    for quote in quotes:
        inserts.append((quote.start, 2, f'<span class="words" id="{quote.id}">'))
        mark = f'<a class="anchor" href="#{quote.id}" aria-label="{escape(label)}"></a></span>'
        inserts.append((quote.end, 1, mark))
    for offset in body.roots:
        inserts.append((offset, 0, escape(root)))
        address = _ADDRESS.match(body.html, offset)
        if portable and address and address[0][-1:] in ("", "/"):
            inserts.append((address.end(), 1, "index.html"))
    inserts.sort(key=lambda insert: insert[:2])
    pieces, at = [], 0
    for offset, _, text in inserts:
        pieces += [body.html[at:offset], text]
        at = offset
    pieces.append(body.html[at:])
    return "".join(pieces)


def _mentions(
    body: Body, targets: tuple[Target, ...], edges: set[int]
) -> list[tuple[int, int, str]]:
    """Where the first mention of each target is: (start, end, href). Whole names go first; then,
    for those whose whole name does not occur, surnames that only one of the targets has."""
    taken: list[tuple[int, int, str]] = []
    names = {name for target in targets for name in target.names}
    shared = Counter(last for target in targets for last in target.surnames)
    missing = []
    for one in targets:
        found = _first(body, one.names, names, taken, edges)
        if found:
            taken.append((*found, one.href))
        else:
            missing.append(one)
    for one in missing:
        own = tuple(last for last in one.surnames if shared[last] == 1)
        if found := _first(body, own, names, taken, edges, surnames=True):
            taken.append((*found, one.href))
    return taken


def _first(
    body: Body,
    names: tuple[str, ...],
    others: set[str],
    taken: list[tuple[int, int, str]],
    edges: set[int],
    surnames: bool = False,
) -> tuple[int, int] | None:
    """The first place of the surest spelling that is neither inside another link nor a part of a
    longer name, wherever that one is linked, nor across one of `edges`. As surnames, not after
    another given name."""
    html = body.html
    for name in names:
        longer = [other for other in others if name in other and other not in names]
        for written in _variants(name):
            for start, end in body.spans:
                at = html.find(written, start, end)
                while at >= 0:
                    stop = at + len(written)
                    if (
                        _whole_word(html, at, stop)
                        and not any(at < last and first < stop for first, last, _ in taken)
                        and not any(at < edge < stop for edge in edges)
                        and not any(_is_within(html, at, name, other) for other in longer)
                        and not (surnames and _after_given_name(html, start, at))
                    ):
                        return at, stop
                    at = html.find(written, at + 1, end)
    return None


def _after_given_name(html: str, start: int, at: int) -> bool:
    """Whether a capitalised word that is no title, and begins no sentence, stands before a surname:
    that is somebody else's given name or initial."""
    before = _WORD_BEFORE.search(html[max(start, at - 60) : at])
    if before is None or before["word"].rstrip(".").lower() in _TITLES:
        return False
    return before["initial"] is not None or not before["opening"]


def _is_within(html: str, at: int, name: str, longer: str) -> bool:
    """Whether the name found at an offset is part of a longer one there."""
    for written in _variants(longer):
        start = at - max(written.find(part) for part in _variants(name))
        if start >= 0 and html.startswith(written, start):
            return True
    return False


def _variants(name: str) -> tuple[str, ...]:
    """The name as HTML text, with either apostrophe."""
    written = escape(name, quote=False).replace('"', "&quot;")
    straight = written.replace("’", "'")
    return tuple(dict.fromkeys((written, straight, straight.replace("'", "’"))))


def _whole_word(html: str, start: int, end: int) -> bool:
    """Whether no word goes on across either end; scripts without word spaces have no such ends."""
    before, first = html[start - 1 : start], html[start]
    after, last = html[end : end + 1], html[end - 1]
    begins = not (before and (before.isalnum() or before in "&-"))
    ends = not (after.isalnum() or (after == "-" and html[end + 1 : end + 2].isalnum()))
    return (begins or _UNSPACED.match(before + first) is not None) and (
        ends or _UNSPACED.match(last + after) is not None
    )
