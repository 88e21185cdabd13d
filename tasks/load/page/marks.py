"""Where names stand in sentences: offsets in a paragraph as offsets in what a browser holds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from tasks.load.rows import Row

_SHOWN_ROLES = ("title", "lead", "body", "caption")


class Mark(NamedTuple):
    """A name in a paragraph, by code points; `name` is its number in the article's list."""

    role: str
    paragraph: int
    start: int
    end: int
    name: int


def marked_sentences(
    article: Row, sentences: Sequence[Row], marks: Sequence[Mark]
) -> Iterator[tuple[Row, list[list[int]]]]:
    """Each sentence of the text with its names: start and end in UTF-16 units, and number.

    Names that reach beyond their sentence, or into the one before, are left out.
    """
    texts = _paragraphs(article)
    by_paragraph: dict[tuple[str, int], list[Mark]] = {}
    # Of names at one place the longest: the others are parts of it.
    for mark in sorted(marks, key=lambda item: (item.start, -item.end)):
        by_paragraph.setdefault((mark.role, mark.paragraph), []).append(mark)
    cursors: dict[tuple[str, int], int] = {}
    for row in sentences:
        if row["role"] not in _SHOWN_ROLES:
            continue
        place = row["role"], row["paragraph"]
        start = texts.get(place, "").find(row["uk"], cursors.get(place, 0))
        if start < 0:
            yield row, []
            continue
        cursors[place] = start + len(row["uk"])
        yield row, list(_within(row["uk"], start, by_paragraph.get(place, ())))


def _paragraphs(article: Row) -> dict[tuple[str, int], str]:
    """The texts that offsets count in, by role and paragraph."""
    found = {("title", 0): article["title_uk"], ("lead", 0): article["lead_uk"] or ""}
    found |= {("body", n): text for n, text in enumerate(article["body_uk"].split("\n\n"))}
    found |= {
        ("caption", n): photo["caption_uk"] or "" for n, photo in enumerate(article["photos"])
    }
    return found


def _within(sentence: str, offset: int, marks: Sequence[Mark]) -> Iterator[list[int]]:
    last = 0
    for mark in marks:
        start, end = mark.start - offset, mark.end - offset
        if last <= start < end <= len(sentence):
            yield [_units(sentence[:start]), _units(sentence[:end]), mark.name]
            last = end


def _units(text: str) -> int:
    """The length of a text in UTF-16, as browsers count."""
    return len(text.encode("utf-16-le")) // 2
