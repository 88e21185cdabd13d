"""Pages of a real browser, which must make no error and ask nothing of another machine."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.ui.browser import Watch, launch, take_picture
from tests.ui.prefect_ui import PrefectUi
from tests.ui.served import Served, served

# Of its parts, whichever failed.
FAILED = pytest.StashKey[bool]()

# What takes a moment here takes many on a machine that is busy with other tests.
PATIENCE_SECONDS = 60

Picture = Callable[[str], Path]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Iterator[None]:
    """Let fixtures know that their test failed."""
    report = yield
    item.stash[FAILED] = item.stash.get(FAILED, False) or report.failed
    return report


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for all tests; each has a context of its own in it."""
    expect.set_options(timeout=PATIENCE_SECONDS * 1000)
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()


@pytest.fixture
def watch() -> Watch:
    """What the pages of a test did that they must not."""
    return Watch()


@pytest.fixture
def browser_page(chromium: Browser, watch: Watch, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page of a browser that was never used; at the end it must have made no trouble."""
    context = chromium.new_context(
        viewport={"width": 1280, "height": 800}, locale="en-GB", color_scheme="light"
    )
    context.set_default_timeout(PATIENCE_SECONDS * 1000)
    watch.over(context)
    page = context.new_page()
    yield page
    if request.node.stash.get(FAILED, False):
        take_picture(page, f"failed-{request.node.name}")
    context.close()
    assert watch.problems == []


@pytest.fixture(scope="session")
def serving(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """`visnyk serve`, started once for all tests."""
    with served(tmp_path_factory.mktemp("served")) as place:
        yield place


@pytest.fixture
def ui(browser_page: Page, serving: Served, watch: Watch) -> PrefectUi:
    """The UI of what is served."""
    return PrefectUi(browser_page, serving, watch)


@pytest.fixture
def picture(browser_page: Page) -> Picture:
    """Keep a picture of the page under a name."""
    return partial(take_picture, browser_page)
