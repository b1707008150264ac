"""When it was published and updated, in the forms newsrooms write dates and times.

A date is only read where it can mean one day: 03/04/2022 needs other evidence of its order (see
`dateorder`), "Tuesday" and "2 days ago" a date that the page shows as today's.
"""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from zoneinfo import ZoneInfo

from digestgen.extract.language import month_numbers, words_before
from digestgen.extract.words import WEEKDAYS, one_of

_MONTH = rf"(?P<{{}}>{one_of(month_numbers())})(?![^\W\d_])\.?"
_YEAR = r"(?:19|20)\d\d"
_WEEKDAY = rf"(?:{'|'.join(d[:3] for d in WEEKDAYS)})[a-z]{{0,6}}\.?"
# A label may be glued to the month: "PublishedNov 19".
_EDGE = r"(?:\b|(?-i:(?<=[a-z])(?=[A-Z])))"
DATE = re.compile(
    rf"(?<![\d/.-])(?:(?P<iso>{_YEAR}(?P<sep>[-/])\d\d(?P=sep)\d\d)(?!\d)"
    rf"|(?P<d1>\d{{1,2}})(?: ?(?:st|nd|rd|th|er)\b|\.(?= ?[^\W\d])|º)?(?: of| de)?[ -]?"
    rf"{_MONTH.format('m1')}(?:,? ?(?:de )?(?P<y1>{_YEAR})|-(?P<y4>{_YEAR}|\d\d\b)|(?![\w-]))"
    rf"|{_EDGE}{_MONTH.format('m2')} ?(?P<d2>\d{{1,2}})(?: ?(?:st|nd|rd|th)\b)?"
    rf"(?:,? ?(?P<y2>{_YEAR})|(?![\d/:.]\d|\d))"
    rf"|(?P<a>\d{{1,2}})(?P<by>[/.])(?P<b>\d{{1,2}})(?P=by)(?P<y3>{_YEAR}|\d\d)(?![\d/]))",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"\d")
_CLOCK = (
    r"(?:(?P<digits>[0-2]\d[0-5]\d)(?= ?(?:GMT|UTC|hrs\b|hours\b|h\b|(?-i:[A-Z]{2,4}\b)))"
    r"|(?P<hour>\d{1,2})(?:[:.h](?P<minute>\d\d)(?::(?P<second>\d\d)(?:\.\d+)?)?)? "
    r"?(?P<half>[ap]\.?m\b\.?|[ap]m(?=[A-Z]))?)"
)
_ZONE = (
    r"(?: ?\(?(?P<zone>(?:GMT|UTC)?[+-]\d{1,2}(?::?\d\d)?(?!\d)|Z\b"
    r"|(?-i:(?:Eastern|Central|Mountain|Pacific)(?: Standard| Daylight)?(?: Time)?\b)"
    r"|(?-i:[A-Z]{2,5}(?=[A-Z][a-z]|\b))))?"
)
_BETWEEN = r"[ ,|/•·–—-]{0,5}"
_AFTER = re.compile(
    rf"T?(?:,? (?:at|à|um|a las|kl\.?) |{_BETWEEN}(?:(?:at|à|um|a las|kl\.) )?){_CLOCK}{_ZONE}",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    rf"(?<!\d){_CLOCK}{_ZONE}\)?{_BETWEEN}(?:on )?(?:{_WEEKDAY},? (?:the )?)?$", re.IGNORECASE
)
_ONLY_CLOCK = re.compile(rf"(?:at )?{_CLOCK}{_ZONE}\)?", re.IGNORECASE)
_UPDATED = re.compile(
    r"(?:updated|modified|edited|revised|last updated?|corrected|mise? à jour|oppdatert|uppdaterad"
    rf"|{'|'.join(sorted(words_before('updated')))})\b[^.]{{0,24}}$",
    re.IGNORECASE,
)
_PUBLISHED = re.compile(
    r"(?:published|posted|created|issued|date|released|uploaded|publisert|publicerad"
    rf"|{'|'.join(sorted(words_before('published')))})\b[^.]{{0,24}}$",
    re.IGNORECASE,
)
_AGO = re.compile(
    r"\b(?P<count>\d{1,2}|an?|one|two|three) ?(?P<unit>s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?"
    r"|d|days?|w|weeks?)\.? ago\b|\b(?P<word>just now|today|yesterday)\b",
    re.IGNORECASE,
)
_NUMBERS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3}

_FIXED = {
    "UTC": 0, "GMT": 0, "Z": 0, "WET": 0, "BST": 60, "CET": 60, "WAT": 60, "WEST": 60, "CEST": 120,
    "SAST": 120, "CAT": 120, "EET": 120, "EEST": 180, "EAT": 180, "MSK": 180, "GST": 240, "PKT": 300,
    "IST": 330, "NPT": 345, "WIB": 420, "ICT": 420, "MYT": 480, "SGT": 480, "HKT": 480, "PHT": 480,
    "AWST": 480, "JST": 540, "KST": 540, "ACST": 570, "AEST": 600, "ACDT": 630, "AEDT": 660,
    "NZST": 720, "NZDT": 780, "NDT": -150, "ADT": -180, "NST": -210, "AST": -240, "EDT": -240,
    "EST": -300, "CDT": -300, "CST": -360, "MDT": -360, "MST": -420, "PDT": -420, "PST": -480,
    "AKDT": -480, "AKST": -540, "HST": -600,
}  # fmt: skip
_SEASONAL = {
    "ET": "America/New_York",
    "CT": "America/Chicago",
    "MT": "America/Denver",
    "PT": "America/Los_Angeles",
    "EASTERN": "America/New_York",
    "CENTRAL": "America/Chicago",
    "MOUNTAIN": "America/Denver",
    "PACIFIC": "America/Los_Angeles",
}


@dataclass(frozen=True, slots=True)
class Stamp:
    """A date found in a line; `value` as front matter writes it, "" where that is open."""

    value: str
    start: int  # in the line
    end: int
    label: str  # "published", "updated" or ""
    kind: str = "full"  # "numeric": day and month may be swapped; "short": without its year
    either: tuple[str, ...] = ()  # the days it could be


def has_date(text: str) -> bool:
    """Whether a date is in a line of text; in a long one, no date of the page."""
    return len(text) <= 300 and _is_dated(text)


@lru_cache(maxsize=1 << 10)  # the same lines are looked at from many others
def _is_dated(text: str) -> bool:
    return _DIGIT.search(text) is not None and DATE.search(text) is not None


def stamps(
    text: str, above: str, following: str, day_first: bool | None, years: tuple[int, ...]
) -> Iterator[Stamp]:
    """The dates of one line. `above` and `following` are its neighbours: some pages set the label
    or the time there. `years` are those that a date without one may be in, the likeliest first."""
    if len(text) > 300 or _DIGIT.search(text) is None:
        return
    taken = 0
    for match in DATE.finditer(text):
        day, either = _day(match, text, day_first, years)
        start, end = match.span()
        clock = _AFTER.match(text, end)
        if clock and not _is_time(clock):
            clock = None
        if clock:
            end = clock.end()
        else:
            clock = _BEFORE.search(text[taken : match.start()][-48:])
            if clock and not _is_time(clock):
                clock = None
            if clock:
                start = match.start() - len(clock[0])
            elif match.end() == len(text) and len(following) < 24:
                late = _ONLY_CLOCK.fullmatch(following)
                clock = late if late and _is_time(late) else None
        before = text[taken:start]
        if not taken and len(before) < 3 and len(above) < 24:
            before = above
        label = (
            "updated"
            if _UPDATED.search(before)
            else ("published" if _PUBLISHED.search(before) else "")
        )
        kind = "full" if _has_year(match) else "short"
        if match["a"] and match["a"] != match["b"] and int(match["a"]) <= 12 >= int(match["b"]):
            kind = "numeric"
        taken = match.end()
        if day is not None:
            value = _with_time(day, clock) if clock else day.isoformat()
            yield Stamp(value, start, end, label, kind)
        elif either or kind == "short":
            yield Stamp("", *match.span(), label, kind, either)


def ago(text: str, today: dt.date) -> Stamp | None:
    """ "2 days ago", where `today` is known."""
    match = _AGO.search(text) if len(text) <= 120 else None
    if match is None:
        return None
    days = 0
    if match["count"]:
        count = _NUMBERS.get(match["count"].lower()) or int(match["count"])
        days = count * {"d": 1, "w": 7}.get(match["unit"][0].lower(), 0)
    elif match["word"].lower() == "yesterday":
        days = 1
    label = "updated" if _UPDATED.search(text[: match.start()]) else ""
    day = today - dt.timedelta(days)
    clock = _AFTER.match(text, match.end()) if match["word"] else None
    if clock and _is_time(clock):  # "Today 21:05"
        return Stamp(_with_time(day, clock), match.start(), clock.end(), label, "ago")
    return Stamp(day.isoformat(), *match.span(), label, "ago")


def plain_day(match: re.Match[str]) -> dt.date | None:
    """The day of a match of DATE that holds a year and a month in words."""
    return _day(match, "", None, ())[0] if not match["a"] and _has_year(match) else None


def zone_after(text: str, position: int) -> str:
    """The zone of the time that follows a date."""
    clock = _AFTER.match(text, position)
    zone = (clock["zone"] or "") if clock and _is_time(clock) else ""
    known = zone.upper().split(" ")[0]
    return zone if known in _FIXED or known in _SEASONAL or "+" in zone or "-" in zone else ""


def _has_year(match: re.Match[str]) -> bool:
    return bool(match["iso"] or match["y1"] or match["y2"] or match["y3"] or match["y4"])


def _day(
    match: re.Match[str], text: str, day_first: bool | None, years: tuple[int, ...]
) -> tuple[dt.date | None, tuple[str, ...]]:
    """The day, or else the days that it could be."""
    try:
        if match["iso"]:
            return dt.date.fromisoformat(match["iso"].replace("/", "-")), ()
        if match["a"]:
            return _numeric(int(match["a"]), int(match["b"]), _full(match["y3"]), day_first)
        month = _month(match["m1"] or match["m2"])
        number = int(match["d1"] or match["d2"])
        if written := match["y1"] or match["y2"] or match["y4"]:
            return dt.date(_full(written), month, number), ()
        return _without_year(month, number, text[: match.start()], years), ()
    except ValueError:
        return None, ()


def _full(year: str) -> int:
    return int(year) + (2000 if len(year) == 2 else 0)


def _numeric(
    first: int, second: int, year: int, day_first: bool | None
) -> tuple[dt.date | None, tuple[str, ...]]:
    if first > 12 or (day_first and second <= 12) or first == second:
        return dt.date(year, second, first), ()
    if second > 12 or day_first is False:
        return dt.date(year, first, second), ()
    return None, (
        dt.date(year, second, first).isoformat(),
        dt.date(year, first, second).isoformat(),
    )


def _without_year(month: int, number: int, before: str, years: tuple[int, ...]) -> dt.date | None:
    """A weekday picks the year."""
    name = re.search(rf"\b({_WEEKDAY}),? ?(?:the )?$", before, re.IGNORECASE)
    days = [dt.date(year, month, number) for year in years]
    if name:
        fits = [d for d in days if WEEKDAYS[d.weekday()].startswith(name[1][:3].lower())]
        return fits[0] if fits else None
    return days[0] if days else None


def _month(name: str) -> int:
    return month_numbers()[name.lower()]


def _is_time(clock: re.Match[str]) -> bool:
    """A bare number is no time."""
    if clock["digits"]:
        return int(clock["digits"][:2]) < 24
    return bool(clock["minute"] or clock["half"]) and int(clock["hour"]) < 25


def _with_time(day: dt.date, clock: re.Match[str]) -> str:
    if clock["digits"]:
        hour, minute, second = int(clock["digits"][:2]), int(clock["digits"][2:]), 0
    else:
        hour, minute = int(clock["hour"]), int(clock["minute"] or 0)
        second = int(clock["second"] or 0)
    if clock["half"] and hour <= 12:
        hour = hour % 12 + (12 if clock["half"][0] in "pP" else 0)
    try:
        moment = dt.datetime(day.year, day.month, day.day, hour, minute, second)
    except ValueError:
        return day.isoformat()
    zone = (clock["zone"] or "").upper().split(" ")[0]
    if zone in _SEASONAL:
        return moment.replace(tzinfo=ZoneInfo(_SEASONAL[zone])).isoformat()
    if zone in _FIXED:
        return moment.replace(tzinfo=dt.timezone(dt.timedelta(minutes=_FIXED[zone]))).isoformat()
    if shift := re.fullmatch(r"(?:GMT|UTC)?([+-])(\d{1,2}):?(\d\d)?", zone):
        delta = dt.timedelta(hours=int(shift[2]), minutes=int(shift[3] or 0))
        if delta < dt.timedelta(hours=15):
            delta = -delta if shift[1] == "-" else delta
            return moment.replace(tzinfo=dt.timezone(delta)).isoformat()
    return moment.isoformat()
