"""People, organizations and places: who is named, under which name, and how sure that is."""

import re
import time
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digestgen.extract import Annotator, Article, Claim, Settings, extract
from digestgen.model import VocabularyEntry

ENTITIES = ("people", "organizations", "places")


def page(*sentences: str) -> str:
    prose = "The ferry left on time and the harbour was quiet for the rest of the day."
    return "\n\n".join(
        ["Ferry leaves the harbour on time", *sentences, prose, prose[4:].capitalize()]
    )


def found(field: str, *sentences: str) -> list[str]:
    values = extract(page(*sentences), Settings()).fields.get(field, [])
    assert isinstance(values, list)
    return [value["name"] if isinstance(value, dict) else value for value in values]


@pytest.mark.parametrize(
    ("sentence", "people"),
    [
        ("The plan came from Ada Okafor, who runs the market.", ["Ada Okafor"]),
        ("Ada Okafor spoke first. Later Okafor left, and Ada’s brother stayed.", ["Ada Okafor"]),
        ("Jill Brandt and Joe Brandt met. “No,” Jill Brandt said.", ["Jill Brandt", "Joe Brandt"]),
        ("“Never,” said Mara O’Brien of the guild.", ["Mara O’Brien"]),
        ("“Never,” said Jean-Luc Lindqvist-Vale.", ["Jean-Luc Lindqvist-Vale"]),
        ("“Never,” said Dr. Ada van der Brandt, a teacher.", ["Ada van der Brandt"]),
        ("“Never,” said Omar bin Khalid al-Farsi, the envoy.", ["Omar bin Khalid al-Farsi"]),
        ("Tomas Brandt Jr. said so, and Brandt left.", ["Tomas Brandt Jr."]),
        ("J. K. Okafor wrote the letter, said Okafor’s lawyer.", ["J. K. Okafor"]),
        ("“Yes,” said Will Brandt, the pilot.", ["Will Brandt"]),
        ("Sens. Ada Okafor and Tomas Brandt voted.", ["Ada Okafor", "Tomas Brandt"]),
        ("The crowd cheered Queen Ottilie and Prince Anselm.", ["Queen Ottilie", "Prince Anselm"]),
        ("It was sunk by Lord Brandt. “No,” Anselm Brandt said.", ["Anselm Brandt"]),
        ("Photo: Ada Okafor/AFP", []),
        ("Ada Okafor and Tomas Brandt contributed to this report.", []),
        ("They met in the Ada Brandt Museum.", []),
    ],
)
def test_people(sentence: str, people: list[str]) -> None:
    assert found("people", sentence) == people


@pytest.mark.parametrize(
    ("sentence", "organizations"),
    [
        ("He left the Council on Outer Waters (COW). COW said no.", ["Council on Outer Waters"]),
        ("The Brandt Shipping Company closed.", ["Brandt Shipping Company"]),
        (
            "It was filed with the Okafor Land and Water Commission.",
            ["Okafor Land and Water Commission"],
        ),
        ("She studied at the University of Meridian.", ["University of Meridian"]),
        ("Shares in Velpar fell. “We are sorry,” Velpar said in a statement.", ["Velpar"]),
        ("He is Velpar’s chief executive, and Velpar, the maker of sails, sued.", ["Velpar"]),
        ("The World Health Organization and NATO met.", ["World Health Organization", "NATO"]),
        ("They asked Boston Children's Hospital.", ["Boston Children's Hospital"]),
        ("They asked the Meridian-based Brandt Institute.", ["Brandt Institute"]),
    ],
)
def test_organizations(sentence: str, organizations: list[str]) -> None:
    assert found("organizations", sentence) == organizations


@pytest.mark.parametrize(
    ("sentence", "places"),
    [
        ("They live in Ostrava and moved to Lagos.", ["Ostrava", "Lagos"]),
        ("They live in Velmouth, Ohio.", ["Velmouth", "Ohio"]),
        ("The town of Velmouth is small.", ["Velmouth"]),
        ("PORT MERIDIAN, Tavland (QBC) — It rained.", ["Port Meridian"]),
        ("The court sits in The Hague.", ["The Hague"]),
        ("They crossed Lake Velmar and Velmar County.", ["Lake Velmar", "Velmar County"]),
        ("The U.S. and the United States are one, as is America.", ["United States"]),
        ("It rained in Washington, D.C., on Monday.", ["Washington, D.C."]),
        ("Ohio Governor Ada Okafor spoke.", ["Ohio"]),
        ("A French painter came.", []),
        ("“No,” Paris Brandt said. Paris left.", []),
    ],
)
def test_places(sentence: str, places: list[str]) -> None:
    assert [p for p in found("places", sentence) if p != "Tavland"] == places


@pytest.mark.parametrize(
    ("sentence", "role"),
    [
        (
            "Ada Okafor, president of the Council on Outer Waters, left.",
            "president of the Council on Outer Waters",
        ),
        ("Secretary of State Ada Okafor left.", "Secretary of State"),
        ("Sens. Ada Okafor and Tomas Brandt left.", "Sen."),
        (
            "“No,” said Ada Okafor. Ada Okafor is the director of the Harbour Guild.",
            "director of the Harbour Guild",
        ),
        ("“No,” said Ada Okafor. Ada Okafor, as well as others, left.", None),
    ],
)
def test_roles(sentence: str, role: str | None) -> None:
    people = extract(page(sentence), Settings()).fields["people"]
    assert isinstance(people, list)
    first = people[0]
    assert (first["role"] if isinstance(first, dict) else None) == role


# Other recognizers


def recognizer(field: str, name: str, confidence: float = 0.9) -> Annotator:
    def find(article: Article) -> list[Claim]:
        spots = [m.span() for m in re.finditer(re.escape(name), article.text)]
        return [Claim(field, name, a, b, "test.name", confidence) for a, b in spots]

    return find


def test_another_recognizer_tips_the_balance() -> None:
    text = page("The boat was late, and Petra Haalund slept in the terminal.")
    assert "people" not in extract(text, Settings()).fields
    sure = extract(text, Settings(), {"test": recognizer("people", "Petra Haalund")})
    assert sure.fields["people"] == ["Petra Haalund"]


def test_another_recognizer_does_not_outweigh_the_rules() -> None:
    text = page("“Never,” said Mayor Ada Okafor. Ada Okafor, a baker, left.")
    told = extract(text, Settings(), {"test": recognizer("organizations", "Ada Okafor", 0.6)})
    assert told.fields == extract(text, Settings()).fields


def test_another_recognizer_may_see_what_the_rules_do_not() -> None:
    text = page("They were asked by my7th about it, and my7th answered.")
    told = extract(text, Settings(), {"test": recognizer("organizations", "my7th", 1.0)})
    assert any(c.value == "my7th" for c in told.claims)


@pytest.mark.parametrize("span", [(-1, 4), (5, 5), (0, 10**9), (6, 2)])
def test_a_recognizer_that_points_nowhere_is_not_heard(span: tuple[int, int]) -> None:
    text = page("It was Zorv Quelm again.")
    claims = [Claim("people", "x", *span, "test.name", 1.0)]
    assert extract(text, Settings(), {"test": lambda _: claims}) == extract(text, Settings())


@pytest.mark.parametrize(
    "claim",
    [
        Claim("title", "Zorv", 0, 4, "test.name", 1.0),
        Claim("people", {"name": "Zorv"}, 0, 4, "test.name", 1.0),
        Claim("people", "Zorv", 0, 4, "test.name", 1.1),
        "Zorv",
    ],
)
def test_a_recognizer_that_breaks_the_contract_has_failed(claim: Any) -> None:
    text = page("It was Zorv Quelm again.")
    told = extract(text, Settings(), {"test": lambda _: [claim]})
    (failure,) = told.failures
    assert failure.annotator == "test"
    assert replace(told, failures=()) == extract(text, Settings())


# Laws

WORDS = st.sampled_from(
    re.findall(
        r"\S+",
        "Ada Okafor Tomas Brandt Lord Port Meridian Velpar Inc. Bank of and , . the said in U.S. NATO "
        "(NATO) President “Yes,” Paris Ohio Council on Will US-based Jordan he's—",
    )
)


@settings(max_examples=150, deadline=None)
@given(st.lists(WORDS, min_size=3, max_size=40).map(" ".join))
def test_a_name_is_one_thing_and_stands_in_the_text(prose: str) -> None:
    text = page(prose + " said so.")
    one, two = extract(text, Settings()), extract(text, Settings())
    assert one == two
    names = [c for c in one.chosen if c.field in ENTITIES]
    plain = [c.value["name"] if isinstance(c.value, dict) else str(c.value) for c in names]
    assert len({n.casefold() for n in plain}) == len(plain)
    for claim, name in zip(names, plain, strict=True):
        words = text[claim.start : claim.end]
        assert words
        assert name.split()[-1].rstrip(".").casefold() in text.casefold()
        assert 0 < claim.confidence < 1
    assert all(c.confidence < 1 for c in one.claims if c.field in ENTITIES)


def test_losers_are_claimed_too() -> None:
    claims = extract(page("It was Zorv Quelm again, they heard."), Settings()).claims
    assert any(c.field in ENTITIES and c.value == "Zorv Quelm" for c in claims)


def test_a_profile_beats_the_rules() -> None:
    entry = VocabularyEntry("organizations", "Ada Brandt", (), ())
    text = page("“Never,” said Ada Brandt, a baker.")
    fields = extract(text, Settings(vocabulary=(entry,))).fields
    assert fields["organizations"] == ["Ada Brandt"]
    assert "people" not in fields


@pytest.mark.parametrize(
    "sentence",
    [
        "One woman on Low Tarnwick told the council that she had four leaflets about the sheds.",
        "Arne at Tarnside said that he had arranged things with the skipper for years.",
    ],
)
def test_where_somebody_is_says_nothing(sentence: str) -> None:
    assert found("people", sentence) + found("organizations", sentence) == []


@pytest.mark.parametrize(
    "name", ["Bakers' Union", "Bakers’ and Millers’ Union", "Harbour Bakers' and Millers' Union"]
)
def test_a_body_that_belongs_to_many(name: str) -> None:
    sentence = f"The {name} wants to meet on Friday, as bakers do."
    assert found("organizations", sentence) == [name]
    assert found("organizations", "The kettle is for the " + name + ".") == [name]


def test_who_has_a_profile_is_known_by_surname() -> None:
    text = page("It was Zorv Quelm again, they heard.", '"We will not share a kettle," Quelm said.')
    entry = VocabularyEntry("people", "Zorv Quelm")
    fields = extract(text, Settings(vocabulary=(entry,))).fields
    assert fields["people"] == ["Zorv Quelm"]
    assert fields["quotes"] == [{"speaker": "Zorv Quelm", "text": "We will not share a kettle"}]
    assert "organizations" not in fields


@pytest.mark.parametrize("junk", ["The ", "Bank of ", "Ada Okafor, ", "London-based ", "Queen II "])
def test_time_grows_with_the_names_only(junk: str) -> None:
    start = time.perf_counter()
    extract(junk * (100_000 // len(junk)), Settings())
    assert time.perf_counter() - start < 10
