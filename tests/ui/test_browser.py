"""The watch over pages sees what it is for."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.ui.browser import Watch, chromium_path, is_local, wait_until


class _Site(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200 if self.path == "/" else 404)
        self.end_headers()
        self.wfile.write(b"<title>Here</title><link rel=icon href=data:,><h1>Here</h1>")

    def log_message(self, *arguments: object) -> None:
        """Be silent."""


@pytest.fixture
def site() -> Iterator[str]:
    """A site on loopback of one page."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Site)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def seen(chromium: Browser, watch: Watch, tmp_path: Path) -> Iterator[Page]:
    """A page that may make trouble."""
    context = chromium.new_context()
    watch.over(context)
    yield context.new_page()
    context.close()


def test_pages_from_disk_and_loopback_make_no_trouble(
    browser_page: Page, site: str, tmp_path: Path, watch: Watch
) -> None:
    (tmp_path / "page.html").write_text(
        f"<link rel=icon href=data:,><img src=data:,><iframe src={site}></iframe>"
        "<script>console.log('fine')</script>"
    )
    browser_page.goto((tmp_path / "page.html").as_uri())

    expect(browser_page.frame_locator("iframe").get_by_role("heading", name="Here")).to_be_visible()
    assert watch.problems == []


@pytest.mark.parametrize(
    ("script", "problem"),
    [
        ("console.error('broken')", "console: broken"),
        ("setTimeout(() => { throw Error('thrown') })", "script: "),
        ("Promise.reject(Error('rejected'))", "script: "),
        ("fetch('http://visti.example/x').catch(() => 0)", "machine: http://visti.example/x"),
        ("new WebSocket('ws://visti.example/y')", "machine: ws://visti.example/y"),
        ("new Image().src = 'https://192.0.2.1/z'", "machine: https://192.0.2.1/z"),
    ],
)
def test_errors_and_requests_to_other_machines_are_seen(
    seen: Page, watch: Watch, site: str, script: str, problem: str
) -> None:
    seen.goto(site)
    seen.evaluate(f"() => {{ {script} }}")

    wait_until(seen, lambda: any(problem in one for one in watch.problems))


def test_what_a_server_refuses_is_seen_with_its_address(
    seen: Page, watch: Watch, site: str
) -> None:
    seen.goto(site)
    seen.evaluate("() => fetch('/absent')")

    assert watch.problems == [f"404 for GET {site}absent"]


@pytest.mark.parametrize(
    ("url", "local"),
    [
        ("http://127.0.0.1:4200/api", True),
        ("http://[::1]:4200/", True),
        ("http://localhost/", True),
        ("blob:http://127.0.0.1/1", True),
        ("https://127.0.0.1.visti.example/", False),
        ("ws://10.0.0.1/", False),
        ("https://visti.example/127.0.0.1", False),
    ],
)
def test_only_loopback_is_this_machine(url: str, local: bool) -> None:
    assert is_local(url) is local


def test_without_a_browser_the_tests_say_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VISNYK_TEST_CHROMIUM", "/nowhere/chromium")

    with pytest.raises(RuntimeError, match=r"no /nowhere/chromium here.*VISNYK_TEST_CHROMIUM"):
        chromium_path()
