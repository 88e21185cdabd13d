"""Tag plain text: the same findings as for an article, with offsets into the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TypeVar

from tasks.models import KeyNumber, Label, Mention, Passage, Role
from tasks.transform.tag.citations.sources import cite, mark, name_sources
from tasks.transform.tag.countries import count_countries, country_labels
from tasks.transform.tag.mentions import find, read_names
from tasks.transform.tag.naming import English, romanized
from tasks.transform.tag.numbers.finder import key_numbers

Placed = TypeVar("Placed", Mention, KeyNumber)
_LINE = re.compile(r"[^\r\n]+")


@dataclass(frozen=True, slots=True)
class TextTags:
    """What is found in a text.

    `text[item.start:item.end] == item.surface_uk` of every mention and number.
    """

    text: str
    mentions: tuple[Mention, ...]
    labels: tuple[Label, ...]
    cited_sources: tuple[str, ...] = ()
    numbers: tuple[KeyNumber, ...] = ()


def tag_text(text: str, english: English = romanized) -> TextTags:
    """Find what tells an English reader who, where and what a text is about.

    Every line is a paragraph, the first one the title.
    """
    lines = list(_lines(text))
    starts = [start for start, _ in lines]
    document = read_names(_passages([line for _, line in lines]))
    named = find(document, english)
    sources = cite(document, named)
    found = mark(named, sources)
    return TextTags(
        text=text,
        mentions=tuple(_moved(item, starts[_line_of(item)]) for item in found),
        labels=tuple(country_labels(count_countries(document, found))),
        cited_sources=name_sources(found, sources),
        numbers=tuple(_moved(item, starts[_line_of(item)]) for item in key_numbers(document)),
    )


def _passages(lines: list[str]) -> Iterator[Passage]:
    for number, line in enumerate(lines):
        yield Passage(Role.BODY, number - 1, line) if number else Passage(Role.TITLE, 0, line)


def _line_of(item: Mention | KeyNumber) -> int:
    return item.paragraph + 1 if item.role is Role.BODY else 0


def _moved(item: Placed, by: int) -> Placed:
    return replace(item, start=item.start + by, end=item.end + by)


def _lines(text: str) -> Iterator[tuple[int, str]]:
    for match in _LINE.finditer(text):
        if match[0].strip():
            yield match.start(), match[0]
