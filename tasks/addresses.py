"""Addresses of pages, written so that one page has one: `source_uri` and `url` are such."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import quote, urlsplit, urlunsplit

from tasks.errors import Terminal

_SCHEME: Final = re.compile(r"https?://", re.IGNORECASE)
_DEFAULT_PORTS: Final = {"http": 80, "https": 443}
# Added by newsletters, networks and advertisements; none of them chooses a page.
_TRACKING: Final = re.compile(
    r"(?:utm_\w+|fbclid|gclid|gclsrc|dclid|wbraid|gbraid|yclid|ysclid|msclkid|twclid|ttclid"
    r"|igshid|igsh|mc_cid|mc_eid|_ga|_gl|_openstat|fb_(?:source|ref|action_\w+)|cmpid|at_\w+)",
    re.IGNORECASE,
)
# What may stand in a path or a query as it is: reserved characters and what is quoted already.
_SAFE: Final = "/%:@!$&'()*+,;=~?-._"
_QUOTED: Final = re.compile(r"%[0-9a-fA-F]{2}")
_MIRROR: Final = re.compile(r"^(?:www\d?|m|amp)\.(?=[^.]+\.)")
_PHONE_ENDING: Final = re.compile(r"/amp/?$")
_LISTING: Final = re.compile(
    r"(?:/|^)(?:rss|feed|feeds|atom)(?:/|$)|\.(?:xml|rss|atom|rdf)(?:\.gz)?$"
    r"|(?:/|^)[^/]*(?:sitemap|rss|feed)[^/]*\.(?:xml|php|json)(?:\.gz)?$",
    re.IGNORECASE,
)


class BadAddressError(Terminal):
    """The text is no address of a page."""


def is_address(text: str) -> bool:
    """Tell whether a text is meant as the address of a page on the web."""
    return _SCHEME.match(text.strip()) is not None


def is_listing_shaped(url: str) -> bool:
    """Tell whether an address looks like that of a feed or a sitemap."""
    return _LISTING.search(urlsplit(url).path) is not None


def normalize(url: str) -> str:
    """Write an address in the form that it is known by.

    Scheme and host in lower case (the host in ASCII), no default port, no fragment, no
    user name, no tracking parameters, other letters quoted; the order of parameters and
    a slash at the end are kept, for servers may tell them apart.

    Raises:
        BadAddressError: if it is no `http` or `https` address.
    """
    text = "".join(url.split()) if "\n" in url or "\t" in url else url.strip()
    try:
        parts = urlsplit(text)
        port = parts.port
        host = (parts.hostname or "").rstrip(".")
        if not host.isascii():
            host = host.encode("idna").decode("ascii")
    except (ValueError, UnicodeError) as error:
        raise _bad(url, str(error)) from error
    scheme = parts.scheme.lower()
    if scheme not in _DEFAULT_PORTS or not host or re.search(r"[\s<>\"|\\^`{}]", host):
        raise _bad(url, "it names no server")
    netloc = f"[{host}]" if ":" in host else host
    if port and port != _DEFAULT_PORTS[scheme]:
        netloc += f":{port}"
    query = "&".join(
        field for field in parts.query.split("&") if not _TRACKING.fullmatch(field.split("=")[0])
    )
    return urlunsplit((scheme, netloc, _quoted(parts.path) or "/", _quoted(query), ""))


def page_key(url: str) -> str:
    """What an address is compared by to tell whether two pages are the same article.

    The scheme, a mirror of the host («www.», «m.», «amp.»), a slash at the end and an
    ending for phones (`/amp`) choose no other article.

    Raises:
        BadAddressError: if it is no `http` or `https` address.
    """
    parts = urlsplit(normalize(url))
    path = _PHONE_ENDING.sub("", parts.path).rstrip("/")
    return f"{_MIRROR.sub('', parts.netloc)}{path}{'?' if parts.query else ''}{parts.query}"


def _quoted(text: str) -> str:
    # A lone % is no quoting: it must be quoted itself.
    mended = re.sub(r"%(?![0-9a-fA-F]{2})", "%25", text)
    quoted = quote(mended, safe=_SAFE, errors="replace")
    return _QUOTED.sub(lambda match: match[0].upper(), quoted)


def _bad(url: str, why: str) -> BadAddressError:
    return BadAddressError(
        f"{url} is not the address of a page ({why})",
        data="Nothing was loaded from it",
        remedy="Copy the address from the browser's address bar, beginning with https://",
    )
