"""Values of records as paragraphs, lists, names and dates, however they were exported."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, time
from email.utils import parsedate_to_datetime
from typing import Any, Final

from lxml import etree
from lxml.html import HtmlElement, document_fromstring

from tasks.language.text import clean_line
from tasks.models import DateBasis
from tasks.transform.parse.dates import KYIV, When, at_local, parse_date

_MARKUP: Final = re.compile(r"</?(?:p|br|div|span|a|h\d|ul|ol|li|strong|em|b|i|blockquote)\b[^>]*>")
_ENTITY: Final = re.compile(r"&(?:#\d+|#x[\da-fA-F]+|[a-zA-Z]{2,10});")
# Every other element begins a line of its own.
_TEXT_LEVEL: Final = ("a", "abbr", "b", "bdi", "cite", "code", "em", "font", "i", "img", "ins")
_TEXT_STYLE: Final = ("mark", "q", "s", "small", "span", "strong", "sub", "sup", "time", "u", "wbr")
_INLINE: Final = frozenset((*_TEXT_LEVEL, *_TEXT_STYLE))
_UNSEEN: Final = ("script", "style", "noscript", "iframe", "template")
_NAME_KEYS: Final = ("name", "title", "label", "value")
_DIVIDERS: Final = re.compile(r"\s*[,;|]\s*")
# Escaped by exporters that write one line an article.
_ESCAPED_BREAK: Final = re.compile(r"\\r\\n|\\n|\\r")
_EPOCH: Final = re.compile(r"\d{10}(?:\d{3})?(?:\.\d+)?")


def paragraphs(value: Any) -> list[str]:
    """The paragraphs of a text: one a line, or one a block where it is HTML."""
    if isinstance(value, list):
        return [text for item in value for text in paragraphs(item)]
    if isinstance(value, dict):
        return paragraphs(next((value[key] for key in ("text", "value") if key in value), None))
    if not isinstance(value, str):
        return []
    text = value
    if _MARKUP.search(text):
        text = "".join(_shown(text))
    elif _ENTITY.search(text):
        text = html.unescape(text)
    if "\n" not in text:
        text = _ESCAPED_BREAK.sub("\n", text)
    return [line for line in map(clean_line, text.splitlines()) if line]


def line(value: Any) -> str | None:
    """A value as one line of text; None where it holds none."""
    if isinstance(value, dict):
        return line(next((value[key] for key in _NAME_KEYS if value.get(key)), None))
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return " ".join(paragraphs(value)) or None


def names(value: Any) -> list[str]:
    """A list of names, whether it came as a list, as its text, or divided by commas."""
    if isinstance(value, str):
        text = value.strip()
        if text[:1] == "[" and text[-1:] == "]":  # how pandas writes a list into a cell
            text = text[1:-1]
        items: Iterable[Any] = (part.strip(" '\"") for part in _DIVIDERS.split(text))
    else:
        items = value if isinstance(value, list) else [value]
    # A dictionary keeps their order and drops what comes twice.
    return list(dict.fromkeys(name for name in map(line, items) if name))


def moment(value: Any, now: datetime) -> When | None:
    """A date in any form that exports use: ISO, RFC 2822, seconds or milliseconds, or printed."""
    raw = line(value)
    if raw is None:
        return None
    found = _instant(raw)
    if found is None:
        printed = parse_date(raw, now)
        if printed and printed.basis is DateBasis.PRINTED:
            printed = replace(printed, basis=DateBasis.METADATA)
        return printed
    if not 1990 <= found.year <= now.year + 1:
        return None
    if found.tzinfo:
        at = found.astimezone(UTC)
        return When(at.astimezone(KYIV).date(), at, raw, DateBasis.METADATA)
    # Midnight stands for a day without a time.
    local = at_local(found.date(), found.time()) if found.time() != time() else None
    return When(found.date(), local, raw, DateBasis.METADATA)


def _instant(raw: str) -> datetime | None:
    """A date written for machines; aware unless it names no zone."""
    if _EPOCH.fullmatch(raw):
        is_milli = len(raw.partition(".")[0]) > 10
        return datetime.fromtimestamp(float(raw) / (1000 if is_milli else 1), UTC)
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            return read(raw)
        except (ValueError, OverflowError):
            continue
    return None


def _shown(markup: str) -> Iterator[str]:
    """The text that a browser shows, with a line break wherever a block begins or ends."""
    try:
        root = document_fromstring(markup)
    except (etree.ParserError, ValueError):
        return
    etree.strip_elements(root, etree.Comment, *_UNSEEN, with_tail=False)
    yield from _walk(root)


def _walk(element: HtmlElement) -> Iterator[str]:
    # Line breaks within a paragraph's source are spaces to a browser.
    is_block = element.tag not in _INLINE
    yield "\n" if is_block else ""
    yield re.sub(r"\s+", " ", element.text or "")
    for child in element:
        yield from _walk(child)
        yield re.sub(r"\s+", " ", child.tail or "")
    yield "\n" if is_block else ""
