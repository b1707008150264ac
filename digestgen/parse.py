"""Bytes of a file -> Article, Profile, PlainPage or EditionIntro, or Problems; pure.

A file with an error is no article; a warning does no harm. A raw paste goes through the extractor
and then through the same door as a file written by `extract`, which is why both build the same
pages.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from digestgen import dates, fields, frontmatter, keys
from digestgen.config import Config
from digestgen.fields import FieldReader
from digestgen.model import (
    Article,
    EditionIntro,
    Mention,
    Place,
    PlainPage,
    Problem,
    Profile,
    Quote,
    VocabularyEntry,
)
from digestgen.names import name_key, plain_name, surname_keys, url_path
from digestgen.nodes import clean_text

if TYPE_CHECKING:
    from digestgen.extract import Extraction

T = TypeVar("T")
Vocabulary = tuple[VocabularyEntry, ...]
_FENCE = re.compile(rb"(?:\xef\xbb\xbf)*---[ \t]*(?:[\r\n]|\Z)")


@dataclass(frozen=True, slots=True)
class Parsed(Generic[T]):
    """What a file gave: its record (None when an error stands in the way) and its problems."""

    record: T | None
    problems: tuple[Problem, ...] = ()


def decode(data: bytes, path: str) -> str | Problem:
    """The text of a file with line feeds and no byte order mark, or the Problem that it is not
    UTF-8."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = len(re.findall(rb"\r\n|\r|\n", data[: error.start])) + 1
        last = max(data.rfind(b"\n", 0, error.start), data.rfind(b"\r", 0, error.start)) + 1
        return Problem(
            Place(path, line, len(data[last : error.start].decode("utf-8")) + 1),
            f"not UTF-8 text (byte 0x{data[error.start]:02x})",
            "save the file as UTF-8",
            code="not-utf8",
        )
    return text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def is_raw(data: bytes) -> bool:
    """Whether the bytes are a raw paste: the first line is not `---`."""
    return _FENCE.match(data) is None


def parse_article(
    data: bytes, path: str, config: Config, vocabulary: Vocabulary
) -> Parsed[Article]:
    """The article in a file of `content/`; `vocabulary` is used for raw pastes only."""
    text = decode(data, path)
    if isinstance(text, Problem):
        return Parsed(None, (text,))
    raw = not frontmatter.has_front_matter(text)
    if raw and (misplaced := misplaced_front_matter(text, path)):
        return Parsed(None, (misplaced,))
    failures: tuple[Problem, ...] = ()
    if raw:
        extraction = extraction_of(text, config, vocabulary)
        text = article_text(extraction.fields, extraction.body)
        failures = failed_annotators(extraction, path)
    found = _parse(text, path, config, keys.ARTICLE)
    if isinstance(found, Problem):
        return Parsed(None, (*failures, found))
    values, reader = found.values, found.reader
    reader.problems += failures
    if "title" not in values and "title" not in found.failed:
        reader.problem(None, "an article needs a title", 'title: "…"', code="no-title")
    if reader.errors:
        return Parsed(None, tuple(reader.problems))
    values["permalink"] = values.pop("path", "")
    record = Article(path=path, raw=raw, body=found.body, extra=found.extra, **values)
    if record.date is None and not record.gone:
        reader.warn(
            None,
            "no date, so the article is in no edition and no feed",
            "add a first line  date 2026-02-28" if raw else "add the line  date: 2026-02-28",
            code="undated",
        )
    return Parsed(_with_full_names(record), tuple(reader.problems))


def misplaced_front_matter(text: str, path: str) -> Problem | None:
    """The Problem that something stands above the front matter, which then is none."""
    if not re.match(r"\s+---[ \t]*\n\s*[a-z_]+:(?:\s|$)", text):
        return None
    message = "a blank line stands above the front matter"
    return Problem(
        Place(path, 1), message, "delete what is above the first ---", code="bad-front-matter"
    )


def failed_annotators(extraction: "Extraction", path: str) -> tuple[Problem, ...]:
    """A Problem for each annotator that raised an error over the article in this file."""
    return tuple(
        Problem(
            Place(path),
            f'the annotator "{failure.annotator}" failed: {failure.message}',
            f'without it: take "{failure.annotator}" out of plugins: in digest.yaml',
            code="plugin",
        )
        for failure in extraction.failures
    )


def extraction_of(text: str, config: Config, vocabulary: Vocabulary) -> "Extraction":
    """What the extractor makes of a raw paste, with only those fields that front matter may hold:
    a mistyped date ahead of a paste must not keep the article off the site."""
    from digestgen.extract import Settings, annotators, extract

    settings = Settings(config.language, config.timezone, config.ignore, vocabulary)
    extraction = extract(text, settings, annotators(config.extract, config.plugins))
    found = _parse(article_text(extraction.fields, ""), "", config, keys.ARTICLE)
    failed = found.failed if not isinstance(found, Problem) else set()
    kept = {key: value for key, value in extraction.fields.items() if key not in failed}
    return replace(extraction, fields=kept) if failed else extraction


def article_text(values: Mapping[str, object], body: str) -> str:
    """A file of front matter and a body."""
    return frontmatter.compose(values) + "\n" + body.strip("\n") + "\n"


def parse_profile(
    data: bytes, path: str, taxonomy: str, slug: str, config: Config
) -> Parsed[Profile]:
    """A profile; `slug` comes from its file's name."""
    found = _parse_bytes(data, path, config, keys.PROFILE)
    if isinstance(found, Problem):
        return Parsed(None, (found,))
    if "name" not in found.values and "name" not in found.failed:
        hint = 'name: "…", as readers should see it'
        found.reader.warn(
            None, "the profile has no name; its file's name is used", hint, code="no-name"
        )
    values = {"name": slug.replace("-", " ").title(), **found.values}
    return found.checked(
        Profile(path, taxonomy, slug, extra=found.extra, body=found.body, **values)
    )


def parse_page(data: bytes, path: str, slug: str, config: Config) -> Parsed[PlainPage]:
    """A plain page at /slug/."""
    found = _parse_bytes(data, path, config, keys.PAGE)
    if isinstance(found, Problem):
        return Parsed(None, (found,))
    title = slug.rpartition("/")[2].replace("-", " ").capitalize()
    values = {"title": title, **found.values}
    return found.checked(PlainPage(path, slug, extra=found.extra, body=found.body, **values))


def parse_edition(data: bytes, path: str, name: str, config: Config) -> Parsed[EditionIntro]:
    """An edition's introduction; `name` is its file's, without the extension."""
    try:
        key = dates.parse_edition_key(name)
    except ValueError:
        message, hint = f'"{name}" names no edition', "2026-03-03.md or 2026-w10.md"
        return Parsed(None, (Problem(Place(path), message, hint, code="bad-edition"),))
    found = _parse_bytes(data, path, config, keys.EDITION)
    if isinstance(found, Problem):
        return Parsed(None, (found,))
    values = found.values
    return found.checked(EditionIntro(path, key, extra=found.extra, body=found.body, **values))


@dataclass(frozen=True, slots=True)
class _Found:
    """A file taken apart: values of known keys, of others, keys in error, the body."""

    values: dict[str, Any]
    extra: dict[str, object]
    failed: set[str]
    body: str
    reader: FieldReader

    def checked(self, record: T) -> Parsed[T]:
        """The record, unless its file has errors."""
        return Parsed(None if self.reader.errors else record, tuple(self.reader.problems))


def _parse_bytes(data: bytes, path: str, config: Config, schema: fields.Schema) -> _Found | Problem:
    text = decode(data, path)
    return text if isinstance(text, Problem) else _parse(text, path, config, schema)


def _parse(text: str, path: str, config: Config, schema: fields.Schema) -> _Found | Problem:
    """The parts of a file; one without front matter is all body."""
    reader = FieldReader(path, config)
    try:
        parts = frontmatter.split(text, path)
        if parts is None:
            return _Found({}, {}, set(), clean_text(text).strip("\n"), reader)
        node = frontmatter.read(parts, path)
    except frontmatter.FrontMatterError as error:
        return error.problem
    values, extra, failed = fields.read_fields(node, schema, reader)
    return _Found(values, extra, failed, clean_text(parts.body_text).strip("\n"), reader)


# --- names within one article --------------------------------------------------------------------


def _with_full_names(article: Article) -> Article:
    """A surname beside its full name in one article is that person: as a listed person it goes, as
    a quote's speaker it becomes the full name. A surname that two full names share stays."""
    listed = {name_key(mention.name): mention.name for mention in article.people}
    surnames = {name: surname_keys(name) for name in listed.values()}
    alone = set().union(*surnames.values())
    owners: dict[str, list[str]] = {}
    for key, name in listed.items():
        if key not in alone:  # else it is a surname itself: "von der Leyen"
            for form in surnames[name] | ({name_key(plain_name(name))} - {key}):
                owners.setdefault(form, []).append(name)

    def whole(name: str) -> str:
        key = name_key(name)
        candidates = owners.get(key, []) if key in alone or key not in listed else []
        return candidates[0] if len(candidates) == 1 else listed.get(key, name)

    people: dict[str, Mention] = {}
    for mention in article.people:
        name = whole(mention.name)
        people[name] = Mention(name, people.get(name, mention).role or mention.role)
    quotes = tuple(Quote(q.text, whole(q.speaker)) if q.speaker else q for q in article.quotes)
    return replace(article, people=tuple(people.values()), quotes=quotes)


__all__ = [
    "Parsed",
    "Vocabulary",
    "article_text",
    "decode",
    "extraction_of",
    "failed_annotators",
    "is_raw",
    "parse_article",
    "parse_edition",
    "parse_page",
    "parse_profile",
    "url_path",
]
