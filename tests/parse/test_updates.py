"""When a page was published told from when it was changed last."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from tasks.models import DateBasis
from tasks.transform.parse.dates import KYIV, parse_published_and_updated
from tests.parse.pages import BODY, HEADER, LEAD, PAGE, TITLE, parse

NOW = datetime(2026, 2, 6, 18, 0, tzinfo=KYIV)


def _local(when):
    if when is None:
        return None
    return when.at.astimezone(KYIV).strftime("%m-%d %H:%M") if when.at else f"{when.day:%m-%d}"


@pytest.mark.parametrize(
    ("text", "published", "updated"),
    [
        ("Опубліковано: 5 лютого 2026, 14:30. Оновлено: 16:05", "02-05 14:30", "02-05 16:05"),
        ("5 лютого 2026, 14:30 (оновлено 6 лютого, 09:10)", "02-05 14:30", "02-06 09:10"),
        ("5 лютого 2026, 14:30 [оновлено о 16:05]", "02-05 14:30", "02-05 16:05"),
        ("05.02.2026, 14:30 | Оновлено: 05.02.2026, 15:10", "02-05 14:30", "02-05 15:10"),
        ("5 лютого, 14:30 Останнє оновлення: сьогодні, 10:15", "02-05 14:30", "02-06 10:15"),
        ("Оновлено: 6 лютого 2026, 09:10. Опубліковано: 5 лютого 2026", "02-05", "02-06 09:10"),
        ("Оновлено: 16:05, опубліковано 5 лютого 2026, 14:30", "02-05 14:30", "02-05 16:05"),
        ("Опубликовано 5 февраля 2026, 14:30. Обновлено в 16:05", "02-05 14:30", "02-05 16:05"),
        ("Опубліковано 5 лютого 2026 • Оновлено 6 лютого 2026", "02-05", "02-06"),
        ("Оновлено 05.02.2026 15:10", None, "02-05 15:10"),
        ("Опубліковано 05.02.2026 15:10", "02-05 15:10", None),
        ("Оновлено 15:10", None, None),
        ("5 лютого 2026, 14:30", "02-05 14:30", None),
        ("Реєстр оновлено 5 лютого 2026", None, None),
        ("Оновлено 5 лютого 2026 правила проїзду", None, None),
    ],
)
def test_header_that_says_both(text, published, updated) -> None:
    found = parse_published_and_updated(text, NOW)
    assert tuple(map(_local, found)) == (published, updated)


def test_time_of_update_before_that_of_publication_is_of_the_next_day() -> None:
    published, updated = parse_published_and_updated("5 лютого, 23:40, оновлено 00:15", NOW)
    assert _local(updated) == "02-06 00:15"
    assert updated.basis is published.basis is DateBasis.YEARLESS


@pytest.mark.parametrize(
    ("header", "updated"),
    [
        ("5 лютого 2026, 14:30 (оновлено 6 лютого, 09:10)", "2026-02-06T07:10Z"),
        ("Опубліковано: 5 лютого 2026, 14:30. Оновлено: 16:05", "2026-02-05T14:05Z"),
        ("5 лютого 2026, 14:30\nОновлено: 6 лютого 2026, 10:00", "2026-02-06T08:00Z"),
        ("Оновлено 15:10\n5 лютого 2026, 14:30", "2026-02-05T13:10Z"),
        ("Дата публікації\n5 лютого 2026, 14:30\nОновлено\n15:10", "2026-02-05T13:10Z"),
        ("Опубліковано: 5 лютого 2026, 14:30\nОновлено: 6 лютого 2026", None),
        ("5 лютого 2026, 14:30", None),
    ],
)
def test_page_says_when_it_was_changed(header, updated) -> None:
    article = parse(PAGE.replace(HEADER, header))
    assert article.published_at == datetime(2026, 2, 5, 12, 30, tzinfo=UTC)
    assert article.updated_at == (datetime.fromisoformat(updated) if updated else None)
    assert (article.title, article.lead, article.body) == (TITLE, LEAD, BODY)


def test_day_of_update_is_no_day_of_publication() -> None:
    article = parse(PAGE.replace(HEADER, "Оновлено: 6 лютого 2026, 10:00"))
    assert article.published_date is None
    assert article.updated_at == datetime(2026, 2, 6, 8, 0, tzinfo=UTC)


def test_update_in_the_body_hides_no_date_of_the_header() -> None:
    line = "Оновлено: 6 лютого 2026, 10:00"
    article = parse(PAGE.replace(BODY[1], f"{line}\n\n{BODY[1]}"))
    assert article.published_date == date(2026, 2, 5)
    assert article.body == BODY
