"""Files of articles, one record an input: JSON lines, a JSON array, CSV.

A record is found by its place in the file, so that it can be read alone later, and known
by what it holds, so that lines above it do not matter. What its columns mean is decided
in the parse stage.
"""

from __future__ import annotations

import codecs
import csv
import hashlib
import json
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import BinaryIO, Final, NamedTuple
from urllib.parse import quote

from tasks.errors import VisnykError
from tasks.extract.canonical import canonical, read_json
from tasks.extract.encoding import decode
from tasks.extract.rows import (
    Layout,
    Row,
    Values,
    damaged,
    is_blank,
    length,
    lines_of,
    whole_lines,
)
from tasks.extract.sniff import Kind
from tasks.extract.tables import csv_rows, csv_values, with_header

_URL_COLUMNS: Final = ("url", "link", "canonical_url", "article_url", "посилання", "адреса")
_ID_COLUMNS: Final = ("id", "article_id", "news_id", "guid", "uuid")
_BY_CONTENT: Final = "sha256="
_DECODER: Final = json.JSONDecoder(strict=False)
_QUOTED: Final = str.maketrans({chr(code): quote(chr(code), safe="") for code in range(128)})
_INDENTED_OBJECT: Final = re.compile(r"^([ \t]*)\{", re.MULTILINE)


class Record(NamedTuple):
    """A record: `key` is the fragment of its URI, `sha256` of its values as canonical JSON."""

    key: str
    sha256: str
    span: tuple[int, int]


def layout_of(head: bytes, kind: Kind, *, name: str) -> Layout:
    """Tell encoding, delimiter and columns by the beginning of a file.

    Raises:
        Terminal: if the beginning is empty, or not text.
    """
    encoding = _encoding_of(whole_lines(head), name=name)
    codec, start = "latin-1", 0
    if encoding.startswith("utf-16"):
        is_big = encoding.endswith("be") or head.startswith(codecs.BOM_UTF16_BE)
        codec = encoding = "utf-16-be" if is_big else "utf-16-le"
        start = 2 if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else 0
    elif head.startswith(codecs.BOM_UTF8):
        start = 3
        encoding = "utf-8" if encoding == "utf-8-sig" else encoding
    layout = Layout(kind, encoding, codec, start)
    return with_header(layout, head) if kind is Kind.CSV else layout


def find_rows(file: BinaryIO, layout: Layout) -> Iterator[Row]:
    """Cut a file into its records, the damaged ones too; `file` is at its beginning."""
    file.seek(layout.start)
    match layout.kind:
        case Kind.JSONL:
            yield from _json_lines(file, layout)
        case Kind.JSON:
            yield from _json_array(file, layout)
        case Kind.CSV:
            yield from csv_rows(file, layout)
        case _:
            raise ValueError(layout.kind)


def read_row(raw: bytes, layout: Layout) -> Values:
    """Read the values of one record from its own bytes.

    Raises:
        DamagedRecordError: if they are no record.
    """
    try:
        if layout.kind is Kind.CSV:
            return csv_values(raw, layout)
        return read_json(raw, layout.encoding)
    except (ValueError, csv.Error) as error:
        raise damaged(str(error)) from error


def make_record(values: Values, span: tuple[int, int]) -> Record:
    """Name a record by its address, else by its id, else by what it holds."""
    sha256 = hashlib.sha256(canonical(values)).hexdigest()
    for key, column in _naming_columns(tuple(values)):
        value = values[column]
        if isinstance(value, str | int) and (identity := str(value).strip()):
            return Record(f"{key}={_quoted(identity)}", sha256, span)
    return Record(f"{_BY_CONTENT}{sha256[:16]}", sha256, span)


@lru_cache(maxsize=256)
def _naming_columns(columns: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """What columns may name a record, the best first; those of a file are mostly the same."""
    folded = {name.strip().lower(): name for name in columns}
    names = (("url", _URL_COLUMNS), ("id", _ID_COLUMNS))
    return tuple((key, folded[name]) for key, some in names for name in some if name in folded)


def _quoted(identity: str) -> str:
    # Most are addresses, and `quote` goes through them byte by byte.
    if identity.isascii():
        return identity.translate(_QUOTED)
    return quote(identity, safe="", errors="replace")


def key_of(raw: bytes) -> str:
    """The fragment that names something by what it holds."""
    return f"{_BY_CONTENT}{hashlib.sha256(raw).hexdigest()[:16]}"


def is_named_by_content(uri: str) -> bool:
    """Whether a record has another URI as soon as it holds something else."""
    return uri.partition("#")[2].startswith(_BY_CONTENT)


def _encoding_of(sample: bytes, *, name: str) -> str:
    """The encoding of a file; of one that was put together from several, UTF-8 if it is one."""
    if not _is_utf8(sample):
        lines = (line for line in sample.split(b"\n") if not line.isascii())
        if b"\x00" not in sample and any(map(_is_utf8, lines)):
            return "utf-8"
    return decode(sample, name=name).encoding


def _is_utf8(raw: bytes) -> bool:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _json_lines(file: BinaryIO, layout: Layout) -> Iterator[Row]:
    offset = layout.start
    for number, line in enumerate(lines_of(file, layout), 1):
        if not is_blank(line):
            yield Row(offset, line, number, _values_or_error(line, layout, number))
        offset += len(line)


def _json_array(file: BinaryIO, layout: Layout) -> Iterator[Row]:
    text = file.read().decode(layout.codec, "surrogatepass")
    position = text.find("[") + 1 if text.lstrip()[:1] == "[" else 0
    offset, counted, line = layout.start, 0, 1
    indent = _INDENTED_OBJECT.search(text)
    while position < len(text):
        if text[position] in " \t\r\n,":
            position += 1
            continue
        if text[position] == "]":
            return
        line += text.count("\n", counted, position)
        offset += length(text[counted:position], layout)
        counted = position
        try:
            _, position = _DECODER.raw_decode(text, position)
            raw = text[counted:position].encode(layout.codec, "surrogatepass")
            values = _values_or_error(raw, layout, line)
        except (ValueError, RecursionError) as error:
            position = _next_object(text, position, indent[1] if indent else None)
            raw = text[counted:position].encode(layout.codec, "surrogatepass")
            values = damaged(str(error), line)
        yield Row(offset, raw, line, values)


def _next_object(text: str, position: int, indent: str | None) -> int:
    """Where reading can go on after a damaged record: at the next one with its indentation."""
    if indent is None:
        return len(text)
    found = text.find(f"\n{indent}{{", position)
    return found if found >= 0 else len(text)


def _values_or_error(raw: bytes, layout: Layout, line: int) -> Values | VisnykError:
    try:
        return read_json(raw, layout.encoding)
    except ValueError as error:
        return damaged(str(error), line)
