"""What is forgotten is gone from every dataset, and what repeated it is judged anew."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from tasks.load.maintenance.forget import Target, find, forget
from tasks.load.schema import DOCUMENTS, PARTITIONED, file_of
from tasks.load.state.read import read_articles, read_quarantine
from tasks.load.state.shelf import StoredShelf
from tasks.load.storage.manifest import published_files, read_manifest, reconciled, row_counts
from tasks.load.verify import verify
from tests.load.factories import LATER, fail, load, make, make_page, sha256, snapshot, source
from tests.load.reprints import BRIDGE
from tests.load.test_documents import address, fetched
from tests.load.test_duplicates import REPRINTED, marks, news

ROOT = Path(__file__).parents[2]


def identifier(number):
    return make(number).article.article_id


def of(number):
    return Target(prefix=identifier(number))


def sources(output):
    return {row["source_uri"] for row in read_articles(output, columns=["source_uri"])}


def forgotten(output, target):
    removal, committed = forget(output, "run-forget", target, now=LATER)
    assert verify(output).problems == ()
    assert reconciled(output) == read_manifest(output)
    return removal, committed


def test_an_article_goes_from_every_dataset_and_its_neighbours_stay(tmp_path):
    load(tmp_path, fetched(1), fetched(2, b"two"), failures=(fail(9),))
    before = row_counts(tmp_path)

    removal, _ = forgotten(tmp_path, of(1))

    after = row_counts(tmp_path)
    assert sources(tmp_path) == {address(2)}
    assert removal.rows == {name: before[name] - after[name] for name in removal.rows}
    assert removal.rows["documents"] == removal.rows["articles"] == 1
    assert removal.rows["sentences"] > 0
    assert after["quarantine"] == 1
    for _, _, path in published_files(tmp_path):
        assert identifier(1).encode() not in path.read_bytes()


def test_all_kept_versions_of_its_page_go_whatever_their_week(tmp_path):
    load(tmp_path, fetched(1, b"one"), fetched(2, b"two"))
    later = LATER.replace(month=3)
    load(tmp_path, fetched(1, b"changed", later, text="Зміна."), run_id="run-2")

    removal, committed = forgotten(tmp_path, of(1))

    assert removal.rows["documents"] == 2
    assert StoredShelf(tmp_path).kept() == {address(2): sha256("two")}
    week = pq.read_metadata(tmp_path / file_of(DOCUMENTS, "2026-W10"))
    assert (week.num_rows, committed.removed) == (0, ())


def test_a_month_that_lost_its_last_article_keeps_files_without_rows(tmp_path):
    load(tmp_path, make(1), make(2, published_date=None, published_at=None))

    _, committed = forgotten(tmp_path, of(2))

    assert committed.removed == ()
    assert set(committed.written) == {file_of(dataset, "unknown") for dataset in PARTITIONED}
    for dataset in PARTITIONED:
        assert pq.read_metadata(tmp_path / file_of(dataset, "unknown")).num_rows == 0


def test_other_months_and_weeks_are_not_touched(tmp_path):
    load(tmp_path, fetched(1), make(2, published_date=None, published_at=None))
    unknown = tmp_path / "articles/published_month=unknown"
    before = snapshot(unknown), snapshot(tmp_path / "quarantine")

    forgotten(tmp_path, of(1))

    assert (snapshot(unknown), snapshot(tmp_path / "quarantine")) == before


@pytest.mark.parametrize(
    "name",
    [
        "https://visti.example/1",
        "http://www.visti.example/1/amp",
        source(1),
    ],
)
def test_an_article_is_found_by_what_its_address_and_its_input_are_called(tmp_path, name):
    load(tmp_path, make(1), make(2))

    forgotten(tmp_path, Target(uris=frozenset({name})))

    assert sources(tmp_path) == {source(2)}


def test_an_address_names_its_bytes_in_quarantine_and_what_was_kept_of_it(tmp_path):
    bad = fail(2, source_uri=address(2))
    load(tmp_path, fetched(1), failures=(bad, fail(3)))

    removal, _ = forgotten(tmp_path, Target(uris=frozenset({address(2)})))

    assert removal.rows["quarantine"] == 1
    assert [row["source_uri"] for row in read_quarantine(tmp_path)] == [source(3)]
    assert sources(tmp_path) == {address(1)}


def test_bytes_in_quarantine_that_equal_those_of_the_article_go_too(tmp_path):
    content = hashlib.sha256(b"same").hexdigest()
    load(tmp_path, fetched(1, b"same"), make(2))
    load(tmp_path, failures=(fail(5, source_sha256=content), fail(6)), run_id="run-2")

    forgotten(tmp_path, of(1))

    assert [row["source_uri"] for row in read_quarantine(tmp_path)] == [source(6)]


def test_an_outlet_goes_whole_and_others_stay(tmp_path):
    other = {"outlet_domain": "inshi.example", "url": "https://inshi.example/3"}
    theirs = "https://inshi.example/3"
    load(
        tmp_path,
        fetched(1),
        make(2),
        make(3, **other, source_uri=theirs, page=make_page(3, url=theirs)),
        failures=(
            fail(7, source_uri="https://m.visti.example/7"),
            fail(8, source_uri="https://novisti.example/8"),
        ),
    )

    removal, _ = forgotten(tmp_path, Target(outlet="visti.example"))

    assert removal.rows["articles"] == 2
    assert sources(tmp_path) == {theirs} == StoredShelf(tmp_path).kept().keys()
    assert [row["source_uri"] for row in read_quarantine(tmp_path)] == ["https://novisti.example/8"]


def test_the_kept_page_of_another_outlet_under_the_same_host_stays(tmp_path):
    hosted = {"outlet_domain": "sport.visti.example", "url": "https://sport.visti.example/2"}
    theirs = "https://sport.visti.example/2"
    load(tmp_path, fetched(1), make(2, **hosted, source_uri=theirs, page=make_page(2, url=theirs)))

    forgotten(tmp_path, Target(outlet="visti.example"))

    assert StoredShelf(tmp_path).kept().keys() == {theirs}


def test_other_inputs_of_the_same_article_go_with_it_by_whichever_identifier(tmp_path):
    load(tmp_path, make(1), make(2, article_id=identifier(1)), make(3))
    derived = {row["article_id"] for row in read_articles(tmp_path)} - {
        identifier(1), identifier(3),
    }  # fmt: skip

    forgotten(tmp_path, Target(prefix=derived.pop()[:8]))

    assert sources(tmp_path) == {source(3)}


def test_the_first_reprint_left_becomes_what_the_others_repeat(tmp_path):
    load(tmp_path, news(1, BRIDGE), news(2, REPRINTED, hour=11), news(3, BRIDGE, days=2))
    assert marks(tmp_path) == {2: (1, "near_text"), 3: (1, "text")}

    forgotten(tmp_path, of(1))

    assert marks(tmp_path) == {3: (2, "near_text")}


def test_a_reprint_in_another_month_is_judged_anew(tmp_path):
    load(tmp_path, news(1, BRIDGE, days=2), news(2, BRIDGE, days=5))
    assert marks(tmp_path) == {2: (1, "text")}

    _, committed = forgotten(tmp_path, of(1))

    assert marks(tmp_path) == {}
    assert "articles/published_month=2026-03/articles.parquet" in committed.written


def test_looking_changes_nothing_and_what_is_not_there_is_empty(tmp_path):
    load(tmp_path, make(1))
    before = snapshot(tmp_path)

    assert find(tmp_path, of(1)).rows["articles"] == 1
    assert find(tmp_path, of(2)).is_empty
    assert find(tmp_path, Target(outlet="nema.example")).is_empty
    assert snapshot(tmp_path) == before


@pytest.mark.slow
def test_killed_before_any_file_operation_it_is_done_by_the_next_call(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "tests.load.killed_commands", tmp_path, "forget", "9"],
        cwd=ROOT, capture_output=True, text=True, timeout=600, check=False,
    )  # fmt: skip

    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 3
