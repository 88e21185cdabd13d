"""Pages that repeat themselves thousands of times are tagged in time in proportion."""

from __future__ import annotations

import time

import pytest

from tasks.transform.tag.plain import tag_text

# Each takes a second or two; where time is quadratic, about a minute or more.
MOST_SECONDS = 20


@pytest.mark.parametrize(
    ("piece", "length"),
    [("І. П. ", 40_000), ("ГО «Промінчик» та ", 20_000), ("Telegram ", 120_000)],
)
def test_a_line_that_repeats_itself_is_read_in_time(piece, length):
    text = piece * (length // len(piece))

    started = time.perf_counter()
    tag_text(text)

    assert time.perf_counter() - started < MOST_SECONDS
