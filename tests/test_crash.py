"""A build that dies at any write leaves nothing that the next build does not put right."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import disasters
import law
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_digest import Digest

from digestgen import output_folder
from digestgen.build import Options, build


def edit(digest: Digest) -> None:
    """Pages come, go and differ, and a file gives way to a folder."""
    digest.article("2026/bridge.md", title="Bridge opened", people=["Nia Brook"])
    digest.delete("content/2026/closed.md")
    digest.put("content/assets/x/y.txt", "in a folder")


def digest_in(folder: Path) -> Digest:
    digest = Digest.small(folder)
    digest.put("content/assets/x", "a file")
    return digest


@pytest.fixture(scope="module", autouse=True)
def parsed_once() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        law.parse_templates_once(patch)
        yield


SPREAD = 9


@pytest.mark.parametrize("part", range(SPREAD))
@pytest.mark.parametrize("first", [True, False], ids=["cold", "edited"])
def test_killed_anywhere(tmp_path: Path, first: bool, part: int) -> None:
    """Writes spread over the whole of a build, from its first to its last."""
    for name in ("counted", "killed"):
        digest = digest_in(tmp_path / name)
        options = Options(digest.root)
        if not first:
            build(options)
        edit(digest)
        if name == "counted":
            total = disasters.writes(lambda: build(Options(tmp_path / "counted")))
    at = 1 + (total - 1) * part // (SPREAD - 1)
    assert disasters.killed(lambda: build(options), at)
    law.check(options, tmp_path / "clean")


@settings(max_examples=max(5, settings().max_examples // 8))
@given(write=st.integers(1, 240), again=st.integers(1, 120), first=st.booleans())
def test_killed_twice(write: int, again: int, first: bool) -> None:
    """Two builds are killed, one of them perhaps the first ever; the third holds the law."""
    with TemporaryDirectory() as folder:
        digest = digest_in(Path(folder) / "digest")
        options = Options(digest.root)
        if not first:
            build(options)
        edit(digest)
        disasters.killed(lambda: build(options), write)
        disasters.killed(lambda: build(options), again)
        law.check(options, Path(folder) / "clean")


COMMAND = """
import sys
sys.path.insert(0, {tests!r})
import disasters
from digestgen import cli, workers
workers.ENOUGH = 5
with disasters.heard(disasters.Killer({at})):
    cli.main()
"""


@pytest.mark.parametrize("at", [20, 60, 100])
def test_the_command_killed_with_its_workers(tmp_path: Path, at: int) -> None:
    """The processes that it shares its work with end too, and the next command puts all right."""
    digest = digest_in(tmp_path / "digest")
    code = COMMAND.format(tests=os.fspath(Path(__file__).parent), at=at)
    command = [sys.executable, "-c", code, "build", "--no-search", "-j2"]
    done = subprocess.run(
        command, cwd=digest.root, capture_output=True, check=False
    )  # to their end
    assert done.returncode == -signal.SIGKILL, done.stderr.decode()
    law.check(Options(digest.root), tmp_path / "clean")


def test_an_interrupted_build_undoes_what_it_wrote(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl-C while pages are made: the site is as it was."""
    digest = Digest.small(tmp_path / "digest")
    build(Options(digest.root))
    before = law.tree(digest.root / "site")
    edit(digest)
    stage = output_folder.Output.stage

    def interrupted(output: output_folder.Output, path: str, data: bytes) -> None:
        stage(output, path, data)
        if path.startswith("people/"):
            raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(output_folder.Output, "stage", interrupted)
        with pytest.raises(KeyboardInterrupt):
            build(Options(digest.root))
    assert law.tree(digest.root / "site") == before
    law.check(Options(digest.root), tmp_path / "clean")


@pytest.mark.parametrize("part", [2, 3, 5])
def test_interrupted_while_files_are_put_in_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, part: int
) -> None:
    """What is in place has its name in the manifest, else the next build would not know it."""
    commit = output_folder.Output.commit
    steps: list[str] = []
    at = -1

    def interrupt(event: str, path: str) -> None:
        steps.append(path)
        if len(steps) == at:
            raise KeyboardInterrupt

    def heard(output: output_folder.Output, removed: Iterable[str]) -> None:
        with disasters.heard(interrupt):
            commit(output, removed)

    monkeypatch.setattr(output_folder.Output, "commit", heard)
    for name in ("counted", "interrupted"):
        digest = digest_in(tmp_path / name)
        build(Options(digest.root))
        edit(digest)
        steps.clear()
        if name == "counted":
            build(Options(digest.root))
            at = 1 + (len(steps) - 1) * part // 5
    with pytest.raises(KeyboardInterrupt):
        build(Options(digest.root))
    monkeypatch.undo()
    law.check(Options(digest.root), tmp_path / "clean")
