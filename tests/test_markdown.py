"""The short cuts through Markdown give what markdown-it-py gives without them."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from digestgen import markdown

_PIECES = (
    "a", "Ada Okafor", "word word", "ß", "1.", "2)", "-", "+", "*", "**", "***", "_", "__", "~~", "`", "``",
    "```", "~~~", "#", "##", ">", "> ", "|", "|-|-|", "---", "===", "[", "]", "(", ")", "![", "[a]: /b", "[a]",
    "[a](/b)", "<", "<b>", "<https://a.b>", "&amp;", "&", "&#0;", "\\", "\\\\", "!", ":", " ", "  ", "    ", "\t",
    "\n", "\n\n", "\n\n\n", "\n- ", "\n  ", "\n> ", "\n    ", "\xa0", "\x0c", "\u2028", "\x1c", "\ufeff", "\x00", "\r",
)  # fmt: skip
texts = st.lists(st.sampled_from(_PIECES), max_size=24).map("".join) | st.text()


class _Renderer(markdown._Renderer):
    def paragraph_open(self, *given: Any) -> str:
        return self.renderToken(*given)

    def paragraph_close(self, *given: Any) -> str:
        return self.renderToken(*given)


def _unabridged() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "maxNesting": 40}, renderer_cls=_Renderer)
    return parser.enable(["table", "strikethrough"])


@given(texts)
def test_short_cuts_change_nothing(text: str) -> None:
    expected = _unabridged().render(text, {"anchors": set()})
    assert markdown._parser().render(text, {"anchors": set()}) == expected
