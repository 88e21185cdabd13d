"""The blocks of a page: every text that stands apart, in order, and where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from lxml import etree
from lxml.html import HtmlElement

from tasks.transform.parse.html.lines import BREAK, HEADINGS, Piece, split_lines
from tasks.transform.parse.html.tree import one_line, text_of, words_only
from tasks.transform.parse.html.zones import LABEL, Zone, is_hidden, is_maker, zone_of

_BLOCK_TAGS = frozenset(
    re.findall(
        r"\w+",
        "html body div p h1 h2 h3 h4 h5 h6 ul ol li dl dt dd blockquote section article aside "
        "header footer main figure figcaption table thead tbody tfoot tr caption pre address form "
        "fieldset legend nav hr details summary center menu hgroup",
    )
)
_STRONG = frozenset(("b", "strong"))
_SLANTED = frozenset(("em", "i", "small"))
_SKIPPED = frozenset(("head", "title"))
# In a list of names each link is a name of its own, whatever stands between them.
_LISTS = int(Zone.CRUMBS | Zone.RUBRIC | Zone.TAGS)
_CAPTION = int(Zone.CAPTION)
_IMAGES = frozenset(("img", "amp-img", "picture"))
# How far above an image the element may be that holds its caption, too.
_NEAR = 3
_SPACES = re.compile(r"\s+")
_SENTENCE_END = re.compile(r"[.!?…][»”\")]*$")


class Flag(NamedTuple):
    """An element that says what it is for."""

    element: HtmlElement
    zone: Zone


@dataclass(slots=True)
class Block:
    """A text on one line, and where it stands.

    `key` is its letters and digits, by which texts are compared; `linked` and `strong` are
    the shares of them in links and in bold, `slanted` in italics or small type. `owner` is
    the innermost block element around it, `flags` the elements around it that say what they
    are for, outermost first; `zone` is what that makes of it. `picture` is what holds both
    an image and the words under it.
    """

    text: str
    key: str
    owner: HtmlElement
    flags: tuple[Flag, ...]
    linked: float
    strong: float
    slanted: float = 0.0
    zone: Zone = Zone.NONE
    picture: HtmlElement | None = None

    @property
    def links(self) -> list[HtmlElement]:
        """Its links; the element around it may hold others, too."""
        if not self.linked:
            return []
        found = [(link, words_only(text_of(link))) for link in self.owner.iter("a")]
        return [link for link, key in found if key and key in self.key]

    @property
    def is_heading(self) -> bool:
        """Whether it is marked up as a heading."""
        return self.owner.tag in HEADINGS

    @property
    def is_label(self) -> bool:
        """Whether it stands beside the text to say who, when, where or how often."""
        is_short = len(self.text) <= 160 and not (self.is_sentence and len(self.text) > 60)
        return bool(self.zone & LABEL) and is_short

    @property
    def is_sentence(self) -> bool:
        """Whether it ends like a sentence."""
        return _SENTENCE_END.search(self.text) is not None

    @property
    def is_prose(self) -> bool:
        """Whether it is shaped like a paragraph of an article."""
        return len(self.text) >= 60 and self.linked < 0.5 and self.is_sentence


@dataclass(frozen=True, slots=True)
class Page:
    """The blocks of a page in order; `spans` says which of them stand in an element.

    `pictured` are the elements near around images, `imaged` the numbers of the blocks that
    an image stands right before.
    """

    blocks: list[Block]
    spans: dict[HtmlElement, range]
    pictured: frozenset[HtmlElement] = frozenset()
    imaged: frozenset[int] = frozenset()

    def span(self, element: HtmlElement) -> range:
        """The numbers of the blocks within an element."""
        return self.spans.get(element, range(0))

    def size(self, ats: Iterable[int]) -> int:
        """How many letters and digits some blocks hold."""
        return sum(len(self.blocks[at].key) for at in ats)


class _State(NamedTuple):
    flags: tuple[Flag, ...]
    zone: int
    is_boundary: bool
    is_linked: bool
    is_strong: bool
    is_slanted: bool
    begin: int


class _Reader:
    """Gathers pieces of text until a block ends."""

    def __init__(self, hints: Mapping[HtmlElement, Zone]) -> None:
        self.blocks: list[Block] = []
        self.spans: dict[HtmlElement, range] = {}
        self.pictured: set[HtmlElement] = set()
        self.imaged: set[int] = set()
        self._hints = hints
        self._laid_out: set[HtmlElement] = set()
        self._pieces: list[Piece] = []
        self._owners: list[HtmlElement] = []
        self._states: list[_State] = []
        self._now = _State((), 0, False, False, False, False, 0)

    def open(self, element: HtmlElement) -> None:
        tag = element.tag
        now = self._now
        zone = self._hints.get(element) or zone_of(element)
        # Plain integers: the operators of flags take a tenth of the time of a page.
        if now.zone & _CAPTION and element.get("class") and is_maker(element):
            zone = zone & ~Zone.BYLINE | Zone.CREDIT
        is_name = bool(now.zone & _LISTS) and tag in {"a", "span"}
        is_part = bool(now.zone & _CAPTION) and _is_part(element)
        is_boundary = tag in _BLOCK_TAGS or is_name or is_part or bool(zone)
        if tag == "tr" and _lays_out(element):
            self._laid_out.add(element)
        elif tag in {"td", "th"} and not is_boundary:
            is_boundary = element.getparent() in self._laid_out
        if is_boundary:
            self._flush()
            self._owners.append(element)
        self._states.append(now)
        self._now = _State(
            (*now.flags, Flag(element, zone)) if zone else now.flags,
            now.zone | int(zone),
            is_boundary,
            now.is_linked or tag == "a",
            now.is_strong or tag in _STRONG,
            now.is_slanted or tag in _SLANTED,
            len(self.blocks),
        )
        if text := element.text:
            # Two inline elements side by side are two words, whatever their style parts them by.
            if self._pieces and _is_glued(self._pieces[-1].text, text):
                self._add(" ")
            self._add(text)

    def close(self, element: HtmlElement) -> None:
        if self._now.is_boundary:
            self._flush()
            self._owners.pop()
            self.spans[element] = range(self._now.begin, len(self.blocks))
        elif element.tag in _IMAGES:
            self.pictured.update(self._owners[-_NEAR:])
            if not self._pieces:
                self.imaged.add(len(self.blocks))
        self._now = self._states.pop()
        if element.tag in {"td", "th"}:
            self._add(" ")
        elif element.tag == "time" and self._pieces:
            # Two dates side by side, parted by nothing but their style.
            self._add(" ")
        self.add_tail(element)

    def add_tail(self, element: HtmlElement) -> None:
        if element.tag == "br":
            self._pieces.append(BREAK)
        if element.tail:
            self._add(element.tail)

    def _add(self, text: str) -> None:
        folded, now = _SPACES.sub(" ", text), self._now
        if self._pieces or folded != " ":
            self._pieces.append(Piece(folded, now.is_linked, now.is_strong, now.is_slanted))

    def _flush(self) -> None:
        if self._pieces and self._owners:
            owner = self._owners[-1]
            for pieces in split_lines(self._pieces, str(owner.tag)):
                self._make(pieces, owner)
        self._pieces = []

    def _make(self, pieces: list[Piece], owner: HtmlElement) -> None:
        text = one_line("".join(piece.text for piece in pieces))
        key = words_only(text)
        if key:
            linked = strong = slanted = 0
            for piece in pieces:
                if piece.is_linked or piece.is_strong or piece.is_slanted:
                    size = len(words_only(piece.text))
                    linked += size * piece.is_linked
                    strong += size * piece.is_strong
                    slanted += size * piece.is_slanted
            whole = len(key)
            shares = (linked / whole, strong / whole, slanted / whole)
            self.blocks.append(Block(text, key, owner, self._now.flags, *shares))


def read_page(tree: HtmlElement, hints: Mapping[HtmlElement, Zone]) -> Page:
    """Read the blocks of a page in one walk, and tell what zone each is in.

    `hints` say of elements what they are for, where that is known beforehand.
    """
    reader = _Reader(hints)
    walk = etree.iterwalk(tree, events=("start", "end"))
    skipped: HtmlElement | None = None
    for event, element in walk:
        if event == "start":
            if element.tag in _SKIPPED or _is_out_of_sight(element):
                skipped = element
                walk.skip_subtree()
            elif element.tag != "br":
                reader.open(element)
        elif element is skipped or element.tag == "br":
            skipped = None
            reader.add_tail(element)
        else:
            reader.close(element)
    page = Page(reader.blocks, reader.spans, frozenset(reader.pictured), frozenset(reader.imaged))
    _settle_zones(page.blocks)
    return page


def _is_glued(before: str, text: str) -> bool:
    """Tell whether a word begins right after another, as none does within itself."""
    return before[-1].islower() and (text[0].isupper() or text[0].isdigit())


def _is_part(element: HtmlElement) -> bool:
    """Tell whether an element of a caption is a part of it, not words that are set off."""
    if element.get("class") or element.tag in {"cite", "small"}:
        return True
    outer = element.getparent()
    if element.tag != "span" or outer is None:
        return False
    # Spans with nothing between them are caption and credit.
    spans = list(outer)
    loose = (outer.text or "") + "".join(span.tail or "" for span in spans)
    return len(spans) > 1 and not loose.strip() and all(span.tag == "span" for span in spans)


def _lays_out(row: HtmlElement) -> bool:
    """Tell whether the cells of a row are parts of a page, not data that belong together."""
    return next(row.iter("br", "p", "div", "table", "h1", "h2", "ul"), None) is not None


def _is_out_of_sight(element: HtmlElement) -> bool:
    # Some pages hide the article itself until a script has run.
    return is_hidden(element) and len(element.findall(".//p")) < 3


def _settle_zones(blocks: list[Block]) -> None:
    """Give every block its zone; a word in the class of half of the article means nothing."""
    prose: dict[HtmlElement, int] = {}
    total = 0
    headed: set[HtmlElement] = set()
    for block in blocks:
        size = len(block.text) if block.is_prose else 0
        total += size
        for flag in block.flags:
            prose[flag.element] = prose.get(flag.element, 0) + size
            if block.owner.tag == "h1":
                headed.add(flag.element)
    wide = {element for element, size in prose.items() if size > max(250, 0.35 * total)}
    for block in blocks:
        zone = 0
        for flag in block.flags:
            if flag.element not in wide and flag.element not in headed:
                zone |= int(flag.zone)
        block.zone = Zone(zone)
