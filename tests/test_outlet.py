"""The publication a page is from, by how the page names it."""

import pytest

from digestgen.extract import Settings, extract

TITLE = "Harbour bridge reopens on Monday morning"
LEAD = "The harbour bridge opens to traffic again on Monday after a year of repairs, they said."


def source(*lines: str, above: str = "") -> object:
    text = "\n\n".join(line for line in (above, TITLE, LEAD, *lines) if line)
    return extract(text, Settings()).fields.get("source")


@pytest.mark.parametrize(
    "line",
    [
        "© 2008 – 2026 Port Courier. All rights reserved",
        "Copyright © 2026 by Port Courier Ltd",
        "Port Courier © 2026",
        "© Port Courier Media Group Limited 2026",
        "© 2026 PORT COURIER",
        "About the Port Courier",
        "Get the Port Courier app",
        "Follow Port Courier on WhatsApp",
        "This article first appeared in the Port Courier.",
        "Support Port Courier's journalism",
        "Already a Port Courier subscriber? Sign in",
        "Port Courier may earn a commission from links",
        "Tick to have offers and updates from Port Courier. Read our privacy notice",
        "Thank you for reading the Port Courier",
        "Mara Lindqvist, Port Courier staff",
        "© 2026 All Rights Reserved | Port Courier",
        "By Mara Lind | Port Courier",
        "Port Courier logo",
        "Go to Port Courier homepage",
        "Your Port Courier account",
        "More from Port Courier:",
        "Get Port Courier in your inbox",
        "Port Courier is owned and operated by Coast Ltd.",
        "The post Harbour bridge reopens appeared first on Port Courier.",
        "Port Courier © Copyright 2026",
        "© 2026 Port Courier Network, LLC",
    ],
)
def test_cues(line: str) -> None:
    assert source(line) == "Port Courier"


def test_cues_that_agree_beat_an_owner() -> None:
    assert source(
        "About Tideline", "Tideline Newsletters", "© 2026 Coast Communications, Inc."
    ) == ("Tideline")


def test_an_owner_is_better_than_nothing() -> None:
    assert source("© 2026 Coast Communications, Inc.") == "Coast Communications"


@pytest.mark.parametrize(
    "lines",
    [
        ("TIDELINE\nAbout us\nContact us\nPrivacy",),
        ("Tideline logo", "© 2026 VM"),
        ("Follow Tideline", "© 2026 Vask Publishing Plc"),
        ("Tideline Premium", "Advertise with Tideline", "© 2026 Vask Holdings"),
    ],
)
def test_what_a_foot_shows_beats_who_owns_it(lines: tuple[str, ...]) -> None:
    assert str(source(*lines)).casefold() == "tideline"


@pytest.mark.parametrize("top", ["Tideline | News and opinion from the pier", "Tideline: The pier"])
def test_the_first_line_opens_with_the_name(top: str) -> None:
    assert source("© Vask Ltd", above=top) == "Tideline"


def test_the_title_of_the_tab() -> None:
    assert source(above=f"{TITLE} | Port Courier") == "Port Courier"


def test_addresses_are_read_as_the_page_spells_the_name() -> None:
    mail = "Tips to news@portcourier.com or sport@portcourier.com"
    assert source(mail) == "portcourier.com"
    assert source(mail, "Port Courier Classifieds") == "Port Courier"


def test_the_address_of_the_page_itself() -> None:
    found = extract(
        f"https://www.portcourier.com/city/harbour-bridge-reopens-monday.html\n\n{TITLE}\n\n{LEAD}",
        Settings(),
    ).fields
    assert found["url"] == "https://www.portcourier.com/city/harbour-bridge-reopens-monday.html"
    assert found["source"] == "portcourier.com"
    assert found["section"] == "City"


def test_a_name_cut_short_joins_the_whole() -> None:
    assert source("Port Courier Sport", "Subscribe to Port Courier", "© 2026 Port Courier") == (
        "Port Courier"
    )


def test_platforms_are_no_outlets() -> None:
    assert source("Sign in to Facebook", "Follow us on Twitter", "About Cookies") is None


@pytest.mark.parametrize(
    ("above", "below", "name"),
    [
        ("Port Courier", "", "Port Courier"),
        ("THE PORT COURIER — since 1911", "", "The Port Courier"),
        ("Port Courier | Sport", "", "Port Courier"),
        ("Port Meridian Register", "© 2026 Coast Media Ltd", "Port Meridian Register"),
        ("Skip to content\n\nPort Courier\n\nSubscribe", "© 2026 PC Media Ltd", "Port Courier"),
        ("salt & sand", "", "salt & sand"),
        ("KITCHEN HEALTH TABLE", "© 2026 KHT Holdings", "Kitchen Health Table"),
        (
            "Port Courier",
            "COAST MEDIA GROUP © 2026\n\nWrite to tips@coastmedia.example",
            "Port Courier",
        ),
        ("Harbour Gazette logo", "© 2026 HARBOUR RESEARCH & PUBLISHING COMPANY", "Harbour Gazette"),
        ("Menu\n\nPort Courier", "© 2026 Courier Designated Activity Company", "Port Courier"),
        ("Menu\n\nNews\n\nReal Estate\n\nLocal News", "", None),
    ],
)
def test_nameplates(above: str, below: str, name: str | None) -> None:
    assert source(below, above=above) == name


def test_sister_titles_of_a_menu_are_not_the_source() -> None:
    menu = "Home\n\nNews\n\nSport\n\n- Ostby Herald\n\n- Vale Tribune\n\n- Coast Gazette"
    assert source("© 2026 Port Courier", above=menu) == "Port Courier"


def test_the_employer_in_the_byline() -> None:
    text = f"{TITLE}\n\nMara Lindqvist, Port Courier\n\n{LEAD}"
    assert extract(text, Settings()).fields["source"] == "Port Courier"


def test_the_employer_beside_a_role() -> None:
    text = f"{TITLE}\n\nMara Lindqvist\nReporter·Port Courier·\n\n{LEAD}"
    assert extract(text, Settings()).fields["source"] == "Port Courier"


def test_a_place_is_no_short_form_of_a_heading() -> None:
    above = "Menu\nNews\nSport\nOstby News\nBest in Ostby\nSubscribe"
    below = "He told OstbyLive: “We have seen it.”", "Follow OstbyLive on Facebook"
    assert source(*below, above=above) == "OstbyLive"


def test_an_address_speaks_for_the_name_it_shortens() -> None:
    assert source("Port Courier", "Write to desk@pcourier.example") == "Port Courier"
