"""An output that the tests of `verify` damage."""

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
