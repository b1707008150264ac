"""Runs every tool on its own site, side by side: a round does all steps for one tool after another,
and the next round takes the tools in the opposite order."""

import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import count
from pathlib import Path

from bench import formats, samples
from bench.corpus import Corpus, slug
from bench.processes import Failed, Session, Usage, free_port, run
from bench.samples import Sample, Samples
from bench.site import Site, answers, targets
from bench.tools import Tool, Watcher
from bench.words import person

_PEOPLE_IN_NEW_ARTICLE = (1, 3, 5, 7, 11)
_RENAMED = 0  # the regular who is in most articles, and has a profile
_HTTP_PAUSE = 0.01  # between two requests: a server that builds should not be busy with them


def measure(
    tools: Sequence[Tool], size: int, rounds: int, edits: int, rename: bool, folder: Path
) -> tuple[Samples, list[str]]:
    """All measurements, and a sentence for each step that failed."""
    corpus = Corpus(size)
    sites = [Site(tool, folder / tool.name) for tool in tools]
    for site in sites:
        site.make()
    say(f"writing {size} articles for {', '.join(tool.name for tool in tools)}")
    formats.write_corpus(corpus, {site.content: site.form for site in sites})
    for site in sites:  # Hugo does not see a file that comes together with its folder
        (site.content / corpus.article(size).path).parent.mkdir(parents=True, exist_ok=True)
    found: list[Sample] = []
    failures: list[str] = []
    numbers = count(1)
    for number in range(rounds):
        for site in sites if number % 2 == 0 else reversed(sites):
            one = _Round(site, corpus, number, numbers, edits, rename)
            try:
                for sample in one.samples():
                    _say_sample(sample)
                    found.append(sample)
            except Failed as error:
                failures.append(f"{site.tool.name}, round {number + 1}: {error}")
                say(failures[-1])
    return Samples(tuple(found)), failures


class _Round:
    """All steps for one tool, once."""

    def __init__(
        self,
        site: Site,
        corpus: Corpus,
        number: int,
        numbers: Iterator[int],
        edits: int,
        rename: bool,
    ) -> None:
        self.site = site
        self.corpus = corpus
        self.number = number
        self.numbers = numbers  # no two edits of a run alike
        self.edits = edits
        self.with_rename = rename
        self.articles = targets(corpus)

    def samples(self) -> Iterator[Sample]:
        self.site.wipe()
        yield self._build(samples.COLD)
        yield self._build(samples.NOTHING)
        article = next(self.articles)
        mark = self.site.edit(article, self.unique())
        yield self._build(samples.EDIT)
        if not self.site.has(self.site.address(article), mark):
            raise Failed("the edit is not in its page")
        for watcher in self.site.tool.watchers:
            yield from self._watch(watcher)

    def unique(self) -> int:
        return self.corpus.size + next(self.numbers)

    def _build(self, step: str) -> Sample:
        os.sync()
        since = _now()
        usage: Usage = run(self.site.tool.build, self.site.folder, self.site.environment())
        files, size = self.site.rewritten(since)
        return Sample(
            self.site.tool.name,
            step,
            self.number,
            usage.seconds,
            usage.cpu,
            usage.memory,
            files,
            size,
            usage.survivors,
        )

    def _watch(self, watcher: Watcher) -> Iterator[Sample]:
        os.sync()
        port = free_port()
        command = tuple(part.replace("{port}", str(port)) for part in watcher.command)
        started = time.perf_counter()
        session = Session(command, self.site.folder, self.site.environment())
        watch = _Watch(self, watcher, session, port)
        try:
            if watcher.serves:
                session.until(lambda: answers(port, "", b"</html>"))
            else:
                session.settle(quiet=2)
            seconds = time.perf_counter() - started - (0 if watcher.serves else 2)
            session.settle(quiet=1)
            for _ in range(self.edits):
                yield from watch.edit()
            for _ in range(max(self.edits // 2, 1)):
                yield from watch.new_article()
            if self.with_rename:
                yield from watch.rename()
            memory = session.memory()
        finally:
            survivors = session.stop()
        yield Sample(
            self.site.tool.name,
            samples.START,
            self.number,
            seconds,
            memory=memory,
            survivors=survivors,
        )


class _Watch:
    """The steps of a command that keeps building."""

    def __init__(self, one: _Round, watcher: Watcher, session: Session, port: int) -> None:
        self.one = one
        self.site = one.site
        self.watcher = watcher
        self.session = session
        self.port = port

    def edit(self) -> Iterator[Sample]:
        article = next(self.one.articles)
        address = self.site.address(article)
        number = self.one.unique()
        if self.watcher.serves:
            answers(self.port, address, b"")  # as a browser that has the page open
        yield from self._timed(
            lambda: self.site.edit(article, number),
            [(address, b"Desk mark %09d." % number)],
            samples.EDIT_DISK,
            samples.EDIT_HTTP,
        )

    def new_article(self) -> Iterator[Sample]:
        article = self.one.corpus.article(self.one.unique(), _PEOPLE_IN_NEW_ARTICLE)
        words = article.path.rpartition("/")[2].encode()
        pages = [self.site.address(article)]
        pages += [f"people/{slug(name)}/" for name in article.people]
        files = self.site.form.article(article)
        yield from self._timed(
            lambda: self.site.add(files),
            [(page, words) for page in pages],
            samples.NEW_DISK,
            samples.NEW_HTTP,
        )
        for name in files:
            (self.site.content / name).unlink()
        self.session.settle()

    def rename(self) -> Iterator[Sample]:
        """A new name for the person in most articles. Over HTTP one of them is asked for, on disk all
        of them have to show it."""
        profile = self.one.corpus.profiles()[_RENAMED]
        if self.site.form.profile is None:
            return
        shown = f"{profile.name}-{person(self.one.unique()).split()[1]}"
        named = [
            self.site.address(article)
            for number in self.one.corpus.naming(_RENAMED)
            if not (article := self.one.corpus.article(number)).is_paste
        ]
        looked_at = named[len(named) // 2]
        if self.watcher.serves:
            answers(self.port, looked_at, b"")
        started = time.perf_counter()
        self.site.rename(profile, shown)
        words = shown.encode()
        if self.watcher.serves:
            shows = partial(answers, self.port, looked_at, words)
            yield self._sample(samples.RENAME_HTTP, self._waited(shows, started, _HTTP_PAUSE))
        if self.watcher.writes:
            waiting = named.copy()

            def all_show() -> bool:
                while waiting and self.site.has(waiting[-1], words):
                    waiting.pop()
                return not waiting

            yield self._sample(samples.RENAME_DISK, self._waited(all_show, started))
        self.session.settle()
        self.site.rename(profile, profile.name)
        self.session.settle()

    def _timed(
        self,
        change: Callable[[], object],
        pages: list[tuple[str, bytes]],
        on_disk: str,
        over_http: str,
    ) -> Iterator[Sample]:
        """Make a change; how long until every page holds its words, on disk and over HTTP."""
        self.session.settle()
        cpu = self.session.cpu()
        since = _now()
        started = time.perf_counter()
        change()
        seconds: dict[str, float | None] = {}
        if self.watcher.writes:
            shows = partial(_all, self.site.has, pages)
            seconds[on_disk] = self._waited(shows, started)
        if self.watcher.serves:
            shows = partial(_all, partial(answers, self.port), pages)
            seconds[over_http] = self._waited(shows, started, _HTTP_PAUSE)
        self.session.settle()
        cpu = self.session.cpu() - cpu
        files, size = self.site.rewritten(since) if self.watcher.writes else (None, None)
        for step, taken in seconds.items():
            yield Sample(
                self.site.tool.name, step, self.one.number, taken, cpu, files=files, size=size
            )

    def _waited(
        self, done: Callable[[], bool], started: float, pause: float = 0.001
    ) -> float | None:
        """Seconds since `started` once something is so; None if it never comes to be."""
        came = self.session.until(done, pause)
        return time.perf_counter() - started if came else None

    def _sample(self, step: str, seconds: float | None) -> Sample:
        return Sample(self.site.tool.name, step, self.one.number, seconds)


def _all(shows: Callable[[str, bytes], bool], pages: list[tuple[str, bytes]]) -> bool:
    return all(shows(*page) for page in pages)


def _now() -> int:
    """A time that every file written from now on is newer than; file systems' clocks tick coarsely."""
    time.sleep(0.02)
    now = time.time_ns()
    time.sleep(0.02)
    return now


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _say_sample(sample: Sample) -> None:
    parts = ["stale" if sample.seconds is None else f"{sample.seconds:.3f} s"]
    if sample.cpu is not None:
        parts.append(f"{sample.cpu:.2f} CPU s")
    if sample.memory is not None:
        parts.append(f"{sample.memory / 1e6:.0f} MB")
    if sample.files is not None:
        parts.append(f"{sample.files} files")
    if sample.survivors:
        parts.append(f"{sample.survivors} processes left behind")
    say(f"  {sample.round + 1} {sample.tool:22s} {sample.step:48s} {', '.join(parts)}")
