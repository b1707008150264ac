"""What the news said a person was: one job stated in several ways is shown once."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from digestgen.names import name_key


@dataclass(frozen=True, slots=True)
class Stated:
    """A role with the order keys of the first and the last article that states it."""

    text: str
    first: str
    last: str
    count: int


_WHERE = frozenset(["of", "for", "at", "in", "on", "to", "from", "with", "by"])
_SMALL = _WHERE | frozenset(["a", "an", "the", "and"])
_ANOTHER = frozenset(
    [
        "deputy",
        "vice",
        "former",
        "ex",
        "acting",
        "interim",
        "assistant",
        "associate",
        "junior",
        "senior",
        "under",
        "co",
        "shadow",
        "elect",
        "designate",
        "incoming",
        "outgoing",
        "candidate",
        "honorary",
        "emeritus",
        "aspiring",
        "late",
        "then",
    ]
)
"""Words that make another job of one: a deputy mayor is no mayor."""


def folded(roles: Iterable[Stated]) -> list[Stated]:
    """The roles, the last stated first. One whose words are all in just one longer role is the same
    job, told short: "Mayor" beside "mayor of Port Meridian". A title of one word that may mean
    several of the others says nothing more."""
    alike: dict[str, list[Stated]] = defaultdict(list)
    for role in roles:
        alike[name_key(role.text)].append(role)
    usual = [_one(*sorted(same, key=lambda r: (-r.count, r.text))) for same in alike.values()]
    kept: list[Stated] = []
    words_of: list[frozenset[str]] = []
    having: dict[str, list[int]] = defaultdict(list)  # indexes of kept roles by word
    for role in sorted(usual, key=lambda r: (-len(_words(r.text)), -r.count, r.text)):
        words = _words(role.text)
        rarest = min((having[word] for word in sorted(words)), key=len, default=[])
        longer = [i for i in rarest if words <= words_of[i] and _same_job(role, kept[i])]
        if len(longer) == 1:
            kept[longer[0]] = _one(kept[longer[0]], role)
        elif len(longer) < 2 or len(words) > 1:
            for word in words:
                having[word].append(len(kept))
            kept.append(role)
            words_of.append(words)
    return sorted(sorted(kept, key=lambda r: r.text), key=lambda r: r.last, reverse=True)


def _one(role: Stated, *others: Stated) -> Stated:
    """All of them under the text of the first."""
    every = (role, *others)
    first, last = min(r.first for r in every), max(r.last for r in every)
    return Stated(role.text, first, last, sum(r.count for r in every))


def _words(text: str) -> frozenset[str]:
    return frozenset(name_key(text).replace(",", " ").split()) - _SMALL


def _same_job(short: Stated, long: Stated) -> bool:
    """Whether what the short role calls the person is among what the long one calls them."""
    one, two = _heading(short.text), _heading(long.text)
    return one <= two and _ANOTHER.isdisjoint(two - one)


def _heading(text: str) -> frozenset[str]:
    """The words of a role before it says where: "founder and chief executive"."""
    words = name_key(text).replace(",", " ").split()
    end = next((i for i, word in enumerate(words) if word in _WHERE), len(words))
    return frozenset(words[:end]) - _SMALL
