"""The Chromium that is installed here, and a watch over what its pages do.

    VISNYK_TEST_CHROMIUM=/opt/chromium/chrome make test-ui

names another one. Screenshots go to the folder VISNYK_TEST_SCREENSHOTS, or screenshots/.
"""

from __future__ import annotations

import os
import re
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Playwright,
    Request,
    Response,
    WebError,
    WebSocket,
)

from tests.conftest import ROOT

NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    # What a page asks of another machine fails at once, and no name leaves this one.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
    "--disable-quic",
    "--disable-sync",
    "--disable-gpu",
)
# Prefect's page of a run asks for its icon before it knows the state that the icon is of.
PREFECTS_OWN = "/ico/undefined.svg"
LOCAL_SCHEMES = frozenset({"about", "blob", "chrome-error", "data", "file"})


def chromium_path() -> str:
    """Tell where Chromium is.

    Raises:
        RuntimeError: if there is none.
    """
    named = os.environ.get("VISNYK_TEST_CHROMIUM")
    found = next(filter(None, map(shutil.which, [named] if named else NAMES)), None)
    if found is None:
        raise RuntimeError(
            f"There is no {named or 'Chromium'} here. Install it (Debian: apt-get install chromium "
            "fonts-dejavu-core), or name a Chromium or Chrome in VISNYK_TEST_CHROMIUM."
        )
    return found


def launch(playwright: Playwright) -> Browser:
    """Start it without a window."""
    return playwright.chromium.launch(executable_path=chromium_path(), args=[*FLAGS])


def screenshot_folder() -> Path:
    """Tell where pictures are kept that tests take."""
    return Path(os.environ.get("VISNYK_TEST_SCREENSHOTS") or ROOT / "screenshots")


def take_picture(page: Page, name: str) -> Path:
    """Keep a picture of what a reader sees at once."""
    path = screenshot_folder() / f"{name}.png"
    page.screenshot(path=path, animations="disabled", caret="hide")
    return path


def wait_until(page: Page, condition: Callable[[], bool], *, seconds: float = 10) -> None:
    """Let a page work until a condition holds."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"waited {seconds:g} s in vain at {page.url}"
        page.wait_for_timeout(50)


@dataclass
class Watch:
    """What pages did that they must not: errors, and requests to other machines."""

    problems: list[str] = field(default_factory=list)
    pages: list[Page] = field(default_factory=list)

    def over(self, context: BrowserContext) -> None:
        """Watch all pages of a context."""
        context.on("console", self._on_console)
        context.on("weberror", self._on_error)
        context.on("request", self._on_request)
        context.on("response", self._on_response)
        context.on("page", self._on_page)

    def _on_page(self, page: Page) -> None:
        self.pages.append(page)
        page.on("websocket", self._on_websocket)

    def forgive(self, pattern: str) -> None:
        """Take back what a test has provoked; it must have come, or come within seconds."""
        wait_until(self.pages[-1], lambda: any(re.match(pattern, one) for one in self.problems))
        self.problems = [one for one in self.problems if not re.match(pattern, one)]

    def _on_console(self, message: ConsoleMessage) -> None:
        # What a server refused is told with its address by _on_response.
        refused = message.text.startswith("Failed to load resource: the server responded")
        if message.type == "error" and not refused:
            self.problems.append(f"console: {message.text} ({message.location.get('url')})")

    def _on_error(self, error: WebError) -> None:
        self.problems.append(f"script: {error.error}")

    def _on_request(self, request: Request) -> None:
        self._check_address(request.url)

    def _on_websocket(self, websocket: WebSocket) -> None:
        self._check_address(websocket.url)

    def _check_address(self, url: str) -> None:
        if not is_local(url):
            self.problems.append(f"request to another machine: {url}")

    def _on_response(self, response: Response) -> None:
        if response.status >= 400 and not response.url.endswith(PREFECTS_OWN):
            self.problems.append(f"{response.status} for {response.request.method} {response.url}")


def is_local(url: str) -> bool:
    """Whether nothing leaves this machine for an address."""
    parts = urlsplit(url)
    if parts.scheme in LOCAL_SCHEMES or parts.hostname == "localhost":
        return True
    try:
        return ip_address(parts.hostname or "").is_loopback
    except ValueError:
        return False
