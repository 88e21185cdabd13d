"""A circuit breaker: after repeated failures of a service, stop waiting for it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

# Three failures in a row are hardly chance; one of a kind that must repeat is enough.
MAX_FAILURES = 3
# A trial without network costs the connect timeout (3 s): 5 % of a minute.
PAUSE_SECONDS = 60.0


class Breaker:
    """Guards one engine for all threads of a process.

    Closed, it lets every call through. Open, it lets none through until `pause` seconds
    have passed; then one call at a time is the trial (half-open): its success closes
    the breaker, its failure starts another pause.
    """

    def __init__(
        self,
        *,
        max_failures: int = MAX_FAILURES,
        pause: float = PAUSE_SECONDS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._max_failures = max_failures
        self._pause = pause
        self._clock = clock
        self._lock = threading.Lock()
        self._failures = 0
        self._opened_at: float | None = None
        self._is_trial_out = False
        self._reason = ""

    @property
    def reason(self) -> str:
        """The last failure, for those who find the breaker open."""
        return self._reason

    def allows(self) -> bool:
        """Ask before a call; who is allowed must report `succeed` or `fail` after it."""
        with self._lock:
            if self._opened_at is None:
                return True
            if self._is_trial_out or self._clock() - self._opened_at < self._pause:
                return False
            self._is_trial_out = True
            return True

    def succeed(self) -> None:
        """Report a call that was answered."""
        with self._lock:
            self._failures = 0
            self._opened_at = None
            self._is_trial_out = False

    def fail(self, reason: str, *, is_outage: bool = False) -> None:
        """Report a call that was not; an outage opens the breaker at once."""
        with self._lock:
            self._failures += 1
            self._reason = reason
            if is_outage or self._is_trial_out or self._failures >= self._max_failures:
                self._opened_at = self._clock()
            self._is_trial_out = False
