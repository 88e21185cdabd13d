"""What files of records have in common: how they are cut, decoded and refused.

The kinds of files are read by `records.py` (JSON) and `tables.py` (CSV).
"""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator
from typing import Any, BinaryIO, NamedTuple

from tasks.errors import VisnykError
from tasks.extract.errors import DamagedRecordError
from tasks.extract.sniff import HEAD, Kind

Values = dict[str, Any]


class Layout(NamedTuple):
    """How a file of records is read.

    `codec` reads bytes so that its structure shows and its lengths can be told: records
    are cut with it, their values are then decoded from `encoding`.
    """

    kind: Kind
    encoding: str
    codec: str
    start: int
    first_line: int = 1
    delimiter: str = ","
    header: tuple[str, ...] = ()


class Row(NamedTuple):
    """A piece of a file that should be a record; `values` is an error where it is none."""

    offset: int
    raw: bytes
    line: int
    values: Values | VisnykError


def damaged(why: str, line: int | None = None) -> DamagedRecordError:
    """Say that a piece of a file is no record."""
    where = "The record" if line is None else f"Line {line}"
    return DamagedRecordError(
        f"{where} is damaged: {why}",
        data="This record was not loaded; the others were",
        remedy="Mend the line, or write the file again with the program that made it",
    )


def lines_of(file: BinaryIO, layout: Layout) -> Iterator[bytes]:
    """The lines of a file, as bytes with their line breaks."""
    if layout.codec == "latin-1":
        yield from file
        return
    text = file.read().decode(layout.codec, "surrogatepass")
    for line in io.StringIO(text, newline="\n"):
        yield line.encode(layout.codec, "surrogatepass")


def texts_of(raw: bytes, codec: str) -> list[str]:
    """The lines of a piece of a file, decoded for cutting."""
    text = raw[: len(raw) // 2 * 2] if codec != "latin-1" else raw
    return list(io.StringIO(text.decode(codec, "surrogatepass"), newline="\n"))


def length(text: str, layout: Layout) -> int:
    """The bytes that a text takes in the file."""
    return len(text.encode(layout.codec, "surrogatepass"))


def is_blank(line: bytes) -> bool:
    """Tell whether a line holds nothing, whatever its encoding."""
    return not line.strip(b"\x00 \t\r\n")


def whole_lines(head: bytes) -> bytes:
    """Leave out what the end of a sample cut off: half a line, or half a letter."""
    if len(head) < HEAD:
        return head
    if b"\x00" in head[:4] or head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        even = head[: len(head) // 2 * 2]
        is_pair_cut = any(0xD8 <= byte <= 0xDB for byte in even[-2:])
        return even[:-2] if is_pair_cut else even
    cut = head.rfind(b"\n")
    if cut < 0:
        cut = len(head)
        while cut > len(head) - 4 and head[cut - 1] & 0xC0 == 0x80:
            cut -= 1
        cut -= 1
    return head[:cut]
