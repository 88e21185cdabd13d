"""Datasets in an object store are what they are in a folder."""

import json

import pytest

from tasks.load.locking import check_writable
from tasks.load.manifest import content_hash, read_manifest, reconciled
from tasks.load.read import read_articles, read_sentences
from tasks.load.runs import RunRecord, append_run
from tasks.load.schema import RunState
from tasks.load.state import read_state
from tasks.load.storage import work_folder
from tasks.load.verify import verify
from tests.load import kill_points
from tests.load.factories import LATER, load, make, source


def names(output):
    """The objects that are there, without the holds on the output."""
    below = [path.uri.removeprefix(f"{output}/") for path in output.below()]
    return {name for name in below if not name.startswith(".lock/")}


def test_the_same_inputs_give_the_same_datasets_as_in_a_folder(output, tmp_path):
    for place in (output, tmp_path / "local"):
        kill_points.first_day(place)
        kill_points.second_day(place, "run-2")

    local = tmp_path / "local"
    assert content_hash(output) == content_hash(local)
    published = {name for name in read_manifest(local)} | {"manifest.json", "datapackage.json"}
    assert names(output) == published
    assert (output / "datapackage.json").read_bytes() == (local / "datapackage.json").read_bytes()
    assert reconciled(output) == read_manifest(output)
    assert verify(output).problems == ()
