"""Which blocks stand under a photo: what names do not say, their place by an image does."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from lxml.html import HtmlElement

from tasks.language.text import straighten_apostrophes
from tasks.transform.parse.html.blocks import Block, Page
from tasks.transform.parse.html.people import names_person
from tasks.transform.parse.html.times import is_dated
from tasks.transform.parse.html.zones import Zone
from tasks.transform.parse.labels import labels

# All the words that a page prints under one photo.
_MAX_CAPTION = 350
# A longer one is a sentence of the text that begins with a photo's mark.
_MAX_CREDIT = 120
# Two sentences as long as this, where no image is, are a paragraph of the text.
_MAX_ALONE = 120
_MAX_FACT = 80
# What holds a photo and its credit; more blocks than that are a part of the page.
_MAX_BLOCKS = 6


def settle_captions(page: Page, now: datetime) -> None:
    """Mark what stands under photos as captions and credits, and nothing else as such.

    `now` is when the page was read.
    """
    for block in page.blocks:
        if (
            block.zone & Zone.CREDIT
            and not block.zone & Zone.CAPTION
            and not _is_by_image(page, block, Zone.CREDIT)
        ):
            block.zone &= ~Zone.CREDIT
        elif block.zone & Zone.CAPTION and _is_paragraph(page, block):
            block.zone &= ~(Zone.CAPTION | Zone.CREDIT)
    facts = {at for element in page.pictured for at in _facts(page, element, now)}
    for element in sorted(page.pictured, key=lambda one: len(page.span(one)), reverse=True):
        if not facts.intersection(page.span(element)):
            _settle(page, element)
    for at in page.imaged - facts:
        if at < len(page.blocks) and _is_slanted_caption(page, at):
            page.blocks[at].zone |= Zone.CAPTION


def _facts(page: Page, element: HtmlElement, now: datetime) -> Iterator[int]:
    """The blocks by an icon or a portrait that say when an article was published, or by whom."""
    span = page.span(element)
    if len(span) > _MAX_BLOCKS:
        return
    blocks = [page.blocks[at] for at in span if not page.blocks[at].zone & Zone.CAPTION]
    for block in blocks:
        if len(block.text) <= _MAX_FACT and (is_dated(block.text, now) or names_person(block)):
            yield from span
            return


def _is_paragraph(page: Page, block: Block) -> bool:
    """Tell whether what only its class calls a caption is a paragraph: long, and at no image."""
    is_long = block.is_prose and len(block.text) > _MAX_ALONE and block.owner.tag == "p"
    return is_long and not _is_by_image(page, block, Zone.CAPTION)


def _settle(page: Page, element: HtmlElement) -> None:
    """Mark as captions the few words that share an element with an image."""
    blocks = [page.blocks[at] for at in page.span(element)]
    if not 1 <= len(blocks) <= 3 or sum(len(block.text) for block in blocks) > _MAX_CAPTION:
        return
    for block in blocks:
        # The name of who made it looks like the author's to those who name its class.
        if block.zone & Zone.BYLINE and _is_credit(block):
            block.zone = block.zone & ~(Zone.BYLINE | Zone.INFO) | Zone.CREDIT
    if any(_is_not_caption(block) for block in blocks):
        return
    for block in blocks:
        block.zone |= Zone.CAPTION
        block.picture = element


def _is_credit(block: Block) -> bool:
    label = labels().photo_label.match(straighten_apostrophes(block.text))
    return label is not None and label["colon"] is not None and len(block.text) <= _MAX_CREDIT


def _is_not_caption(block: Block) -> bool:
    if block.linked > 0.5 or block.is_heading or block.zone & ~(Zone.CAPTION | Zone.CREDIT):
        return True
    return len(block.text) > 200 or (block.owner.tag == "p" and block.is_prose)


def _is_by_image(page: Page, block: Block, zone: Zone) -> bool:
    """Tell whether a photo stands where a block says that it is about one."""
    flag = next((flag for flag in block.flags if flag.zone & zone), None)
    if flag is None:
        return False
    around = (flag.element, *flag.element.iterancestors())[:3]
    return any(
        element in page.pictured and len(page.span(element)) <= _MAX_BLOCKS for element in around
    )


def _is_slanted_caption(page: Page, at: int) -> bool:
    """Tell whether a line in italics or small type right under an image is its caption."""
    block = page.blocks[at]
    if block.zone or block.is_heading or block.linked > 0.5 or len(block.text) > 250:
        return False
    return block.slanted > 0.95
