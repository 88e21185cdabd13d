"""Pages that repeat themselves thousands of times are tagged in time in proportion."""

from __future__ import annotations

import time

import pytest

from tasks.transform.tag.plain import tag_text

# Each takes about a second; where time is quadratic, more than a minute.
MOST_SECONDS = 20


@pytest.mark.parametrize(
    "piece",
    [
        "І. П. ",
        "ГО «Промінчик» та ",
        "пише у телеграмі повідомив у фейсбуці ",
        "Telegram ",
        "$5 млн ",
        "100 ",
        "Рада безпеки (РБ) ",
    ],
)
def test_a_line_that_repeats_itself_is_read_in_time(piece):
    text = piece * (40_000 // len(piece))

    started = time.perf_counter()
    tag_text(text)

    assert time.perf_counter() - started < MOST_SECONDS
