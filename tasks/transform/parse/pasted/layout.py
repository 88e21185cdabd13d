"""The pasted-page layout: which line of a page is which field of the article.

Lines are marked by what they say (`marks`), then by where they stand (`page`); titles and
leads are weighed in modules of their own. Nothing here knows an outlet or an article.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from tasks.models import Photo
from tasks.transform.parse.bylines import Byline, author_key
from tasks.transform.parse.dates import Update, When, at_local
from tasks.transform.parse.fields import Fields
from tasks.transform.parse.outlets import Site, find_outlet
from tasks.transform.parse.pasted.headers import Header
from tasks.transform.parse.pasted.leads import is_lead
from tasks.transform.parse.pasted.lines import Line, is_evenly_spaced
from tasks.transform.parse.pasted.marks import Clock, Item, Tags, is_noise, mark_page, text_key
from tasks.transform.parse.pasted.page import (
    Page,
    drop_related,
    header_weight,
    restore_body,
    same_text,
    settle,
    settle_headers,
    unmask_title,
)
from tasks.transform.parse.pasted.photos import PhotoLine, has_caption_cue
from tasks.transform.parse.pasted.titles import find_title

# How many items past the first paragraph a byline or a domain of the front may stand.
_FRONT_REACH = 4


def read_page(lines: Sequence[Line], now: datetime) -> Fields:
    """Read the fields of an article off the lines of its page."""
    page = Page(tuple(mark_page(lines, now)), is_evenly_spaced(lines))
    page = settle(settle_headers(drop_related(page)))
    fields = Fields()
    _take_site(page, fields)
    page = _without_outlet_noise(page, fields.outlet_domain)
    title = find_title(page)
    if title is None:
        page = unmask_title(page)
        title = find_title(page)
    if title is not None:
        fields.title = page.text(title)
        start = _body_start(page, title)
        page = _restore(page, start)
        _take_texts(page, fields, title, start)
    else:
        fields.body = [page.text(at) for at in page.texts()]
    _take_labels(page, fields)
    return fields


def _take_site(page: Page, fields: Fields) -> None:
    sites = [item.mark for item in page.items if isinstance(item.mark, Site)]
    own = [site for site in sites if not site.is_social]
    for site in own:
        fields.outlet_domain = fields.outlet_domain or site.domain
        if site.domain == fields.outlet_domain:
            fields.outlet_name = fields.outlet_name or site.name
            fields.url = fields.url or site.url


def _without_outlet_noise(page: Page, domain: str | None) -> Page:
    outlet = find_outlet(domain)
    if outlet is None or not outlet.noise:
        return page
    extra = outlet.noise
    return page.without(lambda item: is_noise(item.line.text, extra))


def _body_start(page: Page, title: int) -> int:
    """Where the body begins: at the first paragraph that no label of the front follows."""
    paragraphs = [
        at
        for at in page.texts()
        if at > title and page.is_paragraph(at) and not page.is_caption(at)
    ]
    for n, at in enumerate(paragraphs):
        later = paragraphs[n + 1] if n + 1 < len(paragraphs) else None
        if later is None or not _has_front_label(page, at, later):
            return at
    stopped = [at for at in page.texts() if at > title and page.items[at].line.is_stopped]
    return next((at for at in stopped if not page.is_caption(at)), len(page.items))


def _has_front_label(page: Page, at: int, later: int) -> bool:
    """Whether the byline or the domain comes only now: then this paragraph is of the front."""
    if any(page.is_origin(n) for n in range(at)):
        return False
    reach = range(at + 1, min(later, at + 1 + _FRONT_REACH))
    return any(page.is_origin(n) for n in reach)


def _restore(page: Page, start: int) -> Page:
    front = {
        author_key(name)
        for item in page.items[:start]
        if isinstance(item.mark, Byline)
        for name in item.mark.names
    }
    stopped = [at for at in page.texts() if at >= start and page.items[at].line.is_stopped]
    end = stopped[-1] if stopped else start
    return restore_body(page, start, end, frozenset(front))


def _take_texts(page: Page, fields: Fields, title: int, start: int) -> None:
    """Give every text its role: caption, lead or body, repetitions left out."""
    captions = _captions(page, title, start)
    seen = {text_key(page.text(title)), *(text_key(page.text(at)) for at in captions)}
    rest = [at for at in page.texts() if at != title and at not in captions]
    # Titles and captions are repeated at the head of an article, and nowhere else.
    head = set(rest[:3])
    rest = [at for at in rest if not (at in head and text_key(page.text(at)) in seen)]
    lead = _find_lead(page, rest, start, page.text(title))
    if lead is not None:
        fields.lead = page.text(lead)
        rest.remove(lead)
        if rest and same_text(page.text(rest[0]), fields.lead) and len(rest) > 1:
            rest = rest[1:]
    fields.body = [page.text(at) for at in rest]
    _take_photos(page, fields, captions)


def _captions(page: Page, title: int, start: int) -> set[int]:
    found = {at for at in page.texts() if at != title and page.is_caption(at)}
    front = [at for at in page.texts() if title < at < start and at not in found]
    for n, at in enumerate(front):
        following = front[n + 1] if n + 1 < len(front) else None
        if _is_bare_caption(page, at, following, has_credit=bool(found)):
            found.add(at)
            break
    return found


def _is_bare_caption(page: Page, at: int, following: int | None, *, has_credit: bool) -> bool:
    """Whether a text of the front describes a photo that has no credit right under it.

    Its place tells: right under the byline or a credit, with a blank line before the
    rest. Where blank lines tell nothing, a second text like it must follow: the lead.
    """
    line = page.items[at].line
    if has_caption_cue(line.text) and line.words <= 30:
        return True
    has_lead_below = following is not None and not page.items[following].line.is_stopped
    has_gap_below = at + 1 >= len(page.items) or page.items[at + 1].line.gap
    if has_credit or (line.is_stopped and not (has_lead_below and has_gap_below)):
        return False
    if has_lead_below and page.is_credit(at + 1):
        return True
    is_under_credit = page.is_credit(at - 1) and not page.is_caption(at - 2)
    if not page.is_glued(at) or not (page.is_origin(at - 1) or is_under_credit):
        return False
    if page.is_even:
        return has_lead_below and following == at + 1
    return has_gap_below or has_lead_below


def _find_lead(page: Page, rest: Sequence[int], start: int, title: str) -> int | None:
    for n, at in enumerate(rest):
        # A lead stands before the body or is, with a full stop, what seemed its first.
        if at > start:
            return None
        following = [page.items[n].line for n in rest[n + 1 :]]
        return at if is_lead(page.items[at].line, following, title) else None
    return None


def _take_photos(page: Page, fields: Fields, captions: set[int]) -> None:
    for at, item in enumerate(page.items):
        if at in captions:
            fields.photos.append(Photo(item.line.text, None))
        elif isinstance(item.mark, PhotoLine):
            fields.photos.append(Photo(item.mark.caption, item.mark.credit))
        else:
            continue
        _pair_last(fields.photos, is_next=at - 1 in captions or _is_photo(page, at - 1))
    fields.photos = list(dict.fromkeys(photo for photo in fields.photos if photo != Photo()))


def _is_photo(page: Page, at: int) -> bool:
    return at >= 0 and isinstance(page.items[at].mark, PhotoLine)


def _pair_last(photos: list[Photo], *, is_next: bool) -> None:
    """Make one photo of a caption and a credit that stand one after the other."""
    if len(photos) < 2 or not is_next:
        return
    first, second = photos[-2:]
    if (first.caption and second.credit and not first.credit and not second.caption) or (
        first.credit and second.caption and not first.caption and not second.credit
    ):
        photos[-2:] = [Photo(first.caption or second.caption, first.credit or second.credit)]


def _take_labels(page: Page, fields: Fields) -> None:
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
    fields.sections = _sections(page)
    _take_date(page, fields)
    _take_update(page, fields)


def _sections(page: Page) -> list[str]:
    """The sections beside the date; a list without a date may be the menu of the site."""
    headers = [item.mark for item in page.items if isinstance(item.mark, Header)]
    own = [header for header in headers if header.sections and (header.when or header.is_labelled)]
    return list(dict.fromkeys(name for header in own or headers for name in header.sections))


def _take_date(page: Page, fields: Fields) -> None:
    headers = [item for item in page.items if isinstance(item.mark, Header)]
    best = max(headers, key=_date_weight, default=None)
    mark = best.mark if best else None
    if best is None or not isinstance(mark, Header) or mark.when is None:
        unread = [item.mark.unread for item in headers if isinstance(item.mark, Header)]
        raw = next((text for text in unread if text), None)
        fields.warnings.append(f"date not understood: {raw}" if raw else "no publication date")
        return
    fields.when = mark.when
    if mark.when.at is None:
        fields.when = _with_time(page, mark.when, page.items.index(best))


def _take_update(page: Page, fields: Fields) -> None:
    """Take when the page was changed, where a time of day is known."""
    for item in page.items:
        update = item.mark.update if isinstance(item.mark, Header) else item.mark
        if isinstance(update, Update) and (when := update.beside(fields.when)) and when.at:
            fields.updated_at = when.at
            return


def _date_weight(item: Item) -> tuple[bool, bool, bool, bool]:
    has_date = isinstance(item.mark, Header) and item.mark.when is not None
    return (has_date, *header_weight(item.mark))


def _with_time(page: Page, when: When, at: int) -> When:
    """Complete a day by the time of day beside it, or by the same day with a time."""
    for near in (at + 1, at - 1):
        mark = page.items[near].mark if 0 <= near < len(page.items) else None
        if isinstance(mark, Clock):
            text = page.text(near)
            return replace(when, at=at_local(when.day, mark.time), raw=f"{when.raw} {text}")
    dates = [item.mark.when for item in page.items if isinstance(item.mark, Header)]
    return next((date for date in dates if date and date.at and date.day == when.day), when)
