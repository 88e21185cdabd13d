"""CSV of articles: rows with their bytes, whatever the delimiter and the line breaks in them."""

from __future__ import annotations

import csv
import re
from collections import deque
from collections.abc import Iterator, Sequence
from typing import BinaryIO, Final

from tasks.extract.encoding import read_as
from tasks.extract.rows import Layout, Row, Values, damaged, length, lines_of, texts_of

_DELIMITERS: Final = ",;\t|"
# A quotation mark that is never closed would take the rest of the file into one record.
_MAX_ROW_BYTES: Final = 10_000_000


def csv_rows(file: BinaryIO, layout: Layout) -> Iterator[Row]:
    """Cut a CSV file, read from below its header, into rows; of a damaged one its first line.

    The lines that it took for its own are read once more: they may be rows themselves.
    """
    csv.field_size_limit(2**31 - 1)
    reading = _Reading(lines_of(file, layout), layout)
    number, offset = layout.first_line, layout.start
    while taken := reading.next_row():
        lines, values = taken
        if isinstance(values, str):
            reading.put_back(lines[1:])
            lines = lines[:1]
            yield Row(offset, lines[0], number, damaged(values, number))
        elif values:
            yield Row(offset, b"".join(lines), number, values)
        number += len(lines)
        offset += sum(map(len, lines))


def csv_values(raw: bytes, layout: Layout) -> Values:
    """Read the values of one row from its own bytes.

    Raises:
        ValueError: if they are no row.
        csv.Error: likewise.
    """
    csv.field_size_limit(2**31 - 1)
    texts = texts_of(raw, layout.codec)
    return _named(next(csv.reader(texts, delimiter=layout.delimiter), []), layout)


def with_header(layout: Layout, head: bytes) -> Layout:
    """Find delimiter and columns in the first line; Excel's «sep=;» may stand above it."""
    texts = texts_of(head[layout.start :], layout.codec)
    above = 0
    if match := re.match(r"sep=(.)\s*$", texts[0], re.IGNORECASE):
        delimiter, above = match[1], 1
    else:
        outside = re.sub(r'"[^"]*"', "", texts[0])
        delimiter = max(_DELIMITERS, key=outside.count)
    reader = csv.reader(texts[above:], delimiter=delimiter)
    cells = next(reader, [])
    taken = above + reader.line_num
    return layout._replace(
        delimiter=delimiter,
        header=tuple(_text(cell, layout).strip().strip("\ufeff") for cell in cells),
        start=layout.start + sum(length(text, layout) for text in texts[:taken]),
        first_line=taken + 1,
    )


class _Reading:
    """Rows of a CSV file, with the lines that each was made of; lines can be put back."""

    def __init__(self, lines: Iterator[bytes], layout: Layout) -> None:
        self._lines = lines
        self._layout = layout
        self._waiting: deque[bytes] = deque()
        self._taken: list[bytes] = []

    def next_row(self) -> tuple[list[bytes], Values | str] | None:
        """The next row: its lines, and its values or what is wrong with it."""
        self._taken = []
        try:
            cells = next(csv.reader(self._feed(), delimiter=self._layout.delimiter), None)
            if cells is None:
                return None
            problem = self._problem(cells)
            return self._taken, problem or _named(cells, self._layout)
        except (ValueError, csv.Error) as error:
            return self._taken, str(error)

    def put_back(self, lines: Sequence[bytes]) -> None:
        """Let lines be read once more: a damaged row took them for its own."""
        self._waiting.extendleft(reversed(lines))

    def _feed(self) -> Iterator[str]:
        size = 0
        while size <= _MAX_ROW_BYTES:
            line = self._waiting.popleft() if self._waiting else next(self._lines, None)
            if line is None:
                return
            size += len(line)
            self._taken.append(line)
            yield line.decode(self._layout.codec, "surrogatepass")

    def _problem(self, cells: list[str]) -> str | None:
        columns = len(self._layout.header)
        if any(map(str.strip, cells[columns:])):
            return f"{len(cells)} values for {columns} columns"
        if len(cells) == 1 < columns and cells[0].strip():
            return f"1 value for {columns} columns"
        texts = [line.decode(self._layout.codec, "surrogatepass") for line in self._taken]
        if len(texts) > 1 or texts[0].count('"') % 2:
            # A mark that is never closed ends at the next one, in the middle of a later row:
            # strict reading tells. On one line, marks within words harm nobody.
            list(csv.reader(texts, delimiter=self._layout.delimiter, strict=True))
        return None


def _named(cells: list[str], layout: Layout) -> Values:
    values: Values = {}
    for name, cell in zip(layout.header, cells, strict=False):
        if text := _text(cell, layout).strip():
            values.setdefault(name, text)
    return values


def _text(cell: str, layout: Layout) -> str:
    return read_as(cell.encode(layout.codec, "surrogatepass"), layout.encoding)
