"""Topics in the article's own words: what it names again and again that is no person, body or place.

No method predicts which tags a stranger would choose, so few are claimed and the rest suggested.
"""

import re
from collections import Counter
from itertools import chain

from digestgen.extract.claims import Claim
from digestgen.extract.mentions import Mentions
from digestgen.extract.words import (
    CALENDAR,
    FUNCTION_WORDS,
    ROLE_NOUNS,
    SPEECH,
    THING_NOUNS,
    word_set,
)
from digestgen.names import name_key

_WORD = re.compile(r"[^\W\d_]++(?:['’-][^\W\d_]++)*+")
_RUN = re.compile(rf"{_WORD.pattern}(?: {_WORD.pattern})*+")  # words with a space between them
_PLAIN = word_set("""
year years day days week weeks month months time times people man men woman women way ways lot
number group part place case end fact new old big good great long high low small large early late
own able made make makes making take takes taken took get gets got going go goes went came come
comes see sees seen know knows known think want wants need needs use uses used work works worked
working help helps set sets put puts show shows shown showed left right second million billion
percent per cent official officials spokesperson spokeswoman spokesman statement told news report
reports reported story today best better worst very same next last latest fourth fifth sixth
several recent current former likely possible different difficult important major minor rare
dramatic prior existing certain various full total real true hard easy common main key top local
free face faces facing accept accepts accepted declare continue continues continued give gives
given gave keep keeps kept find finds found leave leaves hold holds held bring brings brought run
runs ran begin begins began start starts started open opens opened close closes closed turn turns
turned call calls called ask asks asked try tries tried play plays played move moves moved live
lives lived feel feels felt become becomes became include includes included provide provides
provided offer offers offered allow allows allowed meet meets met lead leads led follow follows
followed create creates created expect expects expected build builds built stay stays send sends
sent buy buys bought pay pays paid win wins won lose loses lost save saves saved really quite
""")
_PLATFORMS = word_set("Twitter Facebook Instagram Google YouTube Internet Xbox Dollar Bible")
_SILENT = _PLAIN | FUNCTION_WORDS | SPEECH | CALENDAR | ROLE_NOUNS
"""Words that no topic is made of, in lower case."""
_THINGS = THING_NOUNS - _PLATFORMS
_TITLE_TOGETHER = 2  # uses a phrase needs if the title has it too …
_TITLE_WORD = 3  # … if the title has one of its words …
_ELSEWHERE = 4  # … and if it has none
_MOST = 3
_SUGGESTED = 6


def find_topics(mentions: Mentions, taken: frozenset[str], own: bool) -> list[Claim]:
    """At most three claims of `topics`, the other candidates of `suggested_topics`; offsets in
    Article.text. `taken` are name keys of people, bodies and places; with `own` topics of the
    digest in the article, the words of the text are suggestions only."""
    article = mentions.article
    counts, first = _phrases(article.text)
    for name, count, start, end in _named_things(mentions):
        if name_key(name) not in taken:
            counts[name] = count + 1  # a name is a topic sooner than a phrase
            first[name] = (start, end)
    title = article.text[: article.title_end].casefold()
    title_words = set(_WORD.findall(title))
    scored = []
    for phrase, count in counts.items():
        if count < _TITLE_TOGETHER or phrase not in first:
            continue
        words = phrase.casefold().split()
        together = phrase.casefold() in title
        inside = sum(w in title_words for w in words)
        if count < _TITLE_WORD and not inside:
            continue
        enough = _TITLE_TOGETHER if together else _TITLE_WORD if inside else _ELSEWHERE
        score = count + 0.8 * inside + 0.5 * together
        scored.append((count >= enough, score, -first[phrase][0], phrase))
    scored.sort(reverse=True)
    claims: list[Claim] = []
    used: set[str] = set()
    topics = 0
    for sure, score, _, phrase in scored:
        if not used.isdisjoint(words := phrase.casefold().split()):
            continue
        used.update(words)
        chosen = sure and topics < _MOST and not own
        topics += chosen
        confidence = min(0.8, 0.3 + score / 10)
        field = "topics" if chosen else "suggested_topics"
        claims.append(Claim(field, phrase, *first[phrase], "topics.phrase", confidence))
        if len(claims) == _MOST + _SUGGESTED:
            break
    return claims


def _phrases(text: str) -> tuple[dict[str, int], dict[str, tuple[int, int]]]:
    """Phrases of two or three plain words, how often they stand in the text, and where first: all
    that stand there more than once, and some that do not."""
    counts: dict[str, int] = {}
    first: dict[str, tuple[int, int]] = {}
    initial = text[:1].lower()  # the title's first word is capitalised whatever it is
    if len(initial) == 1:
        text = initial + text[1:]
    runs = [(match.start(), match[0].split(" ")) for match in _RUN.finditer(text)]
    words = Counter(chain.from_iterable(run for _, run in runs))
    # A word that stands in the text once is in no phrase that comes again, and only those count.
    telling = {word for word, times in words.items() if times > 1 and _tells(word)}
    for at, run in runs:
        starts: list[int] = []  # of the words up to here that tell something
        for word in run:
            begin, at = at, at + len(word) + 1
            if word not in telling:
                starts = []
                continue
            starts = [*starts[-2:], begin]
            if word.endswith("ed"):
                continue  # it ends no noun phrase
            for start in reversed(starts[:-1]):
                phrase = text[start : at - 1]
                counts[phrase] = counts.get(phrase, 0) + 1
                if start:
                    first.setdefault(phrase, (start, at - 1))
    return counts, first


def _tells(word: str) -> bool:
    if len(word) < 3 or word[0].isupper():  # names have fields of their own
        return False
    lower = word.lower()
    return not (lower in _SILENT or lower.endswith(("ly", "est")) or "'" in lower or "’" in lower)


def _named_things(mentions: Mentions) -> list[tuple[str, int, int, int]]:
    """Laws, festivals, storms and the like by their names, how often, and where first."""
    counts: Counter[str] = Counter()
    first: dict[str, tuple[int, int]] = {}
    for mention in mentions.found:
        words = mention.words
        if len(words) > 1 and words[-1] in _THINGS and not mention.title:
            counts[mention.name] += 1
            first.setdefault(mention.name, (mention.start, mention.end))
    return [(name, count, *first[name]) for name, count in counts.items()]
