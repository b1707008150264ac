"""When it was published and updated, in the forms newsrooms write dates and times.

A date is only read where it can mean one day: 03/04/2022 needs other evidence of its order.
"""

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from digestgen.extract.words import MONTHS, WEEKDAYS, word_set

_MONTH = r"(?P<{}>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{{0,6}}\.?"
_YEAR = r"(?:19|20)\d\d"
_DATE = re.compile(
    rf"(?<![\d/.-])(?:(?P<iso>{_YEAR}-\d\d-\d\d)"
    rf"|(?P<d1>\d{{1,2}})(?:st|nd|rd|th)? {_MONTH.format('m1')},? (?P<y1>{_YEAR})"
    rf"|\b{_MONTH.format('m2')} (?P<d2>\d{{1,2}})(?:st|nd|rd|th)?(?:,? (?P<y2>{_YEAR})|(?![\d/]))"
    rf"|(?P<a>\d{{1,2}})[/.](?P<b>\d{{1,2}})[/.](?P<y3>{_YEAR}|\d\d)(?![\d/]))",
    re.IGNORECASE,
)
_CLOCK = (
    r"(?P<hour>\d{1,2})(?:[:.h](?P<minute>\d\d)(?::(?P<second>\d\d)(?:\.\d+)?)?)? "
    r"?(?P<half>[ap]\.?m\b\.?|[ap]m(?=[A-Z]))?"
)
_ZONE = (
    r"(?: ?\(?(?P<zone>(?:GMT|UTC)?[+-]\d{1,2}(?::?\d\d)?(?!\d)|Z\b"
    r"|(?-i:[A-Z]{2,5}(?=[A-Z][a-z]|\b))))?"
)
_AFTER = re.compile(rf"T?(?:,? at |[ ,|•·–—-]{{0,5}}(?:at )?){_CLOCK}{_ZONE}", re.IGNORECASE)
_BEFORE = re.compile(
    rf"(?<!\d){_CLOCK}{_ZONE}[ ,|•·–—-]{{0,5}}(?:on "
    rf")?(?:(?:{'|'.join(d[:3] for d in WEEKDAYS)})[a-z]{{0,6}}\.?,? )?$",
    re.IGNORECASE,
)
_UPDATED = re.compile(r"(?:updated|modified|edited|last updated)\b[^.]{0,24}$", re.IGNORECASE)
_PUBLISHED = re.compile(r"(?:published|posted|created|issued|date)\b[^.]{0,24}$", re.IGNORECASE)
_DAY_NAME = re.compile(
    rf"\b({'|'.join(d[:3] for d in WEEKDAYS)})[a-z]{{0,6}}\.?,? ?$", re.IGNORECASE
)

_FIXED = {
    "UTC": 0, "GMT": 0, "Z": 0, "WET": 0, "BST": 60, "CET": 60, "WAT": 60, "WEST": 60, "CEST": 120,
    "SAST": 120, "CAT": 120, "EET": 120, "EEST": 180, "EAT": 180, "MSK": 180, "PKT": 300,
    "MYT": 480, "SGT": 480, "HKT": 480, "AWST": 480, "JST": 540, "KST": 540, "AEST": 600,
    "AEDT": 660, "NZST": 720, "NZDT": 780, "AST": -240, "EDT": -240, "EST": -300, "CDT": -300,
    "CST": -360, "MDT": -360, "MST": -420, "PDT": -420, "PST": -480, "AKST": -540, "HST": -600,
}  # fmt: skip
_SEASONAL = {
    "ET": "America/New_York",
    "CT": "America/Chicago",
    "MT": "America/Denver",
    "PT": "America/Los_Angeles",
}
_AMERICAN = word_set("ET CT MT PT EST EDT CST CDT MST MDT PST PDT")


@dataclass(frozen=True, slots=True)
class Stamp:
    """A date found in a line; `value` as front matter writes it."""

    value: str
    start: int  # in the line
    end: int
    label: str  # "published", "updated" or ""


def has_date(text: str) -> bool:
    return len(text) <= 300 and _DATE.search(text) is not None


def day_first(texts: Iterable[str]) -> bool | None:
    """Whether numeric dates on this page start with the day; None where nothing tells."""
    for text in texts:
        if len(text) > 300 or ("/" not in text and "." not in text):
            continue
        for match in _DATE.finditer(text):
            if not match["a"]:
                continue
            first, second = int(match["a"]), int(match["b"])
            if first > 12 or second > 12:
                return first > 12
            zone = (_AFTER.match(text, match.end()) or match).groupdict().get("zone")
            if zone and zone.upper() in _AMERICAN:
                return False
            if name := _DAY_NAME.search(text[: match.start()]):
                order = _by_weekday(first, second, int(match["y3"]), name[1].lower())
                if order is not None:
                    return order
    return None


def _by_weekday(first: int, second: int, year: int, name: str) -> bool | None:
    year += 2000 if year < 100 else 0
    fits = []
    for day, month, order in ((first, second, True), (second, first, False)):
        try:
            if WEEKDAYS[dt.date(year, month, day).weekday()].startswith(name):
                fits.append(order)
        except ValueError:
            continue
    return fits[0] if len(fits) == 1 else None


def stamps(text: str, following: str, numeric: bool | None, year: int | None) -> Iterator[Stamp]:
    """The dates of one line. `following` is the next line: some pages set the time there. `numeric`
    is `day_first` of the page, `year` the year for dates written without one."""
    if len(text) > 300:
        return
    taken = 0
    for match in _DATE.finditer(text):
        day = _day(match, numeric, year)
        if day is None:
            continue
        start, end = match.span()
        clock = _AFTER.match(text, end)
        if clock and not _is_time(clock):
            clock = None
        if clock:
            end = clock.end()
        else:
            clock = _BEFORE.search(text[taken : match.start()][-40:])
            if clock and not _is_time(clock):
                clock = None
            if clock:
                start = match.start() - len(clock[0])
            elif match.end() == len(text) and len(following) < 20:
                late = re.compile(_CLOCK + _ZONE, re.IGNORECASE).fullmatch(following)
                clock = late if late and _is_time(late) else None
        before = text[taken:start]
        label = (
            "updated"
            if _UPDATED.search(before)
            else ("published" if _PUBLISHED.search(before) else "")
        )
        value = _with_time(day, clock) if clock else day.isoformat()
        if value:
            yield Stamp(value, start, end, label)
        taken = end


def _day(match: re.Match[str], numeric: bool | None, year: int | None) -> dt.date | None:
    try:
        if match["iso"]:
            return dt.date.fromisoformat(match["iso"])
        if match["m1"]:
            return dt.date(int(match["y1"]), _month(match["m1"]), int(match["d1"]))
        if match["m2"]:
            written = int(match["y2"]) if match["y2"] else year
            return dt.date(written, _month(match["m2"]), int(match["d2"])) if written else None
        first, second, short = int(match["a"]), int(match["b"]), int(match["y3"])
        full = short + 2000 if short < 100 else short
        if first > 12 or (numeric and second <= 12) or first == second:
            return dt.date(full, second, first)
        if second > 12 or numeric is False:
            return dt.date(full, first, second)
    except ValueError:
        pass
    return None


def _month(name: str) -> int:
    return next(i for i, month in enumerate(MONTHS, 1) if month.startswith(name.lower()))


def _is_time(clock: re.Match[str]) -> bool:
    """A bare number is no time."""
    return bool(clock["minute"] or clock["half"]) and int(clock["hour"]) < 25


def _with_time(day: dt.date, clock: re.Match[str]) -> str:
    hour, minute, second = int(clock["hour"]), int(clock["minute"] or 0), int(clock["second"] or 0)
    if clock["half"]:
        hour = hour % 12 + (12 if clock["half"][0] in "pP" else 0)
    try:
        moment = dt.datetime(day.year, day.month, day.day, hour, minute, second)
    except ValueError:
        return day.isoformat()
    zone = (clock["zone"] or "").upper()
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
