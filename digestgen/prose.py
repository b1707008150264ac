"""The Markdown that articles are mostly made of, straight to HTML; pure.

Paragraphs, headings, tight lists and quotations of such, with bold and slanted words and links in them.
A text that holds anything else, or anything that could be read in two ways, is left to the whole parser
(`commonmark`), to which the outcome is equal character by character: tests/test_markdown.py.
"""

import re
from functools import lru_cache

from digestgen.names import slugify

# Characters that stand for places in HTML until offsets are taken. Unicode keeps them from ever being
# text, Markdown makes none of them from an entity, and content that holds them loses them.
ROOT, OPEN, CLOSE = "\ufdd0", "\ufdd1", "\ufdd2"
_CONTROL = re.compile("[\0-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029" + f"{ROOT}{OPEN}{CLOSE}]")
_LINE = re.compile(
    # a letter, no item's number, no marker of a list or rule; nothing at the end that would be stripped
    r"(?:[^\W\d_]|\d+(?![\d.)])|\*\*?(?=[^\W_])|\[|[“”\"‘’'(…—–$€£«»„¿¡])(?:.*\S)?"
)
_ITEM = re.compile(r"([-+*]|\d{1,9}[.)]) {1,3}(?=\S)")
_HEADING = re.compile(r"(#{1,6}) +([^\s#](?:[^#]*[^\s#])?)")
_QUOTED = re.compile(r"> ?")
_SPECIAL = re.compile(r"[\n\\`~*_\[\]!<&]")
_TEXT = r"(?:[^\\`~*_\[\]!<&\n]|!(?!\[)|&(?![#a-zA-Z]))"
_WORD = r"[^\W_]"
_PIECE = re.compile(
    # Nothing is defined that brackets could refer to.
    rf"(?P<text>(?:{_TEXT}|\[{_TEXT}*\](?![(\[:]))+)"
    # What opens here can't close and what closes can't open, so that nothing pairs with anything else.
    rf"|(?<![^\s(])(?P<mark>\*\*?)(?={_WORD})"
    rf"(?P<words>{_TEXT}*?(?:(?<={_WORD})(?=\*)|[:.,?%)”’\"](?=\*+(?!\S))))(?P=mark)(?![^\s,.;:?)])"
    rf"|\[(?P<label>{_TEXT}+)\]\((?P<target>(?:https?://|mailto:|/(?!/))[^\s()<>\\&\"']+)\)"
    r"|(?P<newline>\n)"
)
_PLAIN = re.compile(
    r"(?:https?://[a-z0-9]+(?:[.-][a-z0-9]+)+)?(?:/[A-Za-z0-9]+(?:[.-][A-Za-z0-9]+)*)*/?"
)
"""An address that normalisation leaves as it is."""


class _Writer:
    """HTML as it grows, with the offsets that `markdown.Body` documents."""

    def __init__(self, anchors: bool) -> None:
        self.pieces: list[str] = []
        self.at = 0
        self.roots: list[int] = []
        self.spans: list[tuple[int, int]] = []
        self.taken: set[str] | None = set() if anchors else None

    def put(self, html: str) -> None:
        self.pieces.append(html)
        self.at += len(html)

    def blocks(self, lines: list[str], quoted: bool = False) -> bool:
        """Whether all lines were read; nothing of them counts otherwise."""
        number, count = 0, len(lines)
        ended = ""  # the marker of a list that a blank line may have ended
        while number < count:
            line = lines[number]
            number += 1
            if not line.strip(" "):
                continue
            first = line[0]
            if first == "#":
                if not self._heading(line):
                    return False
            elif first == ">":
                inner = [_QUOTED.sub("", line, count=1)]
                while number < count and lines[number][:1] == ">":
                    inner.append(_QUOTED.sub("", lines[number], count=1))
                    number += 1
                if quoted or (number < count and lines[number].strip(" ")):
                    return False
                self.put("<blockquote>\n")
                if not any(map(str.strip, inner)) or not self.blocks(inner, quoted=True):
                    return False
                self.put("</blockquote>\n")
            elif item := _ITEM.match(line):
                items = [line[item.end() :]]
                marker = item[1][-1]
                while number < count and (found := _ITEM.match(lines[number])):
                    if found[1][-1] != marker:
                        return False
                    items.append(lines[number][found.end() :])
                    number += 1
                if marker == ended or (number < count and lines[number].strip(" ")):
                    return False
                if not self._list(items, item[1]):
                    return False
                ended = marker
                continue
            elif _LINE.fullmatch(line):
                start = number - 1
                while number < count and _LINE.fullmatch(lines[number]):
                    number += 1
                # What ends a paragraph: a blank line, a heading, an item or a quotation.
                if number < count and lines[number].strip(" "):
                    after = lines[number]
                    item = _ITEM.match(after)
                    if after[0] not in "#>" and not (item and len(item[1]) == 1):
                        return False
                self.put("<p>")
                if not self._inline("\n".join(lines[start:number])):
                    return False
                self.put("</p>\n")
            else:
                return False
            ended = ""
        return True

    def _heading(self, line: str) -> bool:
        found = _HEADING.fullmatch(line)
        if not found or _SPECIAL.search(found[2]):
            return False
        level = max(2, len(found[1]))
        anchor = f' id="{anchor_of(found[2], self.taken)}"' if self.taken is not None else ""
        self.put(f"<h{level}{anchor}>{escape(found[2])}</h{level}>\n")
        return True

    def _list(self, items: list[str], marker: str) -> bool:
        tag, start = "ul", ""
        if len(marker) > 1:
            first = int(marker[:-1])
            tag, start = "ol", f' start="{first}"' if first != 1 else ""
        self.put(f"<{tag}{start}>\n")
        for item in items:
            self.put("<li>")
            if not _LINE.fullmatch(item) or not self._inline(item):
                return False
            self.put("</li>\n")
        self.put(f"</{tag}>\n")
        return True

    def _inline(self, text: str) -> bool:
        if not _SPECIAL.search(text):
            self._words(text)
            return True
        at, end = 0, len(text)
        while at < end:
            piece = _PIECE.match(text, at)
            if piece is None:
                return False
            at = piece.end()
            kind = piece.lastgroup
            if kind == "text":
                self._words(piece[0])
            elif kind == "words":
                tag = "strong" if len(piece["mark"]) == 2 else "em"
                self.put(f"<{tag}>")
                self._words(piece["words"])
                self.put(f"</{tag}>")
            elif kind == "newline":
                self.put("\n")
            elif not self._link(piece["label"], piece["target"]):
                return False
        return True

    def _link(self, label: str, target: str) -> bool:
        href = _href(target)
        self.put('<a href="')
        if href.startswith("/"):
            self.roots.append(self.at)
        self.put(f'{escape(href.removeprefix("/"))}">{escape(label)}</a>')
        return bool(href)

    def _words(self, text: str) -> None:
        """Text in which names may be linked."""
        start = self.at
        self.put(escape(text))
        self.spans.append((start, self.at))


def html(
    text: str, anchors: bool
) -> tuple[str, tuple[int, ...], tuple[tuple[int, int], ...]] | None:
    """The HTML of a text, its roots and spans; None for one with more than prose in it."""
    if _CONTROL.search(text):
        return None
    writer = _Writer(anchors)
    if not writer.blocks(text.split("\n")):
        return None
    return "".join(writer.pieces), tuple(writer.roots), tuple(writer.spans)


def anchor_of(heading: str, taken: set[str]) -> str:
    """An id for a heading, different from those before it in the same text."""
    base = "h-" + slugify(heading)
    name, number = base, 2
    while name in taken:
        name, number = f"{base}-{number}", number + 1
    taken.add(name)
    return name


@lru_cache(maxsize=1 << 10)
def _href(target: str) -> str:
    """The address that Markdown makes of a link's, "" for none. A plain one is what it is, and spares a
    short build the whole parser."""
    if _PLAIN.fullmatch(target):
        return target
    from markdown_it.common.normalize_url import normalizeLink, validateLink

    href = str(normalizeLink(target))
    return href if validateLink(href) else ""


def escape(text: str) -> str:
    return (
        text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
    )
