"""Sites on loopback addresses that behave well or badly, and keep every request they get."""

from __future__ import annotations

import socket
import struct
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

PAGE = "<!doctype html><title>Міст відкрили</title><p>Новий міст у Вигаданому відкрили.".encode()
ROBOTS = "/robots.txt"


@dataclass(frozen=True)
class Reply:
    """An answer; `length` is what it says of its length, None for the truth."""

    body: bytes = PAGE
    status: int = 200
    headers: dict[str, str] = field(default_factory=lambda: {"Content-Type": "text/html"})
    length: int | None = None


@dataclass(frozen=True)
class Seen:
    """A request as the site got it."""

    path: str
    headers: dict[str, str]
    at: float


Behaviour = Reply | Callable[[Any], None]


class Site:
    """A site; `with` starts and stops it. A page with several answers gives one after the other."""

    def __init__(self, host: str = "127.0.0.1", port: int = 0, context: Any = None) -> None:
        self.host = host
        self.pages: dict[str, Behaviour | list[Behaviour]] = {}
        self.seen: list[Seen] = []
        self.released = threading.Event()
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        quiet = {"address_family": family, "handle_error": lambda *_arguments: None}
        server = type("Server", (ThreadingHTTPServer,), quiet)
        self._server = server((host, port), _handler_of(self))
        if context is not None:
            self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        self.scheme = "http" if context is None else "https"
        self.port = self._server.server_port

    def __enter__(self) -> Self:
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.released.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def url(self, path: str = "/", host: str | None = None) -> str:
        host = host or (f"[{self.host}]" if ":" in self.host else self.host)
        return f"{self.scheme}://{host}:{self.port}{path}"

    def paths(self) -> list[str]:
        """What was asked for, in order."""
        return [request.path for request in self.seen]

    def asked(self, path: str) -> list[Seen]:
        return [request for request in self.seen if request.path == path]

    def next_behaviour(self, path: str) -> Behaviour:
        behaviour = self.pages.get(path, Reply(b"no such page", 404))
        if isinstance(behaviour, list):
            return behaviour.pop(0) if len(behaviour) > 1 else behaviour[0]
        return behaviour


def _handler_of(site: Site) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True
        # What is left open by a client is no business of the end of a test.
        timeout = 10

        def do_GET(self) -> None:
            headers = {name.lower(): value for name, value in self.headers.items()}
            site.seen.append(Seen(self.path, headers, time.monotonic()))
            behaviour = site.next_behaviour(self.path)
            try:
                behaviour(self) if callable(behaviour) else answer(self, behaviour)
            except OSError:  # the client has gone
                self.close_connection = True

        def log_message(self, *_arguments: Any) -> None:
            pass

    Handler.site = site
    return Handler


def answer(handler: Any, reply: Reply) -> None:
    handler.send_response(reply.status)
    for name, value in reply.headers.items():
        handler.send_header(name, value)
    length = len(reply.body) if reply.length is None else reply.length
    handler.send_header("Content-Length", str(length))
    handler.end_headers()
    handler.wfile.write(reply.body)
    if length != len(reply.body):
        handler.close_connection = True


def redirect(target: str, status: int = 302) -> Reply:
    return Reply(b"elsewhere", status, {"Location": target})


def typed(content_type: str | None, body: bytes = PAGE, **headers: str) -> Reply:
    named = {} if content_type is None else {"Content-Type": content_type}
    return Reply(body, headers=named | {k.replace("_", "-"): v for k, v in headers.items()})


def hang(handler: Any) -> None:
    """Take the request and say nothing."""
    handler.server.daemon_threads = True
    handler.site.released.wait(20)
    handler.close_connection = True


def reset(handler: Any, *, after: bytes = b"") -> None:
    """Break the connection, after some of the body."""
    if after:
        handler.wfile.write(
            b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 9999\r\n\r\n" + after
        )
        handler.wfile.flush()
        handler.site.released.wait(0.05)  # else what was sent is lost with the connection
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    handler.connection.close()
    handler.close_connection = True


def stream(pieces: Iterable[bytes], *, pause: float = 0.0, head: bytes = b"") -> Behaviour:
    """Send pieces until the client has gone; `head` is sent first, at once."""

    def send(handler: Any) -> None:
        handler.close_connection = True
        handler.wfile.write(head or b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
        for piece in pieces:
            handler.wfile.write(piece)
            handler.wfile.flush()
            if pause and handler.site.released.wait(pause):
                return

    return send
