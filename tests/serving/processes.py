"""`visnyk serve` and `visnyk ui` as processes, and what Prefect's API says of their runs."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self, TypeVar

import httpx

ROOT = Path(__file__).parents[2]
# As the installed script does, which a checkout need not have; and without SIGINT, as everything
# is that a script starts with `&`.
_MAIN = (
    "import signal; signal.signal(signal.SIGINT, signal.SIG_IGN); "
    "from flows.cli import main; main()"
)
VISNYK = (sys.executable, "-c", _MAIN)
# Whatever else keeps the machine busy: a run that is due begins within a minute.
PATIENCE_SECONDS = 300.0

Found = TypeVar("Found")


def free_port() -> int:
    """A port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(home: Path, **settings: str) -> dict[str, str]:
    """What a command sees: no proxy, no network, a Prefect home of its own."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("VISNYK_", "PREFECT_"))
    }
    return (
        kept
        | {
            "PREFECT_HOME": str(home),
            "PYTHONPATH": str(ROOT),
            "NO_PROXY": "127.0.0.1",
        }
        | settings
    )


@contextmanager
def command(
    *arguments: str, env: Mapping[str, str], log: Path, cwd: Path = ROOT
) -> Iterator[subprocess.Popen[bytes]]:
    """Run `visnyk` until the block ends; then it gets SIGTERM, and must end by itself."""
    with log.open("w") as stream:
        process = subprocess.Popen(
            [*VISNYK, *arguments],
            cwd=cwd,
            env=dict(env),
            stdin=subprocess.DEVNULL,
            stdout=stream,
            stderr=stream,
        )
        try:
            yield process
        except BaseException:
            sys.stderr.write(log.read_text()[-4000:])
            raise
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(60)
            except subprocess.TimeoutExpired:
                process.kill()
                raise


def until(look: Callable[[], Found | None], seconds: float = PATIENCE_SECONDS) -> Found:
    """Look again and again until something is there."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if found := look():
            return found
        time.sleep(0.2)
    raise TimeoutError(f"Not within {seconds:.0f} s: {look}")


class Api:
    """Prefect's API at a port of this machine."""

    def __init__(self, port: int) -> None:
        self.address = f"http://127.0.0.1:{port}/api"
        self._client = httpx.Client(base_url=self.address, trust_env=False, timeout=60)

    @classmethod
    def at(cls, address: str) -> Self:
        """The API at an address of this machine."""
        return cls(httpx.URL(address).port or 80)

    def is_up(self) -> bool:
        """Whether it answers."""
        try:
            return self._client.get("/health").is_success
        except httpx.HTTPError:
            return False

    def post(self, path: str, **body: Any) -> Any:
        """Ask with JSON; again, if its database is busy."""
        for _ in range(20):
            answer = self._client.post(path, json=body)
            if answer.status_code != httpx.codes.SERVICE_UNAVAILABLE:
                break
            time.sleep(0.2)
        answer.raise_for_status()
        return answer.json()

    def runs(self, deployment: str | None = None, **state: Any) -> list[dict[str, Any]]:
        """Runs of `visnyk-etl` that began or ended, the oldest first."""
        filters: dict[str, Any] = {"flows": {"name": {"any_": ["visnyk-etl"]}}}
        if deployment:
            filters["deployments"] = {"name": {"any_": [deployment]}}
        state = state or {"type": {"not_any_": ["SCHEDULED"]}}
        filters["flow_runs"] = {"state": state}
        found: list[dict[str, Any]] = self.post("/flow_runs/filter", **filters, limit=100)
        return sorted(found, key=lambda run: str(run["start_time"] or run["expected_start_time"]))

    def get(self, path: str) -> Any:
        """Read what lies at a path."""
        answer = self._client.get(path)
        answer.raise_for_status()
        return answer.json()

    def run(self, run_id: str) -> dict[str, Any]:
        """A run as it is now."""
        (found,) = self.post("/flow_runs/filter", flow_runs={"id": {"any_": [run_id]}})
        return dict(found)

    def deployment(self, name: str) -> dict[str, Any] | None:
        """A deployment by `flow/name`, if there is one."""
        answer = self._client.get(f"/deployments/name/{name}")
        return dict(answer.json()) if answer.is_success else None

    def start(self, deployment: str, **parameters: Any) -> str:
        """Ask for a run of a deployment; returns its id."""
        found = self.deployment(deployment)
        assert found is not None
        path = f"/deployments/{found['id']}/create_flow_run"
        made = self.post(path, parameters=parameters, state={"type": "SCHEDULED"})
        return str(made["id"])


def make_webhook_block(api: Api, name: str, url: str) -> None:
    """Make a block that notifications go through, as a person does in the UI."""
    kinds = api.post("/block_types/filter", block_types={"name": {"like_": "Custom Webhook"}})
    (kind,) = [item for item in kinds if item["slug"] == "custom-webhook"]
    of_kind = {"block_type_id": {"any_": [kind["id"]]}}
    schemas = api.post("/block_schemas/filter", block_schemas=of_kind)
    body = {"subject": "{{subject}}", "body": "{{body}}"}
    api.post(
        "/block_documents/",
        name=name,
        block_type_id=kind["id"],
        block_schema_id=schemas[0]["id"],
        data={"name": name, "url": url, "json_data": body},
    )


def process_of(run_id: str) -> int:
    """The process that executes a run, by what its environment says."""
    wanted = f"PREFECT__FLOW_RUN_ID={run_id}".encode()
    for path in Path("/proc").glob("[0-9]*/environ"):
        try:
            if wanted in path.read_bytes().split(b"\0"):
                return int(path.parent.name)
        except OSError:  # not ours, or just gone
            continue
    raise LookupError(f"No process executes run {run_id}")
