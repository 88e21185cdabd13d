"""A loopback server that plays Google's page in each of its moods, and plain engines."""

from __future__ import annotations

import html
import socket
import threading
from collections import Counter
from collections.abc import Callable, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest

from tasks.models import Tier
from tasks.settings import Settings
from tasks.transform.translate.base import Answer
from tasks.transform.translate.registry import ENGINES
from tests.translate.services import FakeServices, english_of


class GooglePage(ThreadingHTTPServer):
    """Answers each request as `mood(text)` says; keeps what it was sent."""

    daemon_threads = True
    # Eight threads connect at once; the default of 5 would make some wait for a second.
    request_queue_size = 64

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.mood: Callable[[str], str] = lambda _text: "good"
        self.requests: list[dict[str, list[str]]] = []
        self.headers_seen: list[dict[str, str]] = []
        self.connections: Counter[tuple[str, int]] = Counter()
        self.released = threading.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/m"


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # head and body in one packet, or each answer waits 40 ms
    server: GooglePage

    def do_GET(self) -> None:
        query = parse_qs(urlsplit(self.path).query)
        text = query["q"][0]
        self.server.requests.append(query)
        self.server.headers_seen.append(dict(self.headers))
        self.server.connections[self.client_address] += 1
        getattr(self, f"_be_{self.server.mood(text)}")(text)

    def _send(self, status: int, body: str, **headers: str) -> None:
        data = body.encode()
        self.send_response(status)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Set-Cookie", "NID=someone; Path=/")
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def _result(self, english: str) -> None:
        self._send(200, f'<div class="result-container">{html.escape(english)}</div>')

    def _be_good(self, text: str) -> None:
        self._result(english_of(text))

    def _be_echo(self, text: str) -> None:
        self._result(text)

    def _be_wordless(self, _text: str) -> None:
        self._result("")

    def _be_half_done(self, text: str) -> None:
        self._result(english_of(text[:-9]) + text[-9:])

    def _be_throttled(self, _text: str) -> None:
        self._send(429, "<h1>Too Many Requests</h1>")

    def _be_broken(self, _text: str) -> None:
        self._send(500, "<title>Error 500 (Server Error)!!1</title>")

    def _be_empty(self, _text: str) -> None:
        self._send(200, "")

    def _be_captcha(self, _text: str) -> None:
        self._send(200, "<html><body>Our systems have detected unusual traffic</body></html>")

    def _be_error_in_result(self, _text: str) -> None:
        self._result("Error 403: unusual traffic from your computer network")

    def _be_consent(self, _text: str) -> None:
        self._send(302, "", Location="http://consent.invalid/save?continue=x")

    def _be_cut_off(self, _text: str) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "5000")
        self.end_headers()
        self.wfile.write(b'<div class="result-container">Half a')
        self.close_connection = True

    def _be_reset(self, _text: str) -> None:
        self.close_connection = True

    def _be_hanging(self, _text: str) -> None:
        self.server.released.wait(20)
        self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Keep the test output clean."""


@pytest.fixture
def google_page(monkeypatch):
    # A proxy of the developer's machine is not on the loopback.
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    server = GooglePage()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.released.set()
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def dead_url(monkeypatch):
    """The address of a port that was free a moment ago: connections are refused."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{free.getsockname()[1]}/m"


@pytest.fixture
def google_settings(google_page):
    return Settings(
        google_url=google_page.url,
        google_rate=1000,
        connect_timeout=5,
        read_timeout=0.3,
        retry_backoff=0.01,
    )


class PlainEngine:
    """An engine in memory: answers with `answer(text)`, counts what it is asked."""

    def __init__(
        self,
        name: str = "plain",
        answer: Callable[[str], Answer] = english_of,
        tier: Tier = Tier.DRAFT,
    ) -> None:
        self.name = name
        self.version = "1"
        self.tier = tier
        self.answer = answer
        self.asked: list[str] = []

    def translate(self, texts: Sequence[str]) -> list[Answer]:
        self.asked += texts
        return [self.answer(text) for text in texts]


class ServiceEngine(PlainEngine):
    """The same, one text a request, as services are."""

    max_texts = 1
    max_bytes: int | None = None


@pytest.fixture
def plain_engine():
    return PlainEngine


@pytest.fixture
def service_engine():
    return ServiceEngine


@pytest.fixture
def english():
    return english_of


@pytest.fixture
def server(monkeypatch):
    """Every translation service, on the loopback."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with FakeServices() as fake:
        yield fake


@pytest.fixture
def engine_of(server):
    """Make an engine whose service is `server`."""
    return lambda name, **changed: ENGINES[name](Settings(**server.settings(**changed)))
