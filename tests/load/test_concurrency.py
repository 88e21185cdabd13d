"""Several processes that write into one output: they take turns."""

import json
import re
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from tasks.load.errors import OutputBusyError
from tasks.load.publish import publish
from tasks.load.state.read import read_articles
from tasks.load.storage.locking import check_writable, live_run, output_lock
from tasks.load.storage.manifest import content_hash, read_manifest, reconciled, row_counts
from tasks.load.verify import verify
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
from tasks.load.storage.locking import output_lock
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
    output, runs = tmp_path / "both", 12
    writers = [start(WRITER, output, name, runs) for name in (1, 2)]
    for writer in writers:
        assert writer.stdout.readline() == "ready\n"
    for writer in writers:
        go(writer)
    for writer in writers:
        _, errors = writer.communicate()
        assert writer.returncode == 0, errors

    (edited,) = read_articles(output, ids=[make(7).article.article_id])
    # Both change it in every run: each change was made on top of the one before it.
    assert edited["revision"] == 2 * runs
    last = re.search(r"годині\. (.*)", edited["body_uk"])[1]
    new = [1000 * name + run + more for name in (1, 2) for run in range(runs) for more in (0, 500)]
    load(tmp_path / "one", make(7, text=last), *map(make, new))
    assert content_hash(output) == content_hash(tmp_path / "one")
    assert row_counts(output)["articles"] == 2 * 2 * runs + 1

    assert verify(output).problems == ()
    assert reconciled(output) == read_manifest(output)
    listed = json.loads((output / "manifest.json").read_text())["content_sha256"]
    assert listed == content_hash(output)
    assert not (output / ".staging").exists()


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
