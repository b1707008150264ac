"""Which files a folder holds: the sources of a digest, or all that are no backups."""

import os
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from digestgen import files
from digestgen.files import CONTENT
from digestgen.model import RESERVED_FOLDERS

ARTICLE_SUFFIXES = (".md", ".txt")
_IGNORED = re.compile(
    r"^\.|^#.*#$|~$|\.(?:swp|swx|swo|tmp|bak|bck|orig|edited|part|crdownload)$|^4913$"
)


@dataclass(frozen=True, slots=True)
class Found:
    """A source file: its path from the digest's folder, what it is, and its stat signature."""

    path: str
    kind: str  # "article", a taxonomy, "editions", "pages" or "assets"
    signature: str


def sources(root: Path) -> Iterator[Found]:
    """Every file of `content/`, folder by folder; hidden files, editors' backups and links that
    lead out of the digest are passed over."""
    for entry in _entries(root / CONTENT):
        if entry.is_dir():
            kind = entry.name if entry.name in RESERVED_FOLDERS else "article"
            yield from _folder(root, f"{CONTENT}/{entry.name}", kind)
        else:
            yield from _found(entry, CONTENT, "article")


def walk(folder: Path) -> Iterator[str]:
    """The files of a folder, hidden ones and backups aside, as paths from it."""
    for entry in _entries(folder):
        if entry.is_dir():
            yield from (f"{entry.name}/{path}" for path in walk(folder / entry.name))
        elif entry.is_file():
            yield entry.name


def found_at(root: Path, paths: Iterable[str]) -> list[Found] | None:
    """What `sources` would find at these paths; None where only a scan can say."""
    found: list[Found] = []
    for path in paths:
        parts = path.split("/")
        if parts[0] != CONTENT or any(_IGNORED.search(p) or not _is_text(p) for p in parts):
            continue
        folders = [root.joinpath(*parts[:n]) for n in range(1, len(parts) + 1)]
        if any(folder.is_symlink() for folder in folders) or folders[-1].is_dir():
            return None
        kind = parts[1] if len(parts) > 2 and parts[1] in RESERVED_FOLDERS else "article"
        named = kind == "assets" or path.lower().endswith(ARTICLE_SUFFIXES)
        with suppress(OSError):
            if named and folders[-1].is_file():
                found.append(Found(path, kind, files.signature(folders[-1].stat())))
    return found


def _folder(root: Path, folder: str, kind: str) -> Iterator[Found]:
    for entry in _entries(root / folder):
        if entry.is_dir():
            yield from _folder(root, f"{folder}/{entry.name}", kind)
        else:
            yield from _found(entry, folder, kind)


def _found(entry: os.DirEntry[str], folder: str, kind: str) -> Iterator[Found]:
    if kind != "assets" and not entry.name.lower().endswith(ARTICLE_SUFFIXES):
        return
    with suppress(OSError):  # gone since the folder was listed
        if entry.is_file():
            yield Found(f"{folder}/{entry.name}", kind, files.signature(entry.stat()))


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    """What a folder holds, by name; a linked folder, and a link out of the folder, are passed over,
    so that nothing is listed twice and no stranger's file gets onto the site."""
    try:
        with os.scandir(folder) as entries:
            found = [e for e in entries if not _IGNORED.search(e.name) and _is_text(e.name)]
    except (FileNotFoundError, NotADirectoryError):
        return []
    kept = [e for e in found if not e.is_symlink() or (not e.is_dir() and _stays(e, folder))]
    return sorted(kept, key=lambda entry: entry.name)


def _stays(entry: os.DirEntry[str], folder: Path) -> bool:
    target = os.path.realpath(entry.path)
    return os.path.commonpath([target, os.path.realpath(folder)]) == os.path.realpath(folder)


def _is_text(name: str) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:  # bytes that are no UTF-8: no address could name the file
        return False
    return True
