"""A page as its readers get it: its tree, and what it says of itself before its text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from cssselect import SelectorError
from lxml.cssselect import CSSSelector
from lxml.html import HtmlElement

from tasks.models import SourceDocument
from tasks.transform.parse import errors
from tasks.transform.parse.html.address import Address, called, read_address
from tasks.transform.parse.html.linked import Linked, read_linked
from tasks.transform.parse.html.meta import Meta, read_meta
from tasks.transform.parse.html.tree import drop_unseen, parse_tree, words_only
from tasks.transform.parse.html.zones import Zone, zone_of
from tasks.transform.parse.pasted.lines import is_binary

_ADDED = re.compile(r"\s*[|—–•·:-]\s*([^|—–•·]{3,40})")
_SELECTED = {
    "lead": Zone.LEAD,
    "author": Zone.BYLINE,
    "date": Zone.DATE,
    "tags": Zone.TAGS,
    "caption": Zone.CAPTION,
}


@dataclass(frozen=True, slots=True)
class Source:
    """A page: `tree` without what is never seen, `now` when it was read.

    `names` is what its outlet is called, `keys` the same in letters only.
    """

    tree: HtmlElement
    meta: Meta
    linked: Linked
    address: Address
    names: tuple[str, ...]
    keys: frozenset[str]
    now: datetime

    @property
    def is_told_article(self) -> bool:
        """Whether the page tells machines that it is an article."""
        kinds = {kind.casefold() for kind in self.meta.all("og:type")}
        return self.linked.is_article or bool(self.linked.published) or "article" in kinds

    @property
    def description(self) -> str | None:
        """What the page tells machines that it is about."""
        return self.linked.description or self.meta.first("og:description", "description")

    def hints(self) -> dict[HtmlElement, Zone]:
        """What is known beforehand of the parts of this outlet's pages."""
        outlet = self.address.outlet
        found: dict[HtmlElement, Zone] = {}
        if outlet is None:
            return found
        for selector in outlet.drop:
            for element in _select(self.tree, selector):
                found[element] = Zone.DROPPED | zone_of(element)
        for name, zone in _SELECTED.items():
            if name in outlet.selectors:
                found |= dict.fromkeys(_select(self.tree, outlet.selectors[name]), zone)
        return found

    def holders(self) -> list[HtmlElement]:
        """The elements that the page, or what is known of its outlet, says hold the text."""
        outlet = self.address.outlet
        found = [
            node
            for node in self.tree.iter()
            if node.get("itemprop") == "articleBody" and node.tag != "meta"
        ]
        if outlet and "body" in outlet.selectors:
            found += _select(self.tree, outlet.selectors["body"])
        return found


def read_source(document: SourceDocument) -> Source:
    """Parse a page, once, and read what it says of itself.

    Raises:
        NotAnArticleError: it is empty or not text.
    """
    if is_binary(document.text):
        raise errors.binary(document.uri)
    tree = parse_tree(document.text) if document.text.strip() else None
    if tree is None:
        raise errors.empty(document.uri)
    meta = read_meta(tree)
    linked = read_linked(tree, meta.first("og:title"))
    address = read_address(document, meta, linked)
    names = (*called(address, meta, linked), *_after_title(meta))
    # Not before: data for machines stand in scripts.
    drop_unseen(tree)
    return Source(
        tree=tree,
        meta=meta,
        linked=linked,
        address=address,
        names=names,
        keys=frozenset(key for name in names if len(key := words_only(name)) > 1),
        now=document.read_at,
    )


def _after_title(meta: Meta) -> Iterator[str]:
    """What the head adds to the title of the article: most often the outlet's name."""
    title, headline = meta.title or "", meta.first("og:title") or ""
    if headline and title.startswith(headline) and len(title) > len(headline):
        added = title[len(headline) :]
        if match := _ADDED.fullmatch(added):
            yield match[1].strip()


def _select(tree: HtmlElement, selector: str) -> Iterator[HtmlElement]:
    if found := _compiled(selector):
        yield from found(tree)


# Compiling takes longer than looking: an outlet's selectors serve all of its pages.
@lru_cache(maxsize=1_000)
def _compiled(selector: str) -> CSSSelector | None:
    try:
        return CSSSelector(selector, translator="html")
    except SelectorError:
        return None
