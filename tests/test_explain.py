"""Every value points at words of the paste, and every claim that lost says why."""

from pathlib import Path

from digestgen.extract import Settings, extract
from digestgen.extract.explain import as_json, as_text, explain

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
    first = as_json(readings)[0]
    assert first["field"] == "title"
    assert first["chosen"] is True
    assert set(first) == {
        "field", "value", "line", "column", "words", "rule", "confidence", "chosen", "reason",
    }  # fmt: skip
