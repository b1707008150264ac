"""The files of `digestgen extract`: raw pastes become articles, and `--undo` brings them back.

    content/x.txt                    the article; its `original: <paste>-<record>` names two files
    content/.originals/<paste>.txt   the paste, byte for byte
    content/.originals/<record>.yaml what one extraction read and wrote; never changed

Names are the first digits of each file's SHA-256. Invariant: both files are durable before the
article changes, and an article changes only while it holds the bytes that were read. A crash in
between leaves files that nothing names, and the paste as it was.
"""

import difflib
import hashlib
import os
import re
import shutil
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from digestgen import fields, files, frontmatter, nodes, parse, problems
from digestgen.config import Config
from digestgen.model import Article, Place, Problem, VocabularyEntry
from digestgen.parse import Vocabulary
from digestgen.urls import article_path

if TYPE_CHECKING:
    from digestgen.extract import Extraction

FOLDER = f"{files.CONTENT}/.originals"
_POINTER = re.compile(r"([0-9a-f]{16,64})-([0-9a-f]{16,64})")
_DIFF_LINES = 5000  # above that all lines are shown as changed; difflib takes the square of them
_ATTEMPTS = 3  # at a file that changes while it is extracted


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file. `already`: it has front matter, and was left alone."""

    path: str
    status: Literal["extracted", "already", "restored", "failed"]
    problems: tuple[Problem, ...] = ()
    diff: str = ""  # of a dry run
    extraction: "Extraction | None" = None  # its claims, and the lines it dropped
    kept: str = ""  # where a forced undo keeps the edited article


def raw_files(root: Path, paths: Iterable[Path] = ()) -> tuple[list[str], list[Problem]]:
    """The articles to extract, as paths from the digest's folder: every raw one, or the raw ones in
    the folders given; files given by name are in it whether raw or not. Relative paths count from
    `root`. What is no article is a Problem."""
    return _articles(root, paths, parse.is_raw)


def extracted_files(root: Path, paths: Iterable[Path] = ()) -> tuple[list[str], list[Problem]]:
    """Like `raw_files`, for `undo_file`: the articles that an extraction wrote."""
    return _articles(root, paths, lambda data: b"\noriginal:" in data)


def _articles(
    root: Path, paths: Iterable[Path], wanted: Callable[[bytes], bool]
) -> tuple[list[str], list[Problem]]:
    articles = [found.path for found in files.scan(root) if found.kind == "article"]
    known = set(articles)
    chosen: dict[str, None] = {}
    wrong: list[Problem] = []
    given = [os.path.relpath(root / path, root).replace(os.sep, "/") for path in paths]
    for path in given or [files.CONTENT]:
        below = [name for name in articles if path == "." or name.startswith(f"{path}/")]
        if path in known:
            chosen[path] = None
        elif (root / path).is_dir() and (below or path in (".", files.CONTENT)):
            chosen.update(
                (name, None) for name in below if wanted(files.read(root, name) or b"---")
            )
        elif (root / path).exists():
            hint = "articles are .txt and .md files in content/, outside people/, topics/, …"
            wrong.append(Problem(Place(path), "no article", hint, code="extract"))
        else:
            wrong.append(Problem(Place(path), "no such file or folder", code="extract"))
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
        for _ in range(_ATTEMPTS):
            data = (root / path).read_bytes()
            if not parse.is_raw(data):
                return Outcome(path, "already")
            draft = _draft(data, path, config, vocabulary, added)
            if isinstance(draft, Outcome):
                return draft
            if dry_run:
                return replace(draft.outcome, diff=_diff(path, data, draft.text(data, None)))
            if _replace(root / path, data, draft.text(data, root / FOLDER).encode()):
                return draft.outcome
    except OSError as error:
        return _failed(path, error.strerror or str(error))
    return _failed(path, "the file changes while it is extracted", "extract it again")


@dataclass(frozen=True, slots=True)
class _Draft:
    """An article about to be written: its front matter but for `original`, its body, its record."""

    values: dict[str, object]
    body: str
    record: str
    outcome: Outcome

    def text(self, paste: bytes, folder: Path | None) -> str:
        """The article with its pointer, once paste and record are in `folder` (None: nowhere)."""
        pointer = f"{_store(folder, paste, '.txt')}-{_store(folder, self.record.encode(), '.yaml')}"
        return parse.article_text({**self.values, "original": pointer}, self.body)


def _draft(
    data: bytes, path: str, config: Config, vocabulary: Vocabulary, added: str
) -> _Draft | Outcome:
    from digestgen.extract import occurring

    text = parse.decode(data, path)
    if isinstance(text, Problem):
        return Outcome(path, "failed", (text,))
    if misplaced := parse.misplaced_front_matter(text, path):
        return Outcome(path, "failed", (misplaced,))
    used = occurring(text, vocabulary)
    extraction = parse.extraction_of(text, config, used)
    written = parse.article_text(extraction.fields, extraction.body)
    parsed = parse.parse_article(written.encode(), path, config, ())
    article = parsed.record
    if article is None:
        return Outcome(path, "failed", parsed.problems)
    values = {**extraction.fields, "added": added}
    if article.date:
        values["path"] = article_path(article.title, article.date)
    values = {key: values[key] for key in fields.ARTICLE if key in values}
    written = parse.article_text(values, extraction.body)
    record = _record(data, config, used, values, extraction.body, written)
    warnings = (*parsed.problems, *_notes(path, text, extraction), *_future(article, added))
    outcome = Outcome(path, "extracted", warnings, extraction=extraction)
    return _Draft(values, extraction.body, record, outcome)


def _notes(path: str, text: str, extraction: "Extraction") -> Iterable[Problem]:
    """What the page leaves open, at its line of the paste."""
    for note in extraction.notes:
        line = text.count("\n", 0, note.start) + 1
        yield Problem(Place(path, line), note.message, note.hint, "warning", "unsettled")


def _future(article: Article, today: str) -> Iterable[Problem]:
    if article.date and article.date.day > today:
        message = f"its date, {article.date.day}, is in the future"
        yield Problem(Place(article.path), message, "correct `date:`", "warning", "future")


def _record(
    paste: bytes,
    config: Config,
    used: Iterable[VocabularyEntry],
    values: dict[str, object],
    body: str,
    written: str,
) -> str:
    """Everything one extraction read, and what it wrote; a function of its arguments alone."""
    from digestgen.extract import RULES_VERSION

    entries = {
        "rules": RULES_VERSION,
        "engine": config.extract,
        "language": config.language,
        "timezone": config.timezone,
        "ignore": list(config.ignore),
        "vocabulary": [
            {
                "taxonomy": entry.taxonomy,
                "name": entry.name,
                "aliases": list(entry.aliases),
                "keywords": list(entry.keywords),
            }
            for entry in used
        ],
        "paste": _sha256(paste),
        "body": _sha256(body.encode()),
        "article": _sha256(written.encode()),  # without its line `original`
    }
    lines = "".join(frontmatter.entry(key, value) for key, value in entries.items())
    fields_written = "".join(frontmatter.entry(key, value) for key, value in values.items())
    indented = "".join(f"  {line}\n" for line in fields_written.splitlines())
    return f"# What one extraction read and wrote. Not to be edited.\n{lines}fields:\n{indented}"


def undo_file(root: Path, path: str, force: bool = False) -> Outcome:
    """Put the paste back, byte for byte. An article edited since is refused; with `force` it is
    kept beside the paste, under a name that ends in `.edited`."""
    try:
        return _undo(root, path, force)
    except OSError as error:
        return _failed(path, error.strerror or str(error))


def _undo(root: Path, path: str, force: bool) -> Outcome:
    data = (root / path).read_bytes()
    text = parse.decode(data, path)
    if isinstance(text, Problem):
        return Outcome(path, "failed", (text,))
    pointer, problem = _pointer(text, path)
    if problem:
        return Outcome(path, "failed", (problem,))
    paste_name, record_name = pointer.split("-")
    paste = _stored(root, paste_name, ".txt")
    if paste is None:
        return _failed(path, f"its paste, {FOLDER}/{paste_name}.txt, is lost or damaged")
    kept = ""
    line = frontmatter.entry("original", pointer)
    written = _written(root, record_name)
    if _sha256(text.replace(line, "", 1).encode()) != written:
        if not force:
            lost = f"its record, {FOLDER}/{record_name}.yaml, is lost or damaged"
            hint = "--force restores the paste and keeps the article beside it"
            return _failed(path, "edited since it was extracted" if written else lost, hint)
        kept = _free_name(root, path)
        files.atomic_write(root / kept, data)
    if not _replace(root / path, data, paste):
        return _failed(path, "the file changed meanwhile", "try again")
    return Outcome(path, "restored", kept=kept)


def _pointer(text: str, path: str) -> tuple[str, Problem | None]:
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
            where, message = nodes.place(value, path), f"names no paste in {FOLDER}"
            return "", Problem(where, message, code="undo")
    return "", Problem(Place(path), "was not made by extract, so there is no paste", code="undo")


def _written(root: Path, name: str) -> str:
    """The hash of the article that a record is about; "" if the record is lost or damaged."""
    data = _stored(root, name, ".yaml")
    pairs = nodes.read_yaml(data.decode(), f"{FOLDER}/{name}.yaml").value if data else []
    return next((str(value.value) for key, value in pairs if key.value == "article"), "")


def _free_name(root: Path, path: str) -> str:
    name, number = f"{path}.edited", 1
    while os.path.lexists(root / name):
        number += 1
        name = f"{path}.{number}.edited"
    return name


# --- the disk ------------------------------------------------------------------------------------


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _store(folder: Path | None, data: bytes, suffix: str) -> str:
    """The name under which data is kept, made durable there; longer where a shorter one is taken
    by other data. Raises OSError."""
    digest = _sha256(data)
    for length in range(16, len(digest) + 1, 8):
        name = digest[:length]
        if folder is None:
            return name
        try:
            existing = (folder / f"{name}{suffix}").read_bytes()
        except FileNotFoundError:
            _keep_bytes(folder)
            files.atomic_write(folder / f"{name}{suffix}", data)
            _sync(folder)
            return name
        if existing == data:
            return name
    raise OSError(f"{FOLDER}/{digest}{suffix} is damaged")


def _stored(root: Path, name: str, suffix: str) -> bytes | None:
    """What is kept under a name, or None if it is lost or damaged."""
    data = files.read(root, f"{FOLDER}/{name}{suffix}")
    return data if data is not None and _sha256(data).startswith(name) else None


def _keep_bytes(folder: Path) -> None:
    """Git must not convert the line ends of pastes."""
    attributes = folder / ".gitattributes"
    if not attributes.exists():
        files.atomic_write(attributes, b"* -text\n")


def _sync(folder: Path) -> None:
    """Make renames in a folder durable, where the system can."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _replace(path: Path, expected: bytes, data: bytes) -> bool:
    """Replace a file, or what it links to, unless it no longer holds the expected bytes."""
    target = Path(os.path.realpath(path))
    beside = target.with_name(f".{target.name}.{os.getpid()}.new")
    try:
        files.atomic_write(beside, data)
        shutil.copymode(target, beside)
        if target.read_bytes() != expected:
            return False
        os.replace(beside, target)
        _sync(target.parent)
        return True
    finally:
        beside.unlink(missing_ok=True)


def _diff(path: str, before: bytes, after: str) -> str:
    """A unified diff, fit for a terminal."""
    paste = parse.decode(before, path)
    old, new = (text.split("\n") if isinstance(text, str) else [] for text in (paste, after))
    if len(old) + len(new) > _DIFF_LINES:
        lines = [f"--- {path}", f"+++ {path}", f"@@ -1,{len(old)} +1,{len(new)} @@"]
        lines += [f"-{line}" for line in old] + [f"+{line}" for line in new]
    else:
        lines = list(difflib.unified_diff(old, new, path, path, lineterm=""))
    return problems.visible("\n".join(lines))


def _failed(path: str, message: str, hint: str = "") -> Outcome:
    return Outcome(path, "failed", (Problem(Place(path), message, hint, code="extract"),))
