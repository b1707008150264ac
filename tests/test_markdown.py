"""What `prose` makes of a text is what the whole of Markdown makes of it."""

from pathlib import Path

from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it.common.normalize_url import normalizeLink, validateLink

from digestgen import commonmark, markdown, prose

_PIECES = (
    "a", "Ada Okafor", "word word", "ß", "1.", "2)", "-", "+", "*", "**", "***", "_", "__", "~~", "`", "``",
    "```", "~~~", "#", "##", ">", "> ", "|", "|-|-|", "---", "===", "[", "]", "(", ")", "![", "[a]: /b", "[a]",
    "[a](/b)", "<", "<b>", "<https://a.b>", "&amp;", "&", "&#0;", "\\", "\\\\", "!", ":", " ", "  ", "    ", "\t",
    "\n", "\n\n", "\n\n\n", "\n- ", "\n  ", "\n> ", "\n    ", "\xa0", "\x0c", "\u2028", "\x1c", "\ufeff", "\x00", "\r",
)  # fmt: skip
_WORDS = (
    "Ada", "Port Meridian ", "é", "7 ", "2026. ", "$5", "“Yes.” ", "\"no\"", "R&D ", "a & b", "5 > 4", "!", "? ", ", ",
    ":", ".", "(", ")", "’s", " ", "  ", "\xa0", "\u3000", "*a*", "*a b* ", "**Why:** ", "**b**", "(**b**)", "a*b*c",
    "**a*", "[bridge](https://a.b/c_d?e=f#g)", "[x](http://A.b)", "[y z](/people/ada/)", "[e](https://a.b/é%20)",
    "![p](/assets/p.jpg)", "[q](//a.b)", "|", "#", "_a_", "[a]", "[b c]: ", "[c & d](mailto:a@b.c)",
)  # fmt: skip
_STARTS = (
    "", "", "", "", "- ", "- ", "-  ", "* ", "+ ", "1. ", "2. ", "3) ", "# ", "## ", "###### ", "> ", "> ", ">", "> - ",
    ">> ", "  ", "    ", "---", "===",
)  # fmt: skip
_lines = st.tuples(
    st.sampled_from(_STARTS), st.lists(st.sampled_from(_WORDS), max_size=5).map("".join)
).map("".join)
texts = (
    st.lists(st.sampled_from(_PIECES), max_size=24).map("".join)
    | st.lists(st.tuples(_lines, st.sampled_from(("\n", "\n\n"))).map("".join), max_size=6).map("".join)
    | st.text()
)  # fmt: skip


@given(texts, st.booleans())
@example("- a\n\n- b", True)
@example("- a\n\n  b", True)
@example("> a\nb", True)
@example(">", True)
@example("> \n>  ", True)
@example("a\n---", True)
@example("# \xa0a\n# a\n\n# a", True)
@example("**a**b **c** *d*, *e.* *f.*g", True)
def test_prose_is_read_as_markdown(text: str, anchors: bool) -> None:
    read = prose.html(text, anchors)
    if read is not None:
        expected = markdown._measured(commonmark.marked(text, anchors), 0)
        assert read == (expected.html, expected.roots, expected.spans)


def test_most_of_a_digest_is_prose() -> None:
    files = [path for path in Path("content").rglob("*.md") if path.parts[1].isdigit()]
    bodies = [path.read_text(encoding="utf-8").split("\n---\n", 1)[-1] for path in files]
    read = [body for body in bodies if prose.html(body, True) is not None]
    assert len(read) > 0.8 * len(bodies) > 0


@given(st.from_regex(prose._PLAIN, fullmatch=True))
@example("https://log.example.org/a-b.c/7/")
@example("https://xn--mgbh0fb.example/A")
@example("http://" + "a" * 70 + "." + "b" * 260)
def test_a_plain_address_is_what_it_is(address: str) -> None:
    assert validateLink(address)
    assert normalizeLink(address) == address
