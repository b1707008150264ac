"""Every problem has a code; each is really met, and docs/problems.md says how to mend it."""

import ctypes
import errno
import os
import re
import socket
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import get_args

import disasters
import pytest

from digestgen import cli, model, problems

PAGE = Path(__file__).parent.parent / "docs" / "problems.md"
CODES: tuple[str, ...] = get_args(model.Code)

Files = Mapping[str, str | bytes]
CONFIG = "title: Meridian\nbase_url: https://digest.example.org/\n"
BRIDGE = "---\ntitle: Bridge\ndate: 2026-03-03\npeople: [Ada Okafor]\n---\nWords.\n"
PASTE = "Harbour bridge reopens\n\n3 March 2026\n\nThe bridge opens again on Monday.\n"


def article(front: str = "", body: str = "Words.", title: str = "Ferry") -> str:
    return f"---\ntitle: {title}\ndate: 2026-03-03\n{front}\n---\n{body}\n"


def config(line: str) -> dict[str, str | bytes]:
    return {"digest.yaml": f"title: Meridian\n{line}\n"}


def listing(*names: str) -> dict[str, str | bytes]:
    """An article for each name."""
    return {
        f"content/n{at}.md": article(f"people: [{name}]", title=f"Ferry {at}")
        for at, name in enumerate(names)
    }


SVG = "<svg xmlns='http://www.w3.org/2000/svg'/>"
FOUND: dict[str, Files] = {
    "not-utf8": {"content/x.txt": b"caf\xe9"},
    "bad-front-matter": {"content/x.md": "---\ntitle: Ferry: what changes\n---\n"},
    "repeated-key": {"content/x.md": article("title: again")},
    "unknown-key": {"content/x.md": article("peple: [Ada Okafor]")},
    "bad-value": {"content/x.md": article("rank: first")},
    "commas": {"content/x.md": article("people: Ada Okafor, Tomas Brandt")},
    "bad-date": {"content/x.md": article("updated: 31 Feb")},
    "bad-url": {"content/x.md": article("url: port-courier.example")},
    "bad-path": {"content/x.md": article("path: ../bridge")},
    "bad-image": {"content/x.md": article("image: bridge.jpg")},
    "bad-file-name": {"content/assets/50%.svg": SVG},
    "bad-edition": {"content/editions/spring.md": "Words.\n"},
    "no-title": {"content/x.md": "---\ndate: 2026-03-03\n---\nWords.\n"},
    "no-name": {"content/people/ada-okafor.md": "Born by the sea.\n"},
    "undated": {"content/x.md": "---\ntitle: Ferry\n---\nWords.\n"},
    "same-address": {"content/x.md": BRIDGE},
    "taken-address": {"content/pages/people.md": "Words.\n"},
    "duplicate": {
        "content/people/ada-okafor.md": "---\nname: Ada Okafor\n---\n",
        "content/people/okafor.md": "---\nname: Ada Okafor\n---\n",
    },
    "no-digest": {"digest.yaml": b""},
    "bad-config": config("edition: monthly"),
    "unknown-setting": config("base_ulr: https://digest.example.org/"),
    "low-contrast": config('theme: {accent: "#eeeeee"}'),
    "template": {"layouts/person.html": "{% if %}"},
    "bad-catalog": {"layouts/locale/en.po": 'msgid "By %(names)s"\nmsgstr "By %(name)s"\n'},
    "broken-link": {"content/x.md": article(body="[Ada](/people/ada/)")},
    "broken-anchor": {"content/x.md": article(body="[Ada](/people/ada-okafor/#office)")},
    "missing-file": {"content/x.md": article("image: assets/bridge.jpg")},
    "absolute-link": {
        "layouts/base.html": '{% extends "theme/base.html" %}'
        '{% block footer %}<a href="/people/">People</a>{% endblock %}'
    },
    "no-address": {"content/x.md": article(body="[Ada](ada-okafor)")},
    "missing-alt": {
        "content/x.md": article("image: {src: assets/a.svg}"),
        "content/assets/a.svg": SVG,
    },
    "picture-elsewhere": {"content/x.md": article(body="![a](https://example.org/a.jpg)")},
    "broken-feed": {"layouts/feed.xml": "<feed>"},
    "redirect-loop": {"content/x.md": article("path: a\nredirect_from: [a]")},
    "redirect-exists": {"content/x.md": article("redirect_from: [2026/03/bridge]")},
    "redirect-twice": {
        "content/x.md": article("redirect_from: [old]"),
        "content/y.md": article("redirect_from: [old]", title="Tram"),
    },
    "future-date": {"content/x.md": article("updated: 2999-01-01")},
    "unlisted-speaker": {
        "content/x.md": article('quotes: [{speaker: Tomas Brandt, text: "Words."}]')
    },
    "quote-not-in-text": {"content/x.md": article('quotes: [{text: "We open on Monday."}]')},
    "similar-name": listing("Ada Okafor", "Ada Okaffor"),
    "namesake": listing("Ilse Varga", "Ilse Varga (judge)", "Ilse Varga (biologist)"),
    "single-name": listing("Okafor"),
    "odd-name": listing("Share/Save"),
    "capitals": listing("TOMAS BRANDT"),
    "two-kinds": {"content/x.md": article("organizations: [Ada Okafor]")},
    "shared-page": listing("Mara Lind & Vogt", "Mara Lind Vogt"),
    "shared-alias": {
        "content/people/ada-okafor.md": "---\nname: Ada Okafor\naliases: [The director]\n---\n",
        "content/people/tomas-brandt.md": "---\nname: Tomas Brandt\naliases: [The director]\n---\n",
        **listing("Tomas Brandt"),
    },
    "unused-profile": {"content/people/tomas-brandt.md": "---\nname: Tomas Brandt\n---\n"},
    "empty-edition": {"content/editions/2026-01-01.md": "Words.\n"},
    "unknown-order": {"content/editions/2026-03-03.md": "---\norder: [ferry]\n---\n"},
    "host-limit": config("deploy: {pages: {host: cloudflare}}"),
    "foreign-file": {"site/index.html": "mine"},
}
"""What `digestgen check` finds in a digest with these files in place of, or beside, a sound one's."""

PUBLIC = "rights: full\ndeploy: {public: {to: ../public}}"
TYPED: dict[str, tuple[Files, list[str]]] = {
    "not-installed": (config("rights: full\ndeploy: {a: {kind: git, to: ../a}}"), ["deploy"]),
    "ambiguous-date": (
        {"content/p.txt": PASTE.replace("3 March 2026", "03/04/2026")},
        ["extract"],
    ),
    "no-article": ({}, ["extract content/none.txt"]),
    "never-extracted": ({}, ["extract --undo content/bridge.md"]),
    "already-extracted": ({"content/p.txt": PASTE}, ["extract", "extract --fill content/p.txt"]),
    "edited-since": (
        {"content/p.txt": PASTE},
        ["extract", "edit content/p.txt", "extract --undo content/p.txt"],
    ),
    "changed-meanwhile": ({"content/p.txt": PASTE}, ["extract"]),
    "lost-original": (
        {"content/p.txt": PASTE},
        ["extract", "lose content/.originals", "extract --undo content/p.txt"],
    ),
    "not-empty": ({}, ["new ."]),
    "no-target": ({}, ["deploy"]),
    "no-rights": (config("deploy: {public: {to: ../public}}"), ["deploy"]),
    "not-deployable": ({**config(PUBLIC), "content/x.md": article("rank: first")}, ["deploy"]),
    "deploy-failed": (config("rights: full\ndeploy: {a: {to: content}}"), ["deploy"]),
    "nothing-known": ({}, ["build --no-search", "why /people/nobody/"]),
    "usage": ({}, ["serve --port TAKEN"]),
    "plugin": (config("plugins: [ships]"), ["build --no-search"]),
    "unreadable": ({}, ["check"]),
    "cache": ({}, ["build --no-search"]),
    "no-events": ({}, ["build --watch --no-search"]),
    "system": ({}, ["lose digest.yaml", "mkdir digest.yaml", "check"]),
}
"""Codes that a story of commands leads to."""


def test_every_code_has_an_example() -> None:
    assert {*FOUND, *TYPED, "internal"} == set(CODES)
    assert len(set(CODES)) == len(CODES)


def test_every_code_has_an_entry_and_every_entry_a_code() -> None:
    text = PAGE.read_text("utf-8")
    entries = re.split(r"^### ", text, flags=re.MULTILINE)[1:]
    names = [entry.partition("\n")[0] for entry in entries]
    assert sorted(names) == sorted(CODES)
    for name, entry in zip(names, entries, strict=True):
        assert len(entry.split()) > 9, f"{name}: hardly anything is said"


Run = Callable[[str], str]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Types a command line of digestgen in the digest's folder; returns all that it says."""
    (tmp_path / "digest").mkdir()
    monkeypatch.chdir(tmp_path / "digest")

    def typed(line: str) -> str:
        monkeypatch.setattr(sys, "argv", ["digestgen", *line.split()])
        with pytest.raises(SystemExit):
            cli.main()
            sys.exit(0)
        said = capsys.readouterr()
        return said.out + said.err

    return typed


def write(files: Files) -> None:
    for name, given in {"digest.yaml": CONFIG, "content/bridge.md": BRIDGE, **files}.items():
        path = Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(given if isinstance(given, bytes) else given.encode())


@pytest.mark.parametrize("code", FOUND)
def test_check_finds(code: str, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    write(FOUND[code])
    if code == "no-digest":
        Path("digest.yaml").unlink()
    if code == "host-limit":
        from digestgen.deploy import hosts

        monkeypatch.setitem(hosts.LIMITS, "cloudflare", hosts.Limits("Small Pages", files=3))
    lines = run("check").splitlines()
    assert [line for line in lines if line.endswith(f" [{code}]")], lines


@pytest.mark.parametrize("code", TYPED)
def test_a_command_says(code: str, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    files, story = TYPED[code]
    write(files)
    *before, last = story
    for line in before:
        command, _, rest = line.partition(" ")
        if command == "edit":
            Path(rest).write_text(Path(rest).read_text("utf-8") + "\nMine.\n", "utf-8")
        elif command == "lose":
            lost = Path(rest)
            lost.rename(f"../{lost.name}.lost")
        elif command == "mkdir":
            Path(rest).mkdir()
        else:
            run(line)
    if code == "not-installed":
        monkeypatch.setenv("PATH", "")
    elif code == "changed-meanwhile":
        from digestgen import records

        monkeypatch.setattr(records, "replace_file", lambda *_: False)
    elif code == "plugin":
        from digestgen import plugins

        broken = plugins.Plugin("ships", plugins.PAGES, "nowhere:kind", "example", "1.0")
        monkeypatch.setattr(plugins, "installed", lambda: (broken,))
    elif code == "unreadable":
        from digestgen import files as files_module

        read = files_module.read

        def refuse_one(root: Path, path: str) -> bytes | None:
            if path == "content/bridge.md":
                raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), path)
            return read(root, path)

        monkeypatch.setattr(files_module, "read", refuse_one)
    elif code == "cache":
        disasters.tiny_database(monkeypatch, 20)
    elif code == "no-events":
        if sys.platform != "linux":
            pytest.skip("only Linux has inotify")
        from watchdog.observers import inotify_c

        def refuse() -> int:
            ctypes.set_errno(errno.EMFILE)
            return -1

        monkeypatch.setattr(inotify_c, "inotify_init", refuse)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        said = run(last.replace("TAKEN", str(taken.getsockname()[1])))
    assert [line for line in said.splitlines() if line.endswith(f" [{code}]")], said


def test_a_bug_while_watching_is_a_problem_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from digestgen.build import Builder, Options
    from digestgen.watch import Loop, Outcome

    monkeypatch.chdir(tmp_path)
    write({})
    said: list[Outcome] = []

    def fail(*_: object) -> None:
        raise ZeroDivisionError("a bug")

    builder = Builder(Options(tmp_path))
    monkeypatch.setattr(builder, "build", fail)
    loop = Loop(builder, said.append)
    loop.build()
    capsys.readouterr()
    assert [problem.code for outcome in said for problem in outcome.problems] == ["internal"]


def test_codes_are_in_json_too(run: Run) -> None:
    import json

    write(FOUND["bad-date"])
    assert [row["code"] for row in json.loads(run("check --format json"))] == ["bad-date"]


def test_a_line_ends_with_the_code() -> None:
    place = model.Place("content/x.md", 4, 9)
    found = model.Problem(place, '"31 Feb" is not a date', "2026-02-28", code="bad-date")
    assert problems.line(found) == (
        'content/x.md:4:9: error: "31 Feb" is not a date (hint: 2026-02-28) [bad-date]'
    )
