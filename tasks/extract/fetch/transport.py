"""One request: in its turn, to where it may go, in its time, with an honest name."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from http.cookiejar import DefaultCookiePolicy
from importlib.metadata import version
from typing import Final, Generic, TypeVar
from urllib.parse import urlsplit

import requests
from urllib3.exceptions import HTTPError

from tasks.errors import Transient
from tasks.extract.fetch.addresses import WebAddress
from tasks.extract.fetch.body import broken, silent
from tasks.extract.fetch.codings import offered
from tasks.extract.fetch.connections import Guard, GuardedAdapter, guarded_by
from tasks.extract.fetch.content import ACCEPT
from tasks.extract.fetch.errors import HostUnreachable, UntrustedServer, not_fetched
from tasks.extract.fetch.hosts import Hosts
from tasks.extract.fetch.networks import AddressRule
from tasks.settings import SettingError, Settings

Read = TypeVar("Read")
_OK: Final = 200
_NOT_MODIFIED: Final = 304
# Connections kept open: to so many hosts, so many to each.
_POOLS, _CONNECTIONS = 50, 8


@dataclass(frozen=True, slots=True)
class Answer(Generic[Read]):
    """What a server said; `body` is read of an answer 200 only.

    `target` is where a redirect leads, as the server wrote it.
    """

    address: WebAddress
    status: int
    headers: Mapping[str, str]
    target: str | None
    body: Read | None


class Transport:
    """Sends requests of all threads through one session.

    It keeps no cookies, takes no login from a file, and no proxy from the environment:
    through a proxy the addresses cannot be checked.
    """

    def __init__(self, settings: Settings) -> None:
        self.hosts = Hosts(settings.fetch_rate)
        self._rule = AddressRule(settings.allowed_addresses or "")
        self._timeouts = (settings.connect_timeout, settings.read_timeout)
        self._seconds = settings.fetch_timeout
        self._session = _Session()
        self._session.trust_env = False
        self._session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        self._session.verify = str(settings.ca_bundle) if settings.ca_bundle else True
        self._session.proxies.update(_proxies(settings))
        for scheme in ("http://", "https://"):
            self._session.mount(
                scheme, GuardedAdapter(pool_connections=_POOLS, pool_maxsize=_CONNECTIONS)
            )
        self._session.headers.update(
            {
                "User-Agent": user_agent(settings),
                "Accept": ACCEPT,
                "Accept-Language": "uk",
                "Accept-Encoding": offered(),
            }
        )

    def get(
        self,
        address: WebAddress,
        headers: Mapping[str, str],
        read: Callable[[requests.Response], Read],
    ) -> Answer[Read]:
        """Ask for an address once, as soon as its host's rate allows.

        Args:
            address: of the page, without redirects.
            headers: added to those of every request.
            read: takes what is wanted from an answer 200 while it comes in.

        Raises:
            ForbiddenAddress: before anything is sent.
            Transient: one of those in `errors` if there is no answer.
        """
        with self.hosts.turn(address.host):
            if self._session.proxies:
                self._rule.check_literal(address.host, address.port)
            with guarded_by(Guard(self._rule, self._timeouts[1], time.monotonic() + self._seconds)):
                try:
                    return self._send(address, headers, read)
                except (requests.RequestException, HTTPError) as error:
                    raise _trouble(address, error) from error

    def _send(
        self,
        address: WebAddress,
        headers: Mapping[str, str],
        read: Callable[[requests.Response], Read],
    ) -> Answer[Read]:
        with self._session.get(
            address.url,
            headers=dict(headers),
            timeout=self._timeouts,
            allow_redirects=False,
            stream=True,
        ) as response:
            body = None
            if response.status_code == _OK:
                body = read(response)
            else:
                _finish(response)
            return Answer(
                address,
                response.status_code,
                response.headers,
                _target(response),
                body,
            )


class _Session(requests.Session):
    """A session that knows no redirects.

    requests reads the body of each one whole, and unpacks it, though it was told not to
    follow it.
    """

    def get_redirect_target(self, resp: requests.Response) -> None:  # noqa: ARG002
        return None


def _target(response: requests.Response) -> str | None:
    """Give where a redirect leads; some servers write it in bare UTF-8."""
    if not response.is_redirect:
        return None
    return response.headers["Location"].encode("latin-1").decode("utf-8", "replace")


def _finish(response: requests.Response) -> None:
    """Read the few words of an answer that is no page: its connection can be used again."""
    announced = response.headers.get("Content-Length", "")
    is_short = announced.isascii() and announced.isdigit() and len(announced) <= 4
    if is_short or response.status_code == _NOT_MODIFIED:
        with suppress(HTTPError, Transient):
            response.raw.read(10_000)


def user_agent(settings: Settings) -> str:
    """Say who asks, and where its operator can be found if that is set."""
    contact = f" (+{settings.contact})" if settings.contact else ""
    return settings.user_agent or f"visnyk/{version('visnyk')}{contact}"


def _proxies(settings: Settings) -> dict[str, str]:
    if settings.proxy is None:
        return {}
    proxy = settings.proxy.get_secret_value()
    if urlsplit(proxy).scheme not in {"http", "https"}:
        raise SettingError(
            "VISNYK_PROXY is no address that begins with http:// or https://",
            data="Nothing was fetched",
            remedy="Write it as http://proxy.example:3128, or unset it",
        )
    return {"http": proxy, "https": proxy}


def _trouble(address: WebAddress, error: Exception) -> Transient:
    """Say what an exception of requests means."""
    match error:
        case requests.exceptions.ProxyError():
            return not_fetched(
                HostUnreachable,
                "The proxy takes no connection, or makes none",
                "Check VISNYK_PROXY; the next run tries again",
            )
        case requests.exceptions.SSLError():
            return not_fetched(
                UntrustedServer,
                f"There is no safe connection to {address.host} ({str(error)[:200]})",
                "Check the site in a browser; VISNYK_CA_BUNDLE names certificates of your own",
            )
        case requests.Timeout():
            return silent(address.host)
    return broken()
