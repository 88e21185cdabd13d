"""The JSON of a record: read as leniently as files need, written so that equal values agree.

A run over a file that has not changed reads and writes all of its records to tell so.
orjson does that several times as fast as the standard library, but takes integers beyond
64 bits for fractions, writes fractions otherwise, and refuses what files do hold (control
characters, halves of letters, NaN). So it has the records of plain values, and gives for
them what the standard library gives; all others are the standard library's.
"""

from __future__ import annotations

import json
import re
from typing import Final

import orjson

from tasks.errors import VisnykError
from tasks.extract.encoding import decode, read_as
from tasks.extract.rows import Values

_DECODER: Final = json.JSONDecoder(strict=False)
_ENCODER: Final = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))
_HALF_LETTER: Final = re.compile("[\ud800-\udfff]")
_PLAIN: Final = frozenset({str, int, bool, type(None)})
_NOTHING: Final = (None, "")


def read_json(raw: bytes, encoding: str) -> Values:
    """Read the values of a record from its bytes.

    Raises:
        ValueError: if they are no JSON object.
    """
    if encoding == "utf-8" and (quick := _read_plain(raw)) is not None:
        return quick
    try:
        values = _DECODER.decode(_text_of(raw, encoding))
    except RecursionError as error:
        raise ValueError("it is nested too deeply") from error
    if not isinstance(values, dict):
        raise ValueError("it is no JSON object")  # noqa: TRY004 - of the data, not of the code
    return values


def canonical(values: Values) -> bytes:
    """Write the values of a record so that equal ones give equal bytes, in UTF-8.

    Columns in order of their names; those without name or value say nothing.
    """
    held = values.values()
    # Mostly nothing is to be left out, and a copy would take longer than this look.
    is_full = None not in held and "" not in held and all(map(str.strip, values))
    named = values if is_full else _said(values)
    if _is_plain(named):
        try:
            return orjson.dumps(named, option=orjson.OPT_SORT_KEYS)
        except orjson.JSONEncodeError:
            pass  # halves of letters, or more than 64 bits
    text = _ENCODER.encode(named)
    try:
        return text.encode()
    except UnicodeEncodeError:  # JSON may hold halves of letters, which no file can
        return _HALF_LETTER.sub("\ufffd", text).encode()


def _said(values: Values) -> Values:
    return {name: value for name, value in values.items() if value not in _NOTHING and name.strip()}


def _read_plain(raw: bytes) -> Values | None:
    try:
        values = orjson.loads(raw)
    except orjson.JSONDecodeError:
        return None
    return values if isinstance(values, dict) and _is_plain(values) else None


def _is_plain(values: Values) -> bool:
    held = values.values()
    return _PLAIN.issuperset(map(type, held)) or all(map(_is_plain_value, held))


def _is_plain_value(value: object) -> bool:
    if type(value) is list:
        return all(type(item) is str for item in value)
    return type(value) in _PLAIN


def _text_of(raw: bytes, encoding: str) -> str:
    try:
        return read_as(raw, encoding)
    except ValueError:
        # The lines above may have been ASCII, or of another source.
        try:
            return decode(raw, name="the line").text
        except VisnykError as error:
            raise ValueError(error.what) from error
