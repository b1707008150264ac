"""What open browser tabs have to know: which outputs changed since they were loaded, what is wrong,
and the last good page of an article that is broken now.

The thread that builds publishes outcomes. Each tab holds one stream of server-sent events, told by
the output it shows and the build after which it was loaded.
"""

import asyncio
import json
import secrets
import threading
from collections import deque
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from digestgen import problems, urls
from digestgen.model import Problem
from digestgen.options import Screen
from digestgen.watch import Outcome

if TYPE_CHECKING:
    from digestgen.pages.page import Page

HEARTBEAT = 15.0  # seconds; writing is what finds out that a tab has gone
_ASKED = 8  # addresses last asked for whose pages come first in a build
_AT_ONCE = 384  # pages made before looking again for what is asked for
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
        self._asked: deque[str] = deque(maxlen=_ASKED)  # output paths
        self._shown: set[str] = set()  # outputs put in place by the build under way
        self._is_built = False  # there was a good build
        self._lock = threading.Lock()  # for _tabs and _asked

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
            changed = {*report.written, *report.removed} - self._shown
            self._changed.update(dict.fromkeys(changed, number))
            # Tabs from before the first good build show that there is nothing to show.
            if not self._is_built or any(is_shared(path) for path in changed):
                self._all_changed = number
            kept = self._kept | {
                urls.output_path(href): (file, data)
                for file, (href, data) in report.withdrawn.items()
            }
            broken = {problem.place.path for problem in outcome.errors}
            self._kept = {path: page for path, page in kept.items() if page[0] in broken}
            self._number = number
            self._is_built = True
            self._shown = set()
        elif self._shown:  # they are as they were again
            shown, self._shown = self._shown, set()
            self.show(shown)
            self._shown = set()
        self._problems = outcome.problems
        self._tell()

    def asked(self, path: str) -> None:
        """Note that a browser asks for an output."""
        with self._lock:
            self._asked.append(path)

    def looked_at(self) -> set[str]:
        """The outputs that tabs show or have just asked for."""
        with self._lock:
            return {tab.path for tab in self._tabs}.union(self._asked)

    def show(self, paths: Iterable[str]) -> None:
        """Tell the tabs of outputs that are in place before their build is done."""
        number = self._number + 1
        fresh = [path for path in paths if path not in self._shown]
        self._changed.update(dict.fromkeys(fresh, number))
        self._shown.update(fresh)
        self._number = number
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
        with self._tab(path) as tab:
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
    def _tab(self, path: str) -> "Iterator[_Tab]":
        tab = _Tab(path)
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
                    {"severity": problem.severity, "text": problems.line(problem)}
                    for problem in ordered[:LISTED]
                ],
                "more": max(0, len(ordered) - LISTED),
            }
        )


class OpenPages(Screen):
    """Lets a build make what open tabs show, and what is asked for meanwhile, before the rest."""

    def __init__(self, live: Live) -> None:
        self._live = live

    def looked_at(self) -> set[str]:
        return self._live.looked_at()

    def in_turn(self, todo: "list[Page]") -> "Iterator[tuple[list[Page], bool]]":
        # Files that pages look by go first: a page must not lead to a stylesheet yet to come.
        files = [page for page in todo if page.kind in ("asset", "resized", "theme")]
        waiting = {page.path: page for page in todo if page not in files}
        if files:
            yield files, False
        while waiting:
            first = [waiting.pop(path) for path in self._live.looked_at() & waiting.keys()]
            if first:
                yield first, bool(waiting)
            else:
                some = list(waiting)[:_AT_ONCE]
                yield [waiting.pop(path) for path in some], False

    def show(self, written: list[str]) -> None:
        self._live.show(written)


class _Tab:
    """Wakes one stream, which lives in an event loop, from any thread."""

    def __init__(self, path: str) -> None:
        self.path = path
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
