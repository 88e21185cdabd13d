"""Markdown that shows texts of unknown origin as they are: they can format nothing.

Prefect's UI renders pages, and the cells of tables, as Markdown with HTML in it. An article
must not be able to put a heading, a link or a picture there.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final

# A backslash takes the meaning from these; entities Prefect's UI would show as they are written.
# Of bare addresses renderers make links, too.
_ACTIVE: Final = re.compile(r"(?i)[\\`*_\[\]|~$&<>@]|:(?=//)|(?<=www)\.")
# At its beginning, a text could be a heading, a list, or the line below a heading.
_BEGINNING: Final = re.compile(r"^(\d{1,9}(?=[.)](?:\s|$))|(?=[#+\-=]))")
# Controls, marks of direction, halves of letters: they would disturb what is around them.
_UNSEEN: Final = frozenset({"Cc", "Cf", "Cs"})


def plain(text: str) -> str:
    """Escape a text, so that it is shown as it is, on one line."""
    seen = "".join(char for char in text if _is_seen(char))
    escaped = _ACTIVE.sub(r"\\\g<0>", " ".join(seen.split()))
    return _BEGINNING.sub(r"\1\\", escaped)


def code(text: str) -> str:
    """Write a path or a name as code; one that code cannot hold becomes text."""
    is_simple = text and text.isprintable() and text.strip() == text and not {"`", "|"} & set(text)
    return f"`{text}`" if is_simple else plain(text)


def table(columns: Mapping[str, str], rows: Iterable[Sequence[str | int]]) -> list[str]:
    """The lines of a table, with an empty one before it; cells of text must be escaped.

    Args:
        columns: heads, with `l` or `r` for the side that their cells are set to.
        rows: a cell a column; whole numbers get their thousands parted.
    """
    lines = [
        "",
        f"| {' | '.join(columns)} |",
        f"|{'|'.join('---:' if side == 'r' else '---' for side in columns.values())}|",
    ]
    lines += [f"| {' | '.join(map(_cell, row))} |" for row in rows]
    return lines


def counted(number: int, noun: str) -> str:
    """Write a number and its noun."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def lasted(started: datetime, finished: datetime) -> str:
    """Write how long something took, as people say it."""
    seconds = max(0.0, (finished - started).total_seconds())
    if seconds < 60:
        return f"{seconds:.0f} s"
    hours, minutes = divmod(round(seconds / 60), 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min"


def _cell(value: str | int) -> str:
    return value if isinstance(value, str) else f"{value:,}"


def _is_seen(char: str) -> bool:
    return char.isspace() or unicodedata.category(char) not in _UNSEEN
