"""Markdown -> safe HTML; pure.

Raw HTML is off, so a pasted tag is text. Links may only lead to the web, to mail and to the site;
pictures only to the digest's own assets, because a page makes no request off the site. What comes
out is not yet a page's: links from the site's root and the stretches of text where a name may be
linked are known by their offsets, and `mentions.link` fills both in.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import unescape
from urllib.parse import unquote

from digestgen import prose
from digestgen.prose import CLOSE, OPEN, ROOT

_MARKS = re.compile(f"[{ROOT}{OPEN}{CLOSE}]")
_OWN_PICTURE = re.compile(r'<img src="(assets/[^"]*)"')


@dataclass(frozen=True, slots=True)
class Body:
    """HTML with `roots`, offsets at which the way to the site's root goes, and `spans`, the
    (start, end) stretches of text in which a name may become a link."""

    html: str
    roots: tuple[int, ...] = ()
    spans: tuple[tuple[int, int], ...] = ()
    words: int = 0


def render(text: str, anchors: bool = True) -> Body:
    """The HTML of a Markdown text; `anchors` gives its headings ids, which one text of a page may."""
    words = len(text.split())
    if read := prose.html(text, anchors):
        return Body(*read, words)
    from digestgen import commonmark

    return _measured(commonmark.marked(_MARKS.sub("", text), anchors), words)


def _measured(marked: str, words: int) -> Body:
    pieces: list[str] = []
    roots: list[int] = []
    spans: list[tuple[int, int]] = []
    at = position = opened = 0
    for mark in _MARKS.finditer(marked):
        pieces.append(marked[at : mark.start()])
        position += mark.start() - at
        at = mark.end()
        if mark[0] == ROOT:
            roots.append(position)
        elif mark[0] == OPEN:
            opened = position
        elif position > opened:
            spans.append((opened, position))
    pieces.append(marked[at:])
    return Body("".join(pieces), tuple(roots), tuple(spans), words)


def first_paragraph(html: str) -> str:
    """The first paragraph of made HTML as text, for a description."""
    found = re.search(r"<p>(.*?)</p>", html, re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]*>", "", found[1])).split()) if found else ""


def pictures(body: Body) -> tuple[str, ...]:
    """The digest's own pictures that a text shows: assets/bridge.jpg"""
    return tuple(dict.fromkeys(_picture(found) for found in _OWN_PICTURE.finditer(body.html)))


def with_pictures(body: Body, attributes: Mapping[str, str]) -> Body:
    """The same with more attributes for its pictures, by their paths; in those, ROOT stands for the
    way to the site's root."""
    if not attributes:
        return body
    pieces: list[str] = []
    roots: list[int] = []
    grown: list[tuple[int, int]] = []  # (offset before, characters added up to there)
    at = added = 0
    for found in _OWN_PICTURE.finditer(body.html):
        pieces.append(body.html[at : found.end()])
        at = found.end()
        position = at + added
        for number, part in enumerate(attributes.get(_picture(found), "").split(ROOT)):
            roots += [position] if number else []
            pieces.append(part)
            position += len(part)
        added = position - at
        grown.append((at, added))

    def moved(offset: int) -> int:
        return offset + max((more for end, more in grown if end <= offset), default=0)

    return Body(
        "".join([*pieces, body.html[at:]]),
        tuple(sorted([*roots, *map(moved, body.roots)])),
        tuple((moved(start), moved(end)) for start, end in body.spans),
        body.words,
    )


def _picture(found: re.Match[str]) -> str:
    return unquote(unescape(found[1]).partition("#")[0].partition("?")[0])
