"""The summary: the first sentence or two of the article."""

import re

from digestgen.extract.article import Article, Paragraph
from digestgen.extract.claims import Claim

_DATELINE = re.compile(r"[^\W\d_a-z][^.!?:“”\"\n]{1,60}?(?:\([^()\n]{1,25}\) ?)?[—–-]{1,2} (?=\S)")
_END = re.compile(
    r"(?<![ .][^\W\d_a-z])(?<!Mr|Dr|Ms|St|No|vs)(?<!Mrs|Rep|Sen|Gov|Jan|Feb|Aug|Oct|Nov|Dec|Inc"
    r"|Ltd|Col|Gen)[.!?…][”\"’)\]]*(?= [^\W\d_a-z]| [“\"'‘(]|$)"
)
_CLOSED = re.compile(r"[.!?…:][\"”’)\]]*$")
_SHORT = 70  # characters below which the second sentence is added
_LONGEST = 400
_FEWEST_WORDS = 7


def find_summary(article: Article) -> Claim | None:
    fallback: Paragraph | None = None
    for paragraph in article.paragraphs:
        text = article.text[paragraph.start : paragraph.end]
        if paragraph.kind == "heading" or len(text.split()) < _FEWEST_WORDS:
            continue
        if _CLOSED.search(text[-6:]):
            return _lead(article, paragraph)
        fallback = fallback or paragraph  # a standfirst says less than the lead
    return _lead(article, fallback) if fallback else None


def _lead(article: Article, paragraph: Paragraph) -> Claim | None:
    text = article.text[paragraph.start : paragraph.end]
    begin = 0
    if (match := _DATELINE.match(text[:120])) and _shouted(text):
        begin = match.end()
    end = _sentence_end(text, begin)
    if end - begin < _SHORT and end < len(text):
        end = _sentence_end(text, end + 1)
    if end - begin > _LONGEST:
        end = text.rfind(" ", begin, begin + _LONGEST)
        end = begin + _LONGEST if end <= begin else end
    value = text[begin:end].strip()
    if not value:
        return None
    start = paragraph.start + begin
    return Claim("summary", value, start, paragraph.start + end, "summary.lead", 0.7)


def _shouted(text: str) -> bool:
    """Whether the text opens with a place in capitals: "PORT MERIDIAN, Nov 22 — "."""
    word = re.match(r"[^\W\d_]+", text)
    return word is not None and len(word[0]) > 2 and word[0].isupper()


def _sentence_end(text: str, begin: int) -> int:
    match = _END.search(text, begin)
    return match.end() if match else len(text)
