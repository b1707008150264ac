"""Whom a name, a pronoun or a role stands for: "Okafor", "she", "the mayor", "the ministry"."""

import re
from bisect import bisect_left
from collections import Counter

from digestgen.extract.attribution import DOCUMENTS, VERBS, Subject
from digestgen.extract.cast import SPEAKS, Cast
from digestgen.extract.gazetteer import places
from digestgen.extract.genders import MENS_WORDS, WOMENS_WORDS
from digestgen.extract.mentions import Mention
from digestgen.extract.narration import BLANK, Narration
from digestgen.extract.words import ORGANIZATION_NOUNS, ROLE_NOUNS, one_of, word_set
from digestgen.names import name_key

_SAID_BY = re.compile(r"\b(?:said|says|asked|added) $")
_OTHERS = word_set(
    "juror passenger patient customer parent tenant caller fan guide cook cleaner guest person"
)
_HUMANS = one_of(ROLE_NOUNS | WOMENS_WORDS | MENS_WORDS | _OTHERS)
_HE = re.compile(r"\b(?:[Hh]|[Ss]h)e\b")
_OPENS = re.compile(r"(?:^|\n|[.!?”] )(?:(?:But|And|Then|Still|Yet),? )?$")  # what it opens
_OPENING = 10  # characters that are enough for that
_PREDICATE = re.compile(
    rf"(?:\b(?:to|of|for|with|by|against|on|from|in|about|over|at|met|[a-z]+ed) $"
    rf"|\b(?:he|she|they|it|that|if|{VERBS})\b|©)",
    re.IGNORECASE,
)
_CLAUSES = re.compile(r"[.!?”]\s|\n|, |[“:]")
_OWNER = re.compile(r"(?:[Tt]he )?([^\W\d_a-z][^'’]*)['’]s? ")
_HUMAN = re.compile(r"\d+-year-old")
_NEWCOMER = re.compile(
    r"\b(?:[Aa]n?|[Oo]ne|[Aa]nother) (?:[\w'’-]+ ){0,4}?("
    + _HUMANS
    + r")\b(?= (?:who|from|of|in|at|with|told|said)\b|, )"
)
_OFFICE_HOLDER = re.compile(
    r"(?:^|(?<=\n)|(?<=[.!?”] ))(The (?:[a-z-]+ ){0,2}?(?:" + _HUMANS + r"))\b(?= [a-z])"
)
_NOT_NEW = re.compile(r"(?:\b(?:is|was|as|be|been|by|to|for|with|of|became|become)|,) $")
_COMPANIES = word_set("company firm airline retailer carrier manufacturer startup bank group")
_REACH = 4000  # characters back in which a pronoun's person is looked for
_MOST = 14  # names back
_DEEPEST = 8  # pronouns that are followed back to a name


class Coreference:
    """Resolves the subjects of attributions, in the order of the text."""

    def __init__(self, narration: Narration, cast: Cast) -> None:
        self.narration = narration
        self.cast = cast
        text = narration.text
        self._pronouns = [
            (m.start(), 1.0 if len(m[0]) == 3 else -1.0)
            for m in _HE.finditer(text)
            if _OPENS.search(text[max(0, m.start() - _OPENING) : m.start()])
        ]
        self._chain: dict[int, str] = {}
        self.spoken: list[tuple[int, str]] = []  # where each quotation ended, and its speaker

    def resolve(self, subject: Subject, last: tuple[int, str] | None) -> str:
        """The speaker behind a subject; "" if it can't be told. `last` is where and who spoke
        before."""
        if subject.kind == "name":
            return self.cast.full(subject.words, subject.start)
        if subject.kind == "pronoun":
            return self._pronoun(subject.words.lower(), subject.start, last)
        return self._role(subject, last)

    def _pronoun(self, word: str, at: int, last: tuple[int, str] | None) -> str:
        if word == "it":
            return self._body_before(at)
        if word == "they":
            begin = max(0, at - _REACH)
            begin = self.narration.text.rfind("\n", begin, at) + 1 or begin
            index = bisect_left(self.cast.starts, at)
            for back in range(index - 1, max(-1, index - 6), -1):
                mention = self.cast.persons[back]
                if mention.start >= begin and SPEAKS.match(self.narration.text, mention.end):
                    return self.cast.full_names[back]
            near = last is not None and at - last[0] < 800 and last[1] not in self.cast.people
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
        own = "”" not in text[begin : begin + 1] and not text.startswith("“", begin)
        if not own:  # the quotation opens its paragraph: the one above tells who speaks
            begin = text.rfind("\n", max(0, begin - 1000), begin - 1) + 1
        index = bisect_left(self.cast.starts, at)
        if index and self.cast.starts[index - 1] >= begin:
            begin = self.cast.persons[index - 1].end
        other = MENS_WORDS if word == "she" else WOMENS_WORDS
        for match in _OFFICE_HOLDER.finditer(text, begin, at):
            words = match[1]
            held = self._role(Subject("described", match.start(1), match.end(1), words), None)
            if held in self.cast.people and words.split()[-1] not in other:
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
        index = bisect_left(self.cast.starts, at)
        if gender and (chained := self._chained(at, gender, index, depth)):
            return chained
        scores: dict[str, float] = {}
        anew = False  # whether a new subject was named since somebody spoke
        for back in range(index - 1, max(-1, index - 1 - _MOST), -1):
            mention = self.cast.persons[back]
            if at - mention.end > _REACH:
                break
            between = text[mention.end : at]
            apart = len(between) - between.count(BLANK)
            score = 3.0 - 0.25 * (index - 1 - back) - 1.0 * between.count("\n") - apart / 600
            name = self.cast.full_names[back]
            acts = self._is_subject(mention)
            speaks = not mention.possessive and bool(
                SPEAKS.match(text, mention.end)
                or _SAID_BY.search(text, max(0, mention.title_start - 12), mention.title_start)
            )
            score += 1.2 * acts + 0.6 * speaks - 0.8 * mention.possessive
            if last and mention.start > last[0] and (acts or speaks):
                anew = anew or self.cast.gender[name] * gender > -0.5
            scores[name] = max(scores.get(name, -9.0), score)
        if last and at - last[0] < _REACH and last[1] in self.cast.people:
            passed = text.count("\n", last[0], at)
            bonus = 0.0 if anew else max(2.0 - 0.5 * passed, 0.0)
            scores[last[1]] = max(scores.get(last[1], 1.5), 1.5) + bonus
        for name in scores:
            evidence = self.cast.gender[name]
            if gender and evidence * gender < -0.5:
                scores[name] -= 6.0
            elif gender and evidence * gender > 0.5:
                scores[name] += 1.0
            scores[name] += 0.05 * min(self.cast.counts[name], 10)
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
        since = self.cast.persons[bisect_left(self.cast.starts, anchor) : index]
        if len(since) > 6 or any(
            self._is_subject(m) or (not m.possessive and SPEAKS.match(self.narration.text, m.end))
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
        lead = _CLAUSES.split(lead)[-1]
        return len(lead) < 35 and not _PREDICATE.search(lead)

    def _role(self, subject: Subject, last: tuple[int, str] | None) -> str:
        """The person or body meant by "the mayor", "the 35-year-old", "the ministry"; else the
        words themselves."""
        words = subject.words
        parts = words.lower().split()
        if parts[-1] in DOCUMENTS and (owner := _OWNER.match(words)):
            return self.cast.full(owner[1], subject.start)
        if parts[0] not in ("the", "this", "that") or len(parts) > 5:
            return words
        if any(p in (" for", "of") for p in parts):
            return words
        head = parts[-1]
        index = bisect_left(self.cast.starts, subject.start)
        if not (head in ROLE_NOUNS | WOMENS_WORDS | MENS_WORDS or _HUMAN.fullmatch(head)):
            if last and self._may_be(last[1], head) and subject.start - last[0] < _REACH:
                return last[1]
            return self._body(head, subject.start) or words
        for name in dict.fromkeys(reversed(self.cast.full_names[max(0, index - 40) : index])):
            if set(parts[1:]) <= self.cast.roles[name]:
                return name
        for name in dict.fromkeys(reversed(self.cast.full_names[max(0, index - 40) : index])):
            if head in self.cast.roles[name]:
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
        return head in _COMPANIES and speaker not in self.cast.people and speaker[:1].isupper()

    def _body_before(self, at: int) -> str:
        """The body that "it" means: the last that a sentence had for its subject."""
        narration = self.narration
        index = bisect_left(narration.starts, at)
        for mention in reversed(narration.mentions[max(0, index - 10) : index]):
            known = name_key(mention.name) in self.cast.organizations or mention.name in places()
            if known and self._is_subject(mention):
                return self.cast.full(mention.name, mention.start)
        return ""

    def _body(self, head: str, at: int) -> str:
        """The body last named whose name holds the noun: "the ministry" is the "Health Ministry"."""
        if head in DOCUMENTS:
            return ""
        narration = self.narration
        index = bisect_left(narration.starts, at)
        if head in _COMPANIES:
            named = [
                self.cast.full(m.name, m.start)
                for m in narration.mentions[max(0, index - 80) : index]
            ]
            often = Counter(n for n in named if name_key(n) in self.cast.organizations)
            best = max(often, key=lambda n: (often[n], n), default="")
            return best if often[best] > 1 or len(often) == 1 else ""
        near = narration.text[max(0, at - _REACH) : at]
        bodies = [n for k, n in self.cast.organizations.items() if head in k.split() and k != head]
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
