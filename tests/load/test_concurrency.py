"""Several processes at one output: writers take turns, readers never notice."""

import json
import subprocess
import sys
import threading
from pathlib import Path

import duckdb
import pandas as pd
import polars as pl
import pyarrow.dataset as ds
import pytest

from tasks.load.errors import OutputBusyError
from tasks.load.locking import check_writable, live_run, output_lock
from tasks.load.manifest import content_hash, read_manifest, reconciled, row_counts
from tasks.load.publish import publish
from tests.load.factories import load, make

ROOT = Path(__file__).parents[2]

WRITER = """
import sys
from pathlib import Path
from tests.load.factories import load, make
output, name, runs = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
print("ready", flush=True)
sys.stdin.readline()
for run in range(runs):
    first = 1000 * int(name) + run
    edited = make(7, text=f"{name} {run}")
    load(output, make(first), make(first + 500), edited, run_id=f"{name}-{run}")
"""

HOLDER = """
import sys
from pathlib import Path
from tasks.load.locking import output_lock
with output_lock(Path(sys.argv[1]), "run night"):
    print("held", flush=True)
    sys.stdin.readline()
"""


def start(script, *args):
    return subprocess.Popen(
        [sys.executable, "-c", script, *map(str, args)],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def go(process):
    process.stdin.write("\n")
    process.stdin.flush()


@pytest.mark.slow
def test_two_writers_at_once_lose_and_double_nothing(tmp_path):
    runs = 6
    writers = [start(WRITER, tmp_path, name, runs) for name in (1, 2)]
    for writer in writers:
        assert writer.stdout.readline() == "ready\n"
    for writer in writers:
        go(writer)
    for writer in writers:
        _, errors = writer.communicate(timeout=120)
        assert writer.returncode == 0, errors

    assert row_counts(tmp_path)["articles"] == 2 * runs * 2 + 1
    assert reconciled(tmp_path) == read_manifest(tmp_path)
    assert json.loads((tmp_path / "manifest.json").read_text())["content_sha256"] == content_hash(
        tmp_path
    )
    assert not (tmp_path / ".staging").exists()


@pytest.mark.slow
def test_who_waits_in_vain_is_told_who_holds_the_output(tmp_path):
    holder = start(HOLDER, tmp_path)
    assert holder.stdout.readline() == "held\n"
    try:
        with pytest.raises(OutputBusyError, match=rf"run night, process {holder.pid} on "):
            publish(tmp_path, "run-2", wait_seconds=0.1)
        check_writable(tmp_path)  # is no reason to stop before the work
    finally:
        holder.kill()
        holder.communicate()

    publish(tmp_path, "run-2", wait_seconds=0.1)


def test_two_threads_of_a_process_take_turns(tmp_path):
    entered = threading.Event()
    leave = threading.Event()

    def hold():
        with output_lock(tmp_path, "run-1"):
            entered.set()
            leave.wait(10)

    thread = threading.Thread(target=hold)
    thread.start()
    assert entered.wait(10)
    with pytest.raises(OutputBusyError), output_lock(tmp_path, "run-2", wait_seconds=0):
        pass
    leave.set()
    thread.join()
    with output_lock(tmp_path, "run-2", wait_seconds=0):
        pass


def test_a_run_identifier_is_used_by_one_run_at_a_time(tmp_path):
    with (
        live_run(tmp_path, "run-1"),
        pytest.raises(OutputBusyError, match="Run run-1 is already writing"),
        live_run(tmp_path, "run-1"),
    ):
        pass


def _pyarrow(folder):
    return ds.dataset(folder, partitioning="hive").to_table(columns=["article_id"])[0].to_pylist()


def _pandas(folder):
    return pd.read_parquet(folder, columns=["article_id"])["article_id"].tolist()


def _polars(folder):
    scan = pl.scan_pyarrow_dataset(ds.dataset(folder, partitioning="hive"))
    return scan.select("article_id").collect()["article_id"].to_list()


def _polars_alone(folder):
    # Polars looks at a file when it plans and opens it by name again when it reads. It says
    # so when the file was replaced in between: a new scan then finds the new file.
    for _ in range(3):
        scan = pl.scan_parquet(f"{folder}/**/*.parquet", hive_partitioning=True)
        try:
            return scan.select("article_id").collect()["article_id"].to_list()
        except pl.exceptions.ComputeError as error:
            last = error
    raise last


def _duckdb(folder):
    query = (
        f"SELECT article_id FROM read_parquet('{folder}/**/*.parquet', hive_partitioning = true)"
    )
    return [row[0] for row in duckdb.connect().sql(query).fetchall()]


@pytest.mark.slow
@pytest.mark.parametrize("reader", [_pyarrow, _pandas, _polars, _polars_alone, _duckdb])
def test_readers_see_no_error_and_no_half_state_during_thirty_publishes(tmp_path, reader):
    load(tmp_path, make(7), run_id="first")
    writer = start(WRITER, tmp_path, 1, 30)
    assert writer.stdout.readline() == "ready\n"
    go(writer)
    counts = []
    while writer.poll() is None:
        ids = reader(tmp_path / "articles")
        assert len(ids) == len(set(ids))
        counts.append(len(ids))
    _, errors = writer.communicate()

    assert writer.returncode == 0, errors
    assert counts == sorted(counts)
    assert all(count % 2 == 1 for count in counts)  # each publish adds two, whole
    assert len(set(counts)) > 5
    assert len(reader(tmp_path / "articles")) == 61
