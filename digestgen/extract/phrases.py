"""Phrases that lines are known by, in a notation a newcomer can write, and a quick way to match
many of them.

A phrase stands for a whole line: words; `…` for any further words, or none; `#` for a number;
`(a|b)` for one of several and `(a|)` for one that may be missing; `: …` at the end for a mark such
as a colon or an arrow, and any text. Case, curly apostrophes and marks around the line don't
matter. `… word` finds the word anywhere in a line.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

_WORD = re.compile(r"[^\W_]++(?:['-][^\W_]++)*+")
_OPENING = re.compile(r"[\W_]*")
_TOKEN = re.compile(r"(?:\([^()]*\)|[^\s()])+")
_PIECE = re.compile(r"\(([^()]*)\)|([^()]+)")
_FURTHER, _BEFORE = r"(?:\W.{0,320}?)?", r"(?:.{0,320}?\W)??"  # what `…` stands for
_MARK = r"(?: ?[:|>»→›▸►▶➤]+ ?| ?[–—]+ ?| -+ )"
_LONGEST = 25  # words of a line that `…` begins
_WORDY = ("cookie notice", "legal notice", "copyright")  # these come in long sentences
_QUOTING = "\"“„«‹'‘"

Entry = tuple[int, str, re.Pattern[str]]  # place in the file, name of the group, whole line


@dataclass(frozen=True, slots=True)
class Phrases:
    """Phrases by the word they begin with, or that `…` leads to: only few are tried on a line."""

    first: dict[str, list[Entry]]
    inner: dict[str, list[Entry]]

    def find(self, line: "Folded", longest: int = _LONGEST) -> str:
        """The name of the first group of phrases that the line is one of, or "". What a sentence
        of more than `longest` words has inside is what it tells of."""
        if not line.words or line.quoted:
            return ""
        first = line.words[0]
        found: Sequence[Entry] = self.first.get("#" if first[0].isdigit() else first, ())
        if self.inner and not self.inner.keys().isdisjoint(line.words):
            inner = self.inner.keys() & line.words
            found = [*found, *(entry for word in inner for entry in self.inner[word])]
            if len(line.words) > longest:
                own = self.first.get(first, ())
                found = [entry for entry in found if entry[1] in _WORDY or entry in own]
        if len(found) > 1:
            found = sorted(found, key=_place)
        for _, name, how in found:
            if how.match(line.text, line.start):
                return name
        return ""


class Folded(NamedTuple):
    """A line as phrases see it."""

    text: str  # in lower case, with straight apostrophes
    words: list[str]
    start: int  # of the first word
    quoted: bool  # opens with a quotation mark: no phrase, but somebody's words


def fold(text: str) -> Folded:
    """A line, its words and where they begin."""
    folded = text.lower().replace("’", "'")
    if folded.replace(" ", "").isalnum():  # as most entries of menus are
        return Folded(folded, folded.split(), 0, False)
    words = _WORD.findall(folded)
    start = 0
    if not folded[:1].isalnum() and (opening := _OPENING.match(folded)):
        start = opening.end()
    quoted = start > 0 and any(mark in _QUOTING for mark in folded[:start])
    return Folded(folded, words, start, quoted)


def _place(entry: Entry) -> int:
    return entry[0]


def read_phrases(groups: list[tuple[str, str]]) -> Phrases:
    """Phrases from the blocks of a language's file: names of groups, and phrases one a line."""
    first: dict[str, list[Entry]] = {}
    inner: dict[str, list[Entry]] = {}
    place = 0
    for name, block in groups:
        for line in block.strip().splitlines():
            tokens = _TOKEN.findall(line)
            entry = (place, name, re.compile(_pattern(tokens)))
            place += 1
            anywhere = tokens[0] == "…"
            table = inner if anywhere else first
            words = _telling_words(tokens[1:]) if anywhere else _first_words(tokens)
            for word in sorted(words):
                table.setdefault(word, []).append(entry)
    return Phrases(first, inner)


def _pattern(tokens: list[str]) -> str:
    parts: list[str] = []
    begun = False  # whether a word that must be there came already
    for token in tokens:
        if token == "…" and parts[-1:] == [_MARK]:
            parts.append(".{2,320}?")
            continue
        if token == "…":
            parts.append(_FURTHER if parts else _BEFORE)
            continue
        if token == ":":
            parts.append(_MARK)
            continue
        optional = token.startswith("(") and token.endswith("|)")
        word = _word_pattern(token)
        space = " " if begun else ""
        if optional:
            parts.append(f"(?:{space}{word})?" if begun else f"(?:{word} )?")
        else:
            parts.append(space + word)
            begun = True
    if tokens[-1] == "…" and parts[-1] == _FURTHER:
        parts[-1] = r"(?:\W.*)?"
    return "".join(parts) + r"[\W_]*$"


def _word_pattern(token: str) -> str:
    def convert(text: str) -> str:
        return re.escape(text).replace(r"\ ", " ").replace(r"\#", r"\d[\d.,]*[km]?")

    found = []
    for group, plain in _PIECE.findall(token):
        if plain:
            found.append(convert(plain))
        else:
            found.append(f"(?:{'|'.join(convert(word) for word in group.split('|') if word)})")
    return "".join(found)


def _telling_words(tokens: list[str]) -> set[str]:
    """Words one of which is in every line with these tokens: the longest, as they are the rarest.
    Those of the first token, or of one that a space stands on either side of."""
    found = _first_words(tokens)
    for token, following in pairwise(tokens):
        if _is_word(token) and _is_word(following):
            words = _first_words([token])
            if min(map(len, words)) > min(map(len, found)):
                found = words
    return found


def _is_word(token: str) -> bool:
    """Whether a word stands for a token in every line: it is no mark, number, part or option."""
    if token in ("…", ":") or "#" in token:
        return False
    bare = token[1:-1] if token.startswith("(") and token.endswith(")") else token
    return "(" not in bare and "" not in bare.split("|")


def _first_words(tokens: list[str]) -> set[str]:
    """Every word that a line of these tokens can begin with."""
    found: set[str] = set()
    for token in tokens:
        either = token.strip("()").split("|") if token.startswith("(") else [token]
        for text in filter(None, either):
            words = _WORD.findall(text)
            found.add("#" if text.startswith("#") else words[0])
        if "" not in either:
            break
    return found
