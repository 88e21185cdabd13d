"""When an article was published and updated: what machines are told first, then print."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime

from lxml.html import HtmlElement

from tasks.models import DateBasis
from tasks.transform.parse.dates import (
    KYIV,
    When,
    at_local,
    leading_date,
    parse_date,
    parse_time,
    trailing_date,
)
from tasks.transform.parse.html.blocks import Block
from tasks.transform.parse.html.source import Source
from tasks.transform.parse.html.tree import text_of
from tasks.transform.parse.html.zones import Zone
from tasks.transform.parse.labels import labels

_PUBLISHED = (
    "article:published_time",
    "og:article:published_time",
    "og:published_time",
    "datepublished",
    "article:published",
    "article.published",
    "published_time",
    "mediator_published_time",
    "parsely-pub-date",
    "cxenseparse:recs:publishtime",
    "sailthru.date",
    "publish-date",
    "publish_date",
    "publishdate",
    "pubdate",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.created",
    "dc.date.created",
    "date.created",
    "datecreated",
    "dc.date",
    "dcterms.date",
    "date",
)
_MODIFIED = (
    "article:modified_time",
    "og:article:modified_time",
    "datemodified",
    "article:modified",
    "og:updated_time",
    "dcterms.modified",
)
_ADDRESS_DAY = re.compile(r"/(20\d\d)[/-]([01]\d)[/-]([0-3]\d)(?=[/-]|$)")
_ISO_DAY = re.compile(r"\d{4}-\d{1,2}-\d{1,2}")
# A fraction of any length, an offset without its colon or after a space: as found on pages.
_FRACTION = re.compile(r"[.,]\d+(?=$|[Z+-])")
_OFFSET = re.compile(r"\s*([+-]\d{2}):?(\d{2})?$")
_UPDATED_CLASS = re.compile(r"updat|modif|edit", re.IGNORECASE)
_WORD_STARTS = re.compile(r"(?<=\s)\d")
# «Київ • УНН Лілія Бондарчук 16 січня 2026, 11:33 • 4870 перегляди» and some room.
_MAX_DATED = 130
_DASHES = " \t,;|•·/–—-"


def published(
    source: Source, header: Sequence[Block], tail: Sequence[Block], title: Block | None
) -> When | None:
    """Find when an article was published, from data or from what stands around its text.

    `title` is the block of the header that prints it: a date over it may be today's.
    """
    blocks = [*header, *tail]
    tree, now = source.tree, source.now
    told = [
        source.linked.published,
        *source.meta.all(*_PUBLISHED),
        *_marked(tree, "datePublished"),
        *(node.get("title") for node in tree.iter("abbr") if _is_published(node)),
    ]
    machine = next(_read_all(told, now), None)
    if machine and machine.at:
        return machine
    at = next((at for at, block in enumerate(header) if block is title), 0)
    groups = (header[at:], header[:at][::-1], tail)
    printed = next((when for group in groups for when in _printed(group, now)), None)
    if machine is None:
        printed = printed or _in_address(source)
        stamped = next(_read_all(_stamps(tree, blocks), now), None)
        return _sharper(stamped, printed) if stamped else printed
    stamped = next((w for w in _read_all(_stamps(tree, blocks), now) if w.at), None)
    return _sharper(_sharper(machine, stamped), printed)


def _in_address(source: Source) -> When | None:
    """The day in the address of a page («/2026/02/09/…»)."""
    match = _ADDRESS_DAY.search(source.address.url or "")
    return parse_machine_date("-".join(match.groups()), source.now) if match else None


def updated(source: Source, blocks: Sequence[Block], when: When | None) -> datetime | None:
    """Find when an article was last changed; None where that is when it was published."""
    now = source.now
    told = [
        source.linked.modified,
        *source.meta.all(*_MODIFIED),
        *_marked(source.tree, "dateModified"),
    ]
    found = next((w.at for w in _read_all(told, now) if w.at), None)
    if found is None:
        found = next((w.at for w in _printed_updates(blocks, now) if w.at), None)
    if found is None or when is None:
        return None
    earliest = when.at or datetime.combine(when.day, datetime.min.time(), KYIV)
    return found if found - earliest >= timedelta(minutes=1) else None


def is_dated(text: str, now: datetime) -> bool:
    """Tell whether a short line is there to say when, whatever else it says."""
    plain = text.strip(_DASHES)
    if len(plain) > _MAX_DATED or not any(map(str.isdigit, plain)):
        return False
    label = labels().updated_label.match(plain) or labels().published_label.match(plain)
    body = label["rest"] if label else plain
    return parse_date(body, now) is not None or next(_within(body, now), None) is not None


def parse_machine_date(text: str, now: datetime) -> When | None:
    """Read a date for machines: ISO 8601 in its many spellings, or as in e-mail.

    One without a zone is of Kyiv.
    """
    plain = text.strip()
    day = _ISO_DAY.match(plain)
    try:
        if day and len(plain) <= len("2026-02-05") + 1:
            return _dated(date.fromisoformat(plain[:10]), None, plain, now)
        moment = datetime.fromisoformat(_regular(plain)) if day else parsedate_to_datetime(plain)
    except (ValueError, TypeError, IndexError):
        return parse_date(plain, now)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=KYIV)
    try:
        return _dated(moment.astimezone(KYIV).date(), moment.astimezone(UTC), plain, now)
    except (OverflowError, ValueError):
        return None


def _regular(text: str) -> str:
    plain = _FRACTION.sub("", text)
    match = _OFFSET.search(plain, len("2026-02-05T10:00"))
    if not match:
        return plain
    return f"{plain[: match.start()]}{match[1]}:{match[2] or '00'}"


def _dated(day: date, at: datetime | None, raw: str, now: datetime) -> When | None:
    # News on the web is not older than the web, nor from after it was read.
    if day.year < 1990 or day > now.date() + timedelta(days=2):
        return None
    return When(day, at, raw, DateBasis.METADATA)


def _read_all(texts: Iterable[str | None], now: datetime) -> Iterator[When]:
    for text in texts:
        if text and (when := parse_machine_date(text, now)):
            yield replace(when, basis=DateBasis.METADATA)


def _sharper(first: When, second: When | None) -> When:
    """Take the time of day from a second witness of the same day."""
    if first.at is None and second and second.at and second.day == first.day:
        return second
    return first


def _marked(tree: HtmlElement, name: str) -> list[str]:
    found = tree.xpath(f"//*[@itemprop='{name}' and not(self::meta)]")
    return [node.get("content") or node.get("datetime") or text_of(node) for node in found]


def _stamps(tree: HtmlElement, blocks: Sequence[Block]) -> list[str]:
    """What `<time>` elements say that stand by the title, the published ones first."""
    dated = [node for node in tree.iter("time") if node.get("datetime")]
    # WordPress marks the only date of an article by both names.
    times = [node for node in dated if _is_published(node) or not _is_updated(node)] or dated
    if not times:
        return []
    near = {element for block in blocks for element in (block.owner, *_inner(block.owner))}
    found = [node for node in times if node in near]
    sure = [node for node in times if node.get("pubdate") is not None or _is_published(node)]
    return [node.get("datetime") or "" for node in (*sure, *found)]


def _inner(owner: HtmlElement) -> Iterator[HtmlElement]:
    return owner.iter("time")


def _is_updated(node: HtmlElement) -> bool:
    return _UPDATED_CLASS.search(node.get("class") or "") is not None


def _is_published(node: HtmlElement) -> bool:
    return "publish" in (node.get("class") or "").lower()


def _printed(blocks: Sequence[Block], now: datetime) -> Iterator[When]:
    """The dates that blocks consist of, or begin or end with; those marked as dates first."""
    marked = [block for block in blocks if block.zone & Zone.DATE]
    for block in (*marked, *blocks):
        text = block.text.strip(_DASHES)
        if len(text) > 150 or labels().updated_label.match(text):
            continue
        is_bare = text.isalpha()  # «Сьогодні» is the name of an outlet, too
        if (when := parse_date(text, now)) and (block.zone & Zone.DATE or not is_bare):
            yield when if when.at else _with_clock(when, [*marked, *_beside(blocks, block)])
    for block in (*marked, *blocks):
        text = block.text.strip(_DASHES)
        label = labels().published_label.match(text)
        if len(text) <= _MAX_DATED and not labels().updated_label.match(text):
            yield from _within(label["rest"] if label else text, now)


def _within(text: str, now: datetime) -> Iterator[When]:
    """The whole dates in a line that names other things, too; of a sentence, only at its ends."""
    for found in (leading_date(text, now), trailing_date(text, now)):
        if found and (found[0].at or len(found[1]) <= 60):
            yield found[0]
    if text.endswith((".", "!", "?")):
        return
    for start in _WORD_STARTS.finditer(text):
        found = leading_date(text[start.start() :], now)
        if found and found[0].at:
            yield found[0]


def _with_clock(when: When, marked: Sequence[Block]) -> When:
    """Add the time of day that stands by a date in a block of its own."""
    for block in marked:
        if clock := parse_time(block.text.strip(_DASHES)):
            return replace(when, at=at_local(when.day, clock), raw=f"{when.raw} {block.text}")
    return when


def _beside(blocks: Sequence[Block], block: Block) -> list[Block]:
    at = next(at for at, other in enumerate(blocks) if other is block)
    return [*blocks[max(0, at - 1) : at], *blocks[at + 1 : at + 2]]


def _printed_updates(blocks: Sequence[Block], now: datetime) -> Iterator[When]:
    for block in blocks:
        label = labels().updated_label.match(block.text) if len(block.text) <= 120 else None
        if label and (found := leading_date(label["rest"], now)):
            yield found[0]
