"""An export while others publish, when it is cut short, and where it must not write."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
from datetime import date
from pathlib import Path
from threading import Thread

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tasks.load.errors import (
    DatasetCorruptError,
    OutputBusyError,
    OutputNotWritableError,
)
from tasks.load.export import (
    Filters,
    Format,
    FormatUnavailableError,
    TargetRefusedError,
    UnfitRequestError,
    export,
    exporting,
    make_plan,
)
from tasks.load.schema import PARTITIONED
from tasks.load.storage.commit import Step, commit
from tasks.load.storage.locking import output_lock
from tasks.load.storage.manifest import MANIFEST, reconciled
from tests.load.exported import exported, load_all
from tests.load.factories import load, make, snapshot

ROOT = Path(__file__).parents[2]
CSV = make_plan(Format.CSV)


@pytest.fixture
def output(tmp_path):
    folder = tmp_path / "output"
    load(folder, make(1), make(2))
    return folder


@pytest.fixture
def place(tmp_path):
    """A folder that shows whatever an export leaves."""
    folder = tmp_path / "place"
    folder.mkdir()
    return folder


def meanwhile(monkeypatch, *actions):
    """Do something in the middle of each look, one action a look."""
    left = list(actions)
    original = exporting.sheet_tables

    def tables(*args):
        yield from original(*args)
        if left:
            left.pop(0)()

    monkeypatch.setattr(exporting, "sheet_tables", tables)
    return left


def test_what_is_published_meanwhile_is_exported_whole(output, place, monkeypatch):
    left = meanwhile(monkeypatch, lambda: load(output, make(1, text="нове"), run_id="run-2"))

    rows = exported(output, place / "a.jsonl")

    assert left == []
    assert sorted("нове" in row["body_uk"] for row in rows) == [False, True]
    assert [path.name for path in place.iterdir()] == ["a.jsonl"]


def test_a_publish_during_every_look_is_told_and_leaves_nothing(output, place, monkeypatch):
    def publish(number):
        return lambda: load(output, make(1, text=f"{number}"), run_id=f"run-{number}")

    meanwhile(monkeypatch, *(publish(number) for number in range(2, 9)))

    with pytest.raises(OutputBusyError, match="published into all the while"):
        export(output, place / "a.csv", CSV, looks=3)
    assert list(place.iterdir()) == []


def test_a_publish_of_other_months_disturbs_nobody(output, place, monkeypatch):
    march = make(3, published_date=date(2026, 3, 1))
    meanwhile(monkeypatch, lambda: load(output, march, run_id="run-2"))
    plan = make_plan(Format.CSV, filters=Filters(until=date(2026, 2, 28)))

    assert export(output, place / "a.csv", plan, looks=1).rows == {"articles": 2}


def test_a_file_that_a_publish_took_away_is_no_damage(output, place, monkeypatch):
    lost = output / "sentences/published_month=2026-02/sentences.parquet"

    def take_away():
        with output_lock(output, "another run"):
            gone = [(dataset, "2026-02", None) for dataset in PARTITIONED]
            commit(output, "run-2", reconciled(output), gone)
        load(output, *(make(n, published_date=date(2026, 3, n)) for n in (1, 2)), run_id="run-3")
        assert not lost.exists()

    meanwhile(monkeypatch, take_away)

    found = export(output, place / "a.sqlite", make_plan(Format.SQLITE))

    assert found.rows["articles"] == 2
    with sqlite3.connect(place / "a.sqlite") as database:
        months = database.execute("SELECT DISTINCT published_month FROM sentences").fetchall()
    database.close()
    assert months == [("2026-03",)]


def test_exports_in_a_loop_during_publishes_each_hold_one_state(output, place):
    def publish():
        for number in range(2, 8):
            again = [make(n, text=f"версія {number}") for n in (1, 2, *range(10, 10 + number))]
            load(output, *again, run_id=f"run-{number}")

    plan, seen = make_plan(Format.SQLITE), set()
    publisher = Thread(target=publish)
    load(output, make(1, text="версія 1"), make(2, text="версія 1"), run_id="run-1")
    publisher.start()
    is_last = False
    while not is_last:
        is_last = not publisher.is_alive()
        export(output, place / "a.sqlite", plan, may_replace=True, looks=100)
        with sqlite3.connect(place / "a.sqlite") as database:
            texts = {
                body.split("версія ")[1][0]
                for (body,) in database.execute("SELECT body_uk FROM articles")
            }
            said = {
                uk.split("версія ")[1][0]
                for (uk,) in database.execute("SELECT uk FROM sentences WHERE uk LIKE '%версія%'")
            }
            broken = database.execute("PRAGMA foreign_key_check").fetchall()
        database.close()
        assert texts == said
        assert len(texts) == 1
        assert broken == []
        seen |= texts
    assert "7" in seen


def test_while_a_publish_moves_files_an_export_waits_and_then_says_so(output, place, monkeypatch):
    steps = [Step("articles/published_month=2026-02/articles.parquet", "x")]
    monkeypatch.setattr("tasks.load.export.steady.interrupted_steps", lambda _: steps)

    with output_lock(output, "a run"), pytest.raises(OutputBusyError, match="all the while"):
        export(output, place / "a.csv", CSV, wait_seconds=0.2)
    with pytest.raises(OutputBusyError, match="cut short") as caught:
        export(output, place / "a.csv", CSV)
    assert "visnyk run" in caught.value.remedy
    assert list(place.iterdir()) == []


def test_what_was_read_while_files_were_moved_is_read_anew(output, place, monkeypatch):
    steps = [Step("articles/published_month=2026-02/articles.parquet", "x")]
    moving = []

    def interrupted_steps(_):
        return moving.pop() if moving else None

    monkeypatch.setattr("tasks.load.export.steady.interrupted_steps", interrupted_steps)
    # The manifest is the last to be moved: it still is the old one.
    left = meanwhile(monkeypatch, lambda: moving.append(steps), lambda: None)

    assert export(output, place / "a.csv", CSV).rows == {"articles": 2}
    assert left == []


def test_files_of_other_months_may_be_moved_meanwhile(output, place, monkeypatch):
    steps = [Step("articles/published_month=2026-03/articles.parquet", "x")]
    monkeypatch.setattr("tasks.load.export.steady.interrupted_steps", lambda _: steps)
    plan = make_plan(Format.CSV, filters=Filters(until=date(2026, 2, 28)))

    assert export(output, place / "a.csv", plan, looks=1).rows == {"articles": 2}


def test_an_export_writes_nothing_into_the_output(output, place):
    before = snapshot(output)

    export(output, place / "a.csv", CSV)

    assert snapshot(output) == before


def test_a_read_only_output_can_be_exported(read_only, place):
    assert export(read_only, place / "a.csv", CSV).rows == {"articles": 1}


def test_files_without_a_manifest_are_exported_as_other_readers_read_them(output, place):
    (output / MANIFEST).unlink()

    assert export(output, place / "a.csv", CSV).rows == {"articles": 2}


@pytest.mark.parametrize("name", ["articles", "tags"])
def test_rows_are_never_left_out_because_their_file_is_gone(output, place, name):
    (output / f"{name}/published_month=2026-02/{name}.parquet").unlink()
    plan = make_plan(Format.CSV, filters=Filters(countries=("UA",)))

    with pytest.raises(DatasetCorruptError, match=f"{name}.parquet cannot be read"):
        export(output, place / "a.csv", plan)
    assert list(place.iterdir()) == []


def test_labels_of_a_month_that_is_gone_may_be_what_is_asked_for(tmp_path):
    folder = load_all(tmp_path / "output")
    (folder / "tags/published_month=2026-03/tags.parquet").unlink()
    plan = make_plan(Format.CSV, filters=Filters(until=date(2026, 2, 28), topics=("war",)))

    with pytest.raises(DatasetCorruptError, match=r"2026-03.*cannot be read"):
        export(folder, tmp_path / "a.csv", plan)


@pytest.mark.parametrize("wanted", [Format.SQLITE, Format.DUCKDB])
def test_rows_without_their_article_are_damage_and_no_table(output, place, wanted):
    path = output / "sentences/published_month=2026-02/sentences.parquet"
    table = pq.ParquetFile(path).read()
    pq.write_table(pa.concat_tables([table, table]), path)

    with pytest.raises(DatasetCorruptError, match="do not keep their keys"):
        export(output, place / "a.db", make_plan(wanted))
    assert list(place.iterdir()) == []


@pytest.mark.parametrize("wanted", list(Format))
@pytest.mark.parametrize("error", [KeyboardInterrupt, SystemExit, OSError, MemoryError])
def test_cut_short_it_leaves_the_old_file_and_nothing_else(
    output, place, monkeypatch, wanted, error
):
    def cut():
        raise error

    (place / "kept").write_text("old")
    meanwhile(monkeypatch, cut)

    kinds = (error, OutputNotWritableError)
    with pytest.raises(kinds):
        export(output, place / "kept", make_plan(wanted), may_replace=True)
    meanwhile(monkeypatch, cut)
    with pytest.raises(kinds):
        export(output, place / "new", make_plan(wanted))
    assert snapshot(place).keys() == {"kept"}
    assert (place / "kept").read_text() == "old"


WAITING = """
import sys, time
from flows.cli import main
from tasks.load.export import exporting

original = exporting.sheet_tables

def tables(*args):
    yield from original(*args)
    print("in the middle", flush=True)
    time.sleep(60)

exporting.sheet_tables = tables
sys.argv = ["visnyk", "export", sys.argv[2], "--output", sys.argv[1]]
main()
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("number", "status", "leaves"),
    [
        (signal.SIGINT, 130, []),
        (signal.SIGTERM, 128 + signal.SIGTERM, []),
        (signal.SIGKILL, -signal.SIGKILL, [".visnyk-export-"]),
    ],
)
def test_a_killed_process_leaves_no_target(output, place, number, status, leaves):
    target = place / "a.sqlite"
    process = subprocess.Popen(
        [sys.executable, "-c", WAITING, output, target], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "in the middle\n"

    process.send_signal(number)

    assert process.wait(timeout=60) == status
    process.stdout.close()
    assert [path.name[: len(".visnyk-export-")] for path in place.iterdir()] == leaves
    # What was left over is in nobody's way.
    assert export(output, target, make_plan(Format.SQLITE)).rows["articles"] == 2


FULL = """
import resource, sys
from pathlib import Path
from tasks.load.errors import OutputFullError
from tasks.load.export import Format, export, make_plan

import duckdb
resource.setrlimit(resource.RLIMIT_FSIZE, (8_000, 8_000))
for wanted in Format:
    plan = make_plan(wanted)
    try:
        export(Path(sys.argv[1]), Path(sys.argv[2]) / "a", plan)
    except OutputFullError as error:
        print(wanted, error.what.split("(")[0])
"""


@pytest.mark.slow
def test_a_full_disk_is_a_clear_error_in_every_format(output, place):
    body = tuple(f"{n} {n * n}" for n in range(3_000))
    load(output, make(3, body=body), run_id="run-2")

    done = subprocess.run(
        [sys.executable, "-c", FULL, output, place], cwd=ROOT, capture_output=True, text=True,
        timeout=120, check=False,
    )  # fmt: skip

    assert done.stderr == ""
    told = done.stdout.splitlines()
    assert [line.split()[0] for line in told] == list(Format)
    assert all("There is no space left to write" in line for line in told)
    assert list(place.iterdir()) == []


def test_a_file_that_is_there_is_kept_unless_told_otherwise(output, place):
    target = place / "a.csv"
    target.write_text("mine")

    with pytest.raises(TargetRefusedError, match="is there already") as caught:
        export(output, target, CSV)
    assert "--force" in caught.value.remedy
    assert target.read_text() == "mine"
    export(output, target, CSV, may_replace=True)
    assert target.read_text("utf-8-sig").startswith("article_id,")


def test_a_file_that_came_meanwhile_is_kept_too(output, place, monkeypatch):
    target = place / "a.csv"
    meanwhile(monkeypatch, lambda: target.write_text("theirs"))

    with pytest.raises(TargetRefusedError, match="is there already"):
        export(output, target, CSV)
    assert target.read_text() == "theirs"
    assert snapshot(place).keys() == {"a.csv"}


def test_a_file_has_the_permissions_that_new_files_of_the_user_have(output, place):
    export(output, place / "a.csv", CSV)
    (place / "other").touch()

    assert (place / "a.csv").stat().st_mode == (place / "other").stat().st_mode


@pytest.mark.parametrize(
    ("name", "means"),
    [
        ("place/sub/a.csv", "There is no folder"),
        ("place", "is there, and is no file"),
        ("output/manifest.json", "among the datasets"),
        ("output/articles/a.parquet", "among the datasets"),
        ("output/tags/published_month=2026-02/tags.parquet", "among the datasets"),
        ("place/../output/sentences/a.csv", "among the datasets"),
    ],
)
def test_places_where_an_export_would_do_harm_are_refused(output, place, name, means):
    before = snapshot(output)

    with pytest.raises(TargetRefusedError, match=means):
        export(output, output.parent / name, CSV, may_replace=True)
    assert snapshot(output) == before
    assert list(place.iterdir()) == []


def test_beside_the_datasets_is_a_good_place(output):
    assert export(output, output / "a.csv", CSV).rows == {"articles": 2}


def test_without_the_package_duckdb_only_its_format_is_out_of_reach(output, place, monkeypatch):
    monkeypatch.setitem(sys.modules, "duckdb", None)

    with pytest.raises(FormatUnavailableError, match="not installed") as caught:
        export(output, place / "a.duckdb", make_plan(Format.DUCKDB))
    assert "pip install" in caught.value.remedy
    assert list(place.iterdir()) == []
    assert export(output, place / "a.sqlite", make_plan(Format.SQLITE)).rows["tags"] == 4


@pytest.mark.parametrize("wanted", list(Format))
def test_nothing_that_fits_gives_a_file_without_rows(output, place, wanted):
    plan = make_plan(wanted, filters=Filters(since=date(2030, 1, 1)))

    found = export(output, place / "none", plan)

    assert set(found.rows.values()) == {0}
    match wanted:
        case Format.CSV:
            assert (place / "none").read_text("utf-8-sig").count("\n") == 1
        case Format.JSONL:
            assert (place / "none").read_bytes() == b""
        case Format.PARQUET:
            assert pq.read_table(place / "none").num_rows == 0
        case Format.SQLITE:
            with sqlite3.connect(place / "none") as database:
                assert database.execute("SELECT count(*) FROM articles").fetchone() == (0,)
            database.close()
        case Format.DUCKDB:
            with duckdb.connect(str(place / "none")) as database:
                assert database.execute("SELECT count(*) FROM articles").fetchone() == (0,)


def test_an_output_without_any_data_is_exported_empty(tmp_path):
    (tmp_path / "output").mkdir()

    found = export(tmp_path / "output", tmp_path / "a.sqlite", make_plan(Format.SQLITE))

    assert found.rows == {"articles": 0, "sentences": 0, "mentions": 0, "tags": 0}


@pytest.mark.parametrize(
    ("wanted", "given", "means"),
    [
        (Format.CSV, {"datasets": ["authors"]}, "no dataset authors"),
        (Format.CSV, {"datasets": ["tags", "articles"]}, "holds one dataset"),
        (Format.CSV, {"columns": ["title"]}, "no column title"),
        (Format.SQLITE, {"columns": ["title_en"]}, "of one dataset"),
        (Format.PARQUET, {"is_compressed": True}, "Only CSV and JSONL"),
        (
            Format.SQLITE,
            {"datasets": ["articles", "runs"], "filters": Filters(topics=("war",))},
            "runs are not parted by article",
        ),
    ],
)
def test_what_cannot_be_had_is_refused_before_anything_is_read(wanted, given, means):
    with pytest.raises(UnfitRequestError, match=means) as caught:
        make_plan(wanted, **given)
    assert caught.value.remedy


def test_all_months_are_there_after_one_another(tmp_path):
    rows = exported(load_all(tmp_path / "output"), tmp_path / "a.csv", "sentences")

    months = list(dict.fromkeys(row["published_month"] for row in rows))
    assert months == ["2026-01", "2026-02", "2026-03", "unknown"]
