"""Lines of a pasted page and their shape, without regard to what they mean."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tasks.language.text import clean_line

# What no text file holds; a page may carry a stray one, a binary file is full of them.
_CONTROL = re.compile("[\x00-\x08\x0e-\x1b\x7f\ud800-\udfff\ufffe\uffff]")
_MARKUP = re.compile(r"\ufeff?\s*<(?:!doctype\s+html|html|head|body|\?xml)\b", re.IGNORECASE)
_CLOSERS = "\"'»”’“)]*"
_STOPS = ".!?…"
# Three letters before the mark: initials and short abbreviations end no sentence.
_SENTENCE_END = re.compile(r"(?<=\w\w\w)[.!?…]+[»”\")]*\s+(?=[—–-]?\s*[«„“\"(]?[А-ЯҐЄІЇЫЭЁA-Z0-9])")
_BULLET = re.compile(r"(?:[•●▪◦*·►✅🔹➡️-]|[–—]|\d{1,2}[.)])\s")
_HYPHEN = re.compile(r"\w-$")


@dataclass(frozen=True, slots=True)
class Line:
    """A line with text; `gap` tells whether a blank line (or nothing) stands before it."""

    text: str
    gap: bool = False

    @property
    def is_stopped(self) -> bool:
        """Whether it ends like a sentence, quotes and brackets set aside."""
        return self.text.rstrip(_CLOSERS)[-1:] in set(_STOPS)

    @property
    def is_listed(self) -> bool:
        """Whether it begins like an item of a list or a line of a dialogue."""
        return _BULLET.match(self.text) is not None

    @property
    def is_headed(self) -> bool:
        """Whether every second word has a capital: a menu, or a list of names."""
        words = self.text.split()
        return 2 * sum(word[:1].isupper() for word in words) > len(words)

    @property
    def sentences(self) -> int:
        """About how many sentences it holds: enough to tell a line from a paragraph."""
        return len(_SENTENCE_END.findall(self.text)) + 1

    @property
    def words(self) -> int:
        """How many words it holds."""
        return len(self.text.split())


def is_binary(text: str) -> bool:
    """Tell whether a text is really something else: one character in 200 is a control."""
    return len(_CONTROL.findall(text)) * 200 > len(text)


def is_markup(text: str) -> bool:
    """Tell whether a text is the source of a web page instead of what it shows."""
    return _MARKUP.match(text) is not None


def read_lines(text: str) -> list[Line]:
    """Split a page into cleaned lines; blank ones live on as the gap before the next."""
    found: list[Line] = []
    gap = True
    for raw in text.splitlines():
        line = clean_line(_CONTROL.sub("", raw))
        # A line of rules or dots divides, as a blank one does.
        if any(letter.isalnum() for letter in line):
            found.append(Line(line, gap))
            gap = False
        else:
            gap = True
    return found


def is_evenly_spaced(lines: Sequence[Line]) -> bool:
    """Tell whether blank lines say nothing, because they stand everywhere or nowhere."""
    gaps = sum(line.gap for line in lines[1:])
    return gaps == 0 or gaps >= 0.9 * (len(lines) - 1)


def wrap_width(lines: Sequence[Line], joinable: Sequence[bool]) -> int:
    """The width a page was wrapped at, 0 where it was not.

    Evidence is a line of 40 characters or more that breaks off and goes on in lower
    case below. One such pair may be chance; the longest other line then decides.
    """
    widths = [
        len(line.text)
        for n, line in enumerate(lines[:-1])
        if joinable[n] and joinable[n + 1] and _breaks_off(line, lines[n + 1])
    ]
    if not widths:
        return 0
    width = max(widths)
    longest = max(len(line.text) for line in lines)
    # Whoever wraps a page wraps all of it: a much longer line means it was not.
    if longest > 1.3 * width + 10:
        return 0
    # Lines that happen to end a sentence may be the fullest; a little over is still the width.
    return max(
        len(line.text)
        for line, may_join in zip(lines, joinable, strict=True)
        if may_join and len(line.text) <= 1.1 * width
    )


def continues(line: Line, following: Line, width: int) -> bool:
    """Tell whether a line goes on in the next one, on a page wrapped at `width`."""
    if following.gap or not width:
        return False
    if _breaks_off(line, following) and len(line.text) >= 0.6 * width:
        return True
    if following.is_listed and line.text[-1] in ".!?…:;":
        return False
    # Where the next word had found room, the line was ended on purpose.
    return len(line.text) + 1 + len(following.text.split(None, 1)[0]) > width


def join(first: str, second: str) -> str:
    """Join two halves of a wrapped line; a word cut at its hyphen gets no space."""
    return first + second if _HYPHEN.search(first) else f"{first} {second}"


def _breaks_off(line: Line, following: Line) -> bool:
    return (
        not following.gap
        and len(line.text) >= 40
        and not line.is_stopped
        and line.text[-1] not in ":;"
        and following.text[0].islower()
    )
