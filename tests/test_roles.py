"""What people are said to be, and which namesake that makes them."""

import pytest

from digestgen.extract import Settings, extract
from digestgen.model import VocabularyEntry

OPENING = "The harbour bridge of Port Meridian will reopen on Monday after four weeks of repairs."
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
