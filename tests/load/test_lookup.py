"""Rows of a table found by a text: the same as in a dict, whatever the keys."""

from __future__ import annotations

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.load.state import lookup
from tasks.load.state.lookup import Lookup

KEYS = st.text(alphabet="аґїbc/:#é€\U0001f600\u0301", max_size=4)
ROWS = st.lists(st.tuples(KEYS, st.integers(0, 3), st.one_of(st.none(), KEYS)), max_size=40)


def table(rows, chunks=1):
    names = ("key", "rank", "text")
    columns = list(zip(*rows, strict=True)) or [(), (), ()]
    types = (pa.string(), pa.int64(), pa.string())
    whole = pa.table(
        [pa.array(c, t) for c, t in zip(columns, types, strict=True)], names=list(names)
    )
    size = max(1, -(-len(rows) // chunks))
    parts = [whole.slice(start, size) for start in range(0, len(rows), size)]
    return pa.concat_tables(parts or [whole])


def pair(rank, text):
    return rank, text


@pytest.fixture(scope="class", params=["own hashes", "hashes that collide"])
def hashes(request):
    with pytest.MonkeyPatch.context() as patch:
        if request.param == "hashes that collide":
            patch.setattr(lookup, "hash", lambda key: len(key) % 2, raising=False)
        yield


@pytest.mark.usefixtures("hashes")
class TestLikeADict:
    @settings(max_examples=60, deadline=None)
    @given(rows=ROWS, others=st.lists(KEYS), chunks=st.integers(1, 4))
    def test_of_rows_with_the_same_key_the_last_counts(self, rows, others, chunks):
        known = Lookup(table(rows, chunks), "key", pair)
        expected = {key: (rank, text) for key, rank, text in rows}

        assert known == expected
        assert sorted(known) == sorted(expected)
        assert len(known) == len(expected)
        asked = list(dict.fromkeys((*others, *expected)))
        assert known.among(asked) == {key: expected[key] for key in asked if key in expected}
        for key in (*expected, *others):
            assert known.get(key) == expected.get(key)
            assert (key in known) == (key in expected)
            assert known.column("text").get(key, 0) == expected.get(key, (0, 0))[1]

    @settings(max_examples=60, deadline=None)
    @given(rows=ROWS)
    def test_with_a_rank_the_greatest_counts_and_of_equal_ones_the_last(self, rows):
        known = Lookup(table(rows), "key", pair, rank="rank")
        expected: dict[str, tuple[int, str | None]] = {}
        for key, rank, text in rows:
            if key not in expected or rank >= expected[key][0]:
                expected[key] = rank, text

        assert known == expected

    @settings(max_examples=60, deadline=None)
    @given(rows=ROWS, wanted=st.lists(KEYS))
    def test_keys_are_found_by_the_values_of_the_rows_that_count(self, rows, wanted):
        known = Lookup(table(rows), "key", pair)
        texts = {key: text for key, _, text in rows}

        assert dict(known.keys_of("text", wanted)) == {
            key: text for key, text in texts.items() if text in wanted
        }


def test_what_is_no_text_is_no_key():
    known = Lookup(table([("а", 1, None)]), "key", pair)

    assert 1 not in known
    with pytest.raises(KeyError):
        known["б"]
