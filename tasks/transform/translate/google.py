"""Google Translate without a key, through deep-translator, with what that leaves out.

deep-translator asks the mobile page with a bare `requests.get`: no timeout, a new
connection a sentence, and one translator shared by two threads swaps their results.
Here each thread has its own translator on its own pooled session with timeouts; its
None, its echo and pages without a result become failures.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from http.cookiejar import DefaultCookiePolicy
from importlib.metadata import version
from typing import Any
from urllib.parse import urlsplit

import deep_translator.google
import requests
from deep_translator.exceptions import (
    NotValidLength,
    RequestError,
    TooManyRequests,
    TranslationNotFound,
)
from requests.adapters import HTTPAdapter
from urllib3.exceptions import ProtocolError, ReadTimeoutError
from urllib3.util.retry import Retry

from tasks.models import Tier
from tasks.settings import Settings
from tasks.transform.translate.base import (
    Answer,
    EngineFailure,
    NoNetwork,
    NoTranslation,
    ServiceFault,
    Throttled,
    TimedOut,
)
from tasks.transform.translate.limits import split_to_fit, url_bytes

# Servers refuse addresses of 16 kB (Google's answers 414 beyond that); the rest of the
# address, a proxy's additions included, fits in 2 kB.
MAX_BYTES = 14_000
# One more try at once, for a blip. A throttled or unreachable service is not tried
# again here: the chain has other engines, and whole batches are retried above.
_RETRY = Retry(
    total=1,
    connect=0,
    read=False,  # 0 would hide a timeout in a ConnectionError
    status=1,
    other=0,
    status_forcelist={500, 502, 503, 504},
    raise_on_status=False,
    respect_retry_after_header=False,
)

_REFUSALS = (RequestError, TooManyRequests, TranslationNotFound, NotValidLength)
_Timeouts = tuple[float, float]
_current = threading.local()


class GoogleEngine:
    """Translate sentence by sentence with the page behind Google Translate's app."""

    name = "google"
    tier = Tier.CLOUD
    max_texts = 1
    max_bytes: int | None = MAX_BYTES

    def __init__(self, settings: Settings) -> None:
        # Google does not tell the version of its model; ours is that of the access.
        self.version = f"deep-translator-{version('deep-translator')}"
        self._url = settings.google_url
        self._timeouts = (settings.connect_timeout, settings.read_timeout)
        self._mine = threading.local()
        _bind()

    def translate(self, texts: Sequence[str]) -> list[Answer]:
        """Ask for one text after the other; a failure takes the place of its text."""
        return [self._translate(text) for text in texts]

    def _translate(self, text: str) -> Answer:
        pieces = split_to_fit(_sendable(text), MAX_BYTES, url_bytes)
        try:
            return " ".join([self._ask(piece) for piece in pieces])
        except EngineFailure as failure:
            return failure

    def _ask(self, text: str) -> str:
        _current.session = self._session()
        try:
            english = self._translator().translate(text)
        except (requests.RequestException, *_REFUSALS) as exc:
            kind = _kind_of(exc)
            raise _failure(kind, type(exc).__name__) from exc
        finally:
            del _current.session
        # None stands for "the same text, and no letters in it"; "" for an empty result.
        if not english:
            raise _failure(NoTranslation, "an empty result")
        return str(english)

    def _translator(self) -> Any:
        if not hasattr(self._mine, "translator"):
            translator = deep_translator.google.GoogleTranslator(source="uk", target="en")
            translator._base_url = self._url  # noqa: SLF001  # it has no setting for this
            self._mine.translator = translator
        return self._mine.translator

    def _session(self) -> _Session:
        if not hasattr(self._mine, "session"):
            self._mine.session = _Session(self._timeouts)
        session: _Session = self._mine.session
        return session


class _Session(requests.Session):
    """A pooled session with timeouts, without cookies, that stays on its host."""

    def __init__(self, timeouts: _Timeouts) -> None:
        super().__init__()
        self._timeouts = timeouts
        for scheme in ("http://", "https://"):
            self.mount(scheme, HTTPAdapter(max_retries=_RETRY))
        # Only the sentence leaves the machine: nothing that ties two of them together.
        self.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))

    def request(self, *args: Any, **kwargs: Any) -> requests.Response:
        """Send a request with the timeouts that its caller does not set."""
        kwargs.setdefault("timeout", self._timeouts)
        return super().request(*args, **kwargs)

    def get_redirect_target(self, resp: requests.Response) -> str | None:
        """Follow no redirect to another host: it is a consent, login or CAPTCHA page."""
        target = super().get_redirect_target(resp)
        host = urlsplit(target or "").hostname
        return target if host in {None, urlsplit(resp.url).hostname} else None


class _Requests:
    """What deep-translator's Google module calls `requests`: the engine's own session.

    Other users of deep-translator in the same process get the library unchanged.
    """

    def get(self, *args: Any, **kwargs: Any) -> requests.Response:
        """Ask through the session of the engine at work in this thread, if there is one."""
        session: _Session | None = getattr(_current, "session", None)
        return requests.get(*args, **kwargs) if session is None else session.get(*args, **kwargs)  # noqa: S113


def _bind() -> None:
    """Put our transport in place of the module's `requests`, once a process."""
    if not isinstance(deep_translator.google.requests, _Requests):
        deep_translator.google.requests = _Requests()


def _sendable(text: str) -> str:
    """Replace lone surrogates, which no request can carry."""
    return text.encode("utf-8", "replace").decode("utf-8")


# The first that fits counts: a wrong certificate is an answer, and requests puts most
# other troubles under ConnectionError.
_KINDS: tuple[tuple[type[Exception], type[EngineFailure]], ...] = (
    (TooManyRequests, Throttled),
    (TranslationNotFound, NoTranslation),
    (NotValidLength, NoTranslation),
    (requests.exceptions.SSLError, ServiceFault),
    (requests.ConnectTimeout, NoNetwork),
    (requests.Timeout, TimedOut),
    (requests.ConnectionError, NoNetwork),
)


def _kind_of(exc: Exception) -> type[EngineFailure]:
    cause = exc.args[0] if exc.args else None
    if isinstance(cause, ReadTimeoutError):
        return TimedOut
    if isinstance(cause, ProtocolError):
        return ServiceFault
    return next((kind for error, kind in _KINDS if isinstance(exc, error)), ServiceFault)


def _failure(kind: type[EngineFailure], detail: str) -> EngineFailure:
    return kind(
        f"Google Translate gave no translation: {kind.reason} ({detail[:200]})",
        data="The sentence was not translated by it",
        remedy="Nothing need be done: the next engine takes over; without one, run again later",
    )
