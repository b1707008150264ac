"""A place at an address that fsspec can write to: s3://, gs://, sftp:// and others.

Keys and passwords come from where the host's own tools take them: the environment, ~/.aws, gcloud's
login, an SSH agent or ~/.ssh. A server whose key is not in ~/.ssh/known_hosts is refused.
"""

import os
from collections.abc import Callable, Collection, Iterator
from contextlib import suppress
from typing import Any
from urllib.parse import unquote, urlsplit

from digestgen import files
from digestgen.deploy import manifest
from digestgen.deploy.content import headers
from digestgen.deploy.destination import (
    Context,
    Gradual,
    Progress,
    There,
    compared,
    concurrently,
)
from digestgen.deploy.errors import DeployError, failed
from digestgen.deploy.plan import Changes
from digestgen.deploy.site import Site
from digestgen.targets import Target, scheme

_EXTRAS = {"s3": "deploy-s3", "gs": "deploy-gs", "sftp": "deploy-sftp", "ssh": "deploy-sftp"}
_WORKERS = 8
_NEW = ".digestgen-new"  # a folder beside our list: what is being written


class Remote(Gradual):
    def __init__(self, target: Target, context: Context) -> None:
        self.to = target.to
        self.scheme = scheme(target.to)
        self.left: list[str] = []  # half written files of an interrupted deployment
        try:
            self.system, self.base = _open(target)
        except ImportError:
            extra = _EXTRAS.get(self.scheme)
            hint = f'pip install "digestgen[{extra}]"' if extra else "install its fsspec package"
            raise failed(
                self.to, f"what writes to {self.scheme}:// is not installed", hint, "not-installed"
            ) from None
        except Exception as error:
            raise self._failed(error) from error

    def _failed(self, error: Exception) -> DeployError:
        reason = str(error).strip() or type(error).__name__
        hint = "the next digestgen deploy goes on from here"
        return failed(self.to, reason.splitlines()[0], hint)

    def _try(self, action: Callable[[], Any]) -> Any:
        try:
            return action()
        except DeployError:
            raise
        except Exception as error:  # of dozens of libraries, each with classes of its own
            raise self._failed(error) from error

    def _at(self, path: str) -> str:
        return f"{self.base}/{path}" if self.base else path

    def look(self, site: Site) -> There:
        sizes = self._try(self._sizes)
        noted = self._try(lambda: self._read(manifest.NAME)) if manifest.NAME in sizes else None
        sent = manifest.decode(noted)
        sizes.pop(manifest.NAME, None)
        for path in [path for path in sizes if path.startswith(f"{_NEW}/")]:
            del sizes[path]
            self.left.append(path)
        return There(self._try(lambda: compared(site, sizes, sent, self._read)), sent, noted)

    def apply(self, site: Site, there: There, changes: Changes, progress: Progress) -> None:
        super().apply(site, there, changes, progress)
        if self.scheme in ("sftp", "ssh"):
            for path in (*self.left, _NEW):
                with suppress(Exception):  # then it stays, and harms nothing
                    self.system.rm(self._at(path))

    def _sizes(self) -> dict[str, int]:
        self.system.invalidate_cache()
        try:
            found = self.system.find(self.base, detail=True)
        except FileNotFoundError:
            return {}
        start = len(self.base) + 1 if self.base else 0
        return {path[start:]: int(info["size"] or 0) for path, info in found.items()}

    def _read(self, path: str) -> bytes | None:
        try:
            return bytes(self.system.cat_file(self._at(path)))
        except FileNotFoundError:
            return None

    def send(self, site: Site, paths: Collection[str]) -> Iterator[str]:
        def write(path: str) -> None:
            data = site.read(path)
            self._try(lambda: self._write(path, data))

        yield from concurrently(write, paths, _WORKERS)

    def remove(self, paths: Collection[str]) -> Iterator[str]:
        def gone(path: str) -> None:
            with suppress(FileNotFoundError):
                self.system.rm_file(self._at(path))

        yield from concurrently(lambda path: self._try(lambda: gone(path)), paths, _WORKERS)
        if self.scheme in ("sftp", "ssh"):
            self._remove_empty(paths)

    def _remove_empty(self, paths: Collection[str]) -> None:
        """Folders in which nothing is left; object stores have none."""
        folders = {path.rsplit("/", n)[0] for path in paths for n in range(1, path.count("/") + 1)}
        for folder in sorted(folders, key=lambda folder: -folder.count("/")):
            with suppress(Exception):  # not empty, in words that differ from server to server
                self.system.rm(self._at(folder))

    def note(self, data: bytes) -> None:
        self._try(lambda: self._write(manifest.NAME, data))

    def _write(self, path: str, data: bytes) -> None:
        """A reader gets the old file or the new one: stores replace an object at once, and over SFTP
        it is written beside and renamed."""
        if self.scheme in ("sftp", "ssh"):
            beside = self._at(f"{_NEW}/{files.digest(path.encode())}")
            self.system.pipe_file(beside, data)
            self.system.makedirs(self.system._parent(self._at(path)), exist_ok=True)
            self.system.mv(beside, self._at(path))
            return
        self.system.pipe_file(self._at(path), data, **self._options(path))

    def _options(self, path: str) -> dict[str, Any]:
        said = headers(path)
        if self.scheme == "s3":
            return {"ContentType": said.content_type, "CacheControl": said.cache_control}
        if self.scheme in ("gs", "gcs"):
            return {
                "content_type": said.content_type,
                "fixed_key_metadata": {"cache_control": said.cache_control},
            }
        return {}


def _open(target: Target) -> tuple[Any, str]:
    """The file system, and where in it the site goes."""
    parts = urlsplit(target.to)
    if parts.scheme in ("sftp", "ssh"):
        from sshfs import SSHFileSystem

        login = {"username": parts.username, "port": parts.port}
        given = {key: value for key, value in login.items() if value is not None}
        # () is asyncssh's own default, ~/.ssh/known_hosts; that of sshfs is to trust every server.
        system = SSHFileSystem(parts.hostname, known_hosts=(), skip_instance_cache=True, **given)
        path = unquote(parts.path).rstrip("/")
        return system, path.removeprefix("/~/")
    import fsspec

    options: dict[str, Any] = {"skip_instance_cache": True}
    if parts.scheme == "s3" and target.endpoint:
        options["endpoint_url"] = target.endpoint
    if parts.scheme == "s3" and "AWS_REGION" in os.environ:
        options["client_kwargs"] = {"region_name": os.environ["AWS_REGION"]}
    system, base = fsspec.core.url_to_fs(target.to, **options)
    return system, base.rstrip("/")
