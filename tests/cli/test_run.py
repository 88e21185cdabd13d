"""`visnyk run`, `show` and `status` as a new user has them, with Prefect's embedded API."""

from __future__ import annotations

import os
import re
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from .conftest import SEEDS, Visnyk


@pytest.fixture(scope="session")
def output(installed_visnyk: Visnyk, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An output that `visnyk run` made of the seed in a new Prefect home, without a server."""
    folder = tmp_path_factory.mktemp("data") / "output"
    ended = installed_visnyk("run", SEEDS, "--output", folder)
    assert ended.returncode == 0, ended.stderr
    assert "Completed: 1 document loaded" in ended.stdout
    assert re.search(r"sentences +\d+ \(draft \d+\)", ended.stdout)
    assert str(folder) in ended.stdout.replace("\n", "")
    return folder


@pytest.mark.slow
def test_a_run_from_nothing_leaves_a_complete_history_in_the_embedded_api(
    output: Path, environment: dict[str, str]
) -> None:
    # Other tests leave runs in the same home.
    (run,) = pq.read_table(output / "runs").to_pylist()
    with sqlite3.connect(Path(environment["PREFECT_HOME"], "prefect.db")) as database:
        flow_runs, task_runs = (
            database.execute(
                f"select state_type from {table} where {column} = ?", [run["flow_run_id"]]
            ).fetchall()
            for table, column in (("flow_run", "id"), ("task_run", "flow_run_id"))
        )
    assert flow_runs == [("COMPLETED",)]
    assert task_runs == [("COMPLETED",)] * 8


@pytest.mark.slow
def test_show_prints_the_article_side_by_side_with_its_tags(visnyk: Visnyk, output: Path) -> None:
    ended = visnyk("show", "--output", output)
    assert ended.returncode == 0
    for text in ("Rostyslav Vons", "Главком (glavcom.ua)", "Associated Press", "United States"):
        assert text in ended.stdout
    assert "Сполучені Штати Америки" in ended.stdout
    assert "JD Vance" in ended.stdout


@pytest.mark.slow
def test_show_tells_why_an_article_has_its_topics(visnyk: Visnyk, output: Path) -> None:
    ended = visnyk("show", "--output", output, "--why")
    assert "Why these topics" in ended.stdout
    assert re.search(r"conflict, war and peace.*\d+%", ended.stdout.replace("\n", " "))
    assert "Why these topics" not in visnyk("show", "--output", output).stdout


def test_show_tells_who_translated_each_sentence(visnyk: Visnyk, output: Path) -> None:
    ended = visnyk("show", "--output", output, "--engines")
    assert "draft · google: " in ended.stdout


@pytest.mark.slow
def test_show_finds_an_article_by_the_beginning_of_its_id(visnyk: Visnyk, output: Path) -> None:
    (article_id,) = re.findall(r"─ ([0-9a-f]{16}) ─", visnyk("show", "-o", output).stdout)
    assert article_id in visnyk("show", article_id[:6], "-o", output).stdout
    missing = visnyk("show", "zzzz", "-o", output)
    assert (missing.returncode, missing.stdout) == (1, "")
    assert "no article zzzz" in missing.stderr


@pytest.mark.slow
def test_status_counts_rows_and_lists_runs(visnyk: Visnyk, output: Path) -> None:
    ended = visnyk("status", "--output", output)
    assert ended.returncode == 0
    assert re.search(r"articles +│ +1 │", ended.stdout)
    assert re.search(r"done +│ +[0-9.]+ │ +1 │ +1 │", ended.stdout)


@pytest.mark.slow
def test_a_run_of_bad_pages_only_fails_and_harms_nothing(
    visnyk: Visnyk, visnyk_at_server: Visnyk, output: Path, tmp_path: Path
) -> None:
    before = {path: path.read_bytes() for path in output.rglob("articles*.parquet")}
    (tmp_path / "empty.txt").write_text("")
    ended = visnyk_at_server("run", tmp_path, "--output", output)
    assert ended.returncode == 1
    assert "1 in quarantine" in ended.stdout
    assert "empty.txt is empty" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert {path: path.read_bytes() for path in before} == before
    assert "empty.txt" in visnyk("status", "--output", output).stdout


@pytest.mark.slow
def test_ctrl_c_in_a_terminal_ends_a_run_with_the_embedded_api_soon_and_says_so(
    output: Path, environment: dict[str, str], tmp_path: Path
) -> None:
    page = next(SEEDS.glob("*.txt")).read_text(encoding="utf-8")
    for number in range(400):
        (tmp_path / f"{number}.txt").write_text(page.replace("США та", f"{number} США та", 1))
    before = {path: path.read_bytes() for path in output.rglob("articles*.parquet")}
    command = Path(sys.executable).with_name("visnyk")
    with subprocess.Popen(
        [str(command), "run", str(tmp_path), "-o", str(output), "-e", "draft", "-b", "10"],
        env=environment,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,  # a process group of its own, as in a terminal
    ) as started:
        assert started.stderr is not None
        log = ""
        while "Batch 1 of 40" not in log:
            line = started.stderr.readline()
            assert line, log
            log += line
        os.killpg(started.pid, signal.SIGINT)
        _, rest = started.communicate(timeout=30)
    assert started.returncode == 130
    assert "Interrupted" in rest
    assert {path: path.read_bytes() for path in before} == before


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["run", "nowhere.txt"], "There is no file or folder nowhere.txt"),
        (["run", "--engine", "oracle"], "engine: Input should be 'auto', 'google', 'mymemory'"),
        (["run", "--batch-size", "0"], "batch-size: Input should be greater than or equal to 1"),
        (["run", "--no-such-option"], "No such option"),
        (["walk"], "No such command 'walk'"),
    ],
)
def test_bad_usage_is_said_at_once_and_ends_with_2(
    visnyk: Visnyk, arguments: list[str], message: str
) -> None:
    ended = visnyk(*arguments)
    assert ended.returncode == 2
    assert message in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_folder_without_documents_is_bad_usage(visnyk: Visnyk, tmp_path: Path) -> None:
    (tmp_path / "notes.docx").write_bytes(b"PK")
    ended = visnyk("run", tmp_path, "--output", tmp_path / "output")
    assert ended.returncode == 2
    assert "holds no documents" in ended.stderr
    assert not (tmp_path / "output").exists()


def test_an_unwritable_output_is_a_failure_before_any_work(
    installed_visnyk: Visnyk, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("in the way")
    ended = installed_visnyk("run", SEEDS, "--output", tmp_path / "file" / "output")
    assert ended.returncode == 1
    assert "Cannot write" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_traceback_is_shown_with_debug_only(visnyk: Visnyk, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    ended = visnyk("run", SEEDS, "--output", tmp_path / "file", "--debug")
    assert ended.returncode == 1
    assert "Traceback" in ended.stderr


@pytest.mark.parametrize("command", ["show", "status"])
def test_show_and_status_of_nothing_say_what_to_do(
    visnyk: Visnyk, command: str, tmp_path: Path
) -> None:
    ended = visnyk(command, "--output", tmp_path / "nowhere")
    assert ended.returncode == 1
    assert "Run visnyk first" in ended.stderr


def test_help_describes_every_command_and_version_is_told(
    visnyk: Visnyk, installed_visnyk: Visnyk
) -> None:
    ended = visnyk("--help")
    assert ended.returncode == 0
    for command in ("run", "show", "status", "parse", "translate"):
        assert re.search(rf"\b{command}\b +[A-Z]", ended.stdout)
        assert visnyk(command, "--help").returncode == 0
    assert installed_visnyk("--version").stdout.startswith("visnyk ")
