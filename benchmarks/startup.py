"""Time `visnyk run` on the seed beside a bare Prefect flow, cold and warm, in one run.

    .venv/bin/python benchmarks/startup.py [--rounds 3]

Each round makes a new Prefect home, so its first start makes the database. Also tells
whether the run history of each visnyk run is complete.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parent.parent
BARE_FLOW = """
from prefect import flow, task

@task
def one():
    return 1

@flow
def bare():
    return one()

bare()
"""
FINAL = ("COMPLETED", "FAILED", "CRASHED", "CANCELLED")


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--rounds", type=int, default=3, help="Prefect homes to make")
    arguments.add_argument("--engine", default="draft", help="engine of visnyk run")
    given = arguments.parse_args()
    seconds: dict[tuple[str, str], list[float]] = {}
    for _ in range(given.rounds):
        for name in ("bare flow", "visnyk run"):
            with tempfile.TemporaryDirectory() as folder:
                for start in ("first start", "later start"):
                    taken = _time(_command(name, folder, given.engine), folder)
                    seconds.setdefault((name, start), []).append(taken)
                    note = f", {_history(folder)}" if name == "visnyk run" else ""
                    print(f"{name:10} {start:11} {taken:5.1f} s{note}", flush=True)
    for (name, start), all_taken in seconds.items():
        print(
            f"median     {name:10} {start:11} {statistics.median(all_taken):5.1f} s "
            f"(of {len(all_taken)}: {min(all_taken):.1f} to {max(all_taken):.1f})"
        )


def _command(name: str, folder: str, engine: str) -> list[str]:
    if name == "bare flow":
        return [sys.executable, "-c", BARE_FLOW]
    output = Path(folder, "output")
    shutil.rmtree(output, ignore_errors=True)  # so that each start does the whole job
    visnyk = Path(sys.executable).with_name("visnyk")
    return [str(visnyk), "run", str(ROOT / "seeds"), "-o", str(output), "-e", engine]


def _time(command: Sequence[str], folder: str) -> float:
    environment = os.environ | {
        "PREFECT_HOME": str(Path(folder, "prefect")),
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "DO_NOT_TRACK": "1",
        # On a slow machine a new database takes longer than Prefect's 20 s.
        "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "60",
    }
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, env=environment, cwd=folder)
    return time.perf_counter() - start


def _history(folder: str) -> str:
    """Count the task runs of the last flow run that the database holds in a final state."""
    with sqlite3.connect(Path(folder, "prefect", "prefect.db")) as database:
        (flow_run,) = database.execute(
            "select id from flow_run order by created desc limit 1"
        ).fetchone()
        states = database.execute(
            "select state_type from task_run where flow_run_id = ?", (flow_run,)
        ).fetchall()
    final = sum(state in FINAL for (state,) in states)
    return f"{final} of {len(states)} task runs stored as final (8 expected)"


if __name__ == "__main__":
    main()
