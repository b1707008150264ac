"""Places to deploy to, real ones on this machine, and a reader who follows every link there."""

import asyncio
import io
import shutil
import subprocess
import tarfile
import threading
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import asyncssh
import httpx
import pytest
from conftest import IN_CI
from hosts import on_loopback

from digestgen.check.html import PageReader

LIST = ".digestgen-deployed"


class Place(ABC):
    """Somewhere to deploy to. `target` is what digest.yaml says of it; `writes` is the method that
    each write goes through, for tests that fail in it."""

    target: dict[str, str]
    writes: tuple[type, str]

    @abstractmethod
    def files(self) -> dict[str, bytes]:
        """Everything there, our list included."""

    @abstractmethod
    def put(self, path: str, data: bytes) -> None:
        """Somebody else writes a file."""

    @abstractmethod
    def remove(self, path: str) -> None:
        """Somebody else removes a file."""

    def site(self) -> dict[str, bytes]:
        return {path: data for path, data in self.files().items() if path != LIST}


class FolderPlace(Place):
    def __init__(self, folder: Path) -> None:
        from digestgen.deploy.folder import Folder

        self.folder = folder
        self.target = {"to": str(folder)}
        self.writes = (Folder, "_write")

    def files(self) -> dict[str, bytes]:
        return {
            path.relative_to(self.folder).as_posix(): path.read_bytes()
            for path in self.folder.rglob("*")
            if path.is_file()
        }

    def put(self, path: str, data: bytes) -> None:
        (self.folder / path).parent.mkdir(parents=True, exist_ok=True)
        (self.folder / path).write_bytes(data)

    def remove(self, path: str) -> None:
        (self.folder / path).unlink()

    def empty_folders(self) -> list[Path]:
        return [one for one in self.folder.rglob("*") if one.is_dir() and not any(one.iterdir())]


class RsyncPlace(FolderPlace):
    def __init__(self, folder: Path) -> None:
        from digestgen.deploy.rsync import Rsync

        super().__init__(folder)
        self.target = {"kind": "rsync", "to": str(folder)}
        self.writes = (Rsync, "_do")


class SftpPlace(FolderPlace):
    def __init__(self, folder: Path, port: int) -> None:
        from digestgen.deploy.remote import Remote

        super().__init__(folder / "srv")
        self.target = {"to": f"sftp://127.0.0.1:{port}/srv"}
        self.writes = (Remote, "_write")


class GitPlace(Place):
    def __init__(self, repository: Path, **target: str) -> None:
        from digestgen.deploy.git import Git

        needs("git")
        self.repository = repository
        git("init", "--quiet", "--bare", str(repository))
        self.target = {"kind": "git", "to": str(repository), **target}
        self.branch = target.get("branch", "gh-pages")
        self.writes = (Git, "_push")

    def files(self) -> dict[str, bytes]:
        if not self.commits():
            return {}
        packed = io.BytesIO(self.git("archive", "--format=tar", self.branch))
        with tarfile.open(fileobj=packed) as archive:
            found = ((one.name, archive.extractfile(one)) for one in archive if one.isfile())
            return {name: file.read() for name, file in found if file is not None}

    def git(self, *arguments: str) -> bytes:
        return git("-C", str(self.repository), *arguments)

    def commits(self) -> list[str]:
        heads = self.git("for-each-ref", f"refs/heads/{self.branch}")
        return self.git("rev-list", self.branch).decode().split() if heads else []

    @contextmanager
    def _clone(self) -> Iterator[Path]:
        folder = self.repository.parent / "clone"
        shutil.rmtree(folder, ignore_errors=True)
        git("clone", "--quiet", str(self.repository), str(folder))
        git("-C", str(folder), "checkout", "--quiet", "-B", self.branch,
            *([f"origin/{self.branch}"] if self.commits() else []))  # fmt: skip
        yield folder
        git("-C", str(folder), "add", "--all")
        identity = ["-c", "user.name=x", "-c", "user.email=x@example.org"]
        git("-C", str(folder), *identity, "commit", "--quiet", "--message", "By hand")
        git("-C", str(folder), "push", "--quiet", "origin", self.branch)

    def put(self, path: str, data: bytes) -> None:
        with self._clone() as folder:
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(data)

    def remove(self, path: str) -> None:
        with self._clone() as folder:
            (folder / path).unlink()


class S3Place(Place):
    def __init__(self, endpoint: str, bucket: str) -> None:
        import boto3

        from digestgen.deploy.remote import Remote

        self.client: Any = boto3.client("s3", endpoint_url=endpoint, region_name="us-east-1")
        self.client.create_bucket(Bucket=bucket)
        self.bucket = bucket
        self.target = {"to": f"s3://{bucket}/news", "endpoint": endpoint}
        self.writes = (Remote, "_write")

    def files(self) -> dict[str, bytes]:
        pages = self.client.get_paginator("list_objects_v2").paginate(Bucket=self.bucket)
        keys = [entry["Key"] for page in pages for entry in page.get("Contents", [])]
        assert all(key.startswith("news/") for key in keys)
        return {key[len("news/") :]: self.object(key)["Body"].read() for key in keys}

    def object(self, key: str) -> Any:
        return self.client.get_object(Bucket=self.bucket, Key=key)

    def put(self, path: str, data: bytes) -> None:
        self.client.put_object(Bucket=self.bucket, Key=f"news/{path}", Body=data)

    def remove(self, path: str) -> None:
        self.client.delete_object(Bucket=self.bucket, Key=f"news/{path}")


def git(*arguments: str) -> bytes:
    return subprocess.run(["git", *arguments], check=True, capture_output=True).stdout


def needs(program: str) -> None:
    """Skip where a program is missing; in CI that is a failure."""
    if shutil.which(program) is None:
        (pytest.fail if IN_CI else pytest.skip)(f"{program} is not installed")


@contextmanager
def sftp_server(folder: Path, home: Path) -> Iterator[int]:
    """An SFTP server that shows `folder` as its root; `home` gets the .ssh of a user who knows its
    key and may log in. Yields the port."""
    host, user = (asyncssh.generate_private_key("ssh-ed25519") for _ in range(2))
    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, daemon=True).start()

    async def start() -> asyncssh.SSHAcceptor:
        keys = asyncssh.import_authorized_keys(user.export_public_key().decode())
        return await asyncssh.listen(
            "127.0.0.1",
            0,
            server_host_keys=[host],
            authorized_client_keys=keys,
            sftp_factory=lambda channel: asyncssh.SFTPServer(channel, chroot=str(folder).encode()),
        )

    server = asyncio.run_coroutine_threadsafe(start(), loop).result(30)
    port = server.get_port()
    ssh = home / ".ssh"
    ssh.mkdir(parents=True)
    user.write_private_key(str(ssh / "id_ed25519"))
    public = host.export_public_key().decode()
    (ssh / "known_hosts").write_text(f"[127.0.0.1]:{port} {public}")
    try:
        yield port
    finally:
        asyncio.run_coroutine_threadsafe(_stop(server), loop).result(30)
        loop.call_soon_threadsafe(loop.stop)


async def _stop(server: asyncssh.SSHAcceptor) -> None:
    server.close()
    tasks = asyncio.all_tasks() - {asyncio.current_task()}
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


@contextmanager
def served(read: Callable[[str], bytes | None]) -> Iterator[str]:
    """A web server that answers as static hosts do; yields its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = unquote(urlsplit(self.path).path).lstrip("/")
            data = read(path + "index.html" if not path or path.endswith("/") else path)
            self.send_response(404 if data is None else 200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(data or b"")

        def log_message(self, *_: Any) -> None:
            pass

    with on_loopback(Handler) as address:
        yield f"{address}/"


def walk(address: str) -> tuple[set[str], list[str]]:
    """Reads a site from its front page on: the paths that are there, and the dead links."""
    seen, dead, todo = {address}, [], [(address, "")]
    with httpx.Client() as client:
        while todo:
            url, page = todo.pop()
            answer = client.get(url)
            if answer.status_code != 200:
                dead.append(f"{page} -> {url}")
                continue
            if not url.endswith(("/", ".html")):
                continue
            for link in PageReader(answer.text).links:
                target = urldefrag(urljoin(url, link)).url
                if target.startswith(address) and target not in seen:
                    seen.add(target)
                    todo.append((target, url))
    return {url.removeprefix(address) for url in seen}, dead
