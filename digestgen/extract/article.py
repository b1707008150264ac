"""The article alone: its title and paragraphs as one text that entity annotators read, each
character of it traceable to the paste."""

from bisect import bisect_right
from dataclasses import dataclass

from digestgen.extract.furniture import Sifted
from digestgen.extract.paste import Line
from digestgen.extract.region import Page

_WRAP_SLACK = 6  # characters by which editors of hard-wrapped text miss the margin
_WIDEST = 120  # longest line of hard-wrapped text


@dataclass(frozen=True, slots=True)
class Paragraph:
    kind: str  # "text", "heading", "bullet" or "number"
    start: int  # in Article.text
    end: int
    marker: str  # of a numbered line: "1."


@dataclass(frozen=True, slots=True)
class Article:
    text: str  # the title (if it is text of the paste) and the paragraphs, one a line
    title_end: int  # where the title ends in `text`; 0 without one
    paragraphs: tuple[Paragraph, ...]  # without the title
    _starts: tuple[int, ...]  # where each piece begins in `text` …
    _sources: tuple[int, ...]  # … and in the clean paste

    def source(self, start: int, end: int) -> tuple[int, int]:
        """The span of the clean paste behind a span of `text`."""
        first = max(bisect_right(self._starts, start) - 1, 0)
        last = max(bisect_right(self._starts, max(end - 1, start)) - 1, 0)
        if not self._starts:
            return 0, 0
        return (
            self._sources[first] + start - self._starts[first],
            self._sources[last] + end - self._starts[last],
        )


def compose(page: Page, title: int | None, sifted: Sifted) -> Article:
    pieces: list[str] = []
    starts: list[int] = []
    sources: list[int] = []
    length = 0

    def add(text: str, source: int | None) -> None:
        nonlocal length
        if source is not None:
            starts.append(length)
            sources.append(source)
        pieces.append(text)
        length += len(text)

    title_end = 0
    if title is not None:
        add(page.lines[title].text, page.lines[title].start)
        title_end = length
        add("\n", None)
    width = _wrap_width(page, sifted.kept)
    paragraphs: list[Paragraph] = []
    previous: int | None = None
    for index in sifted.kept:
        line = page.lines[index]
        joins = (
            previous is not None
            and paragraphs[-1].kind != "heading"
            and index not in sifted.headings
            and index == previous + 1
            and _continues(page.lines[previous], line, width)
        )
        if joins:
            add(" ", None)
            add(line.text, line.start)
            last = paragraphs.pop()
            paragraphs.append(Paragraph(last.kind, last.start, length, last.marker))
        else:
            if paragraphs:
                add("\n", None)
            begin = length
            add(line.text, line.start)
            kind = "heading" if index in sifted.headings else _kind(line)
            paragraphs.append(Paragraph(kind, begin, length, line.marker))
        previous = index
    return Article("".join(pieces), title_end, tuple(paragraphs), tuple(starts), tuple(sources))


def _kind(line: Line) -> str:
    if not line.marker:
        return "text"
    return "bullet" if line.marker == "-" else "number"


def _wrap_width(page: Page, kept: tuple[int, ...]) -> int:
    """The margin at which the paste is hard-wrapped, 0 where it is not: most lines that another
    follows directly end where its first word no longer fits."""
    pairs = [
        (page.lines[i], page.lines[i + 1])
        for i in kept
        if i + 1 < len(page.lines) and not page.lines[i + 1].gap and len(page.lines[i].text) > 30
    ]
    if len(pairs) < 2:
        return 0
    width = max(len(line.text) for line, _ in pairs)
    if width > _WIDEST:
        return 0
    full = sum(_is_full(line, following, width) for line, following in pairs)
    return width if full >= 0.6 * len(pairs) else 0


def _is_full(line: Line, following: Line, width: int) -> bool:
    word = following.text.split(" ", 1)[0]
    return len(line.text) + 1 + len(word) > width - _WRAP_SLACK


def _continues(line: Line, following: Line, width: int) -> bool:
    if following.gap or following.marker:
        return False
    if width and _is_full(line, following, width):
        return True
    # A link set as a line of its own: the sentence goes on in lower case.
    return following.text[0].islower() and line.text[-1] not in '.!?:;”"' and len(line.text) > 30
