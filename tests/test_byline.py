"""Who wrote it: the forms of bylines, and what is none."""

import pytest

from digestgen.extract import Settings, extract

TITLE = "Harbour bridge reopens on Monday morning"
LEAD = "The harbour bridge opens to traffic again on Monday after a year of repairs, they said."
MORE = "Buses will cross it from six in the morning, and cars may follow them an hour later."


def authors(*head: str, above: str = "", lead: str = LEAD, below: str = "") -> object:
    lines = [line for line in (above, TITLE, *head, lead, MORE, below) if line]
    return extract("\n\n".join(lines), Settings()).fields.get("authors")


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Words by Mara Lindqvist", ["Mara Lindqvist"]),
        ("Words: Mara Lindqvist", ["Mara Lindqvist"]),
        ("Author: Mara Lindqvist", ["Mara Lindqvist"]),
        ("Mara Lindqvist, Political Correspondent", ["Mara Lindqvist"]),
        ("Mara Lindqvist, MP National Security Writer", ["Mara Lindqvist"]),
        ("Mara Lindqvist, Port Courier", ["Mara Lindqvist"]),
        ("Mara Lindqvist and Tom Ek, Meridian Press", ["Mara Lindqvist", "Tom Ek"]),
        ("Mara Lindqvist in Port Meridian", ["Mara Lindqvist"]),
        ("Mara Lindqvist @maralind", ["Mara Lindqvist"]),
        ("Mara Lindqvist | 3 March 2026", ["Mara Lindqvist"]),
        ("Published Tue, Mar 3 2026 9:30 AM EST Mara Lindqvist", ["Mara Lindqvist"]),
        ("Tuesday March 3, 2026 7:45 am by Mara Lindqvist", ["Mara Lindqvist"]),
        ("By Mara LindqvistMarch 3, 2026", ["Mara Lindqvist"]),
        ("By Mara LindqvistPublished 3 March", ["Mara Lindqvist"]),
        ("By Mara Lindqvist Health Correspondent", ["Mara Lindqvist"]),
        ("By Mara Lindqvist CITY REPORTER", ["Mara Lindqvist"]),
        ("By Dr. Mara Lindqvist and Prof Tom Ek", ["Mara Lindqvist", "Tom Ek"]),
        ("By Mara Lindqvist/AFP", ["Mara Lindqvist", "AFP"]),
        ("By Mara Lindqvist in Port Meridian and Tom Ek in Ostby", ["Mara Lindqvist", "Tom Ek"]),
        ("By Mara Lindqvist, The Port Courier, and Tom Ek", ["Mara Lindqvist", "Tom Ek"]),
        ("By\nMara Lindqvist", ["Mara Lindqvist"]),
        ("By Mara Lindqvist\nand Tom Ek", ["Mara Lindqvist", "Tom Ek"]),
        ("Mara Lindqvist\nTom Ek", ["Mara Lindqvist", "Tom Ek"]),
        ("Mara Lindqvist Social affairs correspondent", ["Mara Lindqvist"]),
        ("Mara Lindqvist, News Editor • March 27, 2026", ["Mara Lindqvist"]),
        (
            "By\nMara Lindqvist, Courier staff\nTom Ek, Courier staff",
            ["Mara Lindqvist", "Tom Ek"],
        ),
        ("The pier on the night of the vote.\nTom Ek\nThe pier on the night of the vote.", None),
        ("With reporting by Tom Ek", ["Tom Ek"]),
        ("Published Wed, Mar 4 2026", None),
        ("By Staff Reporter", None),
        ("Photo by Tom Ek", None),
        ("Pictures: Tom Ek", None),
    ],
)
def test_forms(line: str, names: list[str] | None) -> None:
    assert authors(line) == names


def test_a_byline_under_the_first_of_two_titles() -> None:
    first = f"{TITLE}\n\nMara Lindqvist, Harbour Writer\n\nPublished 3 March 2026"
    assert authors(above=f"{first}\n\nPrevious\n\nNext\n\nBack to gallery") == ["Mara Lindqvist"]


def test_a_name_and_a_date_above_the_title() -> None:
    assert authors(above="Mara Lindqvist\n\nCity\n\n3 March 2026 9:30 AM") == ["Mara Lindqvist"]


def test_the_agency_whose_text_it_is() -> None:
    lead = "PORT MERIDIAN (MP) — The bridge opens to traffic on Monday after a year of repairs."
    assert authors("Meridian Press", lead=lead) == ["Meridian Press"]
    assert authors("MP March 3, 2026 9:30 AM", lead=lead) == ["MP"]


def test_what_the_text_speaks_of_wrote_nothing() -> None:
    lead = "The Vesper Sedna crossed the harbour bridge on Monday as the first car of many."
    assert authors("Vesper Sedna", lead=lead) is None


def test_the_publication_is_no_author() -> None:
    below = "© 2026 Port Courier. All rights reserved."
    assert authors("By Port Courier", below=below) is None
    assert authors("By Port Courier Staff", below=below) is None


def test_a_biography_is_weak_evidence() -> None:
    bio = "Tom Ek is a reporter for the Port Courier who covers the harbour."
    assert authors(below=bio) == ["Tom Ek"]
    assert authors("By Mara Lindqvist", below=bio) == ["Mara Lindqvist"]


def test_places_and_sections_beside_a_date_wrote_nothing() -> None:
    assert authors("New Zealand | 3 March 2026") is None
    assert authors("Middle East | 3 March 2026") is None
    assert authors("New Zealand, March 3, 2026") is None


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("ByMara LindqvistHealth reporter", ["Mara Lindqvist"]),
        ("By  MARA LINDQVIST", ["Mara Lindqvist"]),
        ("BY MARA LINDQVIST, REPORTER FOR PORT COURIER", ["Mara Lindqvist"]),
        ("By Local democracy reporter Mara Lindqvist", ["Mara Lindqvist"]),
        ("Author of the article: Mara Lindqvist", ["Mara Lindqvist"]),
        ("By Mara Lindqvist, Port Courier", ["Mara Lindqvist"]),
        ("by Mara Lindqvist, Salt & Courier, and Tom Ek", ["Mara Lindqvist", "Tom Ek"]),
        ("By Mara Lindqvist =", ["Mara Lindqvist"]),
        ("M.L.", ["M.L."]),
        ("Von Mara Lindqvist", ["Mara Lindqvist"]),
        ("Par Mara Lindqvist", ["Mara Lindqvist"]),
        ("Por Mara Lindqvist", ["Mara Lindqvist"]),
        ("Mara Lindqvist / MP / Updated: Mar 3, 2026", ["Mara Lindqvist"]),
        ("Text Size", None),
    ],
)
def test_more_forms(line: str, names: list[str] | None) -> None:
    assert authors(line) == names


def test_the_publication_is_among_the_losers() -> None:
    text = f"{TITLE}\n\nBy Port Courier\n\n{LEAD}\n\n{MORE}\n\n© 2026 Port Courier"
    lost = [(r.claim.value, r.reason) for r in extract(text, Settings()).rejected]
    assert ("Port Courier", "the publication itself") in lost
