"""What it means when an answer is neither a page nor a redirect."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from urllib3.exceptions import InvalidHeader
from urllib3.util.retry import Retry

from tasks.errors import VisnykError
from tasks.extract.fetch.errors import (
    AccessRefused,
    PageNotFound,
    PageRefused,
    ServerTrouble,
    Throttled,
    not_fetched,
    shown,
)

_TOO_MANY: Final = 429
SERVER_ERRORS: Final = range(500, 600)
# Request timeout and "too early" are about the moment; the rest may pass within seconds.
PASSING: Final = frozenset({408, 425, _TOO_MANY, 500, 502, 503, 504})
_GONE: Final = frozenset({404, 410})
# 407 is a proxy's, 451 is a court's.
_REFUSED: Final = frozenset({401, 403, 407, 451})


def failure_of_status(url: str, status: int) -> VisnykError:
    """Word what a status means for the page."""
    what = f"{shown(url)} gave no page: HTTP {status}"
    if status in _GONE:
        return not_fetched(PageNotFound, what, "Correct the address, or leave the page out")
    if status in _REFUSED:
        return not_fetched(
            AccessRefused,
            f"{what}, the site refuses access",
            "Ask the site for access; save the page by hand and load the file",
        )
    if status == _TOO_MANY:
        return not_fetched(
            Throttled,
            f"{what}, the site wants fewer requests",
            "Lower VISNYK_FETCH_RATE if it happens often; the next run tries again",
        )
    if status in SERVER_ERRORS or status in PASSING:
        return not_fetched(ServerTrouble, what, "Nothing need be done: the next run tries again")
    return not_fetched(PageRefused, what, "Check the address in a browser")


def seconds_to_wait(headers: Mapping[str, str]) -> float | None:
    """Read `Retry-After`, seconds or a date; None where it is missing or nonsense."""
    try:
        return Retry().parse_retry_after(headers["Retry-After"])
    except (KeyError, InvalidHeader, ValueError, OverflowError):  # a year 99999, a wall of nines
        return None
