"""Which files a folder holds: the sources of a digest, or all that are no backups."""

import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from digestgen import files
from digestgen.files import CONTENT
from digestgen.model import RESERVED_FOLDERS

ARTICLE_SUFFIXES = (".md", ".txt")
_BACKUPS = (
    ".bak", ".bck", ".crdownload", ".edited", ".orig", ".part", ".swo", ".swp", ".swx", ".tmp", "~",
)  # fmt: skip
"""How the names end that editors and browsers give to what is not finished or was before."""


class Found(NamedTuple):
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
        elif (found := _found(entry, CONTENT, "article")) is not None:
            yield found


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
        if parts[0] != CONTENT or not all(map(_is_listed, parts)):
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
        elif (found := _found(entry, folder, kind)) is not None:
            yield found


def _found(entry: os.DirEntry[str], folder: str, kind: str) -> Found | None:
    name = entry.name
    if kind != "assets" and not name.lower().endswith(ARTICLE_SUFFIXES):
        return None
    try:
        if entry.is_file():
            return Found(f"{folder}/{name}", kind, files.signature(entry.stat()))
    except OSError:  # gone since the folder was listed
        pass
    return None


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    """What a folder holds, by name; a linked folder, and a link out of the folder, are passed over,
    so that nothing is listed twice and no stranger's file gets onto the site."""
    try:
        with os.scandir(folder) as entries:
            found = [e for e in entries if _is_listed(e.name)]
    except (FileNotFoundError, NotADirectoryError):
        return []
    kept = [e for e in found if not e.is_symlink() or (not e.is_dir() and _stays(e, folder))]
    return sorted(kept, key=lambda entry: entry.name)


def _stays(entry: os.DirEntry[str], folder: Path) -> bool:
    target = os.path.realpath(entry.path)
    return os.path.commonpath([target, os.path.realpath(folder)]) == os.path.realpath(folder)


def _is_listed(name: str) -> bool:
    """Whether a name is one of a file that is meant: not hidden, no backup, text."""
    first = name[0]
    if first == "." or name.endswith(_BACKUPS) or (first == "#" and name[-1] == "#"):
        return False
    if name.isascii():
        return name != "4913"  # vim's, to see whether it may write
    try:
        name.encode()
    except UnicodeEncodeError:  # bytes that are no UTF-8: no address could name the file
        return False
    return True
