"""Dates of publication: the forms of newsrooms, the order of day and month, what stays open."""

from pathlib import Path

import pytest

from digestgen.config import Config
from digestgen.extract import Extraction, Settings, extract
from digestgen.model import Place
from digestgen.originals import extract_file

TITLE = "Harbour bridge reopens on Monday morning"
LEAD = "The harbour bridge opens to traffic again on Monday after a year of repairs, they said."
MORE = "Buses will cross it from six in the morning, and cars may follow them an hour later."


def page(*head: str, above: str = "", below: str = "") -> Extraction:
    """A page with lines above the title, between title and text, and below the text."""
    lines = [line for line in (above, TITLE, *head, LEAD, MORE, below) if line]
    return extract("\n\n".join(lines), Settings())


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("Tuesday 3 March 2026 09.30 GMT", "2026-03-03T09:30:00+00:00"),
        ("First published on Tue 3 Mar 2026 09.30 GMT", "2026-03-03T09:30:00+00:00"),
        ("Mar 3, 2026 / 09:30 AM CST", "2026-03-03T09:30:00-06:00"),
        ("2026-03-03T09:30Z", "2026-03-03T09:30:00+00:00"),
        ("2026/03/03 09:30", "2026-03-03T09:30:00"),
        ("3.3.2026", "2026-03-03"),
        ("03-Mar-2026", "2026-03-03"),
        ("3rd of March 2026", "2026-03-03"),
        ("March 3, 2026 4:35 p.m. ET", "2026-03-03T16:35:00-05:00"),
        ("0935 GMT 3 March 2026", "2026-03-03T09:35:00+00:00"),
        ("3 March 2026 0935 GMT", "2026-03-03T09:35:00+00:00"),
        ("PublishedMar 3, 2026, 9:30am EST", "2026-03-03T09:30:00-05:00"),
        ("March 3, 2026 9:30 AM Eastern Standard Time", "2026-03-03T09:30:00-05:00"),
        ("Published 9 hours ago on March 3, 2026", "2026-03-03"),
        ("Flight 3 decades late", None),
        ("Yesterday at 9:30", None),
    ],
)
def test_forms(line: str, date: str | None) -> None:
    assert page(line).fields.get("date") == date


def test_published_beats_updated() -> None:
    fields = page("Updated: 4 March 2026", "Published: 3 March 2026 9:30 GMT").fields
    assert fields["date"] == "2026-03-03T09:30:00+00:00"
    assert fields["updated"] == "2026-03-04"


def test_a_label_on_the_line_above() -> None:
    fields = page("Last updated", "4 March 2026", "Published", "3 March 2026").fields
    assert (fields["date"], fields["updated"]) == ("2026-03-03", "2026-03-04")


@pytest.mark.parametrize(
    ("line", "below", "date"),
    [
        ("06/01/2026 - 13:55 GMT+1", "", "2026-01-06T13:55:00+01:00"),
        ("06/01/2026 9:30 AM EST", "", "2026-06-01T09:30:00-05:00"),
        (
            "06/01/2026",
            "The pier was shut on January 3, 2026, after a storm had hit it.",
            "2026-01-06",
        ),
        (
            "06/01/2026",
            "The pier was shut on May 25, 2026, after a storm had hit it.",
            "2026-06-01",
        ),
        ("06/01/2026", "Read more on https://www.courier.co.uk", "2026-01-06"),
        ("06/01/2026", "Related: lights go out 25/12/2025", "2026-01-06"),
        ("06/01/2026", "They organised a neighbourhood theatre of their own there.", "2026-01-06"),
        ("06/01/2026", "They organized a neighborhood theater of their own there.", "2026-06-01"),
    ],
)
def test_what_settles_the_order_of_day_and_month(line: str, below: str, date: str) -> None:
    assert page(line, below=below).fields["date"] == date


def test_spelling_settles_with_less_confidence_than_a_zone() -> None:
    def confidence(found: Extraction) -> float:
        return next(c.confidence for c in found.chosen if c.field == "date")

    spelt = page("06/01/2026", below="They organised a neighbourhood theatre of their own there.")
    assert confidence(spelt) < 0.6 < confidence(page("06/01/2026 9:30 GMT"))


def test_an_open_date_is_reported_and_not_claimed() -> None:
    found = page("03/04/2026")
    assert "date" not in found.fields
    (note,) = found.notes
    assert note.field == "date"
    assert "`date: 2026-04-03` or `date: 2026-03-04`" in note.hint
    assert not page("13/04/2026").notes


def test_a_prefix_answers_what_the_page_leaves_open() -> None:
    found = extract(f"date 2026-04-03\n{TITLE}\n\n03/04/2026\n\n{LEAD}", Settings())
    assert found.fields["date"] == "2026-04-03"
    assert not found.notes


def test_a_date_without_its_year() -> None:
    assert page("3rd March").notes[0].message == '"3rd March" has no year, nor has the page'
    assert page("3 March", below="© 2026 Port Courier").fields["date"] == "2026-03-03"
    # 3 March is a Tuesday in 2026, a Monday in 2025.
    assert page("Monday, 3 March", below="© 2026 Port Courier").fields["date"] == "2025-03-03"


@pytest.mark.parametrize(
    ("line", "date"),
    [("2 days ago", "2026-03-03"), ("Yesterday", "2026-03-04"), ("3 hours ago", "2026-03-05")],
)
def test_relative_to_the_day_of_the_masthead(line: str, date: str) -> None:
    assert page(line, above="Thursday 5 March 2026").fields["date"] == date


def test_a_time_behind_another_title_is_not_the_articles() -> None:
    line = "Storm closes the harbour again 2 days ago"
    assert page(line, above="Thursday 5 March 2026").fields["date"] == "2026-03-05"


def test_extract_warns_of_what_it_could_not_settle(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "bridge.txt").write_text(f"{TITLE}\n\n03/04/2026\n\n{LEAD}\n")
    config = Config(title="Port digest")
    outcome = extract_file(tmp_path, "content/bridge.txt", config, (), "2026-05-01", dry_run=True)
    (problem,) = [p for p in outcome.problems if p.code == "ambiguous-date"]
    assert (problem.place, problem.severity) == (Place("content/bridge.txt", 3), "warning")
    assert "`date: 2026-04-03` or `date: 2026-03-04`" in problem.hint


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("Publié le 3 mars 2026 à 9h30", "2026-03-03T09:30:00"),
        ("Stand: 11.02.2026, 17:42 Uhr", "2026-02-11T17:42:00"),
        ("3. März 2026", "2026-03-03"),
        ("3 de marzo de 2026 • 12:30", "2026-03-03T12:30:00"),
        ("1er août 2025", "2025-08-01"),
        ("Publié le 3 mars 2026, mis à jour le 4 mars 2026", "2026-03-03"),
    ],
)
def test_other_languages(line: str, date: str) -> None:
    assert page(line).fields["date"] == date


def test_the_time_of_the_mail_that_holds_the_article() -> None:
    above = "Date: Fri, 20 Mar 2026 at 23:04\n\nOn Fri, 20 Mar 2026 at 22:50, Mara Lind wrote:"
    assert page(above=above).fields["date"] == "2026-03-20T22:50:00"
