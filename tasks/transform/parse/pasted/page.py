"""A marked page, and what can be said of an item from those around it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date

from tasks.transform.parse.bylines import Byline
from tasks.transform.parse.outlets import Site
from tasks.transform.parse.pasted.headers import Header
from tasks.transform.parse.pasted.marks import Item, Text
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
        if line.is_stopped:
            return len(line.text) >= _PARAGRAPH_LENGTH or line.sentences > 1
        return len(line.text) >= _LONG_LENGTH and not line.is_headed

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

    def prose(self) -> list[int]:
        """Where the paragraphs of prose are."""
        return [at for at in self.texts() if self.is_paragraph(at)]

    def is_dated(self, at: int) -> bool:
        """Whether an item gives a date."""
        return self.day(at) is not None

    def day(self, at: int) -> date | None:
        """The day that an item gives."""
        mark = self.items[at].mark
        return mark.when.day if isinstance(mark, Header) and mark.when else None

    def is_origin(self, at: int) -> bool:
        """Whether an item says who wrote the article or where it is from."""
        return isinstance(self.items[at].mark, Byline | Site)
