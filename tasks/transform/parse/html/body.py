"""The text of an article: lead and paragraphs, in order, each once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from tasks.transform.parse.html.blocks import Block, Page
from tasks.transform.parse.html.leads import find_lead, may_be_lead
from tasks.transform.parse.html.regions import Region
from tasks.transform.parse.html.source import Source
from tasks.transform.parse.html.texts import (
    is_call,
    is_caption,
    is_facts,
    is_header,
    is_signature,
    texts_of,
    without_bare_headings,
)
from tasks.transform.parse.html.titles import Title
from tasks.transform.parse.html.tree import words_only

# Less than this on the page, and the rest waits behind a button or a subscription.
_SHOWN_SHARE = 0.6
_NEAR = 4


@dataclass(slots=True)
class Body:
    """What was read: `captions` are lines about photos that stand among the text.

    `signature` is a name that stands alone under the text.
    """

    lead: str | None = None
    paragraphs: list[str] = field(default_factory=list)
    captions: list[Block] = field(default_factory=list)
    signature: Block | None = None


def read_body(source: Source, page: Page, region: Region, title: Title) -> Body:
    """Read lead and text from where the article is; its title is not repeated."""
    blocks = page.blocks
    after_title = 0 if title.at is None else title.at + 1
    inside = range(max(region.first, after_title), region.end)
    texts = [at for at in texts_of(source, page, region) if at >= inside.start]
    dropped = set(inside).difference(texts)
    kept = [
        at
        for at in without_bare_headings(blocks, texts, dropped)
        if blocks[at].key != words_only(title.text)
        and (at >= region.start or not is_header(source, blocks[at]))
        # A lead may be found as text: the date may still stand between the two.
        and (at > region.start + _NEAR or not is_facts(source, blocks[at]))
    ]
    above = [at for at in range(after_title, inside.start) if may_be_lead(source, blocks[at])]
    signed = is_signature(blocks[kept[-1]]) if len(kept) > 1 else False
    signature = blocks[kept.pop()] if signed else None
    lead = find_lead(source, page, region, title.at, above=above, kept=kept) if kept else []
    points = [at for at in above if blocks[at].owner.tag == "li" and blocks[at].is_sentence]
    leading = " ".join(blocks[at].text for at in lead)
    rest = [blocks[at] for at in (*points, *kept) if at not in lead]
    return Body(
        lead=leading or None,
        paragraphs=list(_paragraphs(rest, words_only(leading))),
        signature=signature,
        captions=[blocks[at] for at in sorted(dropped) if is_caption(blocks[at])],
    )


def told_body(source: Source, read: Body, title: Title) -> Body:
    """Take the text that the page tells machines where it shows clearly less of it."""
    told = source.linked.body
    shown = len(words_only("".join((read.lead or "", *read.paragraphs))))
    if _SHOWN_SHARE * len(words_only("".join(told))) <= shown:
        return read
    known = {words_only(title.text), words_only(read.lead or "")}
    paragraphs = [
        text for text in told if words_only(text) not in known and not is_call(source, text)
    ]
    return Body(read.lead, paragraphs, read.captions, read.signature)


def _paragraphs(blocks: Sequence[Block], lead: str) -> Iterator[str]:
    """The texts of blocks, but for the lead's and for one right after its like."""
    before = ""
    for block in blocks:
        if block.key not in {before, lead}:
            yield block.text
        before = block.key
