"""Worker processes: the same bytes, and none of them outlives its build."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import law
import pytest
from small_digest import Digest

from digestgen import ingest, making, plan, workers
from digestgen.build import Options, build
from digestgen.model import Place, Problem
from digestgen.problems import TemplateError

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")


@pytest.fixture
def eager(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "ENOUGH", 1)


def children(parent: int) -> set[int]:
    found = set()
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == parent and fields[0] != "Z":
            found.add(int(stat.parent.name))
    return found


@pytest.mark.usefixtures("eager")
def test_same_bytes(tmp_path: Path) -> None:
    root = Digest.small(tmp_path / "digest").root
    shared = build(Options(root, jobs=2))
    assert not shared.failed
    assert build(Options(root)).rendered == ()
    alone = build(Options(root, tmp_path / "alone"))
    law.same_trees(law.tree(shared.output), law.tree(alone.output))


@pytest.mark.usefixtures("eager")
def test_all_that_can_be_shared_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading articles, and making pages: what this process did of it, it did as one of them."""
    digest = Digest.small(tmp_path / "digest")
    asked = []

    def in_order(executor: Any, function: Any, tasks: Any, here: Any = None) -> Any:
        asked.append(getattr(function, "func", function))
        assert here is not None
        return workers.in_order(executor, function, tasks)

    for module in (ingest, plan, making):
        monkeypatch.setattr(module, "in_order", in_order)
    build(Options(digest.root, jobs=2))
    assert asked == [ingest.read_articles, plan._planned_there, making._make_there]


@pytest.mark.usefixtures("eager")
@pytest.mark.parametrize("share", [0, 1])
def test_what_stands_in_the_way_of_a_worker(tmp_path: Path, share: int) -> None:
    """A file of the user's own, and a folder that is a link, are left alone and named."""
    digest = Digest.small(tmp_path / "digest")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    site = digest.root / "site"
    (site / "archive").mkdir(parents=True)
    (site / "archive/index.html").write_bytes(b"mine")
    (site / "people").symlink_to(elsewhere)
    report = build(Options(digest.root, jobs=1 + share))
    met = {problem.place.path for problem in report.problems if problem.code == "foreign-file"}
    assert met == {"site/archive/index.html", "site/people"}
    assert (site / "archive/index.html").read_bytes() == b"mine"
    assert list(elsewhere.iterdir()) == []


@pytest.mark.usefixtures("eager")
def test_after_an_error_in_a_template(tmp_path: Path) -> None:
    """The catalog is committed before pages are made; the output must not be taken to match it."""
    digest = Digest.small(tmp_path / "digest")
    build(Options(digest.root, jobs=2))
    before = law.tree(digest.root / "site")
    digest.article("2026/new.md", title="Ferries return", people=["Ada Okafor"])
    digest.put("layouts/article.html", b"{{ nothing.at.all }}")
    with pytest.raises(TemplateError):
        build(Options(digest.root, jobs=2))
    law.same_trees(law.tree(digest.root / "site"), before)
    (digest.root / "layouts/article.html").unlink()
    report = build(Options(digest.root))
    clean = build(Options(digest.root, tmp_path / "clean", clean=True))
    law.same_trees(law.tree(report.output), law.tree(clean.output))


@pytest.mark.usefixtures("eager")
@pytest.mark.parametrize("fails", ["_enter", "trace"])
def test_what_a_build_withdrew_that_came_to_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fails: str
) -> None:
    """The catalog was committed for the workers; the next build still knows what to plan and to say."""
    digest = Digest.small(tmp_path / "digest")
    digest.article("2026/lost.md", title="Lost", date="2026-03-03", people=["Nia Brook"])
    digest.article("2026/kept.md", title="Kept", date="2026-03-03")
    build(Options(digest.root, jobs=2))
    page = (digest.root / "site/articles/2026/03/lost/index.html").read_bytes()
    digest.put("content/2026/lost.md", b"---\ntitle: [\n---\n")
    digest.put("content/2026/kept.md", b"---\ntitle: [\n---\n")
    digest.article("2026/come.md", title="Come", people=["Wanda Reyes"])
    digest.put("content/pages/new.md", b"---\ntitle: New\n---\nWords.\n")

    def broken(*_: Any) -> None:
        raise TemplateError(Problem(Place("layouts/article.html"), "is broken", code="template"))

    with monkeypatch.context() as patch:
        patch.setattr(plan.Plan, fails, broken)
        with pytest.raises(TemplateError):
            build(Options(digest.root, jobs=2))
    digest.article("2026/kept.md", title="Kept", date="2026-03-03")
    report = law.check(Options(digest.root), tmp_path / "clean")
    assert report is not None
    assert report.withdrawn == {"content/2026/lost.md": ("/articles/2026/03/lost/", page)}


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_none_survives(tmp_path: Path, how: signal.Signals) -> None:
    digest = Digest.small(tmp_path / "digest")
    for number in range(80):
        digest.article(f"2025/{number}.md", title=f"Number {number}", body="*Word* " * 300)
    code = (
        "import sys\n"
        "from pathlib import Path\n"
        "from digestgen import workers\n"
        "from digestgen.build import Options, build\n"
        "workers.ENOUGH = 1\n"
        "if __name__ == '__main__':\n"
        f"    build(Options(Path({str(digest.root)!r}), jobs=3))\n"
    )
    script = tmp_path / "build.py"
    script.write_text(code)
    process = subprocess.Popen([sys.executable, script], stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 120
    while len(workers_of := children(process.pid)) < 3:  # two, and what tracks their resources
        assert process.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.01)
    time.sleep(0.3)
    os.kill(process.pid, how)
    process.wait(120)
    while any(Path(f"/proc/{pid}").exists() for pid in workers_of):
        assert time.monotonic() < deadline
        time.sleep(0.05)
