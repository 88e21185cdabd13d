"""The fast way through a record's JSON gives what the standard library gives."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.extract.canonical import canonical, read_json

PLAIN = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.text(),
    st.lists(st.text()),
)
ANY = st.recursive(
    st.one_of(PLAIN, st.floats(allow_nan=False)),
    lambda inner: st.one_of(st.lists(inner), st.dictionaries(st.text(), inner)),
    max_leaves=8,
)


def as_the_standard_library(values: dict[str, Any]) -> bytes:
    named = {
        name: value for name, value in values.items() if name.strip() and value not in (None, "")
    }
    text = json.dumps(named, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode()


@given(st.dictionaries(st.text(), ANY))
def test_whatever_a_record_holds_its_canonical_form_is_that_of_the_standard_library(
    values: dict[str, Any],
) -> None:
    read = read_json(json.dumps(values, ensure_ascii=False).encode(), "utf-8")
    assert read == values
    assert canonical(read) == as_the_standard_library(values)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (b'{"id": 123456789012345678901234567890}', b'{"id":123456789012345678901234567890}'),
        (b'{"score": 1e16, "n": 1.0}', b'{"n":1.0,"score":1e+16}'),
        (b'{"text": "\x01\ttab in a text"}', b'{"text":"\\u0001\\ttab in a text"}'),
        (b'{"text": "half \\ud83d"}', '{"text":"half \ufffd"}'.encode()),
        (b'{"b": 1, "a": 2, "b": 3}', b'{"a":2,"b":3}'),
        (b'{"": 1, " ": 2, "a": null, "c": "", "d": 0}', b'{"d":0}'),
        ('{"я": "є", "a": ["ї", "/"]}'.encode(), '{"a":["ї","/"],"я":"є"}'.encode()),
        (b'{"ok": true, "deep": {"b": [1, 2.5], "a": null}}',
         b'{"deep":{"a":null,"b":[1,2.5]},"ok":true}'),
    ],
)  # fmt: skip
def test_what_the_fast_way_cannot_hold_is_read_and_written_all_the_same(
    raw: bytes, expected: bytes
) -> None:
    assert canonical(read_json(raw, "utf-8")) == expected


def test_no_number_is_refused_that_files_hold() -> None:
    assert math.isnan(read_json(b'{"score": NaN}', "utf-8")["score"])


@pytest.mark.parametrize("raw", [b"[1]", b'"a"', b"{", b"", b'{"a": 1} x', b"[" * 100_000])
def test_what_is_no_object_is_an_error(raw: bytes) -> None:
    with pytest.raises(ValueError, match=r".+"):
        read_json(raw, "utf-8")
