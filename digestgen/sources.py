"""Which files of a digest changed since the catalog last saw them."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from digestgen import files
from digestgen.catalog import Catalog, decode
from digestgen.collect import Touched
from digestgen.model import Place, Problem
from digestgen.scan import Found

Edit = tuple[str, object, object]
"""What changed of a file: the field, what it was, what it is. ("", …) is the file as a whole."""

_UNREADABLE = "unreadable:"
_HELD = 1 << 24
"""Bytes of changed files kept in memory; articles beyond are read again when their turn comes."""


@dataclass(slots=True)
class Changes:
    """What a build has to look at."""

    touched: Touched = field(default_factory=Touched)
    articles: set[str] = field(default_factory=set)  # paths whose own page may differ
    redirects: set[str] = field(default_factory=set)  # hrefs that may (no longer) be a redirect
    documents: set[tuple[str, str]] = field(default_factory=set)  # (kind, key)
    assets: set[str] = field(default_factory=set)
    withdrawn: dict[str, str] = field(default_factory=dict)  # article path -> href it had
    edits: dict[str, list[Edit]] = field(default_factory=dict)  # path -> its fields that changed


@dataclass(frozen=True, slots=True)
class File:
    """A changed file. `raw` tells whether it may be a paste, `held` whether its bytes are here."""

    path: str
    kind: str
    data: bytes
    raw: bool = False
    held: bool = True


def compare(
    catalog: Catalog, root: Path, found: Iterable[Found], only: Collection[str] | None = None
) -> tuple[dict[str, File], dict[str, str]]:
    """Files whose bytes differ from what the catalog knows, and (path -> kind) those gone; `only`
    these paths are looked at, where some are given."""
    known = {
        path: (kind, signature, digest) for path, kind, signature, digest in _rows(catalog, only)
    }
    changed: dict[str, File] = {}
    rows = []
    held = 0
    _forget_unreadable(catalog, only)
    for file in found:
        kind, signature, digest = known.pop(file.path, ("", "", ""))
        if signature and signature == file.signature and kind == file.kind:
            continue
        data = _read(catalog, root, file.path)
        if data is None:
            if kind:
                known[file.path] = (kind, signature, digest)
            continue
        now = files.digest(data)
        if now != digest or kind != file.kind:
            held += len(data)
            raw, here = not data.startswith(b"---"), file.kind != "article" or held < _HELD
            changed[file.path] = File(file.path, file.kind, data if here else b"", raw, here)
        if (kind, signature, digest) != (file.kind, file.signature, now):
            rows.append((file.path, file.kind, file.signature, now))
    catalog.many("INSERT OR REPLACE INTO source VALUES (?, ?, ?, ?)", rows)
    catalog.many("DELETE FROM source WHERE path = ?", ((path,) for path in known))
    return changed, {path: kind for path, (kind, _, _) in known.items()}


def _read(catalog: Catalog, root: Path, path: str) -> bytes | None:
    """The bytes of a source; None if it is gone, or can't be read, which is entered as a problem."""
    try:
        return files.read(root, path)
    except OSError as error:
        message = f"can't be read: {error.strerror or error}"
        problem = Problem(Place(path), message, "is it yours to read?", code="unreadable")
        catalog.set_problems(f"{_UNREADABLE}{path}", [problem])
        return None


def _forget_unreadable(catalog: Catalog, only: Collection[str] | None) -> None:
    """Those that still are will say so again: what can't be read is no source, so it is looked at
    in every build."""
    if only is None:
        catalog.one(
            "DELETE FROM problem WHERE path > ? AND path < ?", _UNREADABLE, _UNREADABLE + "~"
        )
    for path in only or ():
        catalog.set_problems(f"{_UNREADABLE}{path}", ())


def _rows(catalog: Catalog, only: Collection[str] | None) -> Iterator[Any]:
    if only is None:
        yield from catalog.rows("SELECT * FROM source")
    for path in only or ():
        yield from catalog.rows("SELECT * FROM source WHERE path = ?", path)


def edits(before: Any, after: Any, kind: type) -> list[Edit]:
    """The fields in which a file's records differ, given as rows of the catalog; None or one of ""
    where there is no record."""
    if not (before and before[0] and after and after[0]):
        return [("", bool(before and before[0]), bool(after and after[0]))]
    old: Any = decode(before[0], kind)
    new: Any = decode(after[0], kind)
    names = [one.name for one in fields(kind)]
    return [
        (name, getattr(old, name), getattr(new, name))
        for name in names
        if getattr(old, name) != getattr(new, name)
    ]
