"""The section of an article, from what stands around its title."""

import pytest

from digestgen.extract import Settings, extract

TITLE = "Harbour bridge reopens on Monday morning"
LEAD = "The harbour bridge opens to traffic again on Monday after a year of repairs, they said."


def section(above: str, below: str = "") -> object:
    return extract(f"{above}\n\n{TITLE}\n\n{LEAD}\n\n{below}", Settings()).fields.get("section")


@pytest.mark.parametrize(
    ("above", "name"),
    [
        ("World\n\nHARBOUR CRISIS", "World"),
        ("HARBOUR CRISIS", "Harbour Crisis"),
        ("Politics\n\n3 March 2026 9:30 AM", "Politics"),
        ("Home » News » South Coast", "South Coast"),
        ("News | Politics", "Politics"),
        ("3 March 2026 | World", "World"),
        ("Filed under: Science", "Science"),
        ("More Newsletters", None),
        ("Privacy policy | More Newsletters", None),
        ("Mara Lind - 3 hours ago", None),
    ],
)
def test_above_the_title(above: str, name: str | None) -> None:
    assert section(above) == name


def test_below_the_article() -> None:
    assert section("", "Filed under: Science") == "Science"


def test_the_folder_of_the_editors_address() -> None:
    text = f"url https://courier.example/world/2026/bridge\n{TITLE}\n\n{LEAD}"
    assert extract(text, Settings()).fields["section"] == "World"
    kicker = f"url https://courier.example/world/2026/bridge\nScience\n\n{TITLE}\n\n{LEAD}"
    assert extract(kicker, Settings()).fields["section"] == "Science"


@pytest.mark.parametrize(
    ("above", "below", "name"),
    [
        (f"Obituaries | {TITLE}", "", "Obituaries"),
        ("- Home\n- Business\n- Shipping", "", "Shipping"),
        ("Crops | Livestock | Machinery | Markets | Weather", "", None),
        ("Harbour   Weather   Towage", "More in Towage", "Towage"),
        ("Weather\n\nPREMIUM", "", "Weather"),
        ("Port Courier", "", None),
        ("Startseite > Lokales", "", "Lokales"),
        ("", "This entry was posted in News, Harbour and tagged cranes.", "Harbour"),
    ],
)
def test_what_else_tells(above: str, below: str, name: str | None) -> None:
    assert section(above, below) == name


def test_the_desk_of_the_author() -> None:
    text = f"{TITLE}\n\nBy Mara Lindqvist, Courts Correspondent\n\n{LEAD}"
    fields = extract(text, Settings()).fields
    assert (fields["section"], fields["authors"]) == ("Courts", ["Mara Lindqvist"])
