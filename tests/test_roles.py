"""What people are said to be, and which namesake that makes them."""

import pytest

from digestgen.extract import Settings, extract
from digestgen.model import VocabularyEntry

OPENING = "The harbour bridge of Port Meridian will reopen on Monday after four weeks of repairs."
LONG = "representative of the members and passengers of the ferries from Ostby and Port Meridian"
JUDGE = VocabularyEntry("people", "Ilse Varga (judge)", ("Judge Varga",))
BIOLOGIST = VocabularyEntry("people", "Ilse Varga (marine biologist)")


def person(sentence: str, *vocabulary: VocabularyEntry) -> object:
    text = f"Harbour bridge to reopen on Monday\n\n6 March 2026\n\n{OPENING}\n\n{sentence}\n"
    people = extract(text, Settings(vocabulary=vocabulary)).fields.get("people")
    assert isinstance(people, list)
    return people[0]


@pytest.mark.parametrize(
    ("sentence", "role"),
    [
        ('"We are ready," said Ada Okafor, the authority\'s director.', "director"),
        ('"We are ready," said Ada Okafor, the city’s flood engineer.', "flood engineer"),
        ('"We are ready," said the port\'s harbour master, Ada Okafor.', "harbour master"),
        ('"We are ready," said Ada Okafor, the women\'s coach.', "women's coach"),
        ('"We are ready," said Ada Okafor, secretary of the Dockers\' Union.',
         "secretary of the Dockers' Union"),
        ('The board named its chief engineer, Ada Okafor, as director. "Good," Okafor said.',
         "chief engineer"),
        ('Ada Okafor, until now branch secretary, won. "Good," Okafor said.', "branch secretary"),
        (f'"We are ready," said Ada Okafor, {LONG} that sail in summer.', LONG.rpartition(" and ")[0]),
        ('"We are ready," said the Harbour Bank\'s chief executive, Ada Okafor.',
         "Harbour Bank's chief executive"),
        ('But Oro\'s chief executive, Ada Okafor, said: "We are ready."', "Oro's chief executive"),
        ('After the vote, Ada Okafor said members would get bags. "Good," Okafor said.', None),
        ('The judge heard the case against former mayor Ada Okafor. "Good," Okafor said.',
         "former mayor"),
        ('Works Secretary Dr Ada Okafor said: "We are ready."', "Works Secretary"),
        ('"We are ready," said Ada Okafor, who heads the office of works at the port.', None),
    ],
)  # fmt: skip
def test_roles_that_say_something_alone(sentence: str, role: str | None) -> None:
    name = "Ada Okafor"
    assert person(sentence) == ({"name": name, "role": role} if role else name)


def test_what_somebody_is_tells_namesakes_apart() -> None:
    sentence = '"There are four eels," said Ilse Varga, the marine biologist.'
    assert person(sentence, JUDGE, BIOLOGIST) == {
        "name": "Ilse Varga (marine biologist)",
        "role": "marine biologist",
    }
    alias = 'Judge Varga closed the case. "There are two originals," Varga said.'
    assert person(alias, JUDGE, BIOLOGIST) == {"name": "Ilse Varga (judge)", "role": "Judge"}
    unsaid = '"There are four eels," said Ilse Varga of Port Meridian.'
    assert person(unsaid, JUDGE, BIOLOGIST) == "Ilse Varga"


BODY = VocabularyEntry("organizations", "Meridian Institute of the Sea", ("the Institute", "MIS"))
SEA = VocabularyEntry(
    "people", "Ilse Varga (marine biologist)", (), (), "head of coastal ecology at the Institute"
)


@pytest.mark.parametrize(
    "said",
    [
        "marine biologist at the Meridian Institute of the Sea",
        "head of coastal ecology at the Institute",
    ],
)
def test_what_a_profile_says_tells_namesakes_apart(said: str) -> None:
    sentence = f'"There are four eels," said Ilse Varga, {said}.'
    found = person(sentence, JUDGE, SEA)
    assert isinstance(found, dict)
    assert found["name"] == SEA.name
    another = person('"No," said Ilse Varga, the marine biologists\' friend.', JUDGE, SEA)
    assert another == {"name": "Ilse Varga", "role": "marine biologists' friend"}


def test_a_role_has_the_name_of_an_organization_in_full() -> None:
    full = "director of the Meridian Institute of the Sea"
    assert person('"No," said Ada Okafor, director of the MIS.', BODY) == {
        "name": "Ada Okafor",
        "role": full,
    }
    assert person(f'"No," said Ada Okafor, {full}.', BODY) == {"name": "Ada Okafor", "role": full}
