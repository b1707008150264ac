"""Terms that the digest knows from its profiles, found in a text by name, alias or keyword."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from digestgen.extract.claims import Claim
from digestgen.extract.paste import clean
from digestgen.model import VocabularyEntry
from digestgen.names import name_key, plain_name, qualifier

_WORD = re.compile(r"\w+(?:[.'’‘ʼ`´&+/]+\w+)*\+*|&")
_DROPPED = re.compile(r"['’‘ʼ`´.]")
_POSSESSIVE = re.compile(r"['’‘ʼ`´]s$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Word:
    keys: tuple[str, ...]  # as it stands, and without a possessive s
    start: int
    end: int


def _words(text: str) -> list[_Word]:
    """The words of a text in the form in which equal names are equal (see `names.name_key`)."""
    found: list[_Word] = []
    initials = False
    for match in _WORD.finditer(text):
        key = _fold(match[0])
        owner = _POSSESSIVE.sub("", match[0])
        keys = (key,) if owner == match[0] else (key, _fold(owner))
        single = len(key) == 1 and key.isalpha()
        if single and initials and match.start() - found[-1].end <= 2:
            last = found.pop()
            found.append(_Word((last.keys[0] + key,), last.start, match.end()))
        elif key:
            found.append(_Word(keys, match.start(), match.end()))
        initials = single
    return found


def _fold(word: str) -> str:
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", word).casefold())
    return _DROPPED.sub("", folded)


@lru_cache(maxsize=1 << 16)
def _spelling(name: str) -> tuple[str, ...]:
    return tuple(word.keys[0] for word in _words(clean(name)))


def _spellings(entry: VocabularyEntry) -> tuple[str, ...]:
    return (plain_name(entry.name), *entry.aliases, *entry.keywords)


class _Index:
    """Where each word of a text stands."""

    def __init__(self, text: str) -> None:
        self.words = _words(text)
        self.places: dict[str, list[int]] = defaultdict(list)
        for position, word in enumerate(self.words):
            for key in word.keys:
                self.places[key].append(position)

    def find(self, spelling: tuple[str, ...]) -> list[tuple[int, int]]:
        """Spans of a spelling in the text."""
        if not spelling:
            return []
        spans = []
        for position in self.places.get(spelling[0], ()):
            words = self.words[position : position + len(spelling)]
            if len(words) == len(spelling) and all(
                key in word.keys for key, word in zip(spelling, words, strict=True)
            ):
                spans.append((words[0].start, words[-1].end))
        return spans


def occurring(text: str, vocabulary: Iterable[VocabularyEntry]) -> tuple[VocabularyEntry, ...]:
    """The entries whose name, an alias or a keyword occurs in the text, in the order given.

    Extraction depends on no other entry: these are the vocabulary part of its recorded input."""
    entries = tuple(vocabulary)
    if not entries:
        return ()
    index = _Index(clean(text))
    return tuple(
        entry for entry in entries if any(index.find(_spelling(s)) for s in _spellings(entry))
    )


def vocabulary_claims(text: str, entries: tuple[VocabularyEntry, ...]) -> list[Claim]:
    """Claims for people, organizations, places and topics; offsets are in `text`."""
    if not entries:
        return []
    index = _Index(text)
    owners: dict[tuple[str, tuple[str, ...]], set[str]] = defaultdict(set)
    for entry in entries:
        for written in _spellings(entry):
            owners[entry.taxonomy, _spelling(written)].add(entry.name)
    claims: list[Claim] = []
    for entry in entries:
        if entry.taxonomy not in ("people", "organizations", "places", "topics"):
            continue
        spans: list[tuple[int, int]] = []
        for written in _spellings(entry):
            spelling = _spelling(written)
            if len(owners[entry.taxonomy, spelling]) > 1:
                continue  # an alias in two profiles resolves nothing
            spans += [s for s in index.find(spelling) if _fits(entry, written, text[s[0] : s[1]])]
        if spans:
            start, end = min(spans)
            claims.append(
                Claim(entry.taxonomy, entry.name, start, end, "vocabulary." + entry.taxonomy, 0.97)
            )
    return claims


def _fits(entry: VocabularyEntry, written: str, found: str) -> bool:
    """A name is no ordinary word ("Will", "US"), and it doesn't run across paragraphs."""
    if "\n" in found:
        return False
    if written.isupper() and len(written) <= 5:
        return _POSSESSIVE.sub("", found).isupper()
    return entry.taxonomy == "topics" or not written[0].isupper() or not found[0].islower()


def canonical(taxonomy: str, name: str, entries: tuple[VocabularyEntry, ...]) -> str:
    """The profile's name for a name or alias, else the name itself."""
    key = name_key(name)
    hits = {
        entry.name
        for entry in entries
        if entry.taxonomy == taxonomy
        and key in {name_key(s) for s in (entry.name, plain_name(entry.name), *entry.aliases)}
    }
    return hits.pop() if len(hits) == 1 else name


def namesake(name: str, role: str, entries: tuple[VocabularyEntry, ...]) -> str:
    """The profile of a person by name and what they are here: "Ilse Varga", a judge, is "Ilse Varga
    (judge)" or whose alias is "Judge Ilse Varga", or whose role begins what is said here. "" where
    no profile says so, or two do."""
    if not role:
        return ""
    people = [entry for entry in entries if entry.taxonomy == "people"]
    keys = {name_key(f"{name} ({role})"), name_key(f"{role} {name}")}
    hits = {
        entry.name
        for entry in people
        if not keys.isdisjoint(name_key(known) for known in (entry.name, *entry.aliases))
    } or {entry.name for entry in people if _is_told(entry, name_key(name), name_key(role))}
    return hits.pop() if len(hits) == 1 else ""


def _is_told(entry: VocabularyEntry, name: str, role: str) -> bool:
    """Whether a person of this name is what the profile says; both are keys."""
    if name not in map(name_key, (plain_name(entry.name), *entry.aliases)):
        return False
    known = map(name_key, (entry.role, qualifier(entry.name)))
    return any(what and f"{role} ".startswith(f"{what} ") for what in known)


def in_full(role: str, entries: tuple[VocabularyEntry, ...]) -> str:
    """The role with the organization that it ends in under its profile's name: "director of HA" as
    "director of Harbour Authority"."""
    bodies = [entry for entry in entries if entry.taxonomy == "organizations"]
    if any(role.endswith(body.name) for body in bodies):
        return role
    for entry in bodies:
        for alias in entry.aliases:
            head = role.removesuffix(alias)
            if (
                head != role
                and head.endswith((" of ", " at ", " for ", " of the ", " at the ", " for the "))
                and canonical("organizations", alias, entries) == entry.name
            ):
                return head + entry.name
    return role
