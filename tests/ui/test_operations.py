"""Prefect's UI as an operator has it: `visnyk serve` on one machine, and a browser."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.ui.conftest import Picture
from tests.ui.prefect_ui import PrefectUi
from tests.ui.served import DEPLOYMENTS


def test_the_first_page_is_of_the_ui_that_needs_no_internet(ui: PrefectUi) -> None:
    ui.page.goto(ui.served.address)

    expect(ui.page.get_by_role("button", name="Deployments")).to_be_visible()
    expect(ui.page).to_have_url(re.compile(rf"^{ui.served.address}/dashboard"))
    expect(ui.page.get_by_text("Try it now")).to_have_count(0)


def test_all_deployments_are_listed_and_ready(ui: PrefectUi) -> None:
    ui.page.goto(f"{ui.served.address}/deployments")

    for deployment in DEPLOYMENTS:
        flow, name = deployment.split("/")
        row = ui.page.get_by_role("row").filter(has_text=flow).filter(has_text=name)
        expect(row.get_by_text("Ready", exact=True)).to_be_visible()


def test_a_quick_run_shows_its_log_its_summary_and_the_page_that_it_wrote(
    ui: PrefectUi, picture: Picture
) -> None:
    ui.open_deployment("visnyk-etl", "manual")
    run_id = ui.quick_run()

    ui.wait_for_run(run_id, "Completed")
    expect(ui.page.get_by_text("Published 1 document")).to_be_visible()
    ui.open_tab("Artifacts")
    ui.page.locator('a[href*="/artifacts/artifact/"]').filter(has_text="visnyk-run").click()
    expect(ui.page.get_by_role("heading", name="1 document loaded")).to_be_visible()
    picture("ui-summary")

    ui.page.goto((ui.served.output / "report" / "index.html").as_uri())
    ui.page.locator(".item-title").click()
    expect(ui.page.get_by_role("heading", level=1)).to_be_visible()
    expect(ui.page.get_by_text("Rostyslav Vons").first).to_be_visible()


def test_a_custom_run_does_what_its_form_says(ui: PrefectUi, picture: Picture) -> None:
    ui.open_deployment("visnyk-etl", "manual")
    ui.open_form()
    ui.field("Sources", "textarea").fill("seeds")
    ui.field("Output", "textarea").fill("elsewhere")
    ui.select("Translation engine", "draft")
    ui.field("Batch size", "input").fill("7")
    picture("ui-form", height=1130)
    run_id = ui.submit()

    ui.wait_for_run(run_id, "Completed")
    asked = ui.served.api.get(f"/flow_runs/{run_id}")["parameters"]
    assert asked["sources"] == ["seeds"]
    assert (asked["output"], asked["engine"], asked["batch_size"]) == ("elsewhere", "draft", 7)
    ui.page.reload()  # draws the graph of its tasks as large as there is room for
    ui.open_tab("Task Runs")
    expect(ui.page.get_by_role("link", name="translate-1")).to_be_visible()
    ui.page.wait_for_load_state("networkidle")
    picture("ui-run", height=800)
    ui.open_tab("Parameters")
    expect(ui.page.get_by_text(re.compile(r'"batch_size": 7'))).to_be_visible()
    assert (ui.served.output.with_name("elsewhere") / "manifest.json").exists()


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("0", "0 is less than the minimum of 1"),
        ("99999", "99999 is greater than the maximum of 5000"),
    ],
)
def test_a_bad_value_is_refused_with_its_reason_and_starts_no_run(
    ui: PrefectUi, value: str, reason: str
) -> None:
    before = ui.served.run_ids()
    ui.open_deployment("visnyk-etl", "manual")
    ui.open_form()
    ui.field("Batch size", "input").fill(value)
    ui.submit_in_vain()

    expect(ui.page.get_by_text(f"'batch_size'. Failure reason: {reason}").first).to_be_visible()
    assert ui.served.run_ids() == before
