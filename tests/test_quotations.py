"""Quotations in the text they were said in: where the words are found, and that nothing else changes."""

import re

import pytest

from digestgen.markdown import render
from digestgen.mentions import link, quoted, target, without_title

ADA = target("/people/ada-okafor/", ["Ada Okafor"], person=True)


def shown(markdown: str, *quotes: str) -> str:
    """The text with its quotations between ⟦ and ⟧."""
    body = render(markdown)
    found = quoted(body, [(f"q-{number}", text) for number, text in enumerate(quotes)])
    html = link(body, [ADA], "../", quotes=found, label="Link")
    assert re.sub(
        r'<span class="words"[^>]*>|<a class="anchor"[^>]*></a></span>', "", html
    ) == link(body, [ADA], "../")
    marked = re.sub(r'<span class="words"[^>]*>', "⟦", html)
    return re.sub(r'<a class="anchor"[^>]*></a></span>', "⟧", marked)


@pytest.mark.parametrize(
    ("markdown", "quote", "wanted"),
    [
        ('"We open on Monday," she said.', "We open on Monday.", "⟦&quot;We open on Monday,&quot;⟧ she said."),
        ("“We open on Monday!” she said.", "We open on Monday!", "⟦“We open on Monday!”⟧ she said."),
        ("Er sagte: »Wir öffnen am Montag.«", "Wir öffnen am Montag.", "Er sagte: ⟦»Wir öffnen am Montag.«⟧"),
        ("“It's open & free for all.”", "It’s open & free for all.", "⟦“It's open &amp; free for all.”⟧"),
        ("“We open on\nMonday, all of us.”", "We open on Monday, all of us.", "⟦“We open on\nMonday, all of us.”⟧"),
        # The halves of one that was interrupted are found by the first.
        ("“We lost two days,” she said. “We had four.”", "We lost two days. We had four.", "⟦“We lost two days,”⟧ she said. “We had four.”"),
        # Words that could stand anywhere, and words that stand nowhere, have no place.
        ("“No,” she said.", "No.", "“No,” she said."),
        ("She said so.", "We open on Monday.", "She said so."),
        # Not across markup, nor in a heading.
        ("“We *open* on Monday,” she said.", "We open on Monday.", "“We <em>open</em> on Monday,” she said."),
    ],
)  # fmt: skip
def test_the_words_and_their_marks(markdown: str, quote: str, wanted: str) -> None:
    assert shown(markdown, quote) == f"<p>{wanted}</p>\n"


def test_names_within_a_quotation_are_linked() -> None:
    text = shown("“Ada Okafor opened it on Monday,” he said.", "Ada Okafor opened it on Monday.")
    assert text == (
        '<p>⟦“<a href="../people/ada-okafor/">Ada Okafor</a> opened it on Monday,”⟧ he said.</p>\n'
    )


def test_a_link_does_not_cross_the_end_of_a_quotation() -> None:
    body = render("We all thank Ada Okafor today. Ada Okafor left.")
    html = link(body, [ADA], "../", quotes=quoted(body, [("q-1", "We all thank Ada")]))
    assert '</a></span> Okafor today. <a href="../people/ada-okafor/">Ada Okafor</a> left.' in html


def test_two_quotations_never_share_words() -> None:
    text = shown("“We open on Monday at five.”", "We open on Monday at five.", "on Monday at five")
    assert text == "<p>⟦“We open on Monday at five.”⟧</p>\n"


def test_a_label_is_text() -> None:
    body = render("“We open on Monday.”")
    html = link(body, (), "./", quotes=quoted(body, [("q-1", "We open on Monday.")]), label='"<b>')
    assert 'aria-label="&quot;&lt;b&gt;"></a></span>' in html


@pytest.mark.parametrize(
    ("name", "wanted"),
    [("Mayor Okafor", "Okafor"), ("Dr. Ada Okafor", "Ada Okafor"), ("Judge", "Judge"), ("Ada", "Ada")],
)  # fmt: skip
def test_titles_before_a_name(name: str, wanted: str) -> None:
    assert without_title(name) == wanted
