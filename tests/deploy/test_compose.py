"""`deploy/compose.yaml` holds together, as far as that shows without a container engine."""

from __future__ import annotations

import json
import re
import stat
from importlib.resources import files
from typing import Any

import jsonschema
import pytest
from prefect.settings import Settings as PrefectSettings

from tasks.settings import Settings
from tests.conftest import ROOT
from tests.deploy.files import DEPLOY, VARIABLE, example_variables, filled, read_yaml

COMPOSE = read_yaml("compose.yaml")
SERVICES: dict[str, Any] = COMPOSE["services"]
SECRETS = {"DATABASE_PASSWORD": "a/b@c:d", "STORE_ACCESS_KEY": "key", "STORE_SECRET_KEY": "secret"}


def environment(service: str) -> dict[str, str]:
    """What a container of a service is started with."""
    given = SERVICES[service].get("environment", {})
    return {name: filled(str(value), SECRETS) for name, value in given.items()}


def test_it_fits_the_published_schema() -> None:
    vendored = files("check_jsonschema") / "builtin_schemas" / "vendor" / "compose-spec.json"
    schema = json.loads(vendored.read_text(encoding="utf-8"))
    checker = jsonschema.validators.validator_for(schema)(schema)

    assert [error.message for error in checker.iter_errors(COMPOSE)] == []
    broken = COMPOSE | {"services": SERVICES | {"server": {"imagine": "x"}}}
    assert [error.validator for error in checker.iter_errors(broken)] == ["unevaluatedProperties"]


@pytest.mark.parametrize("service", SERVICES)
def test_every_image_has_a_version_of_its_own(service: str) -> None:
    name, _, version = SERVICES[service]["image"].partition(":")

    assert name
    assert re.match(r"\d+\.\d+", version)


@pytest.mark.parametrize("service", SERVICES)
def test_every_service_that_another_waits_for_tells_when_it_is_ready(service: str) -> None:
    for name, waited in SERVICES[service].get("depends_on", {}).items():
        match waited["condition"]:
            case "service_healthy":
                assert SERVICES[name]["healthcheck"]["test"]
            case "service_completed_successfully":
                assert SERVICES[name]["restart"] == "no"
            case other:
                raise AssertionError(other)


@pytest.mark.parametrize("service", SERVICES)
def test_volumes_and_networks_are_declared(service: str) -> None:
    mounts = [mount.split(":") for mount in SERVICES[service].get("volumes", ())]
    named = {source for source, *_ in mounts if re.fullmatch(r"\w+", source)}

    assert named <= COMPOSE["volumes"].keys()
    assert set(SERVICES[service]["networks"]) <= COMPOSE["networks"].keys()


def test_no_volume_or_network_is_left_over() -> None:
    mounts = [mount for service in SERVICES.values() for mount in service.get("volumes", ())]
    joined = [name for service in SERVICES.values() for name in service["networks"]]

    assert COMPOSE["volumes"].keys() <= {mount.split(":")[0] for mount in mounts}
    assert COMPOSE["networks"].keys() == set(joined)


def test_what_stands_is_started_again_and_tells_whether_it_works() -> None:
    standing = {name for name, service in SERVICES.items() if service["restart"] != "no"}

    assert standing == {"database", "store", "server", "worker"}
    for name in standing:
        assert SERVICES[name]["restart"] == "unless-stopped"
        assert SERVICES[name]["healthcheck"]["test"]


def test_only_the_ui_has_a_port_and_only_on_this_machine() -> None:
    ports = {name: service["ports"] for name, service in SERVICES.items() if "ports" in service}

    assert {name: [filled(port, {}) for port in given] for name, given in ports.items()} == {
        "server": ["127.0.0.1:4200:4200"]
    }
    assert COMPOSE["networks"]["inside"]["internal"] is True
    for name in ("database", "store"):
        assert SERVICES[name]["networks"] == ["inside"]


def test_every_variable_is_in_the_example_which_holds_no_secret() -> None:
    text = (DEPLOY / "compose.yaml").read_text(encoding="utf-8")
    uses = [match.groups() for match in VARIABLE.finditer(text)]
    example = example_variables()

    assert {name for name, *_ in uses} == example.keys()
    for name, kind, default in uses:
        assert example[name] == ("" if kind == "?" else default)
    assert {name for name, kind, _ in uses if kind == "?"} == SECRETS.keys()


def test_secrets_are_kept_out_of_git() -> None:
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()

    for name in ("deploy/.env", "deploy/visnyk.env", "deploy/inbox/"):
        assert name in ignored


@pytest.mark.parametrize("service", SERVICES)
def test_prefect_takes_every_setting_that_it_is_given(
    service: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = {name: value for name, value in environment(service).items() if "PREFECT_" in name}
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    known = PrefectSettings().to_environment_variables(exclude_unset=True)

    assert given.keys() <= known.keys()


def test_the_server_finds_its_database_whatever_the_password(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, value in environment("server").items():
        monkeypatch.setenv(name, value)
    settings = PrefectSettings()
    database, ui = settings.server.database, settings.server.ui

    assert database.connection_url is not None
    url = database.connection_url.get_secret_value()
    assert url == "postgresql+asyncpg://prefect:a%2Fb%40c%3Ad@database:5432/prefect"
    assert environment("database")["POSTGRES_USER"] == database.user == "prefect"
    assert environment("database")["POSTGRES_DB"] == database.name
    assert environment("database")["POSTGRES_PASSWORD"] == SECRETS["DATABASE_PASSWORD"]
    assert ui.v2_enabled is False
    assert ui.api_url == "http://127.0.0.1:4200/api"


@pytest.mark.parametrize("service", ["setup", "worker"])
def test_the_worker_writes_to_the_store_beside_it(
    service: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    given, store = environment(service), environment("store")
    settings = {name for name in given if name.startswith("VISNYK_")}
    for name in settings:
        monkeypatch.setenv(name, given[name])

    assert {name.removeprefix("VISNYK_").lower() for name in settings} <= (
        Settings.model_fields.keys()
    )
    assert Settings().output == "s3://news/visnyk"
    assert given["AWS_ENDPOINT_URL_S3"] == "http://store:9000"
    assert given["AWS_ACCESS_KEY_ID"] == store["RUSTFS_ACCESS_KEY"] == "key"
    assert given["AWS_SECRET_ACCESS_KEY"] == store["RUSTFS_SECRET_KEY"] == "secret"
    assert given["PREFECT_API_URL"] == "http://server:4200/api"


def test_the_pool_that_is_set_up_is_that_of_the_deployments_and_of_the_worker() -> None:
    import yaml

    deployments = yaml.safe_load((ROOT / "prefect.yaml").read_text(encoding="utf-8"))["deployments"]
    (pool,) = {deployment["work_pool"]["name"] for deployment in deployments}

    assert f"work-pool create {pool} --type process" in SERVICES["setup"]["command"][-1]
    assert SERVICES["worker"]["command"][3:7] == ["--pool", pool, "--type", "process"]


def test_the_entrypoint_may_be_run() -> None:
    assert (DEPLOY / "entrypoint.sh").stat().st_mode & stat.S_IXOTH
