"""The whole flow on real Prefect: what goes in, what readers see, what the run says."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from flows.account.report import Outcome, RunReport
from flows.progress import Observer, observed_by

from .conftest import SEEDS, shown_of

pytestmark = pytest.mark.slow

ENGLISH_NAMES = (
    "Alexus Grynkewich", "JD Vance", "Donald Trump", "Associated Press", "Abu Dhabi", "NATO",
)  # fmt: skip


class Ear(Observer):
    """Keeps the report, which Prefect gives away only for completed runs."""

    report: RunReport | None = None

    def on_finished(self, report: RunReport) -> None:
        self.report = report


def run(sources: Any, output: Path, **parameters: Any) -> tuple[Any, RunReport]:
    from flows.etl import etl
    from flows.parameters import EtlParameters

    given = {"engine": "draft"} | parameters
    ear = Ear()
    with observed_by(ear):
        parameters = EtlParameters(
            sources=sources if isinstance(sources, list) else [str(sources)],
            output=str(output),
            **given,
        )
        state = etl(**parameters.each(), return_state=True)
    assert ear.report is not None, state
    report = ear.report
    accounted = report.loaded + report.unchanged + report.duplicate + report.quarantined
    assert accounted == report.read
    return state, report


def read(output: Path, dataset: str) -> pd.DataFrame:
    return pd.read_parquet(output / dataset)


def fingerprints(output: Path) -> dict[str, tuple[str, int]]:
    """The bytes and the time of every data file but the runs'."""
    return {
        str(path.relative_to(output)): (
            hashlib.sha256(path.read_bytes()).hexdigest(),
            path.stat().st_mtime_ns,
        )
        for path in output.rglob("*.parquet")
        if path.parent.name != "runs"
    }


def test_the_seed_becomes_a_row_with_every_field(output: Path) -> None:
    state, report = run(SEEDS, output)

    assert state.name == Outcome.COMPLETED
    assert (report.read, report.loaded, report.quarantined) == (1, 1, 0)
    (row,) = read(output, "articles").to_dict("records")
    assert str(row["published_date"]) == "2026-02-05"
    assert row["published_month"] == "2026-02"
    assert list(row["sections_uk"]) == ["Головна", "Світ", "Політика"]
    assert list(row["sections_en"]) == ["Home", "World", "Politics"]
    assert row["title_uk"] == (
        "США та Росія домовилися відновити військових діалог на високому рівні"
    )
    assert list(row["authors"]) == ["Ростислав Вонс"]
    assert list(row["authors_en"]) == ["Rostyslav Vons"]
    assert (row["outlet_domain"], row["outlet_name"]) == ("glavcom.ua", "Главком")
    (photo,) = row["photos"]
    assert photo["caption_uk"].startswith("Командувач Європейського командування США провів")
    assert photo["credit"] == "AP"
    assert row["lead_uk"].startswith("Діалог на високому військовому рівні")
    assert len(row["body_uk"].split("\n\n")) == len(row["body_en"].split("\n\n")) == 6
    assert list(row["tags_uk"]) == ["США", "росія", "переговори"]
    assert list(row["tags_en"]) == ["United States", "Russia", "talks"]
    assert "Associated Press" in row["cited_sources"]
    assert (row["language_code"], row["translation_tier"]) == ("uk", "draft")
    for name in ENGLISH_NAMES:
        assert name in row["body_en"]
    assert "2021" in row["lead_en"]
    assert {"US", "RU", "UA"} <= set(read(output, "tags").query("scheme == 'iso3166'")["code"])
    people = read(output, "mentions").query("kind == 'person'")
    assert {"Alexus Grynkewich", "JD Vance", "Donald Trump"} <= set(people["name_en"])


def test_every_sentence_of_the_seed_is_a_row_beside_its_english(output: Path) -> None:
    run(SEEDS, output)
    sentences = read(output, "sentences").sort_values("sentence_id")
    article = read(output, "articles").iloc[0]
    body = sentences.query("role == 'body'")
    for language in ("uk", "en"):
        paragraphs = body.groupby("paragraph")[language].agg(" ".join)
        assert "\n\n".join(paragraphs) == article[f"body_{language}"]
    assert set(sentences["engine"]) <= {"draft", "none"}
    assert not sentences["en"].str.contains("[а-яіїєґ]", case=False, regex=True).any()


def test_a_second_run_over_the_same_inputs_writes_nothing_and_says_so(output: Path) -> None:
    run(SEEDS, output)
    before = fingerprints(output)
    state, report = run(SEEDS, output)
    assert fingerprints(output) == before
    assert state.message == "Nothing new: 1 document unchanged"
    assert (report.unchanged, report.sentences, report.files_written) == (1, 0, 0)
    runs = read(output, "runs").sort_values("started_at")
    assert list(runs["documents_loaded"]) == [1, 0]
    assert list(runs["documents_unchanged"]) == [0, 1]


def test_a_changed_input_replaces_its_rows_in_every_dataset(
    inbox: Path, output: Path, page: Callable[..., str]
) -> None:
    (inbox / "a.txt").write_text(page("Лікарню в Луцьку відремонтують"), encoding="utf-8")
    (inbox / "b.txt").write_text(page("Школу в Рівному утеплять"), encoding="utf-8")
    run(inbox, output)
    other = read(output, "articles").query("title_uk.str.startswith('Школу')").iloc[0]

    changed = page("Лікарню в Луцьку відремонтують до осені", date="2026-04-02")
    (inbox / "a.txt").write_text(changed, encoding="utf-8")
    _, report = run(inbox, output)

    assert (report.loaded, report.updated, report.unchanged) == (1, 1, 1)
    articles = read(output, "articles")
    assert set(articles["title_uk"]) == {
        "Лікарню в Луцьку відремонтують до осені",
        "Школу в Рівному утеплять",
    }
    assert set(articles["published_month"]) == {"2026-03", "2026-04"}
    kept = articles.query("article_id == @other.article_id").iloc[0]
    assert kept["run_id"] == other["run_id"]
    for dataset in ("sentences", "mentions", "tags"):
        assert set(read(output, dataset)["article_id"]) <= set(articles["article_id"])


def test_a_removed_input_keeps_its_rows(
    inbox: Path, output: Path, page: Callable[..., str]
) -> None:
    for name in ("a", "b"):
        (inbox / f"{name}.txt").write_text(page(f"Новина про місто {name}"), encoding="utf-8")
    run(inbox, output)
    before = fingerprints(output)
    (inbox / "a.txt").unlink()
    _, report = run(inbox, output)
    assert (report.read, report.unchanged) == (1, 1)
    assert fingerprints(output) == before


def test_bad_inputs_go_to_quarantine_with_their_reason_and_the_others_load(
    inbox: Path, output: Path, page: Callable[..., str]
) -> None:
    for number in range(6):
        (inbox / f"good-{number}.txt").write_text(page(f"Добра новина {number}"), encoding="utf-8")
    (inbox / "empty.txt").write_text("  \n")
    (inbox / "binary.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    (inbox / "broken.txt").write_bytes("Новина дня ".encode() * 5 + b"\xff\xd0" + b"\xfe" * 9)
    (inbox / "untitled.txt").write_text("date 2026-03-14 Головна\n\n\nТеги: Луцьк\n", "utf-8")
    with (inbox / "huge.txt").open("wb") as file:
        file.truncate(200_000_000)

    state, report = run(inbox, output)

    assert state.name == Outcome.COMPLETED_WITH_WARNINGS
    assert (report.loaded, report.quarantined) == (6, 5)
    quarantine = read(output, "quarantine").set_index(
        read(output, "quarantine")["source_uri"].str.rsplit("/").str[-1]
    )
    assert set(quarantine.index) == {
        "empty.txt", "binary.txt", "broken.txt", "untitled.txt", "huge.txt",
    }  # fmt: skip
    assert "is empty" in quarantine.loc["empty.txt", "reason"]
    assert "binary" in quarantine.loc["binary.txt", "reason"]
    assert "cannot be decoded" in quarantine.loc["broken.txt", "reason"]
    assert "200.0 MB" in quarantine.loc["huge.txt", "reason"]
    assert quarantine.loc["untitled.txt", "stage"] == "parse"
    assert (quarantine["attempts"] == 1).all()


def test_a_known_bad_input_is_not_tried_again_until_it_is_mended(
    inbox: Path, output: Path, page: Callable[..., str]
) -> None:
    (inbox / "good.txt").write_text(page("Добра новина"), encoding="utf-8")
    (inbox / "bad.txt").write_text(" ")
    run(inbox, output)
    before = fingerprints(output)

    _, again = run(inbox, output)
    assert again.still_quarantined == 1
    assert fingerprints(output) == before

    (inbox / "bad.txt").write_text(page("Виправлена новина"), encoding="utf-8")
    _, mended = run(inbox, output)
    assert (mended.loaded, mended.quarantined) == (1, 0)
    assert read(output, "quarantine").empty
    assert len(read(output, "articles")) == 2


def test_a_good_input_that_turns_bad_keeps_its_rows(
    inbox: Path, output: Path, page: Callable[..., str]
) -> None:
    for name in ("a", "b"):
        (inbox / f"{name}.txt").write_text(page(f"Новина про місто {name}"), encoding="utf-8")
    run(inbox, output)
    (inbox / "a.txt").write_bytes(b"\x00\x01")
    _, report = run(inbox, output, refresh=False)
    assert report.quarantined == 1
    assert len(read(output, "articles")) == 2
    assert len(read(output, "quarantine")) == 1


def test_the_same_bytes_under_another_name_are_a_duplicate(
    inbox: Path, output: Path, page: Callable[..., str]
) -> None:
    (inbox / "a.txt").write_text(page("Новина про Луцьк"), encoding="utf-8")
    shutil.copy(inbox / "a.txt", inbox / "copy.txt")
    _, report = run(inbox, output)
    assert (report.loaded, report.duplicate) == (1, 1)
    assert len(read(output, "articles")) == 1


def test_a_missing_path_beside_good_ones_is_reported_and_stops_nothing(
    inbox: Path, output: Path, page: Callable[..., str]
) -> None:
    from flows.etl import etl
    from flows.parameters import EtlParameters

    ear = Ear()
    (inbox / "a.txt").write_text(page("Новина про Луцьк"), encoding="utf-8")
    missing = inbox / "nowhere.txt"
    parameters = EtlParameters(
        sources=[str(missing), str(inbox)], output=str(output), engine="draft"
    )
    with observed_by(ear):
        state = etl(**parameters.each(), return_state=True)
    assert state.name == Outcome.COMPLETED_WITH_WARNINGS
    assert ear.report is not None
    assert (ear.report.read, ear.report.loaded) == (1, 1)
    (warning,) = ear.report.warnings
    assert str(missing) in warning
    assert read(output, "quarantine").empty


def test_auto_without_network_settles_on_draft_and_says_why(output: Path) -> None:
    _, report = run(SEEDS, output, engine="auto")
    assert set(report.sentences_by_engine) <= {"draft", "none"}
    sentences = read(output, "sentences").query("role == 'body'")
    assert set(sentences["engine"]) == {"draft"}
    assert sentences["fallback_reason"].str.startswith("google:").all()


def test_an_engine_out_of_reach_is_retried_then_quarantined_and_a_later_run_loads(
    inbox: Path, output: Path, page: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from flows import batches

    monkeypatch.setattr(
        batches, "translate", batches.translate.with_options(retry_delay_seconds=[0, 0, 0])
    )
    (inbox / "a.txt").write_text(page("Новина про Луцьк"), encoding="utf-8")
    state, report = run(inbox, output, engine="google")

    assert state.is_failed()
    assert report.outcome is Outcome.FAILED
    assert run_count(report, "translate") == 4
    (row,) = read(output, "quarantine").to_dict("records")
    assert (row["stage"], bool(row["is_transient"])) == ("translate", True)

    _, later = run(inbox, output, engine="draft")
    assert (later.loaded, later.quarantined) == (1, 0)
    assert read(output, "quarantine").empty


def run_count(report: RunReport, task: str) -> int:
    """How often Prefect ran a task of the run."""
    from uuid import UUID

    from prefect.client.orchestration import get_client
    from prefect.client.schemas.filters import FlowRunFilter, FlowRunFilterId

    from flows.history.recorded import wait_for_history

    flow_run_id = UUID(report.flow_run_id)
    assert wait_for_history(flow_run_id, task_runs=report.task_runs, timeout=30)
    with get_client(sync_client=True) as client:
        found = client.read_task_runs(
            flow_run_filter=FlowRunFilter(id=FlowRunFilterId(any_=[flow_run_id]))
        )
    return next(item.run_count for item in found if item.name.startswith(task))


def test_a_defect_in_a_stage_costs_one_document_not_the_run(
    inbox: Path, output: Path, page: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from tasks.transform.parse import task as parse_task

    sound = parse_task.parse_document

    def faulty(document):
        if "Рівне" in document.text:
            raise ZeroDivisionError("a defect")
        return sound(document)

    monkeypatch.setattr(parse_task, "parse_document", faulty)
    for name in ("Луцьк", "Рівне", "Ковель"):
        (inbox / f"{name}.txt").write_text(page(f"Новина про {name}"), encoding="utf-8")
    _, report = run(inbox, output)
    assert (report.loaded, report.quarantined) == (2, 1)
    assert "ZeroDivisionError" in report.failures[0].reason

    monkeypatch.setattr(parse_task, "parse_document", sound)
    _, mended = run(inbox, output)
    assert (mended.loaded, mended.unchanged, mended.quarantined) == (1, 2, 0)


def test_a_task_that_breaks_down_takes_only_its_batch_along(
    inbox: Path, output: Path, page: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from prefect import task

    from flows import batches

    sound = batches.tag

    @task(name="tag")
    def faulty(batch, english):
        if batch.number == 2:
            raise MemoryError("out of memory")
        return sound.fn(batch, english)

    monkeypatch.setattr(batches, "tag", faulty)
    for number in range(5):
        (inbox / f"{number}.txt").write_text(page(f"Новина номер {number}"), encoding="utf-8")
    _, report = run(inbox, output, batch_size=2)
    assert (report.loaded, report.quarantined) == (3, 2)
    assert {failure.stage for failure in report.failures} == {"tag"}
    # What waits for a broken task never ends: the history must not be waited for in vain.
    assert run_count(report, "publish") == 1


def test_a_sentence_that_breaks_the_engine_costs_its_article_only(
    inbox: Path, output: Path, page: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from flows import batches
    from tasks.transform.translate.draft.engine import DraftEngine

    sound = DraftEngine.translate

    def faulty(self, texts):
        if any("Рівне" in text for text in texts):
            raise IndexError("a defect")
        return sound(self, texts)

    monkeypatch.setattr(DraftEngine, "translate", faulty)
    monkeypatch.setattr(
        batches, "translate", batches.translate.with_options(retry_delay_seconds=[0, 0, 0])
    )
    for name in ("Луцьк", "Рівне", "Ковель"):
        (inbox / f"{name}.txt").write_text(page(f"Новина про місто {name}"), encoding="utf-8")
    _, report = run(inbox, output)
    assert (report.loaded, report.quarantined) == (2, 1)
    assert report.failures[0].is_transient


def test_an_input_overwritten_with_a_copy_of_another_leaves_no_old_rows(
    inbox: Path, output: Path, page: Callable[..., str]
) -> None:
    for name in ("a", "b"):
        (inbox / f"{name}.txt").write_text(page(f"Новина про місто {name}"), encoding="utf-8")
    run(inbox, output)
    shutil.copy(inbox / "a.txt", inbox / "b.txt")
    _, report = run(inbox, output)
    assert (report.unchanged, report.duplicate) == (1, 1)
    assert list(read(output, "articles")["title_uk"]) == ["Новина про місто a"]
    _, again = run(inbox, output)
    assert (again.unchanged, again.duplicate, again.sentences) == (1, 1, 0)


def test_a_wrong_engine_name_ends_the_run_and_touches_no_document(
    output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from flows.etl import etl
    from flows.parameters import EtlParameters
    from tasks.settings import get_settings

    monkeypatch.setenv("VISNYK_ENGINES", "oracle,draft")
    get_settings.cache_clear()
    parameters = EtlParameters(sources=[str(SEEDS)], output=str(output), engine="auto")
    state = etl(**parameters.each(), return_state=True)
    assert state.is_failed()
    assert "Unknown translation engine: oracle" in str(state.result(raise_on_failure=False))
    assert not (output / "quarantine").exists()


def test_a_run_that_is_broken_off_leaves_its_row(
    output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from flows import etl as flow
    from flows.parameters import EtlParameters

    def broken(*_):
        raise RuntimeError("a defect")

    monkeypatch.setattr(flow, "_publish", broken)
    parameters = EtlParameters(sources=[str(SEEDS)], output=str(output), engine="draft")
    state = flow.etl(**parameters.each(), return_state=True)
    assert state.is_failed()
    (row,) = read(output, "runs").to_dict("records")
    assert (row["state"], row["documents_read"]) == ("failed", 1)


def test_a_summary_that_prefect_does_not_take_changes_nothing(
    output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from prefect.client.orchestration import SyncPrefectClient

    def broken(*_, **__):
        raise ConnectionError("no API")

    monkeypatch.setattr(SyncPrefectClient, "create_artifact", broken)
    monkeypatch.setattr(SyncPrefectClient, "update_flow_run", broken)
    state, report = run(SEEDS, output)
    assert state.name == Outcome.COMPLETED
    assert report.loaded == 1


def test_many_batches_give_the_same_data_as_one(
    inbox: Path, tmp_path: Path, page: Callable[..., str]
) -> None:
    from tasks.load.storage.manifest import content_hash

    for number in range(9):
        (inbox / f"{number}.txt").write_text(page(f"Новина номер {number}"), encoding="utf-8")
    run(inbox, tmp_path / "one", batch_size=100)
    run(inbox, tmp_path / "many", batch_size=2)
    assert content_hash(tmp_path / "one") == content_hash(tmp_path / "many")


def test_nothing_of_a_run_is_left_in_staging(output: Path) -> None:
    run(SEEDS, output)
    assert not list(output.rglob("*.tmp"))
    assert not list((output / ".staging").rglob("*"))


def test_the_run_history_names_the_stages_and_keeps_a_summary(output: Path) -> None:
    from uuid import UUID

    from prefect.client.orchestration import get_client
    from prefect.client.schemas.filters import FlowRunFilter, FlowRunFilterId

    from flows.history.recorded import wait_for_history

    _, report = run(SEEDS, output)
    flow_run_id = UUID(report.flow_run_id)
    assert wait_for_history(flow_run_id, task_runs=report.task_runs, timeout=30)
    with get_client(sync_client=True) as client:
        tasks = client.read_task_runs(
            flow_run_filter=FlowRunFilter(id=FlowRunFilterId(any_=[flow_run_id]))
        )
    assert len(tasks) == report.task_runs
    assert {item.name.split("-")[0] for item in tasks} == {
        "discover", "extract", "parse", "translate", "tag", "stage", "publish", "record",
    }  # fmt: skip
    assert "1 document loaded" in shown_of(report.flow_run_id)["visnyk-run"].data


def test_an_output_that_is_a_file_fails_the_run_with_one_clear_message(
    tmp_path: Path,
) -> None:
    from flows.etl import etl
    from flows.parameters import EtlParameters

    blocked = tmp_path / "output"
    blocked.write_text("in the way")
    parameters = EtlParameters(sources=[str(SEEDS)], output=str(blocked), engine="draft")
    state = etl(**parameters.each(), return_state=True)
    assert state.is_failed()
    assert "is a file, not a folder" in str(state.result(raise_on_failure=False))
    assert blocked.read_text() == "in the way"


def test_the_engines_of_the_form_are_those_of_the_registry() -> None:
    from flows.parameters import EtlParameters
    from tasks.transform.translate.registry import ENGINES

    schema = EtlParameters.model_json_schema()["properties"]
    assert schema["engine"]["enum"] == ["auto", *ENGINES]


def test_the_parameters_of_a_run_are_kept_in_its_row(output: Path) -> None:
    run(SEEDS, output, batch_size=7)
    (row,) = read(output, "runs").to_dict("records")
    assert json.loads(row["parameters"])["batch_size"] == 7
    assert json.loads(row["versions"])["visnyk"]
    assert row["state"] == "completed"
