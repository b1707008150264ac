"""File events -> builds -> outcomes. A file event only wakes the one build function.

Events say where to look first, and nothing else: what changed there is found by the build itself, and
once it is quiet a build looks at everything, sources and outputs. So a lost event costs a moment, a
late or doubled one a build that finds nothing, and none ever makes a wrong page.
"""

import errno
import logging
import os
import re
import threading
import time
import traceback
import warnings
from collections.abc import Callable, Collection, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import click
from watchdog.events import (
    DirCreatedEvent,
    DirDeletedEvent,
    DirModifiedEvent,
    DirMovedEvent,
    FileAttribEvent,
    FileClosedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer
from watchdog.observers.polling import PollingObserver

from digestgen import files, indexing, interrupts, problems
from digestgen.model import Place, Problem
from digestgen.problems import DigestgenError, count

if TYPE_CHECKING:
    from watchdog.observers.api import BaseObserver, ObservedWatch

    from digestgen.build import Options, Report

FOLDERS = (files.CONTENT, files.LAYOUTS)
SETTLE = 0.005  # seconds after an event: a save is often several operations in a row
QUIET = 2.0  # seconds without an event, after which a build looks at everything
POLL_INTERVAL = 0.3  # seconds

_EVENTS: list[type[FileSystemEvent]] = [
    DirCreatedEvent,
    DirDeletedEvent,
    DirMovedEvent,
    FileAttribEvent,
    FileClosedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
]
"""Opening and reading are left out: the build itself does both."""

_SAME_PLACE = (DirModifiedEvent, FileAttribEvent, FileClosedEvent, FileModifiedEvent)

# Part of what the scan passes over; a name missing here costs a build that finds nothing.
_TEMPORARY = re.compile(r"^\.|^4913$|~$|\.(?:swp|swx|tmp)$|\.digestgen-tmp$")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one build came to."""

    problems: tuple[Problem, ...]
    report: "Report | None" = None  # None: nothing could be built, the output is as it was

    @property
    def errors(self) -> tuple[Problem, ...]:
        return tuple(problem for problem in self.problems if problem.severity == "error")


class Builds(Protocol):
    """The part of build.Builder that the loop needs."""

    def build(self, changed: Collection[str] | None = None) -> "Report": ...
    def warm(self) -> None: ...


class Loop:
    """Builds in the thread that calls `run`, once for any number of wakes that came before, and
    hands each Outcome to `publish`. Whatever a build raises is published; the loop goes on."""

    def __init__(self, builder: Builds, publish: Callable[[Outcome], None]) -> None:
        self._builder = builder
        self._publish = publish
        self._wakes = threading.Event()
        self._paths: set[str] = set()  # what woke it
        self._lock = threading.Lock()  # for _paths
        self._last: Outcome | None = None
        self._stopped = False

    def wake(self, path: str = "") -> None:
        """Ask for a build, from any thread: of what a path below the digest's folder changes, or
        of everything."""
        with self._lock:
            self._paths.add(path)
        self._wakes.set()

    def stop(self) -> None:
        """Let `run` return after the build under way, from any thread."""
        self._stopped = True
        self._wakes.set()

    def run(self) -> None:
        """Build after each wake, until `stop`; KeyboardInterrupt passes through. Once there was a build,
        what the next needs is loaded first."""
        with interrupts.noted():
            if self._last is not None:
                with suppress(Exception):  # what is wrong, each build says
                    self._builder.warm()
            self._run()

    def _run(self) -> None:
        is_sure = True  # the last build looked at everything
        while True:
            interrupts.ask()
            # With a timeout, because Windows hears Ctrl-C only between waits.
            while not self._wakes.wait(1 if is_sure else QUIET):
                interrupts.ask()
                if not is_sure:
                    self._look_again()
                    is_sure = True
            time.sleep(SETTLE)
            self._wakes.clear()  # before the build reads: what changes from here on wakes it again
            if self._stopped:
                return
            with self._lock:
                paths, self._paths = self._paths, set()
            outcome = self.build(None if "" in paths else paths)
            is_sure = "" in paths or outcome.report is None

    def build(self, changed: Collection[str] | None = None) -> Outcome:
        """Build once, now; with `changed` as Builder.build takes it."""
        outcome = self._built(changed)
        self._last = outcome
        self._publish(outcome)
        return outcome

    def _look_again(self) -> None:
        """Build, looking at everything; nobody hears of it if nothing had been missed."""
        outcome = self._built(None)
        report = outcome.report
        did = report is None or report.written or report.removed
        if did or self._last is None or outcome.problems != self._last.problems:
            self._last = outcome
            self._publish(outcome)

    def _built(self, changed: Collection[str] | None) -> Outcome:
        outcome = self._outcome(changed)
        if outcome.report is None:  # nothing was taken in, so the next looks at everything
            with self._lock:
                self._paths.add("")
        return outcome

    def _outcome(self, changed: Collection[str] | None) -> Outcome:
        try:
            report = self._builder.build(changed)
        except DigestgenError as error:
            return Outcome(tuple(error.problems))
        except OSError as error:
            place = Place(str(error.filename or files.CONTENT))
            return Outcome((Problem(place, error.strerror or str(error), code="system"),))
        except Exception as error:  # noqa: BLE001 - a bug must not end an editor's afternoon
            traceback.print_exc()
            message = f"internal error: {type(error).__name__}: {error}"
            hint = "please report this, with what the terminal shows"
            return Outcome((Problem(Place("digestgen"), message, hint, code="internal"),))
        return Outcome(report.problems, report)


def keep_building(
    builder: Builds,
    root: Path,
    publish: Callable[[Outcome], None],
    poll: bool = False,
    changed: Callable[[], None] = lambda: None,
) -> None:
    """Build now and after every change, until KeyboardInterrupt; `changed` is called at each change
    and after each build. Raises DigestgenError where the system won't report changes."""
    loop = Loop(builder, partial(_publish, publish, changed))
    with watching(root, partial(_wake, loop, changed), poll):
        loop.build()
        loop.run()


def _publish(
    publish: Callable[[Outcome], None], changed: Callable[[], None], outcome: Outcome
) -> None:
    publish(outcome)
    changed()


def _wake(loop: Loop, changed: Callable[[], None], path: str) -> None:
    changed()
    loop.wake(path)


@contextmanager
def indexer(
    options: "Options", report: Callable[[indexing.Indexed], None], search: bool = True
) -> Iterator[Callable[[], None]]:
    """What to call at each change and after each build, so that the search index is made in the
    background when there was none for a while; without `search`, nothing is."""
    if not search:
        yield lambda: None
        return
    with closing(indexing.Background(options, report)) as background:
        yield background.changed


class Printer:
    """Prints outcomes on stderr: errors each time, warnings and notices when they are new, one line
    a build that did something."""

    def __init__(self, quiet: bool = False) -> None:
        self._quiet = quiet
        self._known: tuple[Problem, ...] = ()
        self._notices: tuple[str, ...] = ()
        self._index = ""

    def __call__(self, outcome: Outcome) -> None:
        for problem in outcome.problems:
            if problem.severity == "error" or problem not in self._known:
                color = "red" if problem.severity == "error" else "yellow"
                click.secho(problems.line(problem), fg=color, err=True)
        changed = outcome.problems != self._known
        self._known = outcome.problems
        report = outcome.report
        if self._quiet:
            return
        if report is not None and report.notices != self._notices:
            self._notices = report.notices
            for notice in report.notices:
                click.echo(notice, err=True)
        if report is None or report.written or report.removed or changed:
            click.echo(summary(outcome), err=True)

    def indexed(self, done: indexing.Indexed) -> None:
        """Print what became of the search index; why there is none, once."""
        if not self._quiet and done.summary and (done.pages or done.summary != self._index):
            click.echo(done.summary, err=True)
        self._index = done.summary or self._index


def summary(outcome: Outcome) -> str:
    """`rebuilt 3 pages, removed 1, 2 errors in 0.12 s`"""
    report = outcome.report
    if report is None:
        return "nothing was built; the site is as it was"
    parts = [f"rebuilt {count(len(report.written), 'page')}"]
    if report.removed:
        parts.append(f"removed {len(report.removed)}")
    odd = len(outcome.problems) - len(outcome.errors)
    parts += [count(len(outcome.errors), "error")] if outcome.errors else []
    parts += [count(odd, "warning")] if odd else []
    return f"{', '.join(parts)} in {report.seconds:.2f} s"


@contextmanager
def watching(root: Path, on_change: Callable[[str], None], poll: bool = False) -> Iterator[None]:
    """Call `on_change`, in a thread of the watcher, after changes of sources, with the path of the
    file, or "" where it may be more. Raises DigestgenError where the system won't report changes;
    `poll` looks for them instead, a few times a second."""
    # Its complaints are no news to an editor: of threads that stop while they wait for the second
    # half of a rename, and of folders that came so fast that it met them twice.
    logging.getLogger("watchdog").setLevel(logging.CRITICAL)
    warnings.filterwarnings("ignore", category=RuntimeWarning, module="watchdog")
    try:
        observer = PollingObserver(timeout=POLL_INTERVAL) if poll else Observer()
    except OSError as error:
        raise _refused(error) from None
    observer.start()
    try:
        try:
            _Watcher(root.resolve(), observer, on_change).start()
        except OSError as error:
            raise _refused(error) from None
        yield
    finally:
        observer.stop()
        observer.join()


class _Watcher:
    """Watches the digest's folder for `digest.yaml` and for its own folders coming and going, and
    each of these with everything below it."""

    def __init__(
        self, root: Path, observer: "BaseObserver", on_change: Callable[[str], None]
    ) -> None:
        self._root = root
        self._observer = observer
        self._on_change = on_change
        self._watches: dict[str, ObservedWatch] = {}

    def start(self) -> None:
        for name in FOLDERS:
            self._watch(name)
        # The root comes last: watchdog tells of a limit reached only for the folder that it was
        # given, not for those below, and this one then finds no room either.
        handler = _Handler(self._root, self._heard_in_root)
        events = [*_EVENTS, DirModifiedEvent]
        self._observer.schedule(handler, str(self._root), event_filter=events)

    def _heard_in_root(self, event: FileSystemEvent, parts: tuple[str, ...]) -> None:
        name = "/".join(parts)
        if name.endswith((".yaml", ".yml")):  # whichever `--config` names
            self._on_change(name)
        elif name in FOLDERS and (name not in self._watches or not isinstance(event, _SAME_PLACE)):
            # Between two polls a folder may have gone and come back with its old inode: changed is
            # then all that it seems, and its own watch has ended.
            self._moved(name)

    def _heard_below(self, name: str, event: FileSystemEvent, parts: tuple[str, ...]) -> None:
        if not parts and isinstance(event, DirDeletedEvent):
            self._moved(name)
        elif not any(_TEMPORARY.search(part) for part in parts):
            self._on_change("" if event.is_directory else "/".join((name, *parts)))

    def _moved(self, name: str) -> None:
        """A folder came or went. One that was renamed would go on telling of itself by its old
        name, so what is there now is watched afresh."""
        try:
            self._watch(name)
        except OSError as error:
            for problem in _refused(error).problems:
                click.echo(problems.line(problem), err=True)
        self._on_change("")

    def _watch(self, name: str) -> None:
        if (known := self._watches.pop(name, None)) is not None:
            self._observer.unschedule(known)
        folder = (self._root / name).resolve()  # a link says nothing of the folder it leads to
        handler = _Handler(folder, partial(self._heard_below, name))
        with suppress(FileNotFoundError, NotADirectoryError):
            if folder.is_dir():
                self._watches[name] = self._observer.schedule(
                    handler, str(folder), recursive=True, event_filter=_EVENTS
                )


class _Handler(FileSystemEventHandler):
    """Hands on each event with the paths it is about, in parts from a folder."""

    def __init__(
        self, folder: Path, heard: Callable[[FileSystemEvent, tuple[str, ...]], None]
    ) -> None:
        self._folder = folder
        self._heard = heard

    def on_any_event(self, event: FileSystemEvent) -> None:
        for path in (event.src_path, event.dest_path):
            if path:
                below = Path(os.fsdecode(path))
                if below.is_relative_to(self._folder):
                    self._heard(event, below.relative_to(self._folder).parts)


def _refused(error: OSError) -> DigestgenError:
    if error.errno in (errno.ENOSPC, errno.EMFILE):
        reason = "the system's limit of watched folders is reached (on Linux, see fs.inotify)"
    else:
        reason = f"the system does not report changes: {error.strerror or error}"
    advice = "--poll looks for changes itself"
    return DigestgenError(Problem(Place("--watch"), reason, advice, code="no-events"))
