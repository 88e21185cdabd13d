"""A marked page, and what can be said of an item from those around it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from tasks.transform.parse.bylines import Byline, Evidence, author_key
from tasks.transform.parse.outlets import Site
from tasks.transform.parse.pasted.headers import Header
from tasks.transform.parse.pasted.marks import TEXT, Clock, Item, Noise, Text, text_key
from tasks.transform.parse.pasted.photos import PhotoLine

# Shorter than this, one sentence is as likely a lead, a caption or a reply.
_PARAGRAPH_LENGTH = 80
_LONG_LENGTH = 300
_MAX_CAPTION_LENGTH = 300


@dataclass(frozen=True, slots=True)
class Page:
    """Items in page order; `is_even` where blank lines stand everywhere or nowhere."""

    items: tuple[Item, ...]
    is_even: bool

    def with_items(self, items: Iterable[Item]) -> Page:
        """Make the page anew with other items."""
        return replace(self, items=tuple(items))

    def without(self, is_dropped: Callable[[Item], bool]) -> Page:
        """Make the page anew without some of its items."""
        return self.with_items(item for item in self.items if not is_dropped(item))

    def text(self, at: int) -> str:
        """The text of an item."""
        return self.items[at].line.text

    def is_text(self, at: int) -> bool:
        """Whether there is such an item and it may be part of the article."""
        return 0 <= at < len(self.items) and isinstance(self.items[at].mark, Text)

    def texts(self) -> list[int]:
        """Where the items are that may be part of the article."""
        return [at for at in range(len(self.items)) if self.is_text(at)]

    def is_paragraph(self, at: int) -> bool:
        """Whether an item is shaped like a paragraph of prose."""
        line = self.items[at].line
        if not self.is_text(at):
            return False
        is_long = len(line.text) >= _PARAGRAPH_LENGTH or line.sentences > 1
        return (line.is_stopped and is_long) or len(line.text) >= _LONG_LENGTH

    def is_glued(self, at: int) -> bool:
        """Whether an item stands right under the one before, as far as blanks can tell."""
        return 0 < at < len(self.items) and (self.is_even or not self.items[at].line.gap)

    def is_caption(self, at: int) -> bool:
        """Whether an item describes the photo that is credited right under it."""
        if not self.is_text(at) or not self.is_credit(at + 1) or not self.is_glued(at + 1):
            return False
        line = self.items[at].line
        if len(line.text) > _MAX_CAPTION_LENGTH or line.sentences > 2:
            return False
        # In a body without blanks a paragraph may stand over a credit by chance.
        is_first = (line.gap and not self.is_even) or not self.is_text(at - 1)
        return not line.is_stopped or is_first

    def is_credit(self, at: int) -> bool:
        """Whether an item credits a photo and does not describe it."""
        mark = self.items[at].mark if at < len(self.items) else None
        return isinstance(mark, PhotoLine) and mark.caption is None

    def is_origin(self, at: int) -> bool:
        """Whether an item says who wrote the article or where it is from."""
        return isinstance(self.items[at].mark, Byline | Site)


def settle(page: Page) -> Page:
    """Turn bylines back into text that nothing but their shape speaks for."""
    items = page.items
    keys = [_authors(item) for item in items]
    first_paragraph = next((at for at in page.texts() if page.is_paragraph(at)), len(items))

    def is_byline(at: int, mark: Byline) -> bool:
        neighbours = [items[n].mark for n in (at - 1, at + 1) if 0 <= n < len(items)]
        if not mark.names:  # a role, which stands under the name
            return at > 0 and page.is_glued(at) and isinstance(items[at - 1].mark, Byline)
        if mark.evidence > Evidence.SHAPE or any(isinstance(near, Site) for near in neighbours):
            return True
        if keys.count(keys[at]) > 1:
            return True
        if any(len(name.split()) < 2 for name in mark.names):
            return False
        is_alone = not any(
            isinstance(item.mark, Byline) and item.mark.names and n != at
            for n, item in enumerate(items)
        )
        before = any(page.is_text(n) for n in range(at))
        after = any(page.is_text(n) for n in range(at + 1, len(items)))
        # A name where a byline stands: under the title, over it, or under everything.
        has_title_below = any(
            page.is_text(n) and not items[n].line.is_stopped for n in range(at + 1, first_paragraph)
        )
        if at < first_paragraph:
            is_listed = any(isinstance(near, Byline) and near.names for near in neighbours)
            return (before and (is_alone or is_listed)) or (is_alone and has_title_below)
        return is_alone and before and not after

    return page.with_items(
        Item(item.line, TEXT)
        if isinstance(item.mark, Byline) and not is_byline(at, item.mark)
        else item
        for at, item in enumerate(items)
    )


def unmask_title(page: Page) -> Page:
    """Turn a title of nothing but names into text, where another line is the byline."""
    keys = [_authors(item) for item in page.items]
    first = next((at for at, key in enumerate(keys) if key), None)
    if first is None or not any(key and key != keys[first] for key in keys):
        return page
    mark = page.items[first].mark
    if isinstance(mark, Byline) and mark.evidence is Evidence.LABEL:
        return page
    items = list(page.items)
    items[first] = Item(items[first].line, TEXT)
    return page.with_items(items)


def settle_headers(page: Page) -> Page:
    """Turn a title that looks like a header («Погода 5 лютого») back into text."""
    dated = [item for item in page.items if isinstance(item.mark, Header) and item.mark.when]
    best = max(dated, key=lambda item: header_weight(item.mark), default=None)
    return page.with_items(
        Item(item.line, TEXT)
        if isinstance(item.mark, Header)
        and item is not best
        and item.mark.when
        and item.mark.sections
        and not item.mark.is_labelled
        and item.line.text[:1].isalpha()
        else item
        for item in page.items
    )


def header_weight(mark: object) -> tuple[bool, bool, bool]:
    """How sure it is that a header is the page's own: labelled, with sections, with a time."""
    if not isinstance(mark, Header):
        return (False, False, False)
    return (mark.is_labelled, bool(mark.sections), bool(mark.when and mark.when.at))


def drop_related(page: Page) -> Page:
    """Drop boilerplate, and the lists of other pages that some of it heads."""
    dropped: set[int] = set()
    for at, item in enumerate(page.items):
        if isinstance(item.mark, Noise):
            dropped.add(at)
            if item.mark.opens:
                dropped.update(_related(page, at))
    return page.with_items(item for at, item in enumerate(page.items) if at not in dropped)


def _related(page: Page, opener: int) -> Sequence[int]:
    below = [at for at in page.texts() if at > opener]
    # With nothing but headlines to the end of the page, all of them are links.
    if not any(_is_prose(page, at) for at in below):
        return below
    found: list[int] = []
    for at in range(opener + 1, len(page.items)):
        is_first_after_colon = at == opener + 1 and page.text(opener).endswith(":")
        if not page.is_text(at) or _is_prose(page, at):
            break
        if page.items[at].line.gap and not is_first_after_colon:
            break
        if page.is_even and found:
            break
        found.append(at)
    return found


def _is_prose(page: Page, at: int) -> bool:
    line = page.items[at].line
    return line.text.endswith((".", ".»", "…", ":", ";")) or len(line.text) > 220


def _authors(item: Item) -> tuple[tuple[str, ...], ...]:
    mark = item.mark
    return tuple(map(author_key, mark.names)) if isinstance(mark, Byline) else ()


def restore_body(page: Page, start: int, end: int, authors: frozenset[tuple[str, ...]]) -> Page:
    """Turn back into text what only looks like a label because of where it stands.

    Between the first and the last paragraph a name is a speaker or a subhead, a date an
    entry of a timeline, an address a quotation.
    """

    def is_body(item: Item) -> bool:
        match item.mark:
            case Byline(names=names, evidence=evidence):
                is_author = bool(names) and all(author_key(name) in authors for name in names)
                return evidence < Evidence.LABEL and not is_author
            case Site(is_labelled=is_labelled):
                return not is_labelled
            case Header(when=when, sections=sections, is_labelled=is_labelled):
                return not is_labelled and not (when and sections)
            case Clock():
                return True
            case PhotoLine(caption=caption, credit=None):
                return bool(caption) and item.line.is_stopped
            case _:
                return False

    return page.with_items(
        Item(item.line, TEXT) if start < at < end and is_body(item) else item
        for at, item in enumerate(page.items)
    )


def same_text(first: str, second: str) -> bool:
    """Tell whether two lines say the same, end marks and case set aside."""
    return text_key(first) == text_key(second)
