"""The published sentences as a memory, and the journals of what was paid for."""

from __future__ import annotations

import os
import pickle
import shutil
import time
from dataclasses import replace
from pathlib import Path

import pytest

from tasks.load.memory import sentence_index
from tasks.load.memory.answers import journals, read_answers
from tasks.load.memory.sentence_index import SentenceIndex
from tasks.load.memory.translations import StoredMemory
from tasks.load.publish import publish
from tasks.load.runs import RunRecord, append_run
from tasks.load.schema import SENTENCES, RunState
from tasks.load.staging import stage_batch
from tasks.load.state.read import last_runs, read_sentences
from tasks.load.storage.arrow import read_parquet
from tasks.load.storage.locking import STAGING, live_run
from tasks.load.storage.manifest import content_hash, read_manifest, reconciled
from tasks.models import Maker
from tests.load.factories import LATER, NOW, load, make, with_pairs

OLD = Path(__file__).parent / "released/schema-1/1-first"
DRAFT, CLOUD = Maker("draft", "1"), Maker("google", "7")
FILE = "sentences/published_month=2026-02/sentences.parquet"


def made_by(tagged, maker, *, flags=()):
    pairs = tuple(
        replace(pair, **maker._asdict(), flags=flags) for pair in tagged.translated.sentences
    )
    return with_pairs(tagged, pairs)


def test_every_published_sentence_is_found_and_no_other(tmp_path):
    articles = [make(n, published_date=None if n % 3 else NOW.date()) for n in range(40)]
    load(tmp_path, *articles)
    index = SentenceIndex(tmp_path)
    pairs = {pair.uk: pair.en for item in articles for pair in item.translated.sentences}

    found = index.find([*pairs, "Такого речення немає."], DRAFT)

    assert found.keys() == pairs.keys()
    assert found["Рух відновили."].startswith("English body")
    assert found["Міст номер 7 у Києві"] == pairs["Міст номер 7 у Києві"]
    assert index.holds([*pairs, "Такого речення немає."], DRAFT) == pairs.keys()


def test_a_sentence_is_found_however_it_was_written_when_it_was_published(tmp_path):
    load(tmp_path, make(1, text="П’ять м’ячів\u00a0– «так»."))
    found = SentenceIndex(tmp_path).find(["П'ять м'ячів – «так».", "Пів \ud83d пари."], DRAFT)
    assert found.keys() == {"П'ять м'ячів – «так»."}


@pytest.mark.parametrize(
    "other", [Maker("google", "1"), Maker("draft", "2"), Maker("draft", "1", "g1")]
)
def test_the_sentences_of_another_engine_version_or_glossary_are_not_found(tmp_path, other):
    load(tmp_path, make(1), made_by(make(2), other))
    index = SentenceIndex(tmp_path)
    assert index.find(["Міст номер 1 у Києві", "Міст номер 2 у Києві"], DRAFT).keys() == {
        "Міст номер 1 у Києві"
    }
    assert index.find(["Міст номер 1 у Києві", "Міст номер 2 у Києві"], other).keys() == {
        "Міст номер 2 у Києві"
    }


def test_flagged_sentences_are_not_found(tmp_path):
    load(tmp_path, made_by(make(1), DRAFT, flags=("length",)))
    assert SentenceIndex(tmp_path).find(["Міст номер 1 у Києві"], DRAFT) == {}


def test_what_another_run_publishes_is_found_without_starting_again(tmp_path):
    load(tmp_path, make(1))
    index = SentenceIndex(tmp_path)
    assert index.find(["Міст номер 2 у Києві"], DRAFT) == {}
    load(tmp_path, make(2), run_id="run-2")
    assert index.find(["Міст номер 2 у Києві"], DRAFT).keys() == {"Міст номер 2 у Києві"}
    shutil.rmtree(tmp_path / "sentences")
    assert index.find(["Міст номер 2 у Києві"], DRAFT) == {}
    assert index.nbytes == 0


def test_a_file_replaced_while_it_is_asked_gives_no_wrong_english(tmp_path, monkeypatch):
    load(tmp_path, *(make(n) for n in range(9)))
    index = SentenceIndex(tmp_path)
    texts = [f"Міст номер {n} у Києві" for n in range(9)]
    index.find(texts, DRAFT)
    # The index was looked up; before the rows are read, the rows move.
    matches = sentence_index._matches

    def replaced(segment, keys):
        rows = matches(segment, keys)
        load(tmp_path, *(make(n, text="Зміна.") for n in range(0, 9, 2)), make(50), run_id="other")
        return rows

    monkeypatch.setattr(sentence_index, "_matches", replaced)
    found = index.find(texts, DRAFT)
    assert set(found.values()) <= {"English title 0.0."}
    assert found.keys() <= set(texts)


def test_two_sentences_with_the_same_hash_are_told_apart(tmp_path, monkeypatch):
    monkeypatch.setattr(sentence_index, "hash", lambda _text: 7, raising=False)
    load(tmp_path, make(1))
    index = SentenceIndex(tmp_path)
    found = index.find(["Міст номер 1 у Києві", "Рух відновили.", "Ніколи не бачене."], DRAFT)
    assert len(found) <= 1
    assert "Ніколи не бачене." not in found


def test_a_damaged_file_costs_its_translations_and_stops_nothing(tmp_path, caplog):
    load(tmp_path, make(1), make(2, published_date=None, published_at=None))
    path = tmp_path / FILE
    path.write_bytes(path.read_bytes()[:300])
    found = SentenceIndex(tmp_path).find(["Міст номер 1 у Києві", "Міст номер 2 у Києві"], DRAFT)
    assert found.keys() == {"Міст номер 2 у Києві"}
    assert "translations are not reused" in caplog.text


def test_an_output_that_is_not_there_yet_has_no_memory(tmp_path):
    assert StoredMemory(tmp_path / "new", "run-1").find(["Рух відновили."], DRAFT) == {}


# Files that were published before sentences had a glossary and runs a count of memory hits.


@pytest.fixture
def old(tmp_path):
    return Path(shutil.copytree(OLD, tmp_path / "old"))


def test_files_of_the_first_layout_are_read_and_remembered(old):
    table = read_parquet(old / FILE, SENTENCES)
    assert table["glossary_version"].null_count == table.num_rows == 16
    assert last_runs(old, 1)[0]["sentences_from_memory"] is None
    found = SentenceIndex(old).find(["Міст номер 1 у Києві"], DRAFT)
    assert found == {"Міст номер 1 у Києві": "English title 0.0."}


def test_files_of_the_first_layout_still_have_the_hashes_they_were_published_with(old):
    listed = {name: entry.content_sha256 for name, entry in read_manifest(old).items()}
    (old / "manifest.json").unlink()
    assert {name: entry.content_sha256 for name, entry in reconciled(old).items()} == listed


def test_a_glossary_is_part_of_the_content(tmp_path):
    load(tmp_path / "one", make(1))
    load(tmp_path / "two", made_by(make(1), Maker("draft", "1", "g1")))
    one, two = content_hash(tmp_path / "one"), content_hash(tmp_path / "two")
    assert one["sentences"] != two["sentences"]
    assert one["articles"] == two["articles"]


def test_a_run_over_files_of_the_first_layout_brings_them_up_to_date(old):
    load(old, make(3), run_id="run-2")
    append_run(old, RunRecord("run-2", LATER, LATER, RunState.COMPLETED, sentences_from_memory=4))
    assert {row["glossary_version"] for row in read_sentences(old, make(1).article.article_id)} == {
        None
    }
    assert [row["sentences_from_memory"] for row in last_runs(old, 2)] in ([4, None], [None, 4])


# Journals of paid answers.


def published_titles(output, run_id, *numbers):
    """Stage and publish articles of the cloud engine, without settling."""
    staged = stage_batch(output, run_id, 1, [made_by(make(n), CLOUD) for n in numbers])
    publish(output, run_id, [staged], now=LATER)


def title(number):
    return f"Міст номер {number} у Києві"


def pay(output, run_id, *numbers, then=None, stage=()):
    """A run that pays for the titles of some articles, and publishes nothing."""
    with live_run(output, run_id):
        stage_batch(output, run_id, 1, stage)
        for number in numbers:
            StoredMemory(output, run_id).keep(title(number), f"Bridge {number}", CLOUD)
        if then:
            raise then


def dead_run(output, run_id, *numbers, **more):
    """The same, and it is killed."""
    with pytest.raises(KeyboardInterrupt):
        pay(output, run_id, *numbers, then=KeyboardInterrupt, **more)


def test_what_a_killed_run_had_paid_for_is_found_by_the_next(tmp_path):
    dead_run(tmp_path, "dead", 1, 2)
    with live_run(tmp_path, "next"):
        memory = StoredMemory(tmp_path, "next")
        assert memory.find([title(1), title(2), title(3)], CLOUD) == {
            title(1): "Bridge 1",
            title(2): "Bridge 2",
        }
        assert memory.find([title(1)], Maker("google", "8")) == {}


def test_a_run_finds_its_own_answers_too(tmp_path):
    with live_run(tmp_path, "run-1"):
        memory = pickle.loads(pickle.dumps(StoredMemory(tmp_path, "run-1")))
        for number in range(500):
            memory.keep(title(number), f"Bridge {number}\u2028\ud83d", CLOUD)
        assert memory.find([title(7), title(499)], CLOUD) == {
            title(7): "Bridge 7\u2028\ud83d",
            title(499): "Bridge 499\u2028\ud83d",
        }


@pytest.mark.parametrize("cut", range(1, 60, 7))
def test_an_answer_that_was_cut_short_is_left_out_and_the_others_count(tmp_path, cut):
    dead_run(tmp_path, "dead", 1, 2, 3)
    (path,) = journals(tmp_path)
    path.write_bytes(path.read_bytes()[:-cut])
    assert [answer.key for answer in read_answers(path)] == [title(1), title(2)]
    # A full disk cuts in the middle; the next answer begins a line of its own.
    path.write_bytes(
        path.read_bytes() + b'\n["' + title(4).encode() + b'", "Bridge 4", "g", "1", null]'
    )
    assert [answer.key for answer in read_answers(path)] == [title(1), title(2), title(4)]


def test_a_journal_goes_when_its_answers_are_published(tmp_path):
    dead_run(tmp_path, "dead", 1, 2)
    for run_id, numbers, left in (("one", [1], 1), ("two", [2], 0)):
        with live_run(tmp_path, run_id):
            published_titles(tmp_path, run_id, *numbers)
            StoredMemory(tmp_path, run_id).settle()
        append_run(tmp_path, RunRecord(run_id, LATER, LATER, RunState.COMPLETED))
        assert len(journals(tmp_path)) == left
    assert not (tmp_path / STAGING).exists()


def test_all_else_of_a_dead_run_is_cleared_though_its_answers_stay(tmp_path):
    dead_run(tmp_path, "dead", 1, stage=[make(5)])
    load(tmp_path, make(3))
    (journal,) = journals(tmp_path)
    assert {path.name for path in journal.parent.iterdir()} - {".live"} == {journal.name}


def test_answers_of_articles_that_fell_out_stay_when_the_run_ends_well(tmp_path):
    with live_run(tmp_path, "run-1"):
        for number in (1, 2):
            StoredMemory(tmp_path, "run-1").keep(title(number), f"Bridge {number}", CLOUD)
        published_titles(tmp_path, "run-1", 1)
        StoredMemory(tmp_path, "run-1").settle()
    with live_run(tmp_path, "run-2"):
        assert StoredMemory(tmp_path, "run-2").find([title(2)], CLOUD) == {title(2): "Bridge 2"}


def test_a_run_that_fails_before_it_publishes_keeps_its_answers(tmp_path):
    with pytest.raises(ZeroDivisionError):
        pay(tmp_path, "run-1", 1, then=ZeroDivisionError)
    load(tmp_path, make(3))
    with live_run(tmp_path, "run-2"):
        assert StoredMemory(tmp_path, "run-2").find([title(1)], CLOUD) == {title(1): "Bridge 1"}


def test_the_journal_of_a_run_at_work_is_left_alone_by_others(tmp_path):
    with live_run(tmp_path, "working"):
        memory = StoredMemory(tmp_path, "working")
        memory.keep(title(1), "Bridge 1", CLOUD)
        with live_run(tmp_path, "other"):
            published_titles(tmp_path, "other", 1)
            StoredMemory(tmp_path, "other").settle()
        (path,) = journals(tmp_path)
        memory.keep(title(2), "Bridge 2", CLOUD)
        assert [answer.key for answer in read_answers(path)] == [title(1), title(2)]


def test_a_journal_nobody_needs_goes_after_some_weeks(tmp_path):
    dead_run(tmp_path, "dead", 1)
    (path,) = journals(tmp_path)
    for days, left in ((29, 1), (31, 0)):
        then = time.time() - days * 86_400
        os.utime(path, (then, then))
        append_run(tmp_path, RunRecord(f"r{days}", LATER, LATER, RunState.COMPLETED))
        assert len(journals(tmp_path)) == left
    assert not (tmp_path / STAGING).exists()


def test_a_run_must_be_alive_to_pay(tmp_path):
    from tasks.load.errors import OutputNotWritableError

    with pytest.raises(OutputNotWritableError, match="staging folder"):
        StoredMemory(tmp_path, "gone").keep(title(1), "Bridge 1", CLOUD)
