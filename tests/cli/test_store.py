"""The whole flow and the commands on an output in an object store."""

from __future__ import annotations

import json

import pytest

from tasks.load.storage.manifest import content_hash
from tasks.load.storage.s3.paths import filesystem, parse
from tests.standing_store import REGION, store_settings

from .conftest import SEEDS


@pytest.mark.slow
def test_the_seed_goes_into_a_store_and_every_command_finds_it_there(
    visnyk_at_server, store_address, seed_output, tmp_path, monkeypatch
):
    settings = store_settings(store_address, tmp_path)
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    filesystem().call_s3(
        "create_bucket", Bucket="seed", CreateBucketConfiguration={"LocationConstraint": REGION}
    )
    uri = "s3://seed/visnyk"

    def visnyk(*arguments):
        ended = visnyk_at_server(*arguments, "--output", uri, **settings)
        assert ended.returncode == 0, ended.stdout + ended.stderr
        return ended.stdout

    first = visnyk("run", SEEDS, "--engine", "draft")
    assert "Completed: 1 document loaded" in first
    assert uri in first
    output = parse(uri)
    assert content_hash(output) == content_hash(seed_output)

    before = {path: path.stat() for path in output.below() if "runs/" not in path.uri}
    assert "data files written  0" in visnyk("run", SEEDS, "--engine", "draft")
    after = {path: path.stat() for path in output.below() if "runs/" not in path.uri}
    changed = {path.name for path in after if after[path] != before.get(path)}
    assert {name for name in changed if not name.startswith("0")} <= {
        "manifest.json", "datapackage.json",
    }  # fmt: skip

    assert f"Datasets in {uri}" in visnyk("status")
    assert "Українською" in visnyk("show")
    assert json.loads(visnyk("verify", "--json"))["is_whole"]
    assert "would be sent" in visnyk("retranslate", "--dry-run", "--engine", "google")
    exported = tmp_path / "articles.csv"
    visnyk("export", exported, "--dataset", "articles")
    assert exported.read_text(encoding="utf-8-sig").count("\n") >= 2
    visnyk("compact")
    assert json.loads(visnyk("verify", "--json"))["is_whole"]
