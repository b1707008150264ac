"""What `content/.originals` keeps: pastes and records, each under the first digits of its SHA-256.

    <paste>.txt      a paste, byte for byte
    <record>.yaml    what one extraction read and found; never changed

Invariant: a file is complete and durable before its name is given out.
"""

import hashlib
import os
import shutil
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from digestgen import engines, files, frontmatter, nodes, parse, plugins
from digestgen.config import Config
from digestgen.parse import Vocabulary

FOLDER = f"{files.CONTENT}/.originals"


def record_text(
    paste: bytes,
    config: Config,
    used: Vocabulary,
    values: Mapping[str, object],
    body: str,
    edits: Mapping[str, object] | None = None,
) -> str:
    """Everything one extraction read, and the values and body it found; what is the editor's by
    then (see `merge`). A function of its arguments alone."""
    from digestgen.extract import RULES_VERSION

    entries: dict[str, object] = {
        "rules": RULES_VERSION,
        "engine": " ".join(filter(None, (config.extract, engines.version(config.extract)))),
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
        "paste": sha256(paste),
        "body": sha256(body.strip("\n").encode()),
        # without its line `original`
        "article": sha256(parse.article_text(values, body).encode()),
    }
    if annotators := plugins.versions(config.plugins, plugins.ANNOTATORS):
        entries["annotators"] = list(annotators)
    if edits:
        entries["edits"] = dict(edits)
    lines = "".join(frontmatter.entry(key, value) for key, value in entries.items())
    fields_written = "".join(frontmatter.entry(key, value) for key, value in values.items())
    indented = "".join(f"  {line}\n" for line in fields_written.splitlines())
    return f"# What one extraction read and wrote. Not to be edited.\n{lines}fields:\n{indented}"


@dataclass(frozen=True, slots=True)
class Record:
    """What a record says of the article it was written for: hashes of article and body, the values
    of fields, and what was the editor's."""

    article: str
    body: str
    fields: dict[str, object]
    edits: dict[str, object]


def read_record(root: Path, name: str) -> Record | None:
    """A record by its name, or None if it is lost or damaged."""
    data = stored(root, name, ".yaml")
    if data is None:
        return None
    try:
        node = nodes.read_yaml(data.decode(), f"{FOLDER}/{name}.yaml")
    except (UnicodeDecodeError, nodes.YamlError):
        return None
    entries = frontmatter.value(node)
    found, edits = (entries.get(key) or {} for key in ("fields", "edits")) if entries else ({}, {})
    if not found or not isinstance(found, dict) or not isinstance(edits, dict):
        return None
    return Record(str(entries.get("article")), str(entries.get("body")), found, edits)


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def store(folder: Path | None, data: bytes, suffix: str) -> str:
    """The name under which data is kept, made durable there; longer where a shorter one is taken
    by other data. Raises OSError."""
    digest = sha256(data)
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


def stored(root: Path, name: str, suffix: str) -> bytes | None:
    """What is kept under a name, or None if it is lost or damaged."""
    data = files.read(root, f"{FOLDER}/{name}{suffix}")
    return data if data is not None and sha256(data).startswith(name) else None


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


def replace_file(path: Path, expected: bytes, data: bytes) -> bool:
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
