"""Long work shows on a terminal how far it has come, and leaves nothing of that there."""

import os
import pty
import re
import subprocess
import sys
import termios
from pathlib import Path

import pytest
from small_digest import Digest

ERASED = "\r\x1b[2K"
COMMAND = ["-m", "digestgen"]
WORK = """
import itertools, time
from digestgen.progress import shown

clock = itertools.count(0, {seconds})
time.time = clock.__next__
with shown(False)("reading articles", 400) as step:
    for _ in range(400):
        step(1)
"""


def on_a_terminal(
    root: Path, *arguments: str, columns: int = 80, term: str = "xterm-256color"
) -> str:
    """What Python writes to a terminal on stderr."""
    reader, terminal = pty.openpty()
    termios.tcsetwinsize(terminal, (24, columns))
    environment = {**os.environ, "TERM": term}
    command = [sys.executable, *arguments]
    with subprocess.Popen(
        command, cwd=root, env=environment, stdout=subprocess.PIPE, stderr=terminal
    ):
        os.close(terminal)
        said = b""
        try:
            while data := os.read(reader, 65536):
                said += data
        except OSError:  # as Linux says that nobody writes any more
            pass
    os.close(reader)
    return said.decode()


def lines(said: str) -> list[str]:
    """What stood on the line of a bar, one after the other, and nothing is left of."""
    drawn, _, after = said.rpartition(ERASED)
    assert "\n" not in drawn
    assert re.fullmatch(r"\x1b\[\?25h(site: .+\r\n)?", after)
    return [re.sub(r"\x1b\[[?\d]*[a-zA-Z]", "", text) for text in drawn.split("\r")]


@pytest.fixture
def digest(tmp_path: Path) -> Digest:
    made = Digest.small(tmp_path / "digest")
    made.delete("content/undated.md")  # there is a warning about it
    for number in range(200):
        made.article(f"2026/{number}.md", title=f"Number {number}", date="2026-03-03")
    return made


def test_a_long_build(digest: Digest) -> None:
    said = on_a_terminal(digest.root, *COMMAND, "build", "--no-search")
    assert said.count(ERASED) == 2
    for label in ("reading articles", "making pages"):
        assert any(line.startswith(label) for line in lines(said))
    again = on_a_terminal(digest.root, *COMMAND, "build", "--no-search")
    assert re.fullmatch(r"site: .+\r\n", again)


@pytest.mark.parametrize(("flags", "term"), [(["-q"], "xterm"), ([], "dumb")])
def test_nobody_is_shown_what_they_can_not_see(digest: Digest, flags: list[str], term: str) -> None:
    said = on_a_terminal(digest.root, *COMMAND, *flags, "build", "--no-search", term=term)
    assert re.fullmatch(r"(site: .+\r\n)?", said)


@pytest.mark.parametrize("columns", [0, 20, 31, 40, 62, 80])
@pytest.mark.parametrize("seconds", [1, 500])
def test_no_line_wraps(tmp_path: Path, columns: int, seconds: int) -> None:
    said = on_a_terminal(tmp_path, "-c", WORK.format(seconds=seconds), columns=columns)
    drawn = lines(said)
    assert any("100%" in line for line in drawn)
    assert any(line.startswith("reading art") for line in drawn)
    assert max(map(len, drawn)) < (columns or 80)
    assert said.endswith("\x1b[?25h"), "the cursor is seen again"
    if columns >= 80 or not columns:
        assert any("#" in line for line in drawn)


def test_an_interrupted_one_goes_too(tmp_path: Path) -> None:
    work = WORK.format(seconds=1) + "        if _ == 100: raise SystemExit\n"
    assert lines(on_a_terminal(tmp_path, "-c", work))
