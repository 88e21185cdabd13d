"""Which outlet a page is of: by its address, its name on a line, or its footer."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from tasks.transform.parse.bylines import Byline
from tasks.transform.parse.dates import Update
from tasks.transform.parse.fields import Fields
from tasks.transform.parse.labels import fold
from tasks.transform.parse.outlets import Outlet, Site, find_outlet, is_desk, outlets_named
from tasks.transform.parse.pasted.headers import Header
from tasks.transform.parse.pasted.marks import Item, Mark, Noise, Tags, Text, matches_any
from tasks.transform.parse.pasted.page import Page
from tasks.transform.parse.pasted.photos import PhotoLine

_MAX_SECTION_LENGTH = 50
_WEIGHTS = {"address": 100, "host": 50, "footer": 40, "top": 30, "name": 10, "call": 5}


def take_site(page: Page, fields: Fields) -> None:
    """Fill in where the page says it is from."""
    sites = [item.mark for item in page.items if isinstance(item.mark, Site)]
    own = [site for site in sites if not site.is_social]
    fields.outlet_domain = _most_likely(page)
    for site in own:
        if _canonical(site) == fields.outlet_domain:
            fields.outlet_name = fields.outlet_name or site.name
            fields.url = fields.url or site.url
    if fields.outlet_name is None and (outlet := find_outlet(fields.outlet_domain)):
        fields.outlet_name = outlet.name


def mark_outlet_lines(page: Page, domain: str | None) -> Page:
    """Mark what only this outlet has: its boilerplate, its sections, its desks."""
    outlet = find_outlet(domain)
    if outlet is None:
        return page
    items = [Item(item.line, _known_mark(item, outlet)) for item in page.items]
    front = _front_end(page)
    for at in range(len(items)):
        if isinstance(site := items[at].mark, Site) and at <= front:
            is_own = _canonical(site) == outlet.domain
            items[at] = Item(items[at].line, replace(site, is_labelled=site.is_labelled or is_own))
        # An agency is also an outlet: its name is a credit only right under a caption.
        mark = items[at].mark
        is_name = isinstance(mark, PhotoLine) and is_desk(items[at].line.text, outlet)
        if is_name and not (at and isinstance(items[at - 1].mark, Text)):
            items[at] = Item(items[at].line, Site(outlet.domain, outlet.name))
    return page.with_items(items)


def _known_mark(item: Item, outlet: Outlet) -> Mark:
    mark, text = item.mark, item.line.text
    if isinstance(mark, Noise | Tags | Update) or (isinstance(mark, Header) and mark.when):
        return mark
    if matches_any(text, outlet.noise):
        return Noise()
    is_short = len(text) <= _MAX_SECTION_LENGTH
    if is_short and isinstance(mark, Text | Byline) and fold(text) in map(fold, outlet.sections):
        return Header(sections=(text,))
    if isinstance(mark, Byline):
        people = tuple(name for name in mark.names if not is_desk(name, outlet))
        return replace(mark, names=people) if people else Site(outlet.domain, outlet.name)
    return mark


def _most_likely(page: Page) -> str | None:
    """Weigh every line that names an outlet; the first of equals."""
    weights: Counter[str] = Counter()
    front = next(iter(page.prose()), len(page.items))
    for at, item in enumerate(page.items):
        mark = item.mark
        if isinstance(mark, Site) and mark.domain and not mark.is_social:
            weights[_canonical(mark)] += _WEIGHTS[_kind(item.line.text, mark, at, front)]
        elif isinstance(mark, Noise | Byline | PhotoLine):
            kind = "footer" if isinstance(mark, Noise) and "©" in item.line.text else "call"
            for domain in outlets_named(item.line.text):
                weights[domain] += _WEIGHTS[kind]
    return max(weights, key=lambda domain: weights[domain], default=None)


def _front_end(page: Page) -> int:
    """Where the front ends, in which an address is that of the page: at the second paragraph."""
    prose = page.prose()
    return prose[min(1, len(prose) - 1)] if prose else len(page.items)


def _canonical(site: Site) -> str:
    outlet = find_outlet(site.domain)
    return outlet.domain if outlet else site.domain or ""


def _kind(text: str, site: Site, at: int, front: int) -> str:
    if at > front and not site.is_labelled:
        # In a text an address is a source of it.
        return "call"
    if site.url or site.is_labelled:
        return "address"
    if site.domain and site.domain in text.lower():
        return "host"
    return "top" if at == 0 else "name"
