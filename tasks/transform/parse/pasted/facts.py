"""What the labels of a page say of its article: authors, sections, date, tags."""

from __future__ import annotations

from dataclasses import replace

from tasks.transform.parse.bylines import Byline, author_key
from tasks.transform.parse.dates import Update, When, at_local
from tasks.transform.parse.fields import NO_DATE, Fields
from tasks.transform.parse.labels import fold
from tasks.transform.parse.pasted.headers import Header
from tasks.transform.parse.pasted.marks import Clock, Item, Tags
from tasks.transform.parse.pasted.page import Page
from tasks.transform.parse.pasted.settling import header_weight

# How many lines from the title the date of the article stands, as a rule.
_NEAR_TITLE = 4
_MAX_SECTIONS = 4


def take_facts(page: Page, fields: Fields, title: int | None) -> None:
    """Fill in what is marked; nothing is looked for in the text."""
    authors: dict[tuple[str, ...], str] = {}
    for item in page.items:
        match item.mark:
            case Tags(names=names):
                fields.tags += [name for name in names if name not in fields.tags]
            case Byline(names=names, is_contributor=True):
                fields.warnings += [f"not an author: {name}" for name in names]
            case Byline(names=names):
                for name in names:
                    authors.setdefault(author_key(name), name)
    fields.authors = list(authors.values())
    sections = _sections(page)
    words = {word for name in sections for word in fold(name).split()}
    # The column of an author is no section.
    named = {word for key in authors if words.issuperset(key) for word in key}
    fields.sections = [name for name in sections if not named.issuperset(fold(name).split())]
    _take_date(page, fields, title)
    _take_update(page, fields)


def _sections(page: Page) -> list[str]:
    """The sections beside the date; a list without a date may be the menu of the site."""
    headers = [item.mark for item in page.items if isinstance(item.mark, Header)]
    # So many on one line are the menu of the site.
    headers = [
        header
        for header in headers
        if header.when or header.is_labelled or len(header.sections) <= _MAX_SECTIONS
    ]
    own = [header for header in headers if header.sections and (header.when or header.is_labelled)]
    found: dict[str, str] = {}
    for header in own or headers:
        for name in header.sections:
            found.setdefault(fold(name), name)
    return list(found.values())


def _take_date(page: Page, fields: Fields, title: int | None) -> None:
    headers = [item for item in page.items if isinstance(item.mark, Header)]
    near = (
        () if title is None else page.items[max(title - _NEAR_TITLE, 0) : title + _NEAR_TITLE + 1]
    )
    best = max(headers, key=lambda item: _date_weight(item, is_near=item in near), default=None)
    mark = best.mark if best else None
    if best is None or not isinstance(mark, Header) or mark.when is None:
        unread = [item.mark.unread for item in headers if isinstance(item.mark, Header)]
        raw = next((text for text in unread if text), None)
        fields.warnings.append(f"date not understood: {raw}" if raw else NO_DATE)
        return
    fields.when = mark.when
    if mark.when.at is None:
        fields.when = _with_time(page, mark.when)


def _take_update(page: Page, fields: Fields) -> None:
    """Take when the page was changed, where a time of day is known."""
    for item in page.items:
        update = item.mark.update if isinstance(item.mark, Header) else item.mark
        if isinstance(update, Update) and (when := update.beside(fields.when)) and when.at:
            fields.updated_at = when.at
            return


def _date_weight(item: Item, *, is_near: bool) -> tuple[bool, ...]:
    """How sure it is that a date is that of the article: at the top stands that of today."""
    has_date = isinstance(item.mark, Header) and item.mark.when is not None
    is_labelled, *others = header_weight(item.mark)
    return (has_date, is_labelled, is_near, *others)


def _with_time(page: Page, when: When) -> When:
    """Complete a day by the time of day beside it, wherever the same day stands."""
    for at, item in enumerate(page.items):
        date = item.mark.when if isinstance(item.mark, Header) else None
        if date is None or date.day != when.day:
            continue
        if date.at:
            return date
        for near in (at + 1, at - 1):
            mark = page.items[near].mark if 0 <= near < len(page.items) else None
            if isinstance(mark, Clock):
                text = page.text(near)
                return replace(when, at=at_local(when.day, mark.time), raw=f"{when.raw} {text}")
    for at, item in enumerate(page.items[1:], 1):
        # «Автор: Зеновій Прищепа о 21:40»
        if isinstance(item.mark, Clock) and isinstance(page.items[at - 1].mark, Byline):
            raw = f"{when.raw} {item.line.text}"
            return replace(when, at=at_local(when.day, item.mark.time), raw=raw)
    return when
