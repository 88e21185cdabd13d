"""Several machines at one output in a store: one writes at a time, whatever becomes of it."""

import signal
import subprocess
import sys

import pytest

from tasks.load.errors import OutputBusyError
from tasks.load.publish import publish
from tasks.load.state.read import read_articles
from tasks.load.storage.locking import output_lock
from tasks.load.storage.manifest import content_hash, read_manifest, reconciled, row_counts
from tasks.load.storage.s3.lease import hold_path, numbers
from tasks.load.verify import Kind, verify
from tasks.settings import get_settings
from tests.load.factories import load, make
from tests.load.s3.conftest import ROOT

WRITER = """
import sys
from tasks.load.storage.s3.paths import parse
from tests.load.factories import load, make
output, name = parse(sys.argv[1]), int(sys.argv[2])
print("ready", flush=True)
sys.stdin.readline()
for run in range(2):
    load(output, make(100 * name + run), make(7, text=f"{name} {run}"), run_id=f"{name}-{run}")
"""

HOLDER = """
import sys
from tasks.load.storage.locking import output_lock
from tasks.load.storage.s3.paths import parse
with output_lock(parse(sys.argv[1]), "run night"):
    print("ready", flush=True)
    sys.stdin.readline()
"""

# Stops before a request, as a machine does that is put to sleep; then publishes all the same.
SLEEPER = """
import sys
import s3fs
from fsspec.asyn import sync_wrapper
from tasks.load.storage.s3.paths import parse
from tests.load.factories import load, make
original, method, part = s3fs.S3FileSystem._call_s3, sys.argv[2], sys.argv[3]
async def watched(self, asked, *args, **kwargs):
    if asked == method and part in kwargs.get("Key", ""):
        print("ready", flush=True)
        sys.stdin.readline()
    return await original(self, asked, *args, **kwargs)
s3fs.S3FileSystem._call_s3 = watched
s3fs.S3FileSystem.call_s3 = sync_wrapper(watched)
load(parse(sys.argv[1]), make(1, text="Late."), make(2), run_id="run-slept")
"""


@pytest.fixture
def start(environment, tmp_path):
    """Start a script on another machine than that of this process; wait until it is ready."""
    started = []

    def begin(script, *args, seconds="60", machine="another"):
        settings = {"VISNYK_LEASE_SECONDS": seconds}
        if machine:
            settings["VISNYK_WORK_FOLDER"] = str(tmp_path / f"{machine}-{len(started)}")
        process = subprocess.Popen(
            [sys.executable, "-c", script, *map(str, args)], cwd=ROOT, env=environment | settings,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        started.append(process)
        assert process.stdout.readline() == "ready\n", process.stderr.read()
        return process

    yield begin
    for process in started:
        process.kill()
        process.communicate()


@pytest.mark.slow
def test_two_machines_that_publish_at_once_lose_and_double_nothing(output, start):
    writers = [start(WRITER, output, name) for name in (1, 2)]
    for writer in writers:
        writer.stdin.write("\n")
        writer.stdin.flush()
    for writer in writers:
        _, errors = writer.communicate(timeout=900)
        assert writer.returncode == 0, errors

    assert row_counts(output)["articles"] == 2 * 2 + 1
    assert reconciled(output) == read_manifest(output)
    assert verify(output).problems == ()
    assert len(numbers(output)) == 1


@pytest.mark.slow
def test_a_holder_that_lives_is_named_and_a_dead_one_is_taken_over(output, start):
    holder = start(HOLDER, output, seconds="6")
    with pytest.raises(OutputBusyError, match=rf"run night, process {holder.pid} on "):
        publish(output, "run-2", wait_seconds=8)  # it renews its hold
    holder.kill()
    holder.wait()

    with output_lock(output, "run-3", wait_seconds=60):
        pass

    with output_lock(output, "run-4", wait_seconds=0):  # one that has ended, at once
        pass


@pytest.mark.slow
@pytest.mark.parametrize("machine", ["", "another"])
def test_a_publish_that_was_killed_is_told_by_verify_however_long_its_hold(output, start, machine):
    """Of this machine at once, of another when the hold has expired, though that takes longer."""
    load(output, make(1))
    seconds = "600" if not machine else "3"
    killed = start(SLEEPER, output, "copy_object", "manifest", seconds=seconds, machine=machine)
    killed.kill()
    killed.wait()

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("VISNYK_LEASE_SECONDS", seconds)
        get_settings.cache_clear()
        problems = verify(output, wait_seconds=10).problems
    get_settings.cache_clear()

    assert [problem.kind for problem in problems] == [Kind.INTERRUPTED]


@pytest.mark.slow
def test_the_next_run_of_a_machine_does_not_wait_for_its_dead_one(output, start):
    holder = start(HOLDER, output, machine="")
    holder.kill()
    holder.wait()

    with output_lock(output, "run-2", wait_seconds=0):
        pass


@pytest.mark.slow
@pytest.mark.parametrize(
    ("method", "part"),
    [("put_object", ".commit"), ("copy_object", "sentences/"), ("copy_object", "manifest.json")],
)
def test_a_machine_that_slept_through_its_hold_changes_nothing(output, start, method, part):
    load(output, make(1))
    sleeper = start(SLEEPER, output, method, part, seconds="6")
    sleeper.send_signal(signal.SIGSTOP)
    load(output, make(1, text="Новина."), make(3), run_id="run-2")
    before = content_hash(output)

    sleeper.send_signal(signal.SIGCONT)
    _, errors = sleeper.communicate("\n" * 100, timeout=300)

    assert "HoldLostError" in errors
    assert content_hash(output) == before
    assert reconciled(output) == read_manifest(output)
    published = {row["title_uk"] for row in read_articles(output)}
    assert make(3).article.title in published
    # What had been decided before it slept was finished by the other, the rest was not.
    assert (make(2).article.title in published) == (method == "copy_object")
    load(output, make(4), run_id="run-3")
    assert verify(output).problems == ()


def test_a_hold_that_cannot_be_read_counts_as_one_that_lives(output):
    hold_path(output, 3).write_bytes(b"{not json")

    with pytest.raises(OutputBusyError, match="another visnyk"):
        publish(output, "run-1", wait_seconds=0)
