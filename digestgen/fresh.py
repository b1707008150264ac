"""Whether a build has nothing to do: one look into the catalog, and one pass over the stat signatures
of all sources and outputs. Nothing that reads articles or makes pages is imported for that."""

import json
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from digestgen import __version__, cache, engines, files, output_folder, plugins, scan, search
from digestgen.model import Place, Problem
from digestgen.scan import Found

_UNSURE = 256  # files too fresh for their signature to be trusted that are read instead


_LIBRARIES = (
    "PIL", "babel", "jinja2", "markdown_it", "msgspec", "pagefind_bin", "pagefind_bin_extended", "yaml",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Said:
    """What the last build had to say, and would again."""

    files: int
    problems: tuple[Problem, ...]
    notices: tuple[str, ...]
    index: Literal["", "none", "current"]  # what is known of the search index


def code_version() -> str:
    """Changes with digestgen's code and with the libraries that make bytes, found without importing
    them."""
    from importlib.util import find_spec

    package = Path(__file__).parent
    paths = [package / path for path in scan.walk(package) if path.endswith(".py")]
    for name in _LIBRARIES:
        spec = find_spec(name)
        if spec is not None and spec.origin:
            paths.append(Path(spec.origin))
    stats = ((path.name, path.stat()) for path in paths)
    parts = [f"{name}:{stat.st_size}:{stat.st_mtime_ns}" for name, stat in stats]
    return files.digest("\n".join([__version__, *parts]).encode())


def asked(version: str, config: bytes, layouts: str, *flags: object) -> str:
    """A digest of what a build depends on beside the files of content/: the code, the bytes of
    digest.yaml, the digest of all layouts, the command line's flags."""
    parts = [version, files.digest(config), layouts, *map(repr, flags)]
    return files.digest("\0".join(parts).encode())


def as_text(
    problems: tuple[Problem, ...], notices: tuple[str, ...], engine: str, names: tuple[str, ...]
) -> str:
    """What a build said, for the catalog, and the engine and plugins that it was said with; "" where
    a plugin failed: that it would again can't be told from files."""
    if any(problem.code == "plugin" for problem in problems):
        return ""
    found = [
        (p.place.path, p.place.line, p.place.column, p.message, p.hint, p.severity, p.code)
        for p in problems
    ]
    used = [engine, engines.version(engine), names, plugins.fingerprint(names)]
    return json.dumps([found, notices, *used])


@contextmanager
def opened(path: Path, version: str) -> Iterator[sqlite3.Connection | None]:
    """The catalog, for reading while `cache.locked`; None where there is none that this code could use."""
    if not cache.is_sealed(path):
        yield None
        return
    try:
        db = sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True, isolation_level=None)
    except sqlite3.Error:
        yield None
        return
    try:
        yield db if _version(db) == version else None
    finally:
        db.close()
        if not cache.is_sealed(path):  # what a process that was killed left in the log is in place
            cache.seal(path)


def _version(db: sqlite3.Connection) -> str:
    try:
        row = db.execute("SELECT value FROM meta WHERE key = 'version'").fetchone()
    except sqlite3.Error:
        return ""
    return str(row[0]) if row else ""


def unchanged(
    db: sqlite3.Connection, sources: list[Found], root: Path, folder: Path, asked: str
) -> Said | None:
    """What a build that is asked this would say, if nothing changed since the last; `sources` are
    what there is now."""
    db.execute("BEGIN")
    try:
        row = db.execute(
            "SELECT t.id, t.files, t.manifest, t.said, t.is_indexed FROM target t JOIN meta m "
            "ON m.key = 'generation' AND m.value = t.generation WHERE t.folder = ? AND t.asked = ?",
            (str(folder.resolve()), asked),
        ).fetchone()
        if row is None or not row[3]:
            return None
        target, count, manifest, text, is_indexed = row
        problems, notices, engine, version, names, code = json.loads(text)
        listed = output_folder.manifest(folder) or b""
        if engines.version(engine) != version or files.digest(listed) != manifest:
            return None
        if plugins.fingerprint(tuple(names)) != code:
            return None
        if not (_same_sources(db, sources, root) and _same_outputs(db, folder, target)):
            return None
    except sqlite3.Error:
        return None
    finally:
        db.execute("ROLLBACK")
    found = tuple(Problem(Place(*p[:3]), *p[3:6], code=p[6]) for p in problems)
    return Said(count, found, tuple(notices), _index(folder, listed, bool(is_indexed)))


def _index(folder: Path, manifest: bytes, is_indexed: bool) -> Literal["", "none", "current"]:
    index = search.index_files(manifest.decode().split("\n"))
    if is_indexed and all(os.path.isfile(f"{folder}/{path}") for path in index):
        return "current"
    return "" if index else "none"


def _same_sources(db: sqlite3.Connection, sources: list[Found], root: Path) -> bool:
    rows = db.execute("SELECT path, kind, signature FROM source")
    known = {path: (kind, signature) for path, kind, signature in rows}
    unsure = []
    for found in sources:
        kind, signature = known.pop(found.path, ("", ""))
        if kind != found.kind:
            return False
        if not signature or signature != found.signature:
            unsure.append(found.path)
    if known or len(unsure) > _UNSURE:
        return False
    return all(
        _same(root, path, db.execute("SELECT digest FROM source WHERE path = ?", (path,)))
        for path in unsure
    )


def _same_outputs(db: sqlite3.Connection, folder: Path, target: int) -> bool:
    rows = db.execute("SELECT path, signature FROM output WHERE target = ?", (target,))
    unsure = []
    for path, _ in files.differing(f"{folder}/", rows):
        unsure.append(path)
        if len(unsure) > _UNSURE:
            return False
    query = "SELECT digest FROM output WHERE target = ? AND path = ?"
    return all(_same(folder, path, db.execute(query, (target, path))) for path in unsure)


def _same(folder: Path, path: str, digests: sqlite3.Cursor) -> bool:
    """Whether a plain file's bytes are those of the digest."""
    try:
        data = None if (folder / path).is_symlink() else files.read(folder, path)
        return data is not None and files.digest(data) == digests.fetchone()[0]
    except OSError:
        return False
