"""All of Markdown, through markdown-it-py, for what is more than `prose`; pure."""

import re
from collections.abc import MutableMapping, Sequence
from functools import lru_cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import OptionsDict

from digestgen import prose
from digestgen.prose import CLOSE, OPEN, ROOT

_LINK = re.compile(r"(?:https?://|mailto:|/(?!/)|#)", re.IGNORECASE)
_MARKS = re.compile(f"[{ROOT}{OPEN}{CLOSE}]")


class _Renderer(RendererHTML):
    """Marks linkable text and root-relative addresses."""

    linkable = True

    def text(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: Any) -> str:
        html = super().text(tokens, idx, options, env)
        return f"{OPEN}{html}{CLOSE}" if self.linkable else html

    def heading_open(
        self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: Any
    ) -> str:
        self.linkable = False
        token = tokens[idx]
        if token.tag == "h1":
            token.tag = "h2"
        if "anchors" in env:
            token.attrSet("id", prose.anchor_of(tokens[idx + 1].content, env["anchors"]))
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
        return _MARKS.sub("", prose.escape(label))


def marked(text: str, anchors: bool) -> str:
    """The HTML of a text, with ROOT where the way to the site's root goes, and OPEN and CLOSE around
    text in which names may be linked."""
    parser = _parser()
    renderer = parser.renderer
    assert isinstance(renderer, _Renderer)
    renderer.linkable = True
    env: MutableMapping[str, Any] = {"anchors": set()} if anchors else {}
    # The one control character that an entity may still stand for, and that XML can't hold.
    return str(parser.render(text, env)).replace("\f", " ")


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    # The commonmark preset lets raw HTML through unless told not to.
    parser = MarkdownIt("commonmark", {"html": False, "maxNesting": 40}, renderer_cls=_Renderer)
    parser.enable(["table", "strikethrough"])
    return parser
