"""`verify`: rows that are wrong in files that are whole are named, and mended by running again."""

import shutil
from datetime import date

import pyarrow as pa
import pytest

from tasks.load.schema import ARTICLES, MENTIONS, SENTENCES, TAGS, file_of
from tasks.load.storage import files
from tasks.load.storage.arrow import pc, row_count
from tasks.load.verify import Kind, verify
from tests.load.factories import load, make
from tests.load.verified import (
    FEBRUARY,
    IN_MARCH,
    MARCH,
    MONTHLY,
    change,
    found,
    refresh,
    relist,
    replaced,
    run_again,
)


def test_an_article_in_two_months_is_named_and_mended_by_deleting_the_wrong_month(output, tmp_path):
    other = tmp_path / "other"
    load(other, make(1, published_date=date(2026, 4, 2)))
    for dataset in MONTHLY:
        name = file_of(dataset, "2026-04")
        files.make_folder((output / name).parent)
        shutil.copy(other / name, output / name)
    relist(output)

    (problem,) = verify(output).problems
    assert (problem.kind, problem.path) == (Kind.KEY_REPEATED, "articles")
    assert f"{make(1).article.article_id} in 2026-02 and 2026-04" in problem.what

    for dataset in MONTHLY:
        files.remove(output / file_of(dataset, "2026-04"))
    refresh(output)
    assert verify(output).problems == ()


def test_a_row_that_is_there_twice_is_named_and_mended_by_refreshing(output):
    for dataset in (ARTICLES, SENTENCES, MENTIONS, TAGS):
        change(output, dataset, FEBRUARY, lambda t: pa.concat_tables([t.slice(0, 1), t]))

    assert found(output) == {(Kind.KEY_REPEATED, file_of(d, FEBRUARY)) for d in MONTHLY}

    refresh(output)
    assert verify(output).problems == ()


@pytest.mark.parametrize("dataset", [SENTENCES, MENTIONS, TAGS])
def test_rows_of_no_article_are_named_and_dropped_by_a_refresh_of_the_month(output, dataset):
    def orphaned(table):
        row = table.slice(0, 1).to_pylist()[0] | {"article_id": "f" * 16}
        row |= {"sentence_id": "f" * 16 + "-0000"} if dataset is SENTENCES else {}
        return pa.concat_tables([table, pa.Table.from_pylist([row], table.schema)])

    change(output, dataset, FEBRUARY, orphaned)

    (problem,) = verify(output).problems
    assert (problem.kind, problem.path) == (Kind.ARTICLE_MISSING, file_of(dataset, FEBRUARY))
    assert "f" * 16 in problem.what

    run_again(output, make(2))
    assert verify(output).problems == ()


def test_an_article_in_the_wrong_month_is_named_and_mended_by_refreshing(output):
    for dataset in MONTHLY:
        source, target = (output / file_of(dataset, month) for month in (MARCH, "2026-05"))
        files.replace(source, target)
        files.remove(source)
    relist(output)

    assert found(output) == {(Kind.PARTITION_WRONG, file_of(ARTICLES, "2026-05"))}

    run_again(output, make(3, **IN_MARCH))
    assert verify(output).problems == ()
    assert row_count(output / file_of(ARTICLES, "2026-05")) == 0


def test_a_kept_page_in_the_wrong_week_is_named(output):
    week = next((output / "documents").glob("*/documents.parquet"))
    target = output / "documents/fetched_week=2020-W01/documents.parquet"
    files.replace(week, target)
    relist(output)

    assert found(output) == {(Kind.PARTITION_WRONG, target.relative_to(output).as_posix())}

    files.remove(target)
    refresh(output)
    assert verify(output).problems == ()


BROKEN = {
    "a value that no enumeration has": (
        SENTENCES, replaced("tier", "draft", "stellar"), Kind.RULE_BROKEN, "tier is not one of"
    ),
    "Cyrillic in good English": (
        TAGS, replaced("label_en", "Ukraine", "Україна"), Kind.RULE_BROKEN, "label_en holds"
    ),
    "a name that is not where it should be": (
        MENTIONS, replaced("surface_uk", "Києві", "Львові"), Kind.MENTION_MISPLACED, "at their pl"
    ),
    "a name beyond its text": (
        MENTIONS, replaced("paragraph", 0, 7), Kind.MENTION_MISPLACED, "at their place"
    ),
    "a sentence under a strange key": (
        SENTENCES,
        replaced("sentence_id", f"{make(1).article.article_id}-0003", f"{'f' * 16}-0003"),
        Kind.RULE_BROKEN, "does not begin with their article_id",
    ),
    "a repetition of nothing": (
        ARTICLES, replaced("duplicate_of", None, "e" * 16), Kind.ARTICLE_MISSING, "names none"
    ),
    "an article without sentences": (
        SENTENCES,
        lambda t: t.filter(pc.not_equal(t["article_id"], make(1).article.article_id)),
        Kind.SENTENCES_MISSING, "1 articles have no sentence",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_broken_rows_are_named_and_mended_by_refreshing_their_inputs(output, name):
    dataset, edit, kind, what = BROKEN[name]
    change(output, dataset, FEBRUARY, edit)

    (problem,) = verify(output).problems
    assert (problem.kind, problem.path) == (kind, file_of(dataset, FEBRUARY))
    assert what in problem.what
    assert "--refresh" in problem.mend

    refresh(output)
    assert verify(output).problems == ()


def test_every_mention_of_a_text_is_looked_up_where_its_role_stands(tmp_path):
    load(tmp_path, make(1))

    def everywhere(table):
        row = table.to_pylist()[0] | {"surface_uk": "Нов", "start": 0, "end": 3}
        texts = {"caption": "Новий міст", "section": "Головна", "tag": "мости", "lead": "Коротко"}
        rows = [
            row | {"role": role, "surface_uk": text[:3]} for role, text in sorted(texts.items())
        ]
        body = row | {"role": "body", "paragraph": 1, "surface_uk": "Рух"}
        return pa.Table.from_pylist([body, *rows], table.schema)

    change(tmp_path, MENTIONS, FEBRUARY, everywhere)

    assert verify(tmp_path).problems == ()
