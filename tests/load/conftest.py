"""Outputs that several tests damage."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tasks.load.runs import RunRecord, append_run
from tasks.load.schema import RunState
from tests.load.factories import LATER, NOW, fail, load, make, make_page
from tests.load.verified import inputs


@pytest.fixture
def output(tmp_path):
    """Two runs, three partitions, a kept page, something in quarantine."""
    folder = tmp_path / "output"
    load(folder, *inputs()[:3], make(5, page=make_page(5)), failures=(fail(9),))
    load(folder, make(4, published_date=None), run_id="run-2", now=LATER)
    append_run(folder, RunRecord("run-2", NOW, LATER, RunState.COMPLETED))
    return folder


@pytest.fixture
def read_only() -> Iterator[Path]:
    """A folder with one article that may be read by all and written by nobody."""
    # Not `tmp_path`: the folders above it are for its owner only.
    folder = Path(tempfile.mkdtemp())
    load(folder, make(1))
    folder.chmod(0o555)
    yield folder
    folder.chmod(0o700)
    shutil.rmtree(folder)
