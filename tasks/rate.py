"""How many calls a second go to a service, whichever task and thread makes them."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from functools import lru_cache
from queue import PriorityQueue
from types import TracebackType

# Without it two threads that start together would each build one.
_lock = threading.Lock()
# How many processes of a run call the same services.
_processes = 1


def share_rates(processes: int) -> None:
    """Let this process make only its part of the calls that a run may make.

    Call in each of so many processes before anything else; a limit made earlier stays whole.
    """
    global _processes  # noqa: PLW0603 - of the process, as the limits are
    _processes = processes


class RateLimit:
    """Let a service get no more than so many calls in any stretch of time.

    A call holds one of a few places while it lasts, and the place is free again one
    window after the call ended. The service receives a call somewhere between its
    beginning and its end, so it never sees more than `places` in a window, however long
    each took on the way. A limiter that notes only when it let a call go lets a late
    call meet the next ones (pyrate-limiter: 41 a second at a limit of 40). The price: a
    place makes one call in a window *and* the time of an answer.

    Args:
        per_second: the most calls a second; 0.5 is one in two seconds. Processes that
            share a run get a part of it each (`share_rates`).
        places: calls at a time; by default as many as fit in a second.
        clock: seconds that never go back.
        sleep: waits for so many seconds.
    """

    def __init__(
        self,
        per_second: float,
        *,
        places: int | None = None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        per_second /= _processes
        self.places = places or max(1, int(per_second))
        self.window = self.places / per_second
        self._clock = clock
        self._sleep = sleep
        self._rests_until = float("-inf")
        self._free_at: PriorityQueue[float] = PriorityQueue()
        for _ in range(self.places):
            self._free_at.put(float("-inf"))

    def rest(self, seconds: float) -> None:
        """Begin no call for so long: the service asked one of the threads, and means all."""
        self._rests_until = max(self._rests_until, self._clock() + seconds)

    def __enter__(self) -> None:
        free_at = self._free_at.get()
        try:
            while (delay := max(free_at, self._rests_until) - self._clock()) > 0:
                self._sleep(delay)
        except BaseException:  # an interrupt must not take the place with it
            self._free_at.put(free_at)
            raise

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._free_at.put(self._clock() + self.window)


def shared_limit(service: str, per_second: float) -> RateLimit:
    """Give the one limit of this process for a service, so that all its chains share it."""
    with _lock:
        return _limit(service, per_second)


@lru_cache(maxsize=64)
def _limit(service: str, per_second: float) -> RateLimit:  # noqa: ARG001 - the service is the key
    return RateLimit(per_second)
