"""What holds for any date in any shape, and for any text that is none."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.transform.parse.dates import (
    KYIV,
    at_local,
    leading_date,
    parse_date,
    parse_published_and_updated,
    trailing_date,
)
from tasks.transform.parse.labels import labels

NOW = datetime(2026, 2, 6, 10, 0, tzinfo=KYIV)
WEEKDAYS = ("понеділок", "вівторок", "середа", "четвер", "п’ятниця", "субота", "неділя")
SHAPES = (
    "{d} {month} {Y}, {H:02}:{M:02}",
    "{d:02} {month} {Y} {H:02}:{M:02}",
    "{d} {month} {Y} року о {H}:{M:02}",
    "{weekday}, {d} {month} {Y} р., {H:02}:{M:02}",
    "{d} {month} {Y}, {weekday}, {H:02}:{M:02}",
    "{d}-го {month} {Y} об {H:02}:{M:02}",
    "{H:02}:{M:02}, {d} {month} {Y}",
    "{H:02}:{M:02} | {d}.{m:02}.{Y}",
    "{d:02}.{m:02}.{Y} {H:02}:{M:02}",
    "{d:02}.{m:02}.{y:02}, {H:02}.{M:02}",
    "{d}/{m:02}/{Y} {H:02}:{M:02}",
    "{d:02}-{m:02}-{Y} {H:02}:{M:02}",
    "{Y}-{m:02}-{d:02}T{H:02}:{M:02}:07",
    "{Y}/{m:02}/{d:02} {H:02}:{M:02}",
    "{month} {d}, {Y} {H:02}:{M:02}",
    "Опубліковано: {d} {month} {Y}, {H:02}:{M:02}",
)
_DAYS = st.dates(date(2001, 1, 1), date(2026, 12, 31))
_TIMES = st.times(time(0, 0), time(23, 59)).map(lambda t: t.replace(second=0, microsecond=0))
_MONTH_WORDS = st.integers(min_value=0, max_value=40)
_RELATIVE = (
    *("сьогодні", "сегодня", "чора", "вчера", "тому", "назад", "щойно", "тільки що"),
    "только что",
)
_PROSE = st.text(alphabet="абвгґдеєжзиіїйклмнопрстуфхцчшщьюя’,.:–-() «»", max_size=80)
_NEWS = st.lists(
    st.sampled_from(
        [
            *("5", "лютого", "2026", "року", "14:30", "о", "сьогодні", "тому", "2", "години", ","),
            *("оновлено", "опубліковано", "(", ")", "–", "|", "чт", "05.02", "у", "міст", "GMT+2"),
        ]
    ),
    max_size=9,
).map(" ".join)


@given(_DAYS, _TIMES, st.sampled_from(SHAPES), _MONTH_WORDS)
@settings(deadline=None)
def test_date_in_any_shape_is_read_back(day, clock, shape, nth) -> None:
    words = sorted(word for word, month in labels().months.items() if month == day.month)
    text = shape.format(
        d=day.day,
        m=day.month,
        Y=day.year,
        y=day.year % 100,
        H=clock.hour,
        M=clock.minute,
        month=words[nth % len(words)],
        weekday=WEEKDAYS[day.weekday()],
    )
    found = parse_date(text, NOW)
    assert found is not None
    assert (found.day, found.at) == (day, at_local(day, clock))


@given(_DAYS, st.datetimes(datetime(2020, 1, 1), datetime(2026, 1, 1)))  # noqa: DTZ001
@settings(deadline=None)
def test_inferred_year_is_never_later_than_tomorrow(day, read_at) -> None:
    found = parse_date(f"{day.day} {_genitive(day.month)}", read_at.replace(tzinfo=UTC))
    assert found is not None
    assert (found.day.month, found.day.day) == (day.month, day.day)
    ahead = (found.day - read_at.replace(tzinfo=UTC).astimezone(KYIV).date()).days
    assert -365 * 8 - 2 <= ahead <= 1


@given(_PROSE)
@settings(deadline=None)
def test_text_without_digits_and_relative_words_is_never_a_date(text) -> None:
    if any(word in text for word in _RELATIVE):
        return
    assert parse_date(text, NOW) is None
    assert leading_date(text, NOW) is None
    assert trailing_date(text, NOW) is None


@given(st.one_of(_NEWS, st.text(max_size=60)))
@settings(max_examples=300, deadline=None)
def test_any_text_is_read_or_left_without_raising(text) -> None:
    parse_date(text, NOW)
    trailing_date(text, NOW)
    published, _ = parse_published_and_updated(text, NOW)
    if published and published.at:
        assert published.at.astimezone(KYIV).date() == published.day


def _genitive(month: int) -> str:
    """The first word of a month in the list: «лютого»."""
    return next(word for word, number in labels().months.items() if number == month)
