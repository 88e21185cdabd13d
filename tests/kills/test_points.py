"""A whole run killed at every point where it could lose something; the next one finishes it."""

from __future__ import annotations

import itertools
import os
import signal
from concurrent.futures import Future

import pytest

from tasks.load.memory.answers import journals
from tests.kills import whole_run
from tests.kills.points import Point

pytestmark = pytest.mark.slow

_RUN = r"\.staging/[^./][^/]*"
_COMMIT = r"\.staging/\.commit"
_ARTICLES = r"output/articles/published_month="

POINTS = {
    "before the run has a folder": Point("mkdir", _RUN + "$"),
    "while staging, before a batch": Point("mkdir", _RUN + "/batch-00001$"),
    "while staging, within a batch": Point("replace", _RUN + r"/batch-00002/mentions\.parquet$"),
    "while staging, after a batch": Point(
        "replace", _RUN + r"/batch-00001/quarantine\.parquet$", is_after=True
    ),
    "before anything is written": Point("mkdir", _COMMIT + "$"),
    "after a file is written": Point("fsync", _COMMIT + r"/.*articles.*\.parquet"),
    "after a file is synced": Point("fsync", _COMMIT + r"/.*articles.*\.parquet", is_after=True),
    "before the journal of the commit": Point("replace", r"\.staging/commit\.json$"),
    "after the journal of the commit": Point("replace", r"\.staging/commit\.json$", is_after=True),
    "before a file is replaced": Point("replace", _ARTICLES + "2026-02/"),
    "after a file is replaced": Point("replace", _ARTICLES + "2026-02/", is_after=True),
    "before a month is left empty": Point("replace", _ARTICLES + "2026-01/"),
    "before the quarantine is replaced": Point("replace", "output/quarantine/"),
    "before the data package": Point("replace", r"output/datapackage\.json$"),
    "before the manifest": Point("replace", r"output/manifest\.json$"),
    "after the manifest": Point("replace", r"output/manifest\.json$", is_after=True),
    "before the journal of the commit goes": Point("unlink", r"\.staging/commit\.json$"),
    "before the answers are let go": Point("unlink", r"/answers-[^/]*\.jsonl$"),
    "before the run is recorded": Point("replace", "output/runs/"),
    "after the run is recorded": Point("replace", "output/runs/", is_after=True),
    "before the manifest lists the record": Point("replace", r"output/manifest\.json$", 2),
    "after the manifest lists the record": Point("replace", r"output/manifest\.json$", 2, True),
}


@pytest.mark.parametrize("name", POINTS)
def test_killed_at_a_point(yard, name):
    def kill():
        code = yard.start(2, "killed", POINTS[name]).end()
        assert code == -signal.SIGKILL, "the run does not come to this point"
        return code

    yard.check_recovery(kill)


@pytest.mark.parametrize("number", [1, 6, 12])
def test_killed_while_translating(yard, number):
    """The service kills the run when it has been asked for the n-th time, and never answers."""

    def kill():
        child, count = Future(), itertools.count(1)

        def mood(_service, _text):
            if next(count) == number:
                os.kill(child.result(10).pid, signal.SIGKILL)
            return "good"

        yard.service.mood = mood
        child.set_result(yard.start(2, "killed"))
        code = child.result().end()
        assert code == -signal.SIGKILL
        return code

    yard.check_recovery(kill)


@pytest.mark.parametrize("number", [1, 9])
def test_killed_while_an_answer_is_written(yard, number):
    def kill():
        arguments = (yard.folder / "inbox", yard.output, "killed", 2, number)
        code = yard.forks.run(whole_run.run_to_half_an_answer, *arguments)
        assert code == -signal.SIGKILL
        return code

    yard.check_recovery(kill)


def test_answers_that_a_run_left_published_go_though_the_next_has_nothing_new(yard):
    yard.begin()
    point = POINTS["before the answers are let go"]
    assert yard.start(2, "killed", point).end() == -signal.SIGKILL
    assert journals(yard.output)

    arguments = (yard.folder / "inbox", yard.output, "next", 2)
    assert yard.forks.run(whole_run.run_without_address, *arguments) == 0

    yard.check_whole()


def test_the_same_run_again_asks_for_nothing_and_touches_no_file(yard):
    yard.begin()
    assert yard.start(2, "first").end() == 0
    before = _files(yard.output)
    yard.service.seen.clear()

    assert yard.start(2, "second").end() == 0

    assert not yard.asked()
    assert _files(yard.output) == before
    yard.check_whole()


def _files(output):
    """Bytes and time of every file, but of what records the run itself."""
    records = {".lock", "manifest.json", "datapackage.json", "runs.parquet"}
    return {
        path.relative_to(output): (path.read_bytes(), path.stat().st_mtime_ns, path.stat().st_ino)
        for path in output.rglob("*")
        if path.is_file() and path.name not in records
    }
