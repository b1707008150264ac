"""`extract --refresh` and `--fill`: what extraction finds today comes into articles that have front
matter, and the editor's word stands.

Invariants are those of `originals`: paste and record are durable before the article changes, and it
changes only while it holds the bytes that were read. Where nothing changes, nothing is written.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from digestgen import frontmatter, keys, merge, originals, parse, records
from digestgen.config import Config
from digestgen.model import Problem
from digestgen.originals import ATTEMPTS, Outcome, failed
from digestgen.parse import Vocabulary
from digestgen.urls import article_path

BODY = "body"
_BOOKKEEPING = ("added", "path", "original")


@dataclass(frozen=True, slots=True)
class _File:
    """An article as it stands: its text with its own line ends, and the values of its keys."""

    data: bytes
    text: str
    values: dict[str, object]

    @property
    def plain(self) -> str:
        """The text with line feeds and no byte order mark."""
        return self.text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")

    def body(self, path: str) -> str:
        parts = frontmatter.split(self.plain, path)
        return parts.body_text.strip("\n") if parts else ""

    def like(self, text: str) -> str:
        """Other text with this file's line ends and byte order mark."""
        newline = re.search(r"\r\n|\r|\n", self.text)
        mark = self.text[: len(self.text) - len(self.text.lstrip("\ufeff"))]
        return mark + text.replace("\n", newline[0] if newline else "\n")


def _read(root: Path, path: str) -> _File | Outcome:
    data = (root / path).read_bytes()
    text = parse.decode(data, path)
    if isinstance(text, Problem):
        return Outcome(path, "failed", (text,))
    try:
        parts = frontmatter.split(text, path)
        if parts is None:
            return failed(
                path,
                "is a raw paste",
                "digestgen extract writes its front matter",
                "never-extracted",
            )
        values = frontmatter.value(frontmatter.read(parts, path))
    except frontmatter.FrontMatterError as error:
        return Outcome(path, "failed", (error.problem,))
    return _File(data, data.decode(), values)


# --- refresh -------------------------------------------------------------------------------------


def refresh_file(
    root: Path,
    path: str,
    config: Config,
    vocabulary: Vocabulary,
    today: str,
    dry_run: bool = False,
) -> Outcome:
    """Extract the kept paste of an article again and merge what is found into it. A dry run writes
    nothing and returns the diff."""
    try:
        for _ in range(ATTEMPTS):
            file = _read(root, path)
            if isinstance(file, Outcome):
                return file
            draft = _draft(root, file, path, config, vocabulary, today)
            if isinstance(draft, Outcome):
                return draft
            folder = None if dry_run else root / records.FOLDER
            data = draft.text(path, folder).encode()
            if dry_run:
                after = parse.decode(data, path)
                diff = originals.diff(path, file.data, str(after))
                return replace(draft.outcome, diff=diff)
            if records.replace_file(root / path, file.data, data):
                return draft.outcome
    except frontmatter.FrontMatterError as error:
        return Outcome(path, "failed", (error.problem,))
    except OSError as error:
        return failed(path, error.strerror or str(error))
    return failed(
        path, "the file changes while it is refreshed", "refresh it again", "changed-meanwhile"
    )


@dataclass(frozen=True, slots=True)
class _Draft:
    """A refreshed article about to be written, but for the record that its pointer names."""

    written: str
    paste: str  # the name of its paste
    record: str
    outcome: Outcome

    def text(self, path: str, folder: Path | None) -> str:
        """The article, once the record is in `folder` (None: nowhere)."""
        pointer = f"{self.paste}-{records.store(folder, self.record.encode(), '.yaml')}"
        return frontmatter.edit(self.written, path, {"original": pointer})


def _draft(
    root: Path, file: _File, path: str, config: Config, vocabulary: Vocabulary, today: str
) -> _Draft | Outcome:
    pointer, problem = originals.pointer_of(file.plain, path)
    if problem:
        return Outcome(path, "failed", (problem,))
    paste_name, record_name = pointer.split("-")
    paste = records.stored(root, paste_name, ".txt")
    record = records.read_record(root, record_name)
    if paste is None or record is None:
        name = f"{paste_name}.txt" if paste is None else f"{record_name}.yaml"
        what = "paste" if paste is None else "record"
        return failed(
            path, f"its {what}, {records.FOLDER}/{name}, is lost or damaged", code="lost-original"
        )
    found = originals.read_paste(paste, path, config, vocabulary)
    if isinstance(found, Outcome):
        return found

    base = {key: value for key, value in record.fields.items() if key not in _BOOKKEEPING}
    known = {key: value for key, value in record.edits.items() if key != BODY}
    merged = merge.merge(base, file.values, found.extraction.fields, known)
    edits, body = {**record.edits, **merged.edits}, file.body(path)
    if records.sha256(body.encode()) != record.body:
        edits[BODY] = merge.ALL
    new_body = body if BODY in edits else found.extraction.body.strip("\n")
    written = frontmatter.edit(file.text, path, merged.changes, [*keys.ARTICLE])
    written = _with_body(file, written, path, body, new_body)
    changed = [*map(str, merged.changed), *[BODY] * (new_body != body)]
    yours = [*merged.kept, *[BODY] * (new_body != found.extraction.body.strip("\n"))]

    values = {**found.extraction.fields, "added": record.fields.get("added", today)}
    if permalink := record.fields.get("path") or _frozen(written, path, config):
        values["path"] = permalink
    if permalink and "path" not in record.fields and "path" not in file.values:
        written = frontmatter.edit(written, path, {"path": permalink}, [*keys.ARTICLE])
        changed.append("path")
    values = originals.in_order(values)

    bare = file.plain.replace(frontmatter.entry("original", pointer), "", 1)
    pure = parse.article_text(values, found.extraction.body)
    if not edits and records.sha256(bare.encode()) == record.article:
        # As extraction wrote it, so it will be as extraction writes it today.
        written = file.like(parse.article_text({**values, "original": pointer}, new_body))
        if pure == bare:
            return Outcome(path, "unchanged")
    elif not changed:
        return Outcome(path, "unchanged", yours=tuple(yours))
    text = records.record_text(paste, config, found.used, values, found.extraction.body, edits)
    warnings = tuple(originals.future(found.article, today)) if "date" in merged.changes else ()
    outcome = Outcome(path, "refreshed", warnings, changed=tuple(changed), yours=tuple(yours))
    return _Draft(written, paste_name, text, outcome)


def _with_body(file: _File, text: str, path: str, old: str, new: str) -> str:
    parts = frontmatter.split(text, path)
    if parts is None or old == new:
        return text
    after = parts.body_text
    core = after.strip("\r\n")
    at = after.index(core)
    new, newline = (file.like(part).lstrip("\ufeff") for part in (new, "\n"))
    before, behind = (after[:at], after[at + len(core) :]) if core else (newline, newline)
    return text[: parts.body] + before + new + behind


def _frozen(text: str, path: str, config: Config) -> str:
    """Where the article lives by its title and date; "" while it has no date."""
    article = parse.parse_article(text.encode(), path, config, ()).record
    return article_path(article.title, article.date) if article and article.date else ""


# --- fill ----------------------------------------------------------------------------------------


def filled_files(root: Path, paths: Iterable[Path] = ()) -> tuple[list[str], list[Problem]]:
    """Like `originals.raw_files`, for `fill_file`: articles with front matter of an editor's own."""

    def own(data: bytes) -> bool:
        return not parse.is_raw(data) and not originals.is_extracted(data)

    return originals.articles(root, paths, own)


def fill_file(
    root: Path,
    path: str,
    config: Config,
    vocabulary: Vocabulary,
    names: Sequence[str],
    dry_run: bool = False,
) -> Outcome:
    """Add those of the fields named that are absent from an article never extracted, as extraction
    finds them in its title and body."""
    try:
        for _ in range(ATTEMPTS):
            file = _read(root, path)
            if isinstance(file, Outcome):
                return file
            if "original" in file.values:
                return failed(
                    path,
                    "was made by extract",
                    "--refresh brings it up to date",
                    "already-extracted",
                )
            found = _found(file, path, config, vocabulary)
            if isinstance(found, Outcome):
                return found
            added = {name: found[name] for name in names if name in found}
            if not added:
                return Outcome(path, "unchanged")
            data = frontmatter.edit(file.text, path, added, [*keys.ARTICLE]).encode()
            outcome = Outcome(path, "filled", changed=tuple(added))
            if dry_run:
                diff = originals.diff(path, file.data, str(parse.decode(data, path)))
                return replace(outcome, diff=diff)
            if records.replace_file(root / path, file.data, data):
                return outcome
    except frontmatter.FrontMatterError as error:
        return Outcome(path, "failed", (error.problem,))
    except OSError as error:
        return failed(path, error.strerror or str(error))
    return failed(path, "the file changes while it is filled", "fill it again", "changed-meanwhile")


def _found(
    file: _File, path: str, config: Config, vocabulary: Vocabulary
) -> Mapping[str, object] | Outcome:
    """What extraction finds in the body, below the article's title, keys that are present aside."""
    title, body = file.values.get("title"), file.body(path)
    if not body.strip():
        return {}
    above = f"{' '.join(title.split())}\n\n" if isinstance(title, str) else ""
    found = parse.extraction_of(above + body, config, vocabulary)
    if failures := parse.failed_annotators(found, path):
        return Outcome(path, "failed", failures)
    return {key: value for key, value in found.fields.items() if key not in file.values}
