"""Ctrl-C that is neither lost nor in the way.

It raises KeyboardInterrupt wherever the program is. In callbacks (of the garbage collector, of weak
references) Python ignores whatever is raised; so Ctrl-C is noted, and asked for where work goes on. What
has to come to its end holds it off.
"""

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

_presses = 0  # since `noted` began
_holding = 0  # how many `held` are open


@contextmanager
def noted() -> Iterator[None]:
    """Note each Ctrl-C, which raises KeyboardInterrupt as ever; one that Python ignored is raised by `ask`,
    at the latest when this ends without an error. In threads other than the main one, and where Ctrl-C
    means something else already, it does nothing."""
    global _presses
    usual, report = signal.getsignal(signal.SIGINT), sys.unraisablehook
    if not _is_main() or usual is not signal.default_int_handler:
        yield
        return

    def ignored(what: "sys.UnraisableHookArgs") -> None:
        if not issubclass(what.exc_type, KeyboardInterrupt):
            report(what)

    _presses = 0
    signal.signal(signal.SIGINT, _note)
    sys.unraisablehook = ignored
    try:
        yield
        ask()
    except SystemExit as end:
        if not end.code:
            ask()
        raise
    finally:
        sys.unraisablehook = report
        signal.signal(signal.SIGINT, usual)
        _presses = 0


def ask() -> None:
    """Raise KeyboardInterrupt, in the main thread, if there was a Ctrl-C since `noted` began."""
    if _presses and not _holding and _is_main():
        raise KeyboardInterrupt


@contextmanager
def held() -> Iterator[None]:
    """Hold off Ctrl-C until this is done; for what ends by itself. Where a system has signal masks (Windows
    has none), processes that start meanwhile don't hear it."""
    global _holding
    if not _is_main():
        yield
        return
    has_masks = hasattr(signal, "pthread_sigmask")
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT}) if has_masks else set()
    known = _presses
    _holding += 1
    try:
        yield
    finally:
        _holding -= 1
        if has_masks:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
        # Another thread may have taken the signal all the same.
        if _presses > known and not _holding:
            raise KeyboardInterrupt


def _note(number: int, frame: FrameType | None) -> None:
    global _presses
    _presses += 1
    if not _holding:
        signal.default_int_handler(number, frame)


def _is_main() -> bool:
    return threading.current_thread() is threading.main_thread()
