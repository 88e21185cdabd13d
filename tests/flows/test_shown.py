"""What a run shows of itself in Prefect: its name, tags, pages, tables, progress and log."""

from __future__ import annotations

import json
import logging
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from prefect import flow
from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import (
    FlowRunFilter,
    FlowRunFilterState,
    FlowRunFilterStateType,
    FlowRunFilterTags,
    LogFilter,
    LogFilterFlowRunId,
)
from prefect.client.schemas.objects import FlowRun, StateType
from prefect.logging.handlers import APILogHandler
from prefect.settings import PREFECT_API_URL

from flows.account.report import Outcome
from flows.history.artifacts import Progress
from tests.conftest import ROOT

from .conftest import SEEDS, shown_of
from .test_etl import read, run
from .test_retranslate import retranslate

pytestmark = pytest.mark.slow

COMMAND = "from flows.cli import main; main()"
NAME = r"\d{4}-\d\d-\d\d \d\d:\d\d"


def flow_run_of(flow_run_id: str) -> FlowRun:
    with get_client(sync_client=True) as client:
        return client.read_flow_run(UUID(flow_run_id))


def logged(flow_run_id: str) -> list[tuple[int, str]]:
    """The log of a run as the UI has it."""
    APILogHandler().flush()
    wanted = LogFilter(flow_run_id=LogFilterFlowRunId(any_=[UUID(flow_run_id)]))
    with get_client(sync_client=True) as client:
        return [(item.level, item.message) for item in client.read_logs(wanted)]


def test_a_run_is_named_by_its_start_and_by_what_was_new(
    inbox: Path, output: Path, page: Callable[..., str]
) -> None:
    for number in range(3):
        (inbox / f"{number}.txt").write_text(page(f"Новина номер {number}"), encoding="utf-8")
    _, first = run(inbox, output)
    _, second = run(inbox, output)

    busy, quiet = flow_run_of(first.flow_run_id), flow_run_of(second.flow_run_id)
    assert re.fullmatch(rf"etl {NAME}, 3 new", busy.name)
    assert re.fullmatch(rf"etl {NAME}, nothing new", quiet.name)
    assert set(busy.tags) == {"visnyk", "engine:draft"}
    assert set(quiet.tags) == {"visnyk", "engine:draft", "nothing-new"}


def test_runs_are_found_by_their_tags(inbox: Path, output: Path, page: Callable[..., str]) -> None:
    for number in range(4):
        (inbox / f"{number}.txt").write_text(page(f"Новина номер {number}"), encoding="utf-8")
    (inbox / "bad.txt").write_text(" ")
    state, report = run(inbox, output)
    assert state.name == Outcome.COMPLETED_WITH_WARNINGS
    tags = FlowRunFilterTags(all_=["visnyk", "with-warnings"])
    with get_client(sync_client=True) as client:
        found = client.read_flow_runs(flow_run_filter=FlowRunFilter(tags=tags))
    assert report.flow_run_id in {str(item.id) for item in found}


def test_the_states_in_prefect_say_how_runs_ended(
    inbox: Path, output: Path, page: Callable[..., str]
) -> None:
    (inbox / "good.txt").write_text(page("Добра новина"), encoding="utf-8")
    _, good = run(inbox, output)
    _, quiet = run(inbox, output)
    (inbox / "better.txt").write_text(page("Ще одна новина"), encoding="utf-8")
    (inbox / "bad.txt").write_text(" ")
    _, warned = run(inbox, output)
    for number in range(3):
        (inbox / f"bad-{number}.txt").write_text(" " * (number + 2))
    _, failed = run(inbox, output)

    states = [flow_run_of(it.flow_run_id).state for it in (good, quiet, warned, failed)]
    assert [(state.name, state.message) for state in states] == [
        ("Completed", "1 document loaded"),
        ("Completed", "Nothing new: 1 document unchanged"),
        ("Completed with warnings", "1 document loaded, 1 unchanged, 1 in quarantine"),
        ("Failed", "0 documents loaded, 2 unchanged, 4 in quarantine"),
    ]
    # It failed by its own count, and says so itself: nothing broke off.
    assert "the run broke off" not in shown_of(failed.flow_run_id)["visnyk-run"].data


def test_a_run_leaves_its_page_its_progress_and_its_tables(
    inbox: Path, output: Path, page: Callable[..., str]
) -> None:
    for number in range(4):
        (inbox / f"{number}.txt").write_text(page(f"Новина номер {number}"), encoding="utf-8")
    (inbox / "bad.txt").write_text(" ")
    _, report = run(inbox, output, batch_size=2)

    shown = shown_of(report.flow_run_id)
    assert set(shown) == {"visnyk-run", "visnyk-progress", "visnyk-quarantine", "visnyk-fields"}
    summary = shown["visnyk-run"]
    assert summary.description == report.headline
    assert "| parsed | 4 |  |" in summary.data
    assert "| draft | draft |" in summary.data
    assert "**Новина номер 0**" in summary.data
    assert str(output / "articles") in summary.data
    assert (shown["visnyk-progress"].data, shown["visnyk-progress"].description) == (
        100.0, "5 of 5 documents",
    )  # fmt: skip
    (row,) = json.loads(shown["visnyk-quarantine"].data)
    assert row["what happened"].startswith("bad.txt is empty. There is no article in it")
    assert row["what to do"].startswith("Paste the text of the page into the file")
    (fields,) = json.loads(shown["visnyk-fields"].data)
    assert (fields["outlet"], fields["articles"], fields["tags_uk"]) == ("visti.example", 4, "100%")


def test_a_run_with_nothing_new_leaves_a_page_only(output: Path) -> None:
    run(SEEDS, output)
    _, report = run(SEEDS, output)
    shown = shown_of(report.flow_run_id)
    assert set(shown) == {"visnyk-run"}
    assert "# Completed: Nothing new: 1 document unchanged" in shown["visnyk-run"].data


def test_the_counts_of_the_stages_are_those_of_the_run(
    inbox: Path, output: Path, page: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from tasks.models import Stage

    for number in range(5):
        (inbox / f"{number}.txt").write_text(page(f"Новина номер {number}"), encoding="utf-8")
    (inbox / "empty.txt").write_text(" ")
    (inbox / "untitled.txt").write_text("date 2026-03-14 Головна\n\n\nТеги: Луцьк\n", "utf-8")
    _, report = run(inbox, output, batch_size=3)
    assert report.new == 7
    assert report.passed == {
        Stage.EXTRACT: 6, Stage.PARSE: 5, Stage.TRANSLATE: 5, Stage.TAG: 5, Stage.LOAD: 5,
    }  # fmt: skip
    assert sum(report.digest.makers.values()) == report.sentences
    assert len(report.digest.samples) == 3


def test_the_log_has_a_line_a_batch_a_first_and_a_last_and_no_noise(
    inbox: Path, output: Path, page: Callable[..., str]
) -> None:
    for number in range(4):
        (inbox / f"{number}.txt").write_text(page(f"Новина номер {number}"), encoding="utf-8")
    (inbox / "bad.txt").write_text(" ")
    _, report = run(inbox, output, batch_size=3)

    lines = [
        line
        for level, line in logged(report.flow_run_id)
        if level >= logging.INFO and not re.match("Beginning flow run|Finished in state", line)
    ]
    assert re.fullmatch(rf"Run \S+ reads {inbox} into {output}, engine draft", lines[0])
    assert lines[1] == "Found 5 documents: 5 new or changed"
    batches = [line for line in lines if line.startswith("Batch")]
    assert re.fullmatch(
        r"Batch 1 of 2: 3 documents, 3 ready; \d+ sentences \(.*draft \d+.*\); \d+\.\d s",
        batches[0],
    )
    assert batches[1].startswith("Batch 2 of 2: 2 documents, 1 ready, 1 failed; ")
    (refused,) = [line for line in lines if line.startswith("To quarantine: ")]
    assert "bad.txt is empty" in refused
    assert re.fullmatch(r"Published 4 documents; \d data files written", lines[-2])
    assert re.fullmatch(
        r"Completed with warnings after \d+ s: 4 documents loaded, 1 in quarantine", lines[-1]
    )
    assert len(lines) == 7


def test_a_retry_says_why_in_the_log_of_the_run(
    inbox: Path, output: Path, page: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from flows import batches

    monkeypatch.setattr(
        batches, "translate", batches.translate.with_options(retry_delay_seconds=[0, 0, 0])
    )
    (inbox / "a.txt").write_text(page("Новина про Луцьк"), encoding="utf-8")
    _, report = run(inbox, output, engine="google")
    retried = [
        line for level, line in logged(report.flow_run_id)
        if level == logging.WARNING and "is tried again" in line
    ]  # fmt: skip
    assert len(retried) == 3
    assert "translate-1 is tried again in some seconds (try 1 of 4 failed): " in retried[0]
    assert "(google: no network)" in retried[0]


def test_the_traceback_of_a_defect_is_in_the_log_of_the_run(
    inbox: Path, output: Path, page: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from tasks.transform.parse import task as parse_task

    def faulty(_document: Any) -> None:
        raise ZeroDivisionError("a defect")

    monkeypatch.setattr(parse_task, "parse_document", faulty)
    (inbox / "a.txt").write_text(page("Новина про Луцьк"), encoding="utf-8")
    _, report = run(inbox, output)
    (told,) = [
        line for _, line in logged(report.flow_run_id) if "Unexpected ZeroDivisionError at" in line
        and "Traceback" in line
    ]  # fmt: skip
    assert "raise ZeroDivisionError" in told


def test_a_run_that_stops_leaves_a_page_that_says_what_to_do(
    output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from flows.etl import etl
    from tasks.settings import get_settings

    monkeypatch.setenv("VISNYK_ENGINES", "oracle,draft")
    get_settings.cache_clear()
    state = etl(sources=[str(SEEDS)], output=str(output), engine="auto", return_state=True)

    assert state.state_details.flow_run_id
    (page,) = shown_of(str(state.state_details.flow_run_id)).values()
    assert page.key == "visnyk-run"
    assert "Unknown translation engine: oracle" in page.data
    assert "Use auto or one of: " in page.data.split("## What to do now")[1]
    log = logged(str(state.state_details.flow_run_id))
    assert not any("Traceback" in line for _, line in log)
    assert any(line.startswith("The run stops: Unknown translation engine") for _, line in log)


def test_a_refused_parameter_leaves_a_page_and_nothing_else(output: Path) -> None:
    from flows.etl import etl

    state = etl(sources=[], output=str(output), return_state=True)
    assert state.is_failed()
    (page,) = shown_of(str(state.state_details.flow_run_id)).values()
    assert "Correct the parameters and start it again." in page.data
    assert not output.exists()


def test_a_terminated_run_is_crashed_and_leaves_a_page(
    inbox: Path, output: Path, page: Callable[..., str]
) -> None:
    for number in range(100):
        (inbox / f"{number}.txt").write_text(page(f"Новина номер {number}"), encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, "-c", COMMAND, "run", str(inbox), "-o", str(output), "-b", "5"],
        cwd=ROOT,
        env=os.environ | {"PREFECT_API_URL": str(PREFECT_API_URL.value())},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    crashed = _wait_for_batch(process, output)
    process.send_signal(signal.SIGTERM)
    process.wait(60)

    ended = flow_run_of(crashed)
    assert ended.state is not None
    assert ended.state.is_crashed()
    shown = shown_of(crashed)["visnyk-run"]
    assert shown.data.startswith("# Crashed: the run broke off")
    _, report = run(inbox, output)
    assert report.loaded == 100
    assert len(read(output, "articles")) == 100


def _wait_for_batch(process: subprocess.Popen[bytes], output: Path) -> str:
    """Wait until the run over an output shows its progress; give its id."""
    running = FlowRunFilter(
        state=FlowRunFilterState(type=FlowRunFilterStateType(any_=[StateType.RUNNING]))
    )
    with get_client(sync_client=True) as client:
        while process.poll() is None:
            for found in client.read_flow_runs(flow_run_filter=running):
                ours = found.parameters.get("output") == str(output)
                if ours and "visnyk-progress" in shown_of(str(found.id)):
                    return str(found.id)
            time.sleep(0.1)
    raise AssertionError("The run ended before it had begun a batch")


def test_a_retranslation_is_named_and_tagged_too(output: Path) -> None:
    run(SEEDS, output)
    _, report = retranslate(output, engine="draft")
    found = flow_run_of(report.flow_run_id)
    assert re.fullmatch(rf"retranslate {NAME}, nothing to do", found.name)
    assert set(found.tags) == {"visnyk", "engine:draft", "nothing-new"}


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_progress_is_told_every_few_seconds_at_most_and_says_what_is_left() -> None:
    clock = Clock()
    told: list[str | None] = []

    @flow(name="progressing")
    def progressing() -> str:
        from prefect.runtime import flow_run

        run_id = str(flow_run.id)
        progress = Progress(1_000, "document", every_seconds=5, clock=clock)
        for _ in range(20):
            clock.now += 1
            progress.advance(50)
            told.append(shown_of(run_id)["visnyk-progress"].description)
        return run_id

    progressing()
    assert list(dict.fromkeys(told)) == [
        "0 of 1,000 documents",
        "250 of 1,000 documents, about 15 s left",
        "500 of 1,000 documents, about 10 s left",
        "750 of 1,000 documents, about 5 s left",
        "1,000 of 1,000 documents",
    ]
