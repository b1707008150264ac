"""The people and bodies of an article, by every form of their names, and what is said of each."""

import re
from collections import Counter, defaultdict

from digestgen.extract.attribution import VERBS
from digestgen.extract.gazetteer import ADJECTIVES, places
from digestgen.extract.genders import MEN, MENS_WORDS, WOMEN, WOMENS_WORDS
from digestgen.extract.givennames import is_given
from digestgen.extract.mentions import Mention, is_honorific
from digestgen.extract.narration import Narration
from digestgen.extract.words import (
    FUNCTION_WORDS,
    OFFICES,
    ORGANIZATION_NOUNS,
    PLACE_NOUNS,
    ROLE_NOUNS,
    THING_NOUNS,
)
from digestgen.names import name_key, surname

SPEAKS = re.compile(
    rf"(?:, [^,.]{{1,90}},)? (?:also |then |later |has |had |[a-z]+ly )?(?:{VERBS})\b"
)
"""What follows a name that says something."""
_ROLE_AFTER = re.compile(
    r",? (?:who is |who was )?(?:an? |the |one of )?([^,.;“”()\n]{3,80})(?=[,.;)]|$)"
)
_ROLE_BEFORE = re.compile(r"(?<![\w-])((?:[\w-]+,? ){1,4})$")
_GENDERED = re.compile(r"\b(?:(he|him|his|himself)|(she|her|herself))\b", re.IGNORECASE)
_WORD_BEFORE = re.compile(r"([^\W\d_]+)\.? $")
_SAID = re.compile(rf"\b(?:{VERBS}) (?:[a-z][\w-]* ){{0,4}}$")
_INTRODUCED = re.compile(
    r",? (?:who|whose)\b|, (?:an?|the) [a-z]|, \d{1,3},|[’']s (?:wife|husband|son)"
)
_ABBREVIATED = {
    "prof": "professor", "dr": "doctor", "sen": "senator", "rep": "representative",
    "gov": "governor", "capt": "captain", "gen": "general", "col": "colonel", "sgt": "sergeant",
    "lt": "lieutenant", "rev": "reverend", "det": "detective", "cllr": "councillor",
}  # fmt: skip
_NOT_PEOPLE = ORGANIZATION_NOUNS | THING_NOUNS
_RANKS = frozenset(("det", "insp", "supt", "pc", "dc", "ds", "dci", "di", "sgt", "const", "cllr"))


class Cast:
    """The people and bodies of one article, by every form of their names."""

    def __init__(
        self,
        narration: Narration,
        mentions: tuple[Mention, ...],
        people: dict[str, str],
        organizations: tuple[str, ...],
    ) -> None:
        self.narration = narration
        self.names = {name_key(used): name for used, name in people.items()}
        self.organizations = {name_key(name): name for name in organizations}
        self.families: dict[str, list[str]] = defaultdict(list)  # full names by surname
        self.given: dict[str, list[str]] = defaultdict(list)
        self.unsure: set[str] = set()  # whether it is a person, only its sentences tell
        self.known = frozenset(people.values())
        for used, name in people.items():
            self._enter(used, name)
        sure = {last for last, names in self.families.items() if names}
        alone: set[str] = set()  # words already used alone
        for mention in mentions:
            if len(mention.words) == 1:
                alone.add(name_key(mention.name))
                continue
            bare = _without_role(list(mention.words))
            name = bare or mention.name
            words, key, last = name.split(), name_key(name), name_key(surname(name))
            if key in self.names or key in self.organizations or not _may_be_a_person(words):
                continue
            if last in sure:
                same = [n for n in self.families[last] if n.split()[0] == words[0]]
                self.names.setdefault(key, same[0] if same else name)
            elif is_given(words[0]) or bare or mention.titled or last not in alone:
                self.names.setdefault(key, name)
                self._enter(name, name)
                if not is_given(words[0]) and not bare:
                    self.unsure.add(key)
                    first = name_key(words[0])
                    if first not in alone and first not in self.given and len(words) < 4:
                        self.given[first].append(name)
        self._in_full = {m.name: m.start for m in reversed(mentions) if len(m.words) > 1}
        self.counts = Counter(self.full(m.name, m.start) for m in mentions)
        self.persons = [m for m in narration.mentions if self.is_person(m)]
        self.starts = [m.start for m in self.persons]
        self.full_names = [self.full(m.name, m.start) for m in self.persons]
        self.roles: dict[str, set[str]] = defaultdict(set)
        self.gender: dict[str, float] = defaultdict(float)
        self.people = frozenset(self.full_names)
        self._read_signs()

    def _enter(self, used: str, name: str) -> None:
        last, words = name_key(surname(used)), used.split()
        if len(words) > 2:
            self.names.setdefault(name_key(" ".join(words[-2:])), name)
        if last and len(self.families[last]) < 20 and name not in self.families[last]:
            self.families[last].append(name)
        known = name in self.known or is_given(words[0]) if words else False
        if known and name not in self.given[name_key(words[0])][:2]:
            self.given[name_key(words[0])].append(name)

    def full(self, name: str, at: int) -> str:
        """The fullest form of a name: that of the person, else the body, else as it stands."""
        key = name_key(name)
        if key in self.names:
            return self.names[key]
        if key in self.organizations:
            return self.organizations[key]
        words = name.split()
        if bare := _without_role(words):
            return self.full(bare, at)
        if len(words) == 1:
            if family := self.families.get(key):
                return family[0] if len(family) == 1 else self._latest(family, at)
            given = self.given.get(key, [])
            if len(given) == 1 and name not in places():
                return given[0]
        return name

    def _latest(self, family: list[str], at: int) -> str:
        """Of several people with one surname, the one last named in full."""
        before = [n for n in family if self._in_full.get(n, at) < at]
        return max(before, key=lambda n: self._in_full[n]) if before else family[0]

    def is_person(self, mention: Mention) -> bool:
        """Whether a mention is of a person, as far as its name and its sentence tell."""
        key = name_key(mention.name)
        if key in self.organizations or mention.name in places():
            return False
        if key not in self.names and _without_role(list(mention.words)):
            return True
        if key in self.unsure and not mention.titled:
            text = self.narration.text
            return bool(
                SPEAKS.match(text, mention.end)
                or _INTRODUCED.match(text, mention.end)
                or _SAID.search(text, max(0, mention.title_start - 60), mention.title_start)
            )
        if key in self.names or mention.titled:
            return True
        return len(mention.words) == 1 and self.full(mention.name, 0) != mention.name

    def _read_signs(self) -> None:
        """Roles and genders, from what stands around each name."""
        text = self.narration.text
        votes: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
        for index, mention in enumerate(self.persons):
            name = self.full_names[index]
            style = _WORD_BEFORE.search(text, max(0, mention.start - 20), mention.start)
            title = f"{mention.title} {style[1] if style else ''}".lower().replace(".", "").split()
            before = text[max(0, mention.title_start - 50) : mention.title_start]
            near = _ROLE_BEFORE.search(before.rpartition("\n")[2]) if before[-1:] == " " else None
            words = near[1].lower().replace(",", "").split() if near else []
            if not any(w in ROLE_NOUNS for w in words[-1:]):
                words = []
            stop = self.starts[index + 1] if index + 1 < len(self.persons) else len(text)
            after = text[mention.end : min(mention.end + 90, stop)].partition("\n")[0]
            told = _ROLE_AFTER.match(after) if after.startswith((", ", " who ")) else None
            role = told[1].lower().split() if told else []
            spelled = [_ABBREVIATED[w] for w in title if w in _ABBREVIATED]
            self.roles[name].update(title, spelled, words, role)
            signs = {*title, *words, *role[:6]}
            sign = bool(signs & WOMENS_WORDS) - bool(signs & MENS_WORDS)
            alone = len(mention.words) == 1 and mention.words[0] != name.split()[0]
            votes[name][1 if alone else 0] += sign  # "Mrs Okafor" may be a relative
            another = index > 0 and mention.start - self.starts[index - 1] < 60
            if another and self.full_names[index - 1] != name:
                continue  # the pronoun may be theirs
            tail = text[mention.end : min(mention.end + 140, stop)].partition("\n")[0]
            if match := _GENDERED.search(tail):
                votes[name][2] += 1 if match[2] else -1
        for name, (titled, alone_, pronouns) in votes.items():
            given = name.split()[0].split("-")[0] if " " in name else ""
            self.gender[name] = (
                2.5 * ((given in WOMEN) - (given in MEN))
                + max(-3, min(3, 3 * titled))
                + max(-1.5, min(1.5, alone_))
                + max(-2, min(2, 0.5 * pronouns))
            )


def _without_role(words: list[str]) -> str:
    """The name behind a role: "Harbour Authority Director | Ana Ro"; "" if there is none."""
    for index in range(len(words) - 3, -1, -1):
        lower = words[index].lower()
        if lower in ROLE_NOUNS or lower in _RANKS or is_honorific(words[index]):
            return " ".join(words[index + 1 :])
    return ""


def _may_be_a_person(words: list[str]) -> bool:
    name = " ".join(words)
    if len(words) > 4 or name in places() or any(w in ADJECTIVES for w in words):
        return False
    if any(w.lower() in OFFICES or w.lower() in ROLE_NOUNS or is_honorific(w) for w in words):
        return False
    if words[-1] in _NOT_PEOPLE or (words[-1] in PLACE_NOUNS and not is_given(words[0])):
        return False
    if any(c.isdigit() for c in name) or any(len(w) > 3 and w.isupper() for w in words):
        return False
    return not any(w.lower() in FUNCTION_WORDS for w in words)
