"""Processes that a build shares its work with, through the interface of `concurrent.futures.Executor`.

They start when there is enough to do and end with the build, whatever ends it. Results come in the
order of the tasks, a bounded number of tasks ahead.
"""

import os
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from concurrent.futures import Executor, Future, ProcessPoolExecutor

ExecutorFor = Callable[[int], "Executor | None"]
"""Who shares the work on so many files or pages; None where it is done here."""

T = TypeVar("T")
R = TypeVar("R")

ENOUGH = 500
"""Files to parse or pages to make for which it pays to start processes."""
_AHEAD = 8  # tasks under way before the first result is waited for


class Workers:
    """At most so many processes; none for 1."""

    def __init__(self, processes: int) -> None:
        self._processes = processes
        self._pool: ProcessPoolExecutor | None = None

    def enough(self, tasks: int) -> "Executor | None":
        """The processes, if there are so many tasks that they pay or if they run already."""
        if self._pool is None and self._processes > 1 and tasks >= ENOUGH:
            from concurrent.futures import ProcessPoolExecutor
            from multiprocessing import get_context

            spawn = get_context("spawn")
            self._pool = ProcessPoolExecutor(self._processes, spawn, _begin)
        return self._pool

    def close(self) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
            self._pool = None


def processors() -> int:
    """How many processes can run at once."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def in_order(executor: "Executor", function: Callable[[T], R], tasks: Iterable[T]) -> Iterator[R]:
    """What the function makes of each task."""
    waiting: deque[Future[R]] = deque()
    for task in tasks:
        waiting.append(executor.submit(function, task))
        if len(waiting) > _AHEAD:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


def _begin() -> None:
    """In a new process: Ctrl-C is for the one that builds; when that one is gone, so is this."""
    import gc
    import signal
    from multiprocessing import parent_process
    from multiprocessing.connection import wait

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.set_threshold(50_000, 20, 50)  # what a task makes is many, and gone with it
    parent = parent_process()
    assert parent is not None

    def follow() -> None:
        wait([parent.sentinel])
        os._exit(1)

    threading.Thread(target=follow, daemon=True).start()
