"""Whoever mistypes a command reads what to type instead."""

import platform
import subprocess
import sys
from pathlib import Path

import pytest

from digestgen import __version__, cli, scaffold


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """What stderr says of a command that ends with the code for usage."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", ["digestgen", *arguments])
        with pytest.raises(SystemExit) as ended:
            cli.main()
    assert ended.value.code == 2
    return capsys.readouterr().err.splitlines()[-1]


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        ("new", "Error: Missing argument 'FOLDER'. (hint: digestgen new my-digest)"),
        (
            "build --config my.yaml",
            "Error: No such option '--config'. (hint: before the command: digestgen --config PATH build …)",
        ),
        (
            "theme list --no-color",
            "Error: No such option '--no-color'. (hint: before the command: digestgen --no-color theme list …)",
        ),
        ("bild", "Error: No such command 'bild'. Did you mean 'build'?"),
        (
            "theme copy _crad.html",
            'Error: the theme has no file "_crad.html" (hint: did you mean "_card.html"?)',
        ),
        (
            "theme copy base.html --block haed",
            'Error: the theme has no block "haed" (hint: did you mean "head"?)',
        ),
        ("theme copy zzz", 'Error: the theme has no file "zzz" (hint: digestgen theme list)'),
        (
            "theme diff zzz",
            'Error: "zzz" is not both in the theme and in layouts/ (hint: digestgen theme list)',
        ),
        (
            "--config diggest.yaml build",
            "diggest.yaml: error: no such file (hint: --config digest.yaml is there) [no-digest]",
        ),
    ],
)
def test_in_a_digest(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: str,
    line: str,
) -> None:
    scaffold.create(tmp_path / "digest")
    monkeypatch.chdir(tmp_path / "digest")
    assert said(capsys, *arguments.split()) == line


@pytest.mark.parametrize(
    "command", ["build", "serve", "check", "extract", "deploy", "why /", "theme copy base.html"]
)
def test_elsewhere(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    command: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    wanted = "digest.yaml: error: no digest here (hint: digestgen new DIR makes one) [no-digest]"
    assert said(capsys, *command.split()) == wanted
    assert list(tmp_path.iterdir()) == []


def test_the_version_says_what_a_bug_report_needs(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "digestgen", "--version"],
        cwd=tmp_path, capture_output=True, text=True, check=True,
    )  # fmt: skip
    lines = done.stdout.splitlines()
    assert lines[0] == f"digestgen {__version__}"
    assert lines[1].startswith(f"Python {platform.python_version()} (")
    assert sys.executable in lines[2]
    assert [line.partition(" ")[0] for line in lines[3:]] == ["with", "extras:", "plugins:"]
    for name in ("click", "jinja2", "markdown-it-py", "pyyaml", "starlette"):
        assert f"{name} " in lines[3]
    assert done.stderr == ""
