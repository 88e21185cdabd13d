"""Connections that go only where they may, and last only as long as they may.

urllib3 makes a connection wherever the resolver says, and its timeouts begin anew with
every byte. Both are mended where it makes the socket and where it reads from it: nothing
is sent before the address is checked, and TLS and `Host` still see the name of the host.
"""

from __future__ import annotations

import http.client
import io
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.util.connection import create_connection

from tasks.extract.fetch.errors import HostUnreachable, PageTooSlow, not_fetched
from tasks.extract.fetch.networks import AddressRule

# A host with more addresses than that is as unreachable if these are.
_MAX_ADDRESSES: Final = 4
_thread = threading.local()


@dataclass(frozen=True, slots=True)
class Guard:
    """What a request of this thread obeys.

    Attributes:
        rule: where it may go.
        read_timeout: seconds that the server may be silent.
        ends_at: when it must be over, on the clock `time.monotonic`.
    """

    rule: AddressRule
    read_timeout: float
    ends_at: float

    def seconds_left(self) -> float:
        """Give the time left, at most that of one silence.

        Raises:
            PageTooSlow: if there is none.
        """
        left = self.ends_at - time.monotonic()
        if left <= 0:
            raise not_fetched(
                PageTooSlow,
                "The page was cut off: its server sends too slowly",
                "Raise VISNYK_FETCH_TIMEOUT if it is worth waiting for; the next run tries again",
            )
        return min(left, self.read_timeout)


@contextmanager
def guarded_by(guard: Guard) -> Iterator[None]:
    """Let all connections that this thread makes meanwhile obey a guard."""
    _thread.guard = guard
    try:
        yield
    finally:
        del _thread.guard


class GuardedAdapter(HTTPAdapter):
    """What a session of requests sends through: pools of guarded connections."""

    def init_poolmanager(self, *args: Any, **options: Any) -> None:
        """Make the pools."""
        super().init_poolmanager(*args, **options)
        self.poolmanager.pool_classes_by_scheme = _POOLS

    def proxy_manager_for(self, *args: Any, **options: Any) -> Any:
        """Make the pools for a proxy."""
        manager = super().proxy_manager_for(*args, **options)
        manager.pool_classes_by_scheme = _POOLS
        return manager


class _TimedReader(io.RawIOBase):
    """The bytes of a socket, each of them before the end of the request."""

    def __init__(self, raw: io.RawIOBase, connected: socket.socket) -> None:
        super().__init__()
        self._raw = raw
        self._socket = connected
        self._guard: Guard = _thread.guard

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        self._socket.settimeout(self._guard.seconds_left())
        try:
            return self._raw.readinto(buffer)
        except TimeoutError:
            self._guard.seconds_left()  # says so if it was the end, not a silence
            raise

    def close(self) -> None:
        self._raw.close()
        super().close()


class _TimedResponse(http.client.HTTPResponse):
    def __init__(self, sock: socket.socket, *args: Any, **options: Any) -> None:
        super().__init__(sock, *args, **options)
        self.fp = io.BufferedReader(_TimedReader(self.fp.detach(), sock))


class _Guarded(HTTPConnection):
    response_class = _TimedResponse

    def _new_conn(self) -> socket.socket:
        if self.proxy is not None:
            return super()._new_conn()
        guard: Guard = _thread.guard
        longest = float(self.timeout or 0)
        # With its trailing dot, if any: it keeps the resolver from trying local domains.
        found = guard.rule.find(self._dns_host, self.port, timeout=longest)
        problem: OSError | None = None
        for address in found[:_MAX_ADDRESSES]:
            timeout = min(longest, guard.seconds_left())
            try:
                return create_connection(
                    (address, self.port), timeout, socket_options=self.socket_options
                )
            except OSError as error:
                problem = error
        raise not_fetched(
            HostUnreachable,
            f"{self.host}:{self.port} takes no connection ({problem})",
            "Check the address and the network; the next run tries again",
        ) from problem


class _GuardedTls(_Guarded, HTTPSConnection):
    pass


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Guarded


class _TlsPool(HTTPSConnectionPool):
    ConnectionCls = _GuardedTls


_POOLS: Final = {"http": _Pool, "https": _TlsPool}
