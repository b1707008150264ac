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
        ("Harbour\nTowage\nCranes\n\n3 March 2026 in Towage", "", "Towage"),
        ("Topic:Towage", "", "Towage"),
        ("Politics\n\nHARBOUR CRISIS", "", "Politics"),
        ("News Home", "", None),
        ("Latest News", "", None),
        ("Today\nHarbour\nTowage\nCranes\nMenu\nTowage", "", "Towage"),
        (f"Menu\nTowage\n{TITLE}\nThe cranes have gone\n", "Topics\nTowage", "Towage"),
        ("Search\nWorld\nTowage\nCranes\nBerths", "Related topics\nBerths\nCranes", "Berths"),
        ("Search\nWorld\nTowage\nCranes", "Tags: tugs, World, Brandt", "World"),
        ("", "This entry was posted in News, Harbour and tagged cranes.", "Harbour"),
    ],
)
def test_what_else_tells(above: str, below: str, name: str | None) -> None:
    assert section(above, below) == name


def test_the_desk_of_the_author() -> None:
    text = f"{TITLE}\n\nBy Mara Lindqvist, Courts Correspondent\n\n{LEAD}"
    fields = extract(text, Settings()).fields
    assert (fields["section"], fields["authors"]) == ("Courts", ["Mara Lindqvist"])


MENU = "Home\nNews\nWorld\nPolitics\nHarbour\nSport\nCulture\nSearch\nSign In\nSubscribe"


@pytest.mark.parametrize(
    ("above", "below", "name"),
    [
        ("Politics\nAdd Topic", "", "Politics"),
        ("Harbour\n3h ago", "", "Harbour"),
        ("Harbour 3 hours ago", "", "Harbour"),
        ("[Politics]", "", "Politics"),
        ("POLITICS NEWS MARCH 3, 2026 / 4:55 PM / UPDATED 2 HOURS AGO", "", "Politics News"),
        ("", "Posted on March 3, 2026 by Mara Lindqvist in Politics", "Politics"),
        ("", "By Mara Lindqvist • Politics • March 3, 2026", "Politics"),
        ("", "Politics\n\nBy Mara Lindqvist", "Politics"),
        ("", "Category\n\nPolitics", "Politics"),
    ],
)
def test_a_menu_does_not_hide_what_stands_near_the_title(above: str, below: str, name: str) -> None:
    text = f"{MENU}\n{above}\n{TITLE}\n\n{below}\n\n{LEAD}"
    assert extract(text, Settings()).fields["section"] == name


@pytest.mark.parametrize(
    "line",
    [
        "More Politics",
        "Sign up to our Politics newsletter",
        "Topics\n\nPolitics\n\nUnions",
        "Filed under\n\nPolitics",
        "Mara Lindqvist is a politics reporter for the Port Courier.",
        "Mara Lindqvist covers politics and piers for the Port Courier.",
    ],
)
def test_what_follows_the_article_beats_the_last_entry_of_a_menu(line: str) -> None:
    text = f"{MENU}\n{TITLE}\n\nBy Mara Lindqvist\n\n{LEAD}\n\n{line}\n"
    assert extract(text, Settings()).fields["section"] == "Politics"


def test_the_tab_names_the_section() -> None:
    text = f"{TITLE} | Politics | Port Courier\n{MENU}\n{TITLE}\n\n{LEAD}"
    assert extract(text, Settings()).fields["section"] == "Politics"
