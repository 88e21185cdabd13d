"""Which blocks stand under a photo: what names do not say, their place by an image does."""

from __future__ import annotations

import re
from datetime import datetime
from itertools import chain

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
_CENTRED = re.compile(r"text-align:\s*center|^center$", re.IGNORECASE)
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
    facts = _facts(page, now)
    for element in sorted(page.pictured, key=lambda one: len(page.span(one)), reverse=True):
        if not facts.intersection(page.span(element)):
            _settle(page, element)
    for at in page.imaged - facts:
        if at < len(page.blocks) and _is_slanted_caption(page, at):
            page.blocks[at].zone |= Zone.CAPTION


def _facts(page: Page, now: datetime) -> set[int]:
    """The blocks by an icon or a portrait that say when an article was published, or by whom."""
    spans = [page.span(element) for element in page.pictured]
    small = [span for span in spans if 0 < len(span) <= _MAX_BLOCKS]
    dated = {at for at in set(chain.from_iterable(small)) if _is_fact(page.blocks[at], now)}
    return {at for span in small if not dated.isdisjoint(span) for at in span}


def _is_fact(block: Block, now: datetime) -> bool:
    if block.zone & (Zone.CAPTION | Zone.JUNK) or len(block.text) > _MAX_FACT:
        return False
    return is_dated(block.text, now) or names_person(block)


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
    """Tell whether a line right under an image, in italics, small or centred, is its caption."""
    block = page.blocks[at]
    if block.zone or block.is_heading or block.linked > 0.5 or len(block.text) > 250:
        return False
    is_centred = _CENTRED.search(block.owner.get("style") or block.owner.get("align") or "")
    return block.slanted > 0.95 or bool(
        is_centred and block.strong < 0.5 and not block.is_prose and block.owner.tag != "li"
    )
