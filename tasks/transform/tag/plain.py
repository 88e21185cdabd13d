"""Tag plain text: the same findings as for an article, with offsets into the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from tasks.models import Passage, Role
from tasks.transform.tag.findings import Findings, read
from tasks.transform.tag.marks import Placed
from tasks.transform.tag.naming import English, romanized

_LINE = re.compile(r"[^\r\n]+")


def tag_text(text: str, english: English = romanized) -> Findings:
    """Find what tells an English reader who, where and what a text is about.

    Every line is a paragraph, the first one the title. Offsets are into the whole text:
    `text[mention.start:mention.end] == mention.surface_uk`.
    """
    lines = list(_lines(text))
    starts = [start for start, _ in lines]
    found = read(_passages([line for _, line in lines]), english)
    return replace(
        found,
        mentions=tuple(_moved(item, starts) for item in found.mentions),
        numbers=tuple(_moved(item, starts) for item in found.numbers),
    )


def _lines(text: str) -> Iterator[tuple[int, str]]:
    for match in _LINE.finditer(text):
        if match[0].strip():
            yield match.start(), match[0]


def _passages(lines: list[str]) -> Iterator[Passage]:
    for number, line in enumerate(lines):
        yield Passage(Role.BODY, number - 1, line) if number else Passage(Role.TITLE, 0, line)


def _moved(item: Placed, starts: list[int]) -> Placed:
    by = starts[item.paragraph + 1 if item.role is Role.BODY else 0]
    return replace(item, start=item.start + by, end=item.end + by)
