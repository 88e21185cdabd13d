"""What each line of a page is, as far as the line alone can tell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time

from tasks.language.text import straighten_apostrophes
from tasks.transform.parse.bylines import Byline, Evidence, parse_byline
from tasks.transform.parse.dates import Update, parse_date, parse_time
from tasks.transform.parse.labels import Pattern, fold, labels
from tasks.transform.parse.outlets import Site, parse_site
from tasks.transform.parse.pasted.headers import Header, parse_header
from tasks.transform.parse.pasted.keywords import parse_tags
from tasks.transform.parse.pasted.lines import Line, continues, join, wrap_width
from tasks.transform.parse.pasted.photos import PhotoLine, parse_photo

# A paragraph: no label line of the layout is as long, save lists of tags and boilerplate.
_PARAGRAPH_LENGTH = 250
# With a full stop, already half of that is prose; spares half of the time of a page.
_SENTENCE_LENGTH = 120
_MAX_NOISE_LENGTH = 600
_PARTS = re.compile(r"\s+[|•·]\s+|\s+/\s+|,\s+(?=\S+$|\d)")


@dataclass(frozen=True, slots=True)
class Text:
    """Part of the article, or what looks like it."""


@dataclass(frozen=True, slots=True)
class Noise:
    """None of the article; `opens` where a list of other pages follows."""

    opens: bool = False


@dataclass(frozen=True, slots=True)
class Tags:
    """The keywords of the article."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day without its date."""

    time: time


Mark = Text | Noise | Tags | Clock | Update | Header | Site | Byline | PhotoLine
TEXT = Text()


@dataclass(frozen=True, slots=True)
class Item:
    """A line, or the part of a line between two dividers, with its mark."""

    line: Line
    mark: Mark


def mark_page(lines: Sequence[Line], now: datetime) -> list[Item]:
    """Mark every line of a page, after labels and wrapped lines are made whole."""
    marked = [Item(line, _mark(line, now)) for line in _attach(lines, now)]
    return [part for item in _unwrap(marked, now) for part in _split_parts(item, now)]


def is_noise(text: str, extra: Sequence[Pattern] = ()) -> bool:
    """Tell whether a line is boilerplate, by the common words and an outlet's own."""
    plain = straighten_apostrophes(text)
    if len(plain) > _MAX_NOISE_LENGTH:
        return False
    known = labels()
    return (
        known.noise.match(plain) is not None
        or known.noise_start.match(plain) is not None
        or any(pattern.match(plain) for pattern in extra)
    )


def _mark(line: Line, now: datetime) -> Mark:
    text = line.text
    if labels().opener.match(straighten_apostrophes(text)):
        return Noise(opens=True)
    if is_noise(text):
        return Noise()
    if tags := parse_tags(text):
        return Tags(tags)
    is_sentence = len(text) > _SENTENCE_LENGTH and text.endswith(".")
    if is_sentence or len(text) > _PARAGRAPH_LENGTH:
        return parse_photo(text) or TEXT
    return _mark_short(text, now) or TEXT


def _mark_short(text: str, now: datetime) -> Mark | None:
    if clock := parse_time(text):
        return Clock(clock)
    return parse_header(text, now) or parse_photo(text) or parse_site(text) or parse_byline(text)


def _split_parts(item: Item, now: datetime) -> Iterator[Item]:
    """Split a line that is several things («5 лютого 2026 | Ростислав Вонс»)."""
    line = item.line
    if isinstance(item.mark, Text) and len(line.text) <= _PARAGRAPH_LENGTH:
        parts = [Line(part) for part in _PARTS.split(line.text) if part]
        marks = [_mark(part, now) for part in parts] if len(parts) > 1 else [TEXT]
        if not any(isinstance(mark, Text | Noise | Tags) for mark in marks):
            yield Item(Line(parts[0].text, line.gap), marks[0])
            yield from (Item(*pair) for pair in zip(parts[1:], marks[1:], strict=True))
            return
    yield item


def _attach(lines: Sequence[Line], now: datetime) -> list[Line]:
    """Put a label that stands alone («Теги:») before what it labels."""
    found: list[Line] = []
    at = 0
    while at < len(lines):
        line = lines[at]
        at += 1
        if at < len(lines) and _is_label_of(line.text, lines[at].text, now):
            values = [lines[at].text]
            at += 1
            if labels().tag_label.match(line.text):
                while at < len(lines) and _is_next_tag(lines[at]):
                    values.append(lines[at].text)
                    at += 1
            line = Line(f"{line.text.rstrip(' :')}: {', '.join(values)}", line.gap)
        found.append(line)
    return found


def _is_label_of(text: str, following: str, now: datetime) -> bool:
    known = labels()
    if known.bare_label.match(text):
        return True
    label = known.published_label.match(text) or known.updated_label.match(text)
    if label is None or label["rest"]:
        return False
    # Without a colon «Оновлено» may also be a word: only a date under it makes it a label.
    return parse_date(following, now) is not None or parse_time(following) is not None


def _is_next_tag(line: Line) -> bool:
    return (
        not line.gap
        and line.words <= 4
        and not line.is_stopped
        and parse_site(line.text) is None
        and parse_photo(line.text) is None
        and not is_noise(line.text)
    )


def _unwrap(items: Sequence[Item], now: datetime) -> list[Item]:
    lines = [item.line for item in items]
    width = wrap_width(lines, [isinstance(item.mark, Text) for item in items])
    found: list[Item] = []
    for at, item in enumerate(items):
        if at and _goes_on(items, at - 1, width):
            line = Line(join(found[-1].line.text, item.line.text), found[-1].line.gap)
            found[-1] = Item(line, _mark(line, now))
        else:
            found.append(item)
    return found


def _goes_on(items: Sequence[Item], at: int, width: int) -> bool:
    """Tell whether an item is cut short and the next one is the rest of it."""
    first, second = items[at], items[at + 1]
    if second.line.gap:
        return False
    if isinstance(first.mark, Tags) and first.line.text.endswith((",", ";")):
        return True
    is_head = isinstance(first.mark, Noise) or _is_loose(items, at)
    return is_head and _is_loose(items, at + 1) and continues(first.line, second.line, width)


def _is_loose(items: Sequence[Item], at: int) -> bool:
    """Whether an item is text, or a piece of text that looks like a name or a section."""
    mark = items[at].mark
    if isinstance(mark, Header):
        return mark.when is None and not mark.is_labelled
    if isinstance(mark, Byline) and mark.evidence is Evidence.SHAPE:
        near = items[max(at - 1, 0) : at + 2]
        is_repeated = sum(item.mark == mark for item in items) > 1
        return not is_repeated and not any(isinstance(item.mark, Site) for item in near)
    return isinstance(mark, Text)


def text_key(text: str) -> str:
    """What two texts are compared by to tell a repetition: no case, no end mark."""
    return fold(text).strip(' .!…:«»"“”')
