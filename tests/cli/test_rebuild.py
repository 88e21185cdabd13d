"""`visnyk rebuild`: articles of an older visnyk made anew, damage mended, losses named."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from flows.cli.app import app
from tasks.load.schema import ARTICLES, SENTENCES
from tasks.load.state.read import read_articles
from tasks.load.storage.manifest import content_hash, published_files
from tasks.load.verify import verify
from tests.flows.conftest import write_page
from tests.load.factories import fail, load, make, snapshot
from tests.load.test_damage import truncate
from tests.load.test_documents import fetched
from tests.load.verified import relist

from .conftest import Visnyk


def ask(output: Path, *arguments: str) -> Any:
    given = ["rebuild", *arguments, "--output", str(output)]
    return CliRunner().invoke(app, given, env={"COLUMNS": "400"})


def make_old(output: Path) -> None:
    """Let all articles be of an older visnyk."""
    for dataset, _, path in published_files(output):
        if dataset is ARTICLES:
            table = pq.ParquetFile(path).read()
            index = table.schema.get_field_index("pipeline_version")
            old = pa.array(["0.0.1"] * table.num_rows)
            pq.write_table(table.set_column(index, table.schema.field(index), old), path)
    relist(output)


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    folder.mkdir()
    for number, title in enumerate(("Лікарню відремонтують", "Міст відкрили"), 1):
        (folder / f"{number}.txt").write_text(write_page(title), encoding="utf-8")
    record = {"url": "https://visti.example/3", "title": "Школу добудували", "date": "2026-03-15",
              "text": "У Рівному добудували школу.\n\nЇї відкриють восени."}  # fmt: skip
    (folder / "3.jsonl").write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")
    return folder


def test_a_dry_run_counts_what_can_be_read_again_and_names_what_is_gone(tmp_path: Path) -> None:
    load(tmp_path, make(1), make(2), fetched(3))
    make_old(tmp_path)
    before = snapshot(tmp_path)

    answer = ask(tmp_path, "--dry-run")

    assert answer.exit_code == 0, answer.output
    assert "1 input to read again." in answer.stdout
    assert "The inputs of 2 articles are gone: file:///inbox/page-00001.txt" in answer.stderr
    assert snapshot(tmp_path) == before


def test_articles_of_this_version_are_left_alone_unless_all_are_named(tmp_path: Path) -> None:
    load(tmp_path, fetched(3), failures=(fail(9),))

    assert "0 inputs to read again." in ask(tmp_path).stdout
    assert "1 input to read again." in ask(tmp_path, "--all", "--dry-run").stdout


@pytest.mark.parametrize(
    ("filters", "count"),
    [
        (["--outlet", "visti.example"], 2),
        (["--outlet", "nema.example"], 0),
        (["--since", "2026-02-03"], 1),
        (["--since", "2026-02-02", "--until", "2026-02-02"], 1),
    ],
)
def test_articles_are_chosen_by_outlet_and_day(
    tmp_path: Path, filters: list[str], count: int
) -> None:
    load(tmp_path, fetched(1), fetched(2, b"two"))

    assert f"{count} input" in ask(tmp_path, "--all", "--dry-run", *filters).stdout


def test_damage_is_named_by_a_dry_run_and_left_as_it_is(tmp_path: Path) -> None:
    load(tmp_path, make(1))
    truncate(tmp_path / "articles/published_month=2026-02/articles.parquet")
    before = snapshot(tmp_path)

    answer = ask(tmp_path, "--dry-run")

    assert answer.exit_code == 0, answer.output
    assert "articles.parquet: cannot be read" in answer.stdout
    assert snapshot(tmp_path) == before


@pytest.mark.slow
def test_old_articles_are_made_anew_and_those_without_an_input_stay(
    visnyk_at_server: Visnyk, inbox: Path, tmp_path: Path
) -> None:
    output = tmp_path / "output"
    assert visnyk_at_server("run", inbox, "-o", output, "-e", "draft").returncode == 0
    expected = content_hash(output)
    make_old(output)
    (inbox / "2.txt").unlink()

    done = visnyk_at_server("rebuild", "-o", output, "-e", "draft")

    assert done.returncode == 0, done.stderr
    assert "2 inputs to read again." in done.stdout
    assert "The inputs of 1 articles are gone" in done.stderr
    versions = {row["source_uri"][-5:]: row["pipeline_version"] for row in read_articles(output)}
    assert versions.pop("2.txt") == "0.0.1"
    assert "0.0.1" not in versions.values()
    hashes = content_hash(output)
    assert {name for name in hashes if hashes[name] != expected[name]} == {"articles"}
    assert verify(output).problems == ()
    again = visnyk_at_server("rebuild", "-o", output, "-e", "draft")
    assert "0 inputs to read again." in again.stdout


@pytest.mark.slow
@pytest.mark.parametrize("name", ["articles", "sentences", "mentions"])
def test_a_damaged_file_comes_back_from_the_inputs_of_its_rows(
    visnyk_at_server: Visnyk, inbox: Path, tmp_path: Path, name: str
) -> None:
    output = tmp_path / "output"
    assert visnyk_at_server("run", inbox, "-o", output, "-e", "draft").returncode == 0
    expected = content_hash(output)
    truncate(output / f"{name}/published_month=2026-03/{name}.parquet")

    sources = [inbox] if name == "articles" else []
    done = visnyk_at_server("rebuild", *sources, "-o", output, "-e", "draft")

    assert done.returncode == 0, done.stderr
    assert f"{name}.parquet: cannot be read" in done.stdout
    assert (str(inbox) in done.stdout) is (name == "articles")
    assert content_hash(output) == expected
    assert verify(output).problems == ()
    assert list((output / f".damaged/{name}/published_month=2026-03").iterdir())


@pytest.mark.slow
def test_articles_whose_damaged_sentences_cannot_be_made_anew_go_and_are_told(
    visnyk_at_server: Visnyk, inbox: Path, tmp_path: Path
) -> None:
    output = tmp_path / "output"
    assert visnyk_at_server("run", inbox, "-o", output, "-e", "draft").returncode == 0
    (inbox / "1.txt").unlink()
    for dataset, _, path in published_files(output):
        if dataset is SENTENCES:
            truncate(path)

    done = visnyk_at_server("rebuild", "-o", output, "-e", "draft")

    assert "1 articles of damaged files did not come back" in done.stderr
    assert len(read_articles(output)) == 2
    assert verify(output).problems == ()
