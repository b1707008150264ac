"""Which attribution a quotation belongs to: in its sentence, around it, or carried on from the
quotation before."""

import re
from bisect import bisect_right
from dataclasses import dataclass

from digestgen.extract.attribution import (
    Attribution,
    Subject,
    attributions,
    first_subject,
    subject_at,
)
from digestgen.extract.cast import Cast
from digestgen.extract.coreference import Coreference
from digestgen.extract.mentions import Mentions
from digestgen.extract.narration import Narration, blank
from digestgen.extract.quotations import Quotation
from digestgen.extract.sentences import sentences
from digestgen.extract.words import FUNCTION_WORDS

_GAP = re.compile(r" (?=[^\W\d_])")
_ANY_VERB = re.compile(r" (?:[a-z]+ly )?[a-z]+(?:s|ed)\b")
_ASKED = re.compile(
    r"\?[”’]?$|\bI (?:ask|asked|say|said|suggest|suggested|tell|told|wonder|put|didn)\b"
)
_THEN = re.compile(r"(?:, |\band |\bbut |— ?)(he|she) [a-z]+\b[^,;]{0,60}[.:]$")
_SIGNED = re.compile(r"[—–-]+ ?")
_DASH_NAME = re.compile(r"\s*[—–-]{1,2} ?(?=[^\W\d_a-z])")
_LABEL = re.compile(r"[^.,;!?“”]{3,70}: ?$")
_ENDS_CLAUSE = re.compile(
    r"[.,;:]|$| ?[—–-] | (?:in|at|on|during|after|to|as|with|when|while|of|by|from|via|before|about"
    r"|yesterday|today|last|this|later|earlier|again|reporters|[A-Z][a-z]+day)\b"
)
_TOLD = re.compile(r"(?:told|tells|asked) ")
_TALK = re.compile(
    r"(?:\b(?:statement|put it|that|the|his|her|to|of|a|as|was|is|for|were|with|if|he|she|they"
    r"|how|about|not|be|have|had|it)\b[^.!?]{0,40}|:) ?$"
)
_OBJECT = re.compile(r"\b(?:to|of|for|with|by|against|on|from|in|about|over|at) (?:the )?$")
_CLAUSES = 600  # characters back to the verb that "…, adding" goes with
_LONGEST_SENTENCE = 2000  # characters of it that are read
_MOST_SENTENCES = 6  # of a paragraph read for who is introduced in it


@dataclass(frozen=True, slots=True)
class Speaker:
    """Whose a quotation is: "" where nothing tells; by which rule, and how sure."""

    name: str
    rule: str
    confidence: float


NOBODY = Speaker("", "quotes.none", 0.4)
_CONFIDENCE = {
    "said": 0.88,
    "pronoun": 0.75,
    "told": 0.8,
    "continued": 0.85,
    "sentence": 0.8,
    "introduced": 0.7,
    "resumed": 0.75,
    "following": 0.6,
    "reported": 0.6,
    "answered": 0.7,
    "signed": 0.8,
}


class Speakers:
    """Finds speakers, quotation by quotation in the order of the text."""

    def __init__(
        self,
        mentions: Mentions,
        people: dict[str, str],
        organizations: tuple[str, ...],
        quoted: list[Quotation],
    ) -> None:
        self.article = mentions.article
        self.quoted = quoted
        text = blank(self.article, quoted)
        whole = self.article.text
        outside = [
            m
            for m in mentions.found
            if text[m.start : m.end] == whole[m.start : m.end]
            and not (len(m.name) == 1 or m.name.lower() in FUNCTION_WORDS)
        ]
        organizations = tuple(
            o for o in organizations if not any(o.endswith(f" {name}") for name in people.values())
        )
        self.narration = Narration(text, outside, people.values(), organizations)
        self.cast = Cast(self.narration, mentions.found, people, organizations)
        self.coreference = Coreference(self.narration, self.cast)
        self._starts = [q.outer[0] for q in quoted]
        self._sentences: dict[int, list[tuple[int, int]]] = {}
        self._attributions: dict[int, list[Attribution]] = {}
        self._last: tuple[int, str] | None = None  # where somebody last spoke, and who

    def all(self) -> list[Speaker]:
        """The speaker of each quotation, in the order of the text."""
        found: list[Speaker] = []
        for index in range(len(self.quoted)):
            speaker = self._of(index, found)
            found.append(speaker)
            if speaker.name:
                self._last = self.quoted[index].outer[1], speaker.name
                self.coreference.spoken.append(self._last)
        for index in range(len(found) - 2, -1, -1):
            if not found[index].name and self._leads_to_next(index, found):
                found[index] = _speaker(found[index + 1].name, "following")
        return found

    # -------------------------------------------------------------- one quotation

    def _of(self, index: int, found: list[Speaker]) -> Speaker:
        quote = self.quoted[index]
        text = self.narration.text
        start, end = quote.outer
        top = self.article.paragraphs[quote.first]
        bottom = self.article.paragraphs[quote.paragraph]
        previous = self.quoted[index - 1] if index else None
        following = self._starts[index + 1] if index + 1 < len(self.quoted) else bottom.end
        first, last = self._sentence(quote.first, start)
        first = max(first, start - _LONGEST_SENTENCE)
        if quote.goes_on:
            last = self._sentence(quote.paragraph, bottom.start)[1]
        low = min(max(first, previous.outer[1] if previous else first), start)
        high = max(end, min(last, following, bottom.end))
        lead, tail = text[low:start], text[end:high]
        behind = max(first, low - 1)  # with the mark that closed the quotation before
        before = [a for a in self._of_sentence(behind, start) if a.start >= low]
        outer = [a for a in before if not text.startswith("had ", max(a.start - 4, 0))]
        before = outer or before  # "Okafor said the union had agreed that …" is hers
        after = [a for a in self._of_sentence(max(start, bottom.start), high) if a.start >= end]
        touching = bool(before) and len(text[before[-1].end : start].strip(" :,")) < 40
        order = ["before", "after"] if touching and lead.strip(" ,") else ["after", "before"]
        for side in order:
            if side == "after" and after and (name := self._named(after[0], first)):
                return _speaker(name, self._rule(after[0], "said"))
            # In reported speech, "Okafor said the union had urged …", the first verb is the speaker's.
            told = before[-1] if touching else next((a for a in before if a.subject), None)
            if side == "before" and told and (name := self._named(told, first)):
                return _speaker(name, self._rule(told, "told" if touching else "sentence"))
        if text[end - 2 : end - 1] in ",?!" and (match := _GAP.match(text, end, high)):
            subject = subject_at(self.narration, match.end(), high)
            if subject and subject.kind != "described" and _ANY_VERB.match(text, subject.end):
                return _speaker(self.coreference.resolve(subject, self._last), "said")
        if match := _DASH_NAME.match(text, end, bottom.end):
            subject = subject_at(self.narration, match.end(), bottom.end)
            if subject and subject.kind == "name":
                return _speaker(self.coreference.resolve(subject, self._last), "said")
        if not tail.strip() and (name := self._signed(quote)):
            return _speaker(name, "signed")
        if not tail.strip() and (name := self._next_sentence(quote, following)):
            return _speaker(name, "said")
        if lead.strip() and _LABEL.fullmatch(lead):
            subject = subject_at(self.narration, low, start)
            if subject and subject.kind != "pronoun":
                return _speaker(self.coreference.resolve(subject, self._last), "told")
        same = previous is not None and previous.outer[1] > first
        if same and found[index - 1].name:
            return _speaker(found[index - 1].name, "continued")
        if lead.strip():
            spoken = self._fallback(first, start) if _TALK.search(lead) else None
            if spoken and (name := self.coreference.resolve(spoken, self._last)):
                return _speaker(name, "sentence")
            if first > top.start and (name := self._reported(quote.first, first)):
                return _speaker(name, "reported")
            return NOBODY
        return self._carried(index, found, first)

    def _rule(self, attribution: Attribution, rule: str) -> str:
        subject = attribution.subject
        if subject and not subject.near and rule != "sentence":
            return "sentence"
        return "pronoun" if subject and subject.kind == "pronoun" else rule

    def _named(self, chosen: Attribution, first: int) -> str:
        """The speaker of an attribution, in its sentence from `first`."""
        subject = chosen.subject
        if subject is None:
            begin = max(first, chosen.start - _CLAUSES)
            earlier = [a.subject for a in self._of_sentence(begin, chosen.start) if a.subject]
            subject = earlier[-1] if earlier else self._fallback(first, chosen.start)
        return self.coreference.resolve(subject, self._last) if subject else ""

    def _reported(self, number: int, first: int) -> str:
        """Who speaks in the sentence before the one that starts at `first`: what follows may be
        their account still."""
        spans = self._paragraph_sentences(number)
        index = bisect_right(spans, (first, 0)) - 1
        if index < 0 or spans[index][1] > first:
            return ""
        begin, end = spans[index]
        begin = max(begin, end - _LONGEST_SENTENCE)
        spoken = [a for a in self._of_sentence(begin, end) if a.subject]
        subject = spoken[-1].subject if spoken else None
        return self.coreference.resolve(subject, self._last) if subject else ""

    def _fallback(self, first: int, at: int) -> Subject | None:
        """The subject of a sentence up to `at`: its first, else a name that is nobody's object."""
        subject = first_subject(self.narration, first, at)
        if subject and (subject.kind != "name" or self._speaks(subject)):
            return subject
        for mention in self.narration.between(first, at)[:8]:
            lead = self.narration.text[max(first, mention.title_start - 12) : mention.title_start]
            person = self.cast.is_person(mention) and not mention.possessive
            if person and not _OBJECT.search(lead):
                return Subject("name", mention.start, mention.end, mention.name, False)
        if subject is None and self.narration.text[at - 2 : at].rstrip().endswith(":"):
            named = [m for m in self.narration.between(first, at) if self.cast.is_person(m)]
            if named and len({self.cast.full(m.name, m.start) for m in named}) == 1:
                return Subject("name", named[0].start, named[0].end, named[0].name, False)
        return subject

    def _signed(self, quote: Quotation) -> str:
        """Who signs a quotation that is a paragraph of its own, in the line below: "– Ada Okafor"."""
        paragraphs = self.article.paragraphs
        alone = quote.outer[0] <= paragraphs[quote.first].start + 1
        if not alone or quote.paragraph + 1 >= len(paragraphs):
            return ""
        below = paragraphs[quote.paragraph + 1]
        line = self.article.text[below.start : below.end]
        dash = _SIGNED.match(line)
        if len(line) > 80 or not (dash or below.kind == "bullet"):
            return ""
        name = line[dash.end() if dash else 0 :].split(",")[0].strip()
        if not name[:1].isupper() or len(name.split()) > 5 or name[-1] in ".?!:”":
            return ""
        subject = subject_at(self.narration, below.start + line.index(name), below.end)
        return (
            self.coreference.resolve(subject, None) if subject and subject.kind == "name" else name
        )

    def _next_sentence(self, quote: Quotation, following: int) -> str:
        """Who speaks in the sentence after a quotation that ended with its own full stop, where
        that sentence is no more than an attribution: "“… now!” Okafor said."."""
        paragraph = self.article.paragraphs[quote.paragraph]
        text = self.narration.text
        start = quote.outer[1]
        while start < paragraph.end and text[start] == " ":
            start += 1
        end = min(following, paragraph.end)
        if start >= end or text[start - 1 : start] == "”":
            return ""
        inside = attributions(self.narration, start, min(end, start + 200))
        if not inside or inside[0].subject is None:
            return ""
        chosen = inside[0]
        subject = chosen.subject
        assert subject is not None
        if subject.start - start > 45 or not subject.near:
            return ""
        if chosen.inverted:
            return self.coreference.resolve(subject, self._last)
        told = _TOLD.match(text, chosen.start)
        if not told and not _ENDS_CLAUSE.match(text, chosen.end):
            return ""
        rest = text[chosen.end : end]
        stop = re.search(r"[.]", rest)
        if ":" in rest[: stop.start() if stop else None] or re.search(r"\bthat\b", rest[:40]):
            return ""
        if text[start:end].rstrip().endswith((":", ",")) and end == following:
            return ""
        return self.coreference.resolve(subject, self._last)

    def _carried(self, index: int, found: list[Speaker], first: int) -> Speaker:
        """The speaker of a quotation that is a sentence of its own."""
        quote = self.quoted[index]
        previous = self.quoted[index - 1] if index else None
        spoke = found[index - 1].name if index else ""
        paragraph = self.article.paragraphs[quote.first]
        if previous is not None and previous.paragraph == quote.first:
            behind = self._sentence(quote.first, previous.outer[1] - 1)[1]
            if behind < first - 2 and (name := self._introduced(behind, first, quote.first)):
                return _speaker(name, "introduced")
            return _speaker(spoke, "continued")
        if first > paragraph.start + 2:
            return _speaker(self._introduced(paragraph.start, first, quote.first), "introduced")
        number = quote.first - 1
        if number < 0 or self.article.paragraphs[number].kind == "heading":
            return NOBODY
        above = self.article.paragraphs[number]
        if previous is not None and previous.paragraph == number and spoke:
            behind = self._sentence(number, previous.outer[1] - 1)[1]
            if behind < above.end - 2 and (name := self._introduced(behind, above.end, number)):
                return _speaker(name, "introduced")
            return _speaker(spoke, "resumed")
        if (
            _ASKED.search(self.narration.text, above.start, above.end)
            and self._last
            and (self._last[1] in self.cast.people)
        ):
            return _speaker(self._last[1], "answered")
        if name := self._introduced(above.start, above.end, number):
            return _speaker(name, "introduced")
        if previous is not None and previous.paragraph >= number - 2 and spoke in self.cast.people:
            between = self.narration.between(previous.outer[1], quote.outer[0])
            if all(
                self.cast.full(m.name, m.start) == spoke or not self.cast.is_person(m)
                for m in between
            ):
                return _speaker(spoke, "resumed")
        return NOBODY

    def _introduced(self, start: int, end: int, number: int) -> str:
        """Who the sentences before a quotation report on: who speaks in them last, else the subject
        of the last."""
        spans = self._paragraph_sentences(number)
        last = bisect_right(spans, (end - 1, 1 << 60))
        spans = [
            (max(a, start, b - _LONGEST_SENTENCE), b)
            for a, b in spans[max(0, last - _MOST_SENTENCES) : last]
            if b > start
        ]
        for a, b in reversed(spans):
            spoken = [x for x in self._of_sentence(a, b) if x.subject and x.start >= start]
            for attribution in reversed(spoken):
                subject = attribution.subject
                if subject and (name := self.coreference.resolve(subject, self._last)):
                    return name
            then = _THEN.search(self.narration.text, max(a, b - 90), b)
            subject = first_subject(self.narration, a, b)
            if then:
                subject = Subject("pronoun", then.start(1), then.end(1), then[1], False)
            told = subject if subject and self._speaks(subject) else None
            if told and (name := self.coreference.resolve(told, self._last)):
                return name
        return ""

    def _speaks(self, subject: Subject) -> bool:
        """Whether a subject is one that may well speak next: a person."""
        if subject.kind == "pronoun":
            return subject.words.lower() in ("he", "she")
        if subject.kind == "described":
            return False
        full = self.cast.full(subject.words, subject.start)
        return full in self.cast.people

    def _leads_to_next(self, index: int, found: list[Speaker]) -> bool:
        """Whether a quotation is followed at once by another of a known speaker."""
        one, two = self.quoted[index], self.quoted[index + 1]
        if two.paragraph > one.paragraph + 1 or not found[index + 1].name:
            return False
        if found[index + 1].rule not in ("quotes.said", "quotes.pronoun", "quotes.following"):
            return False
        paragraph = self.article.paragraphs[one.paragraph]
        alone = one.outer[0] <= paragraph.start + 1 or one.goes_on
        between = self.narration.text[one.outer[1] : two.outer[0]]
        return alone and not between.strip()

    # ------------------------------------------------------------------ sentences

    def _paragraph_sentences(self, number: int) -> list[tuple[int, int]]:
        if number not in self._sentences:
            paragraph = self.article.paragraphs[number]
            spans = sentences(self.narration.text, paragraph.start, paragraph.end)
            self._sentences[number] = list(spans)
        return self._sentences[number]

    def _sentence(self, number: int, at: int) -> tuple[int, int]:
        spans = self._paragraph_sentences(number)
        index = bisect_right(spans, (at, 1 << 60)) - 1
        return spans[max(index, 0)] if spans else (at, at)

    def _of_sentence(self, start: int, end: int) -> list[Attribution]:
        key = start << 32 | end
        if key not in self._attributions:
            self._attributions[key] = attributions(self.narration, start, end)
        return self._attributions[key]


def _speaker(name: str, rule: str) -> Speaker:
    return Speaker(name, f"quotes.{rule}", _CONFIDENCE[rule]) if name else NOBODY
