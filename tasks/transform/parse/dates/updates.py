"""When a page was published told from when it was changed last."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from tasks.transform.parse.dates.reading import leading_date, leading_time, parse_date
from tasks.transform.parse.dates.shapes import may_hold_date
from tasks.transform.parse.dates.when import When, at_local
from tasks.transform.parse.labels import labels

# A header that says both is no longer; prose that says «оновлено» is.
_MAX_LENGTH = 150
_DIVIDERS = " \t.,;|/•·–—-"
_BRACKETS = {"(": ")", "[": "]"}
_END = re.compile(r"\s*(?:[)\].,;|/•·–—-]|$)")


@dataclass(frozen=True, slots=True)
class Update:
    """When a page says it was changed: a date, or only a time of day."""

    when: When | None
    clock: time | None = None
    raw: str = ""

    def beside(self, published: When | None) -> When | None:
        """Complete a bare time of day by the day of publication.

        A time before that of publication is of the day after.
        """
        if self.clock is None or published is None:
            return self.when
        day = published.day
        if published.at and at_local(day, self.clock) < published.at.replace(second=0):
            day += timedelta(days=1)
        return When(day, at_local(day, self.clock), self.raw, published.basis)


def split_updated(text: str, now: datetime) -> tuple[str, Update | None]:
    """Take «оновлено …» out of a header, and give what is left of it."""
    if len(text) > _MAX_LENGTH or not may_hold_date(text):
        return text, None
    label = labels().updated_label.search(text)
    if label is None or not (found := _leading_update(label["rest"], now)):
        return text, None
    update, after = found
    before = text[: label.start()].rstrip()
    bracket = before[-1:]
    if bracket in _BRACKETS:
        before, after = before[:-1], after.replace(_BRACKETS[bracket], "", 1)
    # «Реєстр оновлено 5 лютого» is a sentence.
    elif before and bracket not in _DIVIDERS and parse_date(before, now) is None:
        return text, None
    left = (before.strip(_DIVIDERS), after.strip(_DIVIDERS))
    return ", ".join(part for part in left if part), update


def parse_published_and_updated(text: str, now: datetime) -> tuple[When | None, When | None]:
    """Read a string that says when a page was published, when it was changed, or both.

    `Опубліковано: 5 лютого 2026, 14:30. Оновлено: 16:05` gives both: a bare time takes
    the day of publication.
    """
    left, update = split_updated(text, now)
    published = parse_date(left, now) if left else None
    return published, update.beside(published) if update else None


def _leading_update(rest: str, now: datetime) -> tuple[Update, str] | None:
    if (dated := leading_date(rest, now)) and _END.match(dated[1]):
        return Update(dated[0], raw=dated[0].raw), dated[1]
    if (timed := leading_time(rest)) and _END.match(timed[2]):
        return Update(None, timed[0], timed[1]), timed[2]
    return None
