"""Runs every tool on its own site, side by side: a round does all steps for one tool after another,
and the next round takes the tools in the opposite order."""

import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from bench import browser, formats, samples
from bench.corpus import Corpus, slug
from bench.processes import Failed, Session, Usage, free_port, run
from bench.samples import Sample, Samples
from bench.site import Site, answers, targets
from bench.tools import Tool
from bench.words import person

_PEOPLE_IN_NEW_ARTICLE = (1, 3, 5, 7, 11)
_RENAMED = 0  # the regular who is in most articles, and has a profile
_HTTP_PAUSE = 0.01  # between two requests: a server that builds should not be busy with them


def measure(
    tools: Sequence[Tool],
    size: int,
    rounds: int,
    edits: int,
    rename: bool,
    folder: Path,
    chromium: str = "",
) -> tuple[Samples, list[str]]:
    """All measurements, and a sentence for each step that failed. `chromium` is the program that shows
    edits, "" for none."""
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
            one = _Round(site, corpus, number, numbers, edits, rename, chromium)
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
        chromium: str,
    ) -> None:
        self.site = site
        self.corpus = corpus
        self.number = number
        self.numbers = numbers  # no two edits of a run alike
        self.edits = edits
        self.with_rename = rename
        self.chromium = chromium
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
        yield from self._watch()

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

    def _watch(self) -> Iterator[Sample]:
        os.sync()
        port = free_port()
        command = tuple(part.replace("{port}", str(port)) for part in self.site.tool.watch)
        started = time.perf_counter()
        session = Session(command, self.site.folder, self.site.environment())
        watch = _Watch(self, session, port)
        try:
            session.until(lambda: answers(port, "", b"</html>"))
            seconds = time.perf_counter() - started
            session.settle(quiet=1)
            for _ in range(self.edits):
                yield from watch.edit()
            if self.chromium:
                yield from watch.edit_in_browser()
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

    def __init__(self, one: _Round, session: Session, port: int) -> None:
        self.one = one
        self.site = one.site
        self.session = session
        self.port = port

    def edit(self) -> Iterator[Sample]:
        article = next(self.one.articles)
        number = self.one.unique()
        pages = [(self.site.address(article), b"Desk mark %09d." % number)]
        yield from self._timed(
            lambda: self.site.edit(article, number),
            _Wait(samples.EDIT_DISK, pages),
            _Wait(samples.EDIT_HTTP, pages, over_http=True),
            opened=pages[0][0],
        )

    def edit_in_browser(self) -> Iterator[Sample]:
        """Edits of an article that is open; what the browser itself uses is not counted."""
        article = next(self.one.articles)
        address = f"http://127.0.0.1:{self.port}/{self.site.address(article)}"
        with browser.launched(self.one.chromium) as chromium:
            page = chromium.new_page()
            page.goto(address)
            for _ in range(self.one.edits):
                self.session.settle()
                started = time.perf_counter()
                mark = self.site.edit(article, self.one.unique()).decode()
                seconds = time.perf_counter() - started if browser.shows(page, mark) else None
                yield Sample(self.site.tool.name, samples.EDIT_BROWSER, self.one.number, seconds)

    def new_article(self) -> Iterator[Sample]:
        article = self.one.corpus.article(self.one.unique(), _PEOPLE_IN_NEW_ARTICLE)
        words = article.path.rpartition("/")[2].encode()
        addresses = [self.site.address(article), *(f"people/{slug(n)}/" for n in article.people)]
        pages = [(address, words) for address in addresses]
        files = self.site.form.article(article)
        yield from self._timed(
            lambda: self.site.add(files),
            _Wait(samples.NEW_DISK, pages),
            _Wait(samples.NEW_HTTP, pages, over_http=True),
        )
        for name in files:
            (self.site.content / name).unlink()

    def rename(self) -> Iterator[Sample]:
        """A new name for the person in most articles: one of them is looked at in the browser, and all
        of them have to show it."""
        profile = self.one.corpus.profiles()[_RENAMED]
        if self.site.form.profile is None:
            return
        shown = f"{profile.name}-{person(self.one.unique()).split()[1]}"
        pages = [
            (self.site.address(article), shown.encode())
            for number in self.one.corpus.naming(_RENAMED)
            if not (article := self.one.corpus.article(number)).is_paste
        ]
        looked_at = pages[len(pages) // 2]
        yield from self._timed(
            lambda: self.site.rename(profile, shown),
            _Wait(samples.RENAME_HTTP, [looked_at], over_http=True),
            _Wait(samples.RENAME_DISK, pages),
            opened=looked_at[0],
        )
        self.site.rename(profile, profile.name)

    def _timed(
        self, change: Callable[[], object], *waits: "_Wait", opened: str = ""
    ) -> Iterator[Sample]:
        """Make a change, and wait for one thing after another that it has to bring about. The work
        and the files are those of all. `opened` is the page that a browser has open before."""
        if opened:
            answers(self.port, opened, b"")
        self.session.settle()
        cpu, since = self.session.cpu(), _now()
        started = time.perf_counter()
        change()
        seconds: list[float | None] = []
        for wait in waits:
            came = self.session.until(self._shown(wait), _HTTP_PAUSE if wait.over_http else 0.001)
            seconds.append(time.perf_counter() - started if came else None)
        self.session.settle()
        cpu = self.session.cpu() - cpu
        files, size = self.site.rewritten(since)
        name, number = self.site.tool.name, self.one.number
        for wait, taken in zip(waits, seconds, strict=True):
            yield Sample(name, wait.step, number, taken, cpu, files=files, size=size)

    def _shown(self, wait: "_Wait") -> Callable[[], bool]:
        """Whether all pages show their words; each is looked at until it does."""
        waiting = wait.pages[::-1]

        def shown() -> bool:
            while waiting:
                address, words = waiting[-1]
                if not (
                    answers(self.port, address, words)
                    if wait.over_http
                    else self.site.has(address, words)
                ):
                    return False
                waiting.pop()
            return True

        return shown


@dataclass(frozen=True, slots=True)
class _Wait:
    """Pages that have to show some words before a step is over, on disk or over HTTP."""

    step: str
    pages: list[tuple[str, bytes]]
    over_http: bool = False


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
