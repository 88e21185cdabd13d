"""`prefect.yaml` deploys both flows, with forms that explain themselves, and a worker runs them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from prefect.client.orchestration import get_client
from prefect.settings import PREFECT_API_URL

from tests.conftest import ROOT


def _prefect(*arguments: str, cwd: Path = ROOT) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "prefect", "--no-prompt", *arguments],
        check=False,
        cwd=cwd,
        env=os.environ | {"PREFECT_API_URL": PREFECT_API_URL.value()},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr


@pytest.fixture(scope="module")
def deployed(prefect_server: None) -> None:
    """Both flows on a process work pool, as docs/deployments.md says."""
    _prefect("work-pool", "create", "visnyk", "--type", "process", "--overwrite")
    _prefect("deploy", "--all")


@pytest.mark.slow
@pytest.mark.parametrize("flow", ["visnyk-etl", "visnyk-retranslate"])
def test_every_field_of_a_form_has_a_title_a_description_and_a_default(deployed, flow):
    with get_client(sync_client=True) as client:
        deployment = client.read_deployment_by_name(f"{flow}/manual")
    (model,) = deployment.parameter_openapi_schema["definitions"].values()
    fields = model["properties"]

    (step,) = deployment.pull_steps
    assert step["prefect.deployments.steps.set_working_directory"]["directory"] == str(ROOT)
    assert deployment.parameters == {"parameters": {}}
    assert {"engine", "output"} <= fields.keys()
    assert [name for name, field in fields.items() if not field.get("title")] == []
    assert [name for name, field in fields.items() if not field.get("description")] == []
    assert "required" not in model
    assert "draft" in fields["engine"]["enum"]


@pytest.mark.slow
def test_a_worker_runs_what_the_form_asked_for(deployed, tmp_path):
    asked = {"parameters": {"output": str(tmp_path / "output"), "engine": "draft"}}
    with get_client(sync_client=True) as client:
        deployment = client.read_deployment_by_name("visnyk-retranslate/manual")
        run = client.create_flow_run_from_deployment(deployment.id, parameters=asked)
        _prefect("worker", "start", "--pool", "visnyk", "--run-once", cwd=tmp_path)
        state = client.read_flow_run(run.id).state

    assert state is not None
    assert state.is_completed(), state.message
