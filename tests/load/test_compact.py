"""Old files become as today's code writes them, say the same, and are left alone afterwards."""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tasks.load.errors import DatasetCorruptError
from tasks.load.maintenance.compact import compact
from tasks.load.maintenance.untidy import NO_LIMITS, Limits, look
from tasks.load.runs import RunRecord, append_run
from tasks.load.schema import ARTICLES, DOCUMENTS, MENTIONS, SENTENCES, RunState, file_of
from tasks.load.state.read import last_runs
from tasks.load.state.shelf import StoredShelf
from tasks.load.storage.arrow import arrow_schema, read_parquet
from tasks.load.storage.locking import STAGING
from tasks.load.storage.manifest import (
    content_hash,
    published_files,
    read_manifest,
    reconciled,
    row_counts,
)
from tasks.load.verify import verify
from tests.load.factories import LATER, NOW, load, make, snapshot
from tests.load.killed_commands import as_of_old
from tests.load.test_damage import truncate
from tests.load.test_documents import address, fetched
from tests.load.verified import FEBRUARY, relist

ROOT = Path(__file__).parents[2]
DAY = timedelta(days=1)


def compacted(output, limits=NO_LIMITS):
    done = compact(output, "run-compact", limits)
    assert verify(output).problems == ()
    assert reconciled(output) == read_manifest(output)
    return done


def rewrite(output, dataset, partition=FEBRUARY, *, edit=lambda table: table, **options):
    """Write a file as a visnyk of old might have, in the manifest as well."""
    path = output / file_of(dataset, partition)
    table = edit(pq.ParquetFile(path).read())
    pq.write_table(table, path, **{"compression": "zstd", "write_page_index": True} | options)
    relist(output)


def whole(output):
    return {name: file for name, file in snapshot(output).items() if not name.startswith(".")}


def test_what_is_as_it_should_be_is_not_touched(output):
    before = whole(output)

    assert look(output) == []
    assert compacted(output).files == ()
    assert whole(output) == before


OLD = {
    "other compression": {"compression": "snappy"},
    "small row groups": {"row_group_size": 1},
    "no page index": {"write_page_index": False},
    "no word on the order": {},
    "a column less": {"edit": lambda table: table.drop_columns(["text_sha256"])},
    "other descriptions": {
        "edit": lambda table: table.cast(
            pa.schema([field.remove_metadata() for field in table.schema], table.schema.metadata)
        )
    },
}


@pytest.mark.parametrize("name", OLD)
def test_an_old_file_becomes_what_the_code_writes_today(tmp_path, name):
    load(tmp_path, make(1, body=("Коротко.",)), make(2))
    new = (tmp_path / file_of(ARTICLES, FEBRUARY)).read_bytes()
    rewrite(tmp_path, ARTICLES, **OLD[name])
    old = content_hash(tmp_path)

    done = compacted(tmp_path)

    assert [item.path for item in done.files] == [file_of(ARTICLES, FEBRUARY)]
    assert content_hash(tmp_path) == old
    if name != "a column less":
        assert (tmp_path / file_of(ARTICLES, FEBRUARY)).read_bytes() == new
    assert look(tmp_path) == []


def test_columns_that_came_later_are_null_and_described(tmp_path):
    load(tmp_path, make(1))
    rewrite(tmp_path, ARTICLES, edit=lambda table: table.drop_columns(["revision"]))

    assert look(tmp_path)[0].reasons[0] == "lacks revision"
    compacted(tmp_path)

    path = tmp_path / file_of(ARTICLES, FEBRUARY)
    assert pq.read_schema(path).equals(arrow_schema(ARTICLES), check_metadata=True)
    assert read_parquet(path, ARTICLES)["revision"].null_count == 1


@pytest.mark.parametrize("group", [1, 3, 100_000])
def test_rows_out_of_order_are_sorted_and_stay_in_reading_order(tmp_path, group):
    load(tmp_path, make(1), make(2), make(3))
    path = tmp_path / file_of(SENTENCES, FEBRUARY)
    expected = path.read_bytes()

    def turned(table):
        """The articles backwards, the rows of each as they are."""
        last_first = table.append_column("n", pa.array(range(table.num_rows)))
        order = [("article_id", "descending"), ("n", "ascending")]
        return last_first.sort_by(order).drop_columns(["n"])

    rewrite(tmp_path, SENTENCES, edit=turned, row_group_size=group)

    done = compacted(tmp_path)

    assert "rows are not in order" in done.files[0].reasons
    assert path.read_bytes() == expected


def test_what_it_saved_is_the_difference_of_the_folder(tmp_path):
    load(tmp_path, *(make(number) for number in range(1, 9)))
    for dataset in (SENTENCES, MENTIONS):
        rewrite(tmp_path, dataset, compression="none", use_dictionary=False)
    before = sum(path.stat().st_size for _, _, path in published_files(tmp_path))

    done = compacted(tmp_path)

    after = sum(path.stat().st_size for _, _, path in published_files(tmp_path))
    assert done.bytes_saved == before - after > 0


def test_what_dead_runs_left_is_cleared_and_counted(output):
    dead = output / STAGING / "run-dead/batch-00001"
    dead.mkdir(parents=True)
    (dead / "articles.parquet").write_bytes(bytes(1000))

    assert compacted(output).bytes_left_over == 1000
    assert not (output / STAGING).exists()


def versions(output):
    return sorted(
        (row["source_uri"], row["content"])
        for dataset, _, path in published_files(output)
        if dataset is DOCUMENTS
        for row in read_parquet(path, DOCUMENTS).to_pylist()
    )


def test_versions_of_pages_go_that_are_old_and_that_nothing_needs(tmp_path):
    # The first version of page 2 is what its article was made from: the second failed.
    load(tmp_path, fetched(1, b"one"), fetched(2, b"kept"))
    load(tmp_path, fetched(1, b"two", NOW + DAY, text="Друга."), run_id="run-2")
    load(tmp_path, fetched(1, b"three", NOW + 9 * DAY, text="Третя."), run_id="run-3")
    every = versions(tmp_path)

    assert compacted(tmp_path, Limits(pages_before=NOW)).files == ()
    assert versions(tmp_path) == every
    done = compacted(tmp_path, Limits(pages_before=NOW + DAY))
    assert [item.rows_gone for item in done.files] == [1]
    compacted(tmp_path, Limits(pages_before=NOW + 99 * DAY))

    assert versions(tmp_path) == [(address(1), b"three"), (address(2), b"kept")]
    assert StoredShelf(tmp_path).page(address(1)).content == b"three"


def test_the_version_that_the_article_was_made_from_stays_though_a_later_one_is_kept(tmp_path):
    load(tmp_path, fetched(1, b"late", NOW + 9 * DAY))
    load(tmp_path, fetched(1, b"early", NOW, text="Раніше."), run_id="run-2")

    compacted(tmp_path, Limits(pages_before=NOW + 99 * DAY))

    assert [content for _, content in versions(tmp_path)] == [b"early", b"late"]


def test_a_week_without_a_version_that_is_needed_keeps_a_file_without_rows(tmp_path):
    load(tmp_path, fetched(1, b"one"))
    load(tmp_path, fetched(1, b"two", NOW + 9 * DAY, text="Друга."), run_id="run-2")

    compacted(tmp_path, Limits(pages_before=NOW + DAY))

    week = tmp_path / file_of(DOCUMENTS, "2026-W06")
    assert pq.read_metadata(week).num_rows == 0
    assert row_counts(tmp_path)["documents"] == 1


def test_old_runs_leave_the_history(tmp_path):
    load(tmp_path, make(1))
    for number, at in enumerate((NOW, LATER), 1):
        append_run(tmp_path, RunRecord(f"run-{number}", at, at, RunState.COMPLETED))

    compacted(tmp_path, Limits(runs_before=LATER))

    assert [run["run_id"] for run in last_runs(tmp_path, 9)] == ["run-2"]
    compacted(tmp_path, Limits(runs_before=LATER + DAY))
    assert last_runs(tmp_path, 9) == []
    assert compacted(tmp_path, Limits(runs_before=LATER + DAY)).files == ()


def test_a_damaged_file_is_named_and_left_as_it_is(tmp_path):
    load(tmp_path, make(1))
    path = tmp_path / file_of(ARTICLES, FEBRUARY)
    truncate(path)
    before = path.read_bytes()

    with pytest.raises(DatasetCorruptError, match=r"articles\.parquet"):
        compact(tmp_path, "run-compact")

    assert path.read_bytes() == before


def test_rows_that_nobody_published_are_not_given_a_new_checksum(tmp_path):
    load(tmp_path, make(1), make(2))
    path = tmp_path / file_of(ARTICLES, FEBRUARY)
    pq.write_table(pq.ParquetFile(path).read().slice(1), path)
    before = path.read_bytes()

    with pytest.raises(DatasetCorruptError, match="other rows than were published"):
        compact(tmp_path, "run-compact")

    assert path.read_bytes() == before


def test_looking_changes_nothing(tmp_path):
    load(tmp_path, make(1), fetched(2))
    as_of_old(tmp_path)
    before = snapshot(tmp_path)

    found = look(tmp_path, Limits(LATER, LATER))

    assert {item.path for item in found} == {
        file_of(dataset, partition) for dataset, partition, _ in published_files(tmp_path)
    }
    assert snapshot(tmp_path) == before


@pytest.mark.slow
def test_killed_before_any_file_operation_it_is_done_by_the_next_call(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "tests.load.killed_commands", tmp_path, "compact", "23"],
        cwd=ROOT, capture_output=True, text=True, timeout=600, check=False,
    )  # fmt: skip

    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 3
