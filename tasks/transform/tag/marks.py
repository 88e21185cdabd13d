"""Texts without stress marks and invisible characters, and the way back to their places.

«Іва́н» and a word with a soft hyphen are the same words to a reader, and no words at all to
a dictionary: names are looked for without the marks, and reported where they stand.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from tasks.models import KeyNumber, Mention, Passage

Placed = TypeVar("Placed", Mention, KeyNumber)

_INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
# Composing takes quadratic time of the marks on one letter: no language needs as many.
_MARKED = re.compile(rf"\w?[\u0300-\u036f{_INVISIBLE}]{{1,32}}")
_DROPPED = re.compile(f"[{_INVISIBLE}]")
# What is left of these by composition is no part of a letter: a stress.
_STRESSES = re.compile("[\u0300\u0301]")


@dataclass(frozen=True, slots=True)
class Plain:
    """A passage without marks, and where each of its characters stands in the one with them.

    `starts` and `ends` are None where nothing was taken out.
    """

    marked: Passage
    passage: Passage
    starts: Sequence[int] | None = None
    ends: Sequence[int] | None = None

    def original(self, item: Placed) -> Placed:
        """Give a finding the place and the words that it has in the text with marks."""
        if self.starts is None or self.ends is None:
            return item
        start, end = self.starts[item.start], self.ends[item.end - 1]
        return replace(item, start=start, end=end, surface_uk=self.marked.text[start:end])


def unmarked(passage: Passage) -> Plain:
    """Compose the letters of a passage, drop its stress marks and invisible characters."""
    text = passage.text
    # Nearly every text is without any.
    if not _MARKED.search(text):
        return Plain(passage, passage)
    parts: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    done = 0
    for match in _MARKED.finditer(text):
        start, end = match.span()
        plain = _composed(match[0])
        parts += (text[done:start], plain)
        starts += (*range(done, start), *(start for _ in plain))
        last = start + len(match[0].rstrip(_INVISIBLE))
        ends += (*range(done + 1, start + 1), *(last for _ in plain))
        done = end
    parts.append(text[done:])
    starts += range(done, len(text))
    ends += range(done + 1, len(text) + 1)
    return Plain(passage, replace(passage, text="".join(parts)), starts, ends)


def _composed(letter: str) -> str:
    return _STRESSES.sub("", unicodedata.normalize("NFC", _DROPPED.sub("", letter)))
