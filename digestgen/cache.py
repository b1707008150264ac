"""What `.digestgen/` keeps of work that was done. It is believed only while its bytes are those that
were written: whatever became of them (a copy cut short, a program that got into them, half a backup),
the work is done again.

A small file begins with its digest. The catalog has a *seal* beside it, the sizes and times of its
files, because to add up all of it would cost more than most builds. A seal survives archives that
keep times to the second. Damage that leaves size and time as they were is beyond it.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from digestgen import files
from digestgen.model import Place, Problem
from digestgen.problems import DigestgenError

_SECOND = 1_000_000_000


_DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
_MACHINE = (
    *_DAMAGED, sqlite3.SQLITE_BUSY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_PERM, sqlite3.SQLITE_READONLY,
)  # fmt: skip
"""What SQLite fails with where it isn't our fault."""


@contextmanager
def locked(root: Path, given_up: files.GivenUp | None = None) -> Iterator[None]:
    """`files.locked`, for who uses the catalog. Raises DigestgenError where the machine fails it."""
    with files.locked(root, given_up):
        try:
            yield
        except sqlite3.Error as error:
            code = getattr(error, "sqlite_errorcode", 0) & 0xFF
            if code not in _MACHINE:
                raise
            hint = "digestgen build --clean" if code in _DAMAGED else ""
            problem = Problem(Place(files.CACHE), f"the cache fails: {error}", hint, code="cache")
            raise DigestgenError(problem) from error


def read(path: Path) -> bytes | None:
    """The data that `write` kept; None where it is not there, or not whole."""
    try:
        told, _, data = path.read_bytes().partition(b"\n")
    except OSError:
        return None
    return data if told == files.digest(data).encode() else None


def write(path: Path, data: bytes) -> None:
    """Keep data, if there is room; it only saves work. One that is half written is not whole to `read`,
    so it need not be put in place at once."""
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(files.digest(data).encode() + b"\n" + data)


def seal(database: Path) -> None:
    """Enter that the files of an SQLite database are as they ought to be. For use while nobody else
    can write to it."""
    with suppress(OSError):
        _seal(database).write_text(_sizes_and_times(database), encoding="ascii")


def is_sealed(database: Path) -> bool:
    """Whether they are still the ones that were sealed."""
    try:
        told = _seal(database).read_text(encoding="ascii").split()
    except (OSError, ValueError):
        return False
    now = _sizes_and_times(database).split()
    return len(told) == len(now) and all(map(_agree, told, now))


def _seal(database: Path) -> Path:
    return database.with_name(f"{database.name}.seal")


def _sizes_and_times(database: Path) -> str:
    """Of the database and of the log of what is not in it yet; one that is empty may as well not be."""
    return (
        f"{_size_and_time(database)} {_size_and_time(database.with_name(f'{database.name}-wal'))}"
    )


def _size_and_time(path: Path) -> str:
    try:
        stat = os.stat(path)
    except OSError:
        return "0:0"
    return f"{stat.st_size}:{stat.st_mtime_ns if stat.st_size else 0}"


def _agree(told: str, now: str) -> bool:
    if told == now:
        return True
    size, _, time = told.partition(":")
    seconds = int(time) // _SECOND * _SECOND if time.isdecimal() else -1
    return now == f"{size}:{seconds}"
