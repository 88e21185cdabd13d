"""The compiled lexicon: made once, read back whole, made anew when it must be."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tasks.language import lexicon
from tasks.transform.translate.draft import compiled, dictionary

_SMALL = {
    "lexicon.tsv": "місто\tNOUN\tcity\t\nйти\tVERB\tgo\tgov=до+Gen:to\nНАТО\tPROPN\tNATO\t\n",
    "phrases.tsv": "взяти участь\tVP\ttake part\t\nу той час, як\tCONJ\twhile\t\n",
    "names.tsv": "Київ\tCITY\tKyiv\tiso=UA\nНова Каховка\tCITY\tNova Kakhovka\tiso=UA\n",
}


@pytest.fixture
def small(monkeypatch):
    """Tables of a few lines, which are compiled at once."""
    tables = dict(_SMALL)
    monkeypatch.setattr(lexicon, "content", lambda table: tables[table].encode())
    return tables


def test_what_is_read_back_is_what_was_compiled(small, tmp_path):
    made = compiled.load(tmp_path)

    assert compiled.load(tmp_path) == made == compiled.build()
    assert made["words"]["NOUN"]["місто"] == ("місто", "NOUN", "city", "")
    assert made["inflections"]["NNS"]["city"] == "cities"
    assert made["inflections"]["VBD"] == {"go": "went", "take": "took"}


def test_phrases_are_found_by_any_form_of_their_words_and_fixed_ones_as_they_stand(small, tmp_path):
    made = compiled.load(tmp_path)

    assert made["inflected"]["взяти"]["участь"] == [(("взяти участь", "VP", "take part", ""), ())]
    assert made["inflected"]["новий"]["каховка"][0][0][2] == "Nova Kakhovka"
    assert made["fixed"]["в"]["той"][0][2] == "while"
    assert list(made["names"]) == ["київ"]


def test_second_process_reads_what_the_first_compiled(small, tmp_path, monkeypatch):
    compiled.load(tmp_path)
    monkeypatch.setattr(compiled, "build", lambda: pytest.fail("compiled again"))

    assert compiled.load(tmp_path)["abbreviations"].keys() == {"НАТО"}


def test_changed_table_is_compiled_anew_and_the_oldest_states_go(small, tmp_path):
    for town in ("Львів", "Луцьк", "Рівне", "Суми"):
        small["names.tsv"] += f"{town}\tCITY\tTown\tiso=UA\n"
        assert town.lower() in compiled.load(tmp_path)["names"]

    assert len(list(tmp_path.iterdir())) == 3


@pytest.mark.parametrize(
    "keep", [0, 3, 40, -1], ids=["empty", "no checksum", "cut off", "one byte"]
)
def test_damaged_cache_is_compiled_anew(small, tmp_path, keep):
    made = compiled.load(tmp_path)
    (path,) = tmp_path.iterdir()
    whole = path.read_bytes()
    path.write_bytes(whole[:keep])

    assert compiled.load(tmp_path) == made
    assert path.read_bytes() == whole


def test_folder_that_cannot_be_written_costs_time_only(small, tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("no folder")

    assert compiled.load(blocked / "cache") == compiled.build()


@pytest.mark.slow
def test_processes_that_start_at_once_agree(tmp_path):
    code = (
        "import sys; from pathlib import Path; "
        "from tasks.transform.translate.draft import compiled; "
        "print(len(compiled.load(Path(sys.argv[1]))['words']['NOUN']))"
    )
    running = [
        subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE)
        for _ in range(2)
    ]
    counts = {process.communicate()[0] for process in running}

    assert [process.returncode for process in running] == [0, 0]
    assert len(counts) == 1
    assert [path.suffix for path in tmp_path.iterdir()] == [".bin"]


def test_look_ups_give_entries_with_their_notes():
    assert dictionary.word("місто", "NOUN").en == "city"
    assert dictionary.word("місто", "VERB") is None
    assert dictionary.names("київ")[0].notes["iso"] == "UA"
    assert dictionary.abbreviation("нато") is None
