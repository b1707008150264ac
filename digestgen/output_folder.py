"""The output folder with its manifest.

Invariants. Only paths in the manifest are overwritten or removed, and a path is in it before it is
first written. A file that exists is replaced by one written beside it; one that never existed may be
written plainly, because the manifest covers a crash. Until `commit`, `rollback` leaves the output
as it was.
"""

import os
import re
from collections.abc import Callable, Iterable
from collections.abc import Set as AbstractSet
from contextlib import suppress
from functools import cached_property
from pathlib import Path

from digestgen.files import CACHE, CONTENT, LAYOUTS, digest, signature
from digestgen.model import Place, Problem
from digestgen.problems import OwnershipError

MANIFEST = ".digestgen-manifest"
STAGING = ".digestgen-tmp"


def write_new(folder: str, path: str, data: bytes, own: set[str]) -> bool:
    """Write a file where nothing stands yet; False where something does, or where what is above it is
    no folder or a link. `own` are the paths that were seen to be folders."""
    above = path.rpartition("/")[0]
    if above and above not in own and not _made_folder(folder, above, own):
        return False
    try:
        with open(f"{folder}/{path}", "xb") as file:
            file.write(data)
    except FileExistsError:
        return False
    return True


def _made_folder(folder: str, path: str, own: set[str]) -> bool:
    """Make a folder and those above it, unless they are there."""
    above = path.rpartition("/")[0]
    if above and above not in own and not _made_folder(folder, above, own):
        return False
    try:
        os.mkdir(f"{folder}/{path}")
    except FileExistsError:
        if os.path.islink(f"{folder}/{path}") or not os.path.isdir(f"{folder}/{path}"):
            return False
    own.add(path)
    return True


def manifest(folder: Path) -> bytes | None:
    """The manifest of an output folder; None when it is lost."""
    try:
        return (folder / MANIFEST).read_bytes()
    except OSError:
        return None


class Output:
    """The output folder during one build. `known` is the digest of the manifest as the last build
    left it, and `was_ours` tells what stood in it: while it is that, the list need not be parsed."""

    def __init__(
        self,
        folder: Path,
        name: str,
        known: str = "",
        was_ours: Callable[[str], bool] = lambda path: False,
    ) -> None:
        self.folder = folder
        self.name = name  # as the editor knows it, for messages
        self.digest = known
        self._was_ours = was_ours
        self._data = manifest(folder)
        self.is_intact = self._data is not None and digest(self._data) == known
        self._adopted: set[str] = set()
        self._staged: list[tuple[str, Path]] = []
        self._replaced: dict[str, bytes] = {}  # by those in place already: what was there before
        self._absent: set[str] = set()  # paths of `claim` where nothing stood
        self._made: set[str] = set()
        self._leaving: set[str] = set()
        self._before: list[str] | None = None
        self._is_entered = False  # the manifest on disk has paths of this build in it
        self._folders: set[str] = set()  # seen to be folders of the output's own, since `claim`

    @cached_property
    def manifest(self) -> frozenset[str] | None:
        """The paths that are ours, or None when the manifest is lost."""
        if self._data is None:
            return None
        with suppress(UnicodeDecodeError):
            return frozenset(filter(is_inside, self._data.decode().split("\n")))
        return None

    def adopt(self, paths: Iterable[str]) -> None:
        """Files whose bytes are those we wrote are ours, whatever became of the manifest."""
        self._adopted.update(paths)

    def _owns(self, path: str) -> bool:
        if path in self._adopted:
            return True
        return self._was_ours(path) if self.is_intact else path in (self.manifest or ())

    def claim(self, paths: Iterable[str], removed: Iterable[str]) -> None:
        """Enter paths into the manifest on disk before any of them is written; a file that already
        stands there and is not ours is left out. What `commit` will remove is in nobody's way. May be
        called again for more paths before `commit`."""
        if not self._staged:
            self.clean()
        self._leaving = {path for path in removed if self._owns(path)}
        self._folders.clear()
        paths = list(paths)
        self._absent = {path for path in paths if not os.path.lexists(f"{self.folder}/{path}")}
        new = [path for path in paths if not self._owns(path)]
        free = {path for path in new if path in self._absent or self.owner_problem(path) is None}
        self._adopted |= free
        if self.is_intact:
            if free:
                lines = self._lines()
                self._before = self._before if self._is_entered else lines
                self._is_entered = True
                self._write_manifest(sorted([*lines, *free]))
            return
        before = self.manifest
        if before is None or not self._adopted <= before:
            self._is_entered = True
            self._before = None if before is None else sorted(before)
            self._write_manifest(sorted(self._adopted.union(before or ())))

    def withdraw(self, paths: Iterable[str]) -> None:
        """Have `commit` remove these too: pages that could not be made after all."""
        self._leaving |= {path for path in paths if self._owns(path)}

    def _lines(self) -> list[str]:
        """The manifest as it is now; only for one that is ours to the byte."""
        return (self._data or b"").decode().split("\n")[:-1]

    def signature(self, path: str) -> str | None:
        """The stat signature of an output, None when it is missing or no plain file."""
        try:
            stat = os.lstat(f"{self.folder}/{path}")
        except (OSError, ValueError):
            return None
        return signature(stat) if (stat.st_mode & 0o170000) == 0o100000 else None

    def read(self, path: str) -> bytes | None:
        """The bytes of an output, None when it is missing or no plain file."""
        try:
            file = self.folder / path
            data = file.read_bytes()
            return None if file.is_symlink() else data
        except OSError:
            return None

    def owner_problem(self, path: str) -> Problem | None:
        """Why a path can't be written: a file or folder of the user's own stands there."""
        name = path.rpartition("/")[0]
        while name and name not in self._folders:
            parent = self.folder / name
            if parent.is_symlink() or (parent.exists() and not parent.is_dir()):
                return None if name in self._leaving else self._foreign(name)
            name = name.rpartition("/")[0]
        target = self.folder / path
        if not os.path.lexists(target):
            return None
        if target.is_dir():
            return None if self._is_leaving(target) else self._foreign(path)
        return None if self._owns(path) else self._foreign(path)

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
            code="foreign-file",
        )

    def hand_out(self, path: str) -> bool:
        """Whether somebody else may call `write_new` for a path; then it counts as made here."""
        if path in self._absent:
            self._made.add(path)
        return path in self._absent

    def stage(self, path: str, data: bytes) -> None:
        """Write the new bytes of a path; they count from `commit` on."""
        if self.hand_out(path):
            if write_new(os.fspath(self.folder), path, data, self._folders):
                return
            self._made.discard(path)
        self._stage_beside(path, data)

    def _stage_beside(self, path: str, data: bytes) -> None:
        beside = self.folder / STAGING / str(len(self._staged))
        beside.parent.mkdir(exist_ok=True)
        beside.write_bytes(data)
        self._staged.append((path, beside))

    def commit(self, removed: Iterable[str]) -> None:
        """Remove what is no longer made, deepest first, and put everything staged in place."""
        # Whatever stops this half way: from here on new files stay, and so must their names in the
        # manifest.
        self._is_entered = False
        for path in sorted(removed, reverse=True):
            if path in self._leaving:
                self._remove(path)
        for path, beside in self._staged:
            if path not in self._replaced:
                target = self.folder / path
                target.parent.mkdir(parents=True, exist_ok=True)
                os.replace(beside, target)
        self._staged.clear()
        self._replaced.clear()
        self._made.clear()

    def advance(self) -> None:
        """Put what is staged so far in place, before the rest is made; `rollback` undoes it."""
        for path, beside in self._staged:
            before = None if path in self._replaced else self.read(path)
            if before is not None:
                self._replaced[path] = before
                os.replace(beside, self.folder / path)

    def rollback(self) -> None:
        """Undo everything since `claim`, as far as the disk lets us: what can't be put back differs
        from what the catalog knows, and the next build makes it again."""
        for path in self._made:
            with suppress(OSError):
                self._remove(path)
        with suppress(OSError):
            self.clean()  # a full disk may need that room
        self._staged.clear()
        for path, before in self._replaced.items():
            with suppress(OSError):
                self._stage_beside(path, before)
                os.replace(self._staged.pop()[1], self.folder / path)
        self._replaced.clear()
        self._made.clear()
        with suppress(OSError):
            if self._is_entered and self._before is not None:
                self._write_manifest(self._before)
            elif self._is_entered:
                (self.folder / MANIFEST).unlink(missing_ok=True)
            self.clean()
            if self._is_entered:
                self.folder.rmdir()  # if it was ours to make

    def clean(self) -> None:
        """Remove what an interrupted build left beside the site."""
        left = self.folder / STAGING
        if left.exists():
            import shutil

            shutil.rmtree(left)

    def finish(self, gone: Iterable[str], ours: Callable[[], AbstractSet[str]]) -> None:
        """Take what is gone off the manifest. One that was lost or changed is made of `ours`."""
        if not self.is_intact:
            self._write_manifest(sorted(ours()))
        elif leaving := frozenset(gone):
            lines = self._lines()
            kept = [path for path in lines if path not in leaving]
            if len(kept) < len(lines):
                self._write_manifest(kept)
        self.clean()

    def _remove(self, path: str) -> None:
        target = self.folder / path
        if any(parent.is_symlink() for parent in self._above(target)):
            return  # whatever it leads to, we did not make it
        try:
            target.unlink()
        except (FileNotFoundError, IsADirectoryError, NotADirectoryError):
            pass
        except PermissionError:
            if not target.is_dir():  # as some systems say instead
                raise
        for parent in self._above(target):
            try:
                parent.rmdir()
            except OSError:
                break

    def _above(self, target: Path) -> list[Path]:
        """The folders between a file and the output folder, the innermost first."""
        return [parent for parent in target.parents if self.folder in parent.parents]

    def _write_manifest(self, paths: list[str]) -> None:
        data = "\n".join((*paths, "")).encode()
        if data != self._data:
            self.folder.mkdir(parents=True, exist_ok=True)
            beside = self.folder / STAGING / "manifest"
            beside.parent.mkdir(exist_ok=True)
            beside.write_bytes(data)
            os.replace(beside, self.folder / MANIFEST)
        self._data = data
        self.digest = digest(data)


_OUTSIDE = re.compile(r"^/|[\\:]|//|/$|(?:^|/)\.\.?(?:/|$)|^$")


def is_inside(path: str) -> bool:
    """A manifest could have been edited; a path in it must not lead out of its folder."""
    return not _OUTSIDE.search(path)


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
                code="foreign-file",
            )
        )
    if folder.exists() and not folder.is_dir():
        raise OwnershipError(
            Problem(Place(str(folder)), "is a file, not a folder", code="foreign-file")
        )
