"""Markdown -> safe HTML; pure.

Raw HTML is off, so a pasted tag is text. Links may only lead to the web, to mail and to the site;
pictures only to the digest's own assets, because a page makes no request off the site. What comes
out is not yet a page's: links from the site's root and the stretches of text where a name may be
linked are known by their offsets, and `mentions.link` fills both in.
"""

import re
from collections.abc import MutableMapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import OptionsDict

from digestgen.names import slugify

# Characters that stand for places in the HTML until offsets are taken. Unicode keeps them from ever
# being text, Markdown makes none of them from an entity, and content that holds them loses them.
_ROOT, _OPEN, _CLOSE = "\ufdd0", "\ufdd1", "\ufdd2"
_MARKS = re.compile(f"[{_ROOT}{_OPEN}{_CLOSE}]")
_NO_LINKS_IN = {"heading_open", "heading_close", "link_open", "link_close"}
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
            token.attrSet("href", _ROOT + target[1:])
        return self.renderToken(tokens, idx, options, env)

    def link_close(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: Any) -> str:
        self.linkable = True
        return self.renderToken(tokens, idx, options, env)

    def image(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: Any) -> str:
        token = tokens[idx]
        source = str(token.attrGet("src") or "").removeprefix("/")
        if source.startswith("assets/") and ".." not in source.split("/"):
            token.attrSet("src", _ROOT + source)
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
        if mark[0] == _ROOT:
            roots.append(position)
        elif mark[0] == _OPEN:
            opened = position
        elif position > opened:
            spans.append((opened, position))
    pieces.append(marked[at:])
    return Body("".join(pieces), tuple(roots), tuple(spans), words)


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
    return parser.enable(["table", "strikethrough"])
