"""Readers in a loop during 200 publishes: no error, no half file, no half state."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tasks.load.verify import verify
from tests.load import racing

ROOT = Path(__file__).parents[2]
PUBLISHES = 200


def start(*args: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.load.racing", *map(str, args)],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


@pytest.fixture(scope="module")
def seen(tmp_path_factory) -> dict[str, racing.Seen]:
    """What each reader saw while one process published."""
    folder = tmp_path_factory.mktemp("race")
    output, stop = folder / "output", folder / "stop"
    racing.begin(output)
    readers = {name: start("read", output, PUBLISHES, name, stop) for name in racing.READERS}
    try:
        for reader in readers.values():
            assert reader.stdout.readline() == "ready\n"
        writer = start("write", output, PUBLISHES)
        _, errors = writer.communicate()
        assert writer.returncode == 0, errors
    finally:
        stop.touch()
        ended = {name: reader.communicate() for name, reader in readers.items()}
    for name, (_, errors) in ended.items():
        assert readers[name].returncode == 0, errors
    assert verify(output).problems == ()
    return {name: racing.Seen(**json.loads(found)) for name, (found, _) in ended.items()}


@pytest.mark.slow
@pytest.mark.parametrize("name", racing.READERS)
def test_a_reader_of_the_folder_sees_no_error_and_whole_files_of_one_schema(seen, name):
    assert seen[name].errors == {}
    assert seen[name].wrong == []
    assert seen[name].reads >= 10
    assert len(seen[name].schemas) == 1


@pytest.mark.slow
@pytest.mark.parametrize("name", racing.READERS)
def test_a_copy_made_as_the_guide_says_is_one_whole_state_each_time(seen, name):
    states = seen[name].states
    assert seen[name].wrong == []
    assert len(seen[name].copied_schemas) == 1
    assert states == sorted(states)
    assert len(set(states)) >= 10
    assert states[-1] == PUBLISHES
