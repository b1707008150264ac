"""What open browser tabs have to know: which outputs changed since they were loaded, what is wrong,
and the last good page of an article that is broken now.

The thread that builds publishes outcomes. Each tab holds one stream of server-sent events, told by
the page it shows and the number of the build that it was loaded after.
"""

import asyncio
import json
import secrets
import threading
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import contextmanager
from pathlib import PurePosixPath

from digestgen import problems, urls
from digestgen.model import Problem
from digestgen.watch import Outcome

HEARTBEAT = 15.0  # seconds; a write is what finds out that a tab has gone
LISTED = 50  # problems shown in a tab
_PAGES = (".html", ".xml", ".json", ".txt")
"""Outputs that no other page is made to look by."""


class Live:
    """The state between builds and tabs. `publish` is for one thread, the rest for any."""

    def __init__(self) -> None:
        # Another server on this port, earlier or later, counts its builds alike.
        self._run = secrets.token_hex(4)
        self._number = 0
        self._changed: dict[str, int] = {}  # output path -> the build that last changed it
        self._everything = 0  # the build that last changed what any page may look by
        self._kept: dict[str, tuple[str, bytes]] = {}  # output path -> (source file, bytes)
        self._problems: tuple[Problem, ...] = ()
        self._built = True
        self._closed = False
        self._lock = threading.Lock()
        self._tabs: set[_Tab] = set()

    @property
    def version(self) -> str:
        """Names what is on disk now; a page is marked with it before its bytes are read."""
        return f"{self._run}-{self._number}"

    @property
    def problems(self) -> tuple[Problem, ...]:
        return self._problems

    def kept(self, path: str) -> bytes | None:
        """The last good bytes of an output whose article is broken now."""
        found = self._kept.get(path)
        return found[1] if found else None

    def publish(self, outcome: Outcome) -> None:
        """Take in what a build came to, and tell the tabs."""
        report = outcome.report
        if report is not None:
            changed = {*report.written, *report.removed}
            number = self._number + 1
            self._keep(outcome)
            self._changed.update(dict.fromkeys(changed, number))
            if not self._built or any(is_shared(path) for path in changed):
                self._everything = number
            self._built = True
            self._number = number if changed else self._number
        elif not self._number:
            self._built = False  # tabs may hold the notice that there is nothing to show yet
        self._problems = outcome.problems
        self._tell()

    def _keep(self, outcome: Outcome) -> None:
        """Keep the page of each article that has an error, and forget those mended or deleted."""
        assert outcome.report is not None
        broken = {problem.place.path for problem in outcome.errors}
        for source, (href, data) in outcome.report.withdrawn.items():
            self._kept[urls.output_path(href)] = (source, data)
        self._kept = {
            path: (source, data) for path, (source, data) in self._kept.items() if source in broken
        }

    def close(self) -> None:
        """End every stream."""
        self._closed = True
        self._tell()

    def _tell(self) -> None:
        with self._lock:
            for tab in self._tabs:
                tab.wake()

    async def messages(self, path: str, version: str) -> AsyncIterator[str]:
        """The event stream of a tab that shows an output path as of a version: `problems`, now and
        whenever they differ, then one `reload` when the page is no longer what is served."""
        sent = ""
        with self._tab() as tab:
            while not self._closed:
                tab.expect()
                if self._is_stale(path, version):
                    yield event("reload", "")
                    return
                message = event("problems", self._listed(path))
                if message != sent:
                    yield message
                    sent = message
                elif not await tab.told():
                    yield ": still here\n\n"

    @contextmanager
    def _tab(self) -> "Iterator[_Tab]":
        tab = _Tab()
        with self._lock:
            self._tabs.add(tab)
        try:
            yield tab
        finally:
            with self._lock:
                self._tabs.discard(tab)

    def _is_stale(self, path: str, version: str) -> bool:
        run, _, number = version.partition("-")
        if run != self._run or not number.isdecimal():
            return True
        return max(self._everything, self._changed.get(path, 0)) > int(number)

    def _listed(self, path: str) -> str:
        """The problems as JSON, those of the page's own article first."""
        own = self._kept.get(path, ("", b""))[0]
        ordered = sorted(
            self._problems, key=lambda p: (p.place.path != own, p.severity != "error")
        )
        rows = [
            {
                "place": problems.where(problem.place),
                "severity": problem.severity,
                "message": problems.visible(problem.message),
                "hint": problems.visible(problem.hint),
            }
            for problem in ordered[:LISTED]
        ]
        return json.dumps({"problems": rows, "more": len(ordered) - len(rows), "kept": bool(own)})


class _Tab:
    """Wakes one stream, which lives in an event loop, from other threads."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._event = asyncio.Event()

    def wake(self) -> None:
        self._loop.call_soon_threadsafe(self._event.set)

    def expect(self) -> None:
        """From here on, `told` hears of every wake."""
        self._event.clear()

    async def told(self) -> bool:
        """Wait for a wake; False when none came for a while."""
        try:
            await asyncio.wait_for(self._event.wait(), HEARTBEAT)
        except TimeoutError:
            return False
        return True


def is_shared(path: str) -> bool:
    """Whether pages look by an output: pictures, scripts, styles; and 404.html, shown at any
    address."""
    return path == "404.html" or PurePosixPath(path).suffix not in _PAGES


def event(name: str, data: str) -> str:
    """A server-sent event; `data` is one line."""
    return f"event: {name}\ndata: {data}\n\n"
