"""Topics in the article's own words, for digests (or articles) without topic profiles."""

import re
from collections import Counter

from digestgen.extract.article import Article
from digestgen.extract.claims import Claim
from digestgen.extract.words import CALENDAR, FUNCTION_WORDS, ROLE_NOUNS, SPEECH, word_set

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_PLAIN = word_set(
    "year years day days week weeks month months time times people man men woman women way ways "
    "lot number group part place case end fact"
    " new old big good great long high low small large early late own able made make making take "
    "taken took get got going go went came come"
    " see seen know known think want need use used work working help set put show shown left "
    "right second million billion percent per cent"
    " official officials spokesperson spokeswoman spokesman statement told news report reports "
    "reported story today"
)
_MOST = 3
_SUGGESTED = 6


def find_topics(article: Article) -> list[Claim]:
    """At most three claims of `topics`, the other candidates of `suggested_topics`; offsets in
    Article.text. Candidates are phrases of two or three words that recur; words of the title count for more."""
    text = article.text
    counts: Counter[str] = Counter()
    first: dict[str, tuple[int, int]] = {}
    previous: list[re.Match[str]] = []
    for match in _WORD.finditer(text):
        word = match[0].lower()
        good = len(word) > 2 and not (
            word in FUNCTION_WORDS
            or word in SPEECH
            or word in _PLAIN
            or word in CALENDAR
            or word in ROLE_NOUNS
            or "'" in word
            or "’" in word
        )
        if not good:
            previous = []
            continue
        if previous and text[previous[-1].end() : match.start()] != " ":
            previous = []
        previous = [*previous[-2:], match]
        for size in (2, 3):
            if len(previous) >= size:
                start, end = previous[-size].start(), match.end()
                phrase = text[start:end]
                if start == 0:  # the title's first word is capitalised whatever it is
                    phrase = phrase[0].lower() + phrase[1:]
                if any(w[0].isupper() for w in phrase.split()):
                    continue  # names have fields of their own
                counts[phrase] += 1
                if start:
                    first.setdefault(phrase, (start, end))
    title = set(_WORD.findall(text[: article.title_end].lower()))
    scored = []
    for phrase, count in counts.items():
        if count == 1:
            continue
        words = phrase.split()
        in_title = sum(w in title for w in words)
        score = (count - 1) * 1.0 + in_title * 0.8
        if score >= 1.5:
            scored.append((score, -first[phrase][0], phrase))
    scored.sort(reverse=True)
    claims: list[Claim] = []
    taken: set[str] = set()
    for score, _, phrase in scored:
        words = phrase.split()
        if taken & set(words):
            continue
        taken |= set(words)
        confident = score >= 2.0 and sum(c.field == "topics" for c in claims) < _MOST
        field = "topics" if confident else "suggested_topics"
        claims.append(
            Claim(field, phrase, *first[phrase], "topics.phrase", min(0.8, 0.3 + score / 10))
        )
        if len(claims) == _MOST + _SUGGESTED:
            break
    return claims
