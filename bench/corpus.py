"""Invented articles, the same ones for the same number: `Corpus(1000).article(7)` is a pure function.

People grow with the number of articles. Regulars, one for every four articles, come back as often as
Zipf's law says, and at least twice; half as many more are seen in a single article, so they are a
third of everyone. Every tenth regular has a profile with an alias, which some articles use instead of
the name. In a body a person's full name comes first and the bare surname after it.
"""

import datetime as dt
import random
import re
from bisect import bisect
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import TypeVar

from bench import words

T = TypeVar("T")
FIRST_DAY = dt.datetime(2016, 1, 4, 6, 0)
DAYS = 3650
SHORTEST, LONGEST = 2500, 3600  # bytes at which a body stops growing
MARK = "Desk mark {:09d}."
"""The sentence in every body that an edit of the benchmark changes."""
PROFILED = 10  # every tenth regular has a profile


@dataclass(frozen=True, slots=True)
class Profile:
    """What an editor wrote about a person."""

    name: str
    alias: str
    role: str
    text: str

    @property
    def slug(self) -> str:
        return slug(self.name)


@dataclass(frozen=True, slots=True)
class Article:
    """An article before any tool's format. `people` are canonical names, `written` those in its text."""

    number: int
    title: str
    date: dt.datetime
    author: str
    people: tuple[str, ...]
    written: tuple[str, ...]
    organizations: tuple[str, ...]
    places: tuple[str, ...]
    topics: tuple[str, ...]
    section: str
    source: str
    summary: str
    quotes: tuple[tuple[str, str], ...]  # (speaker, words), every one also in the body
    body: str
    is_paste: bool  # whether the variant of the corpus with pastes has it as one

    @property
    def path(self) -> str:
        """Its address in the sites of all tools, without slashes at the ends."""
        return f"{self.date:%Y/%m}/{slug(self.title)}-{self.number}"

    @property
    def url(self) -> str:
        return f"https://{slug(self.source)}.example.org/{self.path}"


def slug(text: str) -> str:
    """Lower case, with hyphens: what every tool here makes of these names, which are plain ASCII."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower().replace("'", "")).strip("-")


class Dice:
    """Chance that is the same under every Python: made of random() alone, as only that is promised."""

    def __init__(self, seed: str) -> None:
        self.random = random.Random(seed).random

    def below(self, end: int) -> int:
        return int(self.random() * end)

    def between(self, low: int, high: int) -> int:
        """From low to high, both included."""
        return low + self.below(high - low + 1)

    def pick(self, items: Sequence[T]) -> T:
        return items[int(self.random() * len(items))]

    def some(self, items: Sequence[T], weights: Sequence[float], count: int) -> tuple[T, ...]:
        """Different ones, by their cumulated weights."""
        found: dict[T, None] = {}
        while len(found) < count:
            found[items[bisect(weights, self.random() * weights[-1])]] = None
        return tuple(found)


def zipf(count: int, exponent: float = 0.8) -> list[float]:
    """Cumulated weights: the second comes half as often as the first, or nearly so."""
    return list(accumulate(rank**-exponent for rank in range(1, count + 1)))


class Corpus:
    """`size` articles and the people in them. Articles beyond the size are new ones, dated last."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.regulars = max(size // 4, 12)
        self.once = self.regulars // 2
        self._people = zipf(self.regulars)
        self._weights = {
            id(items): zipf(len(items), 0.7)
            for items in (words.TOPICS, words.ORGANIZATIONS, words.PLACES)
        }

    def profiles(self) -> list[Profile]:
        return [self._profile(number) for number in range(0, self.regulars, PROFILED)]

    def _profile(self, number: int) -> Profile:
        name = words.person(number)
        dice = Dice(f"profile {number}")
        first, last = name.split()
        role = dice.pick(words.ROLES)
        text = f"{name}, {role}, was born in {dice.pick(words.PLACES)}. {_sentence(dice, last)}"
        return Profile(name, f"{first} {chr(65 + number % 26)}. {last}", role, text)

    def article(self, number: int, people: Sequence[int] | None = None) -> Article:
        """The article with a number; `people`, numbers of regulars, says who is in it instead."""
        dice = Dice(f"article {number}")
        who = tuple(people) if people is not None else self._who(dice, number)
        names = tuple(words.person(person) for person in who)
        written = tuple(
            self._profile(person).alias
            if person % PROFILED == 0 and person < self.regulars and dice.random() < 0.15
            else name
            for person, name in zip(who, names, strict=True)
        )
        organizations = self._some(dice, words.ORGANIZATIONS, dice.between(1, 3))
        places = self._some(dice, words.PLACES, dice.between(1, 2))
        topics = self._some(dice, words.TOPICS, dice.between(1, 4))
        body, quotes = _body(dice, written, organizations, places[0])
        action, thing = dice.pick(words.ACTIONS), dice.pick(words.THINGS)
        return Article(
            number=number,
            title=f"{organizations[0]} to {action} {thing} {dice.pick(words.TIMES)}",
            date=self._date(dice, number),
            author=words.person(words.NAMES - 1 - dice.below(40)),
            people=names,
            written=written,
            organizations=organizations,
            places=places,
            topics=topics,
            section=dice.pick(words.SECTIONS),
            source=dice.pick(words.SOURCES),
            summary=_sentence(dice, organizations[-1]),
            quotes=quotes,
            body=f"{body}\n\n{MARK.format(number)}\n",
            is_paste=number % 10 == 4 and number < self.size,
        )

    def naming(self, person: int) -> list[int]:
        """The articles that a regular is in."""
        return [n for n in range(self.size) if person in self._who(Dice(f"article {n}"), n)]

    def _some(self, dice: Dice, items: list[str], count: int) -> tuple[str, ...]:
        return dice.some(items, self._weights[id(items)], count)

    def _date(self, dice: Dice, number: int) -> dt.datetime:
        """Spread over ten years in no order; new articles come after all others."""
        if number >= self.size:
            return FIRST_DAY + dt.timedelta(days=DAYS + 1, minutes=number - self.size)
        return FIRST_DAY + dt.timedelta(days=dice.below(DAYS), minutes=dice.below(900))

    def _who(self, dice: Dice, number: int) -> tuple[int, ...]:
        """The people of an article, three to eight, no two with one surname."""
        chosen: list[int] = []
        if number < self.size and number % 2 == 0 and number // 2 < 2 * self.regulars:
            chosen.append(number // 2 % self.regulars)  # every regular twice, whatever chance says
        if number < self.size and number % 8 == 1 and number // 8 < self.once:
            chosen.append(self.regulars + number // 8)
        surnames = {words.person(person).split()[1] for person in chosen}
        wanted = dice.between(3, 8)
        while len(chosen) < wanted:
            person = bisect(self._people, dice.random() * self._people[-1])
            surname = words.person(person).split()[1]
            if surname not in surnames:
                surnames.add(surname)
                chosen.append(person)
        return tuple(chosen)


def _sentence(dice: Dice, subject: str) -> str:
    """One of a few kinds of sentence about someone."""
    action, thing, time = dice.pick(words.ACTIONS), dice.pick(words.THINGS), dice.pick(words.TIMES)
    kind = dice.below(4)
    if kind == 0:
        return f"{subject} agreed to {action} {thing} {time}, {dice.pick(words.REASONS)}."
    if kind == 1:
        other = dice.pick(words.THINGS)
        return f"{dice.pick(words.CROWDS)} had asked {subject} to {action} {thing} and {other}."
    if kind == 2:
        cost = f"{dice.between(2, 90)} million"
        return f"{subject} expects {thing} to cost {cost}, and wants to {action} it {time}."
    return f"{dice.pick(words.CROWDS)} wrote to {subject} {time} about {thing}."


class _Naming:
    """Subjects for sentences: a person's full name the first time, the surname from then on."""

    def __init__(self, dice: Dice, names: tuple[str, ...], others: tuple[str, ...]) -> None:
        self.dice = dice
        self.waiting = list(names)
        self.named: list[str] = []
        self.others = others

    def subject(self) -> str:
        if self.waiting and (not self.named or self.dice.random() < 0.5):
            self.named.append(self.waiting.pop(0))
            return self.named[-1]
        if self.dice.random() < 0.4:
            return self.dice.pick(self.others)
        return self.dice.pick(self.named).split()[-1]

    def sentences(self, count: int) -> str:
        return " ".join(_sentence(self.dice, self.subject()) for _ in range(count))

    def full(self) -> str:
        """Someone who has been named, in full."""
        if not self.named:
            self.named.append(self.waiting.pop(0))
        return self.dice.pick(self.named)


def _body(
    dice: Dice, names: tuple[str, ...], organizations: tuple[str, ...], place: str
) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Markdown, and the quotes in it."""
    naming = _Naming(dice, names, (*organizations, f"the mayor of {place}"))
    blocks = [naming.sentences(2), f"**{dice.pick(words.LABELS)}:** {naming.sentences(2)}"]
    quotes: list[tuple[str, str]] = []
    target = dice.between(SHORTEST, LONGEST)
    while sum(map(len, blocks)) + 2 * len(blocks) < target or naming.waiting:
        kind = dice.below(5)
        if kind == 0:
            speaker = naming.full()
            said = dice.pick(words.SAYINGS).format(
                action=dice.pick(words.ACTIONS), thing=dice.pick(words.THINGS)
            )
            blocks.append(f'"{said}," {speaker.split()[-1]} said. {naming.sentences(1)}')
            quotes.append((speaker, said))
        elif kind == 1:
            items = (f"- {naming.sentences(1)}" for _ in range(dice.between(2, 4)))
            blocks.append("\n".join(items))
        elif kind == 2:
            blocks.append(f"## {dice.pick(words.HEADINGS)}\n\n{naming.sentences(2)}")
        elif kind == 3:
            link = f"[the record](https://records.example.org/{dice.below(9000)})"
            blocks.append(f"{naming.sentences(2)} It is all in {link}, *in part*.")
        else:
            blocks.append(naming.sentences(3))
    return "\n\n".join(blocks), tuple(quotes)
