"""Articles that break a rule go to quarantine, and take no other with them."""

from dataclasses import replace
from datetime import datetime
from math import nan

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.load.checks import breaches, lost_references, misnumbered, violations
from tasks.load.errors import ChecksFailedError
from tasks.load.merge.duplicates import Mark
from tasks.load.rows import article_rows
from tasks.load.schema import ARTICLES, MENTIONS, PARTITIONED, SENTENCES, TAGS
from tasks.load.staging import stage_batch
from tasks.load.storage.arrow import arrow_schema
from tasks.load.storage.locking import live_run
from tasks.models import KeyNumber, Label, NumberKind, Qualifier, Role, Stage
from tests.load.factories import NOW, load, make, snapshot, source, with_pairs


def staged(tmp_path, *articles):
    with live_run(tmp_path, "run-1"):
        return stage_batch(tmp_path, "run-1", 1, articles)


def first_pair(tagged, **changes):
    pairs = tagged.translated.sentences
    return with_pairs(tagged, (replace(pairs[0], **changes), *pairs[1:]))


def first_mention(tagged, **changes):
    return replace(tagged, mentions=(replace(tagged.mentions[0], **changes),))


def bad_label(tagged, **changes):
    return replace(tagged, labels=(Label("iptc", "04000000", None, "Економіка", 1.0),))


def moved(tagged):
    first, *others = tagged.translated.sentences
    return with_pairs(tagged, (*others, first))


def numbered(tagged, **changes):
    number = KeyNumber(
        NumberKind.MISSING, 2, None, "person", Qualifier.EXACT, "2", Role.TITLE, 0, 11, 12
    )
    return replace(tagged, numbers=(replace(number, **changes),))


def scored(tagged, score, **changes):
    return replace(tagged, labels=(Label("iptc", "04000000", None, "Economy", score, **changes),))


BROKEN = {
    "untranslated sentence": (first_pair(make(2), en="Міст"), "sentences.en holds Cyrillic"),
    "missing sentence": (
        with_pairs(make(2), make(2).translated.sentences[1:]),
        "title 0 has no sentence",
    ),
    "sentence of no passage": (
        first_pair(make(2), paragraph=7),
        "title 7, which the article does not have",
    ),
    "none for a text": (first_pair(make(2), en=None), "title 0 has no English and no flag"),
    "blank for a text": (first_pair(make(2), en=" "), "title 0 has no English and no flag"),
    "nameless name": (first_mention(make(2), name_en=None), "mentions.name_en is null"),
    "mention elsewhere": (first_mention(make(2), start=0, end=5), "is not at 0:5 of title 0"),
    "mention outside": (first_mention(make(2), paragraph=3), "of title 3"),
    "mention backwards": (first_mention(make(2), start=5, end=2), "is not at 5:2"),
    "Cyrillic name": (first_mention(make(2), name_en="Київ"), "mentions.name_en holds Cyrillic"),
    "Cyrillic label": (bad_label(make(2)), "tags.label_en holds Cyrillic"),
    "Cyrillic source": (
        replace(make(2), cited_sources=("Укрінформ",)),
        "articles.cited_sources holds Cyrillic",
    ),
    "mixed up": (moved(make(2)), "the sentences are not in the order of the article"),
    "number elsewhere": (
        numbered(make(2), start=0, end=1),
        "the number '2' is not at 0:1 of title",
    ),
    "number outside": (numbered(make(2), paragraph=9), "the number '2' is not at 11:12 of title 9"),
    "unit of nothing": (
        numbered(make(2), unit="pieces"),
        "articles.key_numbers.unit does not match [A-Z]{3}|person|drone|missile|target",
    ),
    "range backwards": (
        numbered(make(2), high=1),
        "articles.key_numbers.high is not more than value",
    ),
    "less than nothing": (numbered(make(2), value=-2), "articles.key_numbers.value is less than 0"),
    "no number": (numbered(make(2), value=nan), "articles.key_numbers.value is less than 0"),
    "counted as nothing": (
        numbered(make(2), kind=Stage.PARSE),
        "articles.key_numbers.kind is not one of killed",
    ),
    "not even nothing": (numbered(make(2), value=None), "articles.key_numbers.value is null"),
    "share of nothing": (scored(make(2), 0.0), "tags.score is not more than 0"),
    "more than all": (scored(make(2), 1.01), "tags.score is more than 1"),
    "no share": (scored(make(2), nan), "tags.score is not more than 0"),
    "negative count": (scored(make(2), 1.0, count=-1), "tags.mention_count is less than 0"),
    "hole in a list": (
        make(
            2,
            authors=("Оксана Бойко",),
            tags=("мости",),
            sections=("Місто",),
            paragraph_languages=(None, "ru"),
        ),
        "articles.language_codes holds a null",
    ),
    "no such language": (
        make(2, language_code="ukr"),
        "articles.language_code does not match [a-z]{2}",
    ),
    "no such language of a paragraph": (
        make(2, paragraph_languages=("uk", "RU")),
        "articles.language_codes does not match [a-z]{2}",
    ),
    "no such country": (
        first_mention(make(2), country_code="ua"),
        "mentions.country_code does not match",
    ),
    "no such identifier": (
        make(2, article_id="Стаття"),
        "articles.article_id does not match [0-9a-f]{16}",
    ),
    "no checksum": (
        make(2, source_sha256="0" * 63),
        "articles.source_sha256 does not match [0-9a-f]{64}",
    ),
    "a line more": (
        make(2, source_sha256="0" * 64 + "\n"),
        "articles.source_sha256 does not match",
    ),
    "unknown role": (first_mention(make(2), kind=Stage.PARSE), "mentions.kind is not one of"),
    "naive time": (
        make(2, published_at=datetime(2026, 2, 5, 8)),  # noqa: DTZ001
        "published_at has no time zone",
    ),
    "half a letter": (make(2, outlet_name="\ud800"), "do not fit the schema"),
    "number too large": (
        first_mention(make(2), country_code=5),
        "do not fit the schema",
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_article_is_rejected_with_the_reason_and_the_others_load(tmp_path, name):
    broken, reason = BROKEN[name]

    batch = staged(tmp_path, make(1), broken, make(3))

    (failure,) = batch.rejected
    assert failure.source_uri == source(2)
    assert failure.stage is Stage.LOAD
    assert reason in failure.reason
    assert [document.source_uri for document in batch.documents] == [source(1), source(3)]
    assert batch.rows == {"articles": 2, "sentences": 16, "mentions": 2, "tags": 4}
    assert batch.sentences_by_engine == {"draft": 16}


def test_several_broken_articles_are_all_named(tmp_path):
    articles = [tagged for tagged, _ in BROKEN.values()]
    articles = [
        make(n)
        if n % 2
        else replace(
            tagged,
            translated=replace(
                tagged.translated,
                article=replace(tagged.article, source_uri=source(n)),
            ),
        )
        for n, tagged in enumerate(articles)
    ]

    batch = staged(tmp_path, *articles)

    assert [failure.source_uri for failure in batch.rejected] == [
        source(n) for n in range(0, len(articles), 2)
    ]


def test_cyrillic_in_a_flagged_sentence_is_published(tmp_path):
    flagged = first_pair(make(1), en="The word «міст»", flags=("cyrillic",))

    published = load(tmp_path, flagged)

    assert published.loaded == 1


@pytest.mark.parametrize("name", ["good", "null", "with numbers"])
def test_rows_that_keep_all_rules_have_no_violation(name):
    tagged = {
        "good": make(2),
        "null": make(2, lead=None, outlet_domain=None, photos=(), tags=(), authors=()),
        "with numbers": numbered(make(2), high=3),
    }[name]
    for dataset in PARTITIONED:
        rows = article_rows(tagged, "run-1")[dataset.name]
        extra = {"loaded_at": NOW} if dataset is ARTICLES else {}
        assert violations(table_of(dataset, [row | extra for row in rows]), dataset) == []


def table_of(dataset, rows):
    return pa.Table.from_pylist(rows, arrow_schema(dataset))


def rows_of(dataset, *numbers):
    return [row for n in numbers for row in article_rows(make(n), "run-1")[dataset.name]]


@settings(max_examples=30, deadline=None)
@given(st.lists(st.sampled_from([None, (), ("uk",), ("uk", "ru"), ("uk", "RU"), ("",)])))
def test_what_is_wrong_in_a_list_is_told_by_the_row_it_stands_in(codes):
    (row,) = rows_of(ARTICLES, 1)
    rows = [row | {"language_codes": found, "loaded_at": NOW} for found in codes]
    # Of two chunks, one that begins in the middle of what it lies in.
    table = pa.concat_tables([table_of(ARTICLES, rows[:2]), table_of(ARTICLES, rows).slice(2)])

    found = [v.rows for v in breaches(table, ARTICLES) if v.column == "language_codes"]

    wrong = tuple(n for n, of in enumerate(codes) if set(of or ()) & {"RU", ""})
    assert found == ([wrong] if wrong else [])


def test_only_cyrillic_that_no_check_flagged_is_told():
    rows = rows_of(SENTENCES, 1, 2)
    for number, flags in ((1, []), (3, ["cyrillic"]), (9, [])):
        rows[number] |= {"en": "The «міст»", "flags": flags}
    rows[5] |= {"en": "A “bridge” – at last"}

    (violation,) = breaches(table_of(SENTENCES, rows), SENTENCES)

    assert violation.rows == (1, 9)


def test_a_sentence_too_few_or_too_many_is_told_by_its_number():
    rows = rows_of(SENTENCES, 1, 2)
    assert misnumbered(table_of(SENTENCES, rows)) == []

    (violation,) = misnumbered(table_of(SENTENCES, rows[:2] + rows[3:]))
    assert violation.rows == tuple(range(2, 7))
    assert violation.sentence == (
        "sentences.sentence_id does not count the sentences of its article from 0"
    )
    twice = table_of(SENTENCES, [*rows[:2], rows[1]])
    assert [v.rows for v in misnumbered(twice)] == [(2,)]
    assert [v.rows for v in violations(twice, SENTENCES)] == [(2,)]


@pytest.mark.parametrize("dataset", [SENTENCES, MENTIONS, TAGS])
def test_rows_of_no_article_of_the_partition_are_told(dataset):
    table = table_of(dataset, rows_of(dataset, 1, 2))
    first, second = (make(n).article.article_id for n in (1, 2))
    where = tuple(n for n, name in enumerate(table["article_id"].to_pylist()) if name == second)

    assert lost_references(table, dataset, pa.array([second, first])) == []
    (violation,) = lost_references(table, dataset, pa.array([first]))
    assert (violation.rows, violation.sentence) == (
        where, f"{dataset.name}.article_id names no article"
    )  # fmt: skip
    (violation,) = lost_references(table, dataset, pa.array([], pa.string()))
    assert len(violation.rows) == table.num_rows


def test_an_article_may_repeat_one_that_will_be_there_or_none():
    first, second = (make(n).article.article_id for n in (1, 2))
    rows = [row | {"loaded_at": NOW} for row in rows_of(ARTICLES, 1, 2)]
    rows[1]["duplicate_of"] = first
    table = table_of(ARTICLES, rows)

    assert lost_references(table, ARTICLES, pa.chunked_array([[first], [second]])) == []
    (violation,) = lost_references(table, ARTICLES, pa.array([second]))
    assert (violation.rows, violation.column) == ((1,), "duplicate_of")


def test_a_rule_that_only_the_whole_breaks_stops_the_publish(tmp_path, monkeypatch):
    # Nothing known leads here; if anything ever does, the old state must stay.
    load(tmp_path, make(1))
    before = (tmp_path / "articles/published_month=2026-02/articles.parquet").read_bytes()
    monkeypatch.setattr("tasks.load.merge.plan.place", _same_identifier_for_all)

    with pytest.raises(ChecksFailedError, match=r"sentences\.sentence_id is not unique"):
        load(tmp_path, make(2), make(3), run_id="run-2")

    after = (tmp_path / "articles/published_month=2026-02/articles.parquet").read_bytes()
    assert after == before


def test_rows_of_an_article_that_is_not_published_stop_the_publish(tmp_path, monkeypatch):
    load(tmp_path, make(1))
    before = snapshot(tmp_path)
    monkeypatch.setattr(
        "tasks.load.merge.partitions._arriving_ids", lambda plan: {"2026-02": ["e" * 16]}
    )

    with pytest.raises(ChecksFailedError, match=r"sentences\.article_id names no article"):
        load(tmp_path, make(2), run_id="run-2")

    assert snapshot(tmp_path) == before


def test_a_repetition_of_what_is_not_there_stops_the_publish(tmp_path, monkeypatch):
    load(tmp_path, make(1))
    before = snapshot(tmp_path)
    lost = Mark("f" * 16, "text")
    monkeypatch.setattr(
        "tasks.load.merge.marking.new_marks", lambda *_, **__: {make(2).article.article_id: lost}
    )

    with pytest.raises(ChecksFailedError, match="duplicate_of names ffffffffffffffff, which is"):
        load(tmp_path, make(2), run_id="run-2")

    assert snapshot(tmp_path) == before


def _same_identifier_for_all(documents, stored):
    from tasks.load.merge.identity import Placement

    return {document.source_uri: Placement("e" * 16, None, 1) for document in documents}
