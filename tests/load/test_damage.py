"""Files that were damaged, lost or left behind between two runs."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tasks.load.errors import DatasetCorruptError, OutputNotWritableError, SchemaVersionError
from tasks.load.publish import publish
from tasks.load.runs import RunRecord, append_run
from tasks.load.schema import RunState
from tasks.load.staging import stage_batch
from tasks.load.state.known import State, read_state
from tasks.load.state.read import last_runs, read_articles
from tasks.load.storage.locking import STAGING, check_writable, live_run
from tasks.load.storage.manifest import content_hash, read_manifest, reconciled, row_counts
from tests.load.factories import LATER, NOW, load, make, snapshot, source

ARTICLES = "articles/published_month=2026-02/articles.parquet"


def truncate(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])


def flip_a_letter(path: Path, letters: bytes) -> None:
    """Change a letter where it is data, so that Parquet without checksums reads nonsense."""
    whole, before = path.read_bytes(), pq.ParquetFile(path).read()
    place = whole.find(letters)
    while place >= 0:
        path.write_bytes(whole[:place] + b"#" + whole[place + 1 :])
        if not pq.ParquetFile(path).read().equals(before):
            return
        place = whole.find(letters, place + 1)
    raise AssertionError("the letters are only in the file's statistics")


def empty(path: Path) -> None:
    path.write_bytes(b"")


@pytest.mark.parametrize("damage", [truncate, empty])
def test_a_damaged_file_is_named_with_what_to_do(tmp_path, damage):
    load(tmp_path, make(1))
    damage(tmp_path / ARTICLES)

    with pytest.raises(DatasetCorruptError) as caught:
        read_state(tmp_path)

    assert str(tmp_path / ARTICLES) in caught.value.what
    assert "delete it and run again" in caught.value.remedy


@pytest.mark.parametrize("name", ["articles", "sentences", "mentions", "tags"])
def test_deleting_a_damaged_file_and_running_again_mends_the_data(tmp_path, name):
    load(tmp_path, make(1), make(2))
    expected = content_hash(tmp_path)
    path = tmp_path / ARTICLES.replace("articles", name)
    truncate(path)
    with pytest.raises(DatasetCorruptError):
        load(tmp_path, make(1, text="Зміна."), run_id="run-2")

    path.unlink()

    assert read_state(tmp_path).documents == {}
    load(tmp_path, make(1), make(2), run_id="run-3")
    assert content_hash(tmp_path) == expected
    assert reconciled(tmp_path) == read_manifest(tmp_path)


def test_a_letter_that_the_disk_changed_is_found_when_the_file_is_read(tmp_path):
    load(tmp_path, make(1))
    flip_a_letter(tmp_path / ARTICLES, b"visti.example")

    with pytest.raises(DatasetCorruptError, match=r"articles\.parquet"):
        content_hash(tmp_path)


def test_a_month_that_lost_one_dataset_counts_as_not_loaded(tmp_path):
    load(tmp_path, make(1), make(2, published_date=None, published_at=None))
    (tmp_path / "mentions/published_month=unknown/mentions.parquet").unlink()

    assert read_state(tmp_path).documents.keys() == {source(1)}


@pytest.mark.parametrize("content", [None, b"", b"{", b"[]", b'{"files": [{"path": 1}]}'])
def test_a_lost_or_damaged_manifest_is_made_anew(tmp_path, content):
    load(tmp_path, make(1), make(2, published_date=None, published_at=None))
    manifest = tmp_path / "manifest.json"
    before = {path: entry.sha256 for path, entry in read_manifest(tmp_path).items()}
    manifest.unlink()
    if content is not None:
        manifest.write_bytes(content)

    assert row_counts(tmp_path)["articles"] == 2
    append_run(tmp_path, RunRecord("run-2", NOW, NOW, RunState.COMPLETED))

    after = {path: entry.sha256 for path, entry in read_manifest(tmp_path).items()}
    assert after == before | {"runs/runs.parquet": after["runs/runs.parquet"]}
    assert json.loads(manifest.read_text())["content_sha256"] == content_hash(tmp_path)


def test_a_manifest_that_lists_what_is_not_there_is_brought_in_line(tmp_path):
    load(tmp_path, make(1), make(2, published_date=None, published_at=None))
    for name in ("articles", "sentences", "mentions", "tags"):
        (tmp_path / f"{name}/published_month=unknown/{name}.parquet").unlink()

    load(tmp_path, run_id="run-2")

    assert {entry.partition for entry in read_manifest(tmp_path).values()} == {"2026-02", None}


def test_files_of_a_newer_visnyk_are_refused(tmp_path):
    load(tmp_path, make(1))
    table = pq.ParquetFile(tmp_path / ARTICLES).read()
    newer = table.replace_schema_metadata({"schema_version": "2"})
    pq.write_table(newer, tmp_path / ARTICLES)

    with pytest.raises(SchemaVersionError, match="schema version 2"):
        read_state(tmp_path)


def test_files_from_before_a_column_was_added_are_read_and_rewritten_whole(tmp_path):
    load(tmp_path, make(1))
    old = pq.ParquetFile(tmp_path / ARTICLES).read().drop_columns(["duplicate_of"])
    pq.write_table(old, tmp_path / ARTICLES)

    load(tmp_path, make(2), run_id="run-2")

    rows = read_articles(tmp_path)
    assert len(rows) == 2
    assert all(row["duplicate_of"] is None for row in rows)


def test_what_killed_runs_left_in_staging_is_cleared_away(tmp_path):
    dead = tmp_path / STAGING / "run-dead"
    (dead / "batch-00001").mkdir(parents=True)
    (dead / ".live").touch()
    (dead / "batch-00001/.articles.tmp").write_bytes(b"half")
    (tmp_path / STAGING / ".commit").mkdir()
    (tmp_path / STAGING / ".commit.json.tmp").write_bytes(b"half")

    load(tmp_path, make(1))

    assert not (tmp_path / STAGING).exists()


def test_the_staging_of_a_live_run_survives_the_publish_of_another(tmp_path):
    with live_run(tmp_path, "run-slow"):
        batch = stage_batch(tmp_path, "run-slow", 1, [make(1)])
        load(tmp_path, make(2), run_id="run-quick")
        publish(tmp_path, "run-slow", [batch], now=LATER)

    assert read_state(tmp_path).documents.keys() == {source(1), source(2)}
    assert not (tmp_path / STAGING).exists()


@pytest.mark.parametrize("run_id", ["", "..", ".commit", "a/b", "/tmp/x"])
def test_a_run_identifier_that_is_no_file_name_is_refused(tmp_path, run_id):
    with pytest.raises(ValueError, match="file name"), live_run(tmp_path, run_id):
        pass


def test_a_new_or_empty_output_has_no_state(tmp_path):
    assert read_state(tmp_path / "new") == State()
    assert read_state(tmp_path) == State()
    assert read_articles(tmp_path) == []
    assert last_runs(tmp_path, 5) == []
    assert not (tmp_path / "new").exists()


def test_files_that_are_not_ours_are_left_alone(tmp_path):
    (tmp_path / "README.md").write_text("mine")
    (tmp_path / ".notes.tmp").write_text("mine")
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles/notes.parquet").write_bytes(b"no parquet")

    load(tmp_path, make(1))
    load(tmp_path, make(1, published_date=None, published_at=None, text="x"), run_id="run-2")

    assert (tmp_path / "README.md").read_text() == "mine"
    assert (tmp_path / ".notes.tmp").read_text() == "mine"
    assert (tmp_path / "articles/notes.parquet").read_bytes() == b"no parquet"


def test_a_writable_output_is_created_and_left_empty(tmp_path):
    check_writable(tmp_path / "a/b")

    assert [path.name for path in (tmp_path / "a/b").iterdir()] == [".lock"]
    check_writable(tmp_path / "a/b")


def test_an_output_that_is_a_file_is_refused(tmp_path):
    (tmp_path / "out").write_text("x")

    with pytest.raises(OutputNotWritableError, match="is a file, not a folder"):
        check_writable(tmp_path / "out")
    with pytest.raises(OutputNotWritableError, match="Cannot write"):
        check_writable(tmp_path / "out/below")


@contextmanager
def without_rights() -> Iterator[None]:
    """Root may write everywhere: for a while, be nobody."""
    nobody = 65534
    is_root = os.geteuid() == 0
    if is_root:
        os.seteuid(nobody)
    try:
        yield
    finally:
        if is_root:
            os.seteuid(0)


def test_an_output_where_nobody_may_write_is_refused(read_only):
    with without_rights(), pytest.raises(OutputNotWritableError, match="Cannot write"):
        check_writable(read_only / "new")


def test_a_read_only_output_is_refused_and_readable(read_only):
    before = snapshot(read_only)
    with without_rights():
        with pytest.raises(OutputNotWritableError, match="Permission denied"):
            check_writable(read_only)
        assert read_state(read_only).documents.keys() == {source(1)}
    assert snapshot(read_only) == before


def test_the_last_runs_come_latest_first(tmp_path):
    for number, day in enumerate([NOW, LATER], start=1):
        engines = {"draft": number, "google": 2}
        append_run(
            tmp_path, RunRecord(f"run-{number}", day, day, RunState.COMPLETED, engines=engines)
        )

    latest, _ = last_runs(tmp_path, 5)
    assert latest["run_id"] == "run-2"
    assert latest["engines"] == [
        {"engine": "draft", "sentences": 2},
        {"engine": "google", "sentences": 2},
    ]
    assert len(last_runs(tmp_path, 1)) == 1


def test_a_table_of_a_wrong_shape_is_no_crash_but_an_error(tmp_path):
    load(tmp_path, make(1))
    pq.write_table(pa.table({"article_id": [["a list"]]}), tmp_path / ARTICLES)

    with pytest.raises(DatasetCorruptError):
        content_hash(tmp_path)
