"""Linking: the first mention of each name in a body becomes a link to its page; pure.

A pass of its own over unlinked HTML, so that a renamed person costs links and no Markdown.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

from digestgen.markdown import Body
from digestgen.names import plain_name, surname
from digestgen.urls import relative

_ADDRESS = re.compile(r'[^"#?]*')


@dataclass(frozen=True, slots=True)
class Target:
    """A page (its href) and the ways its name is written, the surest first."""

    href: str
    names: tuple[str, ...]


def spellings(names: Iterable[str], person: bool) -> tuple[str, ...]:
    """What to look for in a text: the names without qualifiers, then, for people, surnames."""
    plain = [plain_name(name) for name in names if name]
    found = list(dict.fromkeys(name for name in plain if len(name) > 1))
    if person:
        found += [last for name in plain if len(last := surname(name)) > 2]
    return tuple(dict.fromkeys(found))


def link(body: Body, targets: Iterable[Target], root: str, portable: bool = False) -> str:
    """The HTML of a body for a page from which `root` leads to the site's front page."""
    taken: list[tuple[int, int, str]] = []
    targets = tuple(targets)
    names = {name for target in targets for name in target.names}
    for target in targets:
        found = _first(body, target.names, names, taken)
        if found:
            taken.append((*found, target.href))
    inserts = [
        (start, f'<a href="{escape(relative(href, root, portable))}">') for start, _, href in taken
    ]
    inserts += [(end, "</a>") for _, end, _ in taken]
    for offset in body.roots:
        inserts.append((offset, escape(root)))
        address = _ADDRESS.match(body.html, offset)
        if portable and address and address[0][-1:] in ("", "/"):
            inserts.append((address.end(), "index.html"))
    inserts.sort(key=lambda insert: (insert[0], insert[1] != "</a>"))
    pieces, at = [], 0
    for offset, text in inserts:
        pieces += [body.html[at:offset], text]
        at = offset
    pieces.append(body.html[at:])
    return "".join(pieces)


def _first(
    body: Body, names: tuple[str, ...], others: set[str], taken: list[tuple[int, int, str]]
) -> tuple[int, int] | None:
    """The first place of the surest spelling that is neither inside another link nor a part of a
    longer name, wherever that one is linked."""
    for name in names:
        longer = [other for other in others if name in other and other not in names]
        for written in _variants(name):
            for start, end in body.spans:
                at = body.html.find(written, start, end)
                while at >= 0:
                    stop = at + len(written)
                    if (
                        _whole_word(body.html, at, stop)
                        and not any(at < last and first < stop for first, last, _ in taken)
                        and not any(_is_within(body.html, at, name, other) for other in longer)
                    ):
                        return at, stop
                    at = body.html.find(written, at + 1, end)
    return None


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
    before = html[start - 1 : start]
    after = html[end : end + 1]
    return not (before.isalnum() or before in "&-" and before) and not (
        after.isalnum() or (after == "-" and html[end + 1 : end + 2].isalnum())
    )
