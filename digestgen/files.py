"""The disk: scanning sources, stat signatures, the output folder with its manifest, locks.

Invariants. Only paths in the manifest are overwritten or removed, and a path is in it before it is
first written. A file that exists is replaced by one written beside it; one that never existed may be
written plainly, because the manifest covers a crash. Until `commit`, `rollback` leaves the output
as it was.
"""

import hashlib
import os
import re
import shutil
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from digestgen.model import RESERVED_FOLDERS, Place, Problem
from digestgen.problems import OwnershipError

MANIFEST = ".digestgen-manifest"
STAGING = ".digestgen-tmp"
CACHE = ".digestgen"
CONTENT = "content"
LAYOUTS = "layouts"
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


def digest(data: bytes) -> str:
    """The content hash used throughout: BLAKE2b, 128 bits, hex."""
    return hashlib.blake2b(data, digest_size=16).hexdigest()


def signature(stat: os.stat_result) -> str:
    """What changes when a file does, as git sees it; "" (equal to nothing) while a later edit could
    still leave it the same, which is git's "racy" rule."""
    coarse = stat.st_mtime_ns % 1_000_000_000 == 0
    newest = max(stat.st_mtime_ns, stat.st_ctime_ns)
    if time.time_ns() - newest < (2_000_000_000 if coarse else 20_000_000):
        return ""
    return f"{stat.st_size}:{stat.st_mtime_ns}:{stat.st_ctime_ns}:{stat.st_ino}"


def scan(root: Path) -> Iterator[Found]:
    """Every file of `content/`, folder by folder; hidden files, editors' backups and links that
    lead out of the digest are passed over."""
    for entry in _entries(root / CONTENT):
        if entry.is_dir():
            kind = entry.name if entry.name in RESERVED_FOLDERS else "article"
            yield from _scan_folder(root, f"{CONTENT}/{entry.name}", kind)
        else:
            yield from _found(entry, CONTENT, "article")


def walk(folder: Path) -> Iterator[str]:
    """The files of a folder, hidden ones and backups aside, as paths from it."""
    for entry in _entries(folder):
        if entry.is_dir():
            yield from (f"{entry.name}/{path}" for path in walk(folder / entry.name))
        elif entry.is_file():
            yield entry.name


def _scan_folder(root: Path, folder: str, kind: str) -> Iterator[Found]:
    for entry in _entries(root / folder):
        if entry.is_dir():
            yield from _scan_folder(root, f"{folder}/{entry.name}", kind)
        else:
            yield from _found(entry, folder, kind)


def _found(entry: os.DirEntry[str], folder: str, kind: str) -> Iterator[Found]:
    if kind != "assets" and not entry.name.lower().endswith(ARTICLE_SUFFIXES):
        return
    with suppress(OSError):  # gone since the folder was listed
        if entry.is_file():
            yield Found(f"{folder}/{entry.name}", kind, signature(entry.stat()))


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


def read(root: Path, path: str) -> bytes | None:
    """The bytes of a source, or None if it is gone."""
    try:
        return (root / path).read_bytes()
    except (FileNotFoundError, IsADirectoryError, NotADirectoryError):
        return None


def atomic_write(path: Path, data: bytes) -> None:
    """Replace or make a file of the editor's: written beside, made durable, renamed; the mode is
    kept, and a link keeps leading to the file."""
    path = Path(os.path.realpath(path))
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with open(beside, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileNotFoundError):
            shutil.copymode(path, beside)
        os.replace(beside, path)
    except BaseException:
        with suppress(OSError):
            beside.unlink()
        raise


@contextmanager
def locked(root: Path) -> Iterator[None]:
    """One build or extraction of a digest at a time, whatever the process."""
    from filelock import FileLock

    cache = root / CACHE
    cache.mkdir(exist_ok=True)
    ignore = cache / ".gitignore"
    if not ignore.exists():
        ignore.write_text("*\n", encoding="utf-8")
    with FileLock(cache / "lock"):
        yield


class Output:
    """The output folder during one build."""

    def __init__(self, folder: Path, name: str) -> None:
        self.folder = folder
        self.name = name  # as the editor knows it, for messages
        self.manifest = self._read_manifest()
        self._owned = set(self.manifest or ())
        self._staged: list[tuple[str, Path]] = []
        self._made: list[str] = []
        self._leaving: set[str] = set()
        self._before: frozenset[str] | None = None

    def _read_manifest(self) -> frozenset[str] | None:
        """The paths that are ours, or None when the manifest is lost."""
        try:
            text = (self.folder / MANIFEST).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            return None
        return frozenset(line for line in text.split("\n") if is_inside(line))

    def adopt(self, paths: Iterable[str]) -> None:
        """Files whose bytes are those we wrote are ours, whatever became of the manifest."""
        self._owned.update(paths)

    def claim(self, paths: Iterable[str], removed: Iterable[str]) -> None:
        """Enter paths into the manifest on disk before any of them is written; a file that already
        stands there and is not ours is left out. What `commit` will remove is in nobody's way."""
        self._leaving = self._owned.intersection(removed)
        free = {
            path
            for path in paths
            if path in self._owned
            or not os.path.lexists(self.folder / path)
            or self.owner_problem(path) is None
        }
        self._before = self.manifest
        self._owned |= free
        if self.manifest is None or not self._owned <= self.manifest:
            self._write_manifest(self._owned)

    def signature(self, path: str) -> str | None:
        """The stat signature of an output, None when it is missing or no plain file."""
        try:
            stat = os.lstat(self.folder / path)
        except (OSError, ValueError):
            return None
        return signature(stat) if (stat.st_mode & 0o170000) == 0o100000 else None

    def read(self, path: str) -> bytes | None:
        """The bytes of an output, None when it is missing or no plain file."""
        try:
            file = self.folder / path
            return None if file.is_symlink() else file.read_bytes()
        except OSError:
            return None

    def owner_problem(self, path: str) -> Problem | None:
        """Why a path can't be written: a file or folder of the user's own stands there."""
        target = self.folder / path
        for parent in target.parents:
            if parent == self.folder:
                break
            name = parent.relative_to(self.folder).as_posix()
            if parent.is_symlink() or (parent.exists() and not parent.is_dir()):
                return None if name in self._leaving else self._foreign(name)
        if target.is_dir():
            return None if self._is_leaving(target) else self._foreign(path)
        if os.path.lexists(target) and path not in self._owned:
            return self._foreign(path)
        return None

    def _is_leaving(self, file: Path) -> bool:
        """Whether nothing will be left of a file or folder when the build is done."""
        if file.is_dir() and not file.is_symlink():
            inside = list(file.iterdir())
            return bool(inside) and all(self._is_leaving(one) for one in inside)
        return file.relative_to(self.folder).as_posix() in self._leaving

    def _foreign(self, path: str) -> Problem:
        return Problem(
            Place(f"{self.name}/{path}"),
            "a file that digestgen did not make stands where a page must go",
            "move it away, or put it into content/assets/",
            code="ownership",
        )

    def stage(self, path: str, data: bytes) -> None:
        """Write the new bytes of a path; they count from `commit` on."""
        target = self.folder / path
        if os.path.lexists(target):
            self._stage_beside(path, data)
            return
        self._made.append(path)
        try:
            target.write_bytes(data)
        except FileNotFoundError:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
        except NotADirectoryError:  # a file that leaves stands where a folder comes
            self._made.pop()
            self._stage_beside(path, data)

    def _stage_beside(self, path: str, data: bytes) -> None:
        beside = self.folder / STAGING / str(len(self._staged))
        beside.parent.mkdir(exist_ok=True)
        beside.write_bytes(data)
        self._staged.append((path, beside))

    def commit(self, removed: Iterable[str]) -> None:
        """Remove what is no longer made, deepest first, and put everything staged in place."""
        for path in sorted(removed, reverse=True):
            if path in self._owned:
                self._remove(path)
        for path, beside in self._staged:
            target = self.folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            os.replace(beside, target)
        self._staged.clear()
        self._made.clear()

    def rollback(self) -> None:
        """Undo everything since `claim`."""
        for path in self._made:
            self._remove(path)
        self._staged.clear()
        self._made.clear()
        if self._before is not None:
            self.finish(self._before)
        else:
            (self.folder / MANIFEST).unlink(missing_ok=True)
        self.clean()
        with suppress(OSError):
            self.folder.rmdir()  # if it was ours to make

    def clean(self) -> None:
        """Remove what an interrupted build left beside the site."""
        with suppress(FileNotFoundError):
            shutil.rmtree(self.folder / STAGING)

    def finish(self, paths: Iterable[str]) -> None:
        """Make the manifest exactly these paths."""
        wanted = set(paths)
        if self.manifest is None or wanted != self.manifest:
            self._write_manifest(wanted)
        self.clean()

    def _remove(self, path: str) -> None:
        target = self.folder / path
        if any(parent.is_symlink() for parent in self._above(target)):
            return  # whatever it leads to, we did not make it
        with suppress(FileNotFoundError, IsADirectoryError, NotADirectoryError, PermissionError):
            target.unlink()
        for parent in self._above(target):
            try:
                parent.rmdir()
            except OSError:
                break

    def _above(self, target: Path) -> list[Path]:
        """The folders between a file and the output folder, the innermost first."""
        return [parent for parent in target.parents if self.folder in parent.parents]

    def _write_manifest(self, paths: set[str]) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        beside = self.folder / STAGING / "manifest"
        beside.parent.mkdir(exist_ok=True)
        beside.write_text("".join(f"{path}\n" for path in sorted(paths)), encoding="utf-8")
        os.replace(beside, self.folder / MANIFEST)
        self.manifest = frozenset(paths)
        self._owned |= paths


def is_inside(path: str) -> bool:
    """A manifest could have been edited; a path in it must not lead out of its folder."""
    parts = path.split("/")
    return (
        bool(path)
        and not path.startswith("/")
        and not any(part in ("", ".", "..") or "\\" in part or ":" in part for part in parts)
    )


def check_output(root: Path, folder: Path) -> None:
    """Raises OwnershipError where building would write into the editor's own files."""
    folder, root = folder.resolve(), root.resolve()
    own = [root / CONTENT, root / LAYOUTS]
    holds = folder == root or folder in root.parents or folder == root / CACHE
    if holds or any(folder == one or one in folder.parents for one in own):
        raise OwnershipError(
            Problem(
                Place(str(folder)),
                "the output can't go into the digest's own files",
                "--output site",
                code="ownership",
            )
        )
    if folder.exists() and not folder.is_dir():
        raise OwnershipError(
            Problem(Place(str(folder)), "is a file, not a folder", code="ownership")
        )
