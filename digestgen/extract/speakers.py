"""Which attribution a quotation belongs to: in its sentence, around it, or carried on from the
quotation before."""

import re
from bisect import bisect_right
from dataclasses import dataclass

from digestgen.extract.article import Article
from digestgen.extract.attribution import (
    BLANK,
    Attribution,
    Narration,
    Subject,
    attributions,
    first_subject,
    subject_at,
)
from digestgen.extract.coreference import Cast
from digestgen.extract.mentions import Mentions
from digestgen.extract.quotations import Quotation
from digestgen.extract.sentences import sentences

_FEWEST_BLANKED = 3  # words; a nickname or scare quote is part of the narration
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
_MOST_SENTENCES = 6  # of a paragraph read for who is introduced in it


@dataclass(frozen=True, slots=True)
class Speaker:
    name: str
    rule: str
    confidence: float


NOBODY = Speaker("", "quotes.none", 0.6)
_CONFIDENCE = {
    "said": 0.92,
    "pronoun": 0.9,
    "told": 0.92,
    "continued": 0.9,
    "sentence": 0.8,
    "introduced": 0.7,
    "resumed": 0.75,
    "following": 0.6,
}


def blank(article: Article, quoted: list[Quotation]) -> str:
    """The article's text with quotations blanked, at the same offsets: "“…,”"."""
    text = article.text
    pieces, at = [], 0
    for quote in quoted:
        start, end = quote.outer
        if start < at or (len(quote.text.split()) < _FEWEST_BLANKED and quote.text[-1:].isalnum()):
            continue
        last = text[quote.start : quote.end].rstrip()[-1:]
        last = last if last and not last.isalnum() else BLANK
        pieces += [text[at:start], "“", BLANK * max(end - start - 3, 0), last, "”"]
        at = start + max(end - start, 3)
    return "".join((*pieces, text[at:]))[: len(text)]


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
        outside = [m for m in mentions.found if text[m.start : m.end] == m_text(self.article, m)]
        self.narration = Narration(text, outside, organizations)
        self.cast = Cast(self.narration, mentions.found, people, organizations)
        self._starts = [q.outer[0] for q in quoted]
        self._sentences: dict[int, list[tuple[int, int]]] = {}
        self._attributions: dict[int, list[Attribution]] = {}
        self._last: tuple[int, str] | None = None  # where somebody last spoke, and who

    def all(self) -> list[Speaker]:
        found: list[Speaker] = []
        for index in range(len(self.quoted)):
            speaker = self._of(index, found)
            found.append(speaker)
            if speaker.name:
                self._last = self.quoted[index].outer[1], speaker.name
                self.cast.spoken.append(self._last)
        for index in range(len(found) - 2, -1, -1):
            if not found[index].name and self._leads_to_next(index, found):
                found[index] = _speaker(found[index + 1].name, "following")
        return found

    # -------------------------------------------------------------- one quotation

    def _of(self, index: int, found: list[Speaker]) -> Speaker:
        quote = self.quoted[index]
        paragraph = self.article.paragraphs[quote.paragraph]
        start, end = max(quote.outer[0], paragraph.start), quote.outer[1]
        first, last = self._sentence(quote.paragraph, start)
        previous = self.quoted[index - 1] if index else None
        low = max(first, previous.outer[1]) if previous else first
        low = min(low, start)
        following = self._starts[index + 1] if index + 1 < len(self.quoted) else paragraph.end
        high = max(end, min(last, following, paragraph.end))
        text = self.narration.text
        lead, tail = text[low:start], text[end:high]
        comma = text[end - 2 : end - 1] not in ".!?…" or quote.goes_on
        after = [a for a in self._of_sentence(first, last) if end <= a.start < high]
        if low == first or not text[low:start].strip():
            before = [a for a in self._of_sentence(first, last) if first <= a.start < start]
        else:
            before = [a for a in self._of_sentence(first, last) if low <= a.start < start]
        touching = bool(before) and len(text[before[-1].end : start].strip(" :,")) < 40
        order = ["before", "after"] if touching and lead.strip(" ,") else ["after", "before"]
        for side in order:
            if side == "after" and after:
                chosen = after[0] if comma or True else None
                if chosen and (name := self._named(chosen, after, first)):
                    return _speaker(name, self._rule(chosen, "said"))
            elif side == "before" and before and not quote.goes_on:
                at = next((a for a in reversed(before)), None)
                if at and (name := self._named(at, before, first)):
                    return _speaker(name, self._rule(at, "told" if touching else "sentence"))
        if match := _DASH_NAME.match(text, end, paragraph.end):
            subject = subject_at(self.narration, match.end(), paragraph.end)
            if subject and subject.kind == "name":
                return _speaker(self.cast.resolve(subject, self._last), "said")
        if not tail.strip() and (name := self._next_sentence(quote, following)):
            return _speaker(name, "said")
        if not quote.goes_on and lead.strip() and _LABEL.fullmatch(lead):
            subject = subject_at(self.narration, low, start)
            if subject and subject.kind != "pronoun":
                return _speaker(self.cast.resolve(subject, self._last), "told")
        same = previous is not None and previous.paragraph == quote.paragraph
        if same and previous is not None and previous.outer[1] > first and found[index - 1].name:
            return _speaker(found[index - 1].name, "continued")
        if lead.strip() and not quote.goes_on:
            if _TALK.search(lead) and (subject := self._fallback(first, start)):
                if name := self.cast.resolve(subject, self._last):
                    return _speaker(name, "sentence")
            if same and previous is not None and found[index - 1].name and low == previous.outer[1]:
                return _speaker(found[index - 1].name, "continued")
            return NOBODY
        return self._carried(index, found, first, tail)

    def _rule(self, attribution: Attribution, rule: str) -> str:
        subject = attribution.subject
        if subject and not subject.near and rule != "sentence":
            return "sentence"
        return "pronoun" if subject and subject.kind == "pronoun" else rule

    def _named(self, chosen: Attribution, among: list[Attribution], first: int) -> str:
        subject = chosen.subject
        if subject is None:
            earlier = [
                a.subject
                for a in self._of_sentence(first, chosen.end)
                if a.subject and a.start < chosen.start
            ]
            subject = earlier[-1] if earlier else self._fallback(first, chosen.start)
        return self.cast.resolve(subject, self._last) if subject else ""

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
        return subject

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
            return self.cast.resolve(subject, self._last)
        told = _TOLD.match(text, chosen.start)
        if not told and not _ENDS_CLAUSE.match(text, chosen.end):
            return ""
        rest = text[chosen.end : end]
        stop = re.search(r"[.]", rest)
        if ":" in rest[: stop.start() if stop else None] or re.search(r"\bthat\b", rest[:40]):
            return ""
        if text[start:end].rstrip().endswith((":", ",")) and end == following:
            return ""
        return self.cast.resolve(subject, self._last)

    def _carried(self, index: int, found: list[Speaker], first: int, tail: str) -> Speaker:
        """The speaker of a quotation that is a sentence of its own."""
        quote = self.quoted[index]
        previous = self.quoted[index - 1] if index else None
        paragraph = self.article.paragraphs[quote.paragraph]
        if previous is not None and previous.paragraph == quote.paragraph and not quote.goes_on:
            between = self._introduced(previous.outer[1], first, quote.paragraph)
            if between:
                return _speaker(between, "introduced")
            return _speaker(found[index - 1].name, "continued") if found[index - 1].name else NOBODY
        begin = paragraph.start
        if not quote.goes_on and first > begin + 2:
            if name := self._introduced(begin, first, quote.paragraph):
                return _speaker(name, "introduced")
        number = quote.paragraph - 1
        if quote.goes_on:
            while number >= 0 and self.article.paragraphs[number].end > quote.outer[0]:
                number -= 1
        if number < 0 or (not quote.goes_on and first > begin + 2):
            return NOBODY
        above = self.article.paragraphs[number]
        if above.kind == "heading":
            return NOBODY
        if previous is not None and previous.outer[1] > above.start and found[index - 1].name:
            rest = self.narration.text[previous.outer[1] : above.end]
            if len(rest.split()) > 12:
                if name := self._introduced(previous.outer[1], above.end, number, clause=False):
                    return _speaker(name, "introduced")
            return _speaker(found[index - 1].name, "resumed")
        if name := self._introduced(above.start, above.end, number):
            return _speaker(name, "introduced")
        return NOBODY

    def _introduced(self, start: int, end: int, number: int, clause: bool = True) -> str:
        """Who the sentences before a quotation report on: who speaks in them last, else the subject
        of the last."""
        spans = [
            (max(a, start), b)
            for a, b in self._paragraph_sentences(number)
            if a < end and b > start and (a >= start or clause)
        ]
        spans = spans[-_MOST_SENTENCES:]
        for a, b in reversed(spans):
            spoken = [x for x in self._of_sentence(a, b) if x.subject and x.start >= start]
            for attribution in reversed(spoken):
                subject = attribution.subject
                if subject and subject.kind in ("name", "pronoun", "described"):
                    if name := self.cast.resolve(subject, self._last):
                        return name
            subject = first_subject(self.narration, a, b)
            if subject and self._speaks(subject):
                if name := self.cast.resolve(subject, self._last):
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


def m_text(article: Article, mention: object) -> str:
    return article.text[mention.start : mention.end]  # type: ignore[attr-defined]


def _speaker(name: str, rule: str) -> Speaker:
    return Speaker(name, f"quotes.{rule}", _CONFIDENCE[rule]) if name else NOBODY
