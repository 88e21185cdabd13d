"""A publish into an object store that is killed: the next run finishes the work."""

import subprocess
import sys

import pytest

from tests.load.s3 import kills
from tests.load.s3.conftest import ROOT


@pytest.mark.slow
def test_a_publish_killed_at_its_worst_moments_is_finished_by_the_next_run(bucket, environment):
    done = subprocess.run(
        [sys.executable, "-m", "tests.load.s3.kills", bucket, "0"],
        cwd=ROOT, env=environment, capture_output=True, text=True, timeout=900, check=False,
    )  # fmt: skip

    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.splitlines() == list(kills.POINTS)
