"""Where a page is from: its own address, its domain and the name of its outlet."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urljoin, urlsplit, urlunsplit

from courlan import extract_domain

from tasks.addresses import BadAddressError, normalize
from tasks.models import SourceDocument
from tasks.transform.parse.html.linked import Linked
from tasks.transform.parse.html.meta import Meta
from tasks.transform.parse.outlets import Outlet, find_outlet

# In the address that a page gives as its own, these choose no page either.
_REFERRING = re.compile(
    r"(?:ref(?:errer)?|from|src|source|amp|tracking|ocid|xtor)$",
    re.IGNORECASE,
)
_MAX_NAME = 50


@dataclass(frozen=True, slots=True)
class Address:
    """What is known of where a page is from."""

    url: str | None
    domain: str | None
    outlet: Outlet | None
    name: str | None


def read_address(document: SourceDocument, meta: Meta, linked: Linked) -> Address:
    """Find the address of a page: its own word first, then where it was fetched from."""
    fetched = document.page.url if document.page else document.uri
    origin = fetched if _host(fetched) else None
    canonical = urljoin(origin or "", meta.canonical) if meta.canonical else None
    told = [canonical, meta.first("og:url"), linked.url, meta.first("twitter:url")]
    candidates = [url for url in told if url and _is_page(url, origin)]
    url = next(iter(candidates), origin)
    host = _host(url)
    outlet = find_outlet(host)
    domain = _site(host) if host else None
    sites = (*meta.all("og:site_name", "application-name"), *linked.publishers)
    # Some sites put their slogan there.
    site = next((name for name in sites if len(name) <= _MAX_NAME), None)
    return Address(
        url=_clean(url) if url else None,
        domain=domain,
        outlet=outlet,
        name=outlet.name if outlet else site,
    )


def called(address: Address, meta: Meta, linked: Linked) -> tuple[str, ...]:
    """Every name that the page or the tables know its outlet by."""
    outlet = address.outlet
    names = meta.all("og:site_name", "application-name", "publisher", "article:publisher")
    names += linked.publishers
    if outlet:
        names += [outlet.name, outlet.domain, *outlet.domains, *outlet.aliases, *outlet.desks]
    if address.domain:
        names += [address.domain, address.domain.split(".")[0]]
    return tuple(dict.fromkeys(names))


def _is_page(url: str, origin: str | None) -> bool:
    """Tell whether an address is of a page, and of the site that it was fetched from."""
    host = _host(url)
    if host is None or not _path(url):
        return False
    if origin is None:
        return True
    return _site(host) == _site(_host(origin) or "")


@lru_cache(maxsize=2_000)
def _site(host: str) -> str:
    outlet = find_outlet(host)
    if outlet:
        return outlet.domain
    # No public ending: a name that is not of the web, such as that of a test's server.
    return extract_domain(f"https://{host}/") or ".".join(host.split(".")[-2:])


def _host(url: str | None) -> str | None:
    try:
        parts = urlsplit(url or "")
        host = parts.hostname
    except ValueError:
        return None
    return host if parts.scheme in {"http", "https"} else None


def _path(url: str) -> str:
    parts = urlsplit(url)
    return parts.path.strip("/") + parts.query


def _clean(url: str) -> str:
    """Take off an address what only says where its reader came from."""
    try:
        parts = urlsplit(normalize(url))
    except BadAddressError:
        return url
    fields = (
        field for field in parts.query.split("&") if not _REFERRING.match(field.split("=")[0])
    )
    return urlunsplit(parts._replace(query="&".join(fields)))
