"""Processes that a build shares its work with, through the interface of `concurrent.futures.Executor`.

They start when there is enough to do and end with the build, whatever ends it. Results come in the
order of the tasks, a bounded number of tasks ahead.
"""

import os
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeGuard, TypeVar

from digestgen import interrupts
from digestgen.problems import DigestgenError

if TYPE_CHECKING:
    from concurrent.futures import Executor, Future, ProcessPoolExecutor

ExecutorFor = Callable[[int], "Executor | None"]
"""Who shares the work on so many files or pages; None where it is done here."""

T = TypeVar("T")
R = TypeVar("R")

_RARELY = (50_000, 20, 50)
"""When the collector of cycles looks around. A task makes much, hardly any of it in cycles, and all of it is
gone with the task."""

ENOUGH = 500
"""Files to parse or pages to make for which it pays to start processes."""


class Workers:
    """At most so many processes, of which this one is the first; none for 1."""

    def __init__(self, processes: int) -> None:
        self._processes = processes
        self._pool: ProcessPoolExecutor | None = None

    def enough(self, tasks: int) -> "Executor | None":
        """The processes, if there are so many tasks that they pay or if they run already."""
        if self._pool is None and self._processes > 1 and tasks >= ENOUGH:
            from concurrent.futures import ProcessPoolExecutor
            from multiprocessing import get_context

            spawn = get_context("spawn")
            self._pool = ProcessPoolExecutor(self._processes - 1, spawn, _begin)
        return self._pool

    def close(self) -> None:
        """Wait for what is under way, and let nothing else begin."""
        if self._pool is not None:
            with interrupts.held():
                self._pool.shutdown(cancel_futures=True)
            self._pool = None


@contextmanager
def collecting_rarely() -> Iterator[None]:
    """While a build is on, here as in the other processes."""
    import gc

    before = gc.get_threshold()
    gc.set_threshold(*_RARELY)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def processors() -> int:
    """How many processes can run at once."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def is_own(executor: "Executor | None") -> "TypeGuard[ProcessPoolExecutor]":
    """Whether these are processes of this machine, so that its files are at hand there."""
    if executor is None:
        return False
    from concurrent.futures import ProcessPoolExecutor

    return isinstance(executor, ProcessPoolExecutor)


def in_order(
    executor: "Executor | None",
    function: Callable[[T], R],
    tasks: Iterable[T],
    here: Callable[[T], R] | None = None,
) -> "Generator[R]":
    """What the function makes of each task; without an executor in this process. `here` does the same in this
    process: what nobody has begun yet while the next result is waited for. No task is under way any more
    once this is closed."""
    if executor is None:
        yield from map(function, tasks)
        return
    waiting: deque[tuple[T, Future[R]]] = deque()
    ahead = 4 * processors()
    try:
        for task in tasks:
            with interrupts.held():  # until a new process does not heed it any more
                waiting.append((task, executor.submit(function, task)))
            if len(waiting) > ahead:
                yield _next(waiting, here)
        while waiting:
            yield _next(waiting, here)
    finally:
        with interrupts.held():
            for _, future in waiting:
                if not future.cancel():
                    future.exception()


def _next(waiting: "deque[tuple[T, Future[R]]]", here: Callable[[T], R] | None) -> R:
    """The first result. Until it is there the last tasks are done here."""
    if here is not None:
        for at in range(len(waiting) - 1, -1, -1):
            task, future = waiting[at]
            if waiting[0][1].done():
                break
            if future.cancel():
                waiting[at] = task, _done(here, task)
    return waiting.popleft()[1].result()


def _done(function: Callable[[T], R], task: T) -> "Future[R]":
    from concurrent.futures import Future

    future: Future[R] = Future()
    try:
        future.set_result(function(task))
    except DigestgenError as error:  # to be met in its turn
        future.set_exception(error)
    return future


def _begin() -> None:
    """In a new process: Ctrl-C is for the one that builds; when that one is gone, so is this."""
    import gc
    import signal
    from multiprocessing import parent_process
    from multiprocessing.connection import wait

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.set_threshold(*_RARELY)
    parent = parent_process()
    assert parent is not None

    def follow() -> None:
        wait([parent.sentinel])
        os._exit(1)

    threading.Thread(target=follow, daemon=True).start()
