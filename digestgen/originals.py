"""The files of `digestgen extract`: raw pastes become articles, and `--undo` brings them back.

An article's `original: <paste>-<record>` names two files in `content/.originals` (see `records`).
Invariant: both are durable before the article changes, and an article changes only while it holds
the bytes that were read. A crash in between leaves files that nothing names, and the paste as it was.
"""

import difflib
import os
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from digestgen import files, frontmatter, keys, nodes, parse, problems, records, scan
from digestgen.config import Config
from digestgen.model import Article, Code, Place, Problem
from digestgen.parse import Vocabulary
from digestgen.urls import article_path

if TYPE_CHECKING:
    from digestgen.extract import Extraction
    from digestgen.extract.explain import Reading

_POINTER = re.compile(r"([0-9a-f]{16,64})-([0-9a-f]{16,64})")
_ORIGINAL = re.compile(r"(?:^|[\r\n])[\"']?original[\"']?[ \t]*:")
_DIFF_LINES = 5000  # above that all lines are shown as changed; difflib takes the square of them
ATTEMPTS = 3  # at a file that changes while it is extracted


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file. `already`: it has front matter, and was left alone."""

    path: str
    status: Literal[
        "extracted",
        "already",
        "restored",
        "refreshed",
        "filled",
        "unchanged",
        "explained",
        "failed",
    ]
    problems: tuple[Problem, ...] = ()
    diff: str = ""  # of a dry run
    extraction: "Extraction | None" = None  # its claims, and the lines it dropped
    kept: str = ""  # where a forced undo keeps the edited article
    changed: tuple[str, ...] = ()  # what a refresh or fill changed: "title", "people (+2 −1)"
    yours: tuple[str, ...] = ()  # in which fields the editor's word stands against extraction's
    readings: "tuple[Reading, ...]" = ()  # of an explanation


def raw_files(root: Path, paths: Iterable[Path] = ()) -> tuple[list[str], list[Problem]]:
    """The articles to extract, as paths from the digest's folder: every raw one, or the raw ones in
    the folders given; files given by name are in it whether raw or not. Relative paths count from
    `root`. What is no article is a Problem."""
    return articles(root, paths, parse.is_raw)


def extracted_files(root: Path, paths: Iterable[Path] = ()) -> tuple[list[str], list[Problem]]:
    """Like `raw_files`, for undoing and refreshing: the articles that an extraction wrote."""
    return articles(root, paths, is_extracted)


def is_extracted(data: bytes) -> bool:
    """Whether front matter has the key `original`, told without reading all of its YAML."""
    text = data.decode("utf-8", "replace") if b"original:" in data else ""
    try:
        parts = frontmatter.split(text, "")
    except frontmatter.FrontMatterError:
        parts = None
    return parts is not None and _ORIGINAL.search(parts.yaml) is not None


def articles(
    root: Path, paths: Iterable[Path], wanted: Callable[[bytes], bool]
) -> tuple[list[str], list[Problem]]:
    """The articles in the paths given; files given by name whether wanted or not."""
    known = [found.path for found in scan.sources(root) if found.kind == "article"]
    chosen: dict[str, None] = {}
    wrong: list[Problem] = []
    given = [os.path.relpath(root / path, root).replace(os.sep, "/") for path in paths]
    for path in given or [files.CONTENT]:
        below = [name for name in known if path == "." or name.startswith(f"{path}/")]
        if path in known:
            chosen[path] = None
        elif (root / path).is_dir() and (below or path in (".", files.CONTENT)):
            chosen.update(
                (name, None) for name in below if wanted(files.read(root, name) or b"---")
            )
        elif (root / path).exists():
            hint = "articles are .txt and .md files in content/, outside people/, topics/, …"
            wrong.append(Problem(Place(path), "no article", hint, code="no-article"))
        else:
            hint = problems.nearest(path, known, "content/ holds the articles")
            wrong.append(Problem(Place(path), "no such file or folder", hint, code="no-article"))
    return sorted(chosen), wrong


def extract_file(
    root: Path,
    path: str,
    config: Config,
    vocabulary: Vocabulary,
    added: str,
    dry_run: bool = False,
) -> Outcome:
    """Give a raw article front matter; `added` is today's date in the digest's timezone. A dry run
    writes nothing and returns the diff."""
    try:
        for _ in range(ATTEMPTS):
            data = (root / path).read_bytes()
            if not parse.is_raw(data):
                return Outcome(path, "already")
            draft = _draft(data, path, config, vocabulary, added)
            if isinstance(draft, Outcome):
                return draft
            if dry_run:
                return replace(draft.outcome, diff=diff(path, data, draft.text(data, None)))
            if records.replace_file(
                root / path, data, draft.text(data, root / records.FOLDER).encode()
            ):
                return draft.outcome
    except OSError as error:
        return failed(path, error.strerror or str(error))
    return failed(
        path, "the file changes while it is extracted", "extract it again", "changed-meanwhile"
    )


@dataclass(frozen=True, slots=True)
class _Draft:
    """An article about to be written: its front matter but for `original`, its body, its record."""

    values: dict[str, object]
    body: str
    record: str
    outcome: Outcome

    def text(self, paste: bytes, folder: Path | None) -> str:
        """The article with its pointer, once paste and record are in `folder` (None: nowhere)."""
        pointer = f"{records.store(folder, paste, '.txt')}-{records.store(folder, self.record.encode(), '.yaml')}"
        return parse.article_text({**self.values, "original": pointer}, self.body)


def _draft(
    data: bytes, path: str, config: Config, vocabulary: Vocabulary, added: str
) -> _Draft | Outcome:
    found = read_paste(data, path, config, vocabulary)
    if isinstance(found, Outcome):
        return found
    extraction, article = found.extraction, found.article
    values = {**extraction.fields, "added": added}
    if article.date:
        values["path"] = article_path(article.title, article.date)
    values = in_order(values)
    record = records.record_text(data, config, found.used, values, extraction.body)
    warnings = (*found.problems, *future(article, added))
    outcome = Outcome(path, "extracted", warnings, extraction=extraction)
    return _Draft(values, extraction.body, record, outcome)


@dataclass(frozen=True, slots=True)
class Found:
    """What extraction finds in a paste, with the part of the vocabulary that it read, and the
    article that this would be."""

    extraction: "Extraction"
    used: Vocabulary
    article: Article
    problems: tuple[Problem, ...]


def read_paste(data: bytes, path: str, config: Config, vocabulary: Vocabulary) -> Found | Outcome:
    """Extract from the bytes of a paste."""
    from digestgen.extract import occurring

    text = parse.decode(data, path)
    if isinstance(text, Problem):
        return Outcome(path, "failed", (text,))
    if misplaced := parse.misplaced_front_matter(text, path):
        return Outcome(path, "failed", (misplaced,))
    used = occurring(text, vocabulary)
    extraction = parse.extraction_of(text, config, used)
    if failures := parse.failed_annotators(extraction, path):
        return Outcome(path, "failed", failures)  # what is written would stay without its part
    written = parse.article_text(extraction.fields, extraction.body)
    parsed = parse.parse_article(written.encode(), path, config, ())
    if parsed.record is None:
        return Outcome(path, "failed", parsed.problems)
    problems = (*parsed.problems, *_notes(path, text, extraction))
    return Found(extraction, used, parsed.record, problems)


def in_order(values: Mapping[str, object]) -> dict[str, object]:
    """Values in the order in which front matter is written."""
    return {key: values[key] for key in keys.ARTICLE if key in values}


def _notes(path: str, text: str, extraction: "Extraction") -> Iterable[Problem]:
    """What the page leaves open, at its line of the paste."""
    for note in extraction.notes:
        line = text.count("\n", 0, note.start) + 1
        yield Problem(Place(path, line), note.message, note.hint, "warning", code="ambiguous-date")


def future(article: Article, today: str) -> Iterable[Problem]:
    if article.date and article.date.day > today:
        message = f"its date, {article.date.day}, is in the future"
        yield Problem(
            Place(article.path), message, "correct `date:`", "warning", code="future-date"
        )


def explain_file(root: Path, path: str, config: Config, vocabulary: Vocabulary) -> Outcome:
    """What extraction reads in a raw paste, or in the kept paste of an extracted article."""
    from digestgen.extract.explain import explain

    try:
        data = (root / path).read_bytes()
    except OSError as error:
        return failed(path, error.strerror or str(error))
    if not parse.is_raw(data):
        kept = _kept(root, data, path)
        if isinstance(kept, Outcome):
            return kept
        data = kept.paste
    found = read_paste(data, path, config, vocabulary)
    if isinstance(found, Outcome):
        return found
    readings = explain(str(parse.decode(data, path)), found.extraction)
    return Outcome(
        path, "explained", found.problems, extraction=found.extraction, readings=readings
    )


def undo_file(root: Path, path: str, force: bool = False) -> Outcome:
    """Put the paste back, byte for byte. An article edited since is refused; with `force` it is
    kept beside the paste, under a name that ends in `.edited`."""
    try:
        return _undo(root, path, force)
    except OSError as error:
        return failed(path, error.strerror or str(error))


def _undo(root: Path, path: str, force: bool) -> Outcome:
    data = (root / path).read_bytes()
    original = _kept(root, data, path)
    if isinstance(original, Outcome):
        return original
    kept = ""
    line = frontmatter.entry("original", original.pointer)
    record = records.read_record(root, original.record)
    article = original.text.replace(line, "", 1).encode()
    if record is None or records.sha256(article) != record.article:
        if not force:
            lost = f"its record, {records.FOLDER}/{original.record}.yaml, is lost or damaged"
            hint = "--force restores the paste and keeps the article beside it"
            return failed(
                path, "edited since it was extracted" if record else lost, hint, "edited-since"
            )
        kept = _free_name(root, path)
        files.atomic_write(root / kept, data)
    if not records.replace_file(root / path, data, original.paste):
        return failed(path, "the file changed meanwhile", "try again", "changed-meanwhile")
    return Outcome(path, "restored", kept=kept)


@dataclass(frozen=True, slots=True)
class _Kept:
    """The text of an extracted article, its pointer, and the paste and record's name behind it."""

    text: str
    pointer: str
    paste: bytes
    record: str


def _kept(root: Path, data: bytes, path: str) -> _Kept | Outcome:
    text = parse.decode(data, path)
    if isinstance(text, Problem):
        return Outcome(path, "failed", (text,))
    pointer, problem = pointer_of(text, path)
    if problem:
        return Outcome(path, "failed", (problem,))
    name, record = pointer.split("-")
    paste = records.stored(root, name, ".txt")
    if paste is None:
        return failed(
            path,
            f"its paste, {records.FOLDER}/{name}.txt, is lost or damaged",
            code="lost-original",
        )
    return _Kept(text, pointer, paste, record)


def pointer_of(text: str, path: str) -> tuple[str, Problem | None]:
    """The value of `original`, or why there is none."""
    try:
        parts = frontmatter.split(text, path)
        pairs = frontmatter.read(parts, path).value if parts else []
    except frontmatter.FrontMatterError as error:
        return "", error.problem
    for key, value in pairs:
        if key.value == "original":
            if isinstance(value.value, str) and _POINTER.fullmatch(value.value):
                return value.value, None
            where, message = nodes.place(value, path), f"names no paste in {records.FOLDER}"
            return "", Problem(where, message, code="never-extracted")
    return "", Problem(
        Place(path), "was not made by extract, so there is no paste", code="never-extracted"
    )


def _free_name(root: Path, path: str) -> str:
    name, number = f"{path}.edited", 1
    while os.path.lexists(root / name):
        number += 1
        name = f"{path}.{number}.edited"
    return name


def diff(path: str, before: bytes, after: str) -> str:
    """A unified diff, fit for a terminal."""
    paste = parse.decode(before, path)
    path = problems.on_one_line(path)
    old, new = (text.split("\n") if isinstance(text, str) else [] for text in (paste, after))
    if len(old) + len(new) > _DIFF_LINES:
        lines = [f"--- {path}", f"+++ {path}", f"@@ -1,{len(old)} +1,{len(new)} @@"]
        lines += [f"-{line}" for line in old] + [f"+{line}" for line in new]
    else:
        lines = list(difflib.unified_diff(old, new, path, path, lineterm=""))
    return problems.visible("\n".join(lines))


def failed(path: str, message: str, hint: str = "", code: Code = "system") -> Outcome:
    return Outcome(path, "failed", (Problem(Place(path), message, hint, code=code),))
