"""Dates as pages print them, and strings that are none."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from tasks.models import DateBasis
from tasks.transform.parse.dates import KYIV, leading_date, parse_date, trailing_date

NOW = datetime(2026, 2, 6, 10, 0, tzinfo=KYIV)
CASES = json.loads(Path(__file__).with_name("dates.json").read_text(encoding="utf-8"))


def _local(found) -> str | None:
    if found is None or found.at is None:
        return found and found.day.isoformat()
    assert found.at.tzinfo is UTC
    assert found.at.astimezone(KYIV).date() == found.day
    return found.at.astimezone(KYIV).strftime("%Y-%m-%d %H:%M")


@pytest.mark.parametrize(("text", "local"), CASES)
def test_collected_case(text, local) -> None:
    assert _local(parse_date(text, NOW)) == local


@pytest.mark.parametrize(
    "text",
    [
        "05 лютого 2026 14:30",
        "Четвер, 5 лютого 2026, 14:30",
        "п’ятниця, 5 лютого 2026, 14:30",
        "5 лютого 2026, четвер, 14:30",
        "14:30, четвер, 5 лютого 2026",
        "5 лютого 2026 р. 14:30",
        "5 Лютого 2026 | 14:30",
        "5 лютого, 2026 14.30",
        "14.30, 5 лютого 2026",
        "5 лютого 2026, 14:30 (чт)",
        "Вчора, 5 лютого 2026, 14:30",
        "Чт, 05/02/2026 - 14:30",
        "(05.02.2026 14:30)",
        "🕒 14:30, 05.02.2026",
        "2026-02-05 | 14:30",
        "Дата: 05.02.2026 Час: 14:30",
        "5th February 2026 14:30",
        "5 лютого 2026 (14:30)",
        "5 лютого 2026, 14:30.",
        "5 лютий 2026, 14:30",
        "14:30, 5 лютого 2026",
        "14:30 | 5.02.2026",
        "14:30 05.02.2026",
        "05.02.2026 14:30:15",
        "05-02-2026 14:30",
        "2026/02/05 14:30",
        "2026-02-05 14:30:59",
        "2026-02-05T14:30",
        "2026-02-05T12:30:00Z",
        "2026-02-05T14:30:00.123456+02:00",
        "2026-02-05T07:30-05:00",
        "Thu, 05 Feb 2026 14:30:00 +0200",
        "Thu, 05 Feb 2026 12:30:00 GMT",
        "5 лютого 2026, 14:30 EET",
        "5 лютого 2026, 14:30 за Києвом",
        "5 лютого 2026, 14:30 (GMT+2)",
        "5 лютого 2026, 13:30 (GMT+1)",
        "четверг, 5 февраля 2026 г., 14:30",
        "5 Feb 2026 14:30",
        "February 5, 2026 2:30 PM",
        "лютий 5, 2026 14:30",
        "Опубліковано 05.02.2026 о 14:30",
        "Дата публікації: 5 лютого 2026 о 14:30",
    ],
)
def test_whole_date_is_read(text) -> None:
    found = parse_date(text, NOW)
    assert _local(found) == "2026-02-05 14:30"
    assert found.basis is DateBasis.PRINTED


@pytest.mark.parametrize(
    ("text", "local"),
    [
        ("5 лютого о 14:30", "2026-02-05 14:30"),
        ("14:30 5 лютого", "2026-02-05 14:30"),
        ("14:30, 05.02", "2026-02-05 14:30"),
        ("05.02, 14:30", "2026-02-05 14:30"),
        ("Feb 5 at 11:58", "2026-02-05 11:58"),
        ("5 лютого", "2026-02-05"),
        ("7 лютого", "2026-02-07"),
        ("8 лютого", "2025-02-08"),
        ("28 грудня, 14:30", "2025-12-28 14:30"),
        ("29 лютого", "2024-02-29"),
    ],
)
def test_day_without_a_year_is_the_last_one_not_after_tomorrow(text, local) -> None:
    found = parse_date(text, NOW)
    assert _local(found) == local
    assert found.basis is DateBasis.YEARLESS


@pytest.mark.parametrize(
    ("text", "read_at", "local"),
    [
        ("31 грудня, 23:50", datetime(2026, 1, 2, 9, 0, tzinfo=KYIV), "2025-12-31 23:50"),
        ("1 січня, 00:10", datetime(2025, 12, 31, 21, 0, tzinfo=UTC), "2026-01-01 00:10"),
        ("1 січня, 00:10", datetime(2026, 1, 1, 9, 0, tzinfo=KYIV), "2026-01-01 00:10"),
        ("1 січня", datetime(2025, 12, 31, 9, 0, tzinfo=KYIV), "2026-01-01"),
        ("2 січня", datetime(2025, 12, 31, 9, 0, tzinfo=KYIV), "2025-01-02"),
        ("вчора о 23:50", datetime(2026, 1, 1, 0, 30, tzinfo=KYIV), "2025-12-31 23:50"),
    ],
)
def test_around_new_year(text, read_at, local) -> None:
    assert _local(parse_date(text, read_at)) == local


@pytest.mark.parametrize(
    ("text", "local"),
    [
        ("Сьогодні, 09:20", "2026-02-06 09:20"),
        ("09:20, сьогодні", "2026-02-06 09:20"),
        ("вчора, 18:20", "2026-02-05 18:20"),
        ("Учора", "2026-02-05"),
        ("вчера в 18:20", "2026-02-05 18:20"),
        ("щойно", "2026-02-06 10:00"),
        ("кілька хвилин тому", "2026-02-06 10:00"),
        ("15 хвилин тому", "2026-02-06 09:45"),
        ("20 хв. тому", "2026-02-06 09:40"),
        ("пів години тому", "2026-02-06 09:30"),
        ("2 години тому", "2026-02-06 08:00"),
        ("11 год тому", "2026-02-05 23:00"),
        ("2 часа назад", "2026-02-06 08:00"),
        ("2 hours ago", "2026-02-06 08:00"),
        ("тиждень тому", "2026-01-30"),
        ("2 дні 3 години тому", "2026-02-04 07:00"),
        ("1 год. 5 хв. тому", "2026-02-06 08:55"),
    ],
)
def test_date_relative_to_the_reading(text, local) -> None:
    found = parse_date(text, NOW)
    assert _local(found) == local
    assert found.basis is DateBasis.RELATIVE


@pytest.mark.parametrize(
    "text",
    ["5. лютого 2026", "05-лют-2026", "05.лют.2026", "2026 лютий 5", "5лютого 2026"],
)
def test_shape_that_only_dateparser_knows(text) -> None:
    assert _local(parse_date(text, NOW)) == "2026-02-05"


@pytest.mark.parametrize(
    "text",
    [
        "у 2021 році",
        "32.01.2026",
        "31 лютого",
        "29 лютого 2026",
        "2026-13-45",
        "00.00.0000",
        "5 лютого 1926",
        "5 мая 3026",
        "5 лютого 2026, 24:00",
        "5 лютого 2026, 14:75",
        "2026-02-05T14:30:00+20:00",
        "5 лютого 2026 року сталася пожежа",
        "5 лютого відбудеться матч",
        "Сьогодні ввечері",
        "5–7 лютого",
        "5-7 лютого 2026",
        "5 лютого – 7 лютого",
        "до 5 лютого 2026",
        "5 лютого, 14:30-15:40",
        "лютий 2026",
        "Травень 9",
        "5 чоловік",
        "14.30 05.02.2026",
        "$5.02.2026",
        "192.168.1.1",
        "3.5.2",
        "v2.10.15",
        "2:1",
        "2:1 (1:0)",
        "10.02",
        "1 250,50 грн",
        "+380 44 205-02-26",
        "205-02-26",
        "12-05-26",
        "24/7",
        "1991",
        "1770294600",
        "місяць тому",
        "2 роки тому",
        "16 тому",
        "Понеділок, 10:00",
        "14:30",
        "о 14:30",
        "",
    ],
)
def test_string_that_is_no_date(text) -> None:
    assert parse_date(text, NOW) is None


def test_range_of_days_is_no_date_at_the_end_of_a_line() -> None:
    assert trailing_date("Афіша 5–7 лютого", NOW) is None
    assert trailing_date("Світ – 7 лютого", NOW) is not None


def test_date_at_either_end_leaves_the_rest_of_the_line() -> None:
    assert leading_date("5 лютого 2026, 14:30 Політика", NOW)[1] == " Політика"
    assert trailing_date("Остап Гнатів — 5 лютого 2026, 14:30", NOW)[1] == "Остап Гнатів — "


def test_date_is_kept_as_printed() -> None:
    found = parse_date("Опубліковано: П’ятниця, 6 лютого 2026 р., 14:30", NOW)
    assert found.raw == "П’ятниця, 6 лютого 2026 р., 14:30"


def test_summer_time_is_three_hours_ahead() -> None:
    found = parse_date("5 липня 2025, 14:30 EET", NOW)
    assert found.at == datetime(2025, 7, 5, 11, 30, tzinfo=UTC)


def test_hour_left_out_in_march_is_counted_from_before_the_change() -> None:
    found = parse_date("30 березня 2025, 03:30", NOW)
    assert found.at == datetime(2025, 3, 30, 1, 30, tzinfo=UTC)


def test_hour_that_comes_twice_in_october_is_the_first() -> None:
    found = parse_date("26 жовтня 2025, 03:30", NOW)
    assert found.at == datetime(2025, 10, 26, 0, 30, tzinfo=UTC)


def test_instant_late_in_the_evening_is_of_the_next_day_in_kyiv() -> None:
    found = parse_date("2026-02-05T23:30:00Z", NOW)
    assert found.day == date(2026, 2, 6)


def test_dateparser_is_loaded_only_for_a_shape_of_its_own() -> None:
    program = (
        "import sys; from datetime import datetime, UTC;"
        "from tasks.transform.parse.dates import parse_date;"
        "now = datetime(2026, 2, 6, tzinfo=UTC);"
        "[parse_date(t, now) for t in ('5 лютого 2026', '1,2 млн осіб', 'вер', '2021 році')];"
        "assert 'dateparser' not in sys.modules;"
        "assert parse_date('05-лют-2026', now);"
        "assert 'dateparser' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", program], check=True, timeout=60)
