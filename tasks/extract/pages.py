"""What a page is, wherever it comes from: its kind, its HTML out of an archive, its text."""

from __future__ import annotations

import email
import email.policy
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from tasks.extract.encoding import decode
from tasks.extract.errors import NotAPageError
from tasks.extract.sniff import HEAD, LISTINGS, RECORDS, Kind, gunzipped, sniff
from tasks.models import FetchedPage, MediaType

_DATA = "The document was not loaded"


class PageText(NamedTuple):
    """The text of a page, what it was decoded from, and what kind of page it is."""

    text: str
    encoding: str
    media_type: MediaType


def kind_of_page(page: FetchedPage) -> Kind:
    """Tell what a server gave."""
    name = unquote(urlsplit(page.url).path).removesuffix(".gz")
    return sniff(gunzipped(page.content[:HEAD], HEAD), name=name, media_type=page.media_type)


def read_fetched(page: FetchedPage, *, uri: str) -> PageText:
    """Read the text of a page that a server gave.

    Raises:
        NotAPageError: if it is a feed, a sitemap or a file of records.
        Terminal: if it is empty, binary or in no known encoding.
    """
    kind = kind_of_page(page)
    if kind in LISTINGS:
        raise NotAPageError(
            f"{uri} is a {kind}, not a page",
            data=_DATA,
            remedy=f"Name it as {kind}:{uri} to read the pages that it lists",
        )
    if kind in RECORDS or kind is Kind.XML:
        raise NotAPageError(
            f"{uri} is a file of data ({kind}), not a page",
            data=_DATA,
            remedy="Download it and name the file, if it holds articles",
        )
    return read_page(page.content, kind, name=uri, charset=page.charset)


def read_page(raw: bytes, kind: Kind, *, name: str, charset: str | None = None) -> PageText:
    """Decode the bytes of a page.

    Raises:
        Terminal: if they are empty, binary or in no known encoding.
    """
    if kind is Kind.MHTML:
        raw, charset = _html_part(raw, name)
    is_html = kind is not Kind.TEXT
    decoded = decode(raw, name=name, charset=charset, is_html=is_html)
    return PageText(*decoded, MediaType.HTML if is_html else MediaType.TEXT)


def _html_part(raw: bytes, name: str) -> tuple[bytes, str | None]:
    """The page in an archive of a page (MHTML); its images and styles are left alone."""
    message = email.message_from_bytes(raw, policy=email.policy.compat32)
    for part in message.walk():
        content = part.get_payload(decode=True)
        if part.get_content_type() == "text/html" and isinstance(content, bytes):
            return content, part.get_content_charset()
    raise NotAPageError(
        f"{name} is an archive without an HTML page",
        data=_DATA,
        remedy="Save the page again, as HTML",
    )
