"""What an operator does in Prefect's UI, step by step."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus

from playwright.sync_api import Locator, Page, Response, expect

from tests.ui.browser import Watch
from tests.ui.served import Served

# A run of the seed takes some seconds; its process starts first, on a machine that may be busy.
RUN_SECONDS = 300
# How often a submit is repeated that met a busy database.
TRIES = 10
# What the UI's own code says on the console when a run could not be created.
NOT_CREATED = r"console: .*/assets/(FlowRunCreate|index)-"


@dataclass
class PrefectUi:
    """The UI of what is served, in a page of a browser that is watched."""

    page: Page
    served: Served
    watch: Watch

    def open_deployment(self, flow: str, name: str) -> None:
        """Find a deployment in the list of all, and open it."""
        self.page.goto(f"{self.served.address}/deployments")
        row = self.page.get_by_role("row").filter(has_text=flow).filter(has_text=name)
        row.get_by_role("link", name=name, exact=True).click()
        expect(self.page).to_have_url(re.compile(r"/deployments/deployment/[0-9a-f-]+"))

    def quick_run(self) -> str:
        """Run what is open as it is; give the run's id."""
        return self._create(lambda: self._choose("Quick run"))

    def open_form(self) -> None:
        """Open the form of what is open."""
        self._choose("Custom run")
        expect(self.field("Batch size", "input")).to_be_visible()

    def field(self, label: str, element: str) -> Locator:
        """Find where a value of the form is entered: the UI does not tie labels to fields."""
        named = f'//label[normalize-space(.)="{label} (Optional)"]'
        return self.page.locator(f"xpath={named}/following::{element}[1]")

    def select(self, label: str, value: str) -> None:
        """Choose from a drop-down; it opens for keys."""
        button = self.field(label, 'button[contains(@class, "p-select-button")]')
        button.focus()
        button.press("ArrowDown")
        self.page.get_by_role("option", name=value, exact=True).click()
        expect(button).to_have_text(value)

    def submit(self) -> str:
        """Send the form off; give the run's id."""
        return self._create(self._press_submit)

    def submit_in_vain(self) -> None:
        """Send a form off that the server refuses."""
        answer = self._answer_to(self._press_submit)
        assert answer.status == HTTPStatus.CONFLICT, answer.text()
        self.watch.forgive(rf"{HTTPStatus.CONFLICT} for POST .*/create_flow_run$")
        self.watch.forgive(NOT_CREATED)

    def wait_for_run(self, run_id: str, state: str) -> None:
        """Look at a run until it is in a state."""
        self.page.goto(f"{self.served.address}/runs/flow-run/{run_id}")
        badge = self.page.locator(".state-badge").first
        expect(badge).to_have_text(
            re.compile(r"Completed|Failed|Crashed|Cancelled"), timeout=RUN_SECONDS * 1000
        )
        expect(badge).to_have_text(state)

    def open_tab(self, name: str) -> None:
        """Show another part of a run."""
        self.page.locator("li.p-tab").filter(has_text=name).click()

    def _choose(self, item: str) -> None:
        self.page.get_by_role("button", name="Run", exact=True).click()
        self.page.get_by_text(item, exact=True).click()

    def _press_submit(self) -> None:
        self.page.get_by_role("button", name="Submit", exact=True).click()

    def _create(self, ask: Callable[[], None]) -> str:
        for _ in range(TRIES):
            answer = self._answer_to(ask)
            if answer.status != HTTPStatus.SERVICE_UNAVAILABLE:
                break
            # Prefect's SQLite was busy. The UI says so in a corner, and a person asks again.
            self.watch.forgive(NOT_CREATED)
        assert answer.status == HTTPStatus.CREATED, answer.text()
        return str(answer.json()["id"])

    def _answer_to(self, ask: Callable[[], None]) -> Response:
        with self.page.expect_response(re.compile(r"/create_flow_run$")) as answer:
            ask()
        return answer.value
