"""How a request goes out: pooled, with timeouts and tries, at a limited rate, and bare.

deep-translator calls `requests.get` and `requests.post` with no timeout and nothing to
hook into. Each of its modules that an engine uses gets our stand-in for `requests`,
which sends through the session of the engine at work in this thread.
"""

from __future__ import annotations

import random
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.cookiejar import DefaultCookiePolicy
from types import ModuleType
from typing import Any, Final
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from requests.utils import select_proxy
from urllib3.util.retry import Retry

from tasks.errors import VisnykError
from tasks.rate import RateLimit
from tasks.transform.translate.base import EngineFailure, NoNetwork
from tasks.transform.translate.services.faults import (
    failure_of_error,
    failure_of_status,
    is_worth_another_try,
    make_failure,
    seconds_to_wait,
)

# A blip of a service is over within a second or two; what lasts longer is better left to
# the next engine, and to the tries of the whole batch above.
TRIES: Final = 3
# A service that wants a longer rest gets it from the circuit breaker: the sentence goes
# to the next engine meanwhile.
MAX_WAIT_SECONDS: Final = 5.0
_PASSING: Final = {429, 500, 502, 503, 504}
# A connection that answered so lately needs no look-up of its host.
_FRESH_SECONDS: Final = 10.0
# urllib3 must not repeat requests behind the back of the rate limit.
_NO_RETRY: Final = Retry(total=0, read=False, raise_on_status=False)

# A request as keyword arguments of `requests.request`.
Call = dict[str, Any]
_current = threading.local()


@dataclass(frozen=True, slots=True)
class Access:
    """How an engine's requests are to be sent.

    Attributes:
        service: its name in messages.
        takes_key: whether a refusal can be about a key.
        timeouts: seconds to connect, and to wait for an answer.
        backoff: seconds before the second try; doubled before each further one.
        limit: the rate that all threads share.
        prepare: turns deep-translator's request into what the service wants today.
        vet: looks at an answer with a good status and raises if it is a refusal.
    """

    service: str
    takes_key: bool
    timeouts: tuple[float, float]
    backoff: float
    limit: RateLimit
    prepare: Callable[[Call], Call]
    vet: Callable[[requests.Response], None]


class Session(requests.Session):
    """A pooled session without cookies that stays on its host; for one thread."""

    def __init__(self, access: Access) -> None:
        super().__init__()
        self._access = access
        self._answered_at = float("-inf")
        for scheme in ("http://", "https://"):
            self.mount(scheme, _LimitedAdapter(access.limit))
        # Only the sentence leaves the machine: nothing that ties two of them together …
        self.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        # … and no login from ~/.netrc, which would also displace a key.
        self.auth = _as_it_is

    def ask(self, call: Call) -> requests.Response:
        """Send a request, again after a pause if the service stumbles.

        Raises:
            EngineFailure, KeyRefused: if there is no answer that can be read.
        """
        call = self._access.prepare(call)
        tries, backoff = TRIES, self._access.backoff
        while True:
            try:
                return self._try(call)
            except _Stumble as stumble:
                tries -= 1
                wait = stumble.wait_seconds or backoff
                if not tries or wait > MAX_WAIT_SECONDS:
                    raise stumble.failure from stumble
            # Never less than the service asked for; jitter keeps threads apart.
            time.sleep(wait * random.uniform(1.0, 1.5))  # noqa: S311 - not for secrets
            backoff *= 2

    def _try(self, call: Call) -> requests.Response:
        access = self._access
        self._find_host(call["url"])
        try:
            response = self.request(**call, timeout=access.timeouts)
            self._answered_at = time.monotonic()
        except requests.RequestException as error:
            failure = failure_of_error(access.service, error)
            if isinstance(error, requests.exceptions.InvalidHeader):
                # It quotes the header that is wrong, which may be the one with the key.
                raise failure from None
            if is_worth_another_try(error):
                raise _Stumble(failure) from error
            raise failure from error
        problem = failure_of_status(access.service, response, takes_key=access.takes_key)
        if problem is None:
            access.vet(response)
            return response
        if isinstance(problem, EngineFailure) and not problem.is_outage:
            wait = seconds_to_wait(response)
            if wait is not None and wait > MAX_WAIT_SECONDS:
                problem.pause_seconds = wait
            elif wait:
                access.limit.rest(wait)
            if response.status_code in _PASSING:
                raise _Stumble(problem, wait)
        raise problem

    def _find_host(self, url: str) -> None:
        """Raise if the host is not found in the time for a connection.

        requests has no timeout for that: with a resolver out of reach it takes 10 to 40
        seconds to say that there is no network. A proxy looks names up itself.
        """
        if time.monotonic() - self._answered_at < _FRESH_SECONDS:
            return
        if select_proxy(url, self.merge_environment_settings(url, {}, None, None, None)["proxies"]):
            return
        looked_up = threading.Event()

        def look_up() -> None:
            with suppress(OSError, UnicodeError):  # the request meets it again and reports it
                socket.getaddrinfo(urlsplit(url).hostname, None)
            looked_up.set()

        threading.Thread(target=look_up, daemon=True).start()
        if not looked_up.wait(self._access.timeouts[0]):
            raise make_failure(NoNetwork, self._access.service, "its name cannot be looked up")

    def get_redirect_target(self, resp: requests.Response) -> str | None:
        """Follow no redirect to another host (a consent or login page), nor out of TLS."""
        target = super().get_redirect_target(resp)
        here, there = urlsplit(resp.url), urlsplit(target or "")
        is_elsewhere = there.hostname not in {None, here.hostname}
        is_downgrade = here.scheme == "https" and there.scheme == "http"
        return None if is_elsewhere or is_downgrade else target


class _Stumble(Exception):
    """A failure that may pass within seconds."""

    def __init__(self, failure: VisnykError, wait_seconds: float | None = None) -> None:
        super().__init__(failure.what)
        self.failure = failure
        self.wait_seconds = wait_seconds


class _LimitedAdapter(HTTPAdapter):
    """Sends each request, a redirect's too, when the rate limit has a place for it."""

    def __init__(self, limit: RateLimit) -> None:
        super().__init__(max_retries=_NO_RETRY)
        self._limit = limit

    def send(self, *args: Any, **kwargs: Any) -> requests.Response:
        with self._limit:
            return super().send(*args, **kwargs)


def _as_it_is(request: requests.PreparedRequest) -> requests.PreparedRequest:
    return request


class _Requests:
    """What a module of deep-translator finds under the name `requests`.

    Other users of deep-translator in the same process get the library unchanged.
    """

    def get(self, url: str, **kwargs: Any) -> requests.Response:
        """Send a GET request."""
        return self.request("GET", url, **kwargs)

    def post(self, url: str, **kwargs: Any) -> requests.Response:
        """Send a POST request."""
        return self.request("POST", url, **kwargs)

    def request(self, method: str, url: str, **kwargs: Any) -> requests.Response:
        """Send through the session of the engine at work in this thread, if there is one."""
        session: Session | None = getattr(_current, "session", None)
        if session is None:
            return requests.request(method, url, **kwargs)  # noqa: S113 - its caller's choice
        return session.ask({"method": method, "url": url, **kwargs})

    def __getattr__(self, name: str) -> Any:
        return getattr(requests, name)


@contextmanager
def sending_through(session: Session) -> Iterator[None]:
    """Let deep-translator's requests of this thread go through a session."""
    _current.session = session
    try:
        yield
    finally:
        del _current.session


def bind(library: ModuleType) -> None:
    """Put our transport in place of the `requests` of a deep-translator module, once."""
    if not isinstance(library.requests, _Requests):
        library.requests = _Requests()  # type: ignore[attr-defined]
