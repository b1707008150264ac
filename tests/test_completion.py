"""Completion, tried in the real shells that are installed."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
TRIES = {
    "bash": """source script; COMP_WORDS=({words}); COMP_CWORD={last}
_digestgen_completion digestgen; printf '%s\\n' "${{COMPREPLY[@]}}" """,
    "zsh": """autoload -Uz compinit; compinit -u -D; source script
compdef() {{ :; }}; compadd() {{ while (( $# )); do [[ $1 == -a ]] && print -rl -- ${{(P)2}}; shift; done }}
_describe() {{ print -rl -- ${{(P)3}}; }}
words=({words}); CURRENT=$(({last} + 1)); _digestgen_completion""",
    "fish": "source script; complete --do-complete '{line}'",
}


@pytest.mark.parametrize("shell", TRIES)
@pytest.mark.parametrize(
    ("words", "wanted"), [("digestgen bu", "build"), ("digestgen build --port", "--portable")]
)
def test_tab_completes(shell: str, words: str, wanted: str, tmp_path: Path) -> None:
    program = shutil.which(shell)
    if program is None:
        pytest.skip(f"{shell} is not installed")
    digestgen = tmp_path / "digestgen"
    digestgen.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m digestgen "$@"\n')
    digestgen.chmod(0o755)
    path = os.pathsep.join([str(tmp_path), os.environ["PATH"]])
    environment = {**os.environ, "PATH": path, "PYTHONPATH": str(ROOT), "HOME": str(tmp_path)}

    def run(*command: str) -> str:
        return subprocess.run(
            command, cwd=tmp_path, env=environment, check=True, capture_output=True, text=True
        ).stdout

    (tmp_path / "script").write_text(run("digestgen", "completion", shell))
    code = TRIES[shell].format(words=words, last=len(words.split()) - 1, line=words)
    code = code.replace("source script", f"source {tmp_path}/script")
    assert wanted in [
        line.split("\t")[0].split(":")[0] for line in run(program, "-c", code).split("\n")
    ]
