"""The shapes in which pages print a date, each with how it is read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import NamedTuple

from tasks.language.text import straighten_apostrophes
from tasks.models import DateBasis
from tasks.transform.parse.dates.when import (
    KYIV,
    When,
    at_local,
    at_offset,
    full_day,
    last_such_day,
)
from tasks.transform.parse.labels import Pattern, fold, labels

Parts = Mapping[str, str]

_AT = r"(?:(?:о|об|в|у|at)\s+|(?:час|время):\s*)?"
TIME = (
    r"(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d+)?)?(?![\d:]|\.\d)"
    r"(?:\s?(?P<half>[ap])\.?m\b\.?|\s?год\b\.?)?"
)
# «EET» is printed in summer, too: what is meant is the time in Kyiv.
_ZONE = (
    r"(?:\s*\(?(?:(?P<zone>(?:GMT|UTC)\s?[+-]\d{1,2}(?::?\d{2})?|(?<=\s)[+-]\d{4}|\+\d{2}:\d{2}"
    r"|GMT|UTC)|EES?T|(?:за|по)\s+(?:києвом|киеву|київським часом|київським|киевскому времени))"
    r"(?!\w)\)?)?"
)
_AFTER = rf"(?:(?:\s*[,;|/•·(–—-]\s*|\s+){_AT}{TIME}\)?{_ZONE})?"
_BEFORE = (
    # «14.30» before a date is a time only with a mark between them; 14.30 may be money.
    rf"(?:{_AT}(?P<hour0>\d{{1,2}})(?::|\.(?=\d\d\s*[,|•–—]))(?P<minute0>\d{{2}})"
    r"(?::(?P<second0>\d{2}))?"
    r"\s*[,;|/•·–—-]?\s+)?"
)
_WEEKDAY = r"(?:\(?(?P<weekday{}>[^\W\d_][\w']*)\b\.?\)?,?\s+)?"
_FRONT = _WEEKDAY.format("1") + _BEFORE + _WEEKDAY.format("2")
# Any word may stand for a month: a look-up is far cheaper than a hundred alternatives.
_MONTH = r"(?P<month_word>[^\W\d_]{3,10})(?!\w)\.?"
_YEAR_WORD = r"(?:\s*(?:року|рік|р\b\.?|года|год\b|г\b\.?))?"
_ISO_TIME = (
    rf"(?:T|(?:\s*[,;|/•·–—-]\s*|\s+){_AT})"
    r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d+)?)?(?!\d)"
    r"\s?(?P<zone>Z\b|[+-]\d{2}(?::?\d{2})?(?!\d|:))?"
)
_AGO_UNITS = {
    r"секунд\w?|сек": "seconds",
    r"хвилин\w?|хв|минут\w?|мин|min(?:ute)?s?": "minutes",
    r"годин\w?|год|г|час(?:а|ов)?|ч|hours?": "hours",
    r"день|дн[іія]в?|дня|дней|дн|days?": "days",
    r"тиждень|тижні\w?|недел[юиь]|недель|weeks?": "weeks",
}
_RELATIVE_DAYS = {
    **dict.fromkeys(("сьогодні", "сегодня", "today"), 0),
    **dict.fromkeys(("вчора", "учора", "вчера", "yesterday"), 1),
    **dict.fromkeys(("позавчора", "позавчера"), 2),
}
_JUST_NOW = ("щойно", "тільки що", "только что", "just now")
# No date is without one of these or a digit; most lines are, and are spared the rest.
_HINTS = (*_RELATIVE_DAYS, *_JUST_NOW, "тому", "назад", "ago")
_DIGIT = re.compile(r"\d")
_FIRST_WORD = re.compile(r"\(?([^\W\d_][\w']*)")


class Shape(NamedTuple):
    """A pattern and the reader of its parts; it is given the local time of reading."""

    pattern: Pattern
    read: Callable[[Parts, datetime], When | None]


class Reading(NamedTuple):
    """A date and where in the text it stands."""

    when: When
    start: int
    end: int


# A line is asked about three times in a row: both its ends, and whether it says «оновлено».
@lru_cache(maxsize=64)
def may_hold_date(text: str) -> bool:
    """Tell whether a text has a digit, or a word that dates by the time of reading."""
    if _DIGIT.search(text):
        return True
    lowered = text.lower()
    return any(hint in lowered for hint in _HINTS)


def readings(text: str, now: datetime, starts: Iterable[int] = (0,)) -> Iterator[Reading]:
    """Read the dates that begin at some places of a text, in every shape they have."""
    # The apostrophe of «п’ятниця» is the one letter with many shapes; lengths hold.
    plain = straighten_apostrophes(text)
    local_now = now.astimezone(KYIV)
    for start in starts:
        word = _FIRST_WORD.match(plain, start)
        if word and word[1][:3].lower() not in _openers():
            continue
        for shape in _shapes():
            if match := shape.pattern.match(plain, start):
                parts = {name: part for name, part in match.groupdict().items() if part}
                if found := shape.read(parts, local_now):
                    raw = text[start : match.end()].strip(" ,")
                    yield Reading(replace(found, raw=raw), start, match.end())


def read_clock(parts: Parts) -> time | None:
    """The time of day in the parts of a match; None where no clock shows it."""
    hour = int(parts.get("hour") or parts.get("hour0") or 0)
    minute = int(parts.get("minute") or parts.get("minute0") or 0)
    second = int(parts.get("second") or parts.get("second0") or 0)
    if half := parts.get("half"):
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half.lower() == "p" else 0)
    # Seconds say nothing of news, but 14:30:75 is no time.
    return time(hour, minute) if hour < 24 and minute < 60 and second < 60 else None


@lru_cache(maxsize=1)
def _openers() -> frozenset[str]:
    """The first three letters of every word that a date may begin with."""
    units = re.findall(r"[^\W\d_]{2,}", " ".join(_AGO_UNITS))
    few = ("кілька", "декілька", "несколько", "пів", "пол", "о", "об", "в", "у", "at")
    words = (*labels().weekdays, *labels().months, *_HINTS, *units, *few)
    return frozenset(word[:3] for word in words)


@lru_cache(maxsize=1)
def _shapes() -> tuple[Shape, ...]:
    weekdays = f"(?:{'|'.join(sorted(labels().weekdays, key=len, reverse=True))})"
    weekday = rf"(?:,?\s+\(?{weekdays}\b\.?\)?)?"
    after = f"{weekday}{_AFTER}{weekday}"
    units = "|".join(f"(?P<{unit}>{words})" for words, unit in _AGO_UNITS.items())
    relative = "|".join(_RELATIVE_DAYS)
    iso = r"(?P<year>\d{4})(?P<sep>[-/.])(?P<month>\d{1,2})(?P=sep)(?P<day>\d{1,2})(?!\d)"
    # A dash between two-digit numbers is of phones rather than of dates.
    numeric = (
        r"(?P<day>\d{1,2})(?:(?P<sep>[./])(?P<month>\d{1,2})(?P=sep)(?P<year>\d{4}|\d{2})"
        r"|-(?P<month0>\d{1,2})-(?P<year0>\d{4}))(?!\d)"
    )
    # Without a year only two digits each, and only beside a time: 2.1 is a score.
    short = r"(?P<day>\d{2})\.(?P<month>\d{2})(?![\d.])"
    worded = rf"(?P<day>\d{{1,2}})(?:-?(?:го|е|ше|ге|те|st|nd|rd|th))?\s+{_MONTH}"
    worded_year = rf"(?:,?\s+(?P<year>\d{{4}})(?!\d){_YEAR_WORD})?"
    turned = rf"{_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th|-?го)?(?!\w)"
    count = r"(?:(?P<count>\d{1,3})\s*|(?P<part>пів|пол)\s?)?"
    few = r"(?:де)?кілька\s+(?:секунд|хвилин)\s+тому|несколько\s+(?:секунд|минут)\s+назад"
    patterns = [
        (rf"{_BEFORE}{iso}(?:{_ISO_TIME})?", _numbered),
        (rf"{_FRONT}{numeric}{_YEAR_WORD}{after}", _numbered),
        (rf"{_FRONT}{worded}{worded_year}{after}", _worded),
        (rf"{_FRONT}{turned}(?:,?\s+(?P<year>\d{{4}})(?!\d){_YEAR_WORD})?{after}", _turned),
        (rf"{_FRONT}{short}{after}", _short),
        (rf"{_BEFORE}(?P<relative>{relative})\b{_AFTER}", _relative),
        (rf"{count}(?:{units})\.?\s+(?:тому|назад|ago)\b(?:,\s+{TIME})?", _ago),
        (rf"(?:{'|'.join(_JUST_NOW)}|{few})\b", _just_now),
    ]
    return tuple(Shape(re.compile(text, re.IGNORECASE), read) for text, read in patterns)


def _numbered(parts: Parts, now: datetime) -> When | None:
    month = int(parts.get("month") or parts["month0"])
    year = int(parts.get("year") or parts["year0"])
    day = full_day(year, month, int(parts["day"]), now.date())
    return _timed(day, parts)


def _worded(parts: Parts, now: datetime) -> When | None:
    month = labels().months.get(parts["month_word"].lower())
    if month is None:
        return None
    day = int(parts["day"])
    if "year" in parts:
        return _timed(full_day(int(parts["year"]), month, day, now.date()), parts)
    return _timed(last_such_day(month, day, now.date()), parts, DateBasis.YEARLESS)


def _turned(parts: Parts, now: datetime) -> When | None:
    # «Травень 9» is a heading; English writes «Feb 8 at 11:58».
    is_english = parts["month_word"].isascii()
    return _worded(parts, now) if "year" in parts or (is_english and _has_time(parts)) else None


def _short(parts: Parts, now: datetime) -> When | None:
    if not _has_time(parts):
        return None
    day = last_such_day(int(parts["month"]), int(parts["day"]), now.date())
    return _timed(day, parts, DateBasis.YEARLESS)


def _relative(parts: Parts, now: datetime) -> When | None:
    day = now.date() - timedelta(days=_RELATIVE_DAYS[parts["relative"].lower()])
    return _timed(day, parts, DateBasis.RELATIVE)


def _ago(parts: Parts, now: datetime) -> When | None:
    unit = next(unit for unit in _AGO_UNITS.values() if unit in parts)
    count = 0.5 if "part" in parts else int(parts.get("count", 1))
    moment = now - timedelta(**{unit: count})
    is_exact = unit in {"seconds", "minutes", "hours"}
    if _has_time(parts) and is_exact and (clock := read_clock(parts)):
        # «1 годину тому, 15:44»: how long ago is rounded, and near midnight of the day before.
        days = (moment.date() - timedelta(days=n) for n in (0, 1, -1))
        found = (at_local(day, clock) for day in days)
        times = [one for one in found if one and one <= now]
        nearest = min(times, key=lambda one: abs(one - moment), default=moment)
        return When(nearest.astimezone(KYIV).date(), nearest, "", DateBasis.RELATIVE)
    at = moment.astimezone(UTC) if is_exact else None
    return When(moment.date(), at, "", DateBasis.RELATIVE)


def _just_now(_: Parts, now: datetime) -> When:
    return When(now.date(), now.astimezone(UTC), "", DateBasis.RELATIVE)


def _has_time(parts: Parts) -> bool:
    return "hour" in parts or "hour0" in parts


def _timed(day: date | None, parts: Parts, basis: DateBasis = DateBasis.PRINTED) -> When | None:
    """Join a day and its time; None where either is none, or a weekday is another word."""
    weekdays = [fold(parts[name]) for name in ("weekday1", "weekday2") if name in parts]
    # «Вчора, 5 лютого, 14:30»: the word before the date may also be one of these.
    known = (*labels().weekdays, *_RELATIVE_DAYS)
    if day is None or any(word not in known for word in weekdays):
        return None
    if not _has_time(parts):
        return When(day, None, "", basis)
    clock = read_clock(parts)
    if clock is None:
        return None
    zone = parts.get("zone")
    if zone is None:
        return When(day, at_local(day, clock), "", basis)
    at = at_offset(day, clock, _offset(zone))
    return When(at.astimezone(KYIV).date(), at, "", basis) if at else None


def _offset(zone: str) -> timedelta:
    match = re.search(r"([+-])(\d{1,2}):?(\d{2})?", zone)
    if match is None:
        return timedelta(0)
    size = timedelta(hours=int(match[2]), minutes=int(match[3] or 0))
    return -size if match[1] == "-" else size
