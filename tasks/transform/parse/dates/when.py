"""A day and an instant in Kyiv, and what a page leaves for us to infer of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Final
from zoneinfo import ZoneInfo

from tasks.models import DateBasis

KYIV: Final = ZoneInfo("Europe/Kyiv")
# News on the web is not older than the web.
_FIRST_YEAR: Final = 1990
# No zone lies farther than that from Greenwich.
_MAX_OFFSET: Final = timedelta(hours=14)
# A 29 February may lie eight years back: 1900 and 2100 are no leap years.
_YEARS_BETWEEN_LEAP_DAYS: Final = 8


@dataclass(frozen=True, slots=True)
class When:
    """A date as found: `at` is a UTC instant where a time stands by it, `raw` as printed."""

    day: date
    at: datetime | None
    raw: str
    basis: DateBasis = DateBasis.PRINTED


def at_local(day: date, clock: time) -> datetime:
    """The UTC instant of a time of day in Kyiv.

    Of the hour that comes twice in October the first is meant; a time in the hour left
    out in March is counted from before the change (03:30 is 04:30 by the new time).
    """
    return datetime.combine(day, clock, KYIV).astimezone(UTC)


def at_offset(day: date, clock: time, offset: timedelta) -> datetime | None:
    """The UTC instant of a time of day at an offset; None where no zone has that offset."""
    if abs(offset) > _MAX_OFFSET:
        return None
    return datetime.combine(day, clock, timezone(offset)).astimezone(UTC)


def full_day(year: int, month: int, day: int, today: date) -> date | None:
    """The day with a printed year, of two digits or four; None where there is none."""
    year += 2000 if year < 100 else 0
    if not _FIRST_YEAR <= year <= today.year + 1:
        return None
    return _day(year, month, day)


def last_such_day(month: int, day: int, today: date) -> date | None:
    """The day whose year was left out: the last one not later than tomorrow.

    Tomorrow, for a page may be read in another zone than it was written in.
    """
    latest = today + timedelta(days=1)
    for year in range(latest.year, latest.year - _YEARS_BETWEEN_LEAP_DAYS - 1, -1):
        found = _day(year, month, day)
        if found and found <= latest:
            return found
    return None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
