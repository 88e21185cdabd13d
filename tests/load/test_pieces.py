"""Rows in pieces: whatever is cut where, the same rows come out, and the same files."""

import itertools
import random

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.load.errors import DatasetCorruptError
from tasks.load.merge import documents
from tasks.load.merge import partitions as merging
from tasks.load.merge.pieces import Pile, UnsortedError, cut, cuts
from tasks.load.schema import ARTICLES, DOCUMENTS, SENTENCES, file_of
from tasks.load.storage.arrow import arrow_schema, read_groups, write_parquet
from tasks.load.storage.commit import STAGING
from tests.load.factories import LATER, NOW, load, make, make_page, snapshot

KEYS = st.lists(st.text("абвx ", max_size=3), max_size=40)


def table(keys):
    numbers = pa.array(range(len(keys)), pa.int64())
    return pa.table({"key": pa.array(keys, pa.string()), "n": numbers})


def rows(pieces):
    return [row for piece in pieces if piece is not None for row in piece.to_pylist()]


@settings(max_examples=200, deadline=None)
@given(KEYS, st.integers(1, 7), st.integers(1, 9))
def test_sorted_rows_are_cut_without_loss_and_keys_are_never_parted(keys, size, chunk):
    keys = sorted(keys)
    whole = table(keys)
    groups = [whole.slice(start, chunk) for start in range(0, len(keys), chunk)]
    at = cuts(whole["key"], size)

    pieces = list(cut(groups, "key", at))

    assert len(pieces) == len(at) + 1
    assert rows(pieces) == whole.to_pylist()
    for number, piece in enumerate(pieces):
        found = set() if piece is None else set(piece["key"].to_pylist())
        assert len(found) <= size
        assert all(number == 0 or key >= at[number - 1] for key in found)
        assert all(number == len(at) or key < at[number] for key in found)


@settings(max_examples=50, deadline=None)
@given(batches=st.lists(KEYS, max_size=4), size=st.integers(1, 7), is_on_disk=st.booleans())
def test_a_pile_gives_back_what_came_in_pieces_that_fit(
    tmp_path_factory, batches, size, is_on_disk
):
    folder = tmp_path_factory.mktemp("pile") if is_on_disk else None
    at = cuts(pa.array(itertools.chain(*batches), pa.string()), size)
    pile = Pile("key", at, folder)
    for keys in batches:
        pile.add(table(keys))

    pieces = list(pile.pieces())

    assert sorted(map(repr, rows(pieces))) == sorted(
        repr(row) for keys in batches for row in table(keys).to_pylist()
    )
    for number, piece in enumerate(pieces):
        for key in [] if piece is None else piece["key"].to_pylist():
            assert number == 0 or key >= at[number - 1]
            assert number == len(at) or key < at[number]
    assert folder is None or not list(folder.iterdir())


def test_very_many_keys_make_larger_pieces_not_more_files():
    keys = pa.array([f"{number:05d}" for number in range(10_000)])

    assert len(cuts(keys, 3)) == 99


@pytest.mark.parametrize("groups", [[["b", "a"]], [["b"], ["a"]], [["a", "c", "b"]]])
def test_rows_in_another_order_are_noticed(groups):
    with pytest.raises(UnsortedError):
        list(cut([table(keys) for keys in groups], "key", ["aa"]))


@pytest.fixture
def small_pieces(monkeypatch):
    monkeypatch.setattr(merging, "PIECE_ARTICLES", 2)
    monkeypatch.setattr(documents, "_PIECE_PAGES", 2)


def contents(output):
    return {name: file[0] for name, file in snapshot(output).items() if not name.startswith(".")}


def publish_two_days(output):
    drawn = random.Random(3)
    days = [[make(n, page=make_page(n)) for n in range(12)]]
    days += [
        [
            make(n, text="Нове.", page=make_page(n, content=b"2", fetched_at=LATER))
            for n in range(8, 19)
        ]
    ]
    for run, articles in enumerate(days):
        drawn.shuffle(articles)
        load(output, *articles, run_id=f"run-{run}", now=(NOW, LATER)[run])


def test_files_merged_in_pieces_are_those_merged_at_once(tmp_path, request):
    publish_two_days(tmp_path / "at-once")
    request.getfixturevalue("small_pieces")
    publish_two_days(tmp_path / "in-pieces")

    assert contents(tmp_path / "in-pieces") == contents(tmp_path / "at-once")
    assert not (tmp_path / "in-pieces" / STAGING).exists()


@pytest.mark.usefixtures("small_pieces")
def test_a_stored_file_out_of_order_is_not_merged_into(tmp_path):
    load(tmp_path, *(make(n) for n in range(6)))
    path = tmp_path / file_of(SENTENCES, "2026-02")
    stored = pa.concat_tables(read_groups(path, SENTENCES))
    write_parquet([stored.take(list(reversed(range(stored.num_rows))))], path, SENTENCES)
    before = contents(tmp_path)

    with pytest.raises(DatasetCorruptError, match="not in the order of article_id"):
        load(tmp_path, make(7), run_id="run-2")

    assert contents(tmp_path) == before


def test_rows_written_in_any_parts_make_the_same_file(tmp_path):
    load(tmp_path, *(make(n, page=make_page(n)) for n in range(9)))
    for dataset, partition in ((ARTICLES, "2026-02"), (DOCUMENTS, "2026-W06")):
        path = tmp_path / file_of(dataset, partition)
        stored = pa.concat_tables(read_groups(path, dataset))
        assert stored.num_rows == 9
        for size in (1, 2, 5, 9):
            parts = [stored.slice(start, size) for start in range(0, 9, size)]
            write_parquet([arrow_schema(dataset).empty_table(), *parts], tmp_path / "t", dataset)
            assert (tmp_path / "t").read_bytes() == path.read_bytes()
