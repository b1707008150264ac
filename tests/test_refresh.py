"""`extract --refresh` and `--fill`: files, records, crashes, and what the command says."""

import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from digestgen import files, frontmatter, merge, originals, parse
from digestgen.cli import cli
from digestgen.config import Config
from digestgen.model import VocabularyEntry
from digestgen.originals import Outcome, extract_file, undo_file
from digestgen.problems import text as problem_text
from digestgen.refresh import fill_file, refresh_file

CONFIG = Config(timezone="Europe/Lisbon")
TODAY = "2026-03-04"
PATH = "content/bridge.txt"
PASTE = """Harbour bridge reopens after two years of repairs
By Mara Lindqvist
March 3, 2026

The harbour bridge reopened on Monday, two years after a ferry struck its northern pier.

"We open on Monday, whatever the weather," said Ada Okafor, the mayor of Port Meridian.

Traders on both banks had waited for the day, and the ferries had been full since the spring.
"""
UNDATED = PASTE.replace("March 3, 2026\n", "")
FIRST = (VocabularyEntry("topics", "pier"),)  # what the digest's profiles say at first,
WORDS = (*FIRST, VocabularyEntry("topics", "ferry"))  # and by the second time


def put(root: Path, path: str, text: str) -> Path:
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text.encode())
    return file


@pytest.fixture
def article(tmp_path: Path) -> Path:
    """An extracted article; its digest's folder is two up."""
    file = put(tmp_path, PATH, PASTE)
    assert extract_file(tmp_path, PATH, CONFIG, FIRST, TODAY).status == "extracted"
    return file


def refresh(file: Path, words: parse.Vocabulary = WORDS, **options: Any) -> Outcome:
    return refresh_file(file.parent.parent, PATH, CONFIG, words, "2026-03-09", **options)


def fill(file: Path, *names: str, **options: Any) -> Outcome:
    return fill_file(file.parent.parent, PATH, CONFIG, WORDS, names, **options)


def edit(file: Path, **changes: Any) -> str:
    """Change keys as an editor would; the new text."""
    text = frontmatter.edit(file.read_bytes().decode(), PATH, changes)
    file.write_bytes(text.encode())
    return text


def values(file: Path) -> dict[str, Any]:
    parts = frontmatter.split(file.read_text(encoding="utf-8"), PATH)
    assert parts is not None
    found: dict[str, Any] = frontmatter.value(frontmatter.read(parts, PATH))
    return found


def snapshot(root: Path) -> dict[str, bytes]:
    found = (file for file in root.rglob("*") if file.is_file())
    return {file.relative_to(root).as_posix(): file.read_bytes() for file in found}


def messages(outcome: Outcome) -> list[str]:
    assert outcome.status == "failed"
    return [problem_text(problem) for problem in outcome.problems]


# --- refreshing ----------------------------------------------------------------------------------


def test_nothing_new_writes_nothing(article: Path, tmp_path: Path) -> None:
    before = snapshot(tmp_path)
    assert refresh(article, FIRST) == Outcome(PATH, "unchanged")
    assert snapshot(tmp_path) == before


def test_an_article_as_extracted_becomes_as_extracted_today(article: Path, tmp_path: Path) -> None:
    outcome = refresh(article)
    assert (outcome.status, outcome.changed, outcome.yours) == ("refreshed", ("topics (+1)",), ())
    other = put(tmp_path / "other", PATH, PASTE)
    extract_file(tmp_path / "other", PATH, CONFIG, WORDS, TODAY)
    assert article.read_bytes() == other.read_bytes()
    assert undo_file(tmp_path, PATH).status == "restored"
    assert article.read_text() == PASTE


def test_the_editors_word_stands(article: Path) -> None:
    edit(article, summary=None, title="The bridge is open", topics=["spring"], note="Ours")
    before = article.read_text()
    outcome = refresh(article)
    assert outcome.changed == ("topics (+1)",)
    assert outcome.yours == ("title", "topics", "summary")
    after = article.read_text()
    assert (
        after.replace("topics: [spring, ferry]", "topics: [spring]").splitlines()[:-1][:8]
        == before.splitlines()[:8]
    )
    assert "note: Ours\n" in after
    assert "summary" not in values(article)
    assert refresh(article).status == "unchanged"
    assert refresh(article, FIRST).changed == ("topics (−1)",)
    assert values(article)["topics"] == ["spring"]


def test_a_body_changes_only_while_it_is_as_written(
    article: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    extraction_of = parse.extraction_of

    def other(*arguments: Any) -> Any:
        return replace(extraction_of(*arguments), body="Another body.\n")

    monkeypatch.setattr(parse, "extraction_of", other)
    assert refresh(article, FIRST, dry_run=True).changed == ("body",)
    article.write_text(article.read_text().replace("Traders on", "Sellers on"))
    outcome = refresh(article, FIRST)
    assert (outcome.status, outcome.yours) == ("unchanged", ("body",))
    assert "Sellers on" in article.read_text()


def test_the_address_stays(article: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    extraction_of = parse.extraction_of

    def other(*arguments: Any) -> Any:
        found = extraction_of(*arguments)
        return replace(found, fields={**found.fields, "title": "New", "date": "2025-01-01"})

    frozen = values(article)["path"]
    monkeypatch.setattr(parse, "extraction_of", other)
    assert refresh(article).changed == ("title", "date", "topics (+1)")
    assert values(article)["title"] == "New"
    assert values(article)["path"] == frozen
    assert values(article)["added"] == TODAY
    edit(article, path=None)
    assert refresh(article, FIRST).changed == ("topics (−1)",)
    assert "path" not in values(article)  # the address follows title and date, as the editor wished


def test_an_address_freezes_once_there_is_a_date(tmp_path: Path) -> None:
    file = put(tmp_path, PATH, UNDATED)
    extract_file(tmp_path, PATH, CONFIG, FIRST, TODAY)
    assert refresh(file, FIRST).status == "unchanged"
    edit(file, date="2026-03-05", title="Open: the bridge")
    outcome = refresh(file, FIRST)
    assert (outcome.changed, outcome.yours) == (("path",), ("title", "date"))
    assert values(file)["path"] == "2026/03/open-the-bridge"
    keys = [*values(file)]
    assert keys.index("path") == keys.index("original") - 1
    edit(file, path=None, title="Open")
    assert refresh(file, FIRST).status == "unchanged"


def test_what_was_the_editors_once_stays_theirs(article: Path) -> None:
    """Extraction agreeing with the editor for a while does not take the word from them."""
    edit(article, topics=["ferry"])
    assert refresh(article, WORDS).status == "unchanged"
    edit(article, section="City")
    more = (*WORDS, VocabularyEntry("topics", "spring"))
    assert refresh(article, more).changed == ("topics (+1)",)
    assert refresh(article, FIRST).changed == ("topics (−1)",)
    assert values(article)["topics"] == ["ferry"]


@pytest.mark.parametrize("suffix", [".txt", ".yaml"])
@pytest.mark.parametrize("damage", [b"", b"else", None])
def test_lost_and_damaged_originals(
    article: Path, tmp_path: Path, suffix: str, damage: bytes | None
) -> None:
    [file] = (tmp_path / "content/.originals").glob(f"*{suffix}")
    if damage is None:
        file.unlink()
    else:
        file.write_bytes(damage)
    before = snapshot(tmp_path)
    [message] = messages(refresh(article))
    what = "paste" if suffix == ".txt" else "record"
    name = file.relative_to(tmp_path).as_posix()
    assert message == f"{PATH}: error: its {what}, {name}, is lost or damaged"
    assert snapshot(tmp_path) == before


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (PASTE, ": error: is a raw paste (hint: digestgen extract writes its front matter)"),
        ("---\ntitle: x\n---\n", ": error: was not made by extract, so there is no paste"),
        ("---\ntitle: x\n", ':1:1: error: front matter is never closed (hint: end it with a line "---")'),
        ("---\noriginal: 7\n---\n", ":2:11: error: names no paste in content/.originals"),
    ],
)  # fmt: skip
def test_nothing_to_refresh(article: Path, text: str, message: str) -> None:
    article.write_text(text)
    assert messages(refresh(article)) == [PATH + message]
    assert article.read_text() == text


def test_a_form_that_cant_be_changed_in_place_is_left_alone(article: Path) -> None:
    text = article.read_text()
    pointer = values(article)["original"]
    flow = "---\n{title: x, original: " + pointer + "}\n---\n" + text.split("---\n", 2)[2]
    article.write_text(flow)
    [message] = messages(refresh(article))
    assert "can't be changed in place" in message
    assert article.read_text() == flow


def test_a_dry_run_shows_the_difference(article: Path, tmp_path: Path) -> None:
    article.write_bytes(article.read_bytes().replace(b"\n", b"\r\n"))
    before = snapshot(tmp_path)
    outcome = refresh(article, dry_run=True)
    assert snapshot(tmp_path) == before
    lines = outcome.diff.splitlines()
    changed = [line for line in lines if line[0] in "+-" and line[:3] not in ("+++", "---")]
    assert any(line.startswith("+topics:") for line in changed)
    assert {line[1:].partition(":")[0] for line in changed} == {"topics", "original"}


@pytest.mark.parametrize("edited", [False, True])
def test_a_crash_leaves_the_old_article_or_the_new_one(
    article: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, edited: bool
) -> None:
    if edited:
        edit(article, summary=None)
    old = article.read_bytes()
    undisturbed = tmp_path / "undisturbed"
    for path, data in snapshot(tmp_path).items():
        put(undisturbed, path, data.decode())
    assert refresh(undisturbed / PATH).status == "refreshed"
    new = (undisturbed / PATH).read_bytes()
    real = {name: getattr(os, name) for name in ("replace", "fsync")}
    crashes, left = 0, 0

    def crashing(name: str) -> Any:
        def call(*arguments: Any) -> Any:
            nonlocal left
            if left == 0:
                raise KeyboardInterrupt
            left -= 1
            return real[name](*arguments)

        return call

    while True:
        left = crashes
        with monkeypatch.context() as patch:
            for name in real:
                patch.setattr(os, name, crashing(name))
            try:
                refresh(article)
                break
            except KeyboardInterrupt:
                pass
        assert article.read_bytes() in (old, new)
        if article.read_bytes() == new:
            assert refresh(article).status == "unchanged"
            article.write_bytes(old)
        crashes += 1
        assert crashes < 30
    assert crashes >= 4
    mine = {name: data for name, data in snapshot(tmp_path).items() if "undisturbed" not in name}
    assert mine == snapshot(undisturbed)


def test_an_editor_who_saves_meanwhile_is_heard(
    article: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = files.atomic_write

    def and_the_editor_too(path: Path, data: bytes) -> None:
        write(path, data)
        if path.name.startswith(".bridge") and b"mood" not in data:
            edit(article, mood="calm")

    monkeypatch.setattr(files, "atomic_write", and_the_editor_too)
    assert refresh(article).status == "refreshed"
    assert values(article)["mood"] == "calm"
    assert "ferry" in values(article)["topics"]


# --- filling -------------------------------------------------------------------------------------

OWN = """---
# by hand
title: Harbour bridge reopens after two years of repairs
people: []   # nobody
section:
---
The harbour bridge reopened on Monday, two years after a ferry struck its northern pier.

"We open on Monday, whatever the weather," said Ada Okafor, the mayor of Port Meridian.

---
"""


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_what_is_absent_is_added(article: Path, newline: str) -> None:
    article.write_bytes(OWN.replace("\n", newline).encode())
    outcome = fill(article, "section", "people", "topics", "quotes", "summary")
    assert (outcome.status, outcome.changed) == ("filled", ("topics", "quotes", "summary"))
    text = article.read_bytes().decode()
    assert text.count("\n") == text.count(newline)
    lines = text.split(newline)
    assert [line for line in OWN.split("\n") if line not in lines] == []
    assert text.endswith(newline + OWN.split("---\n", 2)[2].replace("\n", newline))
    assert values(article)["quotes"][0]["speaker"] == "Ada Okafor"
    assert [*values(article)] == ["title", "people", "topics", "summary", "quotes", "section"]
    assert fill(article, "topics", "quotes", "summary") == Outcome(PATH, "unchanged")


def test_a_dry_run_of_fill(article: Path) -> None:
    article.write_text(OWN)
    outcome = fill(article, "topics", dry_run=True)
    assert "+topics: [" in outcome.diff
    assert article.read_text() == OWN


def test_extracted_articles_are_refreshed_not_filled(article: Path) -> None:
    before = article.read_text()
    assert messages(fill(article, "section")) == [
        f"{PATH}: error: was made by extract (hint: --refresh brings it up to date)"
    ]
    assert article.read_text() == before


# --- the command ---------------------------------------------------------------------------------


def run(root: Path, *arguments: str) -> Result:
    config = str(root / "digest.yaml")
    return CliRunner().invoke(cli, ["--config", config, "extract", *arguments])


@pytest.fixture
def root(article: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    put(tmp_path, "digest.yaml", "title: Bridge news\n")
    for name in ("pier", "ferry"):
        put(tmp_path, f"content/topics/{name}.md", f"---\nname: {name}\n---\n")
    put(tmp_path, "content/own.md", OWN)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_command_says_what_happened(root: Path, article: Path) -> None:
    edit(article, section="City", summary=None)
    done = run(root, "--refresh", "--dry-run")
    assert f"{PATH}: would be refreshed: topics (+1); kept yours: section, summary\n" in done.output
    done = run(root, "--refresh")
    assert done.output == f"{PATH}: refreshed: topics (+1); kept yours: section, summary\n"
    done = run(root, "--refresh", PATH)
    assert done.output == f"{PATH}: nothing new; kept yours: section, summary\n"
    done = run(root, "--fill", "topics, quotes")
    assert done.output == "content/own.md: filled in: topics, quotes\n"
    done = run(root, "--fill", "content/own.md")
    assert done.output.startswith("content/own.md: filled in: ")
    assert done.exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--undo", "--refresh"), "--refresh and --undo do different things to an article"),
        (("--refresh", "--fill"), "--refresh and --fill do different things to an article"),
        (("--fill=sumary",), '"sumary" is no field that extraction fills (did you mean "summary"?)'),
        (("--fill", "body"), '"body" is no field that extraction fills (one of: authors, '),
        (("--fill=,",), '"," is no field that extraction fills'),
    ],
)  # fmt: skip
def test_what_the_command_refuses(root: Path, arguments: tuple[str, ...], message: str) -> None:
    before = snapshot(root)
    done = run(root, *arguments)
    assert done.exit_code == 2
    assert message in done.output
    assert snapshot(root) == before


def test_nothing_there(root: Path, article: Path) -> None:
    article.unlink()
    (root / "content/own.md").unlink()
    assert run(root, "--refresh").output == "nothing to refresh: no extracted article here\n"
    assert "nothing to fill: " in run(root, "--fill").output


def test_processes_side_by_side_write_the_same(root: Path) -> None:
    for number in range(20):
        put(root, f"content/{number:02}.txt", PASTE.replace("Monday", f"day {number}"))
    other = root / "other"
    for path, data in snapshot(root).items():
        put(other, path, data.decode())
    alone = run(root, "content")
    os.chdir(other)
    together = run(other, "--jobs", "2", "content")
    assert (together.output, together.exit_code) == (alone.output, 0)
    mine = {name: data for name, data in snapshot(root).items() if not name.startswith("other/")}
    assert mine == snapshot(other)
    assert len(originals.raw_files(other)[0]) == 0


# --- merging values ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "base", "ours", "theirs", "merged"),
    [
        ("section", "City", "City", "Port", "Port"),
        ("section", "City", "Town", "Port", "Town"),
        ("section", "City", None, "Port", None),
        ("section", None, "Town", "Port", "Town"),
        ("section", "City", "City", None, None),
        # Another way to write the same is no change.
        ("source", {"name": "Port Courier"}, "Port  Courier", "Bay Post", "Bay Post"),
        ("people", ["Ada Okafor"], "Ada Okafor", ["Pelin Sahl"], ["Pelin Sahl"]),
        ("people", ["A B"], [{"name": "A B"}], ["C D", "A B"], ["C D", "A B"]),
        # A name and an address belong together, parts of an image don't.
        ("source", "Bay Post", {"name": "Bay Post", "url": "u"}, "Sea Post", {"name": "Bay Post", "url": "u"}),
        ("image", {"caption": "a"}, {"src": "s", "caption": "a"}, {"caption": "b", "credit": "c"}, {"src": "s", "caption": "b", "credit": "c"}),
        ("image", {"caption": "a", "credit": "c"}, {"caption": "a"}, {"caption": "b", "credit": "d"}, {"caption": "b"}),
        # Items
        ("topics", ["a", "b"], ["b", "mine"], ["a", "b", "c"], ["b", "mine", "c"]),
        ("topics", ["a", "b"], ["b", "a", "mine"], ["a"], ["a", "mine"]),
        ("topics", ["a"], [], ["a", "b"], []),
        ("topics", ["a"], None, ["a", "b"], None),
        ("people", ["Ada Okafor"], ["Ada Okafor", "Pelin Sahl"], [{"name": "Ada Okafor", "role": "mayor"}], [{"name": "Ada Okafor", "role": "mayor"}, "Pelin Sahl"]),
        ("people", ["Ada Okafor"], [{"name": "Ada Okafor", "role": "judge"}], [{"name": "Ada Okafor", "role": "mayor"}], [{"name": "Ada Okafor", "role": "judge"}]),
        # The same person in other words, or somebody else? The editor's list stands.
        ("people", ["Okafor"], ["Ada Okafor"], ["Ada B. Okafor", "Ilse Varga"], ["Ada Okafor", "Ilse Varga"]),
        ("quotes", [{"text": "We open on Monday, and"}], [{"text": "We open on Monday"}], [{"text": "We open on Monday, and stay"}], [{"text": "We open on Monday"}]),
    ],
)  # fmt: skip
def test_merge(field: str, base: Any, ours: Any, theirs: Any, merged: Any) -> None:
    def fields(value: Any) -> dict[str, Any]:
        return {} if value is None else {field: value}

    result = merge.merge(fields(base), fields(ours), fields(theirs), {})
    mine = {**fields(ours), **{k: v for k, v in result.changes.items() if v is not None}}
    for key, value in result.changes.items():
        if value is None:
            del mine[key]
    assert mine == fields(merged)
    again = merge.merge(fields(theirs), mine, fields(theirs), result.edits)
    assert again.changes == {}
    # Whatever is the editor's outlives extractions that find nothing, or the same.
    gone = merge.merge(fields(theirs), mine, {}, result.edits)
    back = merge.merge({}, {**mine, **gone.changes}, fields(theirs), gone.edits)
    if result.edits:
        assert back.edits.keys() >= result.edits.keys()
