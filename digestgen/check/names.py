"""Names that are probably one, and names that are probably none; pure.

Two names are compared word by word in a form where accents, doubled letters and usual variants of
transliteration (ph and f, w and v, iy and y …) don't count. Everything is found through indexes, so
the work grows with the number of names and not with its square.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from digestgen.names import plain_name

_INITIAL = re.compile(r"(?:\w\.)+\w?|\w")
_MARKS = re.compile("[\u0300-\u036f]")
_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ı": "i", "æ": "a", "œ": "o"})
_SOUNDS = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        ("tsch|tch", "ch"), ("sch", "sh"), ("kh", "h"), ("ck|q", "k"), ("ph", "f"), ("th", "t"),
        ("c(?![ehiy])", "k"), ("x", "ks"), ("w", "v"), ("ou", "u"), ("([aou])e", r"\1"),
        ("(?<=.)[ijy]+", "i"), (r"(.)\1+", r"\1"), ("(?<=.)h$", ""),
    )
)  # fmt: skip
_STRANGE = re.compile(r"[\d@|<>{}\[\]=_\\/•©:;]")
_CROWD = 50  # names that look alike to an index before it stops being a sign of anything
_SELDOM = 3  # articles in which one slip is believed, however rare the right name is
_SHORTEST_CHANGED, _SHORTEST_LONGER = 6, 5  # letters of words that may differ in one letter


@dataclass(frozen=True, slots=True)
class Name:
    """A term under one taxonomy; `settled` once it has a profile."""

    id: int
    label: str
    slug: str
    count: int
    settled: bool = False


@dataclass(frozen=True, slots=True)
class Alike:
    """A rarer name and the commoner one it probably is."""

    rare: Name
    common: Name


def sound(word: str) -> str:
    """A word in the form in which usual spelling variants are equal."""
    text = _MARKS.sub("", unicodedata.normalize("NFKD", word.casefold())).translate(_LETTERS)
    for pattern, replacement in _SOUNDS:
        text = pattern.sub(replacement, text)
    return text


def alike(names: Iterable[Name], together: frozenset[tuple[int, int]]) -> Iterator[Alike]:
    """Each rarer name with the commonest that it probably is, by slug. Names that both have a profile
    or that stand `together` (pairs of ids) in some article are two people."""
    taken = [_Taken(name) for name in names]
    best: dict[str, tuple[tuple[int, str], Alike]] = {}
    for one, other in _candidates(taken):
        if one.name.settled and other.name.settled:
            continue
        if (one.name.id, other.name.id) in together or not _probably_one(one, other):
            continue
        common, rare = sorted(
            (one.name, other.name), key=lambda n: (not n.settled, -n.count, -len(n.label), n.slug)
        )
        rank = (-common.count, common.slug)
        if rare.slug not in best or rank < best[rare.slug][0]:
            best[rare.slug] = rank, Alike(rare, common)
    return (best[slug][1] for slug in sorted(best))


class _Taken:
    """A name taken apart: its full words as they sound, and its middle initials."""

    __slots__ = ("initials", "name", "qualified", "words")

    def __init__(self, name: Name) -> None:
        plain = plain_name(name.label)
        words = [word.strip(",") for word in plain.replace("-", " ").split()]
        middle = [w for w in words[1:-1] if _INITIAL.fullmatch(w)]
        self.name = name
        self.qualified = plain != name.label
        self.initials = "".join(middle).replace(".", "").casefold()
        kept = [*words[:1], *(w for w in words[1:-1] if w not in middle), *words[1:][-1:]]
        self.words = tuple(sound(word.replace(".", "")) for word in kept)


def _candidates(names: Sequence[_Taken]) -> Iterator[tuple[_Taken, _Taken]]:
    index: dict[tuple[object, ...], list[_Taken]] = {}
    for name in names:
        for key in set(_keys(name.words)):
            index.setdefault(key, []).append(name)
    for bucket in index.values():
        if 1 < len(bucket) <= _CROWD:
            yield from combinations(bucket, 2)


def _keys(words: tuple[str, ...]) -> Iterator[tuple[object, ...]]:
    """What two names have in common that are the same but for one letter of one word, or for a given
    name cut down to its initial: words within one edit share a form with one letter less."""
    yield words
    if len(words) < 2:
        return
    yield "ends", words[0], words[-1]
    yield "initial", words[0][:1], words[1:]
    for at, word in enumerate(words):
        if len(word) < _SHORTEST_LONGER - 1:
            continue
        rest = words[:at] + words[at + 1 :]
        yield at, rest, word
        for cut in range(len(word)):
            yield at, rest, word[:cut] + word[cut + 1 :]


def _probably_one(one: _Taken, other: _Taken) -> bool:
    if one.initials and other.initials and one.initials != other.initials:
        return False
    if one.words == other.words:
        return not (one.qualified and other.qualified)
    if one.qualified or other.qualified:
        return False
    if len(one.words) != len(other.words):
        return _leaves_out(*sorted((one.words, other.words), key=len))
    differing = [at for at, word in enumerate(one.words) if word != other.words[at]]
    if len(differing) != 1 or len(one.words) < 2:
        return False
    at = differing[0]
    a, b = sorted((one.words[at], other.words[at]), key=len)
    if at == 0 and len(a) == 1 and len(b) > 1:
        return b.startswith(a)
    few, many = sorted((one.name.count, other.name.count))
    seldom = few <= max(_SELDOM, many // 4)  # a slip is not made again and again
    return seldom and _one_slip(a, b, surname=at == len(one.words) - 1)


def _leaves_out(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    """Whether a name of two words or more is another without some of its middle names."""
    left = iter(long)
    ends = len(short) > 1 and (short[0], short[-1]) == (long[0], long[-1])
    return ends and all(word in left for word in short)


def _one_slip(short: str, long: str, surname: bool) -> bool:
    """Whether two words differ by one letter in a way that is a slip and not another name: a last
    letter often tells a woman's name from a man's, and a first letter is seldom mistyped."""
    head = next((n for n, (a, b) in enumerate(zip(short, long)) if a != b), len(short))
    a, b = short[head:], long[head:]
    if head == 0:
        return False
    if len(a) == len(b):
        ends = len(a) == 1
        slip = a[1:] == b[1:] or (a[:2] == b[1::-1] and a[2:] == b[2:])
        return slip and len(long) >= _SHORTEST_CHANGED and (surname or not ends)
    ends = not a
    slip = a == b[1:] and len(long) >= _SHORTEST_LONGER
    return slip and not (ends and (not surname or long.endswith("a")))


def is_strange(name: str) -> bool:
    """Whether a person's name holds what no name holds."""
    return bool(_STRANGE.search(name))


def is_shouted(name: str) -> bool:
    """Whether a name of several words is in capitals; single words may be acronyms."""
    return len(name.split()) > 1 and name.isupper() and sum(c.isalpha() for c in name) > 5


def is_single(name: str) -> bool:
    """Whether a person's name is one word, in a script that has capitals and writes spaces."""
    plain = plain_name(name)
    return len(plain.split()) == 1 and plain.casefold() != plain.upper()


def is_full(name: str) -> bool:
    """Whether words look like somebody's full name: two to four, each with a capital but particles."""
    words = plain_name(name).split()
    capitals = [word for word in words if word[:1].isupper()]
    small = all(word[:1].isupper() or len(word) <= 3 for word in words)
    ends = words[:1] == capitals[:1] and words[-1:] == capitals[-1:]
    return 2 <= len(words) <= 4 and small and ends and not is_strange(name)
