"""Dates as people write them in front matter, the order of articles, and editions.

A date without a time is a calendar date and never shifts with a zone.
"""

import datetime as dt
import re
from zoneinfo import ZoneInfo

from digestgen.model import Moment

_WRITTEN = re.compile(
    r"(\d{4})-(\d{1,2})-(\d{1,2})"
    r"(?:(?:[Tt]|\s+)(\d{1,2}):(\d\d)(?::(\d\d)(?:\.\d+)?)?\s*(Z|z|[+-]\d\d(?::?\d\d)?)?)?"
)


def parse_moment(text: str, timezone: str) -> Moment:
    """Read `2026-03-03`, `2026-03-03T09:30`, `2026-03-03 09:30:00 +01:00`; a time without an offset
    is in `timezone`. Raises ValueError for anything else, days that don't exist included."""
    match = _WRITTEN.fullmatch(text.strip())
    if match is None:
        raise ValueError(text)
    year, month, day, hour, minute, second, offset = match.groups()
    if not 1000 < int(year) < 9999:  # what a shift between zones can still represent
        raise ValueError(text)
    date = dt.date(int(year), int(month), int(day))
    if hour is None:
        return Moment(date.isoformat())
    zone: dt.tzinfo
    if offset is None:
        zone = ZoneInfo(timezone)
    elif offset in "Zz":
        zone = dt.UTC
    else:
        digits = offset[1:].replace(":", "").ljust(4, "0")
        if int(digits[2:]) > 59:
            raise ValueError(text)
        delta = dt.timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
        zone = dt.timezone(-delta if offset[0] == "-" else delta)
    moment = dt.datetime.combine(
        date, dt.time(int(hour), int(minute), int(second or 0)), tzinfo=zone
    )
    # Before zones were standard their offsets had seconds, which no format of feeds can write.
    shift = moment.utcoffset() or dt.timedelta()
    whole_minutes = dt.timedelta(minutes=round(shift.total_seconds() / 60))
    moment = moment.replace(tzinfo=dt.timezone(whole_minutes))
    return Moment(date.isoformat(), moment.isoformat())


def order_key(moment: Moment | None, path: str) -> str:
    """Text that sorts articles: day, then time (date-only first), then path; undated first."""
    if moment is None:
        return f"0000-00-00  {path}"
    if not moment.time:
        return f"{moment.day}  {path}"
    instant = dt.datetime.fromisoformat(moment.time).astimezone(dt.UTC)
    # The day is the one written, and the instant may fall on its neighbour in UTC.
    return f"{moment.day} {instant:%Y%m%d%H%M%S} {path}"


def edition_key(day: str, edition: str) -> str:
    """`2026-03-03`, or `2026-w10` (ISO week) where editions are weekly."""
    if edition == "daily":
        return day
    year, week, _ = dt.date.fromisoformat(day).isocalendar()
    return f"{year}-w{week:02d}"


def days_between(earlier: str, later: str) -> int:
    """Days from the first day of one edition to that of another."""
    return (_first_day(later) - _first_day(earlier)).days


def _first_day(key: str) -> dt.date:
    year, week, number = key.partition("-w")
    if week:
        return dt.date.fromisocalendar(int(year), int(number), 1)
    return dt.date.fromisoformat(key)


def parse_edition_key(text: str) -> str:
    """A valid edition key in its usual form. Raises ValueError."""
    if match := re.fullmatch(r"(\d{4})-[wW](\d{1,2})", text):
        year, week = int(match[1]), int(match[2])
        dt.date.fromisocalendar(year, week, 1)
        return f"{year}-w{week:02d}"
    return dt.date.fromisoformat(text).isoformat()


def instant(moment: Moment, timezone: str) -> str:
    """An RFC 3339 time for feeds; a calendar date is noon in the digest's zone, so that no reader's
    zone shows the day before or after."""
    if moment.time:
        return moment.time
    return parse_moment(f"{moment.day}T12:00", timezone).time
