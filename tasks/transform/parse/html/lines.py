"""Lines within a block: which line breaks divide paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_ENDS = re.compile(r"[.!?…:;][»”\")]*\s*$")
_BULLET = re.compile(r"\s*(?:[—–•●▪◦*·✅🔹➡-]|\d{1,2}[.)])\s")


class Piece(NamedTuple):
    """A text that is all of one type."""

    text: str
    is_linked: bool = False
    is_strong: bool = False
    is_slanted: bool = False


BREAK = Piece("\n")


def split_lines(pieces: list[Piece], tag: str) -> Iterator[list[Piece]]:
    """Split the text of a block at the line breaks that divide paragraphs."""
    if not any(piece.text == "\n" for piece in pieces):
        yield pieces
        return
    lines: list[tuple[int, list[Piece]]] = [(0, [])]
    for piece in pieces:
        if piece.text == "\n":
            if any(not other.text.isspace() for other in lines[-1][1]):
                lines.append((1, []))
            else:
                lines[-1] = (lines[-1][0] + 1, [])
        else:
            lines[-1][1].append(piece)
    has_double = any(breaks > 1 for breaks, _ in lines[1:])
    joins = tag in HEADINGS or tag == "li"
    current: list[Piece] = []
    for breaks, line in lines:
        if current and (breaks > 1 or (not joins and _divides(current, line, tag, has_double))):
            yield current
            current = []
        if current:
            current.append(Piece(" "))
        current.extend(line)
    yield current


def _divides(above: list[Piece], below: list[Piece], tag: str, has_double: bool) -> bool:
    """Tell whether a single line break divides paragraphs, as in a page without `<p>`."""
    before = "".join(piece.text for piece in above)
    after = "".join(piece.text for piece in below)
    if _ENDS.search(before) or _BULLET.match(after):
        return True
    if tag in {"p", "blockquote", "span", "a"}:
        return False
    # Where two breaks part paragraphs, a bold line is still a heading.
    return not has_double or _is_strong(above) is not _is_strong(below)


def _is_strong(line: list[Piece]) -> bool:
    return all(piece.is_strong for piece in line if not piece.text.isspace())
