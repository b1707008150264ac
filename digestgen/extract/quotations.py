"""Quotations: what stands between quotation marks, of any kind, over any number of paragraphs."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from digestgen.extract.article import Article

_CLOSERS = {
    "“": ("”", '"', "’’", "''"),
    '"': ('"', "”"),
    "„": ("“", "”", '"'),
    "«": ("»",),
    "»": ("«",),
    "``": ("''", "’’", '"', "”"),
    "''": ("''", "’’"),
    "‘‘": ("’’", "”"),
    "‘": ("’",),
    "'": ("'", "’"),
}
_MARK = re.compile(r"[“”\"„«»]|``|''|‘‘|’’")
_SINGLE = re.compile(r"(?<![\w’'])[‘'](?=[^\W_a-z]|[a-z]+ )")
_SINGLE_END = re.compile(r"(?<=[,.!?…])[’'](?!\w)|(?<=\w)[’'](?=[,.;:!?)]|$|\n)")
_LONGEST_SINGLE = 2000  # characters; beyond that, an apostrophe was no quotation mark
_FEW_DOUBLE = 4  # marks; an article with more of them quotes with them


@dataclass(frozen=True, slots=True)
class Quotation:
    """What stands between quotation marks, in one paragraph or several."""

    start: int  # of the words, in Article.text
    end: int
    text: str
    outer: tuple[int, int]  # with its marks
    first: int  # the paragraph in which it begins …
    paragraph: int  # … and the one in which it ends

    @property
    def goes_on(self) -> bool:
        """Whether it ends in a later paragraph than it begins in."""
        return self.first != self.paragraph


@dataclass(frozen=True, slots=True)
class _Piece:
    start: int  # of the words
    end: int
    mark: str
    after: int  # behind the closing mark, or the paragraph's end
    closed: bool
    paragraph: int


def find_quotations(article: Article) -> list[Quotation]:
    """The quotations in the order of the text."""
    text = article.text
    doubles = sum(text.count(mark) for mark in '“"„«»')
    found: list[Quotation] = []
    open_: list[_Piece] = []  # of a quotation over several paragraphs
    for number, paragraph in enumerate(article.paragraphs):
        if paragraph.kind == "heading":
            continue
        pieces = list(_pieces(article, number, doubles <= _FEW_DOUBLE))
        for index, piece in enumerate(pieces):
            first = index == 0 and piece.start - len(piece.mark) == paragraph.start
            if open_ and not (first and _family(piece.mark) == _family(open_[0].mark)):
                found += _alone(text, open_)
                open_ = []
            open_.append(piece)
            if piece.closed:
                found.append(_join(text, open_))
                open_ = []
        if open_ and not pieces:
            found += _alone(text, open_)
            open_ = []
    return found + (_alone(text, open_) if open_ else [])


def _family(mark: str) -> str:
    return '"' if mark in ("“", '"', "``", "''") else mark


def _pieces(article: Article, number: int, single: bool) -> Iterator[_Piece]:
    text = article.text
    start, end = article.paragraphs[number].start, article.paragraphs[number].end
    mark, opened = "", 0
    for match in _MARK.finditer(text, start, end):
        if mark and match[0] in _CLOSERS[mark]:
            spaced = match[0] == '"' and text[match.start() - 1].isspace()
            if not (spaced and text[match.end() : match.end() + 1].isalnum()):
                yield _Piece(opened, match.start(), mark, match.end(), True, number)
                mark = ""
                continue
        if _opens(text, match, start, end) and not (mark and mark != match[0]):
            mark, opened = match[0], match.end()
    if mark:
        yield _Piece(opened, end, mark, end, False, number)
    elif single:
        yield from _single_pieces(text, start, end, number)


def _opens(text: str, match: re.Match[str], start: int, end: int) -> bool:
    following = text[match.end() : min(end, match.end() + 2)]
    if match[0] in "”’’" or not following.strip():
        return False
    if match[0] in ('"', "''", "»"):
        before = text[match.start() - 1] if match.start() > start else " "
        return before.isspace() or before in "([{—–-:,/‘'…“"
    return True


def _single_pieces(text: str, start: int, end: int, number: int) -> Iterator[_Piece]:
    """Quotations between single marks, where an apostrophe may be one: they end behind
    punctuation, or in front of it."""
    at = start
    while opening := _SINGLE.search(text, at, end):
        limit = min(end, opening.end() + _LONGEST_SINGLE)
        closing = _SINGLE_END.search(text, opening.end(), limit)
        if closing is None:
            at = opening.end()
            if text[end - 1] not in "’'" and opening.start() == start:
                yield _Piece(opening.end(), end, opening[0], end, False, number)
                return
            at = limit
            continue
        yield _Piece(opening.end(), closing.start(), opening[0], closing.end(), True, number)
        at = closing.end()


def _alone(text: str, pieces: list[_Piece]) -> list[Quotation]:
    """A quotation that no mark closed: counted if it is all of its paragraphs."""
    first = pieces[0]
    begins = first.start - len(first.mark)
    whole = begins == 0 or text[begins - 1] == "\n"
    return [_join(text, pieces)] if whole and first.mark not in "‘'" else []


def _join(text: str, pieces: list[_Piece]) -> Quotation:
    words = " ".join(text[p.start : p.end].strip() for p in pieces).strip()
    words = words.rstrip(",;").strip() if words.endswith((",", ";")) else words
    start, end = pieces[0].start, pieces[-1].end
    outer = start - len(pieces[0].mark), pieces[-1].after
    return Quotation(start, end, words, outer, pieces[0].paragraph, pieces[-1].paragraph)
