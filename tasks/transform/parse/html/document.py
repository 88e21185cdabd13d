"""From the HTML of a page to the fields of its article.

In the order of what is trusted: data for machines (JSON-LD, then meta tags and
microdata), the text that trafilatura finds, what the page shows by its title.
"""

from __future__ import annotations

from typing import Final

from tasks.models import SourceDocument
from tasks.transform.parse import errors
from tasks.transform.parse.fields import NO_DATE, Fields
from tasks.transform.parse.html import rubrics, times
from tasks.transform.parse.html.blocks import Page, read_page
from tasks.transform.parse.html.body import Body, read_body, told_body
from tasks.transform.parse.html.captions import settle_captions
from tasks.transform.parse.html.people import authors
from tasks.transform.parse.html.photos import photos
from tasks.transform.parse.html.refusals import refusal
from tasks.transform.parse.html.regions import Region, find_region, header_of, tail_of
from tasks.transform.parse.html.source import Source, read_source
from tasks.transform.parse.html.titles import Title, read_title

PARSER: Final = "html/1"


def read_html(document: SourceDocument) -> Fields:
    """Read the fields off a page of HTML, however malformed.

    Raises:
        NotAnArticleError: the page is empty or not text, or it holds no article
            (`NoTitleError` without a title, `NoTextError` without a text).
    """
    source = read_source(document)
    page = read_page(source.tree, source.hints())
    settle_captions(page, source.now)
    title = read_title(source, page.blocks)
    if title is None:
        raise errors.page_without_title(document.uri)
    region = find_region(source, page, title.at)
    body = read_body(source, page, region, title) if region else Body()
    body = told_body(source, body, title)
    if why := refusal(source, page, region, title, body):
        raise errors.not_article_page(document.uri, why)
    if not body.paragraphs and not body.lead:
        raise errors.page_without_text(document.uri, title.text)
    return _fields(source, page, region, title, body)


def _fields(source: Source, page: Page, region: Region | None, title: Title, body: Body) -> Fields:
    header = header_of(page, title.at, region)
    tail = tail_of(page, region)
    around = [*header, *tail]
    heading = None if title.at is None else page.blocks[title.at]
    when = times.published(source, header, tail, heading)
    named = authors(source, header, tail, body.signature)
    return Fields(
        title=title.text,
        lead=body.lead,
        body=body.paragraphs,
        when=when,
        updated_at=times.updated(source, around, when),
        sections=rubrics.sections(source, page, header, tail, title),
        authors=named,
        photos=photos(around, body.captions, named),
        tags=rubrics.tags(source, header, tail, title.text),
        url=source.address.url,
        outlet_domain=source.address.domain,
        outlet_name=source.address.name,
        warnings=[] if when else [NO_DATE],
    )
