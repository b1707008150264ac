"""People: capitalised names that titles, roles, speech, party or later surnames speak for."""

import re
from collections import Counter, defaultdict
from dataclasses import dataclass

from digestgen.extract.gazetteer import ADJECTIVES, PLACES
from digestgen.extract.mentions import Mention, Mentions, is_given, is_honorific
from digestgen.extract.words import (
    FUNCTION_WORDS,
    OFFICES,
    ORGANIZATION_NOUNS,
    PARTICLES,
    PLACE_NOUNS,
    ROLE_NOUNS,
    SPEECH,
    STYLES,
    THING_NOUNS,
    word_set,
)
from digestgen.names import name_key

_SPEECH = "|".join(sorted(SPEECH))
_ROLES = "|".join(sorted(ROLE_NOUNS, key=len, reverse=True))
_SAID_AFTER = re.compile(rf",? (?:also |has |had |then |later |previously )?(?:{_SPEECH})\b")
_SAID_LATER = re.compile(rf", [^,.]{{4,90}}, (?:also |has |had )?(?:{_SPEECH})\b")
_SAID_BEFORE = re.compile(rf"(?:{_SPEECH}|according to|quoted|thanks|joined by|by) $")
_ROLE_BEFORE = re.compile(rf"\b(?:{_ROLES})s?,? $", re.IGNORECASE)
_POSSESSED_ROLE = re.compile(rf"([^\W\d_]\w*['’]s? (?:[\w-]+ ){{0,3}}?(?:{_ROLES})),? $")
_PLAIN_ROLE = re.compile(rf"(?<![\w-])((?:[a-z][\w-]* ){{0,3}}(?:{_ROLES})),? $")
_OPENING_ROLE = re.compile(rf"(?:^|[.!?”\"] )([A-Z][a-z-]+ (?:[a-z-]+ ){{0,2}}(?:{_ROLES})),? $")
_ROLE_AFTER = re.compile(
    rf", (?:(?:a|an|the|one of|who (?:is|was)|then|now|his|her|their"
    rf"|its) )?(?P<role>(?:[\w’'.&-]+ ){{0,5}}?(?:{_ROLES})s?\b(?:[^,;:.()“”\"—–\n]"
    rf"|(?<=\b[A-Z])\.|(?<=Sen|Rep|Gov)\.|(?<=Dr)\.){{0,70}})"
)
_APPOSITION = re.compile(
    r", (?:an?|the) (?P<role>(?:\d+-year-old )?[a-z][a-z-]+(?: [a-z][a-z-]+){0,3}?)"
    r"(?=(?P<human> who\b| whose\b)|,|\.| (?:from|of|at|in|for|with)\b)"
)
_NOT_PEOPLE = word_set("""
company firm startup start-up maker manufacturer group app site website town village city island
river country state province region party charity club team band agency organisation
organization newspaper magazine broadcaster platform service network bank chain brand product
ship vessel boat film movie book novel song album show series game festival event law bill
treaty project programme program plan street road building bridge school university hospital
museum church park lake mountain suburb district subsidiary unit body union think-tank tank
retailer airline supplier provider model version move
""")
_CLAUSE = re.compile(r"^\w+(?:ed|ing)\b|\b(?:his|her|their|is|was|are|were|has|had)\b")
_PARTY = re.compile(
    r" ?\((?:[A-Z][\w.]*[-–—, /][\w. -]{1,20}|[A-Z][a-z]{2,12}|[A-Z]{1,4}|pictured|left|right"
    r"|\d{2})\)"
)
_NATIVE = re.compile(r" ?\([^\x00-\u024f\u2000-\u2fff]{2,8}[,)]")
_AGE = re.compile(r", (?:aged? )?\d{1,3}(?:,| and|\.| from)")
_WHO = re.compile(r",? (?:who|whose)\b|, (?:he|she) ")
_KIN = re.compile(r"\b(?:his|her|their|my|our) [a-z-]+,? $")
_PLACE_BEFORE = re.compile(
    r"\b(?:in|at|near|around|across|outside|inside|into|throughout) (?:the )?$", re.IGNORECASE
)
_LAST_WORD = re.compile(r"\b([a-z][a-z-]+) $")
_VERBS = word_set("met saw heard beat sent chose quit left became won lost paid sued hit shot knew")
_THE = re.compile(r"\b(?:the|this|that|these|those|a|an|each|every) $", re.IGNORECASE)
_VERB_AFTER = re.compile(
    r" (?:was|is|has|had|will|would|did|does|could|can|went|took|made|won|lost|became|signed|met"
    r"|joined|called|began)\b"
)
_AND = re.compile(r"(?:,? and |, |,? & |/)$|^(?:,? and |, |,? & |/)")
_NUMERAL = re.compile(r"[IVX]+|\d+")
_STRONG = frozenset(
    {
        "title",
        "says",
        "said",
        "role before",
        "role after",
        "party",
        "age",
        "who",
        "kin",
        "native spelling",
    }
)
_LISTED = 1.2  # evidence that standing in a list with a person is worth
ENOUGH = 2.0
"""Evidence a name needs."""


@dataclass(frozen=True, slots=True)
class Person:
    name: str
    role: str
    mention: Mention  # the first under this name
    weight: float


def find_people(
    mentions: Mentions, known: frozenset[str], taken: tuple[tuple[int, int], ...]
) -> tuple[Person, ...]:
    """In the order of their first full mention. `known` are name keys that are something else,
    `taken` spans of organizations' names."""
    inside = {position for start, end in taken for position in range(start, end)}
    groups: dict[str, list[Mention]] = defaultdict(list)
    for mention in mentions.found:
        if 2 <= len(mention.words) <= 5 and mention.start not in inside:
            groups[name_key(mention.name)].append(mention)
    surnames = Counter({name_key(w): n for w, n in mentions.single.items()})
    titled_singles = {
        name_key(m.words[0]) for m in mentions.found if len(m.words) == 1 and m.titled
    }
    people: list[Person] = []
    unsure: list[Person] = []
    for key, group in groups.items():
        titled = any(m.titled for m in group)
        if key in known or not _could_be(group[0].words, titled):
            continue
        weight = _weigh(mentions, group, surnames, titled_singles)
        if weight >= ENOUGH - _LISTED:
            role = next((r for m in group if (r := _role(mentions, m))), "")
            (people if weight >= ENOUGH else unsure).append(
                Person(group[0].name, role, group[0], weight)
            )
    people += _listed(mentions, people, unsure)
    return _merge(people, groups)


def _listed(mentions: Mentions, people: list[Person], unsure: list[Person]) -> list[Person]:
    """Those named in one breath with a person: "Ana Ro, Tom Ek and Mara Lind"."""
    text = mentions.article.text
    edges = {p.mention.end for p in people}, {p.mention.title_start for p in people}
    found = []
    for person in unsure:
        before = _AND.search(
            text[max(0, person.mention.title_start - 7) : person.mention.title_start]
        )
        after = _AND.match(text[person.mention.end : person.mention.end + 7])
        if (before and person.mention.title_start - len(before[0]) in edges[0]) or (
            after and person.mention.end + len(after[0]) in edges[1]
        ):
            edges[0].add(person.mention.end)
            edges[1].add(person.mention.title_start)
            found.append(person)
    return found


def _could_be(words: tuple[str, ...], titled: bool) -> bool:
    """Whether nothing in the words themselves speaks against a person."""
    given = is_given(words[0])
    ends = ORGANIZATION_NOUNS | THING_NOUNS | (frozenset() if given or titled else PLACE_NOUNS)
    if words[-1] in ends or (not given and words[0] in ORGANIZATION_NOUNS | THING_NOUNS):
        return False
    if not given and (words[-1].lower() in OFFICES or is_honorific(words[-1])):
        return False
    if not given and any(w in ORGANIZATION_NOUNS for w in words):
        return False
    if any(w in ADJECTIVES or w in PLACES for w in words) and not given and not titled:
        return False
    if " ".join(words) in PLACES or " ".join(words[-2:]) in PLACES:
        return False
    if any(w.lower() in FUNCTION_WORDS and w not in PARTICLES for w in words[1:]):
        return words[-1] in ("Will", "May", "Self", "Moore")
    full = [w for w in words if w not in PARTICLES]
    if sum(len(w.rstrip(".")) > 1 for w in full) < 2 and not (len(full) == 2 and len(full[1]) > 2):
        return False
    shouted = [w for w in full if len(w) > 3 and w.isupper() and "." not in w]
    if shouted and len(shouted) < len(full):
        return False
    return not any(_NUMERAL.fullmatch(w) for w in words[:1]) and not any(
        c.isdigit() for w in words for c in w
    )


def _weigh(
    mentions: Mentions, group: list[Mention], surnames: Counter[str], titled: set[str]
) -> float:
    words = group[0].words
    last = name_key(_surname(words))
    ordinary = sum(w.lower() in mentions.lowered for w in words if w not in PARTICLES)
    weight = 0.0 if ordinary else 0.3
    if is_given(words[0]):
        weight += 1.75
    elif len(words[0].rstrip(".")) == 1 or (len(words) == 3 and words[1].endswith(".")):
        weight += 1.2  # an initial
    if any(w in PARTICLES for w in words[1:-1]):
        weight += 0.7
    alone = surnames[last]
    if alone:
        weight += 1.2 + 0.2 * min(alone, 4)
        if surnames[name_key(words[0])] > alone:
            weight -= 1.0
    if last in titled:
        weight += 1.5
    signs: dict[str, float] = {}
    for mention in group[:12]:
        before, after = mentions.before(mention), mentions.after(mention, 110)
        for sign, value in _signs(mention, before, after):
            signs[sign] = value
    weight += sum(signs.values())
    weak = {"modified", "the", "place"}
    if not is_given(words[0]) and not signs.keys() & _STRONG and signs.keys() & weak:
        weight = min(weight, ENOUGH - 0.1)  # a brand is used alone as often as a surname
    weight -= 1.2 * ordinary
    if all(m.opens and not m.title for m in group) and not is_given(words[0]):
        weight -= 0.5
    return weight


def _signs(mention: Mention, before: str, after: str) -> list[tuple[str, float]]:
    found: list[tuple[str, float]] = []
    if mention.titled:
        found.append(("title", 2.5))
    if _SAID_AFTER.match(after) or _SAID_LATER.match(after):
        found.append(("says", 1.7))
    if _SAID_BEFORE.search(before):
        found.append(("said", 1.3))
    if _ROLE_BEFORE.search(before):
        found.append(("role before", 2.1))
    if _ROLE_AFTER.match(after):
        found.append(("role after", 2.6))
    elif (match := _APPOSITION.match(after)) and not _NOT_PEOPLE & set(match["role"].split()):
        found.append(("role after", 2.2 if match["human"] else 1.2))
    if _PARTY.match(after):
        found.append(("party", 1.5))
    if _NATIVE.match(after):
        found.append(("native spelling", 1.2))
    if _AGE.match(after):
        found.append(("age", 2.0))
    if _WHO.match(after):
        found.append(("who", 1.2))
    if _KIN.search(before):
        found.append(("kin", 1.2))
    if mention.possessive or _VERB_AFTER.match(after):
        found.append(("acts", 0.5))
    if (last := _LAST_WORD.search(before)) and not mention.title and _modifies(last[1]):
        found.append(("modified", -0.6))
    if _THE.search(before) and not mention.title:
        found.append(("the", -2.5))
    if _PLACE_BEFORE.search(before) and not mention.title:
        found.append(("place", -1.2))
    return found


def _modifies(word: str) -> bool:
    """Whether a word in front of a name is likely an adjective or noun: "annual Camp Ro"."""
    known = word in FUNCTION_WORDS or word in SPEECH or word in ROLE_NOUNS or word in _VERBS
    return not known and not word.endswith(("ed", "ly", "ing"))


def _surname(words: tuple[str, ...]) -> str:
    names = [w for w in words if w.rstrip(".").lower() not in ("jr", "sr", "ii", "iii", "iv")]
    return names[-1] if names else words[-1]


def _role(mentions: Mentions, mention: Mention) -> str:
    after = mentions.after(mention, 130)
    if match := _ROLE_AFTER.match(after):
        role = re.split(
            r" and (?:an?|the) | who | which | that | (?:told|tells|said|says) ", match["role"]
        )[0].strip()
        if len(role) <= 90 and not _CLAUSE.search(role):
            return role
    match = _APPOSITION.match(after)
    if match and match["human"] and not _NOT_PEOPLE & set(match["role"].split()):
        return match["role"]
    title = mention.title
    words = [w for w in title.split() if w.lower() not in FUNCTION_WORDS]
    if mention.titled and words and words[-1].rstrip(".").lower() not in STYLES:
        return " ".join(words)
    before = mentions.before(mention)
    if match := _POSSESSED_ROLE.search(before):
        return match[1]
    match = _OPENING_ROLE.search(before)
    if match and match[1].split()[0].lower() not in FUNCTION_WORDS:
        return match[1]
    words = match[1].split() if (match := _PLAIN_ROLE.search(before)) else []
    while words and (words[0] in FUNCTION_WORDS or words[0] in SPEECH):
        words = words[1:]
    for index, word in enumerate(words):
        if word in (
            "his",
            "her",
            "their",
            "and",
            "of",
            "by",
            "to",
            "with",
            "from",
            "the",
            "a",
            "an",
        ):
            return " ".join(words[index + 1 :]) if index + 1 < len(words) else ""
    return " ".join(words)


def _merge(people: list[Person], groups: dict[str, list[Mention]]) -> tuple[Person, ...]:
    """One person under several forms ("Ana Ro", "Ana M. Ro", "Brave Ana Ro", "Annie Ro"): the form
    used most, then first."""
    kept: dict[str, list[Person]] = defaultdict(list)
    for person in people:
        family = kept[name_key(_surname(person.mention.words))]
        at = next((i for i, other in enumerate(family[:50]) if _same(person, other)), None)
        if at is None:
            family.append(person)
            continue
        other = family[at]
        uses = [len(groups[name_key(p.name)]) for p in (other, person)]
        longer = len(other.mention.words) - len(person.mention.words)
        extra = longer if _ends_with(other, person) else 0  # "Brave Ana Ro" gives way to "Ana Ro"
        best = person if extra > 0 or uses[1] > uses[0] and not _ends_with(person, other) else other
        family[at] = Person(
            best.name, other.role or person.role, other.mention, max(person.weight, other.weight)
        )
    found = [person for family in kept.values() for person in family]
    return tuple(sorted(found, key=lambda p: p.mention.start))


def _ends_with(long: Person, short: Person) -> bool:
    one, two = long.mention.words, short.mention.words
    return len(one) > len(two) and one[-len(two) :] == two


def _same(one: Person, two: Person) -> bool:
    first, second = name_key(one.mention.words[0]), name_key(two.mention.words[0])
    if _ends_with(one, two) or _ends_with(two, one):
        return True
    return first == second or (
        min(len(first), len(second)) >= 3 and (first.startswith(second) or second.startswith(first))
    )
