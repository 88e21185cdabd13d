"""Sections that no name marks: the few links right over the title, or a trail from home."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from tasks.transform.parse.html.blocks import Block, Page
from tasks.transform.parse.html.source import Source
from tasks.transform.parse.html.tree import text_of, words_only
from tasks.transform.parse.html.zones import Zone
from tasks.transform.parse.labels import fold, labels
from tasks.transform.parse.pasted.marks import is_noise

# How far over the title a trail may stand: a date, a counter and a name may be between.
_NEAR = 8
# A list of more links is a menu.
_MAX_LINKS = 6
# Without arrows between, a list of more is a menu, too.
_MAX_STEPS = 4
# How far under it, among date and author, a section may be named.
_UNDER = 5
_MAX_LENGTH = 250
_MAX_NAME = 45
_DIVIDER = re.compile(r"[»›>→/\\⟩❯➔▸]|&gt;")
_ARTICLE_WORDS = re.compile(r"[\w'’-]+")
_LANGUAGE = re.compile(
    r"(?:[A-ZА-ЯІЇЄҐ]{2,3}|[A-ZА-ЯІЇЄҐ][a-zа-яіїєґ]{2}|українськ\w+|русск\w+|english|"
    r"по-русски|.+ верс[іи]\w)$",
    re.IGNORECASE,
)
_NO_SECTION = re.compile(
    r"/(?:authors?|users?|avtor\w*|search|login|rss|donate|support|20\d\d)(?:/|$)|^#|mailto:|tel:",
    re.IGNORECASE,
)
_HOME_PATHS = frozenset(("", "ua", "uk", "ukr", "ru", "rus"))
_OTHERS = Zone.JUNK | Zone.CAPTION | Zone.CREDIT | Zone.BYLINE | Zone.TAGS | Zone.DATE


@dataclass(frozen=True, slots=True)
class Trail:
    """Names of sections; `is_sure` where their shape is that of a trail and of nothing else."""

    names: tuple[str, ...] = ()
    is_sure: bool = False


class _Group(NamedTuple):
    """A few links over the title, the text that they stand in, and what is apart in it."""

    links: list[HtmlElement]
    text: str
    pieces: list[str]
    is_apart: bool


def find_trail(source: Source, page: Page, title_at: int | None) -> Trail:
    """Find the links nearest over the title that name the sections of its article."""
    if title_at is None:
        return Trail()
    title = page.blocks[title_at]
    for group in _groups(page, title_at):
        links = group.links
        has_arrows = _has_arrows(group, title)
        if (group.is_apart and not has_arrows) or not _are_names(source, links):
            continue
        is_home = _is_home(source, links[0])
        if has_arrows or (is_home and 1 < len(links) <= _MAX_STEPS):
            return Trail(tuple(_names(group.pieces)), is_sure=True)
        if not is_home and len(links) <= _MAX_STEPS:
            return Trail(tuple(map(text_of, links)))
    return Trail(tuple(_under(source, page.blocks[title_at + 1 : title_at + _UNDER])))


def _under(source: Source, blocks: Sequence[Block]) -> Iterator[str]:
    """The name of a section among the facts right under the title: a link of this site's own."""
    for block in blocks:
        if block.is_prose:
            return
        links = block.links
        if block.zone & _OTHERS or block.linked < 0.8 or len(links) != 1:
            continue
        address, name = links[0].get("href") or "", text_of(links[0])
        is_own = address.startswith("/") and "#" not in address
        # A name of a person may lead anywhere.
        is_person = len(name.split()) > 1 and name.istitle()
        if is_own and not is_person and _are_names(source, links):
            yield name
            return


def _groups(page: Page, title_at: int) -> Iterator[_Group]:
    """The groups of links over the title, the nearest first; those that a menu parts are apart."""
    title = page.blocks[title_at]
    heads = {title.owner, *title.owner.iterancestors()}
    seen: set[HtmlElement] = set()
    is_apart = False
    for block in reversed(page.blocks[max(0, title_at - _NEAR) : title_at]):
        is_apart = is_apart or bool(block.zone & Zone.JUNK)
        own = block.linked + (len(title.key) / len(block.key) if title.key in block.key else 0)
        if block.zone & _OTHERS or own < 0.3 or len(block.text) > _MAX_LENGTH:
            continue
        if block.owner in heads:
            yield _Group(block.links, block.text, [block.text], is_apart)
            continue
        element = _grown(block.owner, heads)
        if element not in seen and not _is_in_page_header(element, heads):
            seen.add(element)
            links = [link for link in element.iter("a") if text_of(link)]
            pieces = [str(text) for text in element.itertext()]
            yield _Group(links, text_of(element), pieces, is_apart)


def _grown(owner: HtmlElement, heads: AbstractSet[HtmlElement]) -> HtmlElement:
    """Grow an element of a link to the list of links that it stands in."""
    element = owner
    for outer in owner.iterancestors():
        if outer in heads or outer.tag in {"body", "html"}:
            break
        linked = sum(len(text_of(link)) for link in outer.iter("a"))
        whole = text_of(outer)
        if len(whole) > _MAX_LENGTH or linked < 0.4 * len(whole):
            break
        element = outer
    return element


def _is_in_page_header(element: HtmlElement, heads: AbstractSet[HtmlElement]) -> bool:
    around = (element, *element.iterancestors())
    return any(outer.tag in {"header", "nav"} and outer not in heads for outer in around)


def _has_arrows(group: _Group, title: Block) -> bool:
    """Tell whether there is nothing but arrows between links, and at most the title after."""
    between = group.text
    for link in group.links:
        between = between.replace(text_of(link), " ", 1)
    rest = words_only(between)
    is_short = len(rest) <= _MAX_NAME or title.key.startswith(rest)
    return is_short and _DIVIDER.search(between) is not None and len(group.links) + bool(rest) > 1


def _are_names(source: Source, links: Sequence[HtmlElement]) -> bool:
    return 1 <= len(links) <= _MAX_LINKS and all(
        (_is_home(source, link) and link is links[0] and len(text_of(link)) > 1)
        or (_is_name(text_of(link), source) and not _NO_SECTION.search(link.get("href") or ""))
        for link in links
    )


def _is_home(source: Source, link: HtmlElement) -> bool:
    """Tell whether a link leads to the first page of its site."""
    name = text_of(link)
    path = urlsplit((link.get("href") or "").strip()).path.strip("/")
    is_named = fold(name) in labels().home_sections or words_only(name) in source.keys
    return is_named or (path in _HOME_PATHS and _LANGUAGE.match(name) is None)


def _names(pieces: Iterable[str]) -> Iterator[str]:
    for text in pieces:
        for part in _DIVIDER.split(text):
            if name := " ".join(part.split()):
                yield name


def _is_name(text: str, source: Source) -> bool:
    if not 2 < len(text) <= _MAX_NAME or not text[0].isalpha() or is_noise(text):
        return False
    words = _ARTICLE_WORDS.findall(text)
    return (
        len(words) <= 5
        and not text.endswith((".", "!", "?", ":"))
        and (_LANGUAGE.match(text) is None and words_only(text) not in source.keys)
    )
