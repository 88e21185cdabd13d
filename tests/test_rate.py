"""A rate holds whichever threads call, timed by the calls themselves."""

from __future__ import annotations

import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from tasks.rate import RateLimit
from tests.arrivals import most_in


def test_a_rate_limit_holds_under_threads_for_every_window():
    limit = RateLimit(40)
    times: list[float] = []
    lock = threading.Lock()

    def call(number: int) -> None:
        with limit:
            with lock:
                times.append(time.monotonic())
            time.sleep(0.001 * (number % 7))

    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    started = time.monotonic()
    try:
        with ThreadPoolExecutor(24) as pool:
            list(pool.map(call, range(110)))
    finally:
        sys.setswitchinterval(interval)
    assert len(times) == 110
    assert most_in(times, limit.window) == 40
    assert time.monotonic() - started < 6


def test_a_call_held_up_on_the_way_counts_from_its_end():
    now = [0.0]
    slept: list[float] = []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        now[0] += seconds

    limit = RateLimit(0.5, clock=lambda: now[0], sleep=sleep)
    assert (limit.places, limit.window) == (1, 2.0)
    with limit:
        now[0] += 30
    with limit:
        pass
    assert slept == [2.0]


def test_an_interrupt_while_waiting_leaves_the_place_to_others():
    def interrupt(_seconds: float) -> None:
        raise KeyboardInterrupt

    limit = RateLimit(1, clock=lambda: 0.0, sleep=interrupt)
    with limit:
        pass
    for _ in range(2):
        with pytest.raises(KeyboardInterrupt), limit:
            pass
