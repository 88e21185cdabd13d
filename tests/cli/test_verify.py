"""`visnyk verify`: a line a problem, a summary, a status that a script can act on."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from typer.testing import CliRunner

from flows.cli.app import app
from tests.flows.conftest import write_page
from tests.load.factories import load, make
from tests.load.test_damage import ARTICLES, truncate

from .conftest import ROOT, Visnyk


@pytest.fixture
def output(tmp_path: Path) -> Path:
    folder = tmp_path / "output"
    load(folder, make(1), make(2, published_date=None))
    return folder


def ask(output: Path, *arguments: str) -> Result:
    given = ["verify", "--output", str(output), *arguments]
    return CliRunner().invoke(app, given, env={"COLUMNS": "60"})


def test_a_whole_output_is_one_line_and_success(output: Path) -> None:
    answer = ask(output)

    assert answer.exit_code == 0
    assert answer.stdout == f"9 files, 24 rows in {output}: whole\n"


def test_a_problem_is_one_line_that_says_what_it_means_and_how_to_mend_it(output: Path) -> None:
    truncate(output / ARTICLES)
    (output / "tags/[red]notes.txt").write_text("mine")

    answer = ask(output)

    assert answer.exit_code == 1
    foreign, unreadable, summary = answer.stdout.splitlines()
    assert foreign.startswith("file_foreign tags/[red]notes.txt: is no file of visnyk. Readers")
    assert unreadable.startswith(f"file_unreadable {ARTICLES}: cannot be read (")
    assert "Readers fail at the file" in unreadable
    assert "delete it and run again over the inputs of its rows" in unreadable
    assert summary.endswith(f"rows in {output}: 2 problems")


def test_programs_get_one_json_object(output: Path) -> None:
    def answered(code: int) -> dict[str, Any]:
        answer = ask(output, "--json")
        assert answer.exit_code == code
        found: dict[str, Any] = json.loads(answer.stdout)
        return found

    assert answered(0) == {
        "output": str(output), "is_whole": True, "files": 9, "rows": 24, "problems": [],
    }  # fmt: skip

    (output / "manifest.json").unlink()
    damaged = answered(1)
    assert damaged["is_whole"] is False
    (problem,) = damaged["problems"]
    assert problem.keys() == {"kind", "path", "what", "means", "mend"}
    assert (problem["kind"], problem["path"]) == ("manifest_missing", "manifest.json")


def test_it_needs_no_prefect(output: Path) -> None:
    script = """
import sys
from flows.cli.verify import verify
try:
    verify(output=sys.argv[1])
finally:
    assert "prefect" not in sys.modules
"""
    ended = subprocess.run(
        [sys.executable, "-c", script, str(output)], cwd=ROOT, capture_output=True, check=False
    )
    assert (ended.returncode, ended.stderr) == (0, b"")


def test_an_output_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    answer = ask(tmp_path / "nowhere")

    assert answer.exit_code == 1
    assert "There is no output " in answer.stderr


@pytest.mark.slow
def test_a_run_is_whole_and_a_second_one_mends_what_was_damaged(
    visnyk: Visnyk, visnyk_at_server: Visnyk, tmp_path: Path
) -> None:
    inbox, output = tmp_path / "inbox", tmp_path / "output"
    inbox.mkdir()
    for number in range(3):
        page = write_page(f"У Луцьку відремонтують лікарню {number}", date=f"2026-0{number + 1}-14")
        (inbox / f"{number}.txt").write_text(page, encoding="utf-8")

    run = ("run", inbox, "--output", output, "--engine", "draft")
    assert visnyk_at_server(*run).returncode == 0
    assert visnyk("verify", "--output", output).returncode == 0
    damaged = next(output.glob("sentences/*/sentences.parquet"))
    truncate(damaged)
    (output / "manifest.json").write_text("{")
    found = visnyk("verify", "--output", output)
    assert found.returncode == 1
    assert found.stdout.count("\n") == 3

    damaged.unlink()
    assert visnyk_at_server(*run).returncode == 0

    mended = visnyk("verify", "--output", output)
    assert (mended.returncode, mended.stderr) == (0, "")
    assert mended.stdout.endswith("whole\n")
