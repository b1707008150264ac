"""Markdown -> safe HTML; pure.

Raw HTML is off, so a pasted tag is text. Links may only lead to the web, to mail and to the site;
pictures only to the digest's own assets, because a page makes no request off the site. What comes
out is not yet a page's: links from the site's root and the stretches of text where a name may be
linked are known by their offsets, and `mentions.link` fills both in.
"""

import re
from collections.abc import Mapping, MutableMapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from typing import Any, Literal
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.common.utils import mdTrim
from markdown_it.renderer import RendererHTML
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markdown_it.utils import OptionsDict

from digestgen.names import slugify

_SPECIAL = re.compile(r"[\n\\`~*_\[\]!<&]")
"""What begins or ends anything in a line."""
_WORD = re.compile(r"\*{0,2}[^\W\d_]")
_ITEM = re.compile(r"[-+*] {1,3}[^\W\d_]")
_PARAGRAPH: tuple[tuple[str, str, Literal[-1, 0, 1]], ...] = (
    ("paragraph_open", "p", 1), ("inline", "", 0), ("paragraph_close", "p", -1),
)  # fmt: skip
# Characters that stand for places in the HTML until offsets are taken. Unicode keeps them from ever
# being text, Markdown makes none of them from an entity, and content that holds them loses them.
ROOT, _OPEN, _CLOSE = "\ufdd0", "\ufdd1", "\ufdd2"
_MARKS = re.compile(f"[{ROOT}{_OPEN}{_CLOSE}]")
_OWN_PICTURE = re.compile(r'<img src="(assets/[^"]*)"')
_LINK = re.compile(r"(?:https?://|mailto:|/(?!/)|#)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Body:
    """HTML with `roots`, offsets at which the way to the site's root goes, and `spans`, the
    (start, end) stretches of text in which a name may become a link."""

    html: str
    roots: tuple[int, ...] = ()
    spans: tuple[tuple[int, int], ...] = ()
    words: int = 0


class _Renderer(RendererHTML):
    """Marks linkable text and root-relative addresses."""

    linkable = True

    def text(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: Any) -> str:
        html = super().text(tokens, idx, options, env)
        return f"{_OPEN}{html}{_CLOSE}" if self.linkable else html

    def paragraph_open(
        self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: Any
    ) -> str:
        if tokens[idx].hidden or (idx and tokens[idx - 1].hidden):
            return self.renderToken(tokens, idx, options, env)
        return "<p>"

    def paragraph_close(
        self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: Any
    ) -> str:
        return "" if tokens[idx].hidden else "</p>\n"

    def heading_open(
        self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: Any
    ) -> str:
        self.linkable = False
        token = tokens[idx]
        if token.tag == "h1":
            token.tag = "h2"
        if "anchors" in env:
            token.attrSet("id", _anchor(tokens[idx + 1].content, env["anchors"]))
        return self.renderToken(tokens, idx, options, env)

    def heading_close(
        self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: Any
    ) -> str:
        self.linkable = True
        if tokens[idx].tag == "h1":
            tokens[idx].tag = "h2"
        return self.renderToken(tokens, idx, options, env)

    def renderToken(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: Any) -> str:
        # The alignment of a table's column comes as a style attribute, which the site's policy bars.
        style = tokens[idx].attrs.pop("style", None)
        if style:
            tokens[idx].attrSet("class", "align-" + str(style).rpartition(":")[2])
        return super().renderToken(tokens, idx, options, env)

    def link_open(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: Any) -> str:
        self.linkable = False
        token = tokens[idx]
        target = str(token.attrGet("href") or "")
        if not _LINK.match(target):
            token.attrs.pop("href", None)  # a link that leads nowhere on the site is text
        elif target.startswith("/"):
            token.attrSet("href", ROOT + target[1:])
        return self.renderToken(tokens, idx, options, env)

    def link_close(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: Any) -> str:
        self.linkable = True
        return self.renderToken(tokens, idx, options, env)

    def image(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: Any) -> str:
        token = tokens[idx]
        source = str(token.attrGet("src") or "").removeprefix("/")
        if source.startswith("assets/") and ".." not in source.split("/"):
            token.attrSet("src", ROOT + source)
            token.attrSet("loading", "lazy")
            return super().image(tokens, idx, options, env)
        label = self.renderInlineAsText(token.children or [], options, env)
        return _MARKS.sub("", _escape(label))


def render(text: str, anchors: bool = True) -> Body:
    """The HTML of a Markdown text; `anchors` gives its headings ids, which one text of a page may."""
    parser = _parser()
    renderer = parser.renderer
    assert isinstance(renderer, _Renderer)
    renderer.linkable = True
    env: MutableMapping[str, Any] = {"anchors": set()} if anchors else {}
    marked = parser.render(_MARKS.sub("", text), env)
    # The one control character that an entity may still stand for, and that XML can't hold.
    return _measured(marked.replace("\f", " "), len(text.split()))


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
        elif mark[0] == _OPEN:
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


def _anchor(heading: str, taken: set[str]) -> str:
    """An id for a heading, different from those before it in the same text."""
    base = "h-" + slugify(heading)
    name, number = base, 2
    while name in taken:
        name, number = f"{base}-{number}", number + 1
    taken.add(name)
    return name


def _escape(text: str) -> str:
    return (
        text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
    )


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    # The commonmark preset lets raw HTML through unless told not to.
    parser = MarkdownIt("commonmark", {"html": False, "maxNesting": 40}, renderer_cls=_Renderer)
    parser.enable(["table", "strikethrough"])
    parser.block.ruler.before("table", "line", _line)
    parser.core.ruler.at("inline", _inline)
    parser.inline.terminator_re = _SPECIAL
    return parser


def _line(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A paragraph of one line that begins with a word: nothing else could begin there."""
    if silent or not (start + 1 >= state.lineMax or _ends(state, start + 1)):
        return False
    first = state.bMarks[start] + state.tShift[start]
    if not _WORD.match(state.src, first) or state.sCount[start] - state.blkIndent > 3:
        return False
    state.line = start + 1
    for kind, tag, nesting in _PARAGRAPH:
        token = state.push(kind, tag, nesting)
        if nesting == 0:
            token.content = mdTrim(state.src[first : state.eMarks[start]])
            token.children = []
        if nesting >= 0:
            token.map = [start, start + 1]
    return True


def _ends(state: StateBlock, line: int) -> bool:
    """Whether a paragraph ends before a line because that is empty, or an item of a list."""
    if state.isEmpty(line):
        return True
    indent = state.sCount[line]
    return (
        0 <= indent < min(state.blkIndent, state.listIndent) + 4
        and _ITEM.match(state.src, state.bMarks[line] + state.tShift[line]) is not None
    )


def _inline(state: StateCore) -> None:
    """Markdown's own, but that a text without any of its characters is text."""
    for token in state.tokens:
        if token.type == "inline":
            token.children = token.children or []
            if _SPECIAL.search(token.content):
                state.md.inline.parse(token.content, state.md, state.env, token.children)
            elif token.content:
                token.children.append(Token("text", "", 0, content=token.content))
