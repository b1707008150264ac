"""Long work shows on a terminal how far it has come, and leaves nothing of that there."""

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from small_digest import Digest


def on_a_terminal(root: Path, *arguments: str) -> str:
    """What a command writes to a terminal on stderr."""
    reader, terminal = pty.openpty()
    command = [sys.executable, "-m", "digestgen", *arguments]
    with subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, stderr=terminal):
        os.close(terminal)
        said = b""
        try:
            while data := os.read(reader, 65536):
                said += data
        except OSError:  # as Linux says that nobody writes any more
            pass
    os.close(reader)
    return said.decode()


@pytest.mark.parametrize("quiet", [False, True])
def test_a_long_build(tmp_path: Path, quiet: bool) -> None:
    digest = Digest.small(tmp_path / "digest")
    for number in range(200):
        digest.article(f"2026/{number}.md", title=f"Number {number}", date="2026-03-03")
    said = on_a_terminal(digest.root, *["-q"] * quiet, "build", "--no-search")
    for label in ("reading articles", "making pages"):
        assert (label in said) is not quiet
    assert said.count("\x1b[1A\x1b[2K") == (0 if quiet else 2)
    again = on_a_terminal(digest.root, "build", "--no-search")
    assert "reading" not in again
    assert "making" not in again
