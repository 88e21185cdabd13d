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
    have passed (or as many as the service asked for); then one call at a time is the
    trial (half-open): its success closes the breaker, its failure starts another pause.
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
        self._open_until: float | None = None
        self._is_trial_out = False
        self._reason = ""

    @property
    def reason(self) -> str:
        """The last failure, for those who find the breaker open."""
        return self._reason

    def allows(self) -> bool:
        """Ask before a call; who is allowed must report `succeed` or `fail` after it."""
        with self._lock:
            if self._open_until is None:
                return True
            if self._is_trial_out or self._clock() < self._open_until:
                return False
            self._is_trial_out = True
            return True

    def succeed(self) -> None:
        """Report a call that was answered.

        One that was under way when the breaker opened does not close it: the pause that
        a service asked for holds for all.
        """
        with self._lock:
            if self._open_until is not None and not self._is_trial_out:
                return
            self._failures = 0
            self._open_until = None
            self._is_trial_out = False

    def fail(self, reason: str, *, is_outage: bool = False, pause: float | None = None) -> None:
        """Report a call that was not; an outage or a pause opens the breaker at once.

        Args:
            reason: what happened, in a few words.
            is_outage: whether the next call is bound to fail too.
            pause: seconds after which the service wants to be asked again, if it said so.
        """
        with self._lock:
            self._failures += 1
            self._reason = reason
            is_enough = self._failures >= self._max_failures
            if is_outage or pause is not None or self._is_trial_out or is_enough:
                until = self._clock() + (self._pause if pause is None else pause)
                self._open_until = max(until, self._open_until or until)
            self._is_trial_out = False
