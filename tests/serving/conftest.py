"""An engine on this machine that answers only while its gate is open."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from tests.translate.conftest import GooglePage


class SlowEngine(GooglePage):
    """Keeps a run waiting for as long as `gate` is closed."""

    def __init__(self) -> None:
        super().__init__()
        self.gate = threading.Event()
        self.gate.set()
        self.mood = self._when_open

    def _when_open(self, _text: str) -> str:
        self.gate.wait()
        return "good"


def asking(engine: SlowEngine) -> dict[str, str]:
    """The settings of a command that asks this engine, as patiently as it takes."""
    return {
        "VISNYK_GOOGLE_URL": engine.url,
        "VISNYK_GOOGLE_RATE": "1000",
        "VISNYK_READ_TIMEOUT": "600",
    }


@pytest.fixture(scope="module")
def engine() -> Iterator[SlowEngine]:
    """An engine whose gate is open."""
    server = SlowEngine()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.gate.set()
    server.shutdown()
    thread.join()
    server.server_close()
