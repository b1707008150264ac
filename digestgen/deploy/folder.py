"""A folder on this machine, or one that is mounted here."""

import os
from collections.abc import Collection, Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import unquote, urlsplit

from digestgen import files
from digestgen.deploy import manifest
from digestgen.deploy.destination import Context, Gradual, There, compared
from digestgen.deploy.errors import failed
from digestgen.deploy.site import Site
from digestgen.targets import Target, scheme

_NEW = ".digestgen-new"  # beside our list: what is being written


class Folder(Gradual):
    def __init__(self, target: Target, context: Context) -> None:
        path = target.to
        if scheme(path) == "file":
            path = unquote(urlsplit(path).path)
        self.folder = context.root / Path(path).expanduser()
        self._forbid(context.root)

    def _forbid(self, root: Path) -> None:
        """The digest's own files are no place to send the site to."""
        folder, root = self.folder.resolve(), root.resolve()
        inside = {root / files.CONTENT, root / files.LAYOUTS, root / files.CACHE}
        if folder == root or folder in root.parents or inside & {folder, *folder.parents}:
            raise failed(str(self.folder), "the digest's own files are there", "another folder")

    def look(self, site: Site) -> There:
        if site.folder.resolve() == self.folder.resolve():
            raise failed(str(self.folder), "the site is built there already", "another folder")
        noted = files.read(self.folder, manifest.NAME)
        sent = manifest.decode(noted)
        sizes = dict(_sizes(self.folder, ""))
        return There(
            compared(site, sizes, sent, lambda path: files.read(self.folder, path)), sent, noted
        )

    def send(self, site: Site, paths: Collection[str]) -> Iterator[str]:
        for path in paths:
            self._write(path, site.read(path))
            yield path

    def remove(self, paths: Collection[str]) -> Iterator[str]:
        for path in paths:
            target = self._inside(path)
            with suppress(FileNotFoundError):
                target.unlink()
            for parent in target.parents:
                if parent == self.folder:
                    break
                with suppress(OSError):  # not empty
                    parent.rmdir()
            yield path

    def note(self, data: bytes) -> None:
        self._write(manifest.NAME, data)

    def _write(self, path: str, data: bytes) -> None:
        """Beside, then renamed: a reader gets the old file or the new one."""
        target = self._inside(path)
        beside = self.folder / _NEW
        target.parent.mkdir(parents=True, exist_ok=True)
        beside.write_bytes(data)
        os.replace(beside, target)

    def _inside(self, path: str) -> Path:
        target = self.folder / path
        for parent in target.parents:
            if parent == self.folder:
                return target
            if parent.is_symlink():
                where = parent.relative_to(self.folder).as_posix()
                raise failed(str(self.folder), f"{where} is a link to elsewhere", "remove the link")
        return target


def _sizes(folder: Path, prefix: str) -> Iterator[tuple[str, int]]:
    """Every file below a folder; links are listed and not followed."""
    with suppress(FileNotFoundError), os.scandir(folder) as entries:
        for entry in entries:
            path = prefix + entry.name
            if entry.is_dir(follow_symlinks=False):
                yield from _sizes(folder / entry.name, f"{path}/")
            elif path not in (manifest.NAME, _NEW):
                link = entry.is_symlink()
                yield path, -1 if link else entry.stat(follow_symlinks=False).st_size
