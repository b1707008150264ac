"""The summary: the lead, or the fewest sentences at the start that say who did what."""

import re

from digestgen.extract.article import Article, Paragraph
from digestgen.extract.claims import Claim
from digestgen.extract.emphasis import unmarked
from digestgen.extract.sentences import END

_DATELINE = re.compile(
    # No word begins inside another, or splitting one in seven would take all day.
    r"(?:(?<![\w'’.-])[^\W\d_][\w'’-]*\.?(?:[A-Z]\.)*[,/]? ?){0,7}(?:\d{1,2},? )?"
    r"(?P<agency>\([^()\n]{1,25}\) ?)?[—–-]{1,2} ?(?=\S)"
)
_STATE = re.compile(r"[^\W\d_a-z][\w ]*, [A-Z]{2} [—–-]")
_CLOSED = re.compile(r"[.!?…:][\"”’)\]]*$")
_PICTURE = re.compile(
    r"^(?:Above|Below|Pictured|Left|Right|Photo|Image|Video|File)\b[^.]{0,20}:"
    r"|, (?:left|right|cent(?:er|re)|second from (?:left|right)),|\((?:L|R|C|left|right|pictured)\)"
    r"|^(?:[^\W\d_a-z]{2,}[’'!,]? ){2,}(?:…|\.\.\.)",
)
_PROMPT = re.compile(
    r"(?:Listen|Subscribe|Sign up|Click|Watch|Read|Follow|Download|Start your|Join|Scroll|Share)\b"
    r".{0,90}\b(?:here|below|newsletters?|podcasts?|app|platform|inbox|by|more|us)\b"
)
_SHORT = 70  # characters below which a further sentence is added
_LONGEST = 400
_FEWEST_WORDS = 7
_LOOKED_AT = 5  # paragraphs at the start among which the lead is


def find_summary(article: Article) -> Claim | None:
    """A claim for the first sentence that tells something; offsets in Article.text."""
    fallback: int | None = None
    seen = 0
    for index, paragraph in enumerate(article.paragraphs):
        text = article.text[paragraph.start : paragraph.end]
        if paragraph.kind == "heading" or len(text.split()) < _FEWEST_WORDS:
            continue
        if _CLOSED.search(text[-6:]) and (seen >= _LOOKED_AT or not _is_aside(text)):
            return _lead(article, index)
        seen += 1
        if fallback is None or _is_aside(_text(article, fallback)):
            fallback = index  # a standfirst says less than the lead
    return _lead(article, fallback) if fallback is not None else None


def _text(article: Article, index: int) -> str:
    paragraph = article.paragraphs[index]
    return article.text[paragraph.start : paragraph.end]


def _is_aside(text: str) -> bool:
    """Whether a paragraph is a caption, a teaser, a prompt or a quotation that goes on."""
    return (
        _PICTURE.search(text) is not None
        or text.count(" | ") > 1
        or (_PROMPT.match(text) is not None and len(text) < 200)
        or (text[0] in '“"' and not re.search(r"[”\"]", text[1:]))
    )


def _lead(article: Article, index: int) -> Claim | None:
    paragraph = article.paragraphs[index]
    text = _text(article, index)
    begin = _dateline(text)
    end = _sentence_end(text, begin)
    while end - begin < _SHORT and end < len(text):
        end = _sentence_end(text, end + 1)
    if _unclosed(text[begin:end]) and (closing := re.compile(r"[”\"]").search(text, end)):
        end = closing.end()
    if end - begin > _LONGEST:
        end = text.rfind(" ", begin, begin + _LONGEST)
        end = begin + _LONGEST if end <= begin else end
    start, stop = paragraph.start + begin, paragraph.start + end
    if end == len(text) and end - begin < _SHORT and (more := _next(article, index)):
        stop = more.start + _sentence_end(article.text[more.start : more.end], 0)
    value = " ".join(unmarked(article.text[start:stop]).split())
    return Claim("summary", value, start, stop, "summary.lead", 0.7) if value else None


def _unclosed(text: str) -> bool:
    """Whether a quotation begins in the text and does not end in it."""
    return text.count("“") > text.count("”") or (text.count('"') % 2 == 1 and "“" not in text)


def _next(article: Article, index: int) -> Paragraph | None:
    """The paragraph that says what a short opening only hints at."""
    below = article.paragraphs[index + 1 : index + 2]
    if not below or below[0].kind != "text":
        return None
    text = _text(article, index + 1)
    plain = _CLOSED.search(text[-6:]) and not _is_aside(text) and text[0] not in '“"'
    short = _sentence_end(text, 0) < _LONGEST - _SHORT
    return below[0] if plain and short and len(text.split()) >= _FEWEST_WORDS else None


def _dateline(text: str) -> int:
    """Where the text begins behind its dateline: "PORT MERIDIAN, Nov 22 (PCA) — "."""
    match = _DATELINE.match(text[:120])
    if match and (match["agency"] or _shouted(text) or _STATE.match(text)):
        return match.end()
    return 0


def _shouted(text: str) -> bool:
    """Whether the text opens with a place in capitals."""
    word = re.match(r"[^\W\d_]+", text)
    return word is not None and len(word[0]) > 1 and word[0].isupper()


def _sentence_end(text: str, begin: int) -> int:
    match = END.search(text, begin)
    return match.end() if match else len(text)
