"""docs/promises.md: every promise names tests that are there; and the promises that no other test holds."""

import re
import socket
from pathlib import Path
from typing import Any, NoReturn

import interrupted
import law
import pytest
from click.testing import CliRunner
from small_digest import Digest

from digestgen import cli

DOCS = Path(__file__).parent.parent / "docs"
PAGE = (DOCS / "promises.md").read_text("utf-8")
PROMISE = re.compile(r"^(?:- (?:.+\n)(?:  .+\n)*|\| (?!it reaches|command|`).+\n)", re.MULTILINE)
LINK = re.compile(r"\[(\w+)\]\((\.\./tests/\w+\.py)\)")
COMMANDS = (
    ["build"],
    ["check"],
    ["check", "--format", "json"],
    ["extract", "--dry-run"],
    ["extract", "--explain"],
    ["why", "/"],
    ["deploy", "--dry-run"],
    ["theme", "list"],
)


def test_every_promise_names_tests() -> None:
    promises = PROMISE.findall(PAGE)
    assert len(promises) > 35
    for promise in promises:
        assert LINK.search(promise), promise


@pytest.mark.parametrize(("name", "file"), sorted(set(LINK.findall(PAGE))))
def test_every_test_that_is_named_is_there(name: str, file: str) -> None:
    text = (DOCS / file).read_text("utf-8")
    assert re.search(rf"^(?:def {name}\(|{name} = )", text, re.MULTILINE)


@pytest.fixture
def digest(tmp_path: Path) -> Digest:
    made = Digest.small(tmp_path / "digest")
    made.put(
        "content/paste.txt", "Harbour bridge reopens\n\nMarch 3, 2026\n\nAda Okafor was there.\n"
    )
    (tmp_path / "public").mkdir()
    made.configure(deploy={"here": {"kind": "files", "to": str(tmp_path / "public")}})
    return made


ARGUMENTS = {
    "new DIR": ["new", "DIR"],
    "extract": ["extract"],
    "build": ["build"],
    "serve": ["serve", "--port", "0"],
    "check": ["check"],
    "theme copy NAME": ["theme", "copy", "base.html"],
    "deploy": ["deploy"],
    "why": ["why", "/"],
    "extract --dry-run": ["extract", "--dry-run"],
    "extract --explain": ["extract", "--explain"],
}
CACHE = "digest/.digestgen/"
PLACES = {
    "DIR": "digest/DIR/",
    "raw pastes": "digest/content/paste.txt",
    "content/.originals/": "digest/content/.originals/",
    "site/": "digest/site/",
    ".digestgen/": CACHE,
    "layouts/NAME": "digest/layouts/base.html",
    "target": "public/",
}
"""What the page calls the places that commands write to, and where they are in a test."""
WRITES = {
    command: tuple(place for name, place in PLACES.items() if name in cells[1])
    + (PLACES["site/"], CACHE) * ("as `build`" in cells[1])
    for row in re.findall(r"^\| (`.+) \|$", PAGE, re.MULTILINE)
    if (cells := row.split(" | "))
    for command in re.findall(r"`(.+?)`", cells[0])
}


def test_the_page_says_of_every_command_what_it_writes() -> None:
    assert WRITES.keys() == ARGUMENTS.keys()
    assert all(WRITES.values())


@pytest.mark.parametrize("command", ARGUMENTS)
def test_commands_write_what_the_page_says(
    digest: Digest, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """That, and nothing else."""
    monkeypatch.chdir(digest.root)
    if WRITES[command] == (CACHE,):
        run(digest, ["build", "--no-search"])
    before = law.tree(digest.root.parent)
    if command == "serve":
        assert interrupted.once_said(digest.root, ARGUMENTS[command], "http://").code == 130
    elif command == "new DIR":
        assert CliRunner().invoke(cli.cli, ARGUMENTS[command]).exit_code == 0
    else:
        run(digest, ARGUMENTS[command])
    after = law.tree(digest.root.parent)
    said = {"stdout", "stderr"}  # of a process
    written = {path for path in before | after if before.get(path) != after.get(path)} - said
    assert not [path for path in written if not path.startswith(WRITES[command])]
    for place in {*WRITES[command]} - {CACHE}:
        assert any(path.startswith(place) for path in written), place


def run(digest: Digest, arguments: list[str]) -> Any:
    config = str(digest.root / "digest.yaml")
    result = CliRunner().invoke(cli.cli, ["--config", config, *arguments])
    assert result.exit_code in (0, 3), (arguments, result.output)
    return result


def test_sources_stay_as_they_are(digest: Digest) -> None:
    def sources() -> object:
        folders = [digest.root / name for name in ("content", "layouts")]
        config = (digest.root / "digest.yaml").stat()
        return [*map(law.stats, folders), config.st_mtime_ns, config.st_ctime_ns]

    before = sources()
    for arguments in COMMANDS:
        run(digest, arguments)
        assert sources() == before, arguments


def test_no_command_asks_the_network(digest: Digest, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*asked: object, **_: object) -> NoReturn:
        raise AssertionError(f"asked for {asked}")

    for name in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, name, refuse)
    for name in ("getaddrinfo", "create_connection", "gethostbyname"):
        monkeypatch.setattr(socket, name, refuse)
    for arguments in (
        ["new", str(digest.root.parent / "fresh")],
        *COMMANDS,
        ["extract"],
        ["build"],
    ):
        run(digest, arguments)
