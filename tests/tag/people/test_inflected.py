"""The nominative and the English of names of many kinds, against the invented gold beside this."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tasks.models import MentionKind
from tasks.transform.tag.plain import tag_text

GOLD = Path(__file__).with_name("inflected.tsv")
ROWS = list(csv.DictReader(GOLD.read_text(encoding="utf-8").splitlines(), delimiter="\t"))


def test_the_gold_has_names_of_many_kinds():
    assert len(ROWS) > 100
    assert len({row["surface"] for row in ROWS if row["surface"] != row["uk"]}) > 60


@pytest.mark.parametrize("row", ROWS, ids=[row["surface"] for row in ROWS])
def test_a_name_is_brought_to_the_nominative_and_to_english(row):
    found = tag_text(row["text"]).mentions
    persons = [
        (item.surface_uk, item.name_uk, item.name_en)
        for item in found
        if item.kind is MentionKind.PERSON
    ]
    assert (row["surface"], row["uk"], row["en"]) in persons
