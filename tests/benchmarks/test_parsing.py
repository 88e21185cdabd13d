"""The parsing benchmark scores pages with gold and holds them to their floors."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

BENCHMARK = ROOT / "benchmarks" / "parsing.py"
OUTLETS = ROOT / "tests" / "fixtures" / "outlets"


def score(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(BENCHMARK), *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )


@pytest.mark.slow
def test_the_pages_of_our_outlets_hold_their_floors() -> None:
    floors = json.loads(BENCHMARK.with_name("parsing_floors.json").read_text(encoding="utf-8"))
    assert {"title", "date", "authors", "sections", "captions", "tags", "body", "boilerplate"} <= (
        floors["outlets"].keys()
    )
    ended = score()
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert "REFUSED" not in ended.stdout


def test_every_page_has_gold_and_there_are_enough_of_them() -> None:
    pages = [path for path in OUTLETS.rglob("*") if path.suffix in {".txt", ".html"}]
    assert all(page.with_suffix(".json").exists() for page in pages)
    assert len(pages) >= 60
    assert len({page.parent for page in pages}) >= 25


@pytest.fixture
def wrong_gold(tmp_path: Path) -> Path:
    """A folder with one page, whose gold names another title."""
    page = min((OUTLETS / "unn.ua").glob("pasted_*.txt"))
    shutil.copy(page, tmp_path)
    gold = json.loads(page.with_suffix(".json").read_text(encoding="utf-8"))
    (tmp_path / page.with_suffix(".json").name).write_text(
        json.dumps(gold | {"title": "Зовсім інший заголовок"}), encoding="utf-8"
    )
    return tmp_path


def test_a_score_below_its_floor_fails_the_benchmark(wrong_gold: Path) -> None:
    floors = wrong_gold / "floors.json"
    floors.write_text(json.dumps({wrong_gold.name: {"title": 0.9, "boilerplate": 1.0}}))
    ended = score("--pages", wrong_gold, "--floors", floors, "--show", "title")
    assert ended.returncode == 1
    assert "Below the floor: title 0.00% (floor 90.00%)" in ended.stderr
    assert "Зовсім інший заголовок" in ended.stdout


def test_a_folder_without_gold_is_refused(tmp_path: Path) -> None:
    ended = score("--pages", tmp_path)
    assert ended.returncode == 1
    assert "no pages with gold" in ended.stderr
