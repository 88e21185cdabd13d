"""What every rule does, as pairs in `rules.tsv`: add a rule, add its pair."""

from __future__ import annotations

from pathlib import Path

import pytest

HERE = Path(__file__).parent


def _pairs() -> list[object]:
    pairs = []
    topic = ""
    for line in (HERE / "rules.tsv").read_text(encoding="utf-8").splitlines():
        if line.startswith("# "):
            topic = line[2:]
            continue
        uk, en = line.split("\t")
        pairs.append(pytest.param(uk, en, id=f"{topic}: {uk}"))
    return pairs


@pytest.mark.parametrize(("uk", "en"), _pairs())
def test_rule(engine, uk, en):
    assert engine.translate([uk]) == [en]


def test_order_and_number_of_sentences_are_kept(engine):
    texts = ["Він не знає.", "", "Ми працюємо.", " ", "Він не знає."]

    assert engine.translate(texts) == [
        "He does not know.", "", "We work.", "", "He does not know.",
    ]  # fmt: skip


def test_the_seed_article_reads_as_reviewed(engine):
    """A change of a rule shows here; read the difference, then run `make_golden.py`."""
    pairs = (HERE / "golden_seed.tsv").read_text(encoding="utf-8").splitlines()

    assert len(pairs) > 10
    for pair in pairs:
        uk, en = pair.split("\t")
        assert engine.translate([uk]) == [en]


@pytest.mark.parametrize(
    "name",
    ["Rostyslav Vons", "Alexus Grynkewich", "JD Vance", "Donald Trump", "Associated Press",
     "Abu Dhabi", "NATO", "Washington", "Moscow", "2021", "Russian Foreign Ministry"],
)  # fmt: skip
def test_names_and_numbers_of_the_seed_article_are_right(engine, name):
    pairs = (HERE / "golden_seed.tsv").read_text(encoding="utf-8").splitlines()

    assert name in " ".join(engine.translate([pair.split("\t")[0] for pair in pairs]))
