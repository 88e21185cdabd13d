"""The tables keep their format: `docs/lexicon.md`."""

from __future__ import annotations

import re
from collections import Counter
from importlib.resources import files

import pytest

from tasks.language.text import has_cyrillic
from tasks.transform.translate.draft.function_words import function_words
from tasks.transform.translate.draft.prepositions import CASES
from tasks.transform.translate.draft.reading import word_set

KINDS = {
    "lexicon": "NOUN PROPN ADJ VERB ADV ADP PART DET PRON NUM SCONJ CCONJ INTJ",
    "phrases": "NP VP ADV PREP CONJ NAME",
    "names": "FIRST LAST CITY REGION RIVER COUNTRY ORG COMPANY MEDIA EQUIP OTHER",
}
NOTES = word_set(
    "alt gov inf iso kind actpart amb attr copula det fem masc mass modal part pers pl quoted "
    "sg the time unit"
)


def _rows(table: str) -> list[list[str]]:
    path = files("tasks.language").joinpath("data", f"{table}.tsv")
    return [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.fixture(params=KINDS)
def table(request):
    return request.param


def test_every_entry_has_four_columns_and_a_known_kind(table):
    kinds = set(KINDS[table].split())

    assert [row for row in _rows(table) if len(row) != 4 or row[1] not in kinds] == []


def test_no_english_holds_a_cyrillic_letter(table):
    wrong = [row for row in _rows(table) if has_cyrillic(row[2]) or not row[2].strip()]

    assert wrong == []


def test_no_key_is_given_twice(table):
    counts = Counter((row[0], row[1]) for row in _rows(table))

    assert [key for key, count in counts.items() if count > 1] == []


def test_every_note_is_known(table):
    notes = {note.partition("=")[0] for row in _rows(table) for note in row[3].split(";") if note}

    assert notes <= NOTES


def test_every_government_names_a_case(table):
    for row in _rows(table):
        for note in row[3].split(";"):
            key, _, value = note.partition("=")
            if key == "gov":
                cases = [part.partition(":")[0].rpartition("+")[2] for part in value.split(",")]
                assert set(cases) <= set(CASES), row


def test_ukrainian_is_stripped_with_straight_apostrophes(table):
    odd = re.compile(r"^\s|\s$|\s\s|[’ʼ`\u00a0]")

    assert [row for row in _rows(table) if odd.search(row[0]) or odd.search(row[2])] == []


def test_function_words_are_no_cyrillic_in_english():
    readings = [reading for found in function_words().values() for reading in found]

    assert len(readings) > 150
    assert [reading.en for reading in readings if has_cyrillic(reading.en)] == []


def test_tables_are_sorted_so_that_an_entry_has_one_place(table):
    keys = [(row[0].lower(), row[0], row[1]) for row in _rows(table)]

    assert keys == sorted(keys)
