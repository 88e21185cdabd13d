"""Where the article is on its page: found by trafilatura, read from the page's own tree."""

from __future__ import annotations

import logging
from collections.abc import Collection, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import takewhile

from lxml.html import HtmlElement
from trafilatura import bare_extraction

from tasks.transform.parse.html.blocks import Block, Page
from tasks.transform.parse.html.source import Source
from tasks.transform.parse.html.tree import words_only
from tasks.transform.parse.html.zones import FRAME, Zone

# A shorter text may stand in an article and in a menu.
_MIN_KEY = 20
# The part of the text found that the container must hold; the rest strayed in.
_CORE_SHARE = 0.9
# The text proper holds most of the words of an article; what is before it introduces it.
_BULK = 0.6
# Fewer letters of prose than this are no article by themselves.
_MIN_FOUND = 120
# A paragraph as linked as this points to other pages.
_LINKED = 0.8
# So much of the text for machines must be on the page to say where it is.
_TOLD_SHARE = 0.8
_HEADER_BLOCKS = 25
_TAIL_BLOCKS = 30


@dataclass(frozen=True, slots=True)
class Region:
    """The blocks `[first, end)` of the container, and the numbers of those found.

    `start` is where the bulk of the text begins; before it may stand a lead.
    """

    first: int
    start: int
    end: int
    found: frozenset[int]


def find_region(source: Source, page: Page, title_at: int | None) -> Region | None:
    """Find the element that holds the article; that is not before the block of its title."""
    after = range(0 if title_at is None else title_at + 1, len(page.blocks))
    told = words_only("".join(source.linked.body))
    found = _located(page, after, told)
    if not told or page.size(found) < _TOLD_SHARE * len(told):
        found = _located(page, after, _extracted(source.tree)) or found
    if page.size(found) < _MIN_FOUND:
        prose = {at for at in after if page.blocks[at].is_prose and _may_be_text(page.blocks[at])}
        found = max(found, prose, key=page.size)
    if not found:
        return None
    container = _widened(page, _container(page, found, source.holders()), found, after)
    inside = _own(page, page.span(container), title_at, found)
    core = page.span(_core(page, found & set(inside), _BULK))
    start = min((at for at in found if at in core), default=inside.start)
    return Region(inside.start, start, inside.stop, frozenset(found))


def _own(page: Page, span: range, title_at: int | None, found: AbstractSet[int]) -> range:
    """Cut a container where the next article begins: at another title, after some text."""
    if title_at is None:
        return span
    title = page.blocks[title_at]
    first = min(found)
    for at in span:
        block = page.blocks[at]
        if at > first and block.owner.tag == "h1" and block.key != title.key:
            return range(span.start, at)
    return span


def header_of(page: Page, title_at: int | None, region: Region | None) -> list[Block]:
    """The blocks around the title, down to where the text begins; no menus."""
    start = region.start if region else len(page.blocks)
    first = min(at for at in (title_at, region.first if region else None, start) if at is not None)
    around = page.blocks[max(0, first - _HEADER_BLOCKS) : start]
    return [block for block in around if not block.zone & Zone.JUNK]


def tail_of(page: Page, region: Region | None) -> list[Block]:
    """The blocks within and after the text that may name its author or its tags."""
    if region is None:
        return []
    within = page.blocks[region.start : region.end]
    after = page.blocks[region.end : region.end + _TAIL_BLOCKS]
    # Pages that never end go on with the next article.
    own = takewhile(lambda block: block.owner.tag != "h1", after)
    return [block for block in (*within, *own) if not block.zone & Zone.JUNK]


def _extracted(tree: HtmlElement) -> str:
    # It logs every page that it finds nothing on; that is told by its caller.
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    document = bare_extraction(
        tree, fast=True, include_comments=False, favor_recall=True, include_tables=True
    )
    text = getattr(document, "text", None)
    return words_only(text) if isinstance(text, str) else ""


def _located(page: Page, after: range, text: str) -> set[int]:
    """The blocks whose text is in a text that was extracted."""
    if not text:
        return set()
    return {
        at
        for at in after
        if len((block := page.blocks[at]).key) >= _MIN_KEY
        and _may_be_text(block)
        and block.linked < _LINKED
        and block.key in text
    }


def _may_be_text(block: Block) -> bool:
    return not block.zone & (FRAME | Zone.DATE) and not block.is_label


def _core(page: Page, ats: Collection[int], share: float) -> HtmlElement:
    """The innermost element that holds a share of the text of some blocks."""
    wanted = share * page.size(ats)
    owner = page.blocks[max(ats, key=lambda at: len(page.blocks[at].key))].owner
    inner = owner
    for element in (owner, *owner.iterancestors()):
        if element in page.spans:
            inner = element
            span = page.span(element)
            if page.size(at for at in ats if at in span) >= wanted:
                break
    return inner


def _container(page: Page, found: set[int], hinted: Sequence[HtmlElement]) -> HtmlElement:
    for element in hinted:
        if 2 * page.size(found & set(page.span(element))) >= page.size(found):
            return element
    return _core(page, found, _CORE_SHARE)


def _widened(page: Page, container: HtmlElement, found: set[int], after: range) -> HtmlElement:
    """Climb while what a wider element adds is mostly text that was found, too."""
    known = set(page.span(container))
    for element in container.iterancestors():
        if element.tag in {"body", "html"}:
            break
        span = page.span(element)
        wider = {at for at in span if at not in known and at in after}
        wider = {at for at in wider if _may_be_text(page.blocks[at])}
        gained = page.size(wider & found)
        if wider and gained < 0.5 * page.size(wider):
            break
        if gained:
            container = element
        known.update(span)
    return container
