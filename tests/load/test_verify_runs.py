"""`verify` beside runs: what dead ones left is named, live ones are none of its business."""

import shutil
import threading

import pyarrow.parquet as pq
import pytest

from tasks.load.errors import OutputBusyError
from tasks.load.publish import publish
from tasks.load.staging import stage_batch
from tasks.load.storage.commit import _FOLDER, _JOURNAL
from tasks.load.storage.locking import LOCK, STAGING, live_run, output_lock
from tasks.load.storage.manifest import content_hash
from tasks.load.verify import Kind, verify, whole
from tests.load.factories import load, make
from tests.load.test_crash import IN_THE_MOVES, NAMED_POINTS, power_cut
from tests.load.verified import IN_MARCH, found, run_again


def test_what_a_killed_run_left_is_named_and_cleared_away_by_the_next(output):
    staging = output / STAGING
    (staging / "run-dead/batch-00001").mkdir(parents=True)
    (staging / "run-dead/.live").touch()
    (staging / _FOLDER).mkdir()
    (staging / ".commit.json.tmp").write_bytes(b"half")
    (output / ".lock-owner.json").write_text("{}")
    (output / ".probe").touch()

    assert found(output) == {
        (Kind.LEFTOVER, name)
        for name in (
            f"{STAGING}/run-dead", f"{STAGING}/{_FOLDER}", f"{STAGING}/.commit.json.tmp",
            ".lock-owner.json", ".probe",
        )
    }  # fmt: skip

    run_again(output)
    assert verify(output).problems == ()


def test_paid_answers_that_wait_for_their_run_are_no_problem(output):
    folder = output / STAGING / "run-dead"
    folder.mkdir(parents=True)
    (folder / "answers-1.jsonl").write_text("{}\n")

    assert verify(output).problems == ()


def test_a_run_at_work_is_no_problem(output):
    with live_run(output, "run-slow"):
        batch = stage_batch(output, "run-slow", 1, [make(7)])
        assert verify(output).problems == ()
        with output_lock(output, "run-slow"):
            (output / STAGING / _FOLDER).mkdir()
            assert verify(output).problems == ()
            (output / STAGING / _FOLDER).rmdir()
        publish(output, "run-slow", [batch])
    assert verify(output).problems == ()


def test_a_publish_that_was_cut_short_is_named_and_finished_by_the_next_run(output):
    with power_cut(IN_THE_MOVES):
        load(output, make(1, text="Зміна."), make(3, text="Зміна.", **IN_MARCH), run_id="cut")

    assert found(output) == {(Kind.INTERRUPTED, STAGING)}

    run_again(output)
    assert verify(output).problems == ()


def test_a_journal_that_cannot_be_read_is_to_be_deleted(output):
    journal = output / STAGING / _JOURNAL
    journal.parent.mkdir()
    journal.write_text("{")

    (problem,) = verify(output).problems
    assert (problem.kind, problem.mend) == (Kind.INTERRUPTED, f"Delete {journal} and run again")

    journal.unlink()
    run_again(output)
    assert verify(output).problems == ()


def test_a_run_that_died_before_its_journal_leaves_the_datasets_whole(output, monkeypatch):
    before = content_hash(output)
    with monkeypatch.context() as patch:
        patch.setattr(shutil, "rmtree", lambda *_, **__: None)
        with power_cut(NAMED_POINTS["before the journal"]):
            load(output, make(1, text="Зміна."), run_id="cut")

    assert {kind for kind, _ in found(output)} == {Kind.LEFTOVER}
    assert content_hash(output) == before

    run_again(output)
    assert verify(output).problems == ()


def test_a_look_that_a_publish_overlaps_is_taken_anew(output, monkeypatch):
    looks = 0
    original = whole._look

    def look(folder):
        nonlocal looks
        looks += 1
        report = original(folder)
        if looks == 1:
            load(output, make(7), run_id="between")
        return report

    monkeypatch.setattr(whole, "_look", look)
    before = verify(output).rows

    assert looks == 2
    assert before == sum(pq.read_metadata(path).num_rows for path in output.rglob("*.parquet"))


def test_an_output_that_never_rests_is_said_to_be_busy(output, monkeypatch):
    original = whole._look

    def look(folder):
        report = original(folder)
        load(output, make(7, text=f"{looks.pop()}"), run_id="between")
        return report

    looks = list(range(3))
    monkeypatch.setattr(whole, "_look", look)

    with pytest.raises(OutputBusyError, match="published into all the while"):
        verify(output, looks=3)
    assert looks == []


def test_moves_in_progress_are_waited_for(output):
    journal = output / STAGING / _JOURNAL
    journal.parent.mkdir()
    journal.write_text("[]")
    with output_lock(output, "a publisher"):
        with pytest.raises(OutputBusyError):
            verify(output, wait_seconds=0)
        threading.Timer(0.1, journal.unlink).start()
        assert verify(output).problems == ()


def test_a_writer_is_not_kept_out(output):
    stop = threading.Event()

    def look_all_the_time():
        while not stop.is_set():
            verify(output, looks=1000)

    thread = threading.Thread(target=look_all_the_time)
    thread.start()
    try:
        for number in range(5):
            load(output, make(7, text=str(number)), run_id=f"run-{number}")
    finally:
        stop.set()
        thread.join()
    assert (output / LOCK).exists()
    assert verify(output).problems == ()
