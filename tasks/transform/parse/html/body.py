"""The text of an article: every block of its container, but for what is none of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from tasks.language.text import straighten_apostrophes
from tasks.transform.parse.html.blocks import Block, Page
from tasks.transform.parse.html.people import byline_names
from tasks.transform.parse.html.promos import is_promo
from tasks.transform.parse.html.regions import Region
from tasks.transform.parse.html.tree import words_only
from tasks.transform.parse.html.zones import FRAME, Zone
from tasks.transform.parse.labels import Pattern, labels
from tasks.transform.parse.outlets import parse_site
from tasks.transform.parse.pasted.keywords import parse_tags
from tasks.transform.parse.pasted.marks import is_noise
from tasks.transform.parse.pasted.photos import PhotoLine, parse_photo

_LINKED = 0.8
_MIN_LEAD = 15
_MAX_LEAD = 700
_QUESTION = re.compile(r"[?:][»”\"]*$|^\s*[—–-]\s")


@dataclass(slots=True)
class Body:
    """What was read: `photos` are lines about photos that stand among the text."""

    lead: str | None = None
    paragraphs: list[str] = field(default_factory=list)
    photos: list[tuple[int, PhotoLine]] = field(default_factory=list)


def read_body(
    page: Page,
    region: Region,
    *,
    title: str,
    title_at: int | None,
    description: str | None,
    noise: Sequence[Pattern],
    names: Iterable[str],
) -> Body:
    """Read lead and text.

    Args:
        page: the blocks of the page.
        region: where the article is among them.
        title: its title, which is not repeated.
        title_at: the block of the title.
        description: what metadata say that the article is about.
        noise: lines that are none of an article of this outlet.
        names: what the outlet is called.
    """
    body = Body()
    blocks = page.blocks
    skip = title_at if title_at is not None else -1
    start = max(region.first, skip + 1)
    names = tuple(names)
    kept: list[int] = []
    dropped: set[int] = set()
    for at in range(start, region.end):
        block = blocks[at]
        if _is_text(block, at, region, noise) and not is_promo(block.text, names):
            kept.append(at)
        else:
            dropped.add(at)
            if not block.zone & (FRAME | Zone.BYLINE) and (line := parse_photo(block.text)):
                body.photos.append((at, line))
    kept = _without_bare_headings(blocks, kept, dropped)
    kept = [at for at in kept if blocks[at].key != words_only(title)]
    kept = _without_header(blocks, kept, region)
    if not kept:
        return body
    above = [at for at in range(skip + 1, start) if _may_be_lead(blocks[at], noise)]
    leads = _leads(page, [*above, *kept], kept, region, description)
    body.lead = " ".join(blocks[at].text for at in leads) or None
    lead_key = words_only(body.lead or "")
    points = [at for at in above if blocks[at].owner.tag == "li" and blocks[at].is_sentence]
    for at in (*points, *kept):
        if at in leads or blocks[at].key == lead_key:
            continue
        if body.paragraphs and body.paragraphs[-1] == blocks[at].text:
            continue
        body.paragraphs.append(blocks[at].text)
    return body


def _is_text(block: Block, at: int, region: Region, noise: Sequence[Pattern]) -> bool:
    if block.zone & FRAME or block.is_label or _is_debris(block):
        return False
    plain = straighten_apostrophes(block.text)
    if is_noise(block.text, noise) or labels().opener.match(plain):
        return False
    if block.linked >= _LINKED and not _is_linked_text(block, at, region):
        return False
    if len(block.text) > 300:
        return True
    line = parse_photo(block.text)
    if line and (line.credit or (line.caption and not block.is_sentence)):
        return False
    if (site := parse_site(block.text)) and (site.is_labelled or site.url):
        return False
    return not (parse_tags(block.text) or byline_names(block.text))


def _is_debris(block: Block) -> bool:
    """Whether it is what is left of an embedded post, but for what the post says."""
    if not block.zone & Zone.EMBED:
        return False
    is_quote = any(element.tag == "blockquote" for element in block.owner.iterancestors())
    return not (is_quote or block.owner.tag == "blockquote" or block.is_prose)


def _is_linked_text(block: Block, at: int, region: Region) -> bool:
    """A sentence, or an item of the article's own list, may be a link as a whole."""
    return at in region.found or (len(block.text) > 60 and block.text.endswith((".", "…")))


def _without_bare_headings(
    blocks: Sequence[Block], kept: list[int], dropped: set[int]
) -> list[int]:
    """Drop a heading of what was dropped: one with no text before the next heading."""
    found: list[int] = []
    for n, at in enumerate(kept):
        following = kept[n + 1] if n + 1 < len(kept) else None
        is_bare = following is None or (blocks[following].is_heading and at + 1 in dropped)
        if not (blocks[at].is_heading and is_bare):
            found.append(at)
    return found


def _without_header(blocks: Sequence[Block], kept: list[int], region: Region) -> list[int]:
    """Drop what stands before the text without being part of it: dates, counters, names."""
    return [
        at
        for at in kept
        if at >= region.start or not (blocks[at].zone & Zone.DATE or _is_header(blocks[at]))
    ]


def _is_header(block: Block) -> bool:
    # Letters a lead has and a counter, a time or a name has not.
    return len(block.key) < _MIN_LEAD or not any(char.islower() for char in block.text)


def _leads(
    page: Page,
    candidates: Sequence[int],
    kept: Sequence[int],
    region: Region,
    description: str | None,
) -> list[int]:
    """Find the blocks of the lead: above the text, or first in it and marked off."""
    blocks = page.blocks
    outside = [at for at in candidates if at < region.start]
    begin = [at for at in kept if at >= region.start][:2]
    if marked := [at for at in (*outside, *begin[:1]) if blocks[at].zone & Zone.LEAD]:
        return _one_element(page, [at for at in candidates if at in marked or at in begin])
    own = [
        at for at in outside if blocks[at].owner.tag != "li" and len(blocks[at].key) >= _MIN_LEAD
    ]
    told = words_only(description or "")
    for at in own:
        if blocks[at].key == told or told.startswith(blocks[at].key):
            return [at]
    if own and sum(len(blocks[at].text) for at in own) <= _MAX_LEAD:
        return own[:1]
    if len(begin) < 2:
        return []
    first, second = blocks[begin[0]], blocks[begin[1]]
    if not _MIN_LEAD <= len(first.text) <= _MAX_LEAD:
        return []
    if _QUESTION.search(first.text):
        return []
    is_bold = first.strong > 0.95 and second.strong < 0.5 and len(first.text.split()) >= 5
    is_head = first.owner.tag in {"h2", "h3"} and len(first.text.split()) >= 6
    return begin[:1] if is_bold or is_head else []


def _one_element(page: Page, ats: Sequence[int]) -> list[int]:
    """The blocks of the first element that is marked as a lead."""
    first = next(block for at in ats if (block := page.blocks[at]).zone & Zone.LEAD)
    marked = next(flag.element for flag in first.flags if flag.zone & Zone.LEAD)
    return [at for at in ats if at in page.span(marked)]


def _may_be_lead(block: Block, noise: Sequence[Pattern]) -> bool:
    if block.zone & (FRAME | Zone.DATE) or block.is_label or block.linked > 0.5:
        return False
    if not _MIN_LEAD <= len(block.text) <= _MAX_LEAD or is_noise(block.text, noise):
        return False
    return not (byline_names(block.text) or parse_photo(block.text) or parse_tags(block.text))
