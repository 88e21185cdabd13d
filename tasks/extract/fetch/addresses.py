"""What an address of the web names, in one spelling."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import urldefrag, urljoin, urlsplit

from requests import PreparedRequest, RequestException

from tasks.extract.fetch.errors import BadAddress, not_fetched, shown

PORTS: Final = {"http": 80, "https": 443}
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class WebAddress:
    """An address of the web in its normal form, without a fragment.

    `host` is in lower case, in ASCII (IDNA) and without brackets or a trailing dot.
    """

    url: str
    scheme: str
    host: str
    port: int

    @property
    def origin(self) -> str:
        """Scheme, host and port: what one robots.txt is for."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        port = "" if self.port == PORTS[self.scheme] else f":{self.port}"
        return f"{self.scheme}://{host}{port}"


def read_address(url: str, base: str = "") -> WebAddress:
    """Take a URL apart as the library that sends it will.

    Args:
        url: as it was given.
        base: what it is relative to, if it may be.

    Raises:
        BadAddress: if it is none, has another scheme than http and https, or holds a login.
    """
    text = url.strip()
    if _CONTROL.search(text):
        raise bad_address(url, "it holds a control character")
    try:
        text = urldefrag(urljoin(base, text)).url
        if urlsplit(text).scheme.lower() not in PORTS:
            raise bad_address(url, "only http and https are fetched")
        prepared = PreparedRequest()
        prepared.prepare_url(text, None)
        parts = urlsplit(prepared.url or "")
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except (RequestException, ValueError) as error:
        raise bad_address(url, "it cannot be read") from error
    if not host or " " in host:
        raise bad_address(url, "it names no host")
    if "@" in parts.netloc or "@" in urlsplit(text).netloc:
        raise bad_address(url, "a login in an address is never sent")
    return WebAddress(
        prepared.url or "", parts.scheme, host, PORTS[parts.scheme] if port is None else port
    )


def bad_address(url: str, why: str) -> BadAddress:
    """Word that something is no address."""
    return not_fetched(BadAddress, f"{shown(url)!r} was not fetched: {why}", "Correct the address")
