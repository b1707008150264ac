"""Lines of a paste, and the paragraphs that a margin broke made whole."""

from dataclasses import dataclass, replace
from itertools import pairwise

_SLACK = 6  # characters by which hard-wrapped lines miss the margin
_WIDEST, _NARROWEST = 120, 55  # margins that hard-wrapped text has
_FEWEST = 3  # lines at a margin that tell it
_SHORT = 30  # a line up to this long ends on purpose


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank, without indent, list marker and spaces at its end. Lines that a
    margin broke are one again, joined by a space."""

    number: int  # of its first row in the paste, from 1
    start: int  # offset of `text` in the clean paste
    text: str
    marker: str  # "-" for a bullet, "7." for a number, "" for plain text
    gap: bool  # a blank line, or nothing, stands before it
    # Where further rows begin in `text`, and in the clean paste.
    rows: tuple[tuple[int, int], ...] = ()

    def source(self, offset: int, at_end: bool = False) -> int:
        """The offset in the clean paste of an offset in `text`; `at_end` for the end of a span."""
        begin, source = 0, self.start
        for row, row_source in self.rows:
            if row > offset - at_end:
                break
            begin, source = row, row_source
        return source + offset - begin

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The span of the clean paste behind a span of `text`."""
        return self.source(start), self.source(end, at_end=True)


def unwrap(lines: list[Line]) -> tuple[Line, ...]:
    """The lines with those joined that one paragraph was broken into."""
    width = _margin(lines)
    found: list[Line] = []
    last: Line | None = None  # the row above, as it stands
    for line in lines:
        if last is not None and _continues(last, line, width):
            whole = found.pop()
            rows = (*whole.rows, (len(whole.text) + 1, line.start))
            found.append(replace(whole, text=f"{whole.text} {line.text}", rows=rows))
        else:
            found.append(line)
        last = line
    return tuple(found)


def _margin(lines: list[Line]) -> int:
    """The width at which the paste is hard-wrapped, 0 where it is not: most lines that another
    follows directly end where its first word no longer fits."""
    pairs = [
        (line, following)
        for line, following in pairwise(lines)
        if not following.gap and not following.marker and len(line.text) > _SHORT
    ]
    wrapped = [pair for pair in pairs if len(pair[0].text) <= _WIDEST]
    if len(wrapped) < _FEWEST or len(wrapped) < 0.8 * len(pairs):
        return 0
    width = max(len(line.text) for line, _ in wrapped)
    if width < _NARROWEST:
        return 0
    full = sum(_is_full(line, following, width) for line, following in wrapped)
    return width if full >= 0.6 * len(wrapped) else 0


def _is_full(line: Line, following: Line, width: int) -> bool:
    word = following.text.split(" ", 1)[0]
    return len(line.text) + 1 + len(word) > width - _SLACK


def _continues(line: Line, following: Line, width: int) -> bool:
    if following.gap or following.marker:
        return False
    if width and len(line.text) <= width and _is_full(line, following, width):
        return True
    # A link set as a line of its own: the sentence goes on in lower case.
    open_ended = line.text[-1] not in '.!?:;”"' and len(line.text) > _SHORT
    return open_ended and following.text[0].islower()
