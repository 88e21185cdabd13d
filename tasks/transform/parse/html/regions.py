"""Where the article is on its page: found by trafilatura, read from the page's own tree."""

from __future__ import annotations

import logging
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from lxml.html import HtmlElement
from trafilatura import bare_extraction

from tasks.transform.parse.html.blocks import Block
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
_HEADER_BLOCKS = 25
_TAIL_BLOCKS = 30


@dataclass(frozen=True, slots=True)
class Region:
    """The blocks `[first, end)` of the container, and the numbers of those found.

    `start` is where the bulk of the text begins; before it may stand a lead.
    """

    container: HtmlElement
    first: int
    start: int
    end: int
    found: frozenset[int]


def find_region(
    tree: HtmlElement,
    blocks: Sequence[Block],
    *,
    title_at: int | None,
    told_body: Sequence[str],
    hinted: Sequence[HtmlElement],
) -> Region | None:
    """Find the element that holds the article.

    Args:
        tree: the page, without what is never seen.
        blocks: its blocks.
        title_at: the block of the title; the article is not before it.
        told_body: the paragraphs of the body that the page told machines.
        hinted: elements that are known to hold the text on pages of this outlet.
    """
    after = title_at if title_at is not None else -1
    found = _located(blocks, after, words_only("".join(told_body)))
    if sum(len(blocks[at].key) for at in found) < 0.8 * len(words_only("".join(told_body))) or (
        not told_body
    ):
        found = _located(blocks, after, _extracted(tree)) or found
    if sum(len(blocks[at].key) for at in found) < _MIN_FOUND:
        prose = {at for at in range(after + 1, len(blocks)) if _is_own_prose(blocks[at])}
        found = max(found, prose, key=lambda ats: sum(len(blocks[at].key) for at in ats))
    if not found:
        return None
    container = _container(blocks, found, hinted)
    container = _widened(blocks, container, found, after)
    inside = [at for at, block in enumerate(blocks) if block.is_in(container)]
    core = core_of(blocks, found & set(inside), _BULK)
    start = min(at for at in found if blocks[at].is_in(core))
    return Region(container, inside[0], start, inside[-1] + 1, frozenset(found))


def header_of(blocks: Sequence[Block], title_at: int | None, region: Region) -> list[Block]:
    """The blocks around the title, down to where the text begins; no menus."""
    first = region.first if title_at is None else min(title_at, region.first)
    begin = max(0, first - _HEADER_BLOCKS)
    return [block for block in blocks[begin : region.start] if not block.zone & Zone.JUNK]


def tail_of(blocks: Sequence[Block], region: Region) -> list[Block]:
    """The blocks within and after the text that may name its author or its tags."""
    after = blocks[region.end : region.end + _TAIL_BLOCKS]
    inside = blocks[region.first : region.end]
    return [block for block in (*inside, *after) if not block.zone & Zone.JUNK]


def _extracted(tree: HtmlElement) -> str:
    # It logs every page that it finds nothing on; that is told by its caller.
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    document = bare_extraction(
        tree, fast=True, include_comments=False, favor_recall=True, include_tables=True
    )
    text = getattr(document, "text", None)
    return words_only(text) if isinstance(text, str) else ""


def _located(blocks: Sequence[Block], after: int, text: str) -> set[int]:
    if not text:
        return set()
    return {
        at
        for at in range(after + 1, len(blocks))
        if len(blocks[at].key) >= _MIN_KEY
        and not blocks[at].zone & (FRAME | Zone.DATE)
        and not blocks[at].is_label
        and blocks[at].linked < 0.8
        and blocks[at].key in text
    }


def _is_own_prose(block: Block) -> bool:
    return block.is_prose and _may_be_text(block)


def _may_be_text(block: Block) -> bool:
    return not block.zone & (FRAME | Zone.DATE) and not block.is_label


def core_of(blocks: Sequence[Block], ats: Collection[int], share: float) -> HtmlElement:
    """The innermost element that holds a share of the text of some blocks."""
    weights: dict[HtmlElement, int] = {}
    for at in ats:
        block = blocks[at]
        for element in (block.owner, *block.owner.iterancestors()):
            weights[element] = weights.get(element, 0) + len(block.key)
    total = sum(len(blocks[at].key) for at in ats)
    owner = blocks[max(ats, key=lambda at: len(blocks[at].key))].owner
    chain = (owner, *owner.iterancestors())
    return next(element for element in chain if weights[element] >= share * total)


def _container(
    blocks: Sequence[Block], found: set[int], hinted: Sequence[HtmlElement]
) -> HtmlElement:
    total = sum(len(blocks[at].key) for at in found)
    for element in hinted:
        if 2 * sum(len(blocks[at].key) for at in found if blocks[at].is_in(element)) >= total:
            return element
    return core_of(blocks, found, _CORE_SHARE)


def _widened(
    blocks: Sequence[Block], container: HtmlElement, found: set[int], after: int
) -> HtmlElement:
    """Climb while what a wider element adds is mostly text that was found, too."""
    known = {at for at, block in enumerate(blocks) if block.is_in(container)}
    for element in container.iterancestors():
        if element.tag in {"body", "html"}:
            break
        wider = {
            at
            for at in range(after + 1, len(blocks))
            if at not in known and _may_be_text(blocks[at]) and blocks[at].is_in(element)
        }
        size = sum(len(blocks[at].key) for at in wider)
        gained = sum(len(blocks[at].key) for at in wider & found)
        if size and gained < 0.5 * size:
            break
        if gained:
            container = element
        known |= wider
    return container
