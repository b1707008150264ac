"""What may happen to a build: a process killed, or a disk that is full, at the n-th thing done to it.

Python tells of whatever it is about to do to the disk (its audit events), so no place that writes is
overlooked; SQLite does not, so commits are heard where they are asked for.
"""

import ctypes
import errno
import os
import random
import signal
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from digestgen.catalog import Catalog

_CHANGES = {
    "os.link",
    "os.mkdir",
    "os.remove",
    "os.rename",
    "os.rmdir",
    "os.symlink",
    "os.truncate",
}
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT
_listener: Callable[[str, str], None] | None = None


def _hear(event: str, args: tuple[Any, ...]) -> None:
    if _listener is None:
        return
    if event == "open" and isinstance(args[2], int) and args[2] & _WRITING:
        _listener("open", os.fsdecode(args[0]) if not isinstance(args[0], int) else "")
    elif event in _CHANGES:
        _listener(event, os.fsdecode(args[0]) if not isinstance(args[0], int) else "")


sys.addaudithook(_hear)


@contextmanager
def heard(listener: Callable[[str, str], None]) -> Iterator[None]:
    """Call a function with (event, path) before anything is done to the disk."""
    global _listener
    commit = Catalog.commit

    def told(catalog: Catalog) -> None:
        listener("commit", "")
        commit(catalog)

    _listener, Catalog.commit = listener, told  # type: ignore[method-assign,assignment]
    try:
        yield
    finally:
        _listener, Catalog.commit = None, commit  # type: ignore[method-assign]


def writes(run: Callable[[], object]) -> int:
    """How many things a function does to the disk."""
    count = 0

    def listen(event: str, path: str) -> None:
        nonlocal count
        count += 1

    with heard(listen):
        run()
    return count


def killed(run: Callable[[], object], at: int) -> bool:
    """Run in a process that gets SIGKILL before the n-th thing it does to the disk, whose file is then
    half written; whether it came to that."""
    child = os.fork()
    if child == 0:
        try:
            with heard(Killer(at)):
                run()
        except BaseException:  # noqa: BLE001 - nothing may go on in the child
            os._exit(3)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert not os.WIFEXITED(status) or os.WEXITSTATUS(status) == 0, "the build failed by itself"
    return os.WIFSIGNALED(status)


class Killer:
    """For `heard`: SIGKILL at the n-th event."""

    def __init__(self, at: int) -> None:
        self._left = at

    def __call__(self, event: str, path: str) -> None:
        self._left -= 1
        if self._left == 0:
            if event == "open" and path and "sqlite" not in path:
                file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
                os.write(file, b"<!doctype ht")
            os.kill(os.getpid(), signal.SIGKILL)


@contextmanager
def full_disk(after: int) -> Iterator[None]:
    """After so many things were done to it, the disk takes nothing more; removing and renaming goes on."""
    left = after

    def refuse(event: str, path: str) -> None:
        nonlocal left
        left -= 1
        if left < 0 and event in ("open", "os.mkdir") and not os.path.isdir(path):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), path)

    with heard(refuse):
        yield


@contextmanager
def bound_by_modes() -> Iterator[None]:
    """Permissions bind root too: for the time it goes without the capabilities to pass over them."""
    if os.geteuid() != 0:
        yield
        return
    libc = ctypes.CDLL(None, use_errno=True)
    header = (ctypes.c_uint32 * 2)(0x20080522, 0)  # of Linux's capset(2), version 3
    known = (ctypes.c_uint32 * 6)()  # effective, permitted and inheritable, twice 32 bits
    assert libc.capget(header, known) == 0
    fewer = (ctypes.c_uint32 * 6)(*known)
    fewer[0] &= ~0b110  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH
    assert libc.capset(header, fewer) == 0
    try:
        yield
    finally:
        assert libc.capset(header, known) == 0


def bound_by_permissions(
    read: Callable[[Path, str], bytes | None],
) -> Callable[[Path, str], bytes | None]:
    """`files.read` for a root user whom a file's mode binds like everybody else."""

    def bound(root: Path, path: str) -> bytes | None:
        file = root / path
        if file.is_file() and not file.stat().st_mode & 0o400:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), os.fspath(file))
        return read(root, path)

    return bound


def _flip(data: bytearray, chance: random.Random) -> bytes:
    for _ in range(chance.choice([1, 30, 1000])):
        data[chance.randrange(len(data))] = chance.randrange(256)
    return bytes(data)


DAMAGES: dict[str, Callable[[bytearray, random.Random], bytes]] = {
    "bytes": _flip,
    "cut": lambda data, chance: bytes(data[: chance.randrange(len(data))]),
    "empty": lambda data, chance: b"",
    "text": lambda data, chance: b"This is no database.\n" * 100,
    "longer": lambda data, chance: bytes(data) + chance.randbytes(5000),
}
"""What may become of a file of the cache."""


def damage(cache: Path, how: str, seed: int) -> bool:
    """Damage one file of the cache, whichever; whether there is one."""
    files = sorted(p for p in cache.rglob("*") if p.is_file() and p.stat().st_size)
    # A preview of drafts is an output folder; "-shm" is memory shared by those who have it open.
    files = [p for p in files if not p.is_relative_to(cache / "drafts") and p.suffix[-4:] != "-shm"]
    if not files:
        return False
    chance = random.Random(seed)
    databases = [p for p in files if "sqlite" in p.name] or files
    file = chance.choice(chance.choice([files, databases]))
    file.write_bytes(DAMAGES[how](bytearray(file.read_bytes()), chance))
    return True


def tiny_database(patch: Any, pages: int) -> None:
    """SQLite finds no room for more than so many pages."""
    connect = Catalog._connect

    def limited(catalog: Catalog) -> sqlite3.Connection:
        db = connect(catalog)
        db.execute(f"PRAGMA max_page_count = {pages}")
        return db

    patch.setattr(Catalog, "_connect", limited)
