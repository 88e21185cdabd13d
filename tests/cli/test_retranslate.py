"""`visnyk retranslate` as a user has it."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from .conftest import Visnyk

pytestmark = pytest.mark.slow


@pytest.fixture
def output(seed_output: Path, tmp_path: Path) -> Path:
    """The datasets of the seed page, translated by the built-in engine."""
    return Path(shutil.copytree(seed_output, tmp_path / "output"))


def test_a_dry_run_says_what_would_be_sent_and_starts_nothing(
    visnyk: Visnyk, output: Path, tmp_path: Path
) -> None:
    home = tmp_path / "prefect"
    files = {path: path.stat().st_mtime_ns for path in output.rglob("*")}
    ended = visnyk(
        "retranslate", "-o", output, "--engine", "google", "--max-sentences", "5", "--dry-run",
        PREFECT_HOME=str(home),
    )  # fmt: skip
    assert ended.returncode == 0, ended.stderr
    shown = dict(re.findall(r"^ *(\S.*?\S) {2,}(\S.*?) *$", ended.stdout, re.MULTILINE))
    assert shown["engines"] == "google"
    assert int(shown["sentences that fit"]) == int(shown["beyond the budget"]) + 5 > 10
    assert shown["would be sent"] == "5 different sentences"
    assert re.search(r"\d+ characters", ended.stdout)
    assert {path: path.stat().st_mtime_ns for path in output.rglob("*")} == files
    assert not home.exists()


def test_parameters_that_make_no_sense_are_refused(visnyk: Visnyk, output: Path) -> None:
    for arguments, reason in (
        (["--since", "2026-03-02", "--until", "2026-03-01"], "is after until"),
        (["--below", "draft"], "below: Input should be 'cloud', 'neural' or 'any'"),
        (["--max-sentences", "0"], "max-sentences: Input should be greater than"),
    ):
        ended = visnyk("retranslate", "-o", output, *arguments)
        assert (ended.returncode, ended.stdout) == (2, "")
        assert reason in ended.stderr


def test_with_nothing_to_do_it_says_so_and_leaves_a_row(
    visnyk: Visnyk, visnyk_at_server: Visnyk, output: Path
) -> None:
    ended = visnyk_at_server("retranslate", "-o", output, "--engine", "draft")
    assert ended.returncode == 0, ended.stderr
    assert "Completed: Nothing to do: no sentence fits" in ended.stdout
    assert re.search(r"done +│ +[0-9.]+ │ +0 │ +0 │", visnyk("status", "-o", output).stdout)
