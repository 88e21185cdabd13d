"""`visnyk-retranslate` on real Prefect: what was a draft becomes a translation, and stays whole."""

from __future__ import annotations

import itertools
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from pydantic import ValidationError

from flows.account.report import Outcome
from flows.account.upgrade_report import RetranslateReport
from flows.parameters import EtlParameters, RetranslateParameters
from flows.progress import Observer, observed_by
from flows.summary.upgrade_page import upgrade_page
from tests.conftest import ROOT
from tests.translate.conftest import GooglePage, english_of

from . import test_etl
from .conftest import shown_of, write_page
from .test_etl import fingerprints, read

pytestmark = pytest.mark.slow

TEXT = "role in ('title', 'lead', 'body', 'caption') and engine != 'none'"


# What an upgrade changes of an article beside its English.
REDONE = {"run_id", "loaded_at", "translation_tier", "photos"}


class Ear(Observer):
    report: RetranslateReport | None = None

    def on_retranslated(self, report: RetranslateReport) -> None:
        self.report = report


def retranslate(output: Path, **given: Any) -> tuple[Any, RetranslateReport]:
    from flows.retranslate import retranslate as flow

    ear = Ear()
    with observed_by(ear):
        parameters = RetranslateParameters(output=str(output), **({"engine": "google"} | given))
        state = flow(**parameters.each(), return_state=True)
    assert ear.report is not None, state
    report = ear.report
    assert report.found == report.upgraded + report.kept + report.failed + report.left
    return state, report


def asked(server: GooglePage) -> Counter[str]:
    return Counter(query["q"][0] for query in server.requests)


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Six pages of two months."""
    folder = tmp_path_factory.mktemp("pages")
    for number in range(6):
        text = write_page(
            f"Новина номер {number}", date=f"2026-0{3 + number % 2}-14", tags="Луцьк ринок"
        )
        (folder / f"{number}.txt").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def drafted(pages: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("drafted") / "output"
    test_etl.run(pages, folder)
    return folder


@pytest.fixture
def drafts(drafted: Path, output: Path) -> Path:
    """The pages, translated by the built-in engine."""
    return Path(shutil.copytree(drafted, output))


@pytest.fixture(scope="module")
def expected(pages: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Any]:
    """What an output says that an engine made from the start."""
    made: dict[str, Any] = {}

    def of(engine: str) -> Any:
        from tasks.load.storage.manifest import content_hash

        if engine not in made:
            fresh = tmp_path_factory.mktemp("fresh")
            test_etl.run(pages, fresh, engine=engine)
            made[engine] = content_hash(fresh)
        return made[engine]

    return of


def check_whole(output: Path, content: Any) -> None:
    from tasks.load.storage.manifest import content_hash, read_manifest, reconciled

    assert content_hash(output) == content
    assert reconciled(output) == read_manifest(output)
    assert not (output / ".staging").exists()


def test_an_upgraded_output_is_what_the_better_engine_makes_from_the_start(
    drafts: Path, expected: Callable[[str], Any], google: GooglePage
) -> None:
    before, before_articles = read(drafts, "sentences"), read(drafts, "articles")
    state, report = retranslate(drafts)

    rows = before.query(TEXT)
    assert state.name == Outcome.COMPLETED
    assert (report.found, report.upgraded, report.articles) == (len(rows), len(rows), 6)
    assert asked(google) == Counter(set(rows["uk"]))
    assert report.sent_sentences == len(asked(google))
    assert report.sent_characters == sum(map(len, asked(google)))
    check_whole(drafts, expected("google"))
    articles = read(drafts, "articles")
    assert set(articles["translation_tier"]) == {"cloud"}
    columns = [n for n in articles if not n.endswith("_en") and n not in REDONE]
    pd.testing.assert_frame_equal(articles[columns], before_articles[columns])
    for _, row in articles.iterrows():
        assert row["title_en"] == english_of(row["title_uk"])
        assert len(row["body_en"].split("\n\n")) == len(row["body_uk"].split("\n\n"))
    after = read(drafts, "sentences")
    assert list(after["sentence_id"]) == list(before["sentence_id"])
    assert set(after.query("role in ('section', 'tag')")["engine"]) == {"draft"}
    run_row = read(drafts, "runs").sort_values("started_at").iloc[-1]
    assert (run_row["state"], run_row["sentences"], run_row["articles_updated"]) == (
        "completed", len(rows), 6,
    )  # fmt: skip
    assert json.loads(run_row["parameters"])["flow"] == "visnyk-retranslate"


def test_a_second_time_there_is_nothing_to_do(drafts: Path, google: GooglePage) -> None:
    retranslate(drafts)
    before = fingerprints(drafts)
    google.requests.clear()
    state, report = retranslate(drafts)
    assert (state.name, state.message) == (Outcome.COMPLETED, "Nothing to do: no sentence fits")
    assert report.task_runs == 1
    assert google.requests == []
    assert fingerprints(drafts) == before


def test_an_output_without_anything_has_nothing_to_do(output: Path) -> None:
    state, report = retranslate(output)
    assert (state.name, report.found) == (Outcome.COMPLETED, 0)


def test_the_budget_is_kept_and_the_next_run_goes_on(
    drafts: Path, expected: Callable[[str], Any], google: GooglePage
) -> None:
    rows = read(drafts, "sentences").query(TEXT)
    _, first = retranslate(drafts, max_sentences=3, batch_size=2)
    assert asked(google).total() == first.sent_sentences == 3
    assert first.left > 0
    assert f"{first.left} left for another run" in first.headline

    _, second = retranslate(drafts, max_characters=40)
    sent = asked(google).total() - 3
    assert 0 < sent == second.sent_sentences
    assert second.sent_characters <= 40

    _, last = retranslate(drafts)
    assert last.left == 0
    assert first.upgraded + second.upgraded + last.upgraded == len(rows)
    assert set(asked(google).values()) == {1}
    check_whole(drafts, expected("google"))


def test_what_memory_has_costs_no_budget(
    drafts: Path, inbox: Path, page: Callable[..., str], google: GooglePage
) -> None:
    """The same sentences are in an article that the better engine has made."""
    (inbox / "new.txt").write_text(page("Новина нова", date="2026-05-01"), encoding="utf-8")
    test_etl.run(inbox, drafts, engine="google")
    google.requests.clear()
    _, report = retranslate(drafts, max_sentences=1)
    assert asked(google).total() == 1  # a title
    assert report.from_memory == report.upgraded - 1 > 0


def test_only_what_is_selected_is_touched(drafts: Path, google: GooglePage) -> None:
    march = drafts / "sentences" / "published_month=2026-03" / "sentences.parquet"
    untouched = march.read_bytes(), march.stat().st_mtime_ns
    _, report = retranslate(drafts, since="2026-04-01", until="2026-04-30")
    assert report.articles == 3
    assert (march.read_bytes(), march.stat().st_mtime_ns) == untouched
    tiers = read(drafts, "articles").groupby("published_month")["translation_tier"].agg(set)
    assert tiers.to_dict() == {"2026-03": {"draft"}, "2026-04": {"cloud"}}


def test_a_flagged_translation_replaces_no_good_one(drafts: Path, google: GooglePage) -> None:
    before = read(drafts, "sentences").set_index("sentence_id")
    google.mood = lambda text: "half_done" if "одноголосно" in text else "good"
    state, report = retranslate(drafts)
    after = read(drafts, "sentences").set_index("sentence_id")
    kept = after[after["uk"].str.contains("одноголосно")]
    assert report.kept == len(kept) == 6
    assert (kept["en"] == before.loc[kept.index, "en"]).all()
    assert set(kept["engine"]) == {"draft"}
    articles = read(drafts, "articles")
    assert set(articles["translation_tier"]) == {"draft"}  # the worst of their text
    assert set(articles["flag_count"]) == {0}
    assert state.name == Outcome.COMPLETED


def test_a_flagged_row_is_replaced_by_a_good_one_on_request(
    inbox: Path, output: Path, page: Callable[..., str], google: GooglePage
) -> None:
    google.mood = lambda text: "half_done" if "одноголосно" in text else "good"
    (inbox / "a.txt").write_text(page("Новина про Луцьк"), encoding="utf-8")
    test_etl.run(inbox, output, engine="google")
    assert read(output, "articles")["flag_count"].item() == 1
    google.mood = lambda _text: "good"
    assert retranslate(output)[1].found == 0
    _, report = retranslate(output, flagged=True)
    assert (report.found, report.upgraded) == (1, 1)
    assert read(output, "articles")["flag_count"].item() == 0


def test_another_version_of_the_built_in_engine_renews_rows_and_labels(
    drafts: Path, expected: Callable[[str], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    from tasks.transform.translate import registry
    from tasks.transform.translate.draft.engine import DraftEngine

    assert retranslate(drafts, engine="draft")[1].found == 0
    plain = DraftEngine.translate

    def other(self: DraftEngine, texts: list[str]) -> list[str]:
        return [f"New {english}" for english in plain(self, texts)]

    monkeypatch.setattr(DraftEngine, "translate", other)
    monkeypatch.setattr("tasks.transform.translate.draft.engine.RULES_VERSION", "test")
    registry._cached_chain.cache_clear()
    assert retranslate(drafts, engine="draft")[1].found == 0  # of the same kind
    _, report = retranslate(drafts, engine="draft", below="any")
    assert report.upgraded == report.found > 0
    tags = read(drafts, "tags").query("scheme == 'source'")
    assert "new market" in " ".join(tags["label_en"])
    check_whole(drafts, expected("draft"))


def test_engines_out_of_reach_leave_all_as_it_was_and_the_state_says_so(
    drafts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from flows import retranslate as module

    quick = module.retranslate_batch.with_options(retry_delay_seconds=[0, 0, 0])
    monkeypatch.setattr(module, "retranslate_batch", quick)
    monkeypatch.setattr(module, "_GIVE_UP_AFTER", 4)
    before = fingerprints(drafts)
    state, report = retranslate(drafts, batch_size=2)
    assert state.is_failed()
    assert report.outcome is Outcome.FAILED
    assert report.left > 0
    assert "gave up" in report.warnings[0]
    assert fingerprints(drafts) == before
    assert read(drafts, "runs").sort_values("started_at").iloc[-1]["state"] == "failed"


KILLED = """
import sys
from flows.retranslate import retranslate
retranslate(output=sys.argv[1], engine="google", batch_size=2)
"""


def test_killed_in_the_middle_it_goes_on_where_it_was_and_pays_once(
    drafts: Path, expected: Callable[[str], Any], google: GooglePage
) -> None:
    from prefect.settings import PREFECT_API_URL

    process: subprocess.Popen[bytes]
    count, started = itertools.count(1), threading.Event()

    def mood(_text: str) -> str:
        if next(count) == 8:
            assert started.wait(10)
            os.kill(process.pid, signal.SIGKILL)
        return "good"

    google.mood = mood
    process = subprocess.Popen(
        [sys.executable, "-c", KILLED, drafts],
        cwd=ROOT, env=os.environ | {"PREFECT_API_URL": str(PREFECT_API_URL.value())},
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    started.set()
    assert process.wait(60) == -signal.SIGKILL
    tiers = read(drafts, "articles").groupby("published_month")["translation_tier"].agg(set)
    assert tiers.to_dict() == {"2026-03": {"draft"}, "2026-04": {"cloud"}}
    before = asked(google)

    _, report = retranslate(drafts)

    assert (report.articles, report.left, report.failed) == (3, 0, 0)
    again = asked(google) - before
    # Four batches of one request each were under way when it died.
    assert sum(text in before for text in again) <= 4
    check_whole(drafts, expected("google"))


def test_the_summary_is_kept_with_the_run(drafts: Path, google: GooglePage) -> None:
    from uuid import UUID

    from prefect.client.orchestration import get_client
    from prefect.client.schemas.filters import FlowRunFilter, FlowRunFilterId

    from flows.history.recorded import wait_for_history

    _, report = retranslate(drafts, batch_size=3)
    flow_run_id = UUID(report.flow_run_id)
    assert wait_for_history(flow_run_id, task_runs=report.task_runs, timeout=30)
    with get_client(sync_client=True) as client:
        tasks = client.read_task_runs(
            flow_run_filter=FlowRunFilter(id=FlowRunFilterId(any_=[flow_run_id]))
        )
    assert len(tasks) == report.task_runs
    assert {"upgrade-2026-03", "upgrade-2026-04"} < {item.name for item in tasks}
    shown = shown_of(report.flow_run_id)
    summary = shown["visnyk-retranslate"]
    assert shown["visnyk-progress"].description == "2 of 2 months"
    assert summary.data == upgrade_page(report)
    assert f"{report.upgraded} of {report.found} sentences upgraded" in summary.data


def test_the_form_explains_itself_and_refuses_what_makes_no_sense() -> None:
    schema = RetranslateParameters.model_json_schema()["properties"]
    etl = EtlParameters.model_json_schema()["properties"]
    assert schema["engine"]["enum"] == etl["engine"]["enum"]
    for wrong in (
        {"since": "2026-05-01", "until": "2026-04-01"},
        {"max_sentences": 0},
        {"below": "draft"},
        {"engine": "oracle"},
        {"unknown": 1},
    ):
        with pytest.raises(ValidationError):
            RetranslateParameters(**wrong)
