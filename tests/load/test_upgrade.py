"""Which published sentences are found, and what takes their place, in every dataset at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tasks.load.errors import OutputBusyError
from tasks.load.memory.selection import Selection, partitions, wanted_in
from tasks.load.memory.upgrade import upgrade
from tasks.load.state.known import finish_interrupted
from tasks.load.state.read import read_articles, read_sentences, read_tags
from tasks.load.storage import files
from tasks.load.storage.locking import output_lock
from tasks.load.storage.manifest import content_hash, read_manifest, reconciled
from tasks.models import Label, Maker, Role, SentencePair, Tier
from tests.load.factories import LATER, load, make, snapshot, with_pairs

CLOUD = Maker("google", "7")
ALL = Selection()
MONTH = "2026-02"


def by_cloud(text, *, role=Role.BODY, tier=Tier.CLOUD, flags=()):
    return SentencePair(role, 0, text, f"Better {len(text)}.", *CLOUD[:2], tier, flags)


def better_of(*texts, **given):
    return {(text, False): by_cloud(text, **given) for text in texts}


def labels_of(translated):
    return [
        Label("source", english.lower(), "мости", english, 1.0)
        for english in translated.english(Role.TAG).values()
    ]


def upgraded(output, better, selection=ALL, *, run_id="up", partition=MONTH):
    return upgrade(
        output, run_id, partition, better=better, selection=selection, source_labels=labels_of,
        now=LATER,
    )  # fmt: skip


def texts(output, selection, partition=MONTH):
    return {item.text: item.rows for item in wanted_in(output, partition, selection)}


def of(tagged, *, tier=Tier.DRAFT, engine="draft", version="1", flags=()):
    pairs = tuple(
        replace(pair, tier=tier, engine=engine, engine_version=version, flags=flags)
        if pair.role not in {Role.SECTION, Role.TAG}
        else pair
        for pair in tagged.translated.sentences
    )
    return with_pairs(tagged, pairs)


def test_a_sentence_is_found_once_with_the_number_of_its_rows(tmp_path):
    load(tmp_path, make(1), make(2))
    found = texts(tmp_path, ALL)
    assert found["Рух відновили."] == 2
    assert found["Міст номер 1 у Києві"] == 1
    assert not {"Місто", "мости"} & found.keys()  # labels come from the lexicon


@pytest.mark.parametrize(
    ("selection", "articles"),
    [
        (Selection(), {1, 2, 4}),
        (Selection(below=Tier.NEURAL), {1, 4}),
        (Selection(below=None), {1, 2, 3, 4, 5}),
        (Selection(below=Tier.DRAFT), set()),
        (Selection(is_flagged_too=True), {1, 2, 4, 5}),
        (Selection(below=Tier.DRAFT, is_flagged_too=True), {4, 5}),
        (Selection(engine="local"), {2}),
        (Selection(engine_version="old"), {4}),
        (Selection(below=None, engine="google"), {3, 5}),
        (Selection(below=None, maker=CLOUD), {1, 2, 4, 5}),
        (Selection(outlet="visti.example"), {1, 2, 4}),
        (Selection(outlet="other.example"), set()),
        (Selection(since=date(2026, 2, 3), until=date(2026, 2, 4)), {2}),
        (Selection(since=date(2026, 3, 1)), set()),
    ],
    ids=str,
)
def test_rows_are_found_by_what_they_say(tmp_path, selection, articles):
    load(
        tmp_path,
        of(make(1)),
        of(make(2), tier=Tier.NEURAL, engine="local"),
        of(make(3), tier=Tier.CLOUD, engine="google", version="7"),
        of(make(4), version="old", flags=("length",)),
        of(make(5), tier=Tier.CLOUD, engine="google", version="7", flags=("digits",)),
    )
    found = texts(tmp_path, selection)
    titles = {n for n in range(1, 6) if f"Міст номер {n} у Києві" in found}
    assert titles == articles


def test_the_latest_months_come_first_and_months_out_of_range_are_not_read(tmp_path):
    days = {1: date(2025, 12, 31), 2: date(2026, 2, 3), 3: None}
    load(tmp_path, *(make(n, published_date=day, published_at=None) for n, day in days.items()))
    assert partitions(tmp_path, ALL) == ["2026-02", "2025-12", "unknown"]
    assert partitions(tmp_path, Selection(since=date(2026, 1, 1))) == ["2026-02"]
    assert partitions(tmp_path, Selection(until=date(2026, 1, 1))) == ["2025-12"]
    assert partitions(tmp_path / "new", ALL) == []


def test_a_better_sentence_changes_its_rows_and_what_its_articles_say(tmp_path):
    load(tmp_path, make(1), make(2))
    before = {n: read_articles(tmp_path, ids=[make(n).article.article_id])[0] for n in (1, 2)}

    done = upgraded(tmp_path, better_of("Рух відновили.", "Новий міст", "Коротко про міст."))

    assert (done.rows, done.articles, done.engines) == (6, 2, {"google": 6})
    for old in before.values():
        (row,) = read_articles(tmp_path, ids=[old["article_id"]])
        assert row["body_en"].split("\n\n")[1] == "Better 14."
        assert row["body_en"].split("\n\n")[0] == old["body_en"].split("\n\n")[0]
        assert (row["lead_en"], row["title_en"]) == ("Better 17.", old["title_en"])
        assert [photo["caption_en"] for photo in row["photos"]] == ["Better 10.", None]
        assert [photo["credit"] for photo in row["photos"]] == ["AP", "Вісті"]
        assert (row["translation_tier"], row["run_id"], row["loaded_at"]) == ("draft", "up", LATER)
        sentences = read_sentences(tmp_path, old["article_id"])
        assert [s["sentence_id"][-4:] for s in sentences] == [f"{i:04d}" for i in range(8)]
        assert {s["run_id"] for s in sentences if s["engine"] == "google"} == {"up"}
        assert {s["run_id"] for s in sentences if s["engine"] == "draft"} == {"run-1"}
        unchanged = old.keys() - {
            "body_en", "lead_en", "photos", "run_id", "loaded_at",
        }  # fmt: skip
        assert {name: row[name] for name in unchanged} == {name: old[name] for name in unchanged}
    assert reconciled(tmp_path) == read_manifest(tmp_path)


def test_all_sentences_better_make_the_tier_of_the_article(tmp_path):
    load(tmp_path, make(1))
    upgraded(tmp_path, better_of(*texts(tmp_path, ALL)))
    (row,) = read_articles(tmp_path)
    assert (row["translation_tier"], row["flag_count"]) == ("cloud", 0)


@pytest.mark.parametrize(
    ("row", "new", "selection", "is_replaced"),
    [
        ({"tier": Tier.DRAFT}, {"tier": Tier.CLOUD, "flags": ("length",)}, Selection(), False),
        ({"tier": Tier.DRAFT}, {"tier": Tier.DRAFT}, Selection(), False),
        ({"tier": Tier.DRAFT}, {"tier": Tier.DRAFT}, Selection(below=None), True),
        ({"tier": Tier.NEURAL}, {"tier": Tier.DRAFT}, Selection(below=None), False),
        ({"tier": Tier.DRAFT}, {"tier": Tier.NEURAL}, Selection(), True),
        ({"tier": Tier.NEURAL}, {"tier": Tier.NEURAL}, Selection(), False),
        ({"tier": Tier.CLOUD, "flags": ("x",)}, {}, Selection(is_flagged_too=True), True),
        (
            {"tier": Tier.CLOUD, "flags": ("x",)},
            {"tier": Tier.NEURAL},
            Selection(is_flagged_too=True),
            False,
        ),
        ({"tier": Tier.CLOUD}, {}, Selection(is_flagged_too=True), False),
    ],
)
def test_a_row_is_replaced_by_a_good_one_that_is_better_only(
    tmp_path, row, new, selection, is_replaced
):
    load(tmp_path, of(make(1), engine="old", **row))
    before = snapshot(tmp_path)
    done = upgraded(tmp_path, better_of("Рух відновили.", **new), selection)
    assert done.rows == is_replaced
    assert (snapshot(tmp_path) == before) is not is_replaced


def test_new_labels_reach_the_tags_of_the_article(tmp_path):
    load(tmp_path, make(1), make(2))
    better = {
        ("мости", True): by_cloud("мости", tier=Tier.DRAFT),
        ("мости", False): by_cloud("мости", tier=Tier.DRAFT),
    }
    upgraded(tmp_path, better, Selection(below=None))
    (row,) = read_articles(tmp_path, ids=[make(1).article.article_id])
    assert row["tags_en"] == ["Better 5."]
    found = read_tags(tmp_path, row["article_id"])
    assert [(tag["scheme"], tag["code"], tag["run_id"]) for tag in found] == [
        ("iso3166", "UA", "run-1"),
        ("source", "better 5.", "up"),
    ]


def test_only_the_files_that_change_are_written(tmp_path):
    load(tmp_path, make(1), make(2, published_date=date(2026, 3, 1)))
    before = snapshot(tmp_path)
    upgraded(tmp_path, better_of("Рух відновили."))
    changed = {name for name, file in snapshot(tmp_path).items() if before.get(name) != file}
    assert changed == {
        f"articles/published_month={MONTH}/articles.parquet",
        f"sentences/published_month={MONTH}/sentences.parquet",
        "datapackage.json",
        "manifest.json",
    }


def test_an_article_that_changed_in_between_is_judged_as_it_is_now(tmp_path):
    load(tmp_path, make(1))
    better = better_of(*texts(tmp_path, ALL))
    load(tmp_path, of(make(1, text="Зміна."), tier=Tier.CLOUD, engine="deepl"), run_id="run-2")
    assert upgraded(tmp_path, better).rows == 0
    (row,) = read_articles(tmp_path)
    assert row["run_id"] == "run-2"


def test_a_month_that_is_gone_has_nothing_to_upgrade(tmp_path):
    load(tmp_path, make(1))
    assert upgraded(tmp_path, better_of("Рух відновили."), partition="2020-01").rows == 0


def test_who_cannot_have_the_output_changes_nothing(tmp_path):
    load(tmp_path, make(1))
    before = snapshot(tmp_path)
    with output_lock(tmp_path, "another"), pytest.raises(OutputBusyError):
        upgrade(
            tmp_path, "up", MONTH, better=better_of("Рух відновили."), selection=ALL,
            source_labels=labels_of, wait_seconds=0,
        )  # fmt: skip
    assert {k: v for k, v in snapshot(tmp_path).items() if "lock" not in k} == before


class PowerCut(BaseException):
    """Ends an upgrade in the middle; nothing in the code expects it."""


@pytest.mark.parametrize("function", ["sync_file", "write_durably", "replace", "remove"])
@pytest.mark.parametrize("number", [1, 2, 3])
def test_after_a_crash_the_next_run_finishes_or_begins_anew(
    tmp_path, monkeypatch, function, number
):
    output, whole = tmp_path / "output", tmp_path / "whole"
    for folder in (output, whole):
        load(folder, make(1), make(2))
    better = better_of(*texts(output, ALL))
    upgraded(whole, better)
    calls, original = 0, getattr(files, function)

    def cut(*given):
        nonlocal calls
        calls += 1
        if calls == number:
            raise PowerCut
        return original(*given)

    with monkeypatch.context() as patch:
        patch.setattr(files, function, cut)
        try:
            upgraded(output, better)
        except PowerCut:
            assert calls == number
    finish_interrupted(output)
    upgraded(output, better, run_id="next")

    assert content_hash(output) == content_hash(whole)
    assert reconciled(output) == read_manifest(output)
    assert not texts(output, ALL)


def test_a_month_in_pieces_is_upgraded_as_one_at_once(tmp_path, monkeypatch):
    better = better_of("Рух відновили.", "Міст номер 3 у Києві")
    better |= {("мости", True): by_cloud("мости", role=Role.TAG)}
    for name in ("at-once", "in-pieces"):
        load(tmp_path / name, *(make(n, tags=("мости",) * (n % 2)) for n in range(1, 9)))
    upgraded(tmp_path / "at-once", better, Selection(below=None))
    for name in ("_PIECE", "_ARTICLES_AT_ONCE", "_ROWS_AT_ONCE"):
        monkeypatch.setattr(f"tasks.load.memory.upgrade.{name}", 2)

    done = upgraded(tmp_path / "in-pieces", better, Selection(below=None))

    assert (done.rows, done.articles) == (8 + 1 + 4, 8)
    assert {name: file[0] for name, file in snapshot(tmp_path / "in-pieces").items()} == {
        name: file[0] for name, file in snapshot(tmp_path / "at-once").items()
    }
