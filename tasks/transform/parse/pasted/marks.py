"""What a line of a page is, as far as the line alone can tell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from enum import IntEnum
from functools import lru_cache

from tasks.language.text import straighten_apostrophes
from tasks.transform.parse.bylines import Byline, parse_byline, parse_portrait
from tasks.transform.parse.dates import Update, parse_time
from tasks.transform.parse.labels import Pattern, fold, labels
from tasks.transform.parse.outlets import Site, parse_site
from tasks.transform.parse.pasted.headers import Header, parse_header
from tasks.transform.parse.pasted.keywords import parse_tags
from tasks.transform.parse.pasted.lines import Line
from tasks.transform.parse.pasted.photos import PhotoLine, parse_photo

# A paragraph: no label line of the layout is as long, save lists of tags and boilerplate.
PARAGRAPH_LENGTH = 250
# With a full stop, already half of that is prose; spares half of the time of a page.
_SENTENCE_LENGTH = 120
_MAX_NOISE_LENGTH = 600
_HEADING_WORDS = 3


@dataclass(frozen=True, slots=True)
class Text:
    """Part of the article, or what looks like it."""


class Reach(IntEnum):
    """How much below a line of boilerplate is none of the article either."""

    LINE = 0
    LIST = 1  # the links that it heads
    NOTICE = 2  # all but tags, where little prose is left
    REST = 3  # all, where little prose is left
    DISCUSSION = 4  # all, though readers may have written much


@dataclass(frozen=True, slots=True)
class Noise:
    """None of the article."""

    reach: Reach = Reach.LINE


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


def mark_line(line: Line, now: datetime) -> Mark:
    """Tell what a line is; `Text` where nothing speaks for anything else."""
    text = line.text
    if noise := parse_noise(text):
        return _uncounted(text, now) or noise
    if (tags := parse_tags(text)) is not None:
        return Tags(tags)
    is_sentence = len(text) > _SENTENCE_LENGTH and text.endswith(".")
    if is_sentence or len(text) > PARAGRAPH_LENGTH:
        return parse_photo(text) or TEXT
    return _mark_short(_without_counter(text), now) or TEXT


# The words of menus and buttons are those of every page of an outlet.
@lru_cache(maxsize=10_000)
def parse_noise(text: str) -> Noise | None:
    """Read a line of boilerplate, by the words that are common to all pages."""
    plain = straighten_apostrophes(text[:_MAX_NOISE_LENGTH])
    known = labels()
    if known.closing_start.match(plain):
        return Noise(Reach.NOTICE)
    if len(plain) > PARAGRAPH_LENGTH:
        return Noise() if known.noise_start.match(plain) else None
    # What heads a list has no full stop, unless it is of a word or two.
    if not plain.endswith(".") or plain.count(" ") < _HEADING_WORDS:
        if known.closing.match(plain):
            return Noise(Reach.DISCUSSION)
        if known.ending.match(plain):
            return Noise(Reach.REST)
        if known.opener.match(plain):
            return Noise(Reach.LIST)
    patterns = (known.noise, known.contents, known.noise_start, known.noise_tail, known.call)
    return Noise() if any(pattern.match(plain) for pattern in patterns) else None


def is_noise(text: str, extra: Sequence[Pattern] = ()) -> bool:
    """Tell whether a line or a paragraph is boilerplate, by the common words and an outlet's."""
    return len(text) <= _MAX_NOISE_LENGTH and (
        parse_noise(text) is not None or matches_any(text, extra)
    )


def matches_any(text: str, patterns: Sequence[Pattern]) -> bool:
    """Tell whether a line begins with one of an outlet's own expressions."""
    plain = straighten_apostrophes(text[:_MAX_NOISE_LENGTH])
    return any(pattern.match(plain) for pattern in patterns)


def _mark_short(text: str, now: datetime) -> Mark | None:
    if clock := parse_time(text):
        return Clock(clock)
    if mark := parse_header(text, now) or parse_portrait(text) or parse_photo(text):
        return mark
    return parse_site(text) or parse_byline(text)


def _without_counter(text: str) -> str:
    """Take off how often a page was seen («8 лютого 2026, 12:12 • 2280 перегляди»)."""
    match = labels().counter.search(text) if text[-1:].isalpha() else None
    return text[: match.start()] if match and match.start() else text


def _uncounted(text: str, now: datetime) -> Header | None:
    """The date of a line that counts views as well."""
    rest = _without_counter(text)
    header = parse_header(rest, now) if rest != text else None
    return header if isinstance(header, Header) and header.when else None


def text_key(text: str) -> str:
    """What two texts are compared by to tell a repetition: no case, no end mark."""
    return fold(text).strip(' .!…:«»"“”')
