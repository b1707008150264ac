"""Capitalised runs of words in the article, with titles and roles in front of them set apart.

People, organizations and places are all chosen among these.
"""

import re
from collections import Counter
from dataclasses import dataclass
from typing import NamedTuple

from digestgen.extract.article import Article
from digestgen.extract.gazetteer import ADJECTIVES, places
from digestgen.extract.givennames import is_given, is_surname
from digestgen.extract.reference import organizations
from digestgen.extract.shapes import is_line_up
from digestgen.extract.words import (
    FUNCTION_WORDS,
    HONORIFICS,
    MONTHS,
    OFFICES,
    ORGANIZATION_NOUNS,
    PARTICLES,
    PLACE_NOUNS,
    ROLE_NOUNS,
    TITLE_WORDS,
    WEEKDAYS,
    one_of,
    word_set,
)

# Stretches of plain words in lower case are one token, as they say nothing here.
_TOKEN = re.compile(
    r"(?=[\w&])(?:"  # as all of these begin: what stands between is passed over at once
    rf"(?!{one_of(PARTICLES)}\b)[a-z]+(?: [a-z]+)*(?= )"
    r"|(?:[^\W\d_]\.){2,}(?:[^\W\d_]\b)?|[^\W\d_]\.(?= ?[^\W\d_])"
    r"|\w++(?:['’\-&]\w++)*+(?:\.(?:com|org|net|co|io|ai)\b(?!\.\w))?|&(?= [^\W\d_a-z]))"
)
_POSSESSIVE = re.compile(r"['’]s$")
_ABBREVIATED = word_set(
    "mr mrs ms dr rep reps sen sens gov prof rev gen lt col capt maj sgt adm st jr sr hon fr "
    "cmdr cpl pvt brig supt insp det"
)
_BREAKING = frozenset(WEEKDAYS) | frozenset(MONTHS) - {"may", "april", "june", "august", "march"}
_ARABIC = re.compile(r"(?:al|el|as|ar|ash|ul|ed)-[^\W\d_a-z]")
_OFFICE = re.compile(
    r"(?P<title>(?:[^\W\d_a-z][\w-]* )*?(?P<head>[^\W\d_a-z][\w-]*) (?:of|for) (?:the )?)$"
)
_LEADS_ON = (" of ", " for ", " of the ", " for the ")
_WATERS = word_set("Gulf Bay Isle Strait Straits Sea Cape Port Republic Kingdom")
_BODIES = word_set(
    "Council Committee Commission Center Centre Institute Panel Conference Ministry Department Office "
    "Agency Organization Organisation Foundation Campaign Alliance Coalition Association Society"
)
FIELDS = word_set("studies sciences arts research medicine engineering policy law politics history")
_COMPOUND = re.compile(
    r"-(?:based|born|led|owned|backed|controlled|leading|made|style|listed|funded|run|trained|held"
    r"|occupied|era|wide|bound|linked|affiliated|friendly|related|winning|nominated|only|inspired"
    r"|level|sponsored|speaking|aligned|registered|headquartered|area|heavy|supported|branded)$"
)
_OWNERS_TOO = ("' and ", "’ and ")
_OWNED = ("' ", "’ ")  # between an owner in the plural and what it owns
_OWNERS = word_set(
    "Attorney Children Women Men People Governor Mayor King Queen Prince Prosecutor Sheriff Workers "
    "Veterans World Nation Bishop President Prime Minister Peoples"
)
NOBLE = word_set(
    "King Queen Prince Princess Pope Emperor Empress Sultan Emir Sheikh Lord Lady Baroness Baron Duke "
    "Duchess Count Countess"
)
"""Titles that make a name of a single given name or surname."""
_NUMERAL = re.compile(r"[IVX]+")
_SUFFIXES = word_set("jr sr ii iii iv")
_CLOSED = re.compile(r",['’\"”]{1,2}$")
_OPENERS = frozenset(".!?:\n“\"‘'(«[•…—–")
_LOWER = re.compile(r"\b[^\W\d_A-Z][^\W\d_]+\b")


class Mention(NamedTuple):
    """`words` are the name; `title` is what stood in front of it ("Rep.", "French President")."""

    words: tuple[str, ...]
    start: int  # of the words, in Article.text
    end: int
    title: str
    title_start: int  # where the title, else the name, begins
    opens: bool  # the first word of the run also opens a sentence
    possessive: bool

    @property
    def name(self) -> str:
        """The words with single spaces."""
        return " ".join(self.words)

    @property
    def titled(self) -> bool:
        """Whether the title is one that people bear: "Rep.", "Secretary of State"."""
        words = self.title.split()
        office = " of " in self.title or " for " in self.title
        return bool(words) and (is_honorific(words[-1]) or office)


@dataclass(frozen=True, slots=True)
class Mentions:
    """The mentions of an article in the order of its text, and the words around them."""

    article: Article
    found: tuple[Mention, ...]
    lowered: frozenset[str]  # words that the article also writes in lower case
    single: Counter[str]  # how often each one-word mention occurs

    def before(self, mention: Mention, length: int = 60) -> str:
        """Text in front of the mention and its title, in its paragraph."""
        text = self.article.text
        begin = max(0, mention.title_start - length)
        return text[begin : mention.title_start].rpartition("\n")[2]

    def after(self, mention: Mention, length: int = 90) -> str:
        """Text behind the mention, in its paragraph."""
        return self.article.text[mention.end : mention.end + length].partition("\n")[0]


def is_honorific(word: str) -> bool:
    """ "President", "Rep.", "Editor-in-Chief", "Major-Gen" """
    whole = word.rstrip(".").lower()
    if whole in HONORIFICS:
        return True
    parts = whole.split("-")
    return len(parts) > 1 and (parts[0] in HONORIFICS or parts[-1] in HONORIFICS)


def find_mentions(article: Article, also: tuple[tuple[int, int], ...] = ()) -> Mentions:
    """`also` are spans of names that somebody else found: they are mentions where none is."""
    text = article.text
    lowered = _lowered(text)
    found: list[Mention] = []
    spans = [(p.start, p.end) for p in article.paragraphs if p.kind != "heading"]
    if article.title_end and not _title_case(text[: article.title_end]):
        spans.insert(0, (0, article.title_end))
    for start, end in spans:
        if not text[start:end].isupper() and not is_line_up(text[start:end]):
            found += _with_of(text, _in_span(text, start, end, lowered))
    if also:
        found = _with_spans(text, found, also)
    single = Counter(m.words[0] for m in found if len(m.words) == 1)
    return Mentions(article, tuple(found), lowered, single)


def _lowered(text: str) -> frozenset[str]:
    """The words in lower case. Most stand between spaces, the others in something longer."""
    words = set(text.split())
    plain = set(filter(str.isalpha, words))
    small = {word for word in plain if not "A" <= word[0] <= "Z" and len(word) > 1}
    return frozenset(small.union(_LOWER.findall(" ".join(words - plain))))


def _with_spans(
    text: str, found: list[Mention], spans: tuple[tuple[int, int], ...]
) -> list[Mention]:
    covered = {position for m in found for position in range(m.title_start, m.end)}
    for start, end in sorted(set(spans)):
        words = tuple(_POSSESSIVE.sub("", text[start:end]).split())
        if words and covered.isdisjoint(range(start, end)):
            found.append(Mention(words, start, end, "", start, False, False))
            covered.update(range(start, end))
    return sorted(found, key=lambda m: m.start)


def _with_of(text: str, found: list[Mention]) -> list[Mention]:
    """Names that "of" leads on joined: "Institute of Coastal | and Maritime Studies"."""
    joined: list[Mention] = []
    for mention in found:
        last = joined[-1] if joined else None
        between = text[last.end : mention.title_start] if last else ""
        if last and not last.possessive and _leads_on(last, mention, between, text):
            words = tuple(text[last.start : mention.end].split())
            joined[-1] = Mention(
                words,
                last.start,
                mention.end,
                last.title,
                last.title_start,
                last.opens,
                mention.possessive,
            )
        else:
            joined.append(mention)
    return joined


def _leads_on(last: Mention, mention: Mention, between: str, text: str) -> bool:
    head = last.words[-1]
    if between == ", " and last.name == "Washington":
        return mention.name in ("D.C.", "DC")
    if between in _OWNERS_TOO:  # "the Dockers' and | Pilots' Union"
        owners = len(last.words) < 3 and head.endswith("s") and not last.title
        return owners and len(mention.words) == 2 and mention.words[0][-1] in "'’"
    if between in (" and ", ", and ", ", "):
        if "of" in last.words[1:-1]:
            one, two = head.lower(), mention.words[-1].lower()
            fields = two in OFFICES | FIELDS or (one.endswith("ing") and two.endswith("ing"))
            return fields and len(mention.words) <= 2
        return between == " and " and _paired(last, mention, text)
    if between not in (" of ", " of the ", " for ", " for the ", " on ", " on the "):
        return False
    if between == " of " and mention.name in places() and len(last.words) > 1:
        plural = head.endswith("s") and not is_surname(head)  # "Harbour Pilots of Norland"
        if plural and not last.title and head not in PLACE_NOUNS:
            return True
    if " of " not in between and head not in _BODIES:
        return False
    if "of" in last.words:
        short = len(last.words) < 8
        return short and between == " of " and mention.words[-1] in ORGANIZATION_NOUNS
    if head in ORGANIZATION_NOUNS and not (last.titled and len(last.words) == 1):
        return len(last.words) < 8
    return between in (" of ", " of the ") and len(last.words) == 1 and head in _WATERS


def _paired(last: Mention, mention: Mention, text: str) -> bool:
    """Whether two names are one: "the Social and | Economic Research Initiative"."""
    first, head = last.words[0], last.words[-1]
    if mention.title or len(mention.words) < 2 or mention.words[-1] not in ORGANIZATION_NOUNS:
        return False
    if head in places() or head in ORGANIZATION_NOUNS - {"Securities"}:
        return False
    qualified = first in places() or first in organizations() or head.lower() in OFFICES | FIELDS
    if len(last.words) > 1 and not qualified:
        return False
    if last.name in organizations() or (is_given(first) and not qualified):
        return False
    before = text[max(0, last.title_start - 5) : last.title_start]
    return before.endswith(("the ", "(", "The ", " a ", " an "))


def _title_case(title: str) -> bool:
    words = [w for w in re.findall(r"[^\W\d_]+", title) if len(w) > 3]
    return len(words) > 2 and sum(w[0].isupper() for w in words) >= 0.75 * len(words)


def _in_span(text: str, start: int, end: int, lowered: frozenset[str]) -> list[Mention]:
    found: list[Mention] = []
    run: list[re.Match[str]] = []
    for token in _TOKEN.finditer(text, start, end):
        word = token[0]
        capital = word[0].isupper()
        if not capital and not run:
            continue  # as most words do
        capital = capital and word.lower() not in _BREAKING
        capital = capital or (bool(run) and _ARABIC.match(word) is not None)
        if capital and "-" in word and (compound := _COMPOUND.search(word)):
            # "the Ostby-based Harbour Bank", "an Oro-backed firm": the name ends at the hyphen.
            if run and not _joined(text, run[-1], token):
                found += _close(text, run, start, lowered)
                run = []
            run += _TOKEN.finditer(text, token.start(), token.start() + compound.start())
            found += _close(text, run, start, lowered)
            run = []
            continue
        if run and not _joined(text, run[-1], token):
            found += _close(text, run, start, lowered)
            run = []
        if capital or (run and (word in PARTICLES or word == "&")):
            run.append(token)
        elif run:
            found += _close(text, run, start, lowered)
            run = []
    return found + (_close(text, run, start, lowered) if run else [])


def _joined(text: str, last: re.Match[str], token: re.Match[str]) -> bool:
    between = text[last.end() : token.start()]
    if last[0].endswith(("'s", "’s")):
        owner = last[0][:-2] in _OWNERS and token[0] in ORGANIZATION_NOUNS
        return owner and between == " "
    if between == " ":
        return True
    if between in _OWNED:  # "the Pilots' Union"
        return last[0].endswith("s") and token[0] in ORGANIZATION_NOUNS
    return between == ". " and last[0].lower() in _ABBREVIATED and last[0].lower() != "sr"


def _close(
    text: str, run: list[re.Match[str]], start: int, lowered: frozenset[str]
) -> list[Mention]:
    stop = len(run)
    while stop and (run[stop - 1][0] in PARTICLES or run[stop - 1][0] == "&"):
        stop -= 1
    run = run[:stop]
    if not run:
        return []
    before = text[max(start, run[0].start() - 2) : run[0].start()].rstrip(" ")
    opens = not before or before[-1] in _OPENERS
    if opens and _CLOSED.search(text[max(start, run[0].start() - 4) : run[0].start()].rstrip(" ")):
        opens = False  # "…," Will Ro said
    run = run[_openers(run, opens) :]
    alone = len(run) == 1 and opens and run[0][0].lower() in lowered
    if alone and not text.startswith(_OWNERS_TOO, run[0].end()):
        return []
    if not run or run[0][0] in ("I", "I'm", "I’m", "I've", "I’ve", "I'd", "I’d", "I'll", "I’ll"):
        return []
    words = [token[0] for token in run[:-1]]
    for index, token in enumerate(run[:-1]):
        if text[token.end()] != " " and text.startswith(_OWNED, token.end()):
            words[index] += text[token.end()]
    words.append(_POSSESSIVE.sub("", run[-1][0]))
    cut = _title_length(words, opens, lowered)
    title_start = run[0].start()
    lead = text[max(start, title_start - 60) : title_start]
    office = _OFFICE.search(lead) if lead.endswith(_LEADS_ON) else None
    if office and is_honorific(office["head"]) and (length := _office_length(words)):
        cut = max(cut, length)
        title_start -= len(office["title"])
    if cut and words[cut - 1] in NOBLE and all(map(_NUMERAL.fullmatch, words[cut + 1 :])):
        cut -= 1  # "Queen Ada II", "Lord Vale": what they are known by
    name = tuple(words[cut:])
    first = run[cut].start()
    title = text[title_start:first].strip()
    tail = len(run[-1][0]) - len(words[-1])
    end = run[-1].end() - tail
    if end < len(text) and text[end] == "." and words[-1].lower() in ("jr", "sr"):
        end += 1
        name = (*name[:-1], name[-1] + ".")
    return [Mention(name, first, end, title, title_start, opens, bool(tail))]


def _openers(run: list[re.Match[str]], opens: bool) -> int:
    """How many words in front only open the sentence: "Meanwhile The | Harbour Bank"."""
    count = 0
    while count < len(run):
        word = run[count][0]
        if word.lower() not in FUNCTION_WORDS or word.isupper():
            break
        if " ".join(token[0] for token in run[count : count + 2]) in places():  # "The Hague"
            break
        if word in ("Will", "May") and len(run) - count == 2 and not opens:  # "said Will Ro"
            break
        count += 1
    return count


def _office_length(words: list[str]) -> int:
    """How many words in front end an office that "of" leads on: "Secretary of | State Ana Ro"."""
    cut = 0
    while cut < len(words) - 2 and words[cut].lower() in OFFICES:
        cut += 1
    return cut


def _title_length(words: list[str], opens: bool, lowered: frozenset[str]) -> int:
    """How many words in front are not the name: titles and what qualifies them ("Ardenian
    President"), function words that open a sentence, demonyms, a place."""
    if words[-1] in ORGANIZATION_NOUNS and len(words) > 1:
        return 1 if words[0].lower() in FUNCTION_WORDS and opens else 0
    cut = 0
    for index in range(len(words) - 1):
        if (is_honorific(words[index]) or words[index].lower() in ROLE_NOUNS) and not (
            index == 0 and is_given(words[0]) and len(words) == 2
        ):
            cut = index + 1
    if all(word.rstrip(".").lower() in _SUFFIXES for word in words[cut:]):
        cut = 0  # "Ana King Jr."
    while cut < len(words) - 1:
        word = words[cut]
        lower = word.rstrip(".").lower()
        rest = len(words) - cut - 1
        name = word in ("Will", "May") and rest == 1 and not opens
        if not name and (
            (lower in FUNCTION_WORDS and (rest > 3 or " ".join(words[cut:]) not in places()))
            or word in ADJECTIVES
            or (lower in TITLE_WORDS and (rest >= 2 or cut > 0))
            or (rest >= 2 and word in places() and is_given(words[cut + 1]))
            or (cut == 0 and opens and rest >= 2 and lower in lowered)
            or (cut == 0 and opens and _only_opens(word) and " ".join(words[1:]) in places())
        ):
            cut += 1
        else:
            break
    return cut


def _only_opens(word: str) -> bool:
    """Whether a word in front of a place is capitalised for opening a sentence: "Remember"."""
    return not (is_given(word) or is_surname(word) or word in places())
