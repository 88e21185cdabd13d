"""Marks settled by where they stand: what looks like a label may be text, and the reverse."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from tasks.transform.parse.bylines import Byline, Evidence, author_key
from tasks.transform.parse.labels import labels
from tasks.transform.parse.outlets import Site
from tasks.transform.parse.pasted.headers import Header
from tasks.transform.parse.pasted.marks import TEXT, Clock, Item, text_key
from tasks.transform.parse.pasted.page import Page
from tasks.transform.parse.pasted.photos import PhotoLine

# «директорка ліцею, співавторка підручника з природознавства», and some room.
_MAX_ROLE_WORDS: Final = 14
_MAX_TITLED_WORDS: Final = 8
_FRONT_REACH: Final = 6


def join_roles(page: Page) -> Page:
    """Take out what the people of the bylines are; it vouches for the name that it is under."""
    items = list(page.items)
    roles: set[int] = set()
    for at in range(1, len(items)):
        above, mark = items[at - 1].mark, items[at].mark
        if not isinstance(above, Byline) or len(above.names) != 1 or not page.is_glued(at):
            continue
        if above.evidence is Evidence.SHAPE and at > 1 and _is_section(items[at - 2]):
            continue  # words of a menu
        is_role = isinstance(mark, Byline) and not mark.names
        if is_role or _is_role_under(page, at):
            roles.add(at)
            if len(above.names[0].split()) > 1 and above.evidence is Evidence.SHAPE:
                items[at - 1] = Item(items[at - 1].line, replace(above, evidence=Evidence.NAME))
    return page.with_items(item for at, item in enumerate(items) if at not in roles)


def _is_section(item: Item) -> bool:
    return isinstance(item.mark, Header) and item.mark.when is None and not item.mark.is_labelled


def _is_role_under(page: Page, at: int) -> bool:
    line = page.items[at].line
    if not page.is_text(at) or line.words > _MAX_ROLE_WORDS:
        return False
    if line.is_stopped or line.is_listed or len(page.text(at - 1).split()) < 2:
        return False
    return line.text[0].islower() or (
        line.words <= _MAX_TITLED_WORDS
        and labels().occupation.match(line.text.lower()) is not None
        and not labels().occupation.match(page.text(at - 1).lower())
    )


def _front_end(page: Page) -> int:
    """The first paragraph, or the second where date or photo stand only between the two."""
    prose = page.prose()
    if len(prose) < 2:
        return prose[0] if prose else len(page.items)
    between = range(prose[0] + 1, min(prose[1], prose[0] + 1 + _FRONT_REACH))
    is_lead = any(page.is_dated(at) or page.is_credit(at) for at in between)
    return prose[1] if is_lead else prose[0]


def settle(page: Page) -> Page:
    """Turn bylines back into text that nothing but their shape speaks for."""
    items = page.items
    keys = [_authors(item) for item in items]
    first_paragraph = _front_end(page)

    def is_byline(at: int, mark: Byline) -> bool:
        neighbours = [items[n].mark for n in (at - 1, at + 1) if 0 <= n < len(items)]
        if not mark.names:  # a role, which stands under the name
            return at > 0 and page.is_glued(at) and isinstance(items[at - 1].mark, Byline)
        if mark.evidence is Evidence.SHAPE and "," in page.text(at) and page.is_credit(at + 1):
            return False  # who is on the photo
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
