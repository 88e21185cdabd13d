"""How often each host may be asked, and until when it asked to be left alone."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from tasks.extract.fetch.errors import HostPaused, not_fetched
from tasks.extract.fetch.recent import Recent
from tasks.rate import RateLimit

# To be forgotten too early, a host must be followed by so many others within its pause.
_HOSTS_KEPT: Final = 10_000
# What takes longer is left to the next run.
MAX_PAUSE_SECONDS: Final = 30.0


class Hosts:
    """Give each host's requests their turns; those of other hosts do not wait for them.

    Args:
        per_second: the most requests a second to one host.
        clock: seconds that never go back.
    """

    def __init__(self, per_second: float, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._per_second = per_second
        self._clock = clock
        self._hosts = Recent(self._new_host, most=_HOSTS_KEPT)

    @contextmanager
    def turn(self, name: str) -> Iterator[None]:
        """Wait until a host may be asked, and hold that place while it is.

        Raises:
            HostPaused: if the host asked to be left alone for longer than anyone should wait.
        """
        host = self._hosts[name]
        host.check_open()
        with host.limit:
            host.check_open()  # what it told others meanwhile
            yield

    def slow_down(self, name: str, per_second: float) -> None:
        """Ask a host one at a time from now on, as its robots.txt wants; never more often."""
        slower = min(per_second, self._per_second)
        host = self._hosts[name]
        if slower != host.per_second:
            limit = RateLimit(slower, places=1, clock=self._clock)
            limit.rest(limit.window)  # the host was asked a moment ago
            host.limit, host.per_second = limit, slower

    def pause(self, name: str, seconds: float) -> None:
        """Leave a host alone for so long, as it asked one of the threads: it means all.

        Raises:
            HostPaused: if that is longer than anyone should wait, now and in all turns.
        """
        host = self._hosts[name]
        if seconds <= MAX_PAUSE_SECONDS:
            host.limit.rest(seconds)
            return
        host.closed_until = max(host.closed_until, self._clock() + seconds)
        host.check_open()

    def _new_host(self, name: str) -> _Host:
        return _Host(name, self._per_second, self._clock)


class _Host:
    """What is known of a host."""

    def __init__(self, name: str, per_second: float, clock: Callable[[], float]) -> None:
        self.name = name
        self.per_second = per_second
        self.limit = RateLimit(per_second, clock=clock)
        self.closed_until = float("-inf")
        self._clock = clock

    def check_open(self) -> None:
        left = self.closed_until - self._clock()
        if left > 0:
            raise not_fetched(
                HostPaused,
                f"{self.name} wants no requests for another {left:.0f} s",
                "Run again after that time; lower VISNYK_FETCH_RATE if it happens often",
            )
