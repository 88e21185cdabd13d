"""Which blocks of an article's container are its text, by what each of them is and says."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from datetime import datetime

from tasks.language.text import straighten_apostrophes
from tasks.transform.parse.bylines import Evidence
from tasks.transform.parse.dates import parse_date
from tasks.transform.parse.html.blocks import Block, Page
from tasks.transform.parse.html.people import read_byline
from tasks.transform.parse.html.promos import ends_article, is_promo
from tasks.transform.parse.html.regions import Region
from tasks.transform.parse.html.source import Source
from tasks.transform.parse.html.times import is_dated
from tasks.transform.parse.html.tree import text_of, words_only
from tasks.transform.parse.html.zones import FRAME, Zone
from tasks.transform.parse.labels import labels
from tasks.transform.parse.outlets import parse_site
from tasks.transform.parse.pasted.keywords import parse_tags
from tasks.transform.parse.pasted.marks import is_noise
from tasks.transform.parse.pasted.photos import parse_photo

# «Текст: …, фото: …» names authors first.
_TEXT_BY = re.compile(r"(?:текст|слова|автор(?:ка|и)?)\s*:", re.IGNORECASE)
_LINE_END = re.compile(r"[.!?…:;][»”\")]*$")
_CLOCK = re.compile(r"\d{1,2}[:.]\d{2}(?!\d*\s*(?:%|млн|млрд|тис))")
# A paragraph as linked as this points to another page.
_LINKED = 0.8
# Letters that a counter, a time or a name above the text has not.
_MIN_TEXT = 15
_MAX_BYLINE = 120
# Above the comments stands most of the text; in it, a section may have their name.
_MOST = 0.6
# No label is as long.
_MAX_LABEL = 300
_MAX_DATE = 100


def is_text(source: Source, block: Block, *, is_found: bool) -> bool:
    """Tell whether a block is text; `is_found`: trafilatura or the page's data have it, too."""
    if block.zone & FRAME or block.is_label or _is_debris(block) or is_call(source, block.text):
        return False
    if _is_row(block):
        return False
    if block.linked >= _LINKED and not (is_found or _is_linked_sentence(block)):
        return False
    if block.linked > 0.4 and not block.is_sentence and _CLOCK.search(block.text):
        return False  # an item of a news feed
    return len(block.text) > _MAX_LABEL or not (
        is_caption(block) or is_origin(block.text, source.keys)
    )


def is_call(source: Source, text: str) -> bool:
    """Tell whether a line is boilerplate or a call of the outlet to its readers."""
    noise = source.address.outlet.noise if source.address.outlet else ()
    is_opener = labels().opener.match(straighten_apostrophes(text)) is not None
    return is_opener or is_noise(text, noise) or is_promo(text, source.names)


def _begins_next(page: Page, at: int, now: datetime) -> bool:
    """Tell whether a block is the title of another article: with its date right under it."""
    if not page.blocks[at].is_heading or at + 1 >= len(page.blocks):
        return False
    below = page.blocks[at + 1].text
    when = parse_date(below, now) if len(below) <= _MAX_DATE else None
    return when is not None and when.at is not None


def texts_of(source: Source, page: Page, region: Region) -> list[int]:
    """Find the blocks of the text, up to where the comments begin."""
    whole = page.size(region.found)
    kept: list[int] = []
    is_listing = False
    for at in range(region.first, region.end):
        block = page.blocks[at]
        plain = straighten_apostrophes(block.text)
        is_end = ends_article(plain) or _begins_next(page, at, source.now)
        if is_end and page.size(kept) >= _MOST * whole:
            break
        if labels().opener.match(plain):
            # In a box of its own, all that it heads is there, too.
            is_listing = not block.zone & Zone.JUNK
            continue
        # Under «Більше по темі» stand titles of other pages, not sentences, nor lists.
        is_listing = is_listing and not (block.is_heading or _LINE_END.search(block.text))
        if not is_listing and is_text(source, block, is_found=at in region.found):
            kept.append(at)
    return kept


def is_caption(block: Block) -> bool:
    """Tell whether a line says of itself that it is about a photo."""
    if block.zone & (FRAME | Zone.BYLINE) or len(block.text) > _MAX_LABEL:
        return False
    if _TEXT_BY.match(block.text):
        return False
    line = parse_photo(block.text)
    return bool(line and (line.credit or (line.caption and not block.is_sentence)))


def is_origin(text: str, keys: Collection[str]) -> bool:
    """Tell whether a line says where an article is from, who wrote it or its tags."""
    site = parse_site(text)
    if site and (site.is_labelled or site.url):
        return True
    label = labels().source_label.match(straighten_apostrophes(text))
    is_own = label is not None and words_only(label["rest"]) in keys
    byline = read_byline(text) if len(text) <= _MAX_BYLINE else None
    is_byline = byline is not None and byline.evidence is Evidence.LABEL
    if byline and byline.is_contributor and text.endswith("."):
        is_byline = False
    return is_own or is_byline or bool(parse_tags(text))


def is_facts(source: Source, block: Block) -> bool:
    """Tell whether a line that may be text says when an article was published, or who wrote it."""
    if len(block.text) > _MAX_DATE or block.is_sentence or block.is_heading:
        return False
    return (
        len(block.key) >= _MIN_TEXT // 2
        and is_header(source, block)
        and (len(block.key) >= _MIN_TEXT or is_dated(block.text, source.now))
    )


def is_header(source: Source, block: Block) -> bool:
    """Tell whether a block above the text says who, when or how often, and tells nothing."""
    if block.zone & Zone.DATE or len(block.key) < _MIN_TEXT:
        return True
    if not any(map(str.islower, block.text)) or is_dated(block.text, source.now):
        return True
    byline = read_byline(block.text) if len(block.text) <= _MAX_BYLINE else None
    if byline and byline.names and byline.evidence >= Evidence.NAME:
        return True
    names = [words_only(named.name) for named in source.linked.authors]
    return any(name and name in block.key and len(block.key) < 4 * len(name) for name in names)


def is_signature(block: Block) -> bool:
    """Tell whether the last line of a text is a person's name, and no part of a quotation."""
    if block.is_heading or block.is_sentence or len(block.text) > _MAX_DATE:
        return False
    if any(element.tag == "blockquote" for element in (block.owner, *block.owner.iterancestors())):
        return False
    byline = read_byline(block.text)
    is_named = byline is not None and byline.evidence is Evidence.NAME
    return is_named and byline is not None and all(len(name.split()) > 1 for name in byline.names)


def without_bare_headings(
    blocks: Sequence[Block], kept: Sequence[int], dropped: Collection[int]
) -> list[int]:
    """Drop a heading of what was dropped: one with no text before the next heading."""
    found: list[int] = []
    for n, at in enumerate(kept):
        following = kept[n + 1] if n + 1 < len(kept) else None
        is_bare = following is None or (blocks[following].is_heading and at + 1 in dropped)
        if not (blocks[at].is_heading and is_bare):
            found.append(at)
    return found


def _is_debris(block: Block) -> bool:
    """Whether it is what is left of an embedded post, but for what the post says."""
    if not block.zone & Zone.EMBED:
        return False
    around = (block.owner, *block.owner.iterancestors())
    return not (block.is_prose or any(element.tag == "blockquote" for element in around))


def _is_row(block: Block) -> bool:
    """Whether it is a row of a table of data: several cells, and no sentence in any."""
    row = block.owner
    if row.tag != "tr" or block.is_sentence or len(block.text) > _MAX_LABEL:
        return False
    return sum(1 for cell in row if cell.tag in {"td", "th"} and text_of(cell)) > 1


def _is_linked_sentence(block: Block) -> bool:
    return len(block.text) > 60 and block.text.endswith((".", "…"))
