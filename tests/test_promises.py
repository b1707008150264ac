"""docs/promises.md: every promise names tests that are there; and the promises that no other test holds."""

import re
import socket
from pathlib import Path
from typing import Any, NoReturn

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
