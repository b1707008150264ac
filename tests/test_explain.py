"""Every value points at words of the paste, and every claim that lost says why."""

import json
from pathlib import Path

from click.testing import CliRunner, Result
from law import tree
from small_digest import Digest

from digestgen.cli import cli
from digestgen.extract import Settings, extract
from digestgen.extract.explain import as_text, explain

PASTES = sorted((Path(__file__).parent / "pastes").glob("*.txt"))
PASTE = """Port Courier

Harbour bridge reopens on Monday

By Mara Lindqvist
Published 3 March 2026, 09:30 GMT
Updated 5 March 2026

The harbour bridge opens to traffic on Monday, harbour master Tomas Brandt said on Tuesday.

"We open on Monday, whatever the weather," Brandt told reporters in Lisbon.

The council voted for the repair in January and has paid for it since.
"""


def test_where_each_value_comes_from() -> None:
    readings = explain(PASTE, extract(PASTE, Settings()))
    chosen = {r.field: r for r in readings if r.chosen}
    assert (chosen["title"].line, chosen["title"].column) == (3, 1)
    assert chosen["title"].words == "Harbour bridge reopens on Monday"
    assert (chosen["authors"].line, chosen["authors"].column) == (5, 4)
    assert (chosen["date"].line, chosen["date"].words) == (6, "3 March 2026, 09:30 GMT")
    assert chosen["quotes"].words.strip('"').startswith("We open on Monday")
    lines = PASTE.split("\n")
    for reading in readings:
        begin = lines[reading.line - 1][reading.column - 1 :]
        assert reading.words.split()[0] in begin


def test_a_loser_says_why() -> None:
    readings = explain(PASTE, extract(PASTE, Settings()))
    lost = [r for r in readings if not r.chosen and r.field == "date"]
    assert [(r.value, r.reason) for r in lost] == [("2026-03-05", "date.published is surer")]
    ignoring = explain(PASTE, extract(PASTE, Settings(ignore=("Tomas Brandt",))))
    (ignored,) = [r for r in ignoring if r.field == "people"]
    assert not ignored.chosen
    assert ignored.reason == "digest.yaml ignores it"


def test_no_claim_is_lost_between() -> None:
    for paste in PASTES:
        text = paste.read_text(encoding="utf-8")
        extraction = extract(text, Settings())
        assert len(explain(text, extraction)) == len(extraction.claims)
        for reading in explain(text, extraction):
            assert reading.chosen == (reading.reason == "")


def test_as_text_and_as_data() -> None:
    readings = explain(PASTE, extract(PASTE, Settings()))
    text = as_text(readings)
    assert "title:\n  Harbour bridge reopens on Monday\n      line 3: “Harbour" in text
    assert "  not 2026-03-05\n      line 7: “5 March 2026”  [date.updated" in text
    assert "  Tomas Brandt: “We open on Monday, whatever the weather" in text


def digestgen(root: Path, *arguments: str) -> Result:
    config = str(root / "digest.yaml")
    paths = [str(root / a) if a.startswith("content/") else a for a in arguments[1:]]
    return CliRunner().invoke(cli, ["--config", config, arguments[0], *paths])


def test_the_command(tmp_path: Path) -> None:
    """Of a raw paste and of what was extracted from it the same is said, and nothing is written."""
    digest = Digest.small(tmp_path / "digest")
    raw = digest.root / "content/bridge.txt"
    raw.write_text(PASTE, encoding="utf-8")
    before = tree(digest.root)
    said = digestgen(digest.root, "extract", "--explain", "content/bridge.txt")
    assert said.exit_code == 0
    assert "  Harbour bridge reopens on Monday\n      line 3: “Harbour bridge" in said.stdout
    assert tree(digest.root) == before
    assert digestgen(digest.root, "extract", "content/bridge.txt").exit_code == 0
    again = digestgen(digest.root, "extract", "--explain", "content/bridge.txt")
    assert again.stdout == said.stdout

    told = digestgen(digest.root, "extract", "--explain", "--format", "json", "content/bridge.txt")
    (file,) = json.loads(told.stdout)
    assert file["file"] == "content/bridge.txt"
    title = next(claim for claim in file["claims"] if claim["field"] == "title")
    assert (title["value"], title["line"]) == ("Harbour bridge reopens on Monday", 3)
    assert set(title) == {
        "field", "value", "line", "column", "words", "rule", "confidence", "chosen", "reason",
    }  # fmt: skip


def test_by_hand_there_is_nothing_to_explain(tmp_path: Path) -> None:
    digest = Digest.small(tmp_path / "digest")
    digest.article("2026/written.md", title="Written by hand")
    said = digestgen(digest.root, "extract", "--explain", "content/2026/written.md")
    assert said.exit_code == 1
    assert "was not made by extract, so there is no paste" in said.stderr
    both = digestgen(digest.root, "extract", "--explain", "--undo")
    assert both.exit_code == 2
