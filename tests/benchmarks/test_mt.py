"""The translation benchmark scores what it is given and holds it to its floors."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

BENCHMARK = ROOT / "benchmarks" / "mt.py"


def score(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(BENCHMARK), *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )


@pytest.mark.slow
def test_the_draft_engine_holds_its_floors_on_our_own_set() -> None:
    floors = json.loads((BENCHMARK.parent / "mt_floors.json").read_text(encoding="utf-8"))
    assert {"BLEU", "chrF"} == set(floors["draft"]["house"])
    folder = ROOT / "benchmarks"
    ended = score("--source", folder / "house.uk", "--reference", folder / "house.en")
    assert ended.returncode == 0, ended.stdout + ended.stderr
    for line in ("sentences/s at first sight", "MB at most", "BLEU", "chrF"):
        assert line in ended.stdout


@pytest.mark.slow
def test_a_score_below_its_floor_fails_the_benchmark(tmp_path: Path) -> None:
    (tmp_path / "tiny.uk").write_text("Уряд ухвалив бюджет.\n", encoding="utf-8")
    (tmp_path / "tiny.en").write_text("Something else entirely was said.\n", encoding="utf-8")
    floors = tmp_path / "floors.json"
    floors.write_text(json.dumps({"draft": {"tiny": {"BLEU": 90.0}}}))
    ended = score(
        "--source", tmp_path / "tiny.uk", "--reference", tmp_path / "tiny.en", "--floors", floors
    )
    assert ended.returncode == 1
    assert "Below the floor: BLEU" in ended.stderr


def test_files_that_do_not_match_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.uk").write_text("Раз.\nДва.\n", encoding="utf-8")
    (tmp_path / "a.en").write_text("One.\n", encoding="utf-8")
    ended = score("--source", tmp_path / "a.uk", "--reference", tmp_path / "a.en")
    assert ended.returncode == 1
    assert "has 2 lines" in ended.stderr
    missing = score("--source", tmp_path / "b.uk", "--reference", tmp_path / "a.en")
    assert "is not there" in missing.stderr
