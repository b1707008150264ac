"""Ctrl-C at any moment of a command: one line, exit code 130, and nothing that the next one can't use."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import interrupted
import law
import pytest
from small_digest import Digest
from test_workers import children

from digestgen import cache, files, originals, output_folder, scaffold
from digestgen.build import Options, build
from digestgen.settings import OUTPUTS

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs fork and SIGINT")

LINE = "stopped; nothing is half written"
PASTE = "Harbour bridge {} opens\n\n3 March 2026\n\nIt opens on Monday, said Ada Okafor.\n"
BUILD = ["build", "--no-search"]


@pytest.fixture(scope="module", autouse=True)
def parsed_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What is loaded and remembered here is so in every process forked from this one."""
    with pytest.MonkeyPatch.context() as patch:
        law.parse_templates_once(patch)
        root = edited(tmp_path_factory.mktemp("warm") / "digest")
        build(Options(root))
        law.extract_all(root)
        yield


def edited(root: Path, is_built: bool = True) -> Path:
    """A digest in which pages come, go and differ; with pastes, and somewhere to go."""
    digest = Digest.small(root)
    kinds = [kind for kind in OUTPUTS if kind != "search"]
    digest.configure(outputs=kinds, deploy={"public": {"kind": "files", "to": "../public"}})
    if is_built:
        build(Options(root))
    digest.article("2026/bridge.md", title="Bridge opened", people=["Nia Brook"])
    digest.delete("content/2026/closed.md")
    for number in range(4):
        digest.put(f"content/2026/pasted-{number}.txt", PASTE.format(number))
    return root


def stopped(done: interrupted.Done, line: str = LINE) -> bool:
    """Whether a command was; if so, as it should be. One that was all but done may say what it did."""
    assert "Traceback" not in done.stderr
    assert "Exception ignored" not in done.stderr
    if done.code == 130:
        # The terminal has ^C on the last line.
        assert done.stderr.endswith(f"\n{line}\n"), done.stderr
        assert done.stderr.count("stopped") == 1
        assert "\n\n\n" not in done.stderr
    return done.code == 130


MOMENTS = (0.01, 0.4, 0.85, 0.93, 0.97)


@pytest.fixture(scope="module")
def lengths(tmp_path_factory: pytest.TempPathFactory) -> dict[str, int]:
    """How many calls each command takes."""
    commands = {
        "build": BUILD, "extract": ["extract"], "deploy": ["deploy"], "check": ["check"],
        "new": ["new", "briefing"],
    }  # fmt: skip
    found = {}
    for name, arguments in commands.items():
        root = edited(tmp_path_factory.mktemp("counted") / "digest")
        found[name] = interrupted.calls(root, arguments)
    return found


@pytest.mark.parametrize(
    ("which", "moment"), [("first", 0.4), ("first", 0.93), *(("build", m) for m in MOMENTS)]
)
def test_build(tmp_path: Path, lengths: dict[str, int], which: str, moment: float) -> None:
    root = edited(tmp_path / "digest", which != "first")
    before = law.site(root / "site")
    done = interrupted.at_call(root, BUILD, int(lengths["build"] * moment))
    assert stopped(done)
    if moment < 0.8:
        assert law.site(root / "site") == before
    law.check(Options(root), tmp_path / "clean")


@pytest.mark.parametrize(
    ("command", "moment"), [("build", 0.2), ("build", 0.97), ("extract", 0.6), ("new", 0.97)]
)
def test_lost_in_a_callback(
    tmp_path: Path, lengths: dict[str, int], command: str, moment: float
) -> None:
    """Python ignores what is raised there."""
    root = edited(tmp_path / "digest")
    arguments = {"build": BUILD, "extract": ["extract"], "new": ["new", "../briefing"]}[command]
    assert stopped(interrupted.in_a_callback(root, arguments, int(lengths[command] * moment)))
    law.check(Options(root), tmp_path / "clean")


@pytest.mark.parametrize(("moment", "later"), [(0.4, 10), (0.4, 400), (0.9, 100)])
def test_twice(tmp_path: Path, lengths: dict[str, int], moment: float, later: int) -> None:
    """The second comes while the first ends the build."""
    root = edited(tmp_path / "digest")
    before = law.site(root / "site")
    first = int(lengths["build"] * moment)
    assert stopped(interrupted.at_call(root, BUILD, first, first + later))
    if moment < 0.8:
        assert law.site(root / "site") == before
    law.check(Options(root), tmp_path / "clean")


@pytest.mark.parametrize("moment", [0.4, 0.97])
def test_while_another_command_has_the_digest(
    tmp_path: Path, lengths: dict[str, int], moment: float
) -> None:
    """It is not waited for until it ends, and the cache is as good as before."""
    root = edited(tmp_path / "digest")
    at = int(lengths["build"] * moment)
    assert stopped(interrupted.while_another_has_the_digest(root, BUILD, at))
    assert cache.is_sealed(root / ".digestgen" / "catalog.sqlite")
    law.check(Options(root), tmp_path / "clean")


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc for who waits")
def test_while_it_waits_for_another_command(tmp_path: Path) -> None:
    root = edited(tmp_path / "digest")
    before = law.site(root / "site")
    with files.locked(root):
        done = interrupted.once_it_waits(root, BUILD)
    assert stopped(done)
    assert law.site(root / "site") == before
    law.check(Options(root), tmp_path / "clean")


@pytest.mark.parametrize("step", ["finish", "commit"])
def test_once_the_files_are_in_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    """What stays has its name in the manifest, else the next build would not know it."""
    root = edited(tmp_path / "digest")
    done = getattr(output_folder.Output, step)

    def interrupt(output: output_folder.Output, *given: object) -> None:
        done(output, *given)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(output_folder.Output, step, interrupt)
        with pytest.raises(KeyboardInterrupt):
            build(Options(root))
    law.check(Options(root), tmp_path / "clean")


@pytest.mark.parametrize("moment", [0.1, 0.8])
def test_check(tmp_path: Path, lengths: dict[str, int], moment: float) -> None:
    root = edited(tmp_path / "digest")
    assert stopped(interrupted.at_call(root, ["check"], int(lengths["check"] * moment)))
    law.check(Options(root), tmp_path / "clean")


def undone(root: Path) -> dict[str, bytes]:
    """What the articles are once every extraction is undone, in a copy."""
    copy = Path(shutil.copytree(root, root.parent / "copy"))
    for path in originals.extracted_files(copy, [])[0]:
        originals.undo_file(copy, path)
    found = {p: d for p, d in law.tree(copy / "content").items() if not p.startswith(".originals/")}
    shutil.rmtree(copy)
    return found


@pytest.mark.parametrize("moment", [0.3, 0.7, 0.95])
def test_extract(tmp_path: Path, lengths: dict[str, int], moment: float) -> None:
    """Each article is the paste still or extracted whole, and the rest is for the next time."""
    day = ["--added", "2026-03-09"]
    for name in ("digest", "clean"):
        root = edited(tmp_path / name)
        if name == "clean":
            law.extract_all(root)
    root, clean = tmp_path / "digest", law.tree(tmp_path / "clean" / "content")
    pastes = law.tree(root / "content")
    done = interrupted.at_call(root, ["extract", *day], int(lengths["extract"] * moment))
    assert stopped(done)
    for path, data in law.tree(root / "content").items():
        assert data in (pastes.get(path), clean.get(path)), path
    assert undone(root) == pastes
    law.extract_all(root)
    assert law.tree(root / "content") == clean
    assert undone(root) == pastes


@pytest.mark.parametrize("moment", [0.5, 0.85, 0.95])
def test_deploy(tmp_path: Path, lengths: dict[str, int], moment: float) -> None:
    root = edited(tmp_path / "digest")
    done = interrupted.at_call(root, ["deploy"], int(lengths["deploy"] * moment))
    is_sending = "goes on from here" in done.stderr
    assert stopped(
        done, "stopped; the next digestgen deploy goes on from here" if is_sending else LINE
    )
    assert interrupted.at_call(root, ["deploy"], -1).code == 0
    sent = {
        p: d for p, d in law.tree(tmp_path / "public").items() if not p.startswith(".digestgen")
    }
    site = {p: d for p, d in law.tree(root / "site").items() if not p.startswith(".digestgen")}
    assert sent == site
    law.check(Options(root), tmp_path / "clean")


@pytest.mark.parametrize("moment", [0.2, 0.7, 0.9, 0.97])
def test_new(tmp_path: Path, lengths: dict[str, int], moment: float) -> None:
    """A digest that is whole, or none that is in the way of the next try."""
    root = tmp_path / "here"
    root.mkdir()
    assert stopped(interrupted.at_call(root, ["new", "briefing"], int(lengths["new"] * moment)))
    if (root / "briefing").exists():
        assert not law.tree(root / "briefing")
        (root / "briefing").rmdir()
    scaffold.create(root / "briefing")


@pytest.mark.parametrize("moment", [0.1, 0.8])
@pytest.mark.parametrize("command", ["build --watch --no-search", "serve --watch --port 0"])
def test_watching_while_it_builds(
    tmp_path: Path, lengths: dict[str, int], command: str, moment: float
) -> None:
    root = edited(tmp_path / "digest")
    assert stopped(interrupted.at_call(root, command.split(), int(lengths["build"] * moment)))
    law.check(Options(root), tmp_path / "clean")


@pytest.mark.parametrize("command", ["build --watch --no-search", "serve --watch --port 0"])
def test_watching_while_nothing_happens(tmp_path: Path, command: str) -> None:
    root = edited(tmp_path / "digest")
    assert stopped(interrupted.once_said(root, command.split(), "rebuilt "))
    law.check(Options(root), tmp_path / "clean")


AT_IMPORT = """
import os, signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
def hear(event, args):
    if event == "import" and args[0] == {name!r}:
        os.kill(os.getpid(), signal.SIGINT)
sys.addaudithook(hear)
sys.argv = ["digestgen", "build", "--no-search"]
from digestgen.__main__ import main
main()
"""


@pytest.mark.parametrize("name", ["digestgen.cli", "click", "digestgen.build"])
def test_while_it_starts(tmp_path: Path, name: str) -> None:
    code = AT_IMPORT.format(name=name)
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert stopped(interrupted.Done(done.returncode, done.stdout, done.stderr))


WITH_WORKERS = """
import signal, sys, time
from digestgen import making, output_folder, workers
from digestgen.__main__ import main
workers.ENOUGH, making._BATCH = 5, 8
write = output_folder.write_new
def slowly(*given):
    time.sleep({pause})
    return write(*given)
output_folder.write_new = slowly
if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.default_int_handler)
    sys.argv = ["digestgen", *{arguments}]
    main()
"""


def with_workers(
    root: Path,
    arguments: list[str],
    ready: Callable[[int], bool],
    after: float = 0,
    presses: int = 1,
    pause: float = 0,
) -> interrupted.Done:
    """Press Ctrl-C when the process of this id is ready; a terminal tells its worker processes too. New
    pages take a `pause` in seconds each."""
    (root.parent / "run.py").write_text(WITH_WORKERS.format(pause=pause, arguments=arguments))
    process = subprocess.Popen(
        [sys.executable, root.parent / "run.py"], cwd=root, text=True, start_new_session=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    while not interrupted.has_ended(process.pid) and not ready(process.pid):
        time.sleep(0.005)
    for _ in range(presses):
        time.sleep(after)
        os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=60)
    return interrupted.Done(process.returncode, out, err)


IN_PARALLEL = [*BUILD, "-j2"]


def test_with_workers(tmp_path: Path) -> None:
    """Only one process speaks."""
    root = edited(tmp_path / "digest", is_built=False)
    done = with_workers(root, IN_PARALLEL, lambda _: (root / "site" / "theme").exists())
    assert stopped(done)
    law.check(Options(root), tmp_path / "clean")


def test_twice_with_workers(tmp_path: Path) -> None:
    """Nothing is written after what was written is undone."""
    root = edited(tmp_path / "digest", is_built=False)

    def ready(_: int) -> bool:
        return any((root / "site").glob("*/*/index.html"))

    done = with_workers(root, IN_PARALLEL, ready, after=0.1, presses=2, pause=0.05)
    assert stopped(done)
    assert law.tree(root / "site") == {}
    law.check(Options(root), tmp_path / "clean")


@pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")
@pytest.mark.parametrize("after", [0.03, 0.12])
@pytest.mark.parametrize("command", ["build", "extract"])
def test_while_workers_start(tmp_path: Path, command: str, after: float) -> None:
    """They leave it to the process that started them from their first moment on."""
    root = edited(tmp_path / "digest")
    pastes = law.tree(root / "content")
    arguments = IN_PARALLEL if command == "build" else ["extract", "-j2"]
    # Two are what tracks their resources, and the first of them.
    assert stopped(with_workers(root, arguments, lambda pid: len(children(pid)) > 1, after))
    assert undone(root) == pastes
    law.check(Options(root), tmp_path / "clean")
