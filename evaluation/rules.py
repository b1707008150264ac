"""When a value counts as right. Pure: a gold record and a value -> right or not, or counts.

A gold record is the JSON beside a paste: `title`, `title_alts`, `date`, `datetime`, `dates_ok`,
`authors`, `section`, `source`, `image_caption`, `image_credit`, `people`, `organizations`, `places`,
`quotes`, `topics`, `summary`, `body` (a list of paragraphs) and `flags` (what the text shows at all).
An item of a list is a name or `{name, aliases, optional}`; an optional one is neither required nor
wrong. Counts are

    (right, of)                      a share: fields with one value, and means over cases
    (hits, wrong, missed)            F1 of a list
    (found, listed, met, expected)   F1 where an item may match more than one
"""

import datetime as dt
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Any

Gold = Mapping[str, Any]
Counts = tuple[float, ...]
Key = Callable[[str], str]

_MARKS = {ord(mark): plain for marks, plain in (("’‘ʼ", "'"), ("“”„«»", '"')) for mark in marks}
_TITLES = frozenset(
    ["mr", "mrs", "ms", "miss", "dr", "prof", "professor", "sir", "dame", "lord", "lady", "king", "queen", "prince", "princess", "president", "prime", "minister", "pm", "mp", "chancellor", "secretary", "senator", "sen", "representative", "rep", "governor", "gov", "judge", "justice"]
)  # fmt: skip
_INITIALISMS = re.compile(r"\b(?:u s a|u s|u k|u n)\b")
_DOMAIN = re.compile(r"^https?://(?:www\.)?|\.(?:com|org|net|co\.uk|co\.za|ca|my|com\.au)\b.*$")
_OUTLET_ENDINGS = ("news", "online", "com", "website", "uk", "magazine")


# --- one form for what counts as the same --------------------------------------------------------


def fold(text: object) -> str:
    """Without case, accents, kinds of quotation marks and runs of white space."""
    one = unicodedata.normalize("NFKC", str(text)).translate(_MARKS)
    parts = unicodedata.normalize("NFKD", " ".join(one.split()).casefold())
    return "".join(c for c in parts if not unicodedata.combining(c))


def words(text: object) -> list[str]:
    return re.findall(r"[^\W_]+", fold(text))


def text_key(text: object) -> str:
    return " ".join(words(text))


def person_key(name: object) -> str:
    """A name without possessive and leading titles: "Mr. Tomas Brandt's" -> "tomas brandt"."""
    parts = words(re.sub(r"'s\b", "", fold(name)))
    while len(parts) > 2 and parts[0] in _TITLES:
        del parts[0]
    return " ".join(parts)


def entity_key(name: object) -> str:
    """A body or place without article and possessive; "U.S.A." and "US" are one."""
    parts = words(re.sub(r"'s\b", "", fold(name)))
    if len(parts) > 1 and parts[0] == "the":
        del parts[0]
    joined = _INITIALISMS.sub(lambda m: m[0].replace(" ", ""), " ".join(parts))
    return re.sub(r"\busa\b", "us", joined)


def outlet_key(name: object) -> str:
    """ "The Port Courier Online", "portcourier.com" -> "portcourier"."""
    parts = words(_DOMAIN.sub("", str(name)))
    if parts and parts[0] == "the":
        del parts[0]
    while len(parts) > 1 and parts[-1] in _OUTLET_ENDINGS:
        del parts[-1]
    return "".join(parts)


# --- single values -------------------------------------------------------------------------------


def items(value: Any) -> list[Any]:
    """A field as a list: absent is empty, one value is a list of one."""
    if isinstance(value, list | tuple):
        return [item for item in value if item not in (None, "")]
    return [] if value in (None, "") else [value]


def name(item: Any) -> str:
    return str(item.get("name") or "") if isinstance(item, Mapping) else str(item)


def title_right(gold: Gold, value: object) -> bool:
    return text_key(value) in {text_key(t) for t in [gold["title"], *items(gold.get("title_alts"))]}


def moment(value: object) -> tuple[dt.datetime, bool] | None:
    """A date or time as written in front matter, and whether it has a time of day."""
    try:
        found = dt.datetime.fromisoformat(str(value).strip())
    except ValueError:
        return None
    return found, len(str(value).strip()) > len("2026-03-03")


def day_right(gold: Gold, value: object) -> bool:
    found = moment(value)
    days = items(gold.get("dates_ok")) or [gold["date"]]
    return found is not None and found[0].date().isoformat() in days


def minute_right(gold: Gold, value: object) -> bool:
    """The same minute; pages often leave out their zone, so a whole or half hour off is accepted."""
    ours, theirs = moment(value), moment(gold["datetime"])
    if ours is None or theirs is None or not (ours[1] and theirs[1]):
        return False
    a, b = (
        (m.astimezone(dt.UTC).replace(tzinfo=None) if m.tzinfo else m).replace(second=0)
        for m in (ours[0], theirs[0])
    )
    apart = abs(round((a - b).total_seconds() / 60))
    return apart % 30 == 0 and apart <= 14 * 60


def section_right(gold: Gold, value: object) -> bool:
    accepted = [gold["section"], *items(gold.get("section_alts"))]
    return text_key(value) in {text_key(s) for s in accepted}


def source_right(gold: Gold, value: object) -> bool:
    host = re.sub(r"^https?://(?:www\.)?([^/]+).*", r"\1", str(gold.get("url") or ""))
    accepted = [gold["source"], gold.get("publisher"), host, *items(gold.get("source_alts"))]
    return outlet_key(value) in {outlet_key(s) for s in accepted if s} - {""}


def agreement(a: object, b: object) -> float:
    """The words two texts share, of those in the longer one."""
    ours, theirs = Counter(words(a)), Counter(words(b))
    longer = max(ours.total(), theirs.total())
    return (ours & theirs).total() / longer if longer else 0.0


def caption_right(gold: Gold, value: object) -> bool:
    return agreement(gold["image_caption"], value) >= 0.7


def credit_right(gold: Gold, value: object) -> bool:
    accepted = [gold["image_credit"], *items(gold.get("image_credit_alts"))]
    return text_key(value) in {text_key(c) for c in accepted}


# --- lists ---------------------------------------------------------------------------------------


def match_names(gold: Iterable[Any], listed: Iterable[Any], key: Key) -> Counts:
    """(hits, wrong, missed), one to one: a second form of a name that was already listed is wrong,
    unless it is optional."""
    expected: list[tuple[set[str], bool]] = []
    for item in gold:
        own = key(name(item))
        if not any(own in forms for forms, _ in expected):
            entry = item if isinstance(item, Mapping) else {}
            forms = {own, *(key(alias) for alias in items(entry.get("aliases")))}
            expected.append((forms, bool(entry.get("optional"))))
    met: set[int] = set()
    hits = wrong = 0
    for own in dict.fromkeys(key(name(item)) for item in listed):
        if not own:
            continue
        places = [i for i, (forms, _) in enumerate(expected) if own in forms]
        free = next((i for i in places if i not in met), None)
        if free is not None:
            met.add(free)
            hits += not expected[free][1]
        else:
            wrong += not any(expected[i][1] for i in places)
    missed = sum(i not in met and not optional for i, (_, optional) in enumerate(expected))
    return hits, wrong, missed


def same_quote(gold: Mapping[str, Any], text: object) -> float:
    """How far a text agrees with a gold quote, or with another way to cut it."""
    return max(agreement(form, text) for form in [gold["text"], *items(gold.get("text_alts"))])


def same_speaker(gold: Mapping[str, Any], speaker: object) -> bool:
    accepted = [gold.get("speaker") or "", *items(gold.get("speaker_aliases"))]
    return person_key(speaker or "") in {person_key(form) for form in accepted}


def match_quotes(gold: list[Any], listed: list[Any]) -> tuple[Counts, Counts]:
    """Counts by text alone (0.8 of the words, one to one, best first), and with the speaker."""
    pairs = sorted(
        (
            (same, i, j)
            for i, quote in enumerate(gold)
            for j, ours in enumerate(listed)
            if (same := same_quote(quote, ours.get("text") or "")) >= 0.8
        ),
        reverse=True,
    )
    partner: dict[int, int] = {}
    for _, i, j in pairs:
        if i not in partner and j not in partner.values():
            partner[i] = j
    required = [i for i in partner if not gold[i].get("optional")]
    spoken = sum(same_speaker(gold[i], listed[partner[i]].get("speaker")) for i in required)
    wrong = len(listed) - len(partner)
    missed = sum(i not in partner and not quote.get("optional") for i, quote in enumerate(gold))
    unspoken = len(required) - spoken
    return (len(required), wrong, missed), (spoken, wrong + unspoken, missed + unspoken)


def match_topics(gold: list[Any], listed: list[Any]) -> Counts:
    """(found, listed, met, expected), where topics that are half the same words count."""
    ours, theirs = ([set(words(name(t))) for t in side] for side in (listed, gold))

    def near(topic: set[str], others: list[set[str]]) -> bool:
        return any(
            bool(topic and other)
            and (topic <= other or other <= topic or 2 * len(topic & other) >= len(topic | other))
            for other in others
        )

    found = sum(near(topic, theirs) for topic in ours)
    return found, len(ours), sum(near(topic, ours) for topic in theirs), len(theirs)


# --- the body ------------------------------------------------------------------------------------

_MARKUP = (
    (re.compile(r"!\[[^\]]*\]\([^)]*\)"), ""),
    (re.compile(r"\[([^\]]*)\]\([^)]*\)"), r"\1"),
    (re.compile(r"(?m)^\s{0,8}(?:[-*+•>]|\d+[.)]|#{1,6})\s+"), ""),
    (re.compile(r"\\([^\w\s])"), r"\1"),
    (re.compile(r"\*\*|__|`|(?<!\w)[*_]|[*_](?!\w)"), ""),
)


class _Passage:
    """Words and runs of three of them, to tell whether a line was taken from a text."""

    def __init__(self, texts: Iterable[list[str]]) -> None:
        parts = list(texts)
        self.flat = " " + " | ".join(" ".join(part) for part in parts) + " "
        self.runs = {run for part in parts for run in _runs(part)}

    def holds(self, line: list[str]) -> bool:
        if len(line) < 4:
            return f" {' '.join(line)} " in self.flat
        runs = _runs(line)
        return sum(run in self.runs for run in runs) >= 0.6 * len(runs)


def _runs(line: list[str]) -> list[tuple[str, ...]]:
    return list(zip(line, line[1:], line[2:], strict=False))


def score_body(gold: Gold, markdown: str) -> dict[str, Counts]:
    """Bag of words against the gold paragraphs. Title, standfirst and caption may be there or not."""
    for pattern, plain in _MARKUP:
        markdown = pattern.sub(plain, markdown)
    lines = [line for line in map(words, markdown.split("\n")) if line]
    paragraphs = [paragraph for paragraph in map(words, gold["body"]) if paragraph]
    article = [word for paragraph in paragraphs for word in paragraph]
    written = _Passage([article])
    beside = [gold.get(k) for k in ("title", "image_caption")]
    beside += [*items(gold.get("title_alts")), *items(gold.get("summary"))]
    neutral = _Passage(words(text) for text in beside if text)
    judged = [(line, written.holds(line)) for line in lines]
    kept = [(line, ours) for line, ours in judged if ours or not neutral.holds(line)]
    bag, expected = Counter(word for line, _ in kept for word in line), Counter(article)
    both = (bag & expected).total()
    output = _Passage([[word for line in lines for word in line]])
    right = sum(len(line) for line, ours in kept if ours)
    return {
        "body": (2 * both / ((bag.total() + expected.total()) or 1), 1),
        "body_lines": (sum(ours for _, ours in kept) / (len(kept) or 1), 1),
        "body_paragraphs": (sum(map(output.holds, paragraphs)) / (len(paragraphs) or 1), 1),
        "boilerplate": (1 - right / bag.total() if kept else 0, 1),
    }
