"""The article alone: its title and paragraphs as one text that entity annotators read, each
character of it traceable to the paste."""

from bisect import bisect_right
from dataclasses import dataclass

from digestgen.extract.furniture import Sifted
from digestgen.extract.line import Line
from digestgen.extract.region import Page


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A stretch of the article, and how the body shows it."""

    kind: str  # "text", "heading", "bullet", "number" or "post"
    start: int  # in Article.text
    end: int
    marker: str  # of a numbered line: "1."
    time: str = ""  # that heads this entry of a live blog: "7:42 PM"


@dataclass(frozen=True, slots=True)
class Article:
    """The title and the kept lines as one text, with the way back to the paste."""

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
    """The article of a page: its title and the lines that were kept."""
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

    def add_line(line: Line) -> None:
        edges = [0, *(row for row, _ in line.rows), len(line.text)]
        sources_of = [line.start, *(source for _, source in line.rows)]
        for begin, stop, source in zip(edges, edges[1:], sources_of, strict=False):
            add(line.text[begin:stop], source)

    title_end = 0
    if title is not None:
        add_line(page.lines[title])
        title_end = length
        add("\n", None)
    paragraphs: list[Paragraph] = []
    for index in sifted.kept:
        line = page.lines[index]
        if paragraphs:
            add("\n", None)
        begin = length
        add_line(line)
        kind = _kind(line)
        if index in sifted.headings:
            kind = "heading"
        elif index in sifted.posts:
            kind = "post"
        at = sifted.times.get(index)
        time = "" if at is None else page.lines[at].text
        paragraphs.append(Paragraph(kind, begin, length, line.marker, time))
    return Article("".join(pieces), title_end, tuple(paragraphs), tuple(starts), tuple(sources))


def _kind(line: Line) -> str:
    if not line.marker:
        return "text"
    return "bullet" if line.marker == "-" else "number"
