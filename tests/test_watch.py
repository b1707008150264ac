"""File events wake the one build function: real files under both kinds of observer, and the loop."""

import ctypes
import errno
import shutil
import signal
import sys
import threading
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

import pytest
from small_digest import Digest

from digestgen import watch
from digestgen.build import Builder, Options, Report
from digestgen.model import Place, Problem, Severity
from digestgen.mounts import hint
from digestgen.problems import ConfigError, DigestgenError
from digestgen.watch import Loop, Outcome, Printer, keep_building, watching

TIMEOUT = 20  # seconds, until an event must have come; the machine may be busy
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="needs inotify")


class Counter:
    """Counts calls from any thread, and waits for them."""

    def __init__(self) -> None:
        self.count = 0
        self._condition = threading.Condition()

    def __call__(self, *_: object) -> None:
        with self._condition:
            self.count += 1
            self._condition.notify_all()

    def wait(self, count: int) -> None:
        with self._condition:
            assert self._condition.wait_for(lambda: self.count >= count, TIMEOUT), "no event came"

    def wait_until(self, condition: Callable[[], bool]) -> None:
        """Asks after each call; what the condition looks at changes before the call."""
        with self._condition:
            assert self._condition.wait_for(condition, TIMEOUT), "it never came true"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A digest's folder, with all that belongs in one."""
    root = tmp_path / "digest"
    for path in (
        "digest.yaml",
        "content/2026/a.md",
        "content/2026/b.md",
        "content/one.md",
        "content/two.md",
        "content/three.md",
        "layouts/article.html",
        "site/index.html",
        ".digestgen/catalog.sqlite",
        ".git/index",
        "README.md",
    ):
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text("before")
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "new.md").write_text("from outside")
    return root


@pytest.fixture(params=[False, True], ids=["events", "polling"])
def poll(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> bool:
    monkeypatch.setattr("digestgen.watch.POLL_INTERVAL", 0.05)
    return bool(request.param)


def atomically(path: Path, text: str) -> None:
    """Saves as many editors do: written beside, then renamed."""
    beside = path.with_name(f".{path.name}.tmp")
    beside.write_text(text)
    beside.replace(path)


CHANGES: dict[str, Callable[[Path], object]] = {
    "edit": lambda root: (root / "content/2026/a.md").write_text("changed"),
    "atomic save": lambda root: atomically(root / "content/2026/a.md", "changed"),
    "save with a backup": lambda root: (
        (root / "content/one.md").rename(root / "content/one.md~"),
        (root / "content/one.md").write_text("changed"),
    ),
    "new file": lambda root: (root / "content/new.txt").write_text("pasted"),
    "new folder": lambda root: shutil.copytree(root / "content/2026", root / "content/2027/03"),
    "delete": lambda root: (root / "content/2026/a.md").unlink(),
    "delete a folder": lambda root: shutil.rmtree(root / "content/2026"),
    "rename": lambda root: (root / "content/2026/a.md").rename(root / "content/2026/c.md"),
    "rename a folder": lambda root: (root / "content/2026").rename(root / "content/2025"),
    "move in": lambda root: (root.parent / "elsewhere/new.md").rename(root / "content/new.md"),
    "move out": lambda root: (root / "content/one.md").rename(root.parent / "elsewhere/one.md"),
    "layout": lambda root: (root / "layouts/article.html").write_text("changed"),
    "new layout": lambda root: (root / "layouts/base.html").write_text("new"),
    "configuration": lambda root: (root / "digest.yaml").write_text("changed"),
    "configuration, atomic": lambda root: atomically(root / "digest.yaml", "changed"),
    "no configuration": lambda root: (root / "digest.yaml").unlink(),
    "no layouts": lambda root: shutil.rmtree(root / "layouts"),
    "content renamed": lambda root: (root / "content").rename(root / "articles"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_changes_wake(root: Path, poll: bool, change: Callable[[Path], object]) -> None:
    woken = Counter()
    with watching(root, woken, poll):
        change(root)
        woken.wait(1)


def test_what_is_none_of_ours_wakes_nothing(root: Path, poll: bool) -> None:
    woken = Counter()
    with watching(root, woken, poll):
        for path in (
            "site/index.html",
            "site/people/index.html",
            ".digestgen/catalog.sqlite",
            ".git/index",
            "README.md",
            "content/2026/.a.md.swp",
            "content/2026/a.md~",
            "content/2026/.#a.md",
            "content/2026/4913",
            "content/2026/a.md.tmp",
            "content/2026/.a.md.0815.digestgen-tmp",
            "content/.originals/3f9c.txt",
            "layouts/.git/index",
        ):
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text("changed")
        for file in (root / "content").rglob("*.md"):
            file.read_text()  # as every build does
        # One event each; the second comes after everything that the changes above led to.
        (root / "content/one.md").unlink()
        woken.wait(1)
        (root / "content/two.md").unlink()
        woken.wait(2)
        assert woken.count == 2


def test_a_folder_that_comes_later_is_watched(root: Path, poll: bool) -> None:
    shutil.rmtree(root / "layouts")
    woken = Counter()
    with watching(root, woken, poll):
        (root / "layouts").mkdir()
        woken.wait(1)
        woken.count = 0
        (root / "layouts/base.html").write_text("new")
        woken.wait(1)


def test_a_folder_that_is_replaced_stays_watched(root: Path, poll: bool) -> None:
    woken = Counter()
    shutil.copytree(root / "content", root / "other")
    with watching(root, woken, poll):
        (root / "content").rename(root / "old")
        woken.wait(1)
        count = woken.count
        (root / "other").rename(root / "content")
        woken.wait(count + 1)
        settled(root, woken)
        count = woken.count
        (root / "content/one.md").unlink()
        woken.wait(count + 1)
        settled(root, woken)  # one event may be told twice, so count from here
        count = woken.count
        (root / "content/two.md").unlink()
        woken.wait(count + 1)


def test_a_folder_deleted_and_made_again_stays_watched(root: Path, poll: bool) -> None:
    woken = Counter()
    with watching(root, woken, poll):
        for number in range(3):
            shutil.rmtree(root / "content")
            (root / "content").mkdir()
            settled(root, woken)
            count = woken.count
            (root / f"content/{number}.md").write_text("new")
            woken.wait(count + 1)


def settled(root: Path, woken: Counter) -> None:
    """Returns when everything that happened before has been reported."""
    for _ in range(2):
        count = woken.count
        atomically(root / "digest.yaml", f"title: T{count}")
        woken.wait(count + 1)


@pytest.mark.skipif(sys.platform == "win32", reason="needs symbolic links")
def test_a_linked_folder_is_watched(root: Path, poll: bool) -> None:
    (root / "content").rename(root.parent / "elsewhere/articles")
    (root / "content").symlink_to(root.parent / "elsewhere/articles")
    woken = Counter()
    with watching(root, woken, poll):
        (root.parent / "elsewhere/articles/2026/a.md").write_text("changed")
        woken.wait(1)


def test_threads_end(root: Path, poll: bool) -> None:
    before = set(threading.enumerate())
    with watching(root, Counter(), poll):
        assert set(threading.enumerate()) > before
    assert set(threading.enumerate()) <= before


# --- where changes are not reported --------------------------------------------------------------


@LINUX
@pytest.mark.parametrize("room", [0, 1, 2])
def test_a_full_watch_list_is_said(root: Path, monkeypatch: pytest.MonkeyPatch, room: int) -> None:
    from watchdog.observers import inotify_c

    real = inotify_c.inotify_add_watch
    watched: set[bytes] = set()

    def add_watch(descriptor: int, path: bytes, mask: int) -> int:
        if path not in watched and len(watched) >= room:
            ctypes.set_errno(errno.ENOSPC)
            return -1
        watched.add(path)
        return int(real(descriptor, path, inotify_c.Mask(mask)))

    monkeypatch.setattr(inotify_c, "inotify_add_watch", add_watch)
    before = set(threading.enumerate())
    with pytest.raises(DigestgenError, match=r"limit .* \(hint: --poll"), watching(root, Counter()):
        pass
    assert set(threading.enumerate()) <= before
    with watching(root, Counter(), poll=True):
        pass


@LINUX
def test_no_inotify_at_all_is_said(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> int:
        ctypes.set_errno(errno.EMFILE)
        return -1

    monkeypatch.setattr("watchdog.observers.inotify_c.inotify_init", refuse)
    with pytest.raises(DigestgenError, match="--poll"), watching(root, Counter()):
        pass


def test_a_shared_folder_gets_a_hint(tmp_path: Path) -> None:
    root = tmp_path / "my digest"
    root.mkdir()
    here = str(root.resolve()).replace(" ", "\\040")
    mounts = tmp_path / "mounts"
    local = "/dev/sda1 / ext4 rw 0 0\nhost:/x /elsewhere nfs rw 0 0\n"
    mounts.write_text(local)
    assert hint(root, mounts) == ""
    mounts.write_text(local + f"C: {here} 9p rw 0 0\n")
    assert "--poll" in hint(root, mounts)
    mounts.write_text(local + f"C: {here} 9p rw 0 0\n/dev/sdb {here} ext4 rw 0 0\n")
    assert hint(root, mounts) == ""
    assert hint(root, tmp_path / "missing") == ""


# --- the loop ------------------------------------------------------------------------------------


def report(*written: str, problems: tuple[Problem, ...] = ()) -> Report:
    return Report(problems, written, written, (), 9, Path("site"), 0.12)


class FakeBuilder:
    """Does what it is told in each build: returns a report, or raises."""

    def __init__(self, *results: Report | BaseException) -> None:
        self.results = list(results)
        self.count = 0

    def build(self, changed: Collection[str] | None = None) -> Report:
        self.count += 1
        result = self.results.pop(0) if self.results else report()
        if isinstance(result, BaseException):
            raise result
        return result

    def warm(self) -> None:
        pass


@contextmanager
def running(loop: Loop) -> Iterator[None]:
    thread = threading.Thread(target=loop.run)
    thread.start()
    try:
        yield
    finally:
        loop.stop()
        thread.join(TIMEOUT)
        assert not thread.is_alive()


def test_many_wakes_are_one_build() -> None:
    builder, outcomes = FakeBuilder(), Counter()
    loop = Loop(builder, outcomes)
    for _ in range(100):
        loop.wake()
    with running(loop):
        outcomes.wait(1)
    assert builder.count == 1


def test_wakes_during_a_build_are_one_more_build() -> None:
    outcomes, entered, free = Counter(), threading.Event(), threading.Event()

    class Slow(FakeBuilder):
        def build(self, changed: Collection[str] | None = None) -> Report:
            entered.set()
            assert free.wait(TIMEOUT)
            return super().build(changed)

    builder = Slow()
    loop = Loop(builder, outcomes)
    with running(loop):
        loop.wake()
        assert entered.wait(TIMEOUT)
        for _ in range(100):
            loop.wake()
        free.set()
        outcomes.wait(2)
    assert builder.count == 2


def test_whatever_is_raised_is_shown_and_the_loop_goes_on(
    capsys: pytest.CaptureFixture[str],
) -> None:
    wrong = Problem(Place("digest.yaml", 1, 1), "unknown key", code="unknown-setting")
    disk = OSError(errno.ENOSPC, "No space left on device", "site/index.html")
    builder = FakeBuilder(
        ConfigError(wrong), disk, ZeroDivisionError("a bug"), report("index.html")
    )
    outcomes: list[Outcome] = []
    loop = Loop(builder, outcomes.append)
    for _ in range(4):
        loop.build()
    assert [outcome.report is None for outcome in outcomes] == [True, True, True, False]
    assert outcomes[0].problems == (wrong,)
    assert outcomes[1].problems[0].place == Place("site/index.html")
    assert outcomes[1].problems[0].message == "No space left on device"
    assert "ZeroDivisionError: a bug" in outcomes[2].problems[0].message
    assert "ZeroDivisionError" in capsys.readouterr().err
    assert all(len(outcome.errors) == 1 for outcome in outcomes[:3])


def test_after_a_quiet_look_that_failed_everything_is_looked_at(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What it would have taken in, no event will name again."""
    asked: list[Collection[str] | None] = []

    class Asked(FakeBuilder):
        def build(self, changed: Collection[str] | None = None) -> Report:
            asked.append(changed)
            return super().build(changed)

    monkeypatch.setattr(watch, "QUIET", 0.01)
    disk = OSError(errno.EIO, "Input/output error", "content/two.md")
    builder, outcomes = Asked(report(), disk, report()), Counter()
    loop = Loop(builder, outcomes)
    with running(loop):
        loop.wake("content/one.md")
        outcomes.wait(2)
        loop.wake("content/three.md")
        outcomes.wait(3)
    assert asked == [{"content/one.md"}, None, None]


def test_an_interrupt_ends_it(root: Path) -> None:
    builder = FakeBuilder(report(), KeyboardInterrupt())

    def publish(outcome: Outcome) -> None:
        (root / "content/one.md").write_text("changed")

    before = set(threading.enumerate())
    with pytest.raises(KeyboardInterrupt):
        keep_building(builder, root, publish)
    assert builder.count == 2
    assert set(threading.enumerate()) <= before


def test_an_interrupt_that_is_lost_in_a_callback_ends_it_all_the_same(root: Path) -> None:
    class Deaf(FakeBuilder):
        def build(self, changed: Collection[str] | None = None) -> Report:
            if self.count == 1:
                with suppress(KeyboardInterrupt):  # as Python does in callbacks
                    signal.raise_signal(signal.SIGINT)
            return super().build(changed)

    def publish(outcome: Outcome) -> None:
        (root / "content/one.md").write_text("changed")

    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        builder = Deaf(report(), report())
        with pytest.raises(KeyboardInterrupt):
            keep_building(builder, root, publish)
        assert builder.count == 2
        assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    finally:
        signal.signal(signal.SIGINT, before)


def test_a_change_during_the_first_build_is_not_missed(root: Path) -> None:
    class First(FakeBuilder):
        def build(self, changed: Collection[str] | None = None) -> Report:
            if self.count == 0:
                atomically(root / "content/one.md", "saved meanwhile")
            return super().build(changed)

    builder = First(report(), KeyboardInterrupt())
    with pytest.raises(KeyboardInterrupt):
        keep_building(builder, root, lambda outcome: None)


# --- with the real builder -----------------------------------------------------------------------


@LINUX
def test_a_build_does_not_wake_itself(tmp_path: Path) -> None:
    digest = Digest.small(tmp_path / "digest")
    (tmp_path / "spare").mkdir()
    outcomes: list[Outcome] = []
    published = Counter()
    builder = Builder(Options(digest.root))

    def publish(outcome: Outcome) -> None:
        outcomes.append(outcome)
        published()

    loop = Loop(builder, publish)
    with watching(digest.root, loop.wake), running(loop):
        loop.wake()
        published.wait(1)
        for number in (2, 3):
            # Moved in as one event, which makes one build.
            spare = tmp_path / "spare" / f"{number}.md"
            spare.write_text(f"---\ntitle: Story {number}\ndate: 2026-03-0{number}\n---\nWords.\n")
            spare.rename(digest.root / f"content/{number}.md")
            published.wait(number)
    builder.close()
    assert len(outcomes) == 3
    for number in (2, 3):
        found = outcomes[number - 1].report
        assert found is not None
        assert f"articles/2026/03/story-{number}/index.html" in found.written


def test_edits_arrive_one_by_one(tmp_path: Path, poll: bool) -> None:
    """Every save is on the site in the end, whatever was coalesced on the way."""
    digest = Digest.small(tmp_path / "digest")
    published = Counter()
    builder = Builder(Options(digest.root))
    loop = Loop(builder, published)
    page = digest.root / "site/articles/2026/03/bridge-opens/index.html"
    with watching(digest.root, loop.wake, poll), running(loop):
        loop.wake()
        published.wait(1)
        for number in range(5):
            words = f"Edition number {number}."
            digest.article("2026/bridge.md", body=words)
            published.wait_until(partial(contains, page, words))
        digest.delete("content/2026/bridge.md")
        published.wait_until(lambda: not page.exists())
    builder.close()


def contains(file: Path, words: str) -> bool:
    return words in file.read_text(encoding="utf-8")


# --- what is printed -----------------------------------------------------------------------------


def problem(severity: Severity, message: str) -> Problem:
    return Problem(Place("content/a.md", 3), message, severity=severity, code="bad-value")


def test_errors_come_each_time_and_warnings_once(capsys: pytest.CaptureFixture[str]) -> None:
    printer = Printer()
    found = (problem("error", "wrong"), problem("warning", "odd"))

    def printed(outcome: Outcome) -> list[str]:
        printer(outcome)
        captured = capsys.readouterr()
        assert captured.out == ""
        return captured.err.splitlines()

    assert printed(Outcome(found, report("index.html", "x/index.html", problems=found))) == [
        "content/a.md:3: error: wrong [bad-value]",
        "content/a.md:3: warning: odd [bad-value]",
        "rebuilt 2 pages, 1 error, 1 warning in 0.12 s",
    ]
    assert printed(Outcome(found, report("x/index.html", problems=found))) == [
        "content/a.md:3: error: wrong [bad-value]",
        "rebuilt 1 page, 1 error, 1 warning in 0.12 s",
    ]
    assert printed(Outcome((), report())) == ["rebuilt 0 pages in 0.12 s"]
    assert printed(Outcome((), report())) == []
    assert printed(Outcome(found[:1])) == [
        "content/a.md:3: error: wrong [bad-value]",
        "nothing was built; the site is as it was",
    ]


def test_quiet_prints_problems_only(capsys: pytest.CaptureFixture[str]) -> None:
    printer = Printer(quiet=True)
    printer(Outcome((), report("index.html")))
    printer(Outcome((problem("error", "wrong"),)))
    assert capsys.readouterr().err == "content/a.md:3: error: wrong [bad-value]\n"


def test_pasted_control_characters_stay_off_the_terminal(
    capsys: pytest.CaptureFixture[str],
) -> None:
    Printer()(Outcome((problem("error", "odd \x1b]0;title\x07"),)))
    assert "\x1b" not in capsys.readouterr().err
