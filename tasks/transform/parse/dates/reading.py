"""Reading a date off a string, or off either end of one."""

from __future__ import annotations

import re
from datetime import datetime, time

from tasks.transform.parse.dates.free import parse_free
from tasks.transform.parse.dates.shapes import TIME, may_hold_date, read_clock, readings
from tasks.transform.parse.dates.when import When
from tasks.transform.parse.labels import labels

# Not within a word, nor behind the first half of a range («5–7 лютого»).
_STARTS = re.compile(r"(?:(?<=[\s|/•·(])|(?<=[^\d\s][–—-])|^)(?=\w)")
# Icons, bullets and brackets before a date; «-5» is a number, a quotation mark opens a title.
_SIGNS = re.compile(r"(?:[^\w\s+\"«“„'’#@$€-]\s*|[–—-]\s+){0,4}")
_LEADING_TIME = re.compile(rf"\s*(?:(?:о|об|в|у|at)\s+)?(?P<raw>{TIME})", re.IGNORECASE)
_TIME = re.compile(TIME, re.IGNORECASE)
# «понеділок, 15 листопада 2026 року о 14:30» and some room.
_MAX_LENGTH = 60
_END = " .,|)"


def parse_date(text: str, now: datetime) -> When | None:
    """Read a string that is a date as a whole, its label set aside; None where it is none."""
    label = labels().published_label.match(text)
    body = label["rest"] if label else text
    found = leading_date(body.strip(), now)
    return found[0] if found and not found[1].strip(_END) else None


def leading_date(text: str, now: datetime) -> tuple[When, str] | None:
    """Read the date that a text begins with, and give the rest of the text."""
    if not may_hold_date(text):
        return None
    # The longest reading: «14:30 5 лютого» is more than a shape that stops early.
    start = _SIGNS.match(text)
    begins = (start.end() if start else 0,)
    best = max(readings(text, now, begins), key=lambda reading: reading.end, default=None)
    if best:
        return best.when, text[best.end :]
    free = parse_free(text, now) if len(text) <= _MAX_LENGTH else None
    return (free, "") if free else None


def trailing_date(text: str, now: datetime) -> tuple[When, str] | None:
    """Read the date that a text ends with, and give the text before it."""
    if not may_hold_date(text[-_MAX_LENGTH:]):
        return None
    starts = (start.start() for start in _STARTS.finditer(text, max(0, len(text) - _MAX_LENGTH)))
    for when, start, end in readings(text, now, starts):
        if not text[end:].strip(_END):
            return when, text[:start]
    return None


def parse_time(text: str) -> time | None:
    """Read a string that is a time of day as a whole."""
    match = _TIME.fullmatch(text)
    return read_clock(match.groupdict()) if match else None


def leading_time(text: str) -> tuple[time, str, str] | None:
    """Read the time of day that a text begins with; give it, as printed, and the rest."""
    match = _LEADING_TIME.match(text)
    clock = read_clock(match.groupdict()) if match else None
    return (clock, match["raw"], text[match.end() :]) if match and clock else None
