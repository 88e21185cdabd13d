"""A run that ends at the worst moment: killed, out of space, or with the disk gone."""

import errno
import os
import shutil
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest

from tasks.load.errors import OutputFullError, OutputNotWritableError
from tasks.load.publish import publish
from tasks.load.runs import RunRecord, append_run
from tasks.load.schema import RunState
from tasks.load.staging import stage_batch
from tasks.load.state.known import read_state
from tasks.load.state.read import read_articles
from tasks.load.storage import files
from tasks.load.storage.locking import STAGING, live_run
from tasks.load.storage.manifest import content_hash, read_manifest, reconciled
from tests.kills.points import Point, reached, watch
from tests.kills.whole import check_readable
from tests.load import kill_points
from tests.load.factories import LATER, load, make, snapshot, source

ROOT = Path(__file__).parents[2]


class PowerCut(BaseException):
    """Ends a run in the middle; nothing in the code expects it."""


@pytest.mark.slow
def test_a_run_killed_before_any_file_operation_is_finished_by_the_next(tmp_path):
    # Every eighth point keeps the suite quick; without the stride the script tries them all.
    assert len(list(kill_points.kill_everywhere(tmp_path, stride=8))) > 12


@pytest.fixture(scope="module")
def base(tmp_path_factory):
    """The output of the first day: to be copied."""
    output = tmp_path_factory.mktemp("base") / "output"
    kill_points.first_day(output)
    return output


@pytest.fixture(scope="module")
def expected(base, tmp_path_factory):
    """The content hash after an undisturbed second day."""
    output = tmp_path_factory.mktemp("undisturbed") / "output"
    shutil.copytree(base, output)
    kill_points.second_day(output, "run-2")
    return content_hash(output)


@pytest.fixture
def output(base, tmp_path):
    return shutil.copytree(base, tmp_path / "output")


@contextmanager
def power_cut(point):
    """Let an operation never return."""

    def cut():
        raise PowerCut

    undo = watch(reached(point, cut))
    try:
        with pytest.raises(PowerCut):
            yield
    finally:
        undo()


COMMIT = r"/\.staging/\.commit/"
IN_THE_MOVES = Point("replace", r"output/[a-z]+/published_month=2026-02/", 2)
NAMED_POINTS = {
    "before the first file is synced": Point("fsync", COMMIT),
    "before the last file is synced": Point("fsync", COMMIT + r".*manifest\.json"),
    "before the journal": Point("replace", r"/commit\.json$"),
    "between the journal and the first move": Point("replace", r"/commit\.json$", is_after=True),
    "between the pages of two weeks": Point("replace", "output/documents/", 2),
    "in the middle of the moves": IN_THE_MOVES,
    "before a month is left empty": Point("replace", "output/articles/published_month=2025-12/"),
    "before the data package": Point("replace", r"output/datapackage\.json$"),
    "before the manifest": Point("replace", r"output/manifest\.json$"),
    "before the journal is removed": Point("unlink", r"/commit\.json$"),
}


@pytest.mark.parametrize("name", NAMED_POINTS)
def test_after_a_crash_the_next_run_gives_what_an_undisturbed_one_gives(output, expected, name):
    with power_cut(NAMED_POINTS[name]):
        kill_points.second_day(output, "run-killed")

    check_readable(output)
    kill_points.second_day(output, "run-next")

    kill_points.check_whole(output, expected)


def test_a_crash_before_the_journal_changes_nothing_that_readers_see(tmp_path):
    load(tmp_path, make(1))
    before = snapshot(tmp_path)

    with power_cut(NAMED_POINTS["before the journal"]):
        load(tmp_path, make(1, text="Зміна."), make(2), run_id="run-2")

    seen = {name: file for name, file in snapshot(tmp_path).items() if not name.startswith(".")}
    assert seen == before


def test_a_document_is_known_only_when_a_crashed_commit_has_been_finished(tmp_path):
    tmp_path = tmp_path / "output"
    load(tmp_path, make(1))
    with power_cut(IN_THE_MOVES):
        load(tmp_path, make(1, text="Зміна."), make(2), run_id="run-2")
    assert (tmp_path / STAGING / "commit.json").exists()

    state = read_state(tmp_path)

    assert state.documents.keys() == {source(1), source(2)}
    assert not (tmp_path / STAGING / "commit.json").exists()
    assert reconciled(tmp_path) == read_manifest(tmp_path)


@pytest.mark.parametrize("call", ["publish", "append_run"])
def test_whoever_writes_next_finishes_a_crashed_commit_first(tmp_path, call):
    tmp_path = tmp_path / "output"
    load(tmp_path, make(1))
    with power_cut(IN_THE_MOVES):
        load(tmp_path, make(1, text="Зміна."), make(2), run_id="run-2")

    if call == "publish":
        publish(tmp_path, "run-3")
    else:
        append_run(tmp_path, RunRecord("run-3", LATER, LATER, RunState.COMPLETED))

    expected = tmp_path.with_name("expected")
    load(expected, make(1, text="Зміна."), make(2))
    assert content_hash(tmp_path) == content_hash(expected)
    assert not (tmp_path / STAGING).exists()


def test_an_error_just_after_the_journal_is_written_loses_no_file(tmp_path, monkeypatch):
    # The article moves to another month: its old files are to be removed, its new ones
    # are only in staging. Cleaning up there would leave neither.
    load(tmp_path, make(1))
    moved = make(1, text="Нова дата.", published_date=None, published_at=None)
    original = files.write_durably

    def written_but_not_synced(path, content):
        original(path, content)
        raise OSError(errno.EIO, "Input/output error", str(path))

    with monkeypatch.context() as patch:
        patch.setattr(files, "write_durably", written_but_not_synced)
        with pytest.raises(OutputNotWritableError):
            load(tmp_path, moved, run_id="run-2")

    assert source(1) in read_state(tmp_path).documents
    assert [row["published_month"] for row in read_articles(tmp_path)] == ["unknown"]
    assert reconciled(tmp_path) == read_manifest(tmp_path)


REFUSALS = {
    errno.ENOSPC: (OutputFullError, "no space left"),
    errno.EFBIG: (OutputFullError, "no space left"),
    errno.EACCES: (OutputNotWritableError, "Cannot write"),
    errno.EROFS: (OutputNotWritableError, "Cannot write"),
    errno.EIO: (OutputNotWritableError, "Cannot write"),
}


@pytest.mark.parametrize("code", REFUSALS, ids=errno.errorcode.get)
@pytest.mark.parametrize("operation", ["replace", "fsync", "mkdir"])
def test_a_disk_that_refuses_gives_a_clear_error_and_keeps_what_was_published(
    output, expected, monkeypatch, operation, code
):
    kind, message = REFUSALS[code]
    for number in range(1, 20, 6):
        with monkeypatch.context() as patch:
            refuse(patch, operation, number, code)
            with pytest.raises(kind, match=message):
                kill_points.second_day(output, f"run-{number}")
        check_readable(output)

    kill_points.second_day(output, "run-next")

    kill_points.check_whole(output, expected)


def refuse(monkeypatch, operation, number, code):
    calls = 0
    original = getattr(os, operation)

    def refused(*args, **kwargs):
        nonlocal calls
        calls += 1
        if calls >= number:
            raise OSError(code, os.strerror(code), "somewhere")
        return original(*args, **kwargs)

    monkeypatch.setattr(os, operation, refused)


def test_a_limit_on_the_size_of_files_stops_the_run_and_not_the_data(tmp_path):
    load(tmp_path, make(1))
    before = content_hash(tmp_path)
    script = """
import resource, sys
from pathlib import Path
from tests.load.factories import load, make
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
body = tuple(f"{n} {n * n}" for n in range(10_000))
load(Path(sys.argv[1]), make(2, body=body), run_id="run-2")
"""
    done = subprocess.run(
        [sys.executable, "-c", script, tmp_path], cwd=ROOT, capture_output=True, text=True,
        timeout=120, check=False,
    )  # fmt: skip

    assert "OutputFullError: There is no space left to write" in done.stderr
    assert content_hash(tmp_path) == before
    load(tmp_path, make(3), run_id="run-3")
    assert read_state(tmp_path).documents.keys() == {source(1), source(3)}


def test_an_output_deleted_while_a_run_works_is_a_clear_error(tmp_path):
    output = tmp_path / "output"
    with live_run(output, "run-1"):
        batch = stage_batch(output, "run-1", 1, [make(1)])
        shutil.rmtree(output)
        with pytest.raises(OutputNotWritableError, match=r"staging folder .* is gone"):
            stage_batch(output, "run-1", 2, [make(2)])
        with pytest.raises(OutputNotWritableError, match=r"Cannot write .*batch-00001"):
            publish(output, "run-1", [batch], now=LATER)
