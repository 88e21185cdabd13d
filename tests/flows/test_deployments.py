"""`prefect.yaml` deploys what `visnyk serve` does, with forms that explain themselves."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from prefect.client.orchestration import get_client
from prefect.client.schemas.responses import DeploymentResponse
from prefect.exceptions import PrefectHTTPStatusError
from prefect.settings import PREFECT_API_URL

from flows.serving.deployments import deployments
from tasks.settings import Settings
from tests.conftest import ROOT

NAMES = [
    "visnyk-etl/manual",
    "visnyk-etl/scheduled",
    "visnyk-maintain/scheduled",
    "visnyk-retranslate/manual",
]


def _prefect(*arguments: str, cwd: Path = ROOT) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "prefect", "--no-prompt", *arguments],
        check=False,
        cwd=cwd,
        env=os.environ | {"PREFECT_API_URL": PREFECT_API_URL.value()},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr


@pytest.fixture(scope="module")
def deployed(prefect_server: None) -> dict[str, DeploymentResponse]:
    """All deployments on a process work pool, as docs/deployments.md says."""
    _prefect("work-pool", "create", "visnyk", "--type", "process", "--overwrite")
    _prefect("deploy", "--all")
    with get_client(sync_client=True) as client:
        return {name: client.read_deployment_by_name(name) for name in NAMES}


@pytest.mark.slow
def test_a_worker_has_the_deployments_that_serve_has(
    deployed: dict[str, DeploymentResponse],
) -> None:
    served = {f"{it.flow.name}/{it.name}": it for it in deployments(Settings())}
    assert sorted(served) == NAMES
    for name, ours in served.items():
        theirs = deployed[name]
        runner = ours.at_runner()
        limit = theirs.global_concurrency_limit
        assert theirs.description == runner.description
        assert theirs.tags == runner.tags
        assert [(it.schedule.cron, it.schedule.timezone) for it in theirs.schedules] == [
            (it.schedule.cron, it.schedule.timezone) for it in runner.schedules or []
        ]
        assert (limit.limit if limit else None) == runner.concurrency_limit
        assert (theirs.concurrency_options and theirs.concurrency_options.collision_strategy) == (
            runner.concurrency_options and runner.concurrency_options.collision_strategy
        )
        form = runner._parameter_openapi_schema.model_dump()["properties"]
        assert theirs.parameter_openapi_schema is not None
        assert theirs.parameter_openapi_schema["properties"] == form


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_every_field_of_a_form_has_a_title_a_description_and_a_default(
    deployed: dict[str, DeploymentResponse], name: str
) -> None:
    schema = deployed[name].parameter_openapi_schema
    assert schema is not None
    fields = schema["properties"]
    flat = {key: field.get("type") for key, field in fields.items() if "$ref" not in field}
    assert flat.keys() == fields.keys()
    assert [key for key, field in fields.items() if field.get("title", key) == key] == []
    assert [key for key, field in fields.items() if not field.get("description")] == []
    assert [key for key, field in fields.items() if "default" not in field] == []
    assert "required" not in schema
    assert fields["output"]["type"] == "string"


@pytest.mark.slow
def test_the_form_of_a_run_offers_what_there_is_and_bounds_what_there_may_be(
    deployed: dict[str, DeploymentResponse],
) -> None:
    schema = deployed["visnyk-etl/manual"].parameter_openapi_schema
    assert schema is not None
    fields = schema["properties"]
    assert list(fields) == ["sources", "output", "engine", "batch_size", "refresh", "runner"]
    assert "draft" in fields["engine"]["enum"]
    assert fields["runner"]["enum"] == ["threads", "processes"]
    assert (fields["batch_size"]["minimum"], fields["batch_size"]["maximum"]) == (1, 5000)
    assert fields["sources"]["items"]["minLength"] == 1
    schema = deployed["visnyk-retranslate/manual"].parameter_openapi_schema
    assert schema is not None
    assert {"format": "date", "type": "string"} in schema["properties"]["since"]["anyOf"]


@pytest.mark.slow
@pytest.mark.parametrize(
    "wrong", [{"batch_size": 0}, {"batch_size": 5001}, {"engine": "oracle"}, {"sources": []},
              {"output": ""}, {"runner": "cloud"}]
)  # fmt: skip
def test_a_value_that_does_not_fit_is_refused_before_a_run_is_made(
    deployed: dict[str, DeploymentResponse], wrong: dict[str, Any]
) -> None:
    deployment = deployed["visnyk-etl/manual"]
    with get_client(sync_client=True) as client, pytest.raises(PrefectHTTPStatusError) as refused:
        client.create_flow_run_from_deployment(deployment.id, parameters=wrong)
    assert refused.value.response.status_code in {409, 422}
    assert next(iter(wrong)) in refused.value.response.text


@pytest.mark.slow
def test_a_worker_runs_what_the_form_asked_for(
    deployed: dict[str, DeploymentResponse], tmp_path: Path
) -> None:
    (step,) = deployed["visnyk-retranslate/manual"].pull_steps or []
    assert step["prefect.deployments.steps.set_working_directory"]["directory"] == str(ROOT)
    asked = {"output": str(tmp_path / "output"), "engine": "draft"}
    with get_client(sync_client=True) as client:
        deployment = deployed["visnyk-retranslate/manual"]
        run = client.create_flow_run_from_deployment(deployment.id, parameters=asked)
        _prefect("worker", "start", "--pool", "visnyk", "--run-once", cwd=tmp_path)
        state = client.read_flow_run(run.id).state

    assert state is not None
    assert state.is_completed(), state.message
