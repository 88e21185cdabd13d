"""What it means when a service does not answer, or answers with something else."""

from __future__ import annotations

import re

import requests
from urllib3.exceptions import InvalidHeader, ProtocolError, ReadTimeoutError
from urllib3.util.retry import Retry

from tasks.errors import VisnykError
from tasks.transform.translate.base import (
    EngineFailure,
    KeyRefused,
    NoNetwork,
    NoTranslation,
    QuotaUsedUp,
    ServiceFault,
    Throttled,
    TimedOut,
)

_UNAUTHORIZED = {401, 403}
# 456 is DeepL's own.
_PAID_OUT = {402, 456}
_TOO_MANY = 429
# Microsoft refuses with 403 when the free quota is used up (code 403001), MyMemory with
# 429 when a day's is; LibreTranslate bans with 403 who sent too much.
_QUOTA = re.compile(
    r"\b403001\b|free quota|quota exceeded|all available free translations", re.IGNORECASE
)
_BANNED = re.compile(r"too many request", re.IGNORECASE)
# LibreTranslate says 400 to a request without a key where one is needed.
_KEY_WANTED = re.compile(r"\bapi[ _]?key\b", re.IGNORECASE)
_BAD_REQUEST = 400
# The words of an error stand at its beginning; a page of a proxy may be long.
_BODY_READ = 2000

# The first that fits counts: a wrong certificate is an answer, and requests puts most
# other troubles under ConnectionError.
_KINDS: tuple[tuple[type[Exception], type[EngineFailure]], ...] = (
    (requests.exceptions.SSLError, ServiceFault),
    (requests.ConnectTimeout, NoNetwork),
    (requests.Timeout, TimedOut),
    (requests.exceptions.ChunkedEncodingError, ServiceFault),
    (requests.ConnectionError, NoNetwork),
)


def make_failure(kind: type[EngineFailure], service: str, detail: str) -> EngineFailure:
    """Word a failure; `detail` holds neither the sentence nor a key."""
    return kind(
        f"{service} gave no translation: {kind.reason} ({detail[:200]})",
        data="The sentence was not translated by it",
        remedy="Nothing need be done: the next engine takes over; without one, run again later",
    )


def failure_of_error(service: str, error: requests.RequestException) -> EngineFailure:
    """Say what an exception of requests means."""
    return make_failure(_kind_of(error), service, type(error).__name__)


def failure_of_status(
    service: str, response: requests.Response, *, takes_key: bool
) -> VisnykError | None:
    """Say what the status of an answer means; None if it is one that can be read."""
    status, body = response.status_code, response.text[:_BODY_READ]
    detail = f"HTTP {status}"
    if 200 <= status < 300:
        return None
    if status in _PAID_OUT or (status in {*_UNAUTHORIZED, _TOO_MANY} and _QUOTA.search(body)):
        return make_failure(QuotaUsedUp, service, detail)
    if status == _TOO_MANY or (status in _UNAUTHORIZED and _BANNED.search(body)):
        return make_failure(Throttled, service, detail)
    wants_key = status == _BAD_REQUEST and _KEY_WANTED.search(body)
    if takes_key and (status in _UNAUTHORIZED or wants_key):
        return KeyRefused(
            f"{service} does not accept the key ({detail})",
            data="Nothing was translated by it",
            remedy="Set another key (docs/engines.md), or leave this engine out",
        )
    return make_failure(ServiceFault, service, detail)


def failure_of_content(service: str, error: Exception) -> EngineFailure:
    """Say that an answer came, and that deep-translator found no translation in it."""
    return make_failure(NoTranslation, service, type(error).__name__)


def seconds_to_wait(response: requests.Response) -> float | None:
    """Read `Retry-After`, seconds or a date; None where it is missing or nonsense.

    Six hours is the most it gives, as other clients do.
    """
    try:
        return Retry().parse_retry_after(response.headers["Retry-After"])
    except (KeyError, InvalidHeader, ValueError, OverflowError):  # years and digits without end
        return None


def is_worth_another_try(error: requests.RequestException) -> bool:
    """Tell whether a connection broke under the request: the next one may hold."""
    return isinstance(_cause_of(error), ProtocolError)


def _kind_of(error: requests.RequestException) -> type[EngineFailure]:
    cause = _cause_of(error)
    if isinstance(cause, ReadTimeoutError):
        return TimedOut
    if isinstance(cause, ProtocolError):
        return ServiceFault
    return next((kind for known, kind in _KINDS if isinstance(error, known)), ServiceFault)


def _cause_of(error: requests.RequestException) -> object:
    return error.args[0] if error.args else None
