"""`visnyk export`: a file, what is in it in a line each, and what could not be had."""

from __future__ import annotations

import csv
import json
import sqlite3
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from flows.cli.app import app
from tests.load.exported import load_all
from tests.load.factories import load, make

from .conftest import ROOT, Visnyk


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return load_all(tmp_path_factory.mktemp("cli"))


def ask(output: Path, *arguments: str | Path) -> Result:
    given = ["export", *map(str, arguments), "--output", str(output)]
    return CliRunner().invoke(app, given, env={"COLUMNS": "60"})


def test_articles_of_a_country_since_a_day_become_a_spreadsheet(
    output: Path, tmp_path: Path
) -> None:
    target = tmp_path / "articles.csv"

    answer = ask(output, target, "--since", "2026-02-01", "--country", "PL")

    assert (answer.exit_code, answer.stderr) == (0, "")
    assert answer.stdout == f"articles: 3 rows\nwritten to {target} (csv, UTF-8 with BOM)\n"
    assert target.read_bytes().startswith(b"\xef\xbb\xbfarticle_id,")


def test_a_database_holds_all_about_the_articles_of_an_outlet(output: Path, tmp_path: Path) -> None:
    target = tmp_path / "news.sqlite"

    answer = ask(output, target, "--outlet", "visti.example")

    lines = answer.stdout.splitlines()
    assert [line.split(":")[0] for line in lines[:4]] == [
        "articles", "sentences", "mentions", "tags",
    ]  # fmt: skip
    assert lines[4] == f"written to {target} (sqlite)"
    with sqlite3.connect(target) as database:
        assert database.execute("SELECT DISTINCT outlet_domain FROM articles").fetchall() == [
            ("visti.example",)
        ]
    database.close()


def test_values_of_a_filter_add_up_and_filters_narrow_each_other(
    output: Path, tmp_path: Path
) -> None:
    both = ask(output, tmp_path / "a.csv", "--topic", "war", "--topic", "HEALTH")
    narrowed = ask(
        output, tmp_path / "b.csv", "--topic", "war", "--topic", "health", "--tag", "bridges",
        "--until", "2026-02-28",
    )  # fmt: skip

    assert both.stdout.startswith("articles: 3 rows")
    assert narrowed.stdout.startswith("articles: 1 row\n")


def test_standard_output_holds_the_rows_and_nothing_else(output: Path) -> None:
    answer = ask(output, "-", "--format", "jsonl", "--dataset", "tags")
    table = ask(output, "-", "--format", "csv", "--dataset", "tags", "--columns", "code, score")

    rows = [json.loads(line) for line in answer.stdout.splitlines()]
    assert {row["code"] for row in rows} > {"PL", "16000000"}
    assert answer.stderr == f"tags: {len(rows)} rows\nwritten to standard output (jsonl)\n"
    lines = list(csv.reader(StringIO(table.stdout, newline="")))
    assert lines[0] == ["code", "score"]  # no mark before it
    assert len(lines) == len(rows) + 1


def test_csv_is_made_to_fit_other_programs(output: Path, tmp_path: Path) -> None:
    load(tmp_path / "output", make(1, title="=SUM(A1) у Києві"))
    columns = ("--columns", "article_id,title_uk")

    guarded = ask(tmp_path / "output", "-", "-f", "csv", *columns, "--bom")
    bare = ask(tmp_path / "output", "-", "-f", "csv", *columns, "--delimiter", ";", "--no-guard")

    # Click's own `stdout` has other line ends than were written.
    assert guarded.stdout_bytes.decode().startswith("\ufeffarticle_id,title_uk\r\n")
    assert ",'=SUM(A1) у Києві\r\n" in guarded.stdout_bytes.decode()
    assert ";=SUM(A1) у Києві\r\n" in bare.stdout_bytes.decode()


def test_nothing_that_fits_is_no_error_and_is_said(output: Path, tmp_path: Path) -> None:
    target = tmp_path / "none.csv"

    answer = ask(output, target, "--country", "Polnd", "--outlet", "[red].example")

    assert answer.exit_code == 0
    assert answer.stdout.startswith("articles: 0 rows\n")
    assert (
        "Warning: No article that was looked at has the country Polnd. Similar: Poland."
        in answer.stderr
    )
    assert "Warning: No article that was looked at has the outlet [red].example." in answer.stderr
    assert "Warning: No article fits: what was written holds none." in answer.stderr
    assert target.read_text("utf-8-sig").count("\n") == 1


def test_a_file_that_is_there_is_replaced_only_by_force(output: Path, tmp_path: Path) -> None:
    target = tmp_path / "a.jsonl"
    target.write_text("mine")

    refused = CliRunner().invoke(app, ["export", str(target), "--output", str(output)])
    assert refused.exit_code == 1
    assert "is there already" in str(refused.exception)
    assert target.read_text() == "mine"
    assert ask(output, target, "--force").exit_code == 0
    assert target.read_text() != "mine"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["a.xlsx"], "The name a.xlsx tells no format. End it with one of .csv, .jsonl"),
        (["a.parquet.gz"], "The name a.parquet.gz tells no format"),
        (["-"], "Say what to write to standard output"),
        (["-", "--format", "sqlite"], "Only csv and jsonl go to standard output"),
        (["a.csv", "--format", "xlsx"], "There is no format xlsx"),
        (["a.csv", "--dataset", "authors"], "There is no dataset authors"),
        (["a.csv", "--dataset", "tags", "--dataset", "articles"], "holds one dataset, not 2"),
        (["a.csv", "--columns", "titel"], "articles has no column titel"),
        (["a.csv", "--delimiter", "|"], "The delimiter is"),
        (["a.csv", "--since", "2026-02-02", "--until", "2026-02-01"], "is later than --until"),
        (["a.csv", "--since", "yesterday"], "does not match the format"),
        (["a.csv", "--dataset", "quarantine", "--tag", "x"], "Export quarantine without filters"),
    ],
)
def test_bad_usage_is_told_with_what_to_do(
    output: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], says: str
) -> None:
    monkeypatch.chdir(tmp_path)

    answer = CliRunner().invoke(
        app, ["export", *arguments, "--output", str(output)], env={"COLUMNS": "300"}
    )

    assert answer.exit_code == 2
    assert says in answer.stderr
    assert list(tmp_path.iterdir()) == []


def test_it_needs_no_prefect_and_no_duckdb(output: Path, tmp_path: Path) -> None:
    script = """
import sys
sys.modules["duckdb"] = None
from flows.cli.app import app
try:
    app(["export", sys.argv[1], "--output", sys.argv[2]])
except SystemExit as end:
    assert end.code == 0, end.code
assert "prefect" not in sys.modules
"""
    ended = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path / "a.sqlite"), str(output)],
        cwd=ROOT, capture_output=True, check=False,
    )  # fmt: skip
    assert (ended.returncode, ended.stderr) == (0, b"")


@pytest.mark.slow
def test_a_reader_that_has_seen_enough_ends_it_quietly(
    visnyk: Visnyk, output: Path, environment: dict[str, str]
) -> None:
    command = Path(sys.executable).with_name("visnyk")

    ended = subprocess.run(
        f'"{command}" export - --format jsonl --dataset sentences --output "{output}" | head -n 1',
        shell=True, capture_output=True, check=False, cwd=ROOT, env=environment,
    )  # fmt: skip

    assert json.loads(ended.stdout)["sentence_id"].endswith("-0000")
    assert b"Traceback" not in ended.stderr


@pytest.mark.slow
def test_a_target_that_cannot_be_written_is_one_message_and_status_1(
    visnyk: Visnyk, output: Path, tmp_path: Path
) -> None:
    answer = visnyk("export", tmp_path / "nowhere" / "a.csv", "--output", output)

    assert answer.returncode == 1
    assert answer.stderr == (
        f"Error: There is no folder {tmp_path / 'nowhere'}. Nothing was written. "
        "Make it, or choose another place.\n"
    )
