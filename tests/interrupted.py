"""Ctrl-C at the n-th thing a command does: a process of its own, which gets SIGINT from the system.

A moment is a call of one of our functions or of what they use, so any line is near one; counting them is
what makes a moment the same in each run.
"""

import os
import re
import signal
import sys
import time
import traceback
import weakref
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any

from digestgen import __main__ as program
from digestgen import files


@dataclass(frozen=True, slots=True)
class Done:
    """What a process came to."""

    code: int
    stdout: str
    stderr: str


class Clock:
    """For `sys.setprofile`: counts calls in the main thread, and calls `strike` at the n-th of them, which
    may be several."""

    def __init__(self, at: Collection[int], strike: Callable[[], None]) -> None:
        self.count = 0
        self._at = at
        self._strike = strike

    def __call__(self, frame: FrameType, event: str, argument: Any) -> None:
        if event in ("call", "c_call"):
            self.count += 1
            if self.count in self._at:
                self._strike()


def calls(root: Path, arguments: list[str]) -> int:
    """How many calls a command takes to its end."""
    read, write = os.pipe()

    def tell(clock: Clock) -> None:
        os.write(write, str(clock.count).encode())

    _process(root, arguments, Clock((), lambda: None), tell)
    os.close(write)
    with os.fdopen(read) as told:
        return int(told.read())


def at_call(root: Path, arguments: list[str], *at: int) -> Done:
    """Run `digestgen` with the arguments in a folder, and press Ctrl-C at the n-th call."""
    return _process(root, arguments, Clock(at, _press))


def _press() -> None:
    os.kill(os.getpid(), signal.SIGINT)


def in_a_callback(root: Path, arguments: list[str], at: int) -> Done:
    """The same at a moment when Python ignores whatever is raised."""

    class Thing:
        pass

    def strike() -> None:
        thing = Thing()
        told = weakref.ref(thing, lambda _: _press())
        del thing
        assert told() is None

    return _process(root, arguments, Clock((at,), strike))


def while_another_has_the_digest(root: Path, arguments: list[str], at: int) -> Done:
    """The same, and from that call on the digest's lock, if the command has it, is another process's too."""
    read, write = os.pipe()

    def strike() -> None:
        if os.fork() == 0:  # open files are shared, and with them the lock
            os.close(write)
            os.read(read, 1)
            os._exit(0)
        _press()

    try:
        return _process(root, arguments, Clock((at,), strike))
    finally:
        os.close(write)
        os.close(read)


def once_said(root: Path, arguments: list[str], words: str) -> Done:
    """Run it, and press Ctrl-C when it has said so."""

    def press(child: int) -> None:
        while not any(words in stream.read_text() for stream in _streams(root) if stream.exists()):
            if has_ended(child):
                return
            time.sleep(0.02)
        os.kill(child, signal.SIGINT)

    return _process(root, arguments, None, meanwhile=press)


def once_it_waits(root: Path, arguments: list[str]) -> Done:
    """Run it while the digest is locked, and press Ctrl-C when it waits for that."""

    def press(child: int) -> None:
        lock = (root / files.CACHE / "lock").stat().st_ino
        while not re.search(rf"-> FLOCK .* {child} .*:{lock} ", Path("/proc/locks").read_text()):
            if has_ended(child):
                return
            time.sleep(0.02)
        os.kill(child, signal.SIGINT)

    return _process(root, arguments, None, meanwhile=press)


def has_ended(child: int) -> bool:
    """Whether it has; its id is nobody else's until it is waited for."""
    return os.waitid(os.P_PID, child, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None


def _streams(root: Path) -> list[Path]:
    return [root.parent / name for name in ("stdout", "stderr")]


def _process(
    root: Path,
    arguments: list[str],
    clock: Clock | None,
    then: Callable[[Clock], None] | None = None,
    meanwhile: Callable[[int], None] = lambda child: None,
) -> Done:
    child = os.fork()
    if child == 0:
        code = 99
        try:
            signal.alarm(60)  # it ends in any case
            os.chdir(root)
            for number, stream in enumerate(_streams(root), 1):
                os.dup2(os.open(stream, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), number)
            sys.stdout, sys.stderr = (os.fdopen(number, "w", buffering=1) for number in (1, 2))
            sys.argv = ["digestgen", *arguments]
            # A test run in a shell's background ignores SIGINT.
            signal.signal(signal.SIGINT, signal.default_int_handler)
            sys.setprofile(clock)
            try:
                program.main()
            finally:
                sys.setprofile(None)
            code = 0
        except SystemExit as stopped:
            code = stopped.code if isinstance(stopped.code, int) else 0
        except BaseException:  # noqa: BLE001 - as Python ends with it
            traceback.print_exc()
        if then is not None and clock is not None:
            then(clock)
        os._exit(code)
    meanwhile(child)
    _, status = os.waitpid(child, 0)
    code = os.waitstatus_to_exitcode(status)
    return Done(code, *(stream.read_text() for stream in _streams(root)))
