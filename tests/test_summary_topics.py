"""The summary and the topics of an article. All places and people are invented."""

import time

import pytest

from digestgen.extract import Settings, extract
from digestgen.model import VocabularyEntry

LEAD = (
    "The council of Port Meridian voted on Monday to shut the ferry terminal for a year of repairs."
)
REST = (
    "The ferry terminal was built in 1961, and its piles have rotted below the water line.",
    "Traders near the ferry terminal fear for their takings, and have asked for help.",
)


def fields(
    *paragraphs: str, title: str = "Ferry terminal to shut for repairs"
) -> dict[str, object]:
    text = "\n\n".join((title, "2 March 2026", *paragraphs)) + "\n"
    return extract(text, Settings()).fields


@pytest.mark.parametrize(
    "opening",
    [
        LEAD,
        f"PORT MERIDIAN, March 2 — {LEAD}",
        f"PORT MERIDIAN, Ard. (PCA) — {LEAD}",
        f"Port Meridian, NE – {LEAD}",
        f"(PCA) — {LEAD}",
        f"{LEAD} Nobody spoke against it.",
        f"Above: The ferry terminal as it was in March.\n\n{LEAD}",
        f"Mayor Ada Okafor, left, speaks to traders at the terminal on Monday.\n\n{LEAD}",
        f"Listen here to this story in your podcast app.\n\n{LEAD}",
    ],
)
def test_the_summary_is_the_lead(opening: str) -> None:
    assert fields(opening, *REST)["summary"] == LEAD


def test_a_short_opening_is_not_enough() -> None:
    assert fields("It has rained for weeks.", LEAD, *REST)["summary"] in (
        LEAD,
        f"It has rained for weeks. {LEAD}",
    )
    assert fields("The ferry terminal is to be no more, it seems.", LEAD, *REST)["summary"] == (
        f"The ferry terminal is to be no more, it seems. {LEAD}"
    )


def test_a_summary_does_not_break_off_in_a_quotation() -> None:
    said = (
        "“It is shut. We are sorry for that, but the piles are rotten,” the council said on Monday."
    )
    summary = str(fields(said, *REST)["summary"])
    assert summary.count("“") == summary.count("”")


def test_topics_are_few_and_in_the_words_of_the_text() -> None:
    found = fields(LEAD, *REST)
    assert found["topics"] == ["ferry terminal"]


def test_names_of_things_are_topics() -> None:
    found = fields(
        "Port Meridian holds its Winter Lights Festival from Monday, with forty lamps.",
        "The Winter Lights Festival began in 1999, when a lamp maker closed and gave its stock away.",
        title="Lamps for the harbour at the Winter Lights Festival",
    )
    assert "Winter Lights Festival" in found["topics"]  # type: ignore[operator]


def test_topics_of_the_digest_leave_the_others_as_suggestions() -> None:
    entry = VocabularyEntry("topics", "public works", (), ("repairs",))
    text = "\n\n".join(("Ferry terminal to shut for repairs", "2 March 2026", LEAD, *REST)) + "\n"
    found = extract(text, Settings(vocabulary=(entry,))).fields
    assert found["topics"] == ["public works"]
    assert found["suggested_topics"] == ["ferry terminal"]


def test_verbs_and_praise_are_no_topics() -> None:
    found = fields(
        "The mayor faces questions over the bridge, and more people will accept gifts.",
        "She faces questions on Monday. Others accept gifts too, in a very dramatic moment.",
        "Nobody else faces questions, nor does anybody accept gifts in this dramatic moment.",
        title="Mayor faces questions over who may accept gifts",
    )
    listed = [*found.get("topics", []), *found.get("suggested_topics", [])]  # type: ignore[misc]
    assert not listed


def test_a_dateline_is_sought_in_linear_time() -> None:
    started = time.perf_counter()
    fields(("Ab Cd, " * 30_000) + "said so.", "word " * 200_000 + "end.")
    assert time.perf_counter() - started < 20
