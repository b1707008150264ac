"""`digestgen new`: the digest it makes works, is the same every time, and harms no file."""

from datetime import date
from pathlib import Path

import pytest

from digestgen import config
from digestgen.build import Options, build
from digestgen.check import check
from digestgen.problems import ConfigError
from digestgen.scaffold import STARTER, create

TODAY = date(2026, 12, 1)


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_a_new_digest_has_nothing_to_mend(tmp_path: Path) -> None:
    create(tmp_path / "briefing")
    assert check(Options(tmp_path / "briefing"), TODAY) == ()
    assert (
        check(Options(tmp_path / "briefing", base_url="https://digest.example.org/"), TODAY) == ()
    )


def test_it_shows_what_a_digest_can_do(tmp_path: Path) -> None:
    create(tmp_path)
    report = build(Options(tmp_path))
    made = contents(report.output)
    assert len([path for path in made if path.startswith("articles/")]) == 3
    pasted = made[
        "articles/2026/02/engineer-who-shut-the-bridge-is-to-lead-the-harbour-authority/index.html"
    ].decode()
    assert "By <a href=" in pasted
    assert "Jonas Peverill" in pasted
    assert "Skip to main content" not in pasted
    assert "newsletter" not in pasted
    person = made["people/ada-okafor/index.html"].decode()
    assert "3 articles" in person
    assert "explain an empty bridge" in person  # said in the article of January
    assert "a slow start" in person  # said in the paste
    assert "3 articles" in made["topics/harbour-bridge/index.html"].decode()
    assert "about/index.html" in made


def test_it_returns_the_files_it_made(tmp_path: Path) -> None:
    folder = tmp_path / "a" / "b"
    made = create(folder)
    assert sorted(made) == list(made)
    assert {path.relative_to(folder).as_posix() for path in made} == set(contents(folder))
    assert folder / ".gitignore" in made


def test_it_makes_the_same_digest_every_time(tmp_path: Path) -> None:
    create(tmp_path / "one", "The Same")
    create(tmp_path / "two", "The Same")
    assert contents(tmp_path / "one") == contents(tmp_path / "two")


@pytest.mark.parametrize(
    ("folder", "title", "identifier"),
    [
        ("harbour-news", "Harbour news", "harbour-news"),
        ("Mon_digest", "Mon digest", "mon-digest"),
        ("yes", "Yes", "yes"),
        ("2026", "2026", "2026"),
        ('a: "b" #c $id ${x}', 'A: "b" #c $id ${x}', "a-b-c-id-x"),
        ("новини", "Новини", "новини"),
        ("---", "News digest", "news-digest"),
    ],
)
def test_the_title_is_the_folders_name(
    tmp_path: Path, folder: str, title: str, identifier: str
) -> None:
    create(tmp_path / folder)
    made = config.load(tmp_path / folder)
    assert (made.title, made.id, made.base_url, made.timezone) == (title, identifier, "", "UTC")


def test_a_title_can_be_given(tmp_path: Path) -> None:
    create(tmp_path, 'Ports: "and" harbours\n\x1b')
    assert config.load(tmp_path).title == 'Ports: "and" harbours'


def test_every_key_that_is_commented_out_is_one(tmp_path: Path) -> None:
    create(tmp_path)
    path = tmp_path / "digest.yaml"
    lines = path.read_text(encoding="utf-8").splitlines()
    switched_on = [
        line.removeprefix("# ")
        if line.startswith(("# base_url:", "# rights:", "# ignore:"))
        else line
        for line in lines
    ]
    assert switched_on != lines
    path.write_text("\n".join(switched_on), encoding="utf-8")
    loaded = config.load(tmp_path)
    assert loaded.base_url
    assert loaded.rights
    assert loaded.ignore


@pytest.mark.parametrize("name", ["digest.yaml", ".git/config", "notes"])
def test_a_folder_that_is_not_empty_is_refused(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("mine", encoding="utf-8")
    with pytest.raises(ConfigError, match="not empty") as caught:
        create(tmp_path)
    assert caught.value.exit_code == 2
    assert contents(tmp_path) == {name: b"mine"}


def test_a_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "notes"
    path.write_text("mine", encoding="utf-8")
    with pytest.raises(ConfigError, match="is a file"):
        create(path)
    assert path.read_text(encoding="utf-8") == "mine"


def test_version_control_leaves_out_what_is_made(tmp_path: Path) -> None:
    create(tmp_path)
    assert {"/site/", "/.digestgen/"} <= set((tmp_path / ".gitignore").read_text().splitlines())


def test_the_starter_is_small() -> None:
    assert sum(len(data) for data in contents(STARTER).values()) < 12_000


def test_stopped_halfway_it_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = Path.open
    calls = []

    def stop(path: Path, mode: str = "r", **given: str) -> object:
        if mode == "x":
            calls.append(path)
            if len(calls) == 4:
                raise KeyboardInterrupt
        return opened(path, mode, **given)  # type: ignore[call-overload]

    with monkeypatch.context() as patch:
        patch.setattr(Path, "open", stop)
        with pytest.raises(KeyboardInterrupt):
            create(tmp_path / "briefing")
    assert contents(tmp_path) == {}
    assert create(tmp_path / "briefing")
