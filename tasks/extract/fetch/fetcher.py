"""Fetch a page: by the rules of its site, within limits, again if something stumbled."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import Final, TypeVar

import requests

from tasks.extract.fetch.addresses import WebAddress, read_address
from tasks.extract.fetch.body import PageReader, read_robots
from tasks.extract.fetch.errors import (
    BadAddress,
    ConnectionBroken,
    FetchTimeout,
    ForbiddenAddress,
    HostUnreachable,
    ServerTrouble,
    Throttled,
    TooManyRedirects,
    not_fetched,
    shown,
)
from tasks.extract.fetch.robots import Robots
from tasks.extract.fetch.statuses import PASSING, SERVER_ERRORS, failure_of_status, seconds_to_wait
from tasks.extract.fetch.transport import Answer, Transport, user_agent
from tasks.models import FetchedPage, KnownPage
from tasks.settings import Settings, get_settings

Read = TypeVar("Read")

TRIES: Final = 3
MAX_REDIRECTS: Final = 5
_NOT_MODIFIED: Final = 304
_STUMBLES: Final = (HostUnreachable, ConnectionBroken, FetchTimeout, ServerTrouble, Throttled)
# Without it two threads that start together would each build one.
_lock = threading.Lock()


class Fetcher:
    """Fetches pages, for all threads of a process: they share rates and robots.txt."""

    def __init__(self, settings: Settings) -> None:
        self._transport = Transport(settings)
        self._limit = settings.max_document_bytes
        self._backoff = settings.retry_backoff
        self._robots = Robots(
            self._read_robots,
            self._transport.hosts.slow_down,
            agent=user_agent(settings).partition("/")[0].strip(),
        )

    def fetch(self, url: str, known: KnownPage | None = None) -> FetchedPage | None:
        """Fetch a page; None if it has not changed since it was fetched for `known`.

        Raises:
            Terminal, Transient: one of those in `errors` if there is no page.
        """
        conditions = _conditions(known)
        reader = PageReader(self._limit)
        answer = self._follow(read_address(url), conditions, reader, check=self._robots.check)
        if answer.status == _NOT_MODIFIED and conditions:
            return None
        if answer.body is None:
            raise failure_of_status(answer.address.url, answer.status)
        return FetchedPage(
            url=answer.address.url,
            content=answer.body.content,
            media_type=answer.body.media_type,
            charset=answer.body.charset,
            etag=answer.headers.get("ETag"),
            last_modified=answer.headers.get("Last-Modified"),
            fetched_at=datetime.now(UTC),
        )

    def _read_robots(self, url: str) -> str | None:
        """Get a robots.txt, from wherever it is redirected to; None where there is none.

        Raises:
            ForbiddenAddress: if its site must not be asked, and so neither for its pages.
        """
        asked: list[WebAddress] = []
        try:
            answer = self._follow(read_address(url), {}, read_robots, check=asked.append)
        except (BadAddress, TooManyRedirects):
            return None
        except ForbiddenAddress:
            if len(asked) == 1:
                raise
            return None
        if answer.status in SERVER_ERRORS:
            raise failure_of_status(url, answer.status)
        return answer.body

    def _follow(
        self,
        address: WebAddress,
        headers: Mapping[str, str],
        read: Callable[[requests.Response], Read],
        *,
        check: Callable[[WebAddress], None],
    ) -> Answer[Read]:
        """Ask, and ask where the answer redirects to; every address is checked first."""
        seen = [address.url]
        while True:
            check(address)
            answer = self._ask(address, headers, read)
            if answer.target is None:
                return answer
            address = read_address(answer.target, base=address.url)
            if address.url in seen or len(seen) > MAX_REDIRECTS:
                raise not_fetched(
                    TooManyRedirects,
                    f"{shown(seen[0])} redirects in a circle or more than {MAX_REDIRECTS} times, "
                    f"at last to {shown(address.url)}",
                    "Check the address in a browser: sites do this to those without cookies",
                )
            seen.append(address.url)

    def _ask(
        self,
        address: WebAddress,
        headers: Mapping[str, str],
        read: Callable[[requests.Response], Read],
    ) -> Answer[Read]:
        """Ask for one address, again after a growing pause if something stumbled."""
        pause = self._backoff
        for _ in range(TRIES - 1):
            try:
                return self._try(address, headers, read)
            except _STUMBLES:
                # Jitter keeps threads apart.
                time.sleep(pause * random.uniform(1.0, 1.5))  # noqa: S311 - not for secrets
                pause *= 2
        return self._try(address, headers, read)

    def _try(
        self,
        address: WebAddress,
        headers: Mapping[str, str],
        read: Callable[[requests.Response], Read],
    ) -> Answer[Read]:
        answer = self._transport.get(address, headers, read)
        if answer.status not in PASSING:
            return answer
        self._transport.hosts.pause(address.host, seconds_to_wait(answer.headers) or 0.0)
        raise failure_of_status(address.url, answer.status)


def shared_fetcher() -> Fetcher:
    """Give the one fetcher of this process, made from its settings."""
    with _lock:
        return _fetcher(get_settings())


@lru_cache(maxsize=1)
def _fetcher(settings: Settings) -> Fetcher:
    return Fetcher(settings)


def _conditions(known: KnownPage | None) -> dict[str, str]:
    """Quote what is known of a page, so that its server need not send it again."""
    if known is None:
        return {}
    quoted = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified}
    return {name: value for name, value in quoted.items() if value and value.isprintable()}
