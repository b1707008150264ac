"""Running a command and accounting for it and everything it starts. Linux only: it reads /proc."""

import ctypes
import os
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

_PR_SET_CHILD_SUBREAPER = 36
_TICKS = os.sysconf("SC_CLK_TCK")
_PAGE = os.sysconf("SC_PAGE_SIZE")
_LIMIT = 900.0  # seconds that a build may take
_IDLE = 6.0  # seconds without work after which nothing more will come


@dataclass(frozen=True, slots=True)
class Usage:
    """What a command took. `memory` is the most that all its processes held at once, in bytes; pages
    they share count for each. `survivors` are processes it left behind."""

    seconds: float
    cpu: float
    memory: int
    survivors: int


class Failed(Exception):
    """A command ended badly; the message holds the end of what it printed."""


def prepare() -> None:
    """Whatever a command leaves behind becomes a child of this process, so that it is seen; and Ctrl-C
    reaches commands even where this process was started without it, as in a shell's background."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def run(command: tuple[str, ...], folder: Path, environment: dict[str, str]) -> Usage:
    """Run a command to its end. Raises Failed."""
    log = folder.with_suffix(".log")
    with log.open("wb") as out:
        started = time.perf_counter()
        process = subprocess.Popen(
            command, cwd=folder, env=environment, stdout=out, stderr=subprocess.STDOUT
        )
        with _highest(process.pid) as highest, _stopped_after(process, _LIMIT):
            _, status, spent = os.wait4(process.pid, 0)
            seconds = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    survivors = _end_orphans()
    if process.returncode:
        said = log.read_text(errors="replace")[-600:]
        raise Failed(f"{command[0]} ended with {process.returncode}: {said}")
    largest = spent.ru_maxrss * 1024
    return Usage(seconds, spent.ru_utime + spent.ru_stime, max(highest[0], largest), survivors)


@contextmanager
def _highest(pid: int) -> Iterator[list[int]]:
    """The most memory that a process and its descendants were seen to hold, looked at 25 times a
    second: seldom enough not to slow them down."""
    highest = [0]
    ended = threading.Event()

    def look() -> None:
        while not ended.wait(0.04):
            highest[0] = max(highest[0], sum(map(_resident, tree(pid))))

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield highest
    finally:
        ended.set()
        thread.join()


@contextmanager
def _stopped_after(process: "subprocess.Popen[bytes]", seconds: float) -> Iterator[None]:
    timer = threading.Timer(seconds, os.kill, (process.pid, signal.SIGKILL))
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()


def tree(pid: int) -> list[int]:
    """A process and its descendants."""
    children: dict[int, list[int]] = {}
    for name in os.listdir("/proc"):
        if name.isdigit() and (fields := _stat(int(name))):
            children.setdefault(int(fields[1]), []).append(int(name))
    found, waiting = [], [pid]
    while waiting:
        found.append(waiting.pop())
        waiting += children.get(found[-1], [])
    return found


def _stat(pid: int) -> list[str]:
    """The fields of /proc/PID/stat from the state on; none once the process is gone."""
    try:
        with open(f"/proc/{pid}/stat") as file:
            return file.read().rpartition(")")[2].split()
    except OSError:
        return []


def _resident(pid: int) -> int:
    try:
        with open(f"/proc/{pid}/statm") as file:
            return int(file.read().split()[1]) * _PAGE
    except (OSError, IndexError):
        return 0


def _end_orphans() -> int:
    """End what a command left behind, and count it. Helpers of a pool end a moment after it."""
    deadline = time.monotonic() + 1
    while (left := tree(os.getpid())[1:]) and time.monotonic() < deadline:
        _reap(left)
        time.sleep(0.01)
    for pid in left:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    for pid in left:
        with suppress(ChildProcessError):
            os.waitpid(pid, 0)
    return len(left)


def _reap(pids: list[int]) -> None:
    for pid in pids:
        with suppress(ChildProcessError):
            os.waitpid(pid, os.WNOHANG)


class Session:
    """A command that keeps running, as a server does, until `stop`."""

    def __init__(self, command: tuple[str, ...], folder: Path, environment: dict[str, str]) -> None:
        with folder.with_suffix(".log").open("wb") as out:
            self._process = subprocess.Popen(
                command, cwd=folder, env=environment, stdout=out, stderr=subprocess.STDOUT
            )

    def cpu(self) -> float:
        """CPU seconds so far, of processes that have ended too."""
        stats = [fields for pid in tree(self._process.pid) if (fields := _stat(pid))]
        return sum(int(field) for fields in stats for field in fields[11:15]) / _TICKS

    def memory(self) -> int:
        """The most that each of its processes ever held, together."""
        return sum(map(_peak, tree(self._process.pid)))

    def settle(self, quiet: float = 0.4, limit: float = 300.0) -> None:
        """Wait until it has used next to no CPU for a while."""
        deadline = time.monotonic() + limit
        before, since = self.cpu(), time.monotonic()
        while time.monotonic() < min(since + quiet, deadline):
            time.sleep(0.05)
            now = self.cpu()
            if now - before > 0.02:
                before, since = now, time.monotonic()

    def until(self, done: Callable[[], bool], pause: float = 0.001) -> bool:
        """Wait for something, and look for it less and less often. False once the command has been
        idle for long without it. Raises Failed when the command ends."""
        started = looked = since = time.monotonic()
        cpu = self.cpu()
        while not done():
            if self._process.poll() is not None:
                raise Failed(f"the watching command ended with {self._process.returncode}")
            now = time.monotonic()
            if now - looked > 1:
                before, cpu, looked = cpu, self.cpu(), now
                if cpu - before > 0.1:  # more than answering what is asked here
                    since = now
                elif now - since > _IDLE:
                    return False
            time.sleep(max(pause, (now - started) / 50))
        return True

    def stop(self) -> int:
        """As Ctrl-C does. The number of processes that it left behind."""
        self._process.send_signal(signal.SIGINT)
        try:
            self._process.wait(20)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        return _end_orphans()


def _peak(pid: int) -> int:
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0
    rows = (line.split() for line in status.splitlines() if line.startswith("VmHWM:"))
    return sum(int(row[1]) * 1024 for row in rows)


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
