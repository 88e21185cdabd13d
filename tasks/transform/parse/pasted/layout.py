"""The pasted-page layout: which line of a page is which field of the article.

Lines are marked by what they say (`marks`), then by where they stand (`page`); titles and
leads are weighed in modules of their own. Nothing here knows an outlet or an article.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from tasks.transform.parse.bylines import Byline, author_key
from tasks.transform.parse.dates import parse_time
from tasks.transform.parse.fields import Fields
from tasks.transform.parse.labels import labels
from tasks.transform.parse.pasted.borders import cut, find_borders
from tasks.transform.parse.pasted.captions import find_captions, mark_photos, take_photos
from tasks.transform.parse.pasted.crumbs import split_paths
from tasks.transform.parse.pasted.facts import take_facts
from tasks.transform.parse.pasted.headers import Header
from tasks.transform.parse.pasted.joining import mark_page
from tasks.transform.parse.pasted.leads import is_lead, may_lead
from tasks.transform.parse.pasted.lines import Line, is_evenly_spaced
from tasks.transform.parse.pasted.marks import Clock, text_key
from tasks.transform.parse.pasted.origin import mark_outlet_lines, take_site
from tasks.transform.parse.pasted.page import Page
from tasks.transform.parse.pasted.photos import PhotoLine
from tasks.transform.parse.pasted.related import drop_boxes, drop_related
from tasks.transform.parse.pasted.settling import (
    join_roles,
    restore_body,
    same_text,
    settle,
    settle_headers,
    unmask_title,
)
from tasks.transform.parse.pasted.tail import read_tail
from tasks.transform.parse.pasted.titles import find_title

# How many items past the first paragraph a byline or a domain of the front may stand.
_FRONT_REACH = 4


def read_page(lines: Sequence[Line], now: datetime) -> Fields:
    """Read the fields of an article off the lines of its page."""
    fields = Fields()
    page = Page(tuple(mark_page(lines, now)), is_evenly_spaced(lines))
    page = split_paths(page)
    take_site(page, fields)
    page = join_roles(settle_headers(mark_outlet_lines(page, fields.outlet_domain)))
    borders = find_borders(page)
    named = page.items[borders.title] if borders.has_menu and borders.title is not None else None
    first = page.items[borders.body] if page.items else None
    page = read_tail(drop_boxes(cut(page, borders)))
    page = settle(drop_related(page, page.items.index(first) if first in page.items else 0))
    title = page.items.index(named) if named in page.items else find_title(page)
    if title is None:
        page = unmask_title(page)
        title = find_title(page)
    if title is not None:
        fields.title = page.text(title)
        page = mark_photos(page, title)
        start = _body_start(page, title)
        page = _restore(page, start)
        _take_texts(page, fields, title, start)
    else:
        fields.body = [page.text(at) for at in page.texts()]
    take_facts(page, fields, title)
    if borders.has_menu:
        # On a page of a site the desk is the site's own, and no author.
        fields.authors = [name for name in fields.authors if not labels().desk.match(name)]
    return fields


def _body_start(page: Page, title: int) -> int:
    """Where the body begins: at the first paragraph that no label of the front follows."""
    paragraphs = [
        at
        for at in page.texts()
        if at > title and page.is_paragraph(at) and not page.is_caption(at)
    ]
    for n, at in enumerate(paragraphs):
        later = paragraphs[n + 1] if n + 1 < len(paragraphs) else None
        if later is None or not _has_front_label(page, title, at, later):
            return at
    stopped = [at for at in page.texts() if at > title and page.items[at].line.is_stopped]
    return next((at for at in stopped if not page.is_caption(at)), len(page.items))


def _has_front_label(page: Page, title: int, at: int, later: int) -> bool:
    """Whether byline, domain or date come only now: then this paragraph is of the front."""
    reach = range(at + 1, min(later, at + 1 + _FRONT_REACH))
    has_origin = any(page.is_origin(n) for n in range(title + 1, at)) or any(
        isinstance(page.items[n].mark, Byline) for n in range(title)
    )
    if not has_origin and any(page.is_origin(n) for n in reach):
        return True
    # Printed again with the byline, the date is that of the front; another is of the text.
    known = {page.day(n) for n in range(at)} - {None}
    return any(page.is_dated(n) and page.day(n) in (known or {page.day(n)}) for n in reach)


def _restore(page: Page, start: int) -> Page:
    front = {
        author_key(name)
        for item in page.items[:start]
        if isinstance(item.mark, Byline)
        for name in item.mark.names
    }
    stopped = [at for at in page.texts() if at >= start and page.items[at].line.is_stopped]
    end = stopped[-1] if stopped else start
    # The first entry of a live blog has its time above it, as the others have.
    is_live = any(isinstance(item.mark, Clock) for item in page.items[start:end])
    above = start - 1
    has_stamp = is_live and above > 0 and isinstance(page.items[above].mark, Clock)
    return restore_body(page, above - 1 if has_stamp else start, end, frozenset(front))


def _take_texts(page: Page, fields: Fields, title: int, start: int) -> None:
    """Give every text its role: caption, lead or body, repetitions left out."""
    title_key = text_key(page.text(title))
    captions = {
        at for at in find_captions(page, title, start) if text_key(page.text(at)) != title_key
    }
    fields.photos = take_photos(page, captions)
    seen = {title_key, *(text_key(photo.caption) for photo in fields.photos if photo.caption)}
    rest = [at for at in page.texts() if at != title and at not in captions]
    # Titles and captions are repeated at the head of an article, and nowhere else.
    head = {*rest[:3], *(at for at in rest if at < start)}
    rest = [at for at in rest if not (at in head and text_key(page.text(at)) in seen)]
    lead = _find_lead(page, rest, start, page.text(title))
    if lead is not None:
        fields.lead = page.text(lead)
        rest.remove(lead)
        if rest and same_text(page.text(rest[0]), fields.lead) and len(rest) > 1:
            rest = rest[1:]
    fields.body = [page.text(at) for at in rest]


def _find_lead(page: Page, rest: Sequence[int], start: int, title: str) -> int | None:
    if not rest or rest[0] > start:
        # A lead stands before the body or is, with a full stop, what seemed its first.
        return None
    first, line = rest[0], page.items[rest[0]].line
    following = [page.items[at].line for at in rest[1:]]
    is_parted = len(rest) > 1 and _is_parted(page, first, rest[1])
    is_repeated = len(rest) > 2 and line.text == page.text(rest[1])
    if (is_parted or is_repeated) and may_lead(line):
        return first
    return first if is_lead(line, following, title) else None


def _is_parted(page: Page, lead: int, below: int) -> bool:
    """Whether labels of the front stand between a text and the body: photo, byline, date."""
    between = page.items[lead + 1 : below]
    if parse_time(page.text(below)):
        return True  # the first entry of a live blog
    return any(isinstance(item.mark, Byline | Header | PhotoLine | Clock) for item in between)
