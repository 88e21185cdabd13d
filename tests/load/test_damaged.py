"""Damage is found, put out of the way without loss, and no month is left half there."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from tasks.load.errors import SchemaVersionError
from tasks.load.maintenance.closing import close
from tasks.load.maintenance.damaged import DAMAGED, find_damage, set_aside
from tasks.load.schema import ARTICLES, DOCUMENTS, MENTIONS, SENTENCES, file_of
from tasks.load.state.known import read_state
from tasks.load.state.originals import Choice, originals
from tasks.load.state.read import read_articles
from tasks.load.state.shelf import StoredShelf
from tasks.load.storage.locking import STAGING
from tasks.load.storage.manifest import content_hash, read_manifest, reconciled, row_counts
from tasks.load.verify import verify
from tests.load.factories import fail, load, make, sha256, snapshot, source
from tests.load.killed_commands import mend
from tests.load.reprints import BRIDGE
from tests.load.test_damage import flip_a_letter, truncate
from tests.load.test_documents import WEEK, address, fetched
from tests.load.test_duplicates import marks, news
from tests.load.verified import FEBRUARY, change

ROOT = Path(__file__).parents[2]
OUTDATED = Choice()


def file(output, dataset, partition=FEBRUARY):
    return output / file_of(dataset, partition)


def copies(output):
    return {path.read_bytes() for path in (output / DAMAGED).rglob("*.parquet")}


def test_a_whole_output_is_not_touched(output):
    before = {name: at for name, at in snapshot(output).items() if not name.startswith(".")}

    assert set_aside(output, "run-rebuild") == []
    assert close(output, "run-rebuild").uris == ()

    after = {name: at for name, at in snapshot(output).items() if not name.startswith(".")}
    assert after == before
    assert not (output / DAMAGED).exists()


@pytest.mark.parametrize("dataset", [ARTICLES, SENTENCES, MENTIONS], ids=lambda item: item.name)
def test_a_damaged_file_is_kept_and_its_month_counts_as_not_loaded(tmp_path, dataset):
    load(tmp_path, make(1), make(2, published_date=None, published_at=None))
    truncate(file(tmp_path, dataset))
    broken = file(tmp_path, dataset).read_bytes()

    (found,) = set_aside(tmp_path, "run-rebuild")

    assert (found.path, found.dataset) == (file_of(dataset, FEBRUARY), dataset)
    assert copies(tmp_path) == {broken}
    assert read_state(tmp_path).documents.keys() == {source(2)}
    wanted = {source(1)} if dataset is not ARTICLES else set()
    assert originals(tmp_path, OUTDATED).keys() == wanted
    assert reconciled(tmp_path) == read_manifest(tmp_path)


@pytest.mark.parametrize("dataset", [ARTICLES, SENTENCES, MENTIONS], ids=lambda item: item.name)
def test_loading_the_inputs_again_gives_what_was_there(tmp_path, dataset):
    load(tmp_path, make(1), make(2))
    expected = content_hash(tmp_path)
    truncate(file(tmp_path, dataset))

    set_aside(tmp_path, "run-rebuild")
    load(tmp_path, make(1), make(2), run_id="run-2")
    closed = close(tmp_path, "run-rebuild")

    assert (closed.uris, closed.lost) == ((), 0)
    assert content_hash(tmp_path) == expected
    assert verify(tmp_path).problems == ()


def test_articles_without_an_input_stay_without_the_names_that_were_damaged(tmp_path):
    load(tmp_path, make(1), make(2))
    truncate(file(tmp_path, MENTIONS))

    set_aside(tmp_path, "run-rebuild")
    load(tmp_path, make(1), run_id="run-2")
    close(tmp_path, "run-rebuild")

    assert len(read_articles(tmp_path)) == 2
    assert row_counts(tmp_path)["mentions"] == 1
    assert verify(tmp_path).problems == ()


def test_a_month_that_nothing_could_be_made_anew_of_is_whole_again(tmp_path):
    load(tmp_path, make(1), make(2))
    truncate(file(tmp_path, MENTIONS))

    set_aside(tmp_path, "run-rebuild")
    close(tmp_path, "run-rebuild")

    assert len(read_articles(tmp_path)) == 2
    assert verify(tmp_path).problems == ()


def test_articles_without_sentences_go_and_their_rows_are_kept(tmp_path):
    load(tmp_path, make(1), make(2))
    articles = file(tmp_path, ARTICLES).read_bytes()
    truncate(file(tmp_path, SENTENCES))

    set_aside(tmp_path, "run-rebuild")
    closed = close(tmp_path, "run-rebuild")

    assert closed.uris == (source(1), source(2))
    assert read_articles(tmp_path) == []
    assert articles in copies(tmp_path)
    assert verify(tmp_path).problems == ()


def test_rows_of_articles_that_are_lost_go_and_are_kept(tmp_path):
    load(tmp_path, make(1), make(2), make(3, published_date=None, published_at=None))
    sentences = file(tmp_path, SENTENCES).read_bytes()
    truncate(file(tmp_path, ARTICLES))

    set_aside(tmp_path, "run-rebuild")
    closed = close(tmp_path, "run-rebuild")

    assert closed.lost == 2
    assert [row["source_uri"] for row in read_articles(tmp_path)] == [source(3)]
    assert sentences in copies(tmp_path)
    assert verify(tmp_path).problems == ()


def test_what_repeated_a_lost_article_repeats_it_no_more(tmp_path):
    load(tmp_path, news(1, BRIDGE, days=2), news(2, BRIDGE, days=5))
    assert marks(tmp_path) == {2: (1, "text")}
    truncate(file(tmp_path, ARTICLES))

    set_aside(tmp_path, "run-rebuild")
    close(tmp_path, "run-rebuild")

    assert marks(tmp_path) == {}
    assert verify(tmp_path).problems == ()


def test_kept_pages_of_lost_articles_are_read_again(tmp_path):
    load(tmp_path, fetched(1), make(2), failures=(fail(3, source_uri=address(9)),))
    truncate(file(tmp_path, ARTICLES))

    set_aside(tmp_path, "run-rebuild")

    assert originals(tmp_path, OUTDATED) == {address(1): None}
    assert originals(tmp_path, Choice(outlet="visti.example")) == {}


def test_sound_pages_of_a_damaged_week_stay(tmp_path):
    load(tmp_path, fetched(1, b"first page" * 9), fetched(2, b"second page" * 9))

    def damage(table):
        column = table["content"].to_pylist()
        column[0] = b"# " + column[0]
        index = table.schema.get_field_index("content")
        return table.set_column(index, table.schema.field(index), [column])

    change(tmp_path, DOCUMENTS, WEEK, damage, is_listed=False)

    set_aside(tmp_path, "run-rebuild")

    assert StoredShelf(tmp_path).kept() == {address(2): sha256("second page" * 9)}
    assert verify(tmp_path).problems == ()


@pytest.mark.parametrize(
    "path", ["quarantine/quarantine.parquet", "runs/runs.parquet", file_of(DOCUMENTS, WEEK)]
)
def test_a_damaged_history_begins_anew(output, path):
    truncate(output / path)

    set_aside(output, "run-rebuild")
    close(output, "run-rebuild")

    assert verify(output).problems == ()
    assert not (output / path).exists()


def test_a_letter_that_the_disk_changed_is_damage(tmp_path):
    load(tmp_path, make(1))
    flip_a_letter(file(tmp_path, ARTICLES), b"visti.example")

    assert [item.path for item in find_damage(tmp_path)] == [file_of(ARTICLES, FEBRUARY)]


def test_rows_that_somebody_changed_are_damage_and_other_bytes_of_the_same_rows_are_not(tmp_path):
    load(tmp_path, make(1), make(2))
    change(tmp_path, ARTICLES, FEBRUARY, lambda table: table, is_listed=False)
    assert find_damage(tmp_path) == []

    change(tmp_path, ARTICLES, FEBRUARY, lambda table: table.slice(1), is_listed=False)
    assert [item.path for item in find_damage(tmp_path)] == [file_of(ARTICLES, FEBRUARY)]


def test_a_lost_manifest_is_no_damage_and_made_anew(output):
    (output / "manifest.json").write_bytes(b"{")

    assert set_aside(output, "run-rebuild") == []

    assert verify(output).problems == ()


def test_a_journal_that_cannot_be_read_ends_its_publish_and_is_kept(output):
    (output / STAGING / ".commit").mkdir(parents=True)
    (output / STAGING / "commit.json").write_bytes(b"half")

    (found,) = set_aside(output, "run-rebuild")

    assert found.path == f"{STAGING}/commit.json"
    assert [path.read_bytes() for path in (output / DAMAGED / STAGING).iterdir()] == [b"half"]
    assert verify(output).problems == ()


def test_files_of_a_newer_visnyk_are_no_damage(tmp_path):
    load(tmp_path, make(1))
    path = file(tmp_path, ARTICLES)
    table = pq.ParquetFile(path).read()
    pq.write_table(table.replace_schema_metadata({"schema_version": "99"}), path)

    with pytest.raises(SchemaVersionError):
        set_aside(tmp_path, "run-rebuild")

    assert not (tmp_path / DAMAGED).exists()


def test_the_same_damage_is_kept_once(tmp_path):
    load(tmp_path, make(1))
    truncate(file(tmp_path, ARTICLES))
    broken = file(tmp_path, ARTICLES).read_bytes()

    mend(tmp_path)
    load(tmp_path, make(1), run_id="run-2")
    file(tmp_path, ARTICLES).write_bytes(broken)
    set_aside(tmp_path, "run-rebuild")

    folder = tmp_path / DAMAGED / "articles/published_month=2026-02"
    assert len(list(folder.iterdir())) == 1


@pytest.mark.slow
def test_killed_before_any_file_operation_it_is_done_by_the_next_call(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "tests.load.killed_commands", tmp_path, "mend", "12"],
        cwd=ROOT, capture_output=True, text=True, timeout=600, check=False,
    )  # fmt: skip

    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 3
