"""The sections that an article is in, and its tags."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from tasks.transform.parse.html.blocks import Block
from tasks.transform.parse.html.source import Source
from tasks.transform.parse.html.tree import words_only
from tasks.transform.parse.html.zones import Zone
from tasks.transform.parse.labels import fold, labels
from tasks.transform.parse.pasted.keywords import parse_tags, split_tags

_EDGES = " \t»›>/|•·→–—-:#,;"
_MAX_SECTION_LENGTH = 60
_MAX_TAG_LENGTH = 80
# «Новини > Політика», but not «Наука і технології», is two sections.
_CRUMB_DIVIDERS = re.compile(r"\s*[»›>→/|]\s*")
_DATE = re.compile(r"\d{1,2}[:.]\d{2}|\b(?:19|20)\d\d\b")
_COUNT = re.compile(r"\(?\d+\)?$")


def sections(source: Source, blocks: Sequence[Block], title: str) -> list[str]:
    """Name the sections, as the page shows them by its title, else as it tells machines."""
    wanted = words_only(title)
    for zone in (Zone.CRUMBS, Zone.RUBRIC):
        shown = [block for block in blocks if _is_shown(block, zone)]
        if zone is Zone.RUBRIC:
            # The word is used of much else; a rubric leads to its page or stands alone.
            shown = [b for b in shown if b.linked > 0.5 or (not b.is_sentence and b.is_label)]
        pieces = [piece for block in shown for piece in _CRUMB_DIVIDERS.split(block.text)]
        if found := _names(pieces, wanted):
            return found
    given = [
        *source.linked.sections,
        *source.meta.all("article:section", "articlesection", "og:section"),
    ]
    if not given:
        # A trail that is not shown begins with the site, by its name or as «Home».
        given = [name for name in source.linked.crumbs if not _is_site(name, source.keys)]
    return _names([piece for text in given for piece in _divided(text)], wanted)


def tags(source: Source, blocks: Sequence[Block], title: str) -> list[str]:
    """Name the tags, as the page shows them, else as it tells machines."""
    shown = [block.text for block in blocks if block.zone & Zone.TAGS]
    labelled = [
        name for block in blocks if not block.zone & Zone.TAGS for name in _labelled(block.text)
    ]
    meta = source.meta
    told = (
        meta.all("article:tag", "og:article:tag", "mediator_theme"),
        source.linked.keywords,
        meta.all("news_keywords", "keywords"),
    )
    for names in (shown, labelled, *told):
        is_list = names is not shown
        pieces = [piece for name in names for piece in (_divided(name) if is_list else [name])]
        if found := _tags(pieces, words_only(title)):
            return found
    return []


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


def _labelled(text: str) -> tuple[str, ...]:
    return (parse_tags(text) or ()) if len(text) <= 400 else ()


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
