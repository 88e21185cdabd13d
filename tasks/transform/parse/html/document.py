"""From the HTML of a page to the fields of its article.

In the order of what is trusted: data for machines (JSON-LD, then meta tags and
microdata), the text that trafilatura finds, what the page shows by its title.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from cssselect import SelectorError
from lxml.html import HtmlElement

from tasks.models import SourceDocument
from tasks.transform.parse import errors
from tasks.transform.parse.fields import Fields
from tasks.transform.parse.html import rubrics, times
from tasks.transform.parse.html.address import called, outlet_names, read_address
from tasks.transform.parse.html.blocks import read_page
from tasks.transform.parse.html.body import read_body
from tasks.transform.parse.html.linked import read_linked
from tasks.transform.parse.html.meta import read_meta
from tasks.transform.parse.html.people import authors
from tasks.transform.parse.html.photos import photos
from tasks.transform.parse.html.regions import find_region, header_of, tail_of
from tasks.transform.parse.html.titles import read_title
from tasks.transform.parse.html.tree import drop_unseen, parse_tree
from tasks.transform.parse.html.zones import Zone
from tasks.transform.parse.outlets import Outlet
from tasks.transform.parse.pasted.lines import is_binary

PARSER: Final = "html/1"
_SELECTED = {
    "lead": Zone.LEAD, "author": Zone.BYLINE, "date": Zone.DATE, "tags": Zone.TAGS,
    "caption": Zone.CAPTION,
}  # fmt: skip


def read_html(document: SourceDocument) -> Fields:
    """Read the fields off a page of HTML, however malformed.

    Raises:
        NotAnArticleError: the page is empty or not text, or it holds no article.
    """
    if is_binary(document.text):
        raise errors.binary(document.uri)
    tree = parse_tree(document.text) if document.text.strip() else None
    if tree is None:
        raise errors.empty(document.uri)
    now = document.read_at
    meta = read_meta(tree)
    linked = read_linked(tree, meta.first("og:title"))
    address = read_address(document, meta, linked)
    called_by = called(address, meta, linked)
    names = outlet_names(called_by)
    drop_unseen(tree)
    hints = _hints(tree, address.outlet)
    page = read_page(tree, hints)
    blocks = page.blocks
    title = read_title(blocks, meta, linked, names)
    if title is None:
        raise errors.no_title(document.uri, blocks[0].text if blocks else "")
    region = find_region(
        tree,
        page,
        title_at=title.at,
        told_body=linked.body,
        hinted=_holders(tree, address.outlet),
    )
    if region is None:
        raise errors.no_text(document.uri, title.text)
    body = read_body(
        page,
        region,
        title=title.text,
        title_at=title.at,
        description=linked.description or meta.first("og:description", "description"),
        noise=address.outlet.noise if address.outlet else (),
        names=called_by,
    )
    header = header_of(page, title.at, region)
    tail = tail_of(page, region)
    when = times.published(tree, [*header, *tail], meta, linked, now)
    return Fields(
        title=title.text,
        lead=body.lead,
        body=body.paragraphs,
        when=when,
        updated_at=times.updated(tree, [*header, *tail], meta, linked, when, now),
        sections=rubrics.sections(header, meta, linked, title=title.text, outlet=names),
        authors=authors(tree, header, tail, meta, linked, names),
        photos=photos([*header, *tail]),
        tags=rubrics.tags([*header, *tail], meta, linked, title=title.text),
        url=address.url,
        outlet_domain=address.domain,
        outlet_name=address.name,
    )


def _hints(tree: HtmlElement, outlet: Outlet | None) -> dict[HtmlElement, Zone]:
    """What is known beforehand of the parts of this outlet's pages."""
    found: dict[HtmlElement, Zone] = {}
    if outlet is None:
        return found
    for selector in outlet.drop:
        found |= dict.fromkeys(_select(tree, selector), Zone.JUNK)
    for name, zone in _SELECTED.items():
        if name in outlet.selectors:
            found |= dict.fromkeys(_select(tree, outlet.selectors[name]), zone)
    return found


def _holders(tree: HtmlElement, outlet: Outlet | None) -> list[HtmlElement]:
    selector = outlet.selectors.get("body") if outlet else None
    marked = tree.xpath("//*[@itemprop='articleBody' and not(self::meta)]")
    return [*marked, *(_select(tree, selector) if selector else ())]


def _select(tree: HtmlElement, selector: str) -> Iterator[HtmlElement]:
    try:
        yield from tree.cssselect(selector)
    except SelectorError:
        return
