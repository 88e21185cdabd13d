"""Inputs that fail: kept with their reason, counted, and let go when they load."""

from datetime import timedelta

import pyarrow.parquet as pq
import pytest

from tasks.load.publish import publish
from tasks.load.staging import stage_batch
from tasks.load.state.known import read_state
from tasks.load.state.read import read_quarantine, row_counts
from tasks.load.storage.locking import live_run
from tasks.version import pipeline_version
from tests.load.factories import LATER, NOW, fail, load, make, make_page, snapshot, source


def test_a_failure_is_kept_with_its_reason_and_its_bytes(tmp_path):
    load(tmp_path, make(1), failures=(fail(2),))

    (row,) = read_quarantine(tmp_path)
    assert row["source_uri"] == source(2)
    assert row["stage"] == "parse"
    assert row["reason"] == "The page has no title"
    assert row["attempts"] == 1
    assert row["first_seen_at"] == row["last_seen_at"] == NOW
    raw = pq.ParquetFile(tmp_path / "quarantine/quarantine.parquet").read(["raw"])
    assert raw.to_pylist() == [{"raw": b"\xff\x00raw"}]


def test_attempts_are_counted_and_the_first_time_is_kept(tmp_path):
    load(tmp_path, failures=(fail(1), fail(2)))
    load(tmp_path, failures=(fail(1, reason="Still no title"),), run_id="run-2", now=LATER)

    first, second = read_quarantine(tmp_path)
    assert first["attempts"] == 2
    assert first["reason"] == "Still no title"
    assert first["first_seen_at"] == NOW
    assert first["last_seen_at"] == LATER
    assert second["attempts"] == 1
    assert second["run_id"] == "run-1"


def test_an_input_that_loads_leaves_the_quarantine(tmp_path):
    load(tmp_path, failures=(fail(1), fail(2)))

    load(tmp_path, make(1), run_id="run-2")

    assert [row["source_uri"] for row in read_quarantine(tmp_path)] == [source(2)]


def test_a_released_input_leaves_the_quarantine(tmp_path):
    load(tmp_path, failures=(fail(1), fail(2)))

    load(tmp_path, resolved=(source(2), source(9)), run_id="run-2")

    assert [row["source_uri"] for row in read_quarantine(tmp_path)] == [source(1)]


def test_a_mended_input_leaves_the_quarantine_with_its_new_bytes(tmp_path):
    load(tmp_path, make(1), failures=(fail(2),))

    load(tmp_path, make(2, text="Виправлено."), run_id="run-2", now=LATER)

    assert not read_quarantine(tmp_path)
    assert row_counts(tmp_path)["articles"] == 2


def test_what_an_earlier_version_refused_is_tried_again_and_leaves_when_it_loads(
    tmp_path, monkeypatch
):
    with monkeypatch.context() as patch:
        patch.setattr("tasks.load.rows.pipeline_version", lambda: "0.0.1")
        load(tmp_path, failures=(fail(1), fail(2)))
    assert not any(known.is_settled for known in read_state(tmp_path).quarantine.values())

    load(tmp_path, make(1), failures=(fail(2),), run_id="run-2", now=LATER)

    (row,) = read_quarantine(tmp_path)
    assert (row["source_uri"], row["attempts"]) == (source(2), 2)
    assert row["pipeline_version"] == pipeline_version()
    assert read_state(tmp_path).quarantine[source(2)].is_settled


RECORD = "file:///inbox/export.jsonl#"


@pytest.mark.parametrize(
    "uri", [f"{RECORD}id=7", f"{RECORD}url=https%3A%2F%2Fvisti.example%2F7&n=2"]
)
def test_a_record_leaves_the_quarantine_and_its_neighbours_stay(tmp_path, uri):
    load(tmp_path, failures=(fail(1, source_uri=uri), fail(2, source_uri=f"{RECORD}id=70")))

    load(tmp_path, make(1, source_uri=uri), run_id="run-2")

    assert [row["source_uri"] for row in read_quarantine(tmp_path)] == [f"{RECORD}id=70"]


def test_an_address_leaves_the_quarantine_when_its_page_loads(tmp_path):
    address, other = "https://visti.example/1", "https://visti.example/2"
    down = fail(1, source_uri=address, source_sha256=None, is_transient=True, raw=None)
    load(tmp_path, failures=(down, fail(2, source_uri=other)))

    load(tmp_path, make(1, source_uri=address, page=make_page(1)), run_id="run-2")

    assert [row["source_uri"] for row in read_quarantine(tmp_path)] == [other]


def test_an_input_that_equals_another_leaves_the_quarantine_with_it(tmp_path):
    load(tmp_path, failures=(fail(1), fail(2)))
    copy = make(2, source_sha256=make(1).article.source_sha256)

    published = load(tmp_path, make(1), copy, run_id="run-2")

    assert published.copies == (source(2),)
    assert not read_quarantine(tmp_path)


def test_bytes_that_load_from_elsewhere_leave_the_quarantine_wherever_they_failed(tmp_path):
    refused = make(1).article.source_sha256
    load(tmp_path, failures=(fail(8, source_sha256=refused), fail(9)))

    load(tmp_path, make(1), run_id="run-2")

    assert [row["source_uri"] for row in read_quarantine(tmp_path)] == [source(9)]


def test_bytes_that_load_from_elsewhere_stay_where_they_failed_again(tmp_path):
    again = fail(8, source_sha256=make(1).article.source_sha256)
    load(tmp_path, failures=(again,))

    load(tmp_path, make(1), failures=(again,), run_id="run-2", now=LATER)

    (row,) = read_quarantine(tmp_path)
    assert (row["source_uri"], row["attempts"]) == (source(8), 2)


def test_an_input_that_fails_after_an_edit_keeps_its_published_rows(tmp_path):
    load(tmp_path, make(1))

    load(tmp_path, failures=(fail(1),), run_id="run-2")

    assert row_counts(tmp_path)["articles"] == 1
    assert row_counts(tmp_path)["quarantine"] == 1


def test_failures_alone_leave_the_articles_untouched(tmp_path):
    load(tmp_path, make(1))
    before = snapshot(tmp_path)

    load(tmp_path, failures=(fail(2),), run_id="run-2")

    after = snapshot(tmp_path)
    assert {path for path in after if before.get(path) != after[path]} == {
        "datapackage.json",
        "manifest.json",
        "quarantine/quarantine.parquet",
    }


def test_failures_staged_with_a_batch_are_published_with_it(tmp_path):
    with live_run(tmp_path, "run-1"):
        batch = stage_batch(tmp_path, "run-1", 1, [make(1)], [fail(2)], now=NOW)
        publish(tmp_path, "run-1", [batch], [fail(3)], now=NOW + timedelta(minutes=1))

    assert [row["source_uri"] for row in read_quarantine(tmp_path)] == [source(2), source(3)]


def test_the_state_tells_what_failed_and_whether_to_try_again(tmp_path):
    load(tmp_path, failures=(fail(1), fail(2, is_transient=True, source_sha256=None)))

    state = read_state(tmp_path)

    assert state.quarantine[source(1)] == (
        fail(1).source_sha256, pipeline_version(), False, 1, NOW,
    )  # fmt: skip
    assert state.quarantine[source(2)].is_transient
    assert state.quarantine[source(2)].sha256 is None
    assert not state.documents


@pytest.mark.parametrize("reason", ["bad \udcff byte", "лапки «…» | таб\t", ""])
def test_a_reason_of_any_text_can_be_stored(tmp_path, reason):
    load(tmp_path, failures=(fail(1, reason=reason),))

    (row,) = read_quarantine(tmp_path)
    assert row["reason"] == reason.replace("\udcff", "\\udcff")
