"""The files of deploy/, read for what they mean to Compose, Docker and Helm."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from typing import Any

import yaml

from tests.conftest import ROOT

DEPLOY = ROOT / "deploy"
# ${NAME}, ${NAME:-default} and ${NAME:?message}, but not $${NAME}, which is for a shell.
VARIABLE = re.compile(r"(?<!\$)\$\{(\w+)(?::([-?])([^}]*))?\}")
LOCKED_PREFECT = re.compile(r"^prefect==(\S+)", re.MULTILINE)


def read_yaml(name: str) -> Any:
    """What a file holds, with anchors and merges resolved."""
    return yaml.safe_load((DEPLOY / name).read_text(encoding="utf-8"))


def filled(text: str, given: dict[str, str]) -> str:
    """What Compose makes of a text, with variables that are given or their defaults."""

    def value(match: re.Match[str]) -> str:
        name, kind, default = match.groups()
        if name in given:
            return given[name]
        assert kind == "-", f"{name} is not given and has no default"
        return str(default)

    return VARIABLE.sub(value, text)


def example_variables() -> dict[str, str]:
    """What `.env.example` sets, as it stands."""
    lines = (DEPLOY / ".env.example").read_text(encoding="utf-8").splitlines()
    pairs = [line.split("=", 1) for line in lines if line and not line.startswith("#")]
    return dict(pairs)


def locked_prefect() -> str:
    """The version of Prefect that everything is tested with."""
    found = LOCKED_PREFECT.search((ROOT / "requirements.lock").read_text(encoding="utf-8"))
    assert found is not None
    return found[1]


def docker_steps() -> Iterator[tuple[str, list[str]]]:
    """The instructions of the Dockerfile with their words; continued lines are joined."""
    text = (DEPLOY / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            instruction, words = line.split(maxsplit=1)
            yield instruction, shlex.split(words)
