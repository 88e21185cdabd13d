"""A loopback server that plays every translation service, well or badly.

One thread answers all connections, so that the tests' own threads are the slow part. It
keeps every request as it came, with the time, and answers as `mood(service, text)` says.
"""

from __future__ import annotations

import asyncio
import html
import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any, Final, Self
from urllib.parse import parse_qs, unquote_plus, urlsplit

KEYS: Final = {"deepl": "secret-deepl", "microsoft": "secret-azure", "libretranslate": "secret-lt"}
SERVICES: Final = ("google", "mymemory", "libretranslate", "deepl", "microsoft")
# Also a service that takes several texts at once, as ours might one day.
BATCH: Final = "batch"


def english_of(uk: str) -> str:
    """A stand-in translation: as long, with the same digits, in Latin letters."""
    return "".join("x" if "а" <= letter.lower() <= "ґ" else letter for letter in uk)


@dataclass(frozen=True, slots=True)
class Seen:
    """A request as the server got it."""

    service: str
    at: float
    method: str
    path: str
    query: dict[str, list[str]]
    headers: dict[str, str]
    body: Any
    raw: bytes
    texts: list[str]
    mood: str


@dataclass
class FakeServices:
    """The server; `with` starts and stops it."""

    mood: Callable[[str, str], str] = lambda _service, _text: "good"
    seen: list[Seen] = field(default_factory=list)
    busiest: int = 0
    delay: float = 0.0

    def __enter__(self) -> Self:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever)
        self._thread.start()
        start = self._loop.create_server(lambda: _Connection(self), "127.0.0.1", 0, backlog=200)
        self._server = asyncio.run_coroutine_threadsafe(start, self._loop).result(5)
        self._at_work = 0
        return self

    def __exit__(self, *_error: object) -> None:
        async def stop() -> None:
            self._server.close()

        asyncio.run_coroutine_threadsafe(stop(), self._loop).result(5)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def url(self, service: str) -> str:
        """The address of a service, as its setting wants it."""
        port = self._server.sockets[0].getsockname()[1]
        tail = {"google": "/m", "mymemory": "/get", "microsoft": "/translate?api-version=3.0"}
        return f"http://127.0.0.1:{port}/{service}{tail.get(service, '')}"

    def settings(self, **changed: Any) -> dict[str, Any]:
        """Settings that send every engine here, with keys."""
        urls = {f"{service}_url": self.url(service) for service in SERVICES}
        keys = {f"{service}_key": key for service, key in KEYS.items()}
        rates = {f"{service}_rate": 1000.0 for service in SERVICES}
        timing = {"connect_timeout": 5.0, "read_timeout": 1.5, "retry_backoff": 0.01}
        return urls | keys | rates | timing | {"microsoft_region": "westeurope"} | changed

    def asked(self, service: str) -> list[str]:
        """The texts that a service was asked for, in order."""
        return [
            text for request in self.seen if request.service == service for text in request.texts
        ]

    def times(self, service: str) -> list[float]:
        """When its requests came in."""
        return sorted(request.at for request in self.seen if request.service == service)


class _Connection(asyncio.Protocol):
    def __init__(self, server: FakeServices) -> None:
        self.server = server
        self.buffer = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport: Any = transport

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        head, mark, body = self.buffer.partition(b"\r\n\r\n")
        first, *lines = head.decode().split("\r\n")
        headers = dict(line.split(": ", 1) for line in lines)
        if mark and len(body) >= int(headers.get("Content-Length", 0)):
            raw, self.buffer = self.buffer, b""
            self._take(first, headers, body, raw)

    def _take(self, first: str, headers: dict[str, str], body: bytes, raw: bytes) -> None:
        method, target, _ = first.split()
        parts = urlsplit(target)
        service = parts.path.split("/")[1]
        query = parse_qs(parts.query)
        content = json.loads(body) if body else None
        texts = _TEXTS[service](query, content)
        mood = self.server.mood(service, texts[0])
        self.server.seen.append(
            Seen(
                service, time.monotonic(), method, parts.path, query, headers, content,
                raw + unquote_plus(target).encode(), texts, mood,
            )
        )  # fmt: skip
        self.server._at_work += 1
        self.server.busiest = max(self.server.busiest, self.server._at_work)
        asyncio.get_running_loop().call_later(self.server.delay, self._answer, service, texts, mood)

    def _answer(self, service: str, texts: list[str], mood: str) -> None:
        self.server._at_work -= 1
        if mood == "hanging":
            return
        if mood == "reset":
            self.transport.abort()
            return
        status, body, headers = _reply(service, texts, mood)
        lines = [f"HTTP/1.1 {status} X", "Set-Cookie: id=someone; Path=/", *headers]
        data = body.encode()
        length = len(data) + (500 if mood == "cut_off" else 0)
        head = "\r\n".join([*lines, f"Content-Length: {length}", "", ""])
        self.transport.write(head.encode() + data)
        if mood == "cut_off":
            self.transport.close()


def _reply(service: str, texts: list[str], mood: str) -> tuple[int, str, list[str]]:
    """Give status, body and headers."""
    kind, *wait = mood.split()
    if kind == "quota":
        return *_QUOTA[service], []
    if kind in _REFUSALS:
        return *_REFUSALS[kind], _retry_after(wait)
    return 200, _BODIES[service](_ANSWERS[kind](texts)), []


_REFUSALS: dict[str, tuple[int, str]] = {
    "throttled": (429, '{"message": "Too many requests"}'),
    "broken": (500, "<title>Error 500 (Server Error)!!1</title>"),
    "unavailable": (503, ""),
    "empty": (200, ""),
    "html": (200, "<html><body>Sorry, unusual traffic from your computer</body></html>"),
    "shape": (200, '{"unexpected": [1, 2, {"text": null}]}'),
    "forbidden": (403, '{"error": {"code": 401000, "message": "Invalid API key"}}'),
    "key_wanted": (400, '{"error": "Visit the portal to get an API key"}'),
    "refusal": (
        200,
        '{"responseData": {"translatedText": "QUERY LENGTH LIMIT"}, "responseStatus": "403"}',
    ),
}

_ANSWERS: dict[str, Callable[[list[str]], list[str]]] = {
    "good": lambda texts: [english_of(text) for text in texts],
    "cut_off": lambda texts: [english_of(text) for text in texts],
    "short": lambda texts: [english_of(text) for text in texts[:-1]],
    "swapped": lambda texts: [english_of(text) for text in reversed(texts)],
    "entities": lambda texts: ["It&#39;s &quot;done&quot; &amp; dusted."] * len(texts),
    "echo": lambda texts: texts,
    "truncated": lambda texts: [english_of(text)[: len(text) // 2] for text in texts],
}


def _retry_after(wait: list[str]) -> list[str]:
    match wait:
        case []:
            return []
        case ["date", seconds]:
            at = datetime.now(UTC) + timedelta(seconds=float(seconds))
            return [f"Retry-After: {format_datetime(at, usegmt=True)}"]
        case _:
            return [f"Retry-After: {wait[0]}"]


_TEXTS: dict[str, Callable[[Any, Any], list[str]]] = {
    "google": lambda query, _body: query["q"],
    "mymemory": lambda query, _body: query["q"],
    "libretranslate": lambda _query, body: [body["q"]],
    "deepl": lambda _query, body: body["text"],
    "microsoft": lambda _query, body: [item["text"] for item in body],
    BATCH: lambda _query, body: body,
}

_BODIES: dict[str, Callable[[list[str]], str]] = {
    "google": lambda made: f'<div class="result-container">{html.escape("".join(made))}</div>',
    "mymemory": lambda made: json.dumps(
        {
            "responseData": {"translatedText": "".join(made) or None, "match": 0.85},
            "responseStatus": 200,
            "matches": [],
        }
    ),
    "libretranslate": lambda made: json.dumps({"translatedText": "".join(made)}),
    "deepl": lambda made: json.dumps(
        {"translations": [{"detected_source_language": "UK", "text": text} for text in made]}
    ),
    "microsoft": lambda made: json.dumps(
        [{"translations": [{"text": text, "to": "en"}]} for text in made]
    ),
    BATCH: json.dumps,
}

_WARNING = "MYMEMORY WARNING: YOU USED ALL AVAILABLE FREE TRANSLATIONS FOR TODAY."
_QUOTA: dict[str, tuple[int, str]] = {
    "google": (200, _BODIES["google"](["Error 403: quota exceeded"])),
    "mymemory": (
        200,
        json.dumps({"responseData": {"translatedText": _WARNING}, "responseStatus": 429}),
    ),
    "libretranslate": (402, '{"error": "Payment required"}'),
    "deepl": (456, '{"message": "Quota Exceeded"}'),
    "microsoft": (403, '{"error": {"code": 403001, "message": "exceeded its free quota"}}'),
    BATCH: (456, "{}"),
}
