"""What an operator does in Prefect's UI, step by step."""

from __future__ import annotations

import re
from dataclasses import dataclass

from playwright.sync_api import Page, expect

from tests.ui.served import Served

# A run of the seed takes some seconds; its process starts first, on a machine that may be busy.
RUN_SECONDS = 180
# How often a submit is tried that meets a busy SQLite.
TRIES = 5


@dataclass
class PrefectUi:
    """The UI of a server, in a page of a browser."""

    page: Page
    served: Served

    def open_deployment(self, flow: str, name: str) -> None:
        """Find a deployment in the list of all, and open it."""
        self.page.goto(f"{self.served.address}/deployments")
        row = self.page.get_by_role("row").filter(has_text=flow)
        row.get_by_role("link", name=name, exact=True).click()
        expect(self.page).to_have_url(re.compile(r"/deployments/deployment/"))

    def quick_run(self) -> str:
        """Run what is open as it is; give the run's id."""
        self._menu("Quick run")
        return ""

    def _menu(self, item: str) -> None:
        self.page.get_by_role("button", name="Run", exact=True).click()
        self.page.get_by_text(item, exact=False).click()
