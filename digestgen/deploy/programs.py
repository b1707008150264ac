"""git and rsync, run as the user's own programs: with their settings and keys, and with lists of
arguments, never through a shell."""

import os
import subprocess
from collections.abc import Mapping, Sequence
from typing import IO

from digestgen.deploy.errors import failed, last_lines


def run(
    arguments: Sequence[str],
    where: str,
    stdin: bytes | IO[bytes] = b"",
    environment: Mapping[str, str] | None = None,
    may_fail: bool = False,
) -> subprocess.CompletedProcess[bytes]:
    """Runs a program to its end; `stdin` is what it reads, or an open file. `where` is the destination as the editor knows it. Raises DeployError
    when it is missing, or fails and may not."""
    own = {name: value for name, value in os.environ.items() if not _of_a_hook(name)}
    try:
        done = subprocess.run(
            list(arguments),
            input=stdin if isinstance(stdin, bytes) else None,
            stdin=None if isinstance(stdin, bytes) else stdin,
            capture_output=True,
            check=False,
            env={**own, "LC_ALL": "C", **(environment or {})},
        )
    except FileNotFoundError:
        name = arguments[0]
        raise failed(
            where, f"{name} is not installed", f"install {name}", "not-installed"
        ) from None
    if done.returncode and not may_fail:
        raise failed(where, f"{arguments[0]} failed: {last_lines(done.stderr)}")
    return done


def _of_a_hook(name: str) -> bool:
    """What git sets while it runs a hook would lead another git to the wrong repository."""
    return name in (
        "GIT_DIR",
        "GIT_WORK_TREE",
        "GIT_INDEX_FILE",
        "GIT_PREFIX",
        "GIT_OBJECT_DIRECTORY",
    )
