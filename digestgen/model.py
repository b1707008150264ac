"""The records that cross stages: source -> extract -> article -> catalog -> page -> HTML -> file.

All are frozen and hold plain data only (text, numbers, tuples of records), so that every one of them
can be written as JSON, compared by value and sent to another process.
"""

from dataclasses import dataclass, field
from typing import Literal

Severity = Literal["error", "warning"]
Rights = Literal["full", "excerpt", "link"]
Code = Literal[
    # files and front matter
    "unreadable", "not-utf8", "bad-front-matter", "repeated-key", "unknown-key", "bad-value", "commas",
    "bad-date", "bad-url", "bad-path", "bad-image", "bad-file-name", "bad-edition", "no-title",
    "no-name", "undated", "same-address", "taken-address", "duplicate",
    # digest.yaml and the theme
    "no-digest", "bad-config", "unknown-setting", "not-installed", "low-contrast", "template",
    "bad-catalog",
    # check
    "broken-link", "broken-anchor", "missing-file", "absolute-link", "no-address", "missing-alt",
    "picture-elsewhere", "broken-feed", "redirect-loop", "redirect-exists", "redirect-twice",
    "future-date", "unlisted-speaker", "quote-not-in-text", "similar-name", "namesake",
    "single-name", "odd-name", "capitals", "two-kinds", "shared-page", "shared-alias",
    "unused-profile", "empty-edition", "unknown-order", "host-limit",
    # extract
    "ambiguous-date", "no-article", "never-extracted", "already-extracted", "edited-since",
    "changed-meanwhile", "lost-original",
    # commands
    "not-empty", "foreign-file", "no-target", "no-rights", "not-deployable", "deploy-failed",
    "nothing-known", "plugin", "usage", "no-events", "cache", "system", "internal",
]  # fmt: skip
"""What a problem is, by a name that never changes; docs/problems.md says how to mend each."""

CONFIG_FILE = "digest.yaml"
TERM_TAXONOMIES = ("people", "topics", "organizations", "places")
"""Taxonomies whose terms an article lists by name."""
TAXONOMIES = (*TERM_TAXONOMIES, "sections", "sources", "authors")
"""Every taxonomy with a page for each term; each may have profiles in `content/<taxonomy>/`."""
RESERVED_FOLDERS = (*TAXONOMIES, "editions", "pages", "assets", ".originals")
"""Folders of `content/` whose files are never articles."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the editor's files something is: a path as the editor would type it, from the
    digest's folder; line and column count from 1, 0 means "the file as a whole"."""

    path: str
    line: int = 0
    column: int = 0


@dataclass(frozen=True, slots=True)
class Problem:
    """Something an editor should know, worded for an editor."""

    place: Place
    message: str
    hint: str = ""
    severity: Severity = "error"
    code: Code = field(kw_only=True)


@dataclass(frozen=True, slots=True)
class Moment:
    """A calendar day as written, and the instant when a time was written too. The day never shifts
    with a zone."""

    day: str  # 2026-03-03
    time: str = ""  # 2026-03-03T09:30:00+01:00, always with an offset; "" for a calendar date

    @property
    def iso(self) -> str:
        return self.time or self.day


@dataclass(frozen=True, slots=True)
class Mention:
    """A term as an article names it, with the role the article gives it."""

    name: str
    role: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """The outlet an article is from."""

    name: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Image:
    """A picture; without `src` it is data only and no figure is shown."""

    src: str = ""
    alt: str = ""
    caption: str = ""
    credit: str = ""


@dataclass(frozen=True, slots=True)
class Quote:
    """Words inside one pair of quotation marks and who said them, as the article names them."""

    text: str
    speaker: str = ""


@dataclass(frozen=True, slots=True)
class Correction:
    """What was wrong, and when it was corrected."""

    day: str  # 2026-03-06, or ""
    text: str


@dataclass(frozen=True, slots=True)
class AlsoIn:
    """The same story in another outlet."""

    source: str  # name of the outlet
    url: str = ""


@dataclass(frozen=True, slots=True)
class Article:
    """One article as its file states it: front matter checked and typed, body still Markdown."""

    path: str  # of the file, from the digest's folder: content/2026/bridge.md
    title: str
    date: Moment | None = None
    added: str = ""
    updated: Moment | None = None
    section: str = ""
    authors: tuple[str, ...] = ()
    source: Source | None = None
    url: str = ""
    image: Image | None = None
    people: tuple[Mention, ...] = ()
    organizations: tuple[Mention, ...] = ()
    places: tuple[Mention, ...] = ()
    topics: tuple[Mention, ...] = ()
    suggested_topics: tuple[str, ...] = ()
    summary: str = ""
    quotes: tuple[Quote, ...] = ()
    note: str = ""
    rank: int | None = None
    thread: str = ""
    corrections: tuple[Correction, ...] = ()
    also_in: tuple[AlsoIn, ...] = ()
    permalink: str = ""  # the front matter's `path`, without slashes at its ends
    redirect_from: tuple[str, ...] = ()
    draft: bool = False
    gone: bool = False
    language: str = ""
    rights: Rights | None = None
    original: str = ""
    extra: dict[str, object] = field(default_factory=dict)
    body: str = ""
    raw: bool = False  # shown from a paste, extracted in memory

    def mentions(self, taxonomy: str) -> tuple[Mention, ...]:
        """The terms of one of TERM_TAXONOMIES that the article lists."""
        found: tuple[Mention, ...] = getattr(self, taxonomy)
        return found


@dataclass(frozen=True, slots=True)
class Profile:
    """What the editor wrote about one term: `content/<taxonomy>/<slug>.md`."""

    path: str
    taxonomy: str
    slug: str
    name: str
    aliases: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    role: str = ""
    links: tuple[tuple[str, str], ...] = ()  # (label, URL)
    image: Image | None = None
    sort_name: str = ""
    hidden: bool = False
    extra: dict[str, object] = field(default_factory=dict)
    body: str = ""


@dataclass(frozen=True, slots=True)
class PlainPage:
    """`content/pages/about.md` -> /about/"""

    path: str
    slug: str
    title: str
    extra: dict[str, object] = field(default_factory=dict)
    body: str = ""


@dataclass(frozen=True, slots=True)
class EditionIntro:
    """`content/editions/2026-03-03.md`: the editor's introduction and the order of its articles."""

    path: str
    key: str  # 2026-03-03 or 2026-w10
    title: str = ""
    order: tuple[str, ...] = ()  # content paths or permalinks, leading ones first
    extra: dict[str, object] = field(default_factory=dict)
    body: str = ""


@dataclass(frozen=True, slots=True)
class VocabularyEntry:
    """A term the digest knows from a profile: its name, other spellings and, for topics, the words
    that tell of it; for people who have namesakes, what they are."""

    taxonomy: str
    name: str
    aliases: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    role: str = ""
