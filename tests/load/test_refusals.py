"""A disk that is full and a user who may not write: real ones, in the middle of a run."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest

from tests.kills.forks import Forks
from tests.kills.points import Point
from tests.load import kill_points, refused

pytestmark = pytest.mark.slow

RUN, COMMIT = r"/\.staging/run-full", r"/\.staging/\.commit"
FULL = {
    "before staging": Point("mkdir", RUN + "$"),
    "while a batch is staged": Point("mkdir", RUN + "/batch-00001$"),
    "within a batch": Point("replace", RUN + r"/batch-00002/tags\.parquet$"),
    "before data files are written": Point("mkdir", COMMIT + "$"),
    "while data files are written": Point("fsync", COMMIT + r"/.*\.parquet", 4),
    "before the journal of the commit": Point("fsync", COMMIT + r"/.*manifest\.json"),
    "while the run is recorded": Point("mkdir", COMMIT + "$", 2),
}
LOST = {
    "of the output, before staging": ("", Point("mkdir", r"/\.staging/run-refused$")),
    "of staging": (".staging/run-refused", Point("mkdir", r"/batch-00002$")),
    "of the output, before the manifest": ("", Point("replace", r"output/manifest\.json$")),
    "of a month, in the middle of the moves": (
        "articles/published_month=2026-02",
        Point("replace", r"output/articles/published_month=2026-02/"),
    ),
    "of a month that is left empty": (
        "articles/published_month=2025-12",
        Point("replace", r"output/sentences/published_month=2026-02/"),
    ),
}


@pytest.fixture(scope="module")
def base(tmp_path_factory):
    """The output of the first day: to be copied."""
    output = tmp_path_factory.mktemp("base") / "output"
    kill_points.first_day(output)
    return output


@pytest.fixture(scope="module")
def forks():
    with Forks(refused.__name__) as opened:
        yield opened


@pytest.fixture(scope="module")
def small_disks():
    """Processes that can mount: of root, or of a user who is root in a namespace."""
    within = ("unshare", "--mount", "--map-root-user")
    with tempfile.TemporaryDirectory() as folder:
        try:
            mount = ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", folder]
            subprocess.run([*within, *mount], check=True, capture_output=True)
        except (FileNotFoundError, subprocess.CalledProcessError) as error:
            pytest.skip(f"this machine lets nobody mount a small disk: {error}")
    with Forks(refused.__name__, within=within) as opened:
        yield opened


@pytest.fixture
def open_folder():
    """A folder that everybody may enter: those above `tmp_path` are for their owner only."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@pytest.mark.parametrize("name", FULL)
def test_a_full_disk(small_disks, base, tmp_path, name):
    assert small_disks.run(refused.fill_up_at, tmp_path, base, *FULL[name]) == 0


def test_a_disk_that_is_full_while_answers_come_in(small_disks, base, tmp_path):
    assert small_disks.run(refused.fill_up_between_answers, tmp_path, base) == 0


@pytest.mark.parametrize("name", LOST)
def test_a_permission_that_is_lost(forks, base, open_folder, name):
    lost, point = LOST[name]
    copy = shutil.copytree(base, open_folder / "base")

    assert forks.run(refused.lose_permission_at, copy, open_folder, lost, *point) == 0


def test_an_output_that_may_only_be_read(forks, base, open_folder):
    copy = shutil.copytree(base, open_folder / "base")

    assert forks.run(refused.read_without_permission_to_write, copy, open_folder) == 0
