"""Reading a date off a string, or off either end of one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta, timezone
from functools import lru_cache

from tasks.language.text import straighten_apostrophes
from tasks.transform.parse.dates.when import KYIV, When, at_local
from tasks.transform.parse.labels import Pattern, labels

_TIME = r"(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?::\d{2})?(?![\d:]|\.\d)"
_AFTER = rf"(?:(?:\s*[,|•·–—-]\s*|\s+)(?:(?:о|об|в|у|at)\s+)?{_TIME})?"
_BEFORE = r"(?:(?P<hour0>\d{1,2}):(?P<minute0>\d{2})(?::\d{2})?\s*[,|•·–—-]?\s+)?"
_ZONE = r"(?P<zone>Z|[+-]\d{2}:?\d{2})?"
_ISO = re.compile(
    r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})(?!\d)"
    rf"(?:(?:[Tt]|,?\s+)(?P<hour>\d{{1,2}}):(?P<minute>\d{{2}})(?::\d{{2}}(?:\.\d+)?)?\s*{_ZONE})?"
)
_RELATIVE_DAYS = {"сьогодні": 0, "вчора": 1, "учора": 1, "позавчора": 2}
_UNITS = {"хв": "minutes", "год": "hours", "дн": "days", "де": "days", "ти": "weeks"}
_RELATIVE = re.compile(rf"(?P<word>{'|'.join(_RELATIVE_DAYS)})\b{_AFTER}", re.IGNORECASE)
_AGO = re.compile(
    r"(?:(?P<count>\d{1,2})\s+)?(?P<unit>хвилин[уи]?|годин[уи]?|день|дн[іи]в?|дня|тиж\w+)\s+тому",
    re.IGNORECASE,
)
# No date is without one of these; most lines are, and are spared the rest.
_HINT = re.compile(r"\d|сьогодні|вчора|тому\b", re.IGNORECASE)
_STARTS = re.compile(r"(?:(?<=[\s|/•·–—-])|^)(?=\w)")
# «понеділок, 15 листопада 2026 року о 14:30» and some room.
_MAX_LENGTH = 60


def parse_date(text: str, now: datetime) -> When | None:
    """Read a string that is a date as a whole, its label set aside; None where it is none."""
    label = labels().published_label.match(text)
    body = label["rest"] if label else text
    found = leading_date(body, now)
    return found[0] if found and not found[1].strip(" .,|") else None


def leading_date(text: str, now: datetime) -> tuple[When, str] | None:
    """Read the date that a text begins with, and give the rest of the text."""
    if not _HINT.search(text):
        return None
    for match in _matches(text):
        if when := _read(match, now):
            return when, text[match.end() :]
    return None


def trailing_date(text: str, now: datetime) -> tuple[When, str] | None:
    """Read the date that a text ends with, and give the text before it."""
    if not _HINT.search(text):
        return None
    for start in _STARTS.finditer(text, max(0, len(text) - _MAX_LENGTH)):
        for match in _matches(text[start.start() :]):
            end = start.start() + match.end()
            if not text[end:].strip(" .,|") and (when := _read(match, now)):
                return when, text[: start.start()]
    return None


def parse_time(text: str) -> time | None:
    """Read a string that is a time of day as a whole."""
    match = re.fullmatch(_TIME, text)
    return _clock(match["hour"], match["minute"]) if match else None


def leading_time(text: str) -> tuple[time, str, str] | None:
    """Read the time of day that a text begins with; give it, as printed, and the rest."""
    match = re.match(rf"\s*(?:(?:о|об|в|у|at)\s+)?(?P<raw>{_TIME})", text)
    clock = _clock(match["hour"], match["minute"]) if match else None
    return (clock, match["raw"], text[match.end() :]) if match and clock else None


@lru_cache(maxsize=1)
def _calendar() -> tuple[Pattern, Pattern]:
    weekday = rf"(?:(?:{'|'.join(labels().weekdays)})\b\.?,?\s+)?"
    months = "|".join(sorted(labels().months, key=len, reverse=True))
    after = rf"(?:,?\s+(?:{'|'.join(labels().weekdays)})\b\.?)?{_AFTER}"
    year_word = r"(?:\s*(?:року|рік|р\b\.?|года|г\b\.?))?"
    numeric = (
        rf"{weekday}{_BEFORE}(?P<day>\d{{1,2}})(?P<sep>[./])(?P<month>\d{{1,2}})(?P=sep)"
        rf"(?P<year>\d{{4}}|\d{{2}})(?!\d){year_word}{after}"
    )
    worded = (
        rf"{weekday}{_BEFORE}(?P<day>\d{{1,2}})(?:-?го)?\s+(?P<word>{months})(?!\w)\.?"
        rf"(?:,?\s+(?P<year>\d{{4}})(?!\d){year_word})?{after}"
    )
    return re.compile(numeric, re.IGNORECASE), re.compile(worded, re.IGNORECASE)


def _matches(text: str) -> Iterator[re.Match[str]]:
    # The apostrophe of «п’ятниця» is the one letter with many shapes; lengths hold.
    plain = straighten_apostrophes(text)
    for pattern in (_ISO, *_calendar(), _RELATIVE, _AGO):
        if match := pattern.match(plain):
            yield match


def _read(match: re.Match[str], now: datetime) -> When | None:
    local_now = now.astimezone(KYIV)
    parts = match.groupdict()
    raw = match.group().strip(" ,")
    if "unit" in parts:
        return _ago(parts, local_now, raw)
    clock = _clock(
        parts.get("hour") or parts.get("hour0"), parts.get("minute") or parts.get("minute0")
    )
    if "word" in parts and "day" not in parts:
        day = local_now.date() - timedelta(days=_RELATIVE_DAYS[parts["word"].lower()])
        return When(day, at_local(day, clock) if clock else None, raw)
    named = _day(parts, local_now.date())
    if named is None:
        return None
    if clock and (zone := parts.get("zone")):
        instant = datetime.combine(named, clock, _zone(zone)).astimezone(UTC)
        return When(instant.astimezone(KYIV).date(), instant, raw)
    return When(named, at_local(named, clock) if clock else None, raw)


def _day(parts: dict[str, str], today: date) -> date | None:
    month = labels().months[parts["word"].lower()] if "word" in parts else int(parts["month"])
    year = int(parts["year"]) if parts["year"] else today.year
    if year < 100:
        year += 2000
    try:
        day = date(year, month, int(parts["day"]))
    except ValueError:
        return None
    if not parts["year"] and day > today + timedelta(days=1):
        # A page without a year is of the last twelve months, not of the next.
        return _year_before(day)
    # News on the web is not older than the web.
    return day if 1990 <= year <= today.year + 1 else None


def _year_before(day: date) -> date | None:
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return None


def _ago(parts: dict[str, str], local_now: datetime, raw: str) -> When:
    unit = next(name for stem, name in _UNITS.items() if parts["unit"].lower().startswith(stem))
    moment = local_now - timedelta(**{unit: int(parts["count"] or 1)})
    exact = unit in {"minutes", "hours"}
    return When(moment.date(), moment.astimezone(UTC) if exact else None, raw)


def _clock(hour: str | None, minute: str | None) -> time | None:
    if hour is None or minute is None or int(hour) > 23 or int(minute) > 59:
        return None
    return time(int(hour), int(minute))


def _zone(text: str) -> timezone:
    if text == "Z":
        return UTC
    sign = -1 if text[0] == "-" else 1
    offset = timedelta(hours=int(text[1:3]), minutes=int(text[-2:]))
    # No zone lies farther than 14 hours from Greenwich; more is a misprint.
    return timezone(sign * min(offset, timedelta(hours=14)))
