"""Runs keep the reading page up to date, and never fail for it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from flows.account.report import Outcome
from tasks.settings import get_settings
from tests.load.page_articles import lines, pages
from tests.translate.conftest import GooglePage

from .conftest import SEEDS
from .test_etl import run
from .test_retranslate import retranslate

pytestmark = pytest.mark.slow


def page_files(output: Path) -> dict[str, int]:
    return {
        path.relative_to(output).as_posix(): path.stat().st_mtime_ns
        for path in (output / "report").rglob("*")
        if path.is_file()
    }


def test_a_run_leaves_a_page_of_what_it_published_and_the_next_leaves_it_alone(
    output: Path,
) -> None:
    run(SEEDS, output)
    before = page_files(output)

    state, _ = run(SEEDS, output)

    assert state.name == Outcome.COMPLETED
    assert "report/index.html" in before
    assert len(lines(output)) == 1
    assert page_files(output) == before


def test_a_page_that_cannot_be_written_costs_a_run_no_more_than_a_warning(
    output: Path,
) -> None:
    output.mkdir()
    (output / "report").write_text("in the way")

    state, report = run(SEEDS, output)

    assert state.name == Outcome.COMPLETED_WITH_WARNINGS
    assert report.loaded == 1
    (warning,) = report.warnings
    assert "reading page was not brought up to date" in warning
    assert "datasets are whole" in warning
    assert "visnyk page" in warning


def test_the_settings_keep_runs_from_writing_a_page(
    output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VISNYK_PAGE", "false")
    get_settings.cache_clear()

    run(SEEDS, output)

    assert page_files(output) == {}


def test_better_english_comes_into_the_page(
    inbox: Path, output: Path, page: Callable[..., str], google: GooglePage
) -> None:
    (inbox / "1.txt").write_text(page("Луцьк ремонтує лікарню"), encoding="utf-8")
    run(inbox, output)
    retranslate(output)

    (line,) = lines(output)
    (article,) = pages(output).values()
    assert line[9] == "cloud"
    assert {maker[0] for maker in article["makers"]} == {"google"}
