"""Who wrote an article: people, never the outlet itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from lxml.html import HtmlElement

from tasks.transform.parse.bylines import Evidence, author_key, parse_byline
from tasks.transform.parse.html.blocks import Block
from tasks.transform.parse.html.linked import unescape
from tasks.transform.parse.html.meta import Meta
from tasks.transform.parse.html.source import Source
from tasks.transform.parse.html.tree import one_line, text_of, words_only
from tasks.transform.parse.html.zones import Zone
from tasks.transform.parse.labels import labels

_ADDRESS = re.compile(r"https?:|www\.|\w\.(?:com|ua|net|org|info|tv|me)\b|/|@|\d{3}")
# A name of an account: «ivan_petrenko», «editor2».
_ACCOUNT = re.compile(r"[a-z0-9._-]+$")
_PROFILE = re.compile(
    r"/(?:authors?|users?|persons?|journalists?|avtor[iy]?|profile|editors?)/", re.IGNORECASE
)
_TOLD = (
    "author",
    "article:author",
    "article:author:name",
    "og:article:author",
    "dc.creator",
    "dcterms.creator",
    "parsely-author",
    "sailthru.author",
    "mediator_author",
    "cxenseparse:author",
)
_WRITTEN = re.compile(r"напис|written|автор", re.IGNORECASE)
_PHOTO = Zone.CAPTION | Zone.CREDIT | Zone.JUNK | Zone.DROPPED
_NO_NAME = Zone.CRUMBS | Zone.RUBRIC | Zone.TAGS | Zone.LEAD
_AFTER_DATE = re.compile(r"\d{2}[\s.,|•·—–-]+([^\W\d_]\D*)$")
_BEFORE_DATE = re.compile(r"^(\D*[^\W\d_.])[\s.,|•·—–-]+\d{1,2}[.\s/]")
_PORTRAIT = re.compile(r"avatar|gravatar|author|user-?pic", re.IGNORECASE)
_MAX_LENGTH = 120
_MAX_AUTHORS = 12


# Many modules ask about the same lines of a page.
read_byline = lru_cache(maxsize=256)(parse_byline)


class _Name(NamedTuple):
    text: str
    is_person: bool


def authors(
    source: Source, header: Sequence[Block], tail: Sequence[Block], signature: Block | None
) -> list[str]:
    """Name the authors, from the surest witness that knows any.

    `signature` is a name that stands alone under the text.
    """
    meta, outlet = source.meta, source.keys
    witnesses: tuple[Iterable[_Name], ...] = (
        (_Name(named.name, named.is_person) for named in source.linked.authors),
        (_Name(name, False) for name in meta.all(*_TOLD)),
        _marked(source.tree),
        _printed([*header, *tail]),
        _linked(header),
        _on_card(meta),
    )
    best: dict[tuple[str, ...], str] = {}
    for names in witnesses:
        found = {author_key(name): name for given in names for name in _people(given, outlet)}
        # A later witness may know more than the first, but not otherwise.
        if not best or (best.keys() < found.keys()):
            best = found
    if not best:
        bare = _bare([*header, *([signature] if signature else [])])
        best = {author_key(name): name for given in bare for name in _people(given, outlet)}
    if not best:
        shown = _portrayed(tail)
        best = {author_key(name): name for given in shown for name in _people(given, outlet)}
    return list(best.values())[:_MAX_AUTHORS]


def _on_card(meta: Meta) -> Iterator[_Name]:
    """The author as WordPress tells it to Twitter: a label and a value apart."""
    for label, value in (("twitter:label1", "twitter:data1"), ("twitter:label2", "twitter:data2")):
        if _WRITTEN.match(meta.first(label) or "") and (name := meta.first(value)):
            yield _Name(name, False)


def byline_names(text: str) -> list[str]:
    """The names of a line that says itself that it names authors («Автор: …»)."""
    byline = read_byline(text) if len(text) <= _MAX_LENGTH else None
    if byline and byline.evidence is Evidence.LABEL and not byline.is_contributor:
        return list(byline.names)
    return []


def names_person(block: Block) -> bool:
    """Tell whether a block is a name and, in an element of its own, what its bearer does."""
    byline = read_byline(block.text) if len(block.text) <= _MAX_LENGTH else None
    if byline is None or byline.evidence < Evidence.NAME or byline.is_contributor:
        return False
    return byline.evidence is Evidence.LABEL or any(
        labels().role.match(text.lower()) for text in pieces_of(block)
    )


def is_outlet(name: str, outlet: frozenset[str]) -> bool:
    """Tell whether a name is that of the outlet, or of a desk of it."""
    key = words_only(name)
    if not key or key in outlet or labels().desk.match(name):
        return True
    # «Редакція ZAXID.NET», «ТСН.ua», «news@outlet»: the name with a word around it.
    return any(len(own) > 3 and own in key and len(own) >= 0.5 * len(key) for own in outlet)


def _people(given: _Name, outlet: frozenset[str]) -> Iterator[str]:
    text = one_line(unescape(given.text)).strip(" ,;–—-")
    if not text or len(text) > _MAX_LENGTH or is_outlet(text, outlet):
        return
    byline = read_byline(text)
    if byline and byline.is_contributor:
        return
    parts = [text] if byline else re.split(r"\s*[,;]\s*", text)
    # «Розмовляла Леся Гуцал, 9 лютого»: each part may have a label of its own.
    names = [name for part in parts for name in byline_names(part) or [part]]
    names = list(byline.names) if byline else names
    for name in names:
        if is_outlet(name, outlet) or _ADDRESS.search(name) or _ACCOUNT.match(name):
            continue
        # «УП», «RFE»: a word of nothing but capitals is short for an organisation.
        if len(name.split()) == 1 and name.isupper():
            continue
        if byline or given.is_person or _is_name(name):
            yield name


def _is_name(text: str) -> bool:
    words = text.split()
    return 2 <= len(words) <= 4 and all(word[0].isupper() for word in words)


def _marked(tree: HtmlElement) -> Iterator[_Name]:
    for node in tree.xpath("//*[@itemprop='author' and not(self::meta)]"):
        named = node.xpath(".//*[@itemprop='name']")
        for inner in named or [node]:
            yield _Name(inner.get("content") or text_of(inner), False)


def _printed(blocks: Sequence[Block]) -> Iterator[_Name]:
    for block in blocks:
        if block.zone & Zone.BYLINE and not block.zone & _PHOTO:
            for text in _apart(block) or [block.text]:
                yield _Name(text, False)
    for block in blocks:
        if block.zone & (_PHOTO | Zone.BYLINE):
            continue
        if names := byline_names(block.text):
            for name in _apart(block) or names:
                yield _Name(name, False)
        elif len(block.text) <= _MAX_LENGTH and not block.is_sentence:
            for text in _labelled_parts(block):
                yield from (_Name(name, False) for name in byline_names(text))


def _labelled_parts(block: Block) -> list[str]:
    """What a line of several facts says in elements of its own («Автор: …», «Рубрика: …»)."""
    return [one_line(text_of(child)) for child in block.owner if child.tag in {"span", "b", "i"}]


def _apart(block: Block) -> list[str]:
    """The names in a byline that markup alone parts from each other or from their roles."""
    if block.key != words_only(text_of(block.owner)):
        return []
    texts = pieces_of(block)
    return [text for text in texts if _is_name(text)] if len(texts) > 1 else []


def pieces_of(block: Block) -> list[str]:
    """What stands in a block in elements of its own."""
    texts = [one_line(str(text)).strip(" ,;–—-") for text in block.owner.itertext()]
    return [text for text in texts if text]


def _bare(blocks: Sequence[Block]) -> Iterator[_Name]:
    """A name that stands by the title in a line of its own, or with a date before it."""
    for block in blocks:
        if block.zone & (_PHOTO | _NO_NAME) or block.is_heading or len(block.text) > _MAX_LENGTH:
            continue
        if len(block.links) > 1:
            continue  # a menu
        named = _apart(block) if names_person(block) else []
        if any(map(str.isdigit, block.text)):
            named += _apart(block) + _BEFORE_DATE.findall(block.text)
        for text in (*named, block.text, *_AFTER_DATE.findall(block.text)):
            byline = read_byline(text)
            if byline and byline.names and byline.evidence >= Evidence.NAME:
                yield _Name(text, False)
                return


def _portrayed(blocks: Sequence[Block]) -> Iterator[_Name]:
    """The name beside a portrait under the text."""
    for block in blocks:
        outer = block.owner.getparent()
        if outer is None or len(block.text) > _MAX_LENGTH or block.zone & _PHOTO:
            continue
        if any(_PORTRAIT.search(image.get("class") or "") for image in outer.iter("img")):
            byline = read_byline(block.text)
            if byline and byline.evidence >= Evidence.NAME:
                yield _Name(block.text, False)
                return


def _linked(blocks: Sequence[Block]) -> Iterator[_Name]:
    """The names that link to a page about their bearer."""
    for block in blocks:
        if len(block.text) <= _MAX_LENGTH and not block.zone & _PHOTO:
            for link in block.links:
                if "author" in (link.get("rel") or "") or _is_profile(link.get("href") or ""):
                    yield _Name(text_of(link), False)


def _is_profile(address: str) -> bool:
    is_social = any(host in address for host in labels().social_hosts)
    return not is_social and _PROFILE.search(address) is not None
