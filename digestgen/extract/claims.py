"""The records of extraction: what it is told, what annotators claim and what comes out.

Offsets count characters of the text that `extract` was given; `text[start:end]` holds the words a
claim rests on.
"""

from dataclasses import dataclass
from typing import NamedTuple

from digestgen.model import VocabularyEntry

FIELDS = (
    "title",
    "date",
    "updated",
    "section",
    "authors",
    "source",
    "url",
    "image",
    "people",
    "organizations",
    "places",
    "topics",
    "suggested_topics",
    "summary",
    "quotes",
    "language",
)
"""The front matter that extraction may write, in the order it is written."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What a digest's configuration and profiles say; part of the recorded input of extraction."""

    language: str = "en"
    timezone: str = "UTC"
    ignore: tuple[str, ...] = ()  # names that are never extracted
    vocabulary: tuple[VocabularyEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class Claim:
    """One annotator's proposal. Single fields hold their value; list fields get a claim an item."""

    field: str
    value: object
    start: int
    end: int
    rule: str  # annotator and rule, as `digestgen why` shows them: "byline.by"
    confidence: float  # 0 to 1; 1 is the editor's own word


SURE = 0.9
"""The confidence from which an annotator's claim stands for itself; below it is evidence among that of
the rules."""


@dataclass(frozen=True, slots=True)
class Rejected:
    """A claim that lost, and why, in words for an editor."""

    claim: Claim
    reason: str


class Dropped(NamedTuple):
    """A line of the paste that is in neither the body nor a field's prose. A tuple, as there are
    many."""

    line: int  # from 1
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Note:
    """What the editor has to settle, because nothing on the page does."""

    field: str
    message: str
    hint: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Failure:
    """An annotator that raised an error, and what it said."""

    annotator: str
    message: str


@dataclass(frozen=True, slots=True)
class Extraction:
    """What a paste was turned into, and every claim, line and note on the way."""

    fields: dict[str, object]
    body: str  # Markdown
    claims: tuple[Claim, ...]
    chosen: tuple[Claim, ...]
    rejected: tuple[Rejected, ...]
    dropped: tuple[Dropped, ...]
    notes: tuple[Note, ...] = ()  # about fields that have no value
    failures: tuple[Failure, ...] = ()
