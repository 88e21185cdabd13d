"""The sections that an article is in, and its tags."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import urlsplit

from tasks.transform.parse.html.blocks import Block, Page
from tasks.transform.parse.html.people import is_outlet, pieces_of
from tasks.transform.parse.html.source import Source
from tasks.transform.parse.html.titles import Title
from tasks.transform.parse.html.trails import find_trail
from tasks.transform.parse.html.tree import text_of, words_only
from tasks.transform.parse.html.zones import Zone
from tasks.transform.parse.labels import fold, labels
from tasks.transform.parse.pasted.keywords import parse_tags, split_tags
from tasks.transform.parse.pasted.marks import is_noise

_EDGES = " \t»›>/|•·→–—-:#,;"
_MAX_SECTION_LENGTH = 60
_MAX_TAG_LENGTH = 80
_MAX_TRAIL = 4
_MAX_TAGS = 15
# «Новини > Політика», but not «Наука і технології», is two sections.
_CRUMB_DIVIDERS = re.compile(r"\s*[»›>→/|]\s*")
_DATE = re.compile(r"\d{1,2}[:.]\d{2}|\b(?:19|20)\d\d\b")
_TAG_ADDRESS = re.compile(
    r"/(?:tags?|teg|tegs?|themes?|tema|temy|topics?|keywords?)(?:[/=_-]|$)|[?&]tag="
)
_CATEGORY_ADDRESS = re.compile(r"/(?:category|categories|kategor\w+|rubrics?|rubrik\w*)/")
_BACK = frozenset(("назад", "back", "повернутися", "вернуться"))
_NO_LIST = Zone.JUNK | Zone.CAPTION | Zone.BYLINE
_MAX_TAG_LINE = 400
_COUNT = re.compile(r"\(?\d+\)?$")


def sections(
    source: Source, page: Page, header: Sequence[Block], tail: Sequence[Block], title: Title
) -> list[str]:
    """Name the sections, as the page shows them by its title, else as it tells machines.

    Old themes name them after the text, in its `tail`.
    """
    wanted = words_only(title.text)
    if marked := _marked(header, wanted):
        return marked
    trail = find_trail(source, page, title.at)
    shown = _names(trail.names, wanted)
    if trail.is_sure and shown:
        return shown
    told = list(_told(source, header))
    if not told and not shown:
        return _names(_filed([*header, *tail]), wanted)
    # What is printed is whole, where both speak of the same.
    if not told or set(map(fold, told)) & set(map(fold, shown)):
        return shown
    return _names([piece for text in told for piece in _divided(text)], wanted)


def _marked(blocks: Sequence[Block], title: str) -> list[str]:
    """The sections that stand in a part of the page that is named for them."""
    trail = [block for block in blocks if _is_shown(block, Zone.CRUMBS)]
    rubrics = [block for block in blocks if _is_shown(block, Zone.RUBRIC)]
    linked = [block for block in rubrics if block.linked > 0.5]
    # The word is used of much else; a rubric leads to its page or stands alone.
    alone = [block for block in rubrics if not block.is_sentence and block.is_label]
    for shown in (trail, linked or alone):
        pieces = [piece for block in shown for piece in _CRUMB_DIVIDERS.split(block.text)]
        if found := _names(pieces, title):
            return found
    return []


def _filed(blocks: Sequence[Block]) -> Iterator[str]:
    """The sections that links around a text lead to, or that a line of their own names."""
    for block in blocks:
        if block.zone & _NO_LIST or len(block.text) > _MAX_TAG_LINE:
            continue
        texts = (block.text, *pieces_of(block))
        label = next(filter(None, map(labels().section_label.match, texts)), None)
        for link in block.links:
            is_filed = "category" in (link.get("rel") or "").split()
            if label or is_filed or _CATEGORY_ADDRESS.search(link.get("href") or ""):
                yield text_of(link)
        if label and label.string == block.text and not block.links and not block.is_sentence:
            yield from _divided(block.text)


def _told(source: Source, header: Sequence[Block]) -> Iterable[str]:
    """What the page tells machines, or its address, of its section."""
    told = source.meta.all("article:section", "articlesection", "og:section")
    given = [*source.linked.sections, *told] or list(_linked_sections(source, header))
    # A trail that is not shown begins with the site, by its name or as «Home».
    crumbs = (name for name in source.linked.crumbs if not _is_site(name, source.keys))
    return given or crumbs


def tags(source: Source, header: Sequence[Block], tail: Sequence[Block], title: str) -> list[str]:
    """Name the tags, as the page shows them, else as it tells machines."""
    blocks = [*header, *tail]
    shown = [name for block in blocks if block.zone & Zone.TAGS for name in _shown_tags(block)]
    others = [block for block in blocks if not block.zone & Zone.TAGS]
    labelled = (name for block in others for name in _labelled(block))
    addressed = (name for block in tail for name in _linked_tags(block))
    meta = source.meta
    told = (
        meta.all("article:tag", "og:article:tag", "mediator_theme"),
        source.linked.keywords,
        meta.all("news_keywords", "keywords"),
    )
    alike = _alike(source, tail)
    for names in (shown, labelled, addressed, *told, alike):
        is_told = any(names is given for given in told)
        pieces = [piece for name in names for piece in (_divided(name) if is_told else [name])]
        if found := _tags(pieces, words_only(title)):
            return found
    return []


def _shown_tags(block: Block) -> Sequence[str]:
    """The tags of a block; where none of them is a link, commas part them."""
    return [block.text] if block.linked or "#" in block.text else _divided(block.text)


def _is_shown(block: Block, zone: Zone) -> bool:
    others = Zone.JUNK | Zone.TAGS | Zone.CAPTION
    return bool(block.zone & zone) and not block.zone & others and len(block.text) <= 200


def _names(pieces: Iterable[str], title: str) -> list[str]:
    found: dict[str, str] = {}
    for piece in pieces:
        label = labels().section_label.match(piece)
        name = (label["rest"] if label else piece).strip(_EDGES)
        key = words_only(name)
        if not key or len(name) > _MAX_SECTION_LENGTH or _has_date(name):
            continue
        # A trail may end with the title, whole or cut short.
        if key == title or (len(key) > 20 and (title.startswith(key) or key in title)):
            continue
        found.setdefault(key, name)
    return list(found.values())


def _is_site(name: str, outlet: frozenset[str]) -> bool:
    return words_only(name) in outlet or fold(name) in labels().home_sections


def _has_date(name: str) -> bool:
    return _DATE.search(name) is not None


def _labelled(block: Block) -> tuple[str, ...]:
    named = parse_tags(block.text) if len(block.text) <= _MAX_TAG_LINE else None
    if not named:
        return ()
    # Links say where one tag ends and the next begins.
    return tuple(text_of(link) for link in block.links) or named


def _linked_tags(block: Block) -> Iterator[str]:
    """The names that lead to pages of tags, where there is nothing else beside them."""
    if block.linked < 0.6 or len(block.text) > _MAX_TAG_LINE or block.zone & _NO_LIST:
        return
    for link in block.links:
        if _TAG_ADDRESS.search(link.get("href") or ""):
            yield text_of(link)


def _alike(source: Source, blocks: Sequence[Block]) -> Iterator[str]:
    """The few words after a text that lead to pages of one folder of the site."""
    for block in blocks:
        links = block.links
        if block.linked < 0.9 or block.zone & _NO_LIST or not 2 <= len(links) <= _MAX_TAGS:
            continue
        addresses = [urlsplit((link.get("href") or "").strip()) for link in links]
        folders = {address.path.strip("/").rpartition("/")[0] for address in addresses}
        names = [text_of(link) for link in links]
        is_short = all(len(name.split()) <= 4 and not is_noise(name) for name in names)
        if len(folders) == 1 and folders != {""} and is_short and len(set(addresses)) > 1:
            own = [a for a in addresses if not a.netloc or a.netloc in (source.address.url or "")]
            yield from names if len(own) == len(links) else ()


def _linked_sections(source: Source, blocks: Sequence[Block]) -> Iterator[str]:
    """The names by the title that lead to pages that the article's address is under."""
    path = urlsplit(source.address.url or "").path.strip("/").split("/")
    for block in blocks:
        if block.linked < 0.8 or len(block.text) > _MAX_SECTION_LENGTH or block.zone & _NO_LIST:
            continue
        outer = block.owner.getparent()
        if outer is not None and len(outer.findall("a") + outer.findall("li")) > _MAX_TRAIL:
            continue  # a menu
        for link in block.links:
            parts = urlsplit((link.get("href") or "").strip()).path.strip("/").split("/")
            if is_outlet(text_of(link), source.keys) or is_noise(text_of(link)):
                continue
            if (
                fold(text_of(link)) not in _BACK
                and parts != [""]
                and len(parts) < len(path)
                and parts == path[: len(parts)]
            ):
                yield text_of(link)


def _divided(text: str) -> list[str]:
    return re.split(r"\s*[,;]\s*", text)


def _tags(pieces: Iterable[str], title: str) -> list[str]:
    found: dict[str, str] = {}
    for piece in pieces:
        text = piece.strip() if piece.rstrip().endswith(":") else piece.strip(_EDGES)
        label = labels().tag_label.match(text)
        if label and (label["colon"] or not label["rest"]):
            text = label["rest"].strip(_EDGES)
        names = split_tags(text) if "#" in text else (text,)
        for name in names:
            if name.endswith(":") or labels().opener.match(name) or labels().bare_label.match(name):
                continue
            key = fold(name)
            if (
                name
                and len(name) <= _MAX_TAG_LENGTH
                and not _COUNT.fullmatch(name)
                and words_only(name) != title
            ):
                found.setdefault(key, name)
    return list(found.values())
