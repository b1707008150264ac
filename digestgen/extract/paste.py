"""A paste as the annotators see it: clean characters, the editor's prefixes, and lines.

Cleaning keeps a map back to the text as given, so that every claim can point at it.
"""

import datetime as dt
import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, groupby

from digestgen.extract.claims import Claim
from digestgen.extract.language import month_numbers
from digestgen.extract.line import Line, unwrap
from digestgen.extract.mail import unquoted
from digestgen.extract.printed import is_edge
from digestgen.extract.repair import ENTITY, is_garbled, mend

_BREAKS = re.compile(r"\r\n?|[\v\f\x85\u2028\u2029]")
_SPACES = re.compile(r"[\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
# Controls, and what is invisible in a browser: soft hyphens, zero width spaces, byte order marks,
# direction marks and tags. The joiners U+200C and U+200D stay: Persian, Hindi and emoji need them.
_INVISIBLE = re.compile(
    r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e"
    r"\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f]"
)
# A break, a control, an entity or a run of other characters than ASCII. What any of them begins
# with comes first: so the pattern passes quickly over the rest.
_UNUSUAL = re.compile(
    rf"[^\n -%'-~](?:(?<=\r)\n?|(?<=[\x00-\x09\x0b-\x1f\x7f])|(?<=&){ENTITY[1:]}"
    r"|(?<=[^\x00-\x7f])[^\x00-\x7f]*)"
)
_PREFIX = re.compile(
    r"[ \n]*(?:date:? +(?P<date>\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d)?(?:Z|[+-]\d\d:\d\d)?)?)(?=\s|$)"
    r"|url:? +(?P<url>https?://\S+)"
    r"|source:? +(?P<source>\S[^\n]{0,99})(?=\n|$))"
)
_MARKER = re.compile(r"(?:[•●○◦▪▫■□‣⁃∙·] *|[*–-] +|(\d{1,3})[.)] +)(?=\S)")
# "3. März 2026" is no third entry.
_MARKER_ALONE = re.compile(r"[•●○◦▪▫■□‣⁃∙·*–-]|\d{1,3}[.)]")


def clean(text: str) -> str:
    """NFC without controls; every kind of line break is a newline, every kind of space a space."""
    text = _SPACES.sub(" ", _BREAKS.sub("\n", text))
    return _composed(_INVISIBLE.sub("", text))


def _composed(text: str) -> str:
    """NFC. Marks are put in order first: `normalize` takes the square of their number for that."""
    if unicodedata.is_normalized("NFC", text):
        return text
    apart = (unicodedata.normalize("NFD", character) for character in text)
    ordered = (
        sorted(run, key=unicodedata.combining) if marks else run
        for marks, run in groupby("".join(apart), lambda c: unicodedata.combining(c) > 0)
    )
    return unicodedata.normalize("NFC", "".join(chain.from_iterable(ordered)))


def single_line(text: str) -> str:
    """The clean text with every run of spaces and breaks a space."""
    return " ".join(clean(text).split())


@dataclass(frozen=True, slots=True)
class Paste:
    """A paste in clean characters, with the way back to the text as given."""

    text: str  # clean
    lines: tuple[Line, ...]
    prefixes: tuple[Claim, ...]
    # Where cleaning changed lengths: ends of the changed pieces in the clean text, and for each
    # (start in the clean text, start and end in the original).
    _ends: tuple[int, ...]
    _pieces: tuple[tuple[int, int, int], ...]

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The span of the text as given that a span of the clean text came from."""
        first = self._offset(start, at_end=False)
        return first, max(first, self._offset(end, at_end=True))

    def _offset(self, position: int, at_end: bool) -> int:
        piece = bisect_right(self._ends, position if not at_end else position - 1)
        if piece < len(self._pieces) and self._pieces[piece][0] < position + (not at_end):
            _, low, high = self._pieces[piece]
            return high if at_end else low
        if piece == 0:
            return position
        return position - self._ends[piece - 1] + self._pieces[piece - 1][2]


def _tidy(piece: str, garbled: bool, spaced: bool) -> str:
    """A run of unusual characters as it was meant; most are short, and come again and again."""
    if len(piece) < 8:
        return _tidy_short(piece, garbled, spaced)
    return clean(mend(piece, garbled, spaced))


@lru_cache(maxsize=1 << 12)
def _tidy_short(piece: str, garbled: bool, spaced: bool) -> str:
    return clean(mend(piece, garbled, spaced))


def read_paste(text: str) -> Paste:
    """The paste behind a text as given: prefixes and lines, and the way back from its offsets."""
    parts: list[str] = []
    ends: list[int] = []
    pieces: list[tuple[int, int, int]] = []
    done = length = 0
    garbled = is_garbled(text)
    seen = 0
    for match in _UNUSUAL.finditer(text):
        start, end = match.span()
        # NFC never joins across an ASCII character except as the base of what follows it.
        if start > seen and text[start] > "\x7f":
            start -= 1
        seen = end
        piece = text[start:end]
        tidy = _tidy(piece, garbled, text.startswith(" ", end))
        if tidy == piece:
            continue
        parts += text[done:start], tidy
        length += start - done
        if len(tidy) != len(piece):
            pieces.append((length, start, end))
            ends.append(length + len(tidy))
        length += len(tidy)
        done = end
    cleaned = "".join(parts) + text[done:]
    prefixes, begin = _read_prefixes(cleaned)
    lines = unwrap(_read_lines(cleaned, begin))
    paste = Paste(cleaned, lines, (), tuple(ends), tuple(pieces))
    claims = tuple(
        Claim(field, value, *paste.original(start, end), "prefix", 1.0)
        for field, value, start, end in prefixes
    )
    return Paste(cleaned, lines, claims, paste._ends, paste._pieces)


def _read_prefixes(text: str) -> tuple[list[tuple[str, str, int, int]], int]:
    found: list[tuple[str, str, int, int]] = []
    position = 0
    while match := _PREFIX.match(text, position):
        field = match.lastgroup or ""
        value = match[field].strip()
        if field == "date" and not _is_date(value):
            break
        found.append((field, value, match.start(field), match.start(field) + len(value)))
        position = match.end()
    return found, position


def _is_date(value: str) -> bool:
    try:
        dt.datetime.fromisoformat(value)
    except ValueError:
        return False
    return True


def _is_day(text: str) -> bool:
    """Whether a number before the text is the day of a date: "4. März 2026"."""
    words = text.split(" ", 2)
    return (
        len(words) > 1
        and words[0].lower().rstrip(".") in month_numbers()
        and words[1][:4].isdecimal()
        and len(words[1].rstrip(",")) == 4
    )


def _goes_on(number: str, lines: list[Line], gap: bool, entry: int) -> bool:
    """Whether a number before a full stop or bracket ends the sentence of the row above, "won by
    418 to" and "409.", rather than to begin the entry of a list after the last `entry`."""
    if not number.isdecimal() or gap or not lines:
        return False
    return int(number) not in (1, entry - 1, entry + 1) and lines[-1].text[-1].islower()


def _read_lines(text: str, begin: int) -> list[Line]:
    lines: list[Line] = []
    position, number = begin, text.count("\n", 0, begin) + 1
    gap, marker_above, entry = True, "", 0
    rows = text[begin:].split("\n")
    for row, quoting in zip(rows, unquoted(rows), strict=True):
        content = row[quoting:].strip(" ")
        start = position + len(row) - len(row[quoting:].lstrip(" "))
        position += len(row) + 1
        if not content:
            gap = gap or not marker_above
        elif content[0].isalpha():  # no marker, as mostly
            lines.append(Line(number, start, content, marker_above, gap))
            gap, marker_above = False, ""
        elif _MARKER_ALONE.fullmatch(content) and not _goes_on(content[:-1], lines, gap, entry):
            # Some browsers copy a bullet and its text as two lines.
            marker_above = content if content[0].isdigit() else "-"
            entry = int(content[:-1]) if content[0].isdigit() else entry
        else:
            marker = marker_above
            match = None if is_edge(content) else _MARKER.match(content)
            day = match and match[1] and _is_day(content[match.end() :])
            if match and not day and not _goes_on(match[1] or "", lines, gap, entry):
                marker = f"{match[1]}." if match[1] else "-"
                entry = int(match[1]) if match[1] else entry
                start += match.end()
                content = content[match.end() :]
            lines.append(Line(number, start, content, marker, gap))
            gap, marker_above = False, ""
        number += 1
    return lines
