"""The tidy body: paragraphs as Markdown that reads as the paste did."""

import re
import unicodedata

from digestgen.extract.article import Article, Paragraph
from digestgen.extract.shapes import is_post_signature
from digestgen.extract.words import FUNCTION_WORDS, SPEECH, word_set

# Every branch begins with a character, so that text without any of them is passed over quickly.
_SPECIAL = re.compile(
    r"[\\`*\[\]<|]|&(?=#?\w+;)|_(?:(?<![^\W_]_)|(?![^\W_]))|~(?:(?=~)|(?<=~~))|!(?=\[)"
)
_AT_START = re.compile(r"(?=[#>+=~-])|(?=:)|(\d{1,9})(?=[.)](?: |$))")
_LABEL = re.compile(r"(?P<label>[^\W\d_a-z][^.:;!?“”\"()\n]{0,38}:)(?= +[\w“\"'‘])")
_COPULAS = word_set("is are was were be has have had will would can could said says")


def write_body(article: Article) -> str:
    """Paragraphs with a blank line between, list entries without."""
    labels = [_label(article, p) for p in article.paragraphs]
    rhythm = sum(label > 0 for label in labels)
    ordered = _ordered(article.paragraphs)
    blocks: list[str] = []
    previous, ended = "", False
    for paragraph, label, numbered in zip(article.paragraphs, labels, ordered, strict=True):
        text = article.text[paragraph.start : paragraph.end]
        kind = paragraph.kind
        if kind == "number" and not numbered:
            text, kind = f"{paragraph.marker} {text}", "text"
        if kind == "heading":
            numbered_title = f"{paragraph.marker} {_inline(text)}"
            title = numbered_title if paragraph.marker[:-1].isdigit() else _escape(text)
            block = "## " + title.rstrip("#").rstrip()
        elif kind == "post":
            block = "> " + _escape(text)
        elif label and (rhythm > 1 or len(text[:label].split()) <= 3) and kind != "number":
            block = f"**{_inline(text[:label])}** {_inline(text[label:].lstrip())}"
        else:
            block = _escape(text)
        if kind == "bullet":
            block = "- " + block
        elif kind == "number":
            block = f"{paragraph.marker} {block}"
        if blocks and kind == previous and kind in ("bullet", "number"):
            blocks[-1] += "\n" + block
        elif blocks and kind == previous == "post" and not ended:
            blocks[-1] += "\n>\n" + block
        elif block.strip():
            blocks.append(block)
        previous = kind
        ended = is_post_signature(text)
    body = "\n\n".join(blocks)
    return unicodedata.normalize("NFC", body) + "\n" if body else ""


def _label(article: Article, paragraph: Paragraph) -> int:
    """The length of a leading label ("The latest:"), 0 where there is none."""
    if paragraph.kind in ("heading", "post"):
        return 0
    match = _LABEL.match(article.text[paragraph.start : paragraph.start + 60])
    if match is None:
        return 0
    words = match["label"][:-1].replace("’", "'").lower().split()
    if len(words) > 5 or any(w in SPEECH or w in _COPULAS for w in words):
        return 0
    rest = article.text[paragraph.start + match.end() :][:3].strip()
    if rest[:1].islower():
        return 0
    # A time or an address is no label, nor is a speaker before a quotation without other labels.
    capitals = sum(w[0].isupper() for w in match["label"].split())
    if rest[:1] in '“"' and capitals == len(words) > 1 and words[0] not in FUNCTION_WORDS:
        return 0
    return match.end()


def _ordered(paragraphs: tuple[Paragraph, ...]) -> list[bool]:
    """Which numbered lines are a list: neighbours that count up by one."""
    listed = [False] * len(paragraphs)
    for index in range(1, len(paragraphs)):
        above, here = paragraphs[index - 1], paragraphs[index]
        if (
            above.kind == here.kind == "number"
            and int(here.marker[:-1]) == int(above.marker[:-1]) + 1
        ):
            listed[index - 1] = listed[index] = True
    return listed


def _inline(text: str) -> str:
    return _SPECIAL.sub(lambda match: "\\" + match[0], text)


def _escape(text: str) -> str:
    """Text at the start of a line, where more characters mean something."""
    escaped = _inline(text)
    match = _AT_START.match(escaped)
    if match is None:
        return escaped
    number = match[1] or ""
    return f"{number}\\{escaped[len(number) :]}"
