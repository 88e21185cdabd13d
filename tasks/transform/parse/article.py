"""From a document to an `Article`: the entry of the parse stage."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Final, NamedTuple

from tasks.addresses import BadAddressError, page_key
from tasks.language.text import straighten_apostrophes
from tasks.models import Article, DateBasis, MediaType, SourceDocument
from tasks.transform.parse import errors
from tasks.transform.parse.dates import KYIV, When
from tasks.transform.parse.fields import NO_DATE, Fields
from tasks.transform.parse.html.document import PARSER as HTML
from tasks.transform.parse.html.document import read_html
from tasks.transform.parse.languages import (
    LANGUAGE_NAMES,
    READ_LANGUAGES,
    main_language,
    paragraph_languages,
)
from tasks.transform.parse.pasted.document import PARSER as PASTED
from tasks.transform.parse.pasted.document import read_pasted
from tasks.transform.parse.record import PARSER as RECORD
from tasks.transform.parse.record import read_record


class Layout(NamedTuple):
    """How one kind of page is read; `name` goes into `Article.parser`."""

    name: str
    read: Callable[[SourceDocument], Fields]


LAYOUTS: Final = {
    MediaType.TEXT: Layout(PASTED, read_pasted),
    MediaType.HTML: Layout(HTML, read_html),
    MediaType.RECORD: Layout(RECORD, read_record),
}


def parse_document(document: SourceDocument) -> Article:
    """Parse a document by the layout of its kind.

    Raises:
        NotAnArticleError: the document is empty, not text, not in Ukrainian or Russian
            (`NotUkrainianError`), or without title (`NoTitleError`) or text
            (`NoTextError`).
    """
    layout = LAYOUTS[document.media_type]
    fields = layout.read(document)
    if fields.title is None:
        raise errors.no_title(document.uri, (fields.body or [document.text.strip()])[0])
    if not fields.body and fields.lead is None:
        raise errors.no_text(document.uri, fields.title)
    return _assemble(document, layout, fields, fields.title)


def article_id(
    *, url: str | None, outlet_domain: str | None, published_date: date | None, title: str
) -> str:
    """Make the key of an article: 16 hex digits, the first 64 bits of a SHA-256.

    It is made from the address where there is one, else from outlet, day and title
    (case, white space and the kind of apostrophe set aside), so that it stays the same
    when the text is edited or the file is moved.
    """
    folded = " ".join(straighten_apostrophes(title).casefold().split())
    day = published_date.isoformat() if published_date else ""
    parts = [_page_key(url)] if url else [outlet_domain or "", day, folded]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def _listed(at: datetime | None) -> When | None:
    """The date that the feed or sitemap gave, for a page that gives none itself."""
    if at is None:
        return None
    return When(at.astimezone(KYIV).date(), at.astimezone(UTC), at.isoformat(), DateBasis.LISTED)


def _page_key(url: str) -> str:
    try:
        return page_key(url)
    except BadAddressError:  # what a page says of itself need not be so
        return url


def _assemble(document: SourceDocument, layout: Layout, fields: Fields, title: str) -> Article:
    texts = fields.body or [fields.lead or ""]
    language = main_language(texts)
    if language is None or language not in READ_LANGUAGES:
        name = LANGUAGE_NAMES.get(language or "", "in a language that is not known here")
        raise errors.not_ukrainian(document.uri, f"it is {name}, «{texts[0][:60]}»")
    when = fields.when or _listed(document.listed_at)
    return Article(
        article_id=article_id(
            url=fields.url,
            outlet_domain=fields.outlet_domain,
            published_date=when.day if when else None,
            title=title,
        ),
        source_uri=document.uri,
        source_sha256=document.sha256,
        title=title,
        body=tuple(fields.body),
        lead=fields.lead,
        url=fields.url,
        outlet_domain=fields.outlet_domain,
        outlet_name=fields.outlet_name,
        published_at=when.at if when else None,
        published_date=when.day if when else None,
        published_raw=when.raw if when else None,
        published_basis=when.basis if when else None,
        updated_at=fields.updated_at,
        sections=tuple(fields.sections),
        authors=tuple(fields.authors),
        photos=tuple(fields.photos),
        tags=tuple(fields.tags),
        language_code=language,
        paragraph_languages=paragraph_languages(fields.body, language),
        parser=layout.name,
        source_encoding=document.encoding,
        page=document.page,
        warnings=tuple(warning for warning in fields.warnings if not (when and warning == NO_DATE)),
    )
