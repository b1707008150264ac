"""Who a name, a pronoun or a role in the article stands for: "Okafor", "she", "the mayor"."""

import re
from bisect import bisect_left
from collections import Counter, defaultdict

from digestgen.extract.attribution import DOCUMENTS, VERBS, Subject
from digestgen.extract.gazetteer import ADJECTIVES, PLACES
from digestgen.extract.genders import MEN, MENS_WORDS, WOMEN, WOMENS_WORDS
from digestgen.extract.mentions import Mention, is_given, is_honorific
from digestgen.extract.narration import BLANK, Narration
from digestgen.extract.words import (
    FUNCTION_WORDS,
    OFFICES,
    ORGANIZATION_NOUNS,
    PLACE_NOUNS,
    ROLE_NOUNS,
    THING_NOUNS,
)
from digestgen.names import name_key, surname

_ROLE_AFTER = re.compile(
    r",? (?:who is |who was )?(?:an? |the |one of )?([^,.;“”()\n]{3,80})(?=[,.;)]|$)"
)
_ROLE_BEFORE = re.compile(r"((?:[\w-]+,? ){1,4})$")
_GENDERED = re.compile(r"\b(?:(he|him|his|himself)|(she|her|herself))\b", re.IGNORECASE)
_SUBJECT_PRONOUN = re.compile(
    r"(?:^|(?<=\n)|(?<=[.!?”] ))(?:(?:But|And|Then|Still|Yet),? )?(He|She|he|she)\b"
)
_SPEAKS = re.compile(
    rf"(?:, [^,.]{{1,90}},)? (?:also |then |later |has |had |[a-z]+ly )?(?:{VERBS})\b"
)
_PREDICATE = re.compile(
    rf"\b(?:(?:to|of|for|with|by|against|on|from|in|about|over|at|met|[a-z]+ed) $"
    rf"|(?:he|she|they|it|that|if|{VERBS})\b)",
    re.IGNORECASE,
)
_OWNER = re.compile(r"(?:[Tt]he )?([^\W\d_a-z][^'’]*)['’]s? ")
_WORD_BEFORE = re.compile(r"([^\W\d_]+)\.? $")
_SAID = re.compile(rf"\b(?:{VERBS}) (?:[a-z][\w-]* ){{0,4}}$")
_HUMAN = re.compile(r"\d+-year-old")
_RANKS = frozenset(("det", "insp", "supt", "pc", "dc", "ds", "dci", "di", "sgt", "const", "cllr"))
_NEWCOMER = re.compile(
    r"\b(?:[Aa]n?|[Oo]ne|[Aa]nother) (?:[\w'’-]+ ){0,4}?("
    + "|".join(sorted(ROLE_NOUNS | WOMENS_WORDS | MENS_WORDS, key=len, reverse=True))
    + r")\b(?= (?:who|from|of|in|at|with|told|said)\b|, who\b)"
)
_OFFICE_HOLDER = re.compile(
    r"(?:^|(?<=\n)|(?<=[.!?”] ))(The (?:[a-z-]+ ){0,2}?(?:"
    + "|".join(sorted(ROLE_NOUNS | WOMENS_WORDS | MENS_WORDS, key=len, reverse=True))
    + r"))\b(?= [a-z])"
)
_NOT_NEW = re.compile(r"(?:\b(?:is|was|as|be|been|by|to|for|with|of|became|become)|,) $")
_COMPANIES = frozenset(
    (
        "company",
        "firm",
        "airline",
        "retailer",
        "carrier",
        "manufacturer",
        "startup",
        "bank",
        "group",
    )
)
_REACH = 4000  # characters back in which a pronoun's person is looked for
_MOST = 14  # names back
_DEEPEST = 8  # pronouns that are followed back to a name


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
        self._in_full = {m.name: m.start for m in reversed(mentions) if len(m.words) > 1}
        self.counts = Counter(self.full(m.name, m.start) for m in mentions)
        self.persons = [m for m in narration.mentions if self.is_person(m)]
        self._starts = [m.start for m in self.persons]
        self._full = [self.full(m.name, m.start) for m in self.persons]
        self.roles: dict[str, set[str]] = defaultdict(set)
        self.gender: dict[str, float] = defaultdict(float)
        self.people = frozenset(self._full)
        self.spoken: list[tuple[int, str]] = []  # where each quotation ended, and its speaker
        self._read_signs()

    def _enter(self, used: str, name: str) -> None:
        last, words = name_key(surname(used)), used.split()
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
            if len(given) == 1 and name not in PLACES:
                return given[0]
        return name

    def _latest(self, family: list[str], at: int) -> str:
        """Of several people with one surname, the one last named in full."""
        before = [n for n in family if self._in_full.get(n, at) < at]
        return max(before, key=lambda n: self._in_full[n]) if before else family[0]

    def is_person(self, mention: Mention) -> bool:
        key = name_key(mention.name)
        if key in self.organizations or mention.name in PLACES:
            return False
        if key not in self.names and _without_role(list(mention.words)):
            return True
        if key in self.unsure and not mention.titled:
            text = self.narration.text
            return bool(
                _SPEAKS.match(text, mention.end)
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
            name = self._full[index]
            style = _WORD_BEFORE.search(text, max(0, mention.start - 20), mention.start)
            title = f"{mention.title} {style[1] if style else ''}".lower().replace(".", "").split()
            before = text[max(0, mention.title_start - 50) : mention.title_start]
            near = _ROLE_BEFORE.search(before.rpartition("\n")[2])
            words = near[1].lower().replace(",", "").split() if near else []
            if not any(w in ROLE_NOUNS for w in words[-1:]):
                words = []
            stop = self._starts[index + 1] if index + 1 < len(self.persons) else len(text)
            after = text[mention.end : min(mention.end + 90, stop)].partition("\n")[0]
            told = _ROLE_AFTER.match(after) if after.startswith((", ", " who ")) else None
            role = told[1].lower().split() if told else []
            self.roles[name].update(title, words, role)
            signs = {*title, *words, *role[:6]}
            sign = bool(signs & WOMENS_WORDS) - bool(signs & MENS_WORDS)
            alone = len(mention.words) == 1 and mention.words[0] != name.split()[0]
            votes[name][1 if alone else 0] += sign  # "Mrs Okafor" may be a relative
            another = index > 0 and mention.start - self._starts[index - 1] < 60
            if another and self._full[index - 1] != name:
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
        self._pronouns = [
            (m.start(1), 1.0 if m[1].lower() == "she" else -1.0)
            for m in _SUBJECT_PRONOUN.finditer(text)
        ]
        self._chain: dict[int, str] = {}

    # ------------------------------------------------------------------ resolving

    def resolve(self, subject: Subject, last: tuple[int, str] | None) -> str:
        """The speaker behind a subject; "" if it can't be told. `last` is where and who spoke
        before."""
        if subject.kind == "name":
            return self.full(subject.words, subject.start)
        if subject.kind == "pronoun":
            return self._pronoun(subject.words.lower(), subject.start, last)
        return self._role(subject, last)

    def _pronoun(self, word: str, at: int, last: tuple[int, str] | None) -> str:
        if word == "it":
            return self._body_before(at)
        if word == "they":
            begin = max(0, at - _REACH)
            begin = self.narration.text.rfind("\n", begin, at) + 1 or begin
            index = bisect_left(self._starts, at)
            for back in range(index - 1, max(-1, index - 6), -1):
                mention = self.persons[back]
                if mention.start >= begin and _SPEAKS.match(self.narration.text, mention.end):
                    return self._full[back]
            near = last is not None and at - last[0] < 800 and last[1] not in self.people
            return last[1] if near and last else ""
        if word not in ("he", "she"):
            return ""
        return self._newcomer(at, word) or self.nearest(at, 1.0 if word == "she" else -1.0, last)

    def _newcomer(self, at: int, word: str) -> str:
        """Somebody without a name who came up in this paragraph, with no name since: "A resident of
        the quarter lost her roof. “…,” she said."."""
        text = self.narration.text
        begin = text.rfind("\n", max(0, at - 1000), at) + 1
        if not begin:
            return ""
        index = bisect_left(self._starts, at)
        if index and self._starts[index - 1] >= begin:
            begin = self.persons[index - 1].end
        other = MENS_WORDS if word == "she" else WOMENS_WORDS
        for match in _OFFICE_HOLDER.finditer(text, begin, at):
            words = match[1]
            held = self._role(Subject("described", match.start(1), match.end(1), words), None)
            if held in self.people and words.split()[-1] not in other:
                return held
        for match in _NEWCOMER.finditer(text, begin, at):
            if match[1] not in other and not _NOT_NEW.search(
                text[max(0, match.start() - 12) : match.start()]
            ):
                return match[0]
        return ""

    def nearest(self, at: int, gender: float, last: tuple[int, str] | None, depth: int = 0) -> str:
        """The person whom a pronoun at `at` most likely means."""
        text = self.narration.text
        index = bisect_left(self._starts, at)
        if gender and (chained := self._chained(at, gender, index, depth)):
            return chained
        scores: dict[str, float] = {}
        anew = False  # whether a new subject was named since somebody spoke
        for back in range(index - 1, max(-1, index - 1 - _MOST), -1):
            mention = self.persons[back]
            if at - mention.end > _REACH:
                break
            between = text[mention.end : at]
            apart = len(between) - between.count(BLANK)
            score = 3.0 - 0.25 * (index - 1 - back) - 1.0 * between.count("\n") - apart / 600
            name = self._full[back]
            acts = self._is_subject(mention)
            speaks = not mention.possessive and bool(_SPEAKS.match(text, mention.end))
            score += 1.2 * acts + 0.6 * speaks - 0.8 * mention.possessive
            if last and mention.start > last[0] and (acts or speaks):
                anew = anew or self.gender[name] * gender > -0.5
            scores[name] = max(scores.get(name, -9.0), score)
        if last and at - last[0] < _REACH and last[1] in self.people:
            passed = text.count("\n", last[0], at)
            bonus = 0.0 if anew else max(2.0 - 0.5 * passed, 0.0)
            scores[last[1]] = max(scores.get(last[1], 1.5), 1.5) + bonus
        for name in scores:
            evidence = self.gender[name]
            if gender and evidence * gender < -0.5:
                scores[name] -= 6.0
            elif gender and evidence * gender > 0.5:
                scores[name] += 1.0
            scores[name] += 0.05 * min(self.counts[name], 10)
        best = max(scores, key=lambda n: (scores[n], n), default="")
        return best if best and scores[best] > -0.5 else ""

    def _chained(self, at: int, gender: float, index: int, depth: int) -> str:
        """Whom the last "He" or "She" that opened a sentence meant, if no other subject has been
        named since: "He was late. “…,” he said."."""
        place = bisect_left(self._pronouns, (at, -9.0)) - 1
        if place < 0:
            return ""
        anchor, other = self._pronouns[place]
        if other != gender or at - anchor > _REACH:
            return ""
        since = self.persons[bisect_left(self._starts, anchor) : index]
        if len(since) > 6 or any(
            self._is_subject(m) or (not m.possessive and _SPEAKS.match(self.narration.text, m.end))
            for m in since
        ):
            return ""
        if anchor not in self._chain:
            if depth > _DEEPEST:
                return ""
            before = self._spoke_before(anchor)
            self._chain[anchor] = self.nearest(anchor, gender, before, depth + 1)
        return self._chain[anchor]

    def _spoke_before(self, at: int) -> tuple[int, str] | None:
        index = bisect_left(self.spoken, (at, "")) - 1
        return self.spoken[index] if index >= 0 else None

    def _is_subject(self, mention: Mention) -> bool:
        """Whether the mention opens its sentence."""
        if mention.possessive:
            return False
        lead = self.narration.text[max(0, mention.title_start - 60) : mention.title_start]
        lead = re.split(r"[.!?”]\s|\n|, |[“:]", lead)[-1]
        return len(lead) < 35 and not _PREDICATE.search(lead)

    def _role(self, subject: Subject, last: tuple[int, str] | None) -> str:
        """The person or body meant by "the mayor", "the 35-year-old", "the ministry"; else the
        words themselves."""
        words = subject.words
        parts = words.lower().split()
        if parts[-1] in DOCUMENTS and (owner := _OWNER.match(words)):
            return self.full(owner[1], subject.start)
        if parts[0] not in ("the", "this", "that") or len(parts) > 5:
            return words
        if any(p in (" for", "of") for p in parts):
            return words
        head = parts[-1]
        index = bisect_left(self._starts, subject.start)
        if not (head in ROLE_NOUNS | WOMENS_WORDS | MENS_WORDS or _HUMAN.fullmatch(head)):
            if last and self._may_be(last[1], head) and subject.start - last[0] < _REACH:
                return last[1]
            return self._body(head, subject.start) or words
        for name in dict.fromkeys(reversed(self._full[max(0, index - 40) : index])):
            if set(parts[1:]) <= self.roles[name]:
                return name
        for name in dict.fromkeys(reversed(self._full[max(0, index - 40) : index])):
            if head in self.roles[name]:
                return name
        if last and last[1].lower().split()[-1:] == [head]:
            return last[1]
        near = self.narration.text[max(0, subject.start - _REACH) : subject.start]
        if named := re.findall(rf"\b[Aa]n? (?:[\w'’-]+ ){{0,6}}?{re.escape(head)}\b", near):
            return str(named[-1])
        if _HUMAN.fullmatch(head) or head in WOMENS_WORDS | MENS_WORDS:
            gender = (head in WOMENS_WORDS) - (head in MENS_WORDS)
            return self.nearest(subject.start, float(gender), last) or words
        return words

    def _may_be(self, speaker: str, head: str) -> bool:
        """Whether who spoke last may be "the bank", "the ministry": a body that nothing else names."""
        words = name_key(speaker).split()
        if head in words:
            return True
        return head in _COMPANIES and speaker not in self.people and speaker[:1].isupper()

    def _body_before(self, at: int) -> str:
        """The body that "it" means: the last that a sentence had for its subject."""
        narration = self.narration
        index = bisect_left(narration.starts, at)
        for mention in reversed(narration.mentions[max(0, index - 10) : index]):
            known = name_key(mention.name) in self.organizations or mention.name in PLACES
            if known and self._is_subject(mention):
                return self.full(mention.name, mention.start)
        return ""

    def _body(self, head: str, at: int) -> str:
        """The body last named whose name holds the noun: "the ministry" is the "Health Ministry"."""
        if head in DOCUMENTS:
            return ""
        narration = self.narration
        index = bisect_left(narration.starts, at)
        if head in _COMPANIES:
            named = [
                self.full(m.name, m.start) for m in narration.mentions[max(0, index - 80) : index]
            ]
            often = Counter(n for n in named if name_key(n) in self.organizations)
            best = max(often, key=lambda n: (often[n], n), default="")
            return best if often[best] > 1 or len(often) == 1 else ""
        near = narration.text[max(0, at - _REACH) : at]
        bodies = [n for k, n in self.organizations.items() if head in k.split() and k != head]
        if bodies:
            return max(bodies, key=lambda n: (near.rfind(n), n))
        noun = head.capitalize()
        if noun not in ORGANIZATION_NOUNS:
            return ""
        named = re.findall(
            rf"(?:\b[A-Z][\w-]+ ){{0,4}}\b{noun}\b(?: (?:of|for) (?:the )?[A-Z][\w-]+"
            r"(?: (?:and )?[A-Z][\w-]+){0,3})?",
            near,
        )
        full = [n.removeprefix("The ") for n in named if n.removeprefix("The ") != noun]
        return full[-1] if full else ""


def _without_role(words: list[str]) -> str:
    """The name behind a role: "Harbour Authority Director | Ana Ro"; "" if there is none."""
    for index in range(len(words) - 3, -1, -1):
        lower = words[index].lower()
        if lower in ROLE_NOUNS or lower in _RANKS or is_honorific(words[index]):
            return " ".join(words[index + 1 :])
    return ""


def _may_be_a_person(words: list[str]) -> bool:
    name = " ".join(words)
    if len(words) > 4 or name in PLACES or any(w in ADJECTIVES for w in words):
        return False
    if any(w.lower() in OFFICES or w.lower() in ROLE_NOUNS or is_honorific(w) for w in words):
        return False
    if words[-1] in ORGANIZATION_NOUNS | THING_NOUNS or (
        words[-1] in PLACE_NOUNS and not is_given(words[0])
    ):
        return False
    if any(c.isdigit() for c in name) or any(len(w) > 3 and w.isupper() for w in words):
        return False
    return not any(w.lower() in FUNCTION_WORDS for w in words)
