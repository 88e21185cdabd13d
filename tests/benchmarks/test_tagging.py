"""The benchmarks of tagging run on what the project has, and hold its floors."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

BENCHMARKS = ROOT / "benchmarks"


def run(name: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(BENCHMARKS / name), *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )


@pytest.mark.slow
@pytest.mark.parametrize("benchmark", ["english_forms.py", "topics.py"])
def test_our_own_pages_hold_their_floors(benchmark: str) -> None:
    ended = run(benchmark)
    assert ended.returncode == 0, ended.stdout + ended.stderr


def test_the_floors_are_those_that_were_asked_for_or_higher() -> None:
    floors = json.loads((BENCHMARKS / "tagging_floors.json").read_text(encoding="utf-8"))
    asked = {
        "micro": 0.82, "person": 0.92, "place": 0.85, "organization": 0.65, "linking": 0.85,
        "country": 0.97,
    }  # fmt: skip
    assert all(floors["names"][name] >= floor for name, floor in asked.items())
    assert floors["topics"]["micro"] >= 0.8
    assert floors["english_forms"].keys() == {"person", "place", "organization"}


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """Two invented texts with their names, laid out as SlavicNER is."""
    for name, text in (("a", "У Луцьку Ганна Ткачук чекала."), ("b", "Луцьк мовчав.")):
        raw = tmp_path / "raw" / "bridge" / "uk" / f"{name}.txt"
        raw.parent.mkdir(parents=True, exist_ok=True)
        raw.write_text(text, encoding="utf-8")
    gold = tmp_path / "ner" / "bridge" / "uk"
    gold.mkdir(parents=True)
    (gold / "a.tsv").write_text(
        "2\t8\tЛуцьку\tЛуцьк\tLOC\tGPE-Lutsk\n9\t21\tГанна Ткачук\tГанна Ткачук\tPER\tPER-T\n",
        encoding="utf-8",
    )
    (gold / "b.tsv").write_text("0\t5\tЛуцьк\tЛуцьк\tLOC\tGPE-Lutsk\n", encoding="utf-8")
    return tmp_path


def test_names_are_scored_by_span_kind_and_link(corpus: Path) -> None:
    ended = run("names.py", "--corpus", corpus, "--events", "bridge")
    assert "micro 1.000  person 1.000  place 1.000" in ended.stdout
    assert "linking 1.000" in ended.stdout


def test_a_name_that_is_not_found_as_the_gold_has_it_is_shown(corpus: Path) -> None:
    gold = corpus / "ner" / "bridge" / "uk" / "b.tsv"
    gold.write_text("6\t12\tмовчав\tмовчав\tPER\tPER-X\n", encoding="utf-8")
    ended = run("names.py", "--corpus", corpus, "--events", "bridge", "--show", "person")
    assert "Луцьк [мовчав]" in ended.stdout
    assert "micro 1.000" not in ended.stdout


def test_without_its_corpus_the_benchmark_says_so(tmp_path: Path) -> None:
    ended = run("names.py", "--corpus", tmp_path / "none")
    assert ended.returncode == 2
    assert "is absent" in ended.stdout


@pytest.mark.slow
def test_the_speed_of_tagging_is_printed() -> None:
    ended = run("tagging_speed.py")
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.count("tokens/s") == 3
