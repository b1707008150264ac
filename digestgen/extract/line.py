"""Lines of a paste, and the paragraphs that a margin broke made whole."""

import re
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from digestgen.extract.language import known_languages
from digestgen.extract.mail import is_header
from digestgen.extract.printed import is_edge
from digestgen.extract.words import word_set

_SLACK = 6  # characters by which hard-wrapped lines miss the margin
_WIDEST, _NARROWEST = 120, 55  # margins that hard-wrapped text has
_FEWEST = 3  # lines at a margin that tell it
_FEW_WIDE = 0.1  # share of lines that reach beyond a margin: a forwarded mail's notes
_CLOSING = '.!?:;”"'
_OPENING = "\"“„«‘'"
_SHORT = 30  # a line up to this long ends on purpose
_CAPITAL = re.compile(r"[\"“„«‘']?[^\W\d_a-z]")
_WORD_LETTERS = "AIOÀEY"  # letters that are words in some language
_INITIAL = re.compile(r"[\"“„«‘']?([^\W\d_a-z]) ([^\W\d_]+)")
_STOP = re.compile(r"[,;)](?: |$)|\.$")
_OWNING = ("s'", "s’")  # "the Dockers' | Union"
_DANGLING = word_set(
    "the a an of to and or with from by for at as that which who whose their its his her are were"
    " has have had will would could than into between among und oder mit von vom zum zur dem den"
    " des ein eine einem einen le la les des du et ou avec pour par dans el los las del y con para"
    " por una"
)


class Line(NamedTuple):
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
    pieces: list[list[str]] = []  # of each found line, its rows and what joins them
    sources: list[list[int]] = []  # where its rows begin in the paste
    last: Line | None = None  # the row above, as it stands
    edges: list[Line] = []  # of printed pages, below the paragraph that goes on across them
    turned = False  # whether an edge stands between the two rows

    def put(*lines: Line) -> None:
        for line in lines:
            found.append(line)
            pieces.append([line.text])
            sources.append([])

    for line, below in zip(lines, [*lines[1:], None], strict=False):
        if is_edge(line.text) or (turned and line.text == lines[0].text):
            edges.append(line)
            turned = True
            continue
        joint = None
        if last is not None and (not turned or last.text[-1] not in _CLOSING):
            within = len(pieces[-1]) > 1
            here = line._replace(gap=False) if turned else line
            joint = _joint(last, here, width, within)
            if (
                joint
                and not (width or within or _is_dangling(last.text))
                and _is_label(line, below)
            ):
                joint = None
        if joint is None:
            put(*edges, line)
            edges = []
        else:
            pieces[-1] += joint, line.text
            sources[-1].append(line.start)
        last, turned = line, False
    put(*edges)
    return tuple(
        _drop_cap(_whole(line, rows, starts) if starts else line)
        for line, rows, starts in zip(found, pieces, sources, strict=True)
    )


def _whole(line: Line, pieces: list[str], sources: list[int]) -> Line:
    places, length = [], len(pieces[0])
    for source, joint, text in zip(sources, pieces[1::2], pieces[2::2], strict=True):
        length += len(joint)
        places.append((length, source))
        length += len(text)
    return line._replace(text="".join(pieces), rows=tuple(places))


def _drop_cap(line: Line) -> Line:
    """ "T he bridge" is "The bridge"; a letter that is a word by itself stays one."""
    match = _INITIAL.match(line.text) if " " in line.text[1:3] else None
    if match is None or (match[1] + match[2]).lower() not in _small_words():
        return line
    end = match.end(1)
    rows = ((end, line.start + end + 1), *((row - 1, source) for row, source in line.rows))
    return line._replace(text=line.text[:end] + line.text[end + 1 :], rows=rows)


@cache
def _small_words() -> frozenset[str]:
    return frozenset(w for known in known_languages().values() for w in known.function_words)


def _margin(lines: list[Line]) -> int:
    """The width at which the paste is hard-wrapped, 0 where it is not: most lines that another
    follows directly end where its first word no longer fits."""
    pairs = [
        (line, following)
        for line, following in pairwise(lines)
        if not (following.gap or following.marker or is_header(line.text))
        and len(line.text) > _SHORT
    ]
    wrapped = [pair for pair in pairs if len(pair[0].text) <= _WIDEST]
    if len(wrapped) < _FEWEST or len(wrapped) < 0.8 * len(pairs):
        return 0
    lengths = sorted(len(line.text) for line, _ in wrapped)
    for width in (lengths[-1], lengths[-1 - int(_FEW_WIDE * len(lengths))]):
        full = sum(_is_full(line, following, width) for line, following in wrapped)
        if width >= _NARROWEST and full >= 0.6 * len(wrapped):
            return width
    return 0


def _is_full(line: Line, following: Line, width: int) -> bool:
    word = following.text.split(" ", 1)[0]
    return len(line.text) + 1 + len(word) > width - _SLACK


def _joint(line: Line, following: Line, width: int, within: bool) -> str | None:
    """What joins two rows of one paragraph, None where they are two; `within` says that the first
    continues another row."""
    if following.marker or is_header(line.text) or is_header(following.text):
        return None
    text, start = line.text, following.text
    if len(text) < 3 and _CAPITAL.fullmatch(text) and start[0].islower() and not line.marker:
        word = (text[-1] + start.split(" ", 1)[0]).lower()
        alone = text[-1] in _WORD_LETTERS and word not in _small_words()
        return " " if alone else ""
    open_ended = text[-1] not in _CLOSING and (within or len(text) > _SHORT)
    if open_ended and _STOP.match(start):
        return ""
    if following.gap:
        # A link set as a paragraph of its own.
        goes_on = _is_dangling(text) or (within and start[0].islower())
        return " " if open_ended and goes_on else None
    if width and len(text) <= width and _is_full(line, following, width):
        return "" if text[-1] == "-" and start[0].islower() else " "
    last = text.rsplit(" ", 1)[-1]
    if width and within and (text[-1] == "," or last in _DANGLING or last.endswith(_OWNING)):
        return " "  # a full row's last words, broken off by a second margin
    if width and open_ended and line.gap and start[0] in _OPENING:
        return " "  # a headline that goes on with a quotation
    # A link set as a line of its own: the sentence goes on in lower case, or broke off.
    return " " if open_ended and (start[0].islower() or _is_dangling(text)) else None


def _is_label(line: Line, below: Line | None) -> bool:
    """Whether a word in lower case stands alone, as the name of a button or a picture does, and no
    sentence goes on below it."""
    goes_on = below is not None and not below.gap and below.text[0].islower()
    return line.text.isalpha() and line.text.islower() and not goes_on


def _is_dangling(text: str) -> bool:
    """Whether the text ends in a word that no sentence or heading ends in."""
    return len(text) > _SHORT and text.rsplit(" ", 1)[-1] in _DANGLING
