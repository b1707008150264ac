"""People: which names are forms of one person's ("Ana Ro", "Ana M. Ro", "Ro"), and the fullest."""

from collections import defaultdict
from dataclasses import dataclass

from digestgen.extract.candidates import Candidate
from digestgen.extract.mentions import NOBLE, Mention, Mentions
from digestgen.extract.relations import family_name
from digestgen.extract.roles import role_at
from digestgen.names import name_key

_FAMILY = 50  # forms of one surname that are compared


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody, and the names that the article calls them by."""

    name: str
    role: str
    mention: Mention  # the first under this name
    forms: tuple[Candidate, ...]
    probability: float


def find_people(mentions: Mentions, found: list[tuple[Candidate, float]]) -> tuple[Person, ...]:
    """In the order of their first full mention; `found` are likely people and how likely."""
    families: dict[str, list[Person]] = defaultdict(list)
    for candidate, probability in found:
        person = Person(candidate.spelling, "", candidate.first, (candidate,), probability)
        family = families[name_key(family_name(candidate.words))]
        at = next((i for i, other in enumerate(family[:_FAMILY]) if _same(person, other)), None)
        if at is None:
            family.append(person)
        else:
            family[at] = _one(family[at], person)
    people = [person for family in families.values() for person in family]
    people = [Person(p.name, _role(mentions, p), p.mention, p.forms, p.probability) for p in people]
    return tuple(sorted(people, key=lambda p: p.mention.start))


def _role(mentions: Mentions, person: Person) -> str:
    return next(
        (
            role
            for form in person.forms
            for mention in form.mentions[:12]
            if (role := role_at(mentions, mention))
        ),
        "",
    )


def _one(one: Person, two: Person) -> Person:
    """Both forms as one person, under the form used most, then the first; but "Brave Ana Ro" gives
    way to "Ana Ro"."""
    uses = [len(p.forms[0].mentions) for p in (one, two)]
    if _noble(one) != _noble(two):
        best, other = (two, one) if _noble(one) else (one, two)
    elif _ends_with(one, two) or (uses[1] > uses[0] and not _ends_with(two, one)):
        best, other = two, one
    else:
        best, other = one, two
    first = min(one.mention, two.mention, key=lambda m: m.start)
    probability = max(one.probability, two.probability)
    return Person(best.name, "", first, (*best.forms, *other.forms), probability)


def _noble(person: Person) -> bool:
    return _words(person)[0] in NOBLE


def _words(person: Person) -> tuple[str, ...]:
    return person.forms[0].words


def _ends_with(long: Person, short: Person) -> bool:
    one, two = _words(long), _words(short)
    return len(one) > len(two) and one[-len(two) :] == two


def _same(one: Person, two: Person) -> bool:
    first, second = name_key(_words(one)[0]), name_key(_words(two)[0])
    if _ends_with(one, two) or _ends_with(two, one):
        return True
    return (
        first == second
        or _noble(one) != _noble(two)
        or (
            min(len(first), len(second)) >= 3
            and (first.startswith(second) or second.startswith(first))
        )
    )
