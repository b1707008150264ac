"""The disk: content hashes, stat signatures, files written whole, locks."""

import hashlib
import os
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path

CACHE = ".digestgen"
CONTENT = "content"
LAYOUTS = "layouts"


def digest(data: bytes) -> str:
    """The content hash used throughout: BLAKE2b, 128 bits, hex."""
    return hashlib.blake2b(data, digest_size=16).hexdigest()


def signature(stat: os.stat_result) -> str:
    """What changes when a file does, as git sees it; "" (equal to nothing) while a later edit could
    still leave it the same, which is git's "racy" rule."""
    mtime, ctime = stat.st_mtime_ns, stat.st_ctime_ns
    coarse = mtime % 1_000_000_000 == 0
    newest = max(ctime, mtime)
    if time.time_ns() - newest < (2_000_000_000 if coarse else 20_000_000):
        return ""
    return f"{stat.st_size}:{mtime}:{ctime}:{stat.st_ino}"


def differing(prefix: str, rows: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Those (path, signature) whose file below `prefix` has another stat signature now. Told apart
    with as little as there can be, because every output is looked at in every build."""
    lstat = os.lstat
    for path, signature in rows:
        try:
            stat = lstat(prefix + path)
        except (OSError, ValueError):
            yield path, signature
            continue
        now = f"{stat.st_size}:{stat.st_mtime_ns}:{stat.st_ctime_ns}:{stat.st_ino}"
        if now != signature:
            yield path, signature


def read(root: Path, path: str) -> bytes | None:
    """The bytes of a source, or None if it is gone."""
    try:
        return (root / path).read_bytes()
    except (FileNotFoundError, IsADirectoryError, NotADirectoryError):
        return None


def atomic_write(path: Path, data: bytes) -> None:
    """Replace or make a file of the editor's: written beside, made durable, renamed; the mode is
    kept, and a link keeps leading to the file."""
    import shutil

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


GivenUp = Callable[[], bool]
"""Asked while something is waited for: whether it is no longer wanted."""
_PAUSE = 0.02  # seconds between two tries for a lock
_DAY = 24 * 3600.0


@contextmanager
def locked(root: Path, given_up: GivenUp | None = None) -> Iterator[None]:
    """One build or extraction of a digest at a time, whatever the process: the others wait. Raises
    TimeoutError once `given_up` says so."""
    cache = root / CACHE
    cache.mkdir(exist_ok=True)
    ignore = cache / ".gitignore"
    if not ignore.exists():
        ignore.write_text("*\n", encoding="utf-8")
    with _lock(cache / "lock", given_up):
        yield


def _lock(path: Path, given_up: GivenUp | None) -> AbstractContextManager[object]:
    try:
        import fcntl
    except ImportError:  # Windows
        from filelock import FileLock

        return FileLock(path).acquire(_DAY if given_up else -1, cancel_check=given_up)
    file = open(path, "wb")  # noqa: SIM115 - closing it is what ends the lock
    try:
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | (fcntl.LOCK_NB if given_up else 0))
            except BlockingIOError:
                if given_up and given_up():
                    raise TimeoutError(f"{path} is locked") from None
                time.sleep(_PAUSE)
            else:
                return file
    except BaseException:
        file.close()
        raise
