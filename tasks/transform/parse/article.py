"""From a document to an `Article`: the entry of the parse stage."""

from __future__ import annotations

import hashlib
from datetime import date

from tasks.language.text import straighten_apostrophes
from tasks.models import Article, SourceDocument
from tasks.transform.parse import errors
from tasks.transform.parse.layout import Fields, read_page
from tasks.transform.parse.lines import is_binary, is_markup, read_lines
from tasks.transform.parse.script import cyrillic_share, language_of

LAYOUT_VERSION = 1
PARSER = f"pasted-page/{LAYOUT_VERSION}"
# Ukrainian pages with every label in Latin letters still have most of their text in Cyrillic.
_MIN_CYRILLIC_SHARE = 0.3


def parse_document(document: SourceDocument) -> Article:
    """Parse a pasted page.

    Raises:
        NotAnArticleError: the document is empty, not text, not in Ukrainian or Russian
            (`NotUkrainianError`), or without title (`NoTitleError`) or text
            (`NoTextError`).
    """
    if is_binary(document.text):
        raise errors.binary(document.uri)
    lines = read_lines(document.text)
    if not lines:
        raise errors.empty(document.uri)
    if is_markup(document.text):
        raise errors.markup(document.uri)
    share = cyrillic_share(document.text)
    if share < _MIN_CYRILLIC_SHARE:
        raise errors.not_ukrainian(
            document.uri, f"{share:.0%} of its letters are Cyrillic, «{lines[0].text[:60]}»"
        )
    fields = read_page(lines, document.read_at)
    if fields.title is None:
        raise errors.no_title(document.uri, (fields.body or [lines[0].text])[0])
    if not fields.body and fields.lead is None:
        raise errors.no_text(document.uri, fields.title)
    return _assemble(document, fields, fields.title)


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
    parts = [url] if url else [outlet_domain or "", day, folded]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def _assemble(document: SourceDocument, fields: Fields, title: str) -> Article:
    language = language_of(fields.body or [fields.lead or ""])
    if language is None:
        beginning = (fields.body or [fields.lead or ""])[0][:60]
        raise errors.not_ukrainian(document.uri, f"it begins with «{beginning}»")
    when = fields.when
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
        sections=tuple(fields.sections),
        authors=tuple(fields.authors),
        photos=tuple(fields.photos),
        tags=tuple(fields.tags),
        language_code=language,
        parser=PARSER,
        warnings=tuple(fields.warnings),
    )
