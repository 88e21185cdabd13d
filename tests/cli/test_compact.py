"""`visnyk compact`: it names the files and why, and says what it saved."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from typer.testing import CliRunner

from flows.cli import console
from flows.cli.app import app
from tasks.load.runs import RunRecord, append_run
from tasks.load.schema import RunState
from tasks.load.storage.manifest import content_hash, published_files, row_counts
from tests.load.factories import load, make, snapshot
from tests.load.killed_commands import as_of_old
from tests.load.test_documents import fetched


@pytest.fixture
def output(tmp_path: Path) -> Path:
    folder = tmp_path / "output"
    long_ago = datetime.now(UTC) - timedelta(days=40)
    load(folder, make(2), fetched(1, b"one", long_ago))
    load(folder, fetched(1, b"two", long_ago + timedelta(days=1), text="Зміна."), run_id="run-2")
    append_run(folder, RunRecord("run-2", long_ago, long_ago, RunState.COMPLETED))
    return folder


@pytest.fixture
def ask(output: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr(console.out, "width", 400)

    def asked(*arguments: str) -> Result:
        return CliRunner().invoke(app, ["compact", *arguments, "--output", str(output)])

    return asked


def test_with_nothing_to_do_it_says_so(ask: Any, output: Path) -> None:
    before = content_hash(output)

    answer = ask()

    assert answer.exit_code == 0
    assert "Every file is as it would be written today." in answer.stdout
    assert "0 files written anew, 0 bytes saved." in answer.stdout
    assert content_hash(output) == before


def test_a_dry_run_names_the_files_and_why_and_writes_nothing(ask: Any, output: Path) -> None:
    as_of_old(output)
    before = snapshot(output)

    answer = ask("--dry-run")

    assert answer.exit_code == 0
    files = [path for _, _, path in published_files(output)]
    assert len(answer.stdout.splitlines()) == len(files)
    assert "sentences.parquet: does not name its order, is compressed otherwise" in answer.stdout
    assert snapshot(output) == before


def test_it_says_how_many_files_it_wrote_and_what_that_saved(ask: Any, output: Path) -> None:
    as_of_old(output)
    paths = [path for _, _, path in published_files(output)]
    before = sum(path.stat().st_size for path in paths)

    answer = ask()

    difference = before - sum(path.stat().st_size for path in paths)
    word = "saved" if difference >= 0 else "more"
    assert f"{len(paths)} files written anew, {abs(difference):,} bytes {word}" in answer.stdout


@pytest.mark.parametrize(
    ("arguments", "documents", "runs"),
    [
        (["--pages-older-than", "50"], 2, 1),
        (["--pages-older-than", "20"], 1, 1),
        (["--runs-older-than", "20"], 2, 0),
        (["--pages-older-than", "0", "--runs-older-than", "50"], 1, 1),
    ],
)
def test_what_is_older_than_so_many_days_goes(
    ask: Any, output: Path, arguments: list[str], documents: int, runs: int
) -> None:
    assert ask(*arguments).exit_code == 0

    counts = row_counts(output)
    assert (counts["documents"], counts["runs"]) == (documents, runs)
