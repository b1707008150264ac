"""What a line looks like on its own: a sentence, a headline, a known kind of furniture.

Only shape and wording; where a line stands is weighed in `region` and `furniture`.
"""

import re
from typing import NamedTuple

from digestgen.extract.language import Wording, month_numbers, words_before
from digestgen.extract.phrases import Folded, fold
from digestgen.extract.printed import is_edge
from digestgen.extract.words import one_of, word_set

_SENTENCE_END = re.compile(r"[.!?…:][\"'”’»“)\]*]*$|[,;][\"”]$|[\"”]$|[。！？]$")
_LAST = ".!?…:\"'”’»“)]*。！？"  # what it ends in
_FULL_STOP = re.compile(r"[.!?][\"”’»“)\]]*$")
_LONGEST = 500  # characters of a line that phrases are looked for in
_DATED = 120  # characters in which a line that is a date has a digit
_MONTHS = one_of(month_numbers())
_LABELS = one_of(words_before("published") | words_before("updated"))
_DATE_ONLY = re.compile(
    rf"(?:(?:last |first )?(?:{_LABELS})(?: (?:on|am|le|el))?:?\s*)?(?:[^\W\d_]{{2,10}}\.?,? )?"
    rf"(?:\d{{1,2}}(?:st|nd|rd|th|er)?\.? (?:de )?(?:{_MONTHS})\.?,? (?:de )?\d{{4}}"
    rf"|(?:{_MONTHS})\.? \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}"
    rf"|\d{{1,2}}[/.]\d{{1,2}}[/.]\d{{2,4}}|\d{{4}}-\d\d-\d\d)\b.{{0,60}}$"
)
_DAY_FIRST = re.compile(
    rf"(?:[^\W\d_]{{2,10}}\.?,? )?(?:(?:{_MONTHS})\.? \d{{1,2}}\b"
    rf"|\d{{1,2}}(?:st|nd|rd|th|er)?\.? (?:de )?(?:{_MONTHS})\b)"
)
_CLOCK = re.compile(r"\d{1,2}[:.]\d\d ?(?:[ap]\.?m\.?|uhr|h)?(?= |$)", re.IGNORECASE)
_DIGIT = re.compile(r"\d")
_CLOCK_ONLY = re.compile(
    rf"(?:(?:last )?(?:{_LABELS}):? (?:at )?)?\d{{1,2}}[:.h]\d\d(?: ?[ap]\.?m\.?)?(?: uhr)?(?: [a-z]{{2,4}})?$"
)
_HANDLE = re.compile(r"(?:[\w.'-]+ ){1,4}@\w{2,30}$")
_ADDRESS = re.compile(
    r"[\w.+-]+@[\w-]+\.[\w.]+$|@\w{2,30}$|https?://\S+$|www\.\S+$|pic\.twitter\.com/\S+$"
    r"|(?:twitter|facebook|x|instagram|linkedin|youtube|t)\.com?/\S+$"
)
_SITE_TEASER = re.compile(r"(?:on|at|from|via) [\w-]+\.(?:com|org|net|co\.\w\w|\w\w): .{3,}")
_FROM = ("on", "at", "from", "via")
_COPYRIGHT = re.compile(r"(?:©|\(c\) ?\d).{0,200}$")
_POST = re.compile(r"[—–-]* ?.{2,60}? \(@\w{1,30}\)(?:,? .{4,30})?$")
_WIDE = re.compile(r"\S(?: {3,}| {2,}[·•|] *)(?=\S)")  # gaps between a row's links
_TAKE = re.compile(r"[A-Z][A-Z\d-]+(?: [A-Z\d-]+)*[ -]TAKE[ -]\d+$")  # of a wire's story
_LINE_UP = re.compile(r" \(\d(?:-\d){2,3}\): ")
_NO_WORD = re.compile(r"[\W_]+$")
_SPACELESS = 40  # characters of a sentence in scripts without letter case or spaces
_TEASERS = 3  # headlines with bars between them that make a line of teasers


class Shape(NamedTuple):
    """What one line looks like. A tuple, as pages have thousands and they are read all the time."""

    words: int
    sentence: bool  # reads as prose: enough words, closed by punctuation or long
    reason: str  # why it would be dropped, "" where nothing speaks against it
    ending: bool  # a heading that article text does not come after
    titled: bool  # nearly every word is capitalised, and it is no sentence
    comments: bool  # a heading of what readers wrote


def shape(text: str, wording: Wording) -> Shape:
    """The shape of a line's text on a page whose language has this wording."""
    words = text.split()
    count = len(words)
    reason, ending, comments = "", False, False
    if len(text) <= _LONGEST:
        folded = fold(text)
        if count <= 14:
            ending = bool(wording.endings.find(folded))
            comments = count <= 20 and bool(wording.comments.find(folded))
        reason = "printed page" if is_edge(text) else _reason(folded, wording)
    letters = [word[0] for word in words]
    closed = text[-1] in _LAST and _SENTENCE_END.search(text[-12:]) is not None
    lower = sum(map(str.islower, letters))
    sentence = (
        (closed and count >= 5 and lower >= 0.35 * count)
        or (closed and count >= 5 and lower >= 2 and _FULL_STOP.search(text[-6:]) is not None)
        or (count >= 25 and lower >= 0.5 * count)
    )
    titled = False
    if not sentence and (count > 1 or len(text) >= _SPACELESS) and lower < count:
        plain = wording.function_words
        content = [
            letter
            for letter, word in zip(letters, text.lower().split(), strict=True)
            if word not in plain and letter.isalpha()
        ]
        capitals = sum(map(str.isupper, content))
        titled = len(content) > 1 and capitals >= 0.8 * len(content)
        # Scripts without letter case or spaces count by characters.
        sentence = lower == 0 and capitals == 0 and len(text) >= _SPACELESS
    if not reason and not sentence and "  " in text and len(_WIDE.findall(text)) >= 2:
        reason = "menu"
    if not reason and "TAKE" in text and _TAKE.match(text):
        reason = "wire slug"
    if not reason and count >= 4 * _TEASERS and text.count(" | ") >= _TEASERS - 1:
        reason = "related link"
    return Shape(count, sentence, reason, ending, titled, comments)


def _reason(line: Folded, wording: Wording) -> str:
    text, words = line.text, line.words
    if not words:
        return "separator" if _NO_WORD.match(text) else ""
    if len(words) <= 12 and _is_share_row(words, wording):
        return "share row"
    if found := wording.furniture.find(line):
        return found
    first = text[0]
    if first in "©(" and _COPYRIGHT.match(text):
        return "copyright"
    if _DIGIT.search(text, 0, _DATED) and (_CLOCK_ONLY.match(text) or _DATE_ONLY.match(text)):
        return "timestamp"
    if " " in text:
        contact = "@" in text and _HANDLE.match(text)
    else:
        contact = ("@" in text or "." in text or ":" in text) and _ADDRESS.match(text)
    if contact:
        return "contact line"
    if words[0] in _FROM and _SITE_TEASER.match(text):
        return "related link"
    return ""


def _is_share_row(bare: list[str], wording: Wording) -> bool:
    """Nothing but names of services and what to do with them: "Share on Facebook"."""
    if bare[0] not in wording.sharing:
        return False
    return all(w in wording.sharing or w in _CONNECTING or w.isdigit() for w in bare)


_CONNECTING = word_set(
    "on to via this with by article story page icon feed us now in opens a an the auf teilen"
    " sur sobre en par con mit per"
)


def is_post_signature(text: str) -> bool:
    """ "— Mara Lind (@maralind) March 3, 2026" """
    return "(@" in text and len(text) <= 110 and _POST.match(text) is not None


def is_clock(text: str) -> bool:
    """ "7:42 PM", alone on a line"""
    return text[:1].isdigit() and len(text) <= 20 and _CLOCK_ONLY.match(text.lower()) is not None


def starts_with_clock(text: str) -> bool:
    """ "7:42 PM  The bridge is open" """
    return _CLOCK.match(text) is not None


def is_line_up(text: str) -> bool:
    """ "Rovers (4-4-2): Lind; Ek, Brandt, …" """
    return "): " in text and _LINE_UP.search(text, 0, 60) is not None


def starts_with_day(text: str) -> bool:
    """ "June 9 – Bayfront Amphitheatre" """
    return _DAY_FIRST.match(text[:60].lower()) is not None
