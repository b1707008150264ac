"""Names: when two are the same, slugs, surnames, and paths of the site."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digestgen.names import (
    MAX_SLUG,
    MAX_SLUG_BYTES,
    initial,
    name_key,
    plain_name,
    slugify,
    sort_key,
    surname,
    surname_keys,
    term_slug,
    url_path,
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ada Okafor", "ada  OKAFOR"),
        ("Seán O’Dell", "Sea\u0301n O'Dell"),
        ("J. K. Vane", "JK Vane"),
        ("J.K. Vane", "J K Vane"),
        ("Jean-Luc Bray", "Jean Luc Bray"),
        ("Ada\u00a0Oka\u00adfor", "Ada Okafor"),
        ("Ada\u200b Okafor\u200e", "Ada Okafor"),
        ("U.N.", "UN"),
        ("STRASSE", "Straße"),
    ],
)
def test_equal_names(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)
    assert term_slug(one) == term_slug(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Ada Okafor", "Ada Okafo"), ("Adam Smith", "Adam Smith (politician)"), ("Pelé", "Pele")],
)
def test_different_names(one: str, other: str) -> None:
    assert name_key(one) != name_key(other)


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Harbour bridge reopens!", "harbour-bridge-reopens"),
        ("O’Dell & Sons, Ltd.", "odell-sons-ltd"),
        ("../../etc/passwd", "etc-passwd"),
        ("हिन्दी समाचार", "हिन्दी-समाचार"),
        ("東京の橋", "東京の橋"),
        ("har\u00adbour", "harbour"),
        ("x" * 200, "x" * MAX_SLUG),
        ("𠀋" * 200, "𠀋" * (MAX_SLUG_BYTES // 4)),
        ("word " * 40, "word-" * 15 + "word"),
    ],
)
def test_slugify(text: str, slug: str) -> None:
    assert slugify(text) == slug


@given(st.text())
def test_a_slug_is_a_folder_anywhere_and_a_path_of_the_site(text: str) -> None:
    slug = slugify(text)
    assert slug
    assert len(slug) <= MAX_SLUG
    assert len(slug.encode()) <= MAX_SLUG_BYTES
    assert all(c == "-" or unicodedata.category(c)[0] in "LMN" for c in slug)
    assert not slug.startswith("-")
    assert not slug.endswith("-")
    assert url_path(f"2026/03/{slug}") == unicodedata.normalize("NFC", f"2026/03/{slug}")


def test_slugs_of_nothing_differ() -> None:
    assert slugify("!") != slugify("?")


@pytest.mark.parametrize(
    ("name", "last"),
    [
        ("Ada Okafor", "Okafor"),
        ("Adam Smith (politician)", "Smith"),
        ("Tomas Brandt, Jr.", "Brandt"),
        ("Edwin Vale III", "Vale"),
        ("Mara Okafor-Lind", "Okafor-Lind"),
        ("Pelé", ""),
        ("Pelé (footballer)", ""),
        ("", ""),
    ],
)
def test_surname(name: str, last: str) -> None:
    assert surname(name) == last


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("Ada Okafor", {"okafor"}),
        ("Mara Okafor-Lind", {"okafor lind"}),
        ("Ilse von der Marn", {"marn", "der marn", "von der marn"}),
        ("Karim al-Amin", {"al amin", "amin"}),
        ("Tomas Brandt Jr.", {"brandt"}),
        ("Adam Smith (politician)", {"smith"}),
        ("Van Dorn", {"dorn"}),
        ("Pelé", set()),
    ],
)
def test_surname_keys(name: str, keys: set[str]) -> None:
    assert surname_keys(name) == keys


def test_plain_name() -> None:
    assert plain_name("Adam Smith (politician)") == "Adam Smith"
    assert plain_name("(anonymous)") == "(anonymous)"


def test_where_names_are_filed() -> None:
    assert sort_key("people", "Ada Okafor") == "okafor ada okafor"
    assert sort_key("organizations", "Harbour Authority") == "harbour authority"
    assert [initial(key) for key in ("okafor", "édith", "7 up", "чехов", "")] == [
        "o",
        "e",
        "other",
        "other",
        "other",
    ]


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("/2026/03/bridge/", "2026/03/bridge"),
        ("2026/03/bridge/index.html", "2026/03/bridge"),
        (" bridge ", "bridge"),
        ("cafe\u0301", "caf\u00e9"),
    ],
)
def test_url_path(text: str, path: str) -> None:
    assert url_path(text) == path


@pytest.mark.parametrize(
    "text",
    ["", "/", "index.html", "../x", "a/../b", "a//b", ".git/x", "a/.", "a.", "a /b", "a?b", "a#b"]
    + ["a%2fb", "c:/x", "a\\b", "a\x00b", "a\x9fb", "\ud800", "x" * 300, "a/" * 300, "<b>"],
)
def test_paths_that_leave_the_site_or_fit_no_disk(text: str) -> None:
    with pytest.raises(ValueError):
        url_path(text)
