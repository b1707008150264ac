"""Ctrl-C that is not lost. Python ignores what is raised in callbacks of its garbage collector, and
KeyboardInterrupt may be raised there as anywhere."""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType


@contextmanager
def noted() -> Iterator[Callable[[], None]]:
    """What raises KeyboardInterrupt again after a Ctrl-C, which raises it as ever. In threads other than
    the main one, and where Ctrl-C means something else already, it does nothing."""
    pressed = threading.Event()
    usual = signal.getsignal(signal.SIGINT)
    main = threading.current_thread() is threading.main_thread()
    if not main or usual is not signal.default_int_handler:
        yield lambda: None
        return

    def again() -> None:
        if pressed.is_set():
            raise KeyboardInterrupt

    def note(number: int, frame: FrameType | None) -> None:
        pressed.set()
        signal.default_int_handler(number, frame)

    signal.signal(signal.SIGINT, note)
    try:
        yield again
    finally:
        signal.signal(signal.SIGINT, usual)
