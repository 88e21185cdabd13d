"""From lines to marked items: labels with their values, wrapped lines with their rest."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime

from tasks.transform.parse.bylines import Byline, Evidence, parse_byline
from tasks.transform.parse.dates import (
    Update,
    leading_date,
    parse_date,
    parse_time,
    trailing_date,
)
from tasks.transform.parse.labels import labels
from tasks.transform.parse.outlets import Site, parse_site
from tasks.transform.parse.pasted.headers import Header
from tasks.transform.parse.pasted.keywords import split_tags
from tasks.transform.parse.pasted.lines import (
    Line,
    continues,
    is_evenly_spaced,
    join,
    wrap_width,
)
from tasks.transform.parse.pasted.marks import (
    PARAGRAPH_LENGTH,
    TEXT,
    Clock,
    Item,
    Mark,
    Noise,
    Tags,
    Text,
    mark_line,
    parse_noise,
)
from tasks.transform.parse.pasted.photos import parse_photo

# «07:30, 14.01.26», «Тарас Вільхівський», «Соціальні виплати», and some room.
_MAX_VALUE_WORDS = 8
# The strong marks part things of different kinds, a comma a time or a site from the rest.
_PARTS = (
    re.compile(r"\s+[|•·]\s+|\s+/\s+|\s+[—–]\s+"),
    re.compile(r"\s+[|•·]\s+|\s+/\s+|,\s+(?=\S+$|\d)"),
)


# Rates and weather, which stand beside the date of today at the top of a page.
_RATES = re.compile(r"\b(?:USD|EUR|НБУ|PLN)\b\W*\d|[$€]\s*\d+[.,]\d\d|[+−–-]\d{1,2}\s*°")
# «Автор: Зеновій Прищепа о 21:40»
_TIMED = re.compile(r"(?P<name>[^\d]{5,60}?),?\s+(?:о|в|at)\s+(?P<time>\d{1,2}:\d{2})")
_COUNTED = re.compile(
    r"\s+\d+\s+(?:comments?|коментар\w*|комментари\w*|views|перегляд\w*)$", re.IGNORECASE
)
_BY = re.compile(r"^(?:від|by|posted by|автор(?:ом|ою|кою)?:?)\s+", re.IGNORECASE)
# «Секретаріат уряду, опубліковано 18 лютого 2026 року о 14:07»
_PUBLISHED = re.compile(
    r"(?:^|[\s,.;|]+)(?:опубліковано|оприлюднено|розміщено|опубликовано|размещено|published|posted)"
    r"(?: on)?$",
    re.IGNORECASE,
)
_PUBLISHED_FIRST = re.compile(
    r"^(?:опубліковано|оприлюднено|опубликовано|published|posted)(?: on)?:?\s+", re.IGNORECASE
)
# How often a page was seen or told of («1 годину тому, 15:44 213»).
_COUNT_AT_END = re.compile(r"(?<=\d:\d\d)\s+\d{1,6}$")
# «Цей запис був опублікований у Новини з тегами міст, ремонт. Закладка: …»
_FILED = re.compile(
    r"(?:цей запис (?:був |було )?(?:опублікован|розміщен)\w+ (?:у|в)|this entry was posted in"
    r"|(?:эта )?запись (?:была )?(?:опубликован|размещен)\w+ в(?: рубрик\w+)?)"
    r"\s+(?P<section>[^.]{2,60}?)"
    r"(?:\s+(?:(?:з|із|і|и|с|and|with) )?(?:тегами|позначен\w+|метками|tagged|tags)"
    r"\s+(?P<tags>[^.]+))?"
    r"(?:\.\s.*|\.?)",
    re.IGNORECASE,
)
_INITIAL_AT_END = re.compile(r"\s[^\W\d_]\.$")
_IN = re.compile(r"^(?:in|у|в|у рубриці|під)\s+", re.IGNORECASE)
_DATE_STARTS = re.compile(r"(?<=\s)(?:\d|сьогодні|вчора|сегодня|вчера)", re.IGNORECASE)
_MAX_SIGNED = 120
_SECTION = "Рубрика"
_MAX_SECTION_WORDS = 4
# Whoever runs a small site signs with no name.
_ADMIN = re.compile(
    r"(?:(?:by|від|автор:?)\s+)?(?:admin\w*|адмін\w*|редактор|editor)?\s*", re.IGNORECASE
)
# What may stand between a date and what is beside it.
_EDGES = " ,;|•·/–—-"
_LABELS = Header | Site | Byline | Clock | Update


def mark_page(lines: Sequence[Line], now: datetime) -> list[Item]:
    """Mark every line of a page, after labels and wrapped lines are made whole."""
    marked = [Item(line, mark_line(line, now)) for line in _attach(lines, now)]
    return [part for item in _unwrap(marked, now) for part in _split_parts(item, now)]


def _split_parts(item: Item, now: datetime) -> Iterator[Item]:
    """Split a line that is several things («5 лютого 2026 | Ростислав Вонс»)."""
    line = item.line
    if filed := _FILED.fullmatch(line.text):
        yield Item(line, Header(sections=(filed["section"],), is_labelled=True))
        if filed["tags"]:
            yield Item(Line(filed["tags"]), Tags(split_tags(filed["tags"])))
        return
    if isinstance(item.mark, Text) and len(line.text) <= PARAGRAPH_LENGTH:
        for divider in _PARTS:
            text = _COUNT_AT_END.sub("", line.text)
            parts = [part for part in divider.split(text) if part]
            marks = [mark_line(Line(part), now) for part in parts] if len(parts) > 1 else [TEXT]
            is_read = any(isinstance(mark, _LABELS) for mark in marks)
            if is_read and not any(isinstance(mark, Text | Tags) for mark in marks):
                if len(parts) == 2 and isinstance(marks[1], Site) and not _is_dated(marks[0]):
                    # «Київ • УНН»: where it was written is no section.
                    parts, marks = parts[1:], marks[1:]
                gaps = [line.gap, *(False for _ in parts[1:])]
                yield from map(Item, map(Line, parts, gaps), marks)
                return
        if _RATES.search(line.text) and (leading_date(line.text, now) or _RATES.match(line.text)):
            yield Item(line, Noise())
            return
        is_whole = line.is_stopped and not _INITIAL_AT_END.search(line.text)
        is_short = len(line.text) <= _MAX_SIGNED and not is_whole
        if is_short and (parts := _dated_parts(line.text, now)):
            gaps = [line.gap, *(False for _ in parts[1:])]
            yield from (
                Item(Line(text, gap), mark_line(Line(text), now))
                for text, gap in zip(parts, gaps, strict=True)
            )
            return
    yield item


def _dated_parts(text: str, now: datetime) -> list[str]:
    """The date and the name of a line with no mark between («27 лютого 2026 09:30 Іван Сум»)."""
    text = _PUBLISHED_FIRST.sub("", _COUNTED.sub("", text))
    if found := leading_date(text, now):
        rest = _BY.sub("Автор: ", found[1].strip(_EDGES))
        parts = [text[: len(text) - len(found[1])].strip(_EDGES), rest]
    elif found := trailing_date(text, now):
        rest = found[1].strip(_EDGES)
        date = text[len(found[1]) :].strip(_EDGES)
        if _PUBLISHED.search(rest):
            name = _PUBLISHED.sub("", rest).strip(_EDGES)
            named = parse_byline(name)
            return [name, date] if named and named.evidence > Evidence.SHAPE else [date]
        parts = [rest, date]
    else:
        timed = _TIMED.fullmatch(text)
        if timed and parse_byline(timed["name"]):
            return [timed["name"], timed["time"]]
        return _signed_parts(text, now)
    if _ADMIN.fullmatch(rest):
        return [part for part in parts if part is not rest]
    named = parse_byline(rest) if rest else None
    is_told = named is not None and named.names and named.evidence > Evidence.SHAPE
    return parts if is_told or (rest and parse_noise(rest)) else []


def _signed_parts(text: str, now: datetime) -> list[str]:
    """Name, date and section of a line («від Ніна Сич 13 Лют, 2026 in Новини»)."""
    for start in _DATE_STARTS.finditer(text):
        found = leading_date(text[start.start() :], now)
        if found is None:
            continue
        date = text[start.start() : len(text) - len(found[1])].strip(_EDGES)
        name = _BY.sub("", text[: start.start()]).strip(_EDGES)
        rest = found[1].strip(_EDGES)
        if len(rest.split()) <= _MAX_SECTION_WORDS:
            rest = _IN.sub(f"{_SECTION}: ", rest)
        named = parse_byline(name) if name else None
        is_told = named is not None and named.evidence > Evidence.SHAPE and named.names
        is_rest = not rest or parse_noise(rest) or isinstance(mark_line(Line(rest), now), Header)
        if is_rest and (is_told or _ADMIN.fullmatch(name)):
            return [part for part in (name if is_told else "", date, rest) if part]
    return []


def _is_dated(mark: Mark) -> bool:
    return not isinstance(mark, Header) or mark.when is not None


def _attach(lines: Sequence[Line], now: datetime) -> list[Line]:
    """Put a label that stands alone («Теги:») before what it labels."""
    is_even = is_evenly_spaced(lines)
    found: list[Line] = []
    at = 0
    while at < len(lines):
        line = lines[at]
        at += 1
        if at < len(lines) and _is_label_of(line, lines[at], now):
            values = [lines[at].text]
            at += 1
            if labels().tag_label.match(line.text):
                while at < len(lines) and _is_next_tag(lines[at], is_even=is_even):
                    values.append(lines[at].text)
                    at += 1
            line = Line(f"{line.text.rstrip(' :')}: {', '.join(values)}", line.gap)
        found.append(line)
    return found


def _is_label_of(line: Line, value: Line, now: datetime) -> bool:
    known = labels()
    if known.bare_label.match(line.text):
        # Without a colon it may as well be a word of the menu: its value has to look like one.
        is_value = value.words <= _MAX_VALUE_WORDS and not value.is_stopped
        is_value = is_value or parse_byline(value.text) is not None
        return line.text.endswith(":") or (is_value and parse_noise(value.text) is None)
    label = known.published_label.match(line.text) or known.updated_label.match(line.text)
    if label is None or label["rest"]:
        return False
    # Without a colon «Оновлено» may also be a word: only a date under it makes it a label.
    return parse_date(value.text, now) is not None or parse_time(value.text) is not None


def _is_next_tag(line: Line, *, is_even: bool) -> bool:
    return (
        (is_even or not line.gap)
        and line.words <= 4
        and not line.is_stopped
        and parse_site(line.text) is None
        and parse_photo(line.text) is None
        and parse_noise(line.text) is None
        and not labels().bare_label.match(line.text)
        and not labels().published_label.match(line.text)
    )


def _unwrap(items: Sequence[Item], now: datetime) -> list[Item]:
    lines = [item.line for item in items]
    width = wrap_width(lines, [isinstance(item.mark, Text) for item in items])
    found: list[Item] = []
    for at, item in enumerate(items):
        if at and _goes_on(items, at - 1, width):
            line = Line(join(found[-1].line.text, item.line.text), found[-1].line.gap)
            found[-1] = Item(line, mark_line(line, now))
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
