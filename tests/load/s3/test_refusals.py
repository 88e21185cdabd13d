"""Stores that cannot be used: a clear error, before any work is done."""

import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tasks.load.errors import DatasetCorruptError, StoreRefusedError, StoreUnavailableError
from tasks.load.state.known import read_state
from tasks.load.state.read import last_runs
from tasks.load.storage.locking import check_writable
from tasks.load.storage.s3 import paths
from tasks.load.storage.s3.paths import parse
from tests.load.factories import load, make
from tests.load.s3.conftest import ROOT, make_bucket

UNCONDITIONAL = """
import sys, threading
from moto.server import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import make_server
moto = DomainDispatcherApplication(create_backend_app)
def without_conditions(environ, start_response):
    environ.pop("HTTP_IF_NONE_MATCH", None)
    return moto(environ, start_response)
server = make_server("127.0.0.1", 0, without_conditions, threaded=True)
threading.Thread(target=server.serve_forever, daemon=True).start()
print(server.server_port, flush=True)
sys.stdin.read()
"""


@pytest.fixture
def reconnect(store, monkeypatch):
    """Let this process use a store at another port."""

    def connect(port):
        monkeypatch.setenv("AWS_ENDPOINT_URL_S3", f"http://127.0.0.1:{port}")
        paths._filesystem.cache_clear()

    yield connect
    paths._filesystem.cache_clear()


@pytest.fixture
def answering(reconnect):
    """Use a store that gives every request the same answer."""
    servers = []

    def start(status, code):
        class Answer(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"  # which answers clients that ask before they send

            def do_GET(self):
                body = f"<Error><Code>{code}</Code><Message>no</Message></Error>".encode()
                self.rfile.read(int(self.headers.get("Content-Length") or 0))
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                if self.command != "HEAD":
                    self.wfile.write(body)

            do_PUT = do_HEAD = do_DELETE = do_GET  # noqa: N815

            def log_message(self, *args):
                """Say nothing."""

        server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        reconnect(server.server_port)

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


PLACE = parse("s3://news/visnyk")
CALLS = [check_writable, read_state, lambda output: last_runs(output, 1)]


@pytest.mark.parametrize("call", CALLS)
def test_a_store_that_denies_access_is_told_with_what_to_check(answering, call):
    answering(403, "AccessDenied")

    with pytest.raises(StoreRefusedError, match=r"refuses access to s3://news.*AWS_PROFILE"):
        call(PLACE)


def test_a_store_that_has_too_much_to_do_may_be_asked_again(answering):
    answering(503, "SlowDown")

    with pytest.raises(StoreUnavailableError, match=r"does not answer as it should .*SlowDown|503"):
        last_runs(PLACE, 1)


def test_a_store_that_is_not_there_may_be_asked_again(reconnect):
    reconnect(9)

    with pytest.raises(StoreUnavailableError, match="AWS_ENDPOINT_URL_S3"):
        check_writable(PLACE)


def test_a_bucket_that_does_not_exist_is_told(store):
    with pytest.raises(StoreRefusedError, match="There is no bucket for s3://nobodys-news/"):
        check_writable(parse("s3://nobodys-news/visnyk"))


def test_missing_credentials_are_told(reconnect, store_address, monkeypatch):
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    reconnect(store_address.rpartition(":")[2])

    with pytest.raises(StoreRefusedError, match=r"Unable to locate credentials.*AWS_ACCESS_KEY_ID"):
        check_writable(PLACE)


def test_without_the_package_for_stores_the_error_says_how_to_install_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "s3fs", None)
    paths._filesystem.cache_clear()

    with pytest.raises(StoreRefusedError, match=r"pip install 'visnyk\[s3\]'"):
        read_state(PLACE)


def test_a_store_without_conditional_writes_is_refused(reconnect):
    server = subprocess.Popen(
        [sys.executable, "-c", UNCONDITIONAL], cwd=ROOT,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    try:
        reconnect(int(server.stdout.readline()))
        make_bucket("news")
        with pytest.raises(StoreRefusedError, match="conditional writes"):
            check_writable(PLACE)
        assert PLACE.below() == []
    finally:
        server.kill()
        server.communicate()


def test_a_network_that_fails_while_a_file_is_read_is_no_damage_to_the_file(output, answering):
    load(output, make(1))
    answering(500, "InternalError")

    with pytest.raises(StoreUnavailableError) as caught:
        read_state(output)

    assert not isinstance(caught.value, DatasetCorruptError)
