"""The lead: a short text between title and body that the page sets apart from both."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tasks.transform.parse.html.blocks import Block, Page
from tasks.transform.parse.html.regions import Region
from tasks.transform.parse.html.source import Source
from tasks.transform.parse.html.texts import is_call, is_caption, is_header, is_origin
from tasks.transform.parse.html.tree import words_only
from tasks.transform.parse.html.zones import FRAME, Zone

_MIN_LENGTH = 15
_MAX_LENGTH = 700
# What is set apart by its place alone: longer ones are first paragraphs.
_MAX_BARE_LENGTH = 400
_QUESTION = re.compile(r"[?:][»”\"]*$|^\s*[—–-]\s")


def find_lead(
    source: Source,
    page: Page,
    region: Region,
    title_at: int | None,
    *,
    above: Sequence[int],
    kept: Sequence[int],
) -> list[int]:
    """Find the blocks of the lead, none where the page has no lead.

    Args:
        source: the page; its description for machines is a lead only if it is shown.
        page: the blocks.
        region: where the article is; its bulk begins at `region.start`.
        title_at: the block of the title.
        above: the blocks between the title and the container that may be a lead.
        kept: the blocks of the text.
    """
    blocks = page.blocks
    outside = [*above, *(at for at in kept if at < region.start)]
    begin = [at for at in kept if at >= region.start][:2]
    marked = [at for at in (*outside, *begin[:1]) if blocks[at].zone & Zone.LEAD]
    if marked:
        return _one_element(page, marked[0], {*outside, *begin})
    own = [at for at in outside if blocks[at].owner.tag != "li"]
    if lead := _told(source, blocks, own) or _alone(blocks, own):
        return lead
    if len(begin) < 2 or not _MIN_LENGTH <= len(blocks[begin[0]].text) <= _MAX_LENGTH:
        return []
    first, second = (blocks[at] for at in begin)
    is_lead = _is_set_off(first, second) or _is_by_title(page, title_at, *begin)
    return begin[:1] if is_lead else []


def may_be_lead(source: Source, block: Block) -> bool:
    """Tell whether a block above the container may be a lead."""
    if block.zone & (FRAME | Zone.DATE) or block.is_label or block.linked > 0.5:
        return False
    if not _MIN_LENGTH <= len(block.text) <= _MAX_LENGTH or is_call(source, block.text):
        return False
    if is_caption(block) or is_header(source, block):
        return False
    return not is_origin(block.text, source.keys)


def _one_element(page: Page, at: int, candidates: set[int]) -> list[int]:
    """The blocks of the element that is marked as the lead."""
    flags = page.blocks[at].flags
    marked = next(flag.element for flag in flags if flag.zone & Zone.LEAD)
    return [inner for inner in page.span(marked) if inner in candidates]


def _told(source: Source, blocks: Sequence[Block], own: Sequence[int]) -> list[int]:
    """The block that says what the page tells machines that it is about."""
    told = words_only(source.description or "")
    # «… — Outlet»: the description may go on where the lead ends.
    return [at for at in own if told.startswith(blocks[at].key)][:1]


def _alone(blocks: Sequence[Block], own: Sequence[int]) -> list[int]:
    """The first block that nothing but its place outside of the text sets apart."""
    total = sum(len(blocks[at].text) for at in own)
    return list(own[:1]) if 0 < total <= _MAX_BARE_LENGTH else []


def _is_set_off(first: Block, second: Block) -> bool:
    """Tell whether the first paragraph is in bold or italics, or a heading, and the second not."""
    if _QUESTION.search(first.text):
        return False
    words = len(first.text.split())
    is_bold = first.strong > 0.95 and second.strong < 0.5 and words >= 5
    is_slanted = first.slanted > 0.95 and second.slanted < 0.5 and words >= 5
    return is_bold or is_slanted or (first.owner.tag in {"h2", "h3"} and words >= 6)


def _is_by_title(page: Page, title_at: int | None, first: int, second: int) -> bool:
    """Tell whether the first paragraph shares with the title an element of their own."""
    if title_at is None or page.blocks[first].is_heading:
        return False
    around = page.blocks[title_at].owner.iterancestors()
    shared = next((span for one in around if first in (span := page.span(one))), range(0))
    return first in shared and second not in shared
