"""Which hosts may be asked: where a name leads, and whether a public page can be there.

A page can link, and a server can redirect, to anything; a fetcher that follows reaches
what only this machine can reach. So every host is looked up once, every address found is
checked, and the connection is made to what was checked (`connections`), never to a second
answer of the resolver.
"""

from __future__ import annotations

import ipaddress
import socket
import threading
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network
from queue import Empty, SimpleQueue
from typing import Final
from urllib.parse import urlsplit

from urllib3.util.connection import allowed_gai_family

from tasks.extract.fetch.addresses import PORTS, bad_address
from tasks.extract.fetch.errors import ForbiddenAddress, HostUnreachable, not_fetched
from tasks.settings import SettingError

IPAddress = IPv4Address | IPv6Address
# Below it are the ports of other protocols (mail, shells), which HTTP must not be sent to.
_FIRST_FREE_PORT: Final = 1024

# IANA's registries of special-purpose addresses, as of 2025, as far as no public page can
# be there; `ipaddress.is_global` differs between the patch releases of Python.
_SPECIAL: Final = [
    ipaddress.ip_network(network)
    for network in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
        # A public address by its number; on Azure it is the host under the machine.
        "168.63.129.16/32",
        # Teredo, benchmarking, ORCHID and other protocols' own
        "2001::/23",
        "2001:db8::/32",
        "3fff::/20",
    )
]
# All else of IPv6 is local, reserved or not yet given out.
_GLOBAL_IPV6: Final = IPv6Network("2000::/3")
_NAT64: Final = IPv6Network("64:ff9b::/96")


class AddressRule:
    """Tell which hosts may be asked: public ones, and those that the operator allows.

    Args:
        allowed: networks, hosts and `host:port`, comma-separated.

    Raises:
        SettingError: if one of them is none of these.
    """

    def __init__(self, allowed: str = "") -> None:
        self._networks: list[tuple[IPv4Network | IPv6Network, int | None]] = []
        self._hosts: set[tuple[str, int | None]] = set()
        for entry in filter(None, map(str.strip, allowed.split(","))):
            self._allow(entry)

    def find(self, host: str, port: int, *, timeout: float) -> list[str]:
        """Look a host up, once, and give its addresses, every one of them allowed.

        Raises:
            ForbiddenAddress: if one of them is not.
            HostUnreachable: if there are none within `timeout` seconds.
        """
        found = _look_up(host, port, timeout)
        for address in found:
            self.check(host, port, ipaddress.ip_address(address))
        return found

    def check_literal(self, host: str, port: int) -> None:
        """Check a host that is written as a number, in any of the spellings of C libraries.

        Raises:
            ForbiddenAddress: if it is one that must not be asked.
        """
        try:
            if ":" in host:
                address: IPAddress = ipaddress.ip_address(host)
            else:
                address = IPv4Address(socket.inet_aton(host))
        except (ValueError, OSError):
            return
        self.check(host, port, address)

    def check(self, host: str, port: int, address: IPAddress) -> None:
        """Raise `ForbiddenAddress` if a host at this address must not be asked."""
        name = host.rstrip(".").lower()
        if not self._hosts.isdisjoint({(name, None), (name, port)}):
            return
        inner = _embedded(address)
        if any(
            inner in network or address in network
            for network, only in self._networks
            if only in {None, port}
        ):
            return
        if port < _FIRST_FREE_PORT and port not in PORTS.values():
            raise not_fetched(
                ForbiddenAddress,
                f"{name}:{port} was not asked: pages are not served at that port",
                "If this one is, add it to VISNYK_ALLOWED_ADDRESSES",
            )
        if not _is_public(inner):
            raise not_fetched(
                ForbiddenAddress,
                f"{name} was not asked: it is at {address}, which is no address of the public web",
                "If pages are to be fetched there, add it to VISNYK_ALLOWED_ADDRESSES",
            )

    def _allow(self, entry: str) -> None:
        try:
            self._networks.append((ipaddress.ip_network(entry, strict=False), None))
        except ValueError:
            host, port = _host_and_port(entry)
            try:
                self._networks.append((ipaddress.ip_network(host), port))
            except ValueError:
                self._hosts.add((host, port))


def _host_and_port(entry: str) -> tuple[str, int | None]:
    try:
        parts = urlsplit(f"//{entry}")
        host, port = parts.hostname, parts.port
    except ValueError:
        host, port = None, None
    if not host or entry != parts.netloc or "@" in entry:
        raise SettingError(
            f"VISNYK_ALLOWED_ADDRESSES holds {entry!r}, which is no network, host or host:port",
            data="Nothing was fetched",
            remedy="Write entries such as 10.1.0.0/16, intranet.example or intranet.example:8080",
        )
    return host.rstrip("."), port


def _embedded(address: IPAddress) -> IPAddress:
    """Give the IPv4 address that a translated one stands for; what is none stays."""
    if isinstance(address, IPv4Address):
        return address
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or address


@lru_cache(maxsize=1024)
def _is_public(address: IPAddress) -> bool:
    if isinstance(address, IPv6Address) and address not in _GLOBAL_IPV6:
        return False
    return not any(address in network for network in _SPECIAL)


def _look_up(host: str, port: int, timeout: float) -> list[str]:
    """Ask the resolver, which has no timeout of its own, from a thread that can be left."""
    answers: SimpleQueue[list[str] | Exception] = SimpleQueue()

    def ask() -> None:
        try:
            found = socket.getaddrinfo(host, port, allowed_gai_family(), socket.SOCK_STREAM)
            answers.put(list(dict.fromkeys(str(entry[4][0]) for entry in found)))
        except (OSError, UnicodeError) as error:
            answers.put(error)

    threading.Thread(target=ask, daemon=True).start()
    try:
        answer = answers.get(timeout=timeout)
    except Empty:
        answer = TimeoutError(f"no answer in {timeout:g} s")
    if isinstance(answer, UnicodeError):
        raise bad_address(host, "no host can have that name") from answer
    if isinstance(answer, Exception) or not answer:
        raise not_fetched(
            HostUnreachable,
            f"{host} was not found ({answer or 'no address'})",
            "Check the name and the network; the next run tries again",
        )
    return answer
