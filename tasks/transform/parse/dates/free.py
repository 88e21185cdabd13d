"""Dates in shapes that no page here was seen to use, read by dateparser and verified.

dateparser finds a date in nearly anything («2021 році» is the year 5 to it). So it is
asked only about strings of nothing but words for dates, and believed only where its
answer says what stands there.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, time, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from tasks.language.text import straighten_apostrophes
from tasks.models import DateBasis
from tasks.transform.parse.dates.when import KYIV, When, at_local, full_day
from tasks.transform.parse.labels import fold, labels

if TYPE_CHECKING:
    from dateparser.date import DateDataParser  # type: ignore[import-untyped]

_WORD: Final = re.compile(r"[^\W\d_](?:[\w']*[^\W\d_])?")
_CLOCK: Final = re.compile(r"(?<!\d)(\d{1,2}):(\d{2})(?!\d)")
_NUMBER: Final = re.compile(r"\d+")
_SMALL_WORDS: Final = frozenset({"року", "рік", "р", "года", "г", "о", "об", "в", "у"})
_AGO: Final = frozenset({"тому", "назад"})
_EXACT_UNITS: Final = re.compile(r"(?:хв|хвилин\w?|мин|минут\w?|год|годин\w?|час|часа|часов)$")
_UNITS: Final = re.compile(rf"{_EXACT_UNITS.pattern}|(?:день|дн[іія]|днів|дня|дней)$")
# Any base will do, for only the distance to it is taken; with the time of reading in its
# settings, dateparser would keep a copy of them for every page.
_BASE: Final = datetime(2020, 6, 15, 12, 0)  # noqa: DTZ001
_MAX_AGO: Final = timedelta(days=60)


def parse_free(text: str, now: datetime) -> When | None:
    """Read a string that is a date as a whole, in whatever shape."""
    words = {fold(word) for word in _WORD.findall(straighten_apostrophes(text))}
    if words & _AGO:
        return _parse_ago(text, words - _AGO, now)
    months = {labels().months[word] for word in words if word in labels().months}
    others = words - labels().months.keys() - _SMALL_WORDS - set(labels().weekdays)
    if len(months) != 1 or others:
        return None
    return _parse_absolute(text, months.pop(), now)


def _parse_absolute(text: str, month: int, now: datetime) -> When | None:
    clocks = _CLOCK.findall(text)
    numbers = sorted(_NUMBER.findall(_CLOCK.sub(" ", text)), key=len)
    if len(clocks) > 1 or len(numbers) != 2 or len(numbers[0]) > 2 or len(numbers[1]) != 4:
        return None
    day = full_day(int(numbers[1]), month, int(numbers[0]), now.astimezone(KYIV).date())
    found = _ask(text)
    if day is None or found is None or found.date() != day:
        return None
    if not clocks:
        return When(day, None, text.strip())
    clock = time(found.hour, found.minute)
    is_read = (found.hour, found.minute) == tuple(map(int, clocks[0]))
    return When(day, at_local(day, clock), text.strip()) if is_read else None


def _parse_ago(text: str, units: set[str], now: datetime) -> When | None:
    if not units or not all(_UNITS.match(word) for word in units) or ":" in text:
        return None
    found = _ask(text)
    ago = _BASE - found if found else _MAX_AGO
    if not timedelta(0) < ago < _MAX_AGO:
        return None
    moment = now.astimezone(UTC) - ago
    is_exact = any(_EXACT_UNITS.match(word) for word in units)
    day = moment.astimezone(KYIV).date()
    return When(day, moment if is_exact else None, text.strip(), DateBasis.RELATIVE)


def _ask(text: str) -> datetime | None:
    found = _parser().get_date_data(text)
    # Coarser than a day («2 місяці тому») is no day of publication.
    return found.date_obj if found.period == "day" else None


@lru_cache(maxsize=1)
def _parser() -> DateDataParser:
    # Half a second that hardly any page needs.
    from dateparser.date import DateDataParser

    return DateDataParser(
        languages=["uk", "ru"],
        settings={
            "DATE_ORDER": "DMY",
            "RELATIVE_BASE": _BASE,
            # Not the reader of time stamps, to which every long number is a date.
            "PARSERS": ["relative-time", "absolute-time"],
        },
    )
