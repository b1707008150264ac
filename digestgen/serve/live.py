"""What open browser tabs have to know: which outputs changed since they were loaded, what is wrong,
and the last good page of an article that is broken now.

The thread that builds publishes outcomes. Each tab holds one stream of server-sent events, told by
the output it shows and the build after which it was loaded.
"""

import asyncio
import json
import secrets
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager, suppress
from pathlib import PurePosixPath

from digestgen import problems, urls
from digestgen.model import Problem
from digestgen.watch import Outcome

HEARTBEAT = 15.0  # seconds; writing is what finds out that a tab has gone
LISTED = 50  # problems shown in a tab
_DOCUMENTS = (".html", ".xml", ".json", ".txt")


class Live:
    """The state between builds and tabs. `publish` is for one thread, the rest for any."""

    def __init__(self) -> None:
        self._run = secrets.token_hex(4)  # another server on this port counts its builds alike
        self._number = 0  # builds so far
        self._changed: dict[str, int] = {}  # output path -> the last build that changed it
        self._all_changed = 0  # the last build that changed what any page may look by
        self._kept: dict[str, tuple[str, bytes]] = {}  # output path -> (its article's file, bytes)
        self._problems: tuple[Problem, ...] = ()
        self._closed = False
        self._tabs: set[_Tab] = set()
        self._lock = threading.Lock()  # for _tabs

    @property
    def version(self) -> str:
        """Names the last build. A page is marked with it before its bytes are read, so that a page
        marked too old is loaded once more, and never the other way round."""
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
            number = self._number + 1
            changed = (*report.written, *report.removed)
            self._changed.update(dict.fromkeys(changed, number))
            # Tabs from before the first good build show that there is nothing to show.
            if number == 1 or any(is_shared(path) for path in changed):
                self._all_changed = number
            kept = self._kept | {
                urls.output_path(href): (file, data)
                for file, (href, data) in report.withdrawn.items()
            }
            broken = {problem.place.path for problem in outcome.errors}
            self._kept = {path: page for path, page in kept.items() if page[0] in broken}
            self._number = number
        self._problems = outcome.problems
        self._tell()

    def close(self) -> None:
        """End every stream."""
        self._closed = True
        self._tell()

    def _tell(self) -> None:
        with self._lock:
            for tab in self._tabs:
                tab.wake()

    async def messages(self, path: str, version: str) -> AsyncIterator[str]:
        """The event stream of a tab that shows an output as of a version: `problems`, now and
        whenever they differ, until one `reload` when the tab is out of date."""
        sent = ""
        with self._tab() as tab:
            while not self._closed:
                tab.expect()
                if self._is_stale(path, version):
                    yield "event: reload\ndata:\n\n"
                    return
                message = f"event: problems\ndata: {self._listed(path)}\n\n"
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
        if run != self._run or not (number.isascii() and number.isdecimal()):
            return True
        return max(self._all_changed, self._changed.get(path, 0)) > int(number)

    def _listed(self, path: str) -> str:
        """The problems as one line of JSON, those of the page's own article first."""
        own = self._kept.get(path, ("", b""))[0]
        ordered = sorted(self._problems, key=lambda p: (p.place.path != own, p.severity != "error"))
        return json.dumps(
            {
                "kept": bool(own),
                "problems": [
                    {"severity": problem.severity, "text": problems.text(problem)}
                    for problem in ordered[:LISTED]
                ],
                "more": max(0, len(ordered) - LISTED),
            }
        )


class _Tab:
    """Wakes one stream, which lives in an event loop, from any thread."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._event = asyncio.Event()

    def wake(self) -> None:
        with suppress(RuntimeError):  # the server has just ended
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
    """Whether any page may look by an output: pictures, scripts, styles; and 404.html, which is
    shown at any address."""
    return path == "404.html" or PurePosixPath(path).suffix not in _DOCUMENTS
