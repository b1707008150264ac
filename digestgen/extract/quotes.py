"""Direct quotations and who speaks them: by name, surname, pronoun or description."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from digestgen.extract.article import Article, Paragraph
from digestgen.extract.claims import Claim
from digestgen.extract.mentions import Mention, Mentions
from digestgen.extract.words import ROLE_NOUNS, SPEECH
from digestgen.names import name_key, surname

_MARK = re.compile(r"[“”\"„]")
_FEWEST_WORDS = 5
_VERBS = "|".join(sorted(SPEECH))
_ADVERB = r"(?:\w+ly |also |has |had |then |later |once )?"
_ROLE = "|".join(sorted(ROLE_NOUNS, key=len, reverse=True))
_BODY = (
    "man|woman|person|source|patient|group|company|statement|report|ministry|department|agency"
    "|office|police|court|team|union|government|army|military|charity|bank|airline|firm|bureau"
    "|council|outlet|newspaper|paper|study|letter|post|document|organi[sz]ation"
)
_DESCRIBED = (
    rf"(?:[Aa]n?|[Oo]ne|[Tt]he|[Aa]nother) (?:[\w'’.-]+ ){{0,4}}?(?:{_ROLE}|{_BODY})s?"
    rf"(?: (?:{_ROLE}|{_BODY})s?)*\b"
)
_PRONOUN = r"(?:[Hh]e|[Ss]he|[Tt]hey)"
_INVERTED = re.compile(
    rf"[,.]? ?(?:as )?{_ADVERB}(?:{_VERBS})(?: (?:{_ADVERB}by|reporters|lawmakers))? (?=\S)"
)
_DIRECT = re.compile(
    rf"[,.]? ?(?:(?:which|as|and|but|that|because|when|while) )?(?P<who>{_PRONOUN}"
    rf"|{_DESCRIBED}(?: (?:for|of|to|at|with|from|in) [^,.;]{{1,50}}?)?)"
    rf"(?:, [^,.]{{1,80}},)? {_ADVERB}(?:{_VERBS})\b"
)
_DESCRIBED_AT = re.compile(_DESCRIBED)
_PRONOUN_AT = re.compile(rf"{_PRONOUN}\b")
_VERB = re.compile(rf"\b(?:{_VERBS})\b")
_AFTER_NAME = re.compile(
    rf"(?:['’]s \w+)?(?: \([^()]{{1,30}}\))?(?:,? (?:who|an?|the|[a-z]+) [^,.]{{1,100}},"
    rf"| of [^,.]{{1,40}}|, [^,.]{{1,60}},)?,? ?{_ADVERB}(?:{_VERBS})\b"
)
_SUBJECT_END = re.compile(
    rf"(?P<who>\b{_PRONOUN}|\b{_DESCRIBED}(?: (?:for|of|to|at|with|from"
    rf"|in) [^,.;]{{1,50}}?)?)(?:, [^,.]{{1,80}},)? {_ADVERB}$"
)
_OBJECT = re.compile(r"\b(?:to|of|for|with|by|against|on|from|and|in|about|over) $")
_REACH = 400  # characters around a quotation in which its speaker is looked for
_LEAD = re.compile(
    r"[,.]? ?(?:(?:which|as|and|but|that) )?"
    rf"(?:(?:[Tt]he|[Ii]ts|[Hh]is|[Hh]er|[Tt]heir"
    rf"|[Oo]ur) )?(?P<role>(?:[a-z][\w'’-]* ){{0,3}}?(?:{_ROLE}),? )?"
)
_LEADS_ON = re.compile(r"[^.]{0,60}: ?$|[^.]{0,30}[:“\"]| that\b")
_SENTENCE = re.compile(r"[.!?][”\"’)]* +(?=[^\W\d_a-z]|[“\"])")
_BEFORE_TALK = re.compile(
    rf"(?:\b(?:{_VERBS}|asking|saying|adding|telling|writing|calling|called|insisting|arguing"
    rf"|warning|noting|statement|reads?|put it|that|the|his|her|to|of|a|as|was|is|for|were"
    rf"|with)\b[^.!?]{{0,40}}|:) ?$"
)


@dataclass(frozen=True, slots=True)
class _Quote:
    start: int  # of the words, in Article.text
    end: int
    text: str
    outer: tuple[int, int]  # with its marks
    paragraph: int
    goes_on: bool  # it runs into later paragraphs


def find_quotes(
    mentions: Mentions, people: dict[str, str], organizations: tuple[str, ...]
) -> list[Claim]:
    """Claims whose value is {"speaker": …, "text": …}, offsets in Article.text. `people` maps the
    names that the article may use to full names, `organizations` are names in the article."""
    article = mentions.article
    quoted = list(_quotations(article))
    speakers = _Speakers(mentions, people, organizations, quoted)
    claims = []
    previous: tuple[int, str] | None = None  # paragraph and speaker of the last quotation
    for index, quote in enumerate(quoted):
        who, rule = speakers.of(index, previous)
        last = quote.paragraph
        if who:
            previous = (last, who)
        if len(quote.text.split()) < _FEWEST_WORDS:
            continue
        value = {"speaker": who, "text": quote.text} if who else {"text": quote.text}
        confidence = 0.9 if who else 0.6
        claims.append(Claim("quotes", value, quote.start, quote.end, rule, confidence))
    return claims


def _quotations(article: Article) -> Iterator[_Quote]:
    text = article.text
    pieces: list[tuple[int, int]] = []  # of a quotation over several paragraphs
    for number, paragraph in enumerate(article.paragraphs):
        opened: int | None = None
        for match in _MARK.finditer(text, paragraph.start, paragraph.end):
            at = match.start()
            if opened is None:
                following = text[at + 1 : at + 2]
                if match[0] != "”" and following.strip():
                    opened = at + 1
                    if pieces and text[paragraph.start : at].strip():
                        pieces = []
                continue
            if match[0] == "“":
                opened = at + 1
                continue
            pieces.append((opened, at))
            yield _make(text, pieces, number)
            pieces, opened = [], None
        if opened is not None:
            below = article.paragraphs[number + 1 : number + 2]
            if below and text[below[0].start] in '“"':
                pieces.append((opened, paragraph.end))
            elif not text[paragraph.start : opened - 1].strip():
                pieces.append((opened, paragraph.end))
                yield _make(text, pieces, number)
                pieces = []
            else:
                pieces = []
        elif pieces:
            pieces = []


def _make(text: str, pieces: list[tuple[int, int]], number: int) -> _Quote:
    words = " ".join(text[a:b].strip() for a, b in pieces).strip()
    words = words.rstrip(",;").strip() if words.endswith((",", ";")) else words
    start, end = pieces[0][0], pieces[-1][1]
    return _Quote(start, end, words, (start - 1, end + 1), number, len(pieces) > 1)


class _Speakers:
    """Finds speakers around quotations."""

    def __init__(
        self,
        mentions: Mentions,
        people: dict[str, str],
        organizations: tuple[str, ...],
        quoted: list[_Quote],
    ) -> None:
        self.article = mentions.article
        self.text = mentions.article.text
        self.quoted = quoted
        self.begins = [p.start for p in self.article.paragraphs]
        self.organizations = {name_key(name): name for name in organizations}
        self.names = {name_key(used): name for used, name in people.items()}
        self.surnames: dict[str, str] = {}
        for used, name in people.items():
            if last := name_key(surname(used)):
                self.surnames.setdefault(last, name)
        begins = [q.outer[0] for q in quoted]
        self.people: list[tuple[Mention, str]] = []
        for mention in mentions.found:
            if name := self._person(mention):
                inside = bisect_right(begins, mention.start) - 1
                if inside < 0 or mention.start >= quoted[inside].outer[1]:
                    self.people.append((mention, name))
        self.starts = [m.start for m, _ in self.people]
        self.named = {m.title_start: m for m in mentions.found}

    def _person(self, mention: Mention) -> str:
        key = name_key(mention.name)
        if key in self.names:
            return self.names[key]
        if len(mention.words) == 1:
            return self.surnames.get(key, "")
        if mention.title and (full := self.surnames.get(name_key(mention.words[-1]))):
            return full
        # The form of a name that lost to another: "Ana M. Ro"
        full = self.surnames.get(name_key(mention.words[-1]), "")
        return full if full and full.split()[0] == mention.words[0] else ""

    def of(self, index: int, previous: tuple[int, str] | None) -> tuple[str, str]:
        quote = self.quoted[index]
        paragraph = self.article.paragraphs[quote.paragraph]
        stop = paragraph.end
        if index + 1 < len(self.quoted) and self.quoted[index + 1].paragraph == quote.paragraph:
            stop = self.quoted[index + 1].outer[0]
        after_end = min(stop, quote.outer[1] + 200)
        if found := self._after(quote.outer[1], after_end, previous):
            return found, "quotes.after"
        low = paragraph.start
        if not quote.goes_on and index and self.quoted[index - 1].paragraph == quote.paragraph:
            low = self.quoted[index - 1].outer[1]
        if quote.start >= paragraph.start and (
            found := self._before(low, quote.outer[0], previous)
        ):
            return found, "quotes.before"
        if previous and previous[0] == quote.paragraph:
            return previous[1], "quotes.continued"
        alone = quote.outer[0] - paragraph.start < 3 or quote.goes_on
        if alone and quote.paragraph and self._only_quotes(quote):
            if previous and previous[0] == quote.paragraph - 1:
                return previous[1], "quotes.continued"
            if found := self._talking(self.article.paragraphs[quote.paragraph - 1]):
                return found, "quotes.introduced"
        return "", "quotes.unknown"

    def _talking(self, paragraph: Paragraph) -> str:
        """Who a paragraph without quotations reports on: the last who says something in it, else
        its first subject."""
        inside = self._between(paragraph.start, min(paragraph.end, paragraph.start + 3 * _REACH))
        for mention, name in reversed(inside):
            if _AFTER_NAME.match(self.text[mention.end : mention.end + 160]):
                return name
        if match := _PRONOUN_AT.match(self.text, paragraph.start, paragraph.end):
            return self._describe(match[0], paragraph.start, None)
        return inside[0][1] if inside and self._is_subject(inside[0][0]) else ""

    def _only_quotes(self, quote: _Quote) -> bool:
        paragraph = self.article.paragraphs[quote.paragraph]
        return paragraph.end - quote.outer[1] < 3

    def _after(self, start: int, end: int, previous: tuple[int, str] | None) -> str:
        after = self.text[start:end]
        closed = self.text[start - 2 : start - 1] == "." or after[:1] == "."
        if match := _INVERTED.match(after):
            return self._subject(start + match.end(), end, previous)
        match = _DIRECT.match(after)
        if match and not (closed and _LEADS_ON.match(after, match.end())):
            return self._describe(match["who"], start, previous)
        lead = _LEAD.match(after)
        begin = start + (lead.end() if lead else 0)
        if lead and lead["role"] and self._mention_at(begin) is None:
            begin = start + lead.start("role")
        if hit := self._mention_at(begin):
            mention, name = hit
            said = _AFTER_NAME.match(self.text[mention.end : end])
            if said and not (closed and _LEADS_ON.match(self.text, mention.end + said.end())):
                return name
        if (org := self._organization_at(begin, end)) and _VERB.match(
            self.text[begin + len(org[1]) : end].lstrip(" ")
        ):
            return org[0]
        # Anybody else named here: a body not known as one, a surname without its full name.
        other = self.named.get(begin)
        if other and not closed and _VERB.match(self.text[other.end : end].lstrip(" ")):
            return other.name
        return ""

    def _subject(self, start: int, end: int, previous: tuple[int, str] | None) -> str:
        """Who stands at `start`: "said | Ada Okafor", "said | the mayor"."""
        text = self.text[start:end]
        if match := _PRONOUN_AT.match(text):
            return self._describe(match[0], start, previous)
        sentence = re.split(r"[.;!?] |[.;!?]$", text, maxsplit=1)[0]
        for mention, name in self._between(start, start + len(sentence)):
            before = self.text[start : mention.title_start]
            if len(before) < 90 and not re.search(
                r"\b(?:of|to|for|with|from|by|about|at|on|that|when|after) (?:the )?$", before
            ):
                return name
            break
        if match := _DESCRIBED_AT.match(text):
            return match[0]
        if org := self._organization_at(start + (4 if text.startswith("the ") else 0), end):
            return org[0]
        return ""

    def _before(self, low: int, at: int, previous: tuple[int, str] | None) -> str:
        low = max(low, at - _REACH)
        text = self.text[low:at]
        breaks = [m.end() for m in _SENTENCE.finditer(text)]
        if breaks and breaks[-1] == len(text.rstrip()) + 1:
            breaks.pop()
        begin = low + (breaks[-1] if breaks else 0)
        sentence = self.text[begin:at]
        if not sentence.strip() or sentence.rstrip().endswith((".", "!", "?")):
            return ""
        for verb in reversed(list(_VERB.finditer(sentence))):
            lead = sentence[: verb.start()]
            if match := _SUBJECT_END.search(lead[-160:]):
                return self._describe(match["who"], begin + verb.start(), previous)
            for mention, name in reversed(self._between(begin, begin + verb.start())):
                rest = self.text[mention.end : begin + verb.end()]
                if _AFTER_NAME.fullmatch(rest):
                    return name
                break
        if not _BEFORE_TALK.search(sentence):
            return ""
        inside = self._between(begin, at)
        pronoun = re.search(rf"\b{_PRONOUN}\b", sentence)
        if inside and (not pronoun or inside[0][0].start < begin + pronoun.start()):
            mention, name = inside[0]
            if (
                not re.search(
                    r"(?:['’]s|\b(?:to|of|for|with|by|against)) $",
                    sentence[: mention.start - begin],
                )
                and not mention.possessive
            ):
                return name
        if match := _DESCRIBED_AT.match(sentence):
            return match[0]
        if pronoun:
            return self._describe(pronoun[0], begin + pronoun.start(), previous)
        return ""

    def _describe(self, who: str, at: int, previous: tuple[int, str] | None) -> str:
        """The full name behind a pronoun, or a description as it stands."""
        if not re.fullmatch(_PRONOUN, who):
            return who
        if who.lower() == "they":
            return ""
        paragraph = self._paragraph(at)
        if previous and previous[0] >= paragraph - 1:
            begin = self.article.paragraphs[paragraph].start
            if bisect_left(self.starts, begin) == bisect_left(self.starts, at):
                return previous[1]  # nobody else is named in between
        before = bisect_left(self.starts, at)
        recent = self.people[max(0, before - 12) : before]
        for mention, name in reversed(recent):
            if self._is_subject(mention):
                return name
        return recent[-1][1] if recent else ""

    def _is_subject(self, mention: Mention) -> bool:
        """Whether the mention opens its sentence, or says something."""
        if mention.possessive:
            return False
        if _AFTER_NAME.match(self.text[mention.end : mention.end + 160]):
            return True
        lead = self.text[max(0, mention.title_start - 40) : mention.title_start].rpartition("\n")[2]
        lead = _SENTENCE.split(lead)[-1] if _SENTENCE.search(lead) else lead
        return len(lead) < 30 and not _OBJECT.search(lead)

    def _paragraph(self, at: int) -> int:
        return max(bisect_right(self.begins, at) - 1, 0)

    def _between(self, start: int, end: int) -> list[tuple[Mention, str]]:
        return self.people[bisect_left(self.starts, start) : bisect_left(self.starts, end)]

    def _mention_at(self, start: int) -> tuple[Mention, str] | None:
        at = bisect_left(self.starts, start)
        if at < len(self.people):
            mention, name = self.people[at]
            if mention.title_start <= start <= mention.start:
                return mention, name
        return None

    def _organization_at(self, start: int, end: int) -> tuple[str, str] | None:
        words = self.text[start:end][:80]
        if not words[:1].isupper():
            return None
        parts = words.split(" ")
        for count in range(min(6, len(parts)), 0, -1):
            spelled = " ".join(parts[:count]).rstrip(".,;:")
            if name := self.organizations.get(name_key(spelled)):
                return name, spelled
        return None
