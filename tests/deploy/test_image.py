"""`deploy/Dockerfile` copies what exists, and leaves out nothing that visnyk runs on."""

from __future__ import annotations

import ast
import re
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

from tasks.settings import Settings
from tests.conftest import ROOT
from tests.deploy.files import DEPLOY, docker_steps, locked_prefect, read_yaml

STEPS = list(docker_steps())
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def words(instruction: str) -> list[list[str]]:
    return [given for name, given in STEPS if name == instruction]


def copied() -> list[str]:
    """What is copied from the checkout."""
    return [source for given in words("COPY") if "--from" not in given[0] for source in given[:-1]]


def image_environment() -> dict[str, str]:
    return dict(pair.split("=", 1) for given in words("ENV") for pair in given)


def imported() -> set[str]:
    """The packages that visnyk's own code imports at any time."""
    names = set()
    for path in [*ROOT.glob("tasks/**/*.py"), *ROOT.glob("flows/**/*.py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names.add(node.module.split(".")[0])
    distributions = packages_distributions()
    return {canonicalize_name(one) for name in names for one in distributions.get(name, ())}


def test_everything_that_is_copied_is_there_and_not_ignored() -> None:
    lines = (DEPLOY / "Dockerfile.dockerignore").read_text(encoding="utf-8").splitlines()
    kept = {line.removeprefix("!") for line in lines if line.startswith("!")}

    assert set(copied()) == kept
    assert [name for name in copied() if not (ROOT / name).exists()] == []


def test_the_libraries_are_those_of_the_lock_checked_by_their_hashes() -> None:
    (install,) = [given for given in words("RUN") if "--require-hashes" in given]

    assert install[-2:] == ["--requirement", "/tmp/requirements.lock"]
    assert "--no-deps" in install


def test_what_is_left_out_is_in_the_lock_and_imported_by_nothing() -> None:
    (removal,) = [given for given in words("RUN") if "uninstall" in given]
    names = removal[removal.index("--yes") + 1 :]
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")

    assert imported() >= {"prefect", "pyarrow", "lxml"}
    assert imported() & {*names} == set()
    for name in names:
        assert re.search(rf"^{name}(\[.*\])?==", lock, re.MULTILINE), name


def test_its_python_is_one_that_the_project_asks_for() -> None:
    bases = {given[0] for given in words("FROM")}
    (base,) = bases
    version = re.match(r"python:(\d+\.\d+)", base)

    assert version is not None
    assert version[1] in SpecifierSet(PROJECT["requires-python"])


def test_it_runs_without_root_and_writes_to_its_volume_only() -> None:
    given = image_environment()
    (user,) = words("USER")
    volume = Path("/var/lib/visnyk")

    assert user == ["visnyk"]
    assert Path(given["PREFECT_HOME"]).parent == volume
    assert Path(given["VISNYK_WORK_FOLDER"]).parent == volume
    for name in given:
        if name.startswith("VISNYK_"):
            assert name.removeprefix("VISNYK_").lower() in Settings.model_fields


def test_the_lexicon_is_compiled_by_the_user_that_will_read_it() -> None:
    order = [
        name for name, given in STEPS if name == "USER" or "python -m tasks" in " ".join(given)
    ]

    assert order == ["USER", "RUN"]


def test_the_image_of_compose_has_the_version_of_the_project() -> None:
    services = read_yaml("compose.yaml")["services"]
    images = {services[name]["image"] for name in ("server", "setup", "worker")}

    assert images == {f"visnyk:{PROJECT['version']}"}


def test_the_charts_run_the_locked_prefect_and_the_same_image() -> None:
    server = read_yaml("kubernetes/server-values.yaml")
    worker = read_yaml("kubernetes/worker-values.yaml")["worker"]
    claim = read_yaml("kubernetes/work-claim.yaml")

    tag = server["global"]["prefect"]["image"]["prefectTag"]
    assert tag == f"{locked_prefect()}-python3.11"
    assert worker["image"]["prefectTag"] == PROJECT["version"]
    assert worker["config"]["workPool"] == "visnyk"
    assert worker["basicAuth"]["existingSecret"] == server["server"]["basicAuth"]["existingSecret"]
    (mount,) = worker["extraVolumeMounts"]
    (volume,) = worker["extraVolumes"]
    assert mount == {"name": volume["name"], "mountPath": "/var/lib/visnyk"}
    assert volume["persistentVolumeClaim"]["claimName"] == claim["metadata"]["name"]


def test_every_secret_that_the_charts_need_is_made_in_the_guide() -> None:
    guide = (DEPLOY / "README.md").read_text(encoding="utf-8")
    server = read_yaml("kubernetes/server-values.yaml")
    worker = read_yaml("kubernetes/worker-values.yaml")["worker"]

    for name in (
        server["secret"]["name"],
        server["server"]["basicAuth"]["existingSecret"],
        worker["extraEnvVarsSecret"],
    ):
        assert f"create secret generic {name} " in guide
