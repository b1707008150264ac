"""Whether 03/04/2022 is 3 April or 4 March: told by other dates, weekdays, zones, the dates that the
article speaks of, and as a last resort by how the page spells."""

import datetime as dt
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from digestgen.extract.dateline import DATE, plain_day, zone_after
from digestgen.extract.words import WEEKDAYS, word_set

_DAY_NAME = re.compile(
    rf"\b({'|'.join(d[:3] for d in WEEKDAYS)})[a-z]{{0,6}}\.?,? ?$", re.IGNORECASE
)
_NUMERIC = re.compile(r"\d[/.]\d\d?[/.]\d\d")
_LATE_CLOCK = re.compile(
    r"[ ,|•·–—-]{0,5}(?:at )?(?:1[3-9]|2[0-3])[:.][0-5]\d\b(?! ?[ap]\.?m)", re.IGNORECASE
)
_AMERICAN_ZONES = word_set("ET CT MT PT EST EDT CST CDT MST MDT PST PDT EASTERN CENTRAL PACIFIC")
_HOME = re.compile(r"\.(?:(?:co|com|org|gov|ac)\.(?:[a-z]{2})|ie|eu|in|ng|ke)(?![\w.])")
_BRITISH = re.compile(
    r"\b(?:\w{3,}(?:isation|ising|ised)|colours?|favour\w*|labour|neighbour\w*|harbours?|honour\w*"
    r"|centres?|theatres?|metres?|programmes?|defence|per cent|tonnes?|whilst|licence)\b"
)
_AMERICAN = re.compile(
    r"\b(?:\w{3,}(?:ization|izing|ized)|colors?|favor\w*|labor|neighbor\w*|harbors?|honor\w*|centers?"
    r"|theaters?|meters?|programs?|defense|percent|tons)\b"
)
_NEAR = 45  # days between a publication and what it writes about


@dataclass(frozen=True, slots=True)
class Order:
    """Whether the day comes first in numeric dates."""

    day_first: bool | None = None  # None: nothing tells
    doubt: float = 0.0  # taken off the confidence of dates read so


def date_order(texts: Sequence[str]) -> Order:
    """The order of the page's numeric dates; `texts` are its lines."""
    numeric = [
        (match, text)
        for text in texts
        if len(text) <= 300 and _NUMERIC.search(text)
        for match in DATE.finditer(text)
        if match["a"]
    ]
    if not numeric:
        return Order()
    votes: Counter[bool] = Counter()
    for match, text in numeric:
        first, second = int(match["a"]), int(match["b"])
        if (first > 12) != (second > 12):
            votes[first > 12] += 1
        elif name := _DAY_NAME.search(text[: match.start()]):
            order = _by_weekday(first, second, int(match["y3"]), name[1].lower())
            if order is not None:
                votes[order] += 1
    if votes:
        return Order(votes[True] >= votes[False], 0.0 if len(votes) == 1 else 0.2)
    for match, text in numeric:
        if zone := zone_after(text, match.end()):
            return Order(zone.upper().split(" ")[0] not in _AMERICAN_ZONES, 0.05)
    return _by_subject(numeric, texts) or _by_habit(numeric, texts)


def _by_weekday(first: int, second: int, year: int, name: str) -> bool | None:
    fits = [
        order
        for order, day in _readings(first, second, year)
        if WEEKDAYS[day.weekday()].startswith(name)
    ]
    return fits[0] if len(fits) == 1 else None


def _readings(first: int, second: int, year: int) -> list[tuple[bool, dt.date]]:
    year += 2000 if year < 100 else 0
    found = []
    for day, month, order in ((first, second, True), (second, first, False)):
        try:
            found.append((order, dt.date(year, month, day)))
        except ValueError:
            continue
    return found


def _by_subject(numeric: list[tuple[re.Match[str], str]], texts: Sequence[str]) -> Order | None:
    """The reading that is close to a date in words, where the other is far from all of them."""
    match = numeric[0][0]
    readings = _readings(int(match["a"]), int(match["b"]), int(match["y3"]))
    if len(readings) < 2 or readings[0][1] == readings[1][1]:
        return None
    known = [day for text in texts for found in DATE.finditer(text) if (day := plain_day(found))]
    if not known:
        return None
    away = [min(abs((day - other).days) for other in known) for _, day in readings]
    if min(away) <= _NEAR < max(away):
        return Order(readings[away.index(min(away))][0], 0.1)
    return None


def _by_habit(numeric: list[tuple[re.Match[str], str]], texts: Sequence[str]) -> Order:
    if any(_LATE_CLOCK.match(text, match.end()) for match, text in numeric):
        return Order(True, 0.2)
    if any(match[0].count(".") == 2 for match, _ in numeric):
        return Order(True, 0.2)
    if any(_HOME.search(text) for text in texts if len(text) <= 300):
        return Order(True, 0.2)
    british = {m[0] for text in texts for m in _BRITISH.finditer(text)}
    american = {m[0] for text in texts for m in _AMERICAN.finditer(text)}
    if abs(len(british) - len(american)) >= 2:
        return Order(len(british) > len(american), 0.4)
    return Order()
