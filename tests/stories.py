"""The blocks of code in a page of documentation, and a folder in which they are followed as a story.

What a block is, its fence says: ```console has lines typed after "$ " and what they print (… stands for any
text, a line of … for any lines; where nothing is shown, anything may be printed); ```sh has lines typed
alone; ```yaml file=digest.yaml is a file to write, add= one to add to, ```diff file=… one to change.
"""

import os
import re
import shlex
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parent.parent
_FENCE = re.compile(r"^( *)```([^\n`]*)\n(.*?)^ *```$", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True)
class Block:
    """A fenced block: its language, what its fence says besides, its text, and its line."""

    language: str
    text: str
    line: int
    file: str = ""
    add: str = ""


def blocks(page: Path) -> list[Block]:
    text = page.read_text("utf-8")
    found = []
    for match in _FENCE.finditer(text):
        language, *rest = match[2].split() or [""]
        body = re.sub(rf"^{match[1]}", "", match[3], flags=re.MULTILINE)
        named = dict(part.split("=", 1) for part in rest)
        found.append(Block(language, body, text.count("\n", 0, match.start()) + 1, **named))
    return found


def commands(block: Block) -> list[tuple[str, str]]:
    """(what is typed, what it prints)"""
    if block.language == "sh":
        return [(line, "") for line in block.text.splitlines() if line.strip()]
    parts = re.split(r"^\$ ", block.text, flags=re.MULTILINE)
    assert not parts[0].strip(), f"line {block.line}: output without a command"
    return [(typed, said) for typed, _, said in (part.partition("\n") for part in parts[1:])]


def agrees(shown: str, said: str) -> bool:
    """Whether what is shown is what was said, but for where it has …"""
    lines = [
        r"(?:.*\n)*?"
        if line.strip() == "…"
        else re.escape(line.rstrip()).replace("…", ".*") + r"[ ]*\n"
        for line in shown.rstrip("\n").split("\n")
    ]
    return re.fullmatch("".join(lines), said.rstrip("\n") + "\n") is not None


@dataclass
class Story:
    """A folder in which somebody follows a page."""

    folder: Path
    here: Path = field(init=False)
    servers: list[subprocess.Popen[str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.here = self.folder
        programs = self.folder.parent / "programs"
        programs.mkdir()
        _program(programs / "digestgen", f'exec "{sys.executable}" -m digestgen "$@"')
        _program(programs / "pip", f'exec "{sys.executable}" "{__file__}" "$@"')
        _program(programs / "make", f'exec /usr/bin/make -n -C "{ROOT}" "$@" > /dev/null')
        home = self.folder.parent / "home"
        home.mkdir()
        self.environment = {
            "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": str(ROOT),
            "HOME": str(home),
            "BROWSER": "true",
            "LC_ALL": "C.UTF-8",
            "GIT_AUTHOR_NAME": "Mara Lindqvist",
            "GIT_AUTHOR_EMAIL": "mara@example.org",
            "GIT_COMMITTER_NAME": "Mara Lindqvist",
            "GIT_COMMITTER_EMAIL": "mara@example.org",
            "GIT_CONFIG_GLOBAL": os.devnull,
        }

    def follow(self, block: Block) -> None:
        if block.language in ("console", "sh"):
            for typed, shown in commands(block):
                self.type(typed, shown, block.line)
        elif block.language == "diff" and block.file:
            self._change(self.here / block.file, block)
        elif block.file or block.add:
            path = self.here / (block.file or block.add)
            path.parent.mkdir(parents=True, exist_ok=True)
            before = path.read_text("utf-8") if block.add else ""
            path.write_text(before + block.text, "utf-8")

    def type(self, typed: str, shown: str = "", line: int = 0) -> None:
        server = re.match(r"digestgen serve\b[^#\n]*", typed)
        if server:
            self._serve(shlex.split(server[0])[1:])
            return
        after = self.folder.parent / "here"
        script = f"set -e\n{typed}\npwd > {shlex.quote(str(after))}\n"
        done = subprocess.run(
            ["bash", "-c", script],
            cwd=self.here,
            env=self.environment,
            capture_output=False,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=120,
            check=False,
        )
        told = f"line {line}: $ {typed}\n{done.stdout}"
        if shown.strip():
            assert agrees(shown, done.stdout), f"{told}\ninstead of\n{shown}"
        refused = re.search(r"\[[a-z0-9-]+\]$", shown, re.MULTILINE) is not None
        assert (done.returncode != 0) <= refused, f"{told}\nexit code {done.returncode}"
        if done.returncode == 0:
            self.here = Path(after.read_text("utf-8").rstrip("\n"))

    def _serve(self, arguments: list[str]) -> None:
        """Starts the server and leaves it running, as a reader would, at a port of its own."""
        command = [sys.executable, "-u", "-m", "digestgen", *arguments, "--port", "0"]
        server = subprocess.Popen(
            command,
            cwd=self.here,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            # A shell lets what it starts in the background ignore Ctrl-C, tests too.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),  # noqa: PLW1509
        )
        self.servers.append(server)
        assert server.stdout is not None
        for line in server.stdout:
            if "http://" in line:
                break
        else:
            raise AssertionError("the server ended")
        # What it says from here on is not read, and must not fill the pipe.
        threading.Thread(target=server.stdout.read, daemon=True).start()

    def _change(self, path: Path, block: Block) -> None:
        lines = block.text.splitlines()
        old = "\n".join(line[1:] for line in lines if not line.startswith("+"))
        new = "\n".join(line[1:] for line in lines if not line.startswith("-"))
        text = path.read_text("utf-8")
        assert text.count(old) == 1, f"line {block.line}: {path.name} holds\n{text}\nand not\n{old}"
        path.write_text(text.replace(old, new), "utf-8")

    def end(self) -> None:
        for server in self.servers:
            server.send_signal(signal.SIGINT)
        for server in self.servers:
            assert server.wait(30) in (0, 130)


def _program(path: Path, line: str) -> None:
    path.write_text(f"#!/bin/sh\n{line}\n", "utf-8")
    path.chmod(0o755)


def _pip(arguments: list[str]) -> Iterator[str]:
    """What is wrong with `pip install …`; test_wheel.py installs digestgen for real."""
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"]
    for argument in arguments[1:]:
        name, _, extra = argument.rstrip("]").partition("[")
        if argument.startswith("-") or argument.endswith(".lock"):
            continue
        if name == "pagefind" and extra == "extended":
            continue
        if name != "digestgen" or (extra and extra not in extras):
            yield f"no such package: {argument}"


if __name__ == "__main__":
    wrong = list(_pip(sys.argv[1:]))
    sys.exit("\n".join(wrong) if wrong or sys.argv[1] != "install" else 0)
