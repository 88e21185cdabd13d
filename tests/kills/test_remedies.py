"""What `verify` says mends a damage, done word for word by whole runs."""

from __future__ import annotations

import os
import shutil
import signal

import pytest

from tasks.load.errors import DatasetCorruptError
from tasks.load.maintenance.closing import close
from tasks.load.maintenance.damaged import set_aside
from tasks.load.schema import (
    ARTICLES,
    DATASETS,
    DOCUMENTS,
    PARTITIONED,
    QUARANTINE,
    SENTENCES,
    file_of,
)
from tasks.load.state.known import read_state
from tasks.load.storage.locking import STAGING
from tasks.load.storage.manifest import content_hash, published_files
from tasks.load.verify import Kind, verify
from tests.kills import whole_run
from tests.kills.points import Point

pytestmark = pytest.mark.slow

RUN_AGAIN = "Run again (visnyk run)"


@pytest.fixture
def finished(yard):
    """The output after the second day."""
    yard.begin()
    assert yard.start(2, "first").end() == 0
    yard.service.seen.clear()
    return yard.output


def run_again(yard, function=whole_run.run):
    return yard.forks.run(function, yard.folder / "inbox", yard.output, "again", 2)


@pytest.mark.parametrize("name", DATASETS)
def test_a_truncated_file(yard, finished, name):
    path = max((finished / name).rglob("*.parquet"))
    os.truncate(path, path.stat().st_size // 2)
    others = files_but(finished, path)

    (problem,) = verify(finished).problems
    assert (problem.kind, problem.path) == (
        Kind.FILE_UNREADABLE, path.relative_to(finished).as_posix(),
    )  # fmt: skip
    dataset = DATASETS[name]
    assert "Restore the file from a copy; or delete it and " in problem.mend
    if dataset in {ARTICLES, DOCUMENTS, QUARANTINE}:  # without these no run can begin
        with pytest.raises(DatasetCorruptError, match=str(path)):
            read_state(finished)
        assert run_again(yard) == 1
        assert files_but(finished, path) == others

    path.unlink()
    way = whole_run.run
    if dataset is DOCUMENTS:
        assert "fetch its pages again (visnyk run ADDRESSES --refresh)" in problem.mend
        way = whole_run.refresh
    assert run_again(yard, way) == 0

    yard.check_whole(with_old_pages=dataset is not DOCUMENTS)
    # What is published need not be paid for again, unless it is what was lost.
    assert bool(yard.asked()) == (dataset is SENTENCES)


@pytest.mark.parametrize("name", [dataset.name for dataset in PARTITIONED])
def test_a_truncated_file_of_a_month_that_has_no_article_any_more(yard, finished, name):
    path = finished / file_of(DATASETS[name], "2026-01")
    os.truncate(path, path.stat().st_size // 2)

    (problem,) = verify(finished).problems
    assert problem.mend == "Run visnyk rebuild, which makes it anew: it had no rows"

    # What the command does where there is nothing to make from inputs.
    set_aside(finished, "rebuild")
    (missing,) = verify(finished).problems
    assert (missing.kind, missing.path) == (Kind.FILE_MISSING, problem.path)
    close(finished, "rebuild")
    shutil.rmtree(finished / ".damaged")
    yard.check_whole()


@pytest.mark.parametrize("content", [b"{", b'{"files": [{"path": 1}]}'])
def test_a_manifest_that_is_corrupt(yard, finished, content):
    (finished / "manifest.json").write_bytes(content)

    assert {(problem.kind, problem.mend) for problem in verify(finished).problems} == {
        (Kind.MANIFEST_UNREADABLE, RUN_AGAIN)
    }
    assert content_hash(finished) == yard.expected

    assert run_again(yard) == 0
    yard.check_whole()
    assert not yard.asked()


def test_a_data_package_that_is_corrupt(yard, finished):
    (finished / "datapackage.json").write_bytes(b"{")

    (problem,) = verify(finished).problems
    assert (problem.kind, problem.mend) == (Kind.PACKAGE_WRONG, RUN_AGAIN)

    assert run_again(yard) == 0
    yard.check_whole()


@pytest.mark.parametrize("moves", [1, 6, 10])
def test_a_journal_that_is_corrupt_when_some_moves_are_done(yard, moves):
    yard.begin()
    point = Point("replace", r"output/[a-z]+/.*\.parquet$", moves, is_after=True)
    assert yard.start(2, "killed", point).end() == -signal.SIGKILL
    journal = yard.output / STAGING / "commit.json"
    os.truncate(journal, journal.stat().st_size // 2)
    before = {path: path.read_bytes() for _, _, path in published_files(yard.output)}

    (problem,) = verify(yard.output).problems
    assert (problem.kind, problem.mend) == (Kind.INTERRUPTED, f"Delete {journal} and run again")
    with pytest.raises(DatasetCorruptError, match="Nothing was changed") as caught:
        read_state(yard.output)
    assert caught.value.remedy == problem.mend
    assert run_again(yard) == 1
    assert {path: path.read_bytes() for _, _, path in published_files(yard.output)} == before

    journal.unlink()
    assert run_again(yard) == 0
    yard.check_whole()


def test_an_output_that_is_deleted(yard, finished):
    """A new one is made; only what it alone knew is gone."""
    finished.rename(finished.with_name("gone"))
    assert run_again(yard) == 0

    assert content_hash(finished).keys() == yard.expected.keys()
    assert verify(finished).problems == ()


def files_but(output, damaged):
    return {path: path.read_bytes() for _, _, path in published_files(output) if path != damaged}
