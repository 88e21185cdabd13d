"""Outputs whose files hold a day each: the same rows for every reader, and a way there and back."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from tasks.language.text import sentence_key
from tasks.load.errors import DatasetCorruptError
from tasks.load.export import Filters, Format, export, make_plan
from tasks.load.fill_rates import stored_rates
from tasks.load.maintenance.compact import compact
from tasks.load.maintenance.forget import Target, forget
from tasks.load.maintenance.untidy import look
from tasks.load.memory.selection import LABEL_ROLES, Selection, wanted_in
from tasks.load.memory.selection import partitions as memory_partitions
from tasks.load.memory.translations import StoredMemory
from tasks.load.page import write_page
from tasks.load.schema import ARTICLES, DATASETS, NO_DATE, PARTITIONED, Granularity, file_of
from tasks.load.schema.partitions import month_of, partition_in, partition_of, partitions_of
from tasks.load.state.known import read_state
from tasks.load.state.read import read_articles, read_sentences
from tasks.load.storage.manifest import published_files, read_manifest, reconciled
from tasks.load.verify import Kind, verify
from tasks.models import Maker
from tests.load.factories import load, make, snapshot
from tests.load.parted import parted_by
from tests.load.readers import READERS

ROOT = Path(__file__).parents[2]
MARCH = {"published_date": date(2026, 3, 3), "published_at": None}
LOCAL_READERS = [name for name in READERS if name != "pyspark"]


@pytest.fixture(autouse=True)
def by_day() -> Iterator[None]:
    with parted_by(Granularity.DAY):
        yield


def articles():
    """Three days of two months, two articles on one of them, and one without a date."""
    same_day = make(2).article
    return (
        make(1),
        make(2),
        make(6, published_date=same_day.published_date, published_at=same_day.published_at),
        make(3, **MARCH),
        make(4, published_date=None, published_at=None),
    )


def partitions(output: Path) -> list[str]:
    return sorted(str(name) for of, name, _ in published_files(output) if of is ARTICLES)


def rows(output: Path, name: str, reader: str = "pyarrow") -> list[tuple[object, ...]]:
    """The rows by key, without what differs between runs by nature."""
    dataset = DATASETS[name]
    volatile = {field.name for field in dataset.fields if field.is_volatile}
    read = READERS[reader](output / name, False).rows
    told = [{k: v for k, v in row.items() if k not in volatile} for row in map(dict, read)]
    return sorted((str([row[key] for key in dataset.key]), str(row)) for row in told)


def whole(output: Path) -> None:
    assert verify(output).problems == ()
    assert reconciled(output) == read_manifest(output)


@pytest.mark.parametrize(
    ("day", "by", "partition", "path"),
    [
        (date(2026, 2, 5), "month", "2026-02", "2026-02/articles.parquet"),
        (date(2026, 2, 5), "day", "2026-02-05", "2026-02/articles-2026-02-05.parquet"),
        (date(986, 5, 1), "day", "0986-05-01", "0986-05/articles-0986-05-01.parquet"),
        (None, "month", "unknown", "unknown/articles.parquet"),
        (None, "day", "unknown", "unknown/articles.parquet"),
    ],
)  # fmt: skip
def test_the_partition_of_a_day_and_its_file_tell_each_other(day, by, partition, path):
    assert partition_of(day, Granularity(by)) == partition
    assert file_of(ARTICLES, partition) == f"articles/published_month={path}"
    assert partition_in(ARTICLES, f"articles/published_month={path}") == partition
    assert path.startswith(f"{month_of(partition)}/")
    assert day is None or partition in partitions_of([day])


def test_a_publish_touches_the_days_it_has_news_of_and_no_other(tmp_path):
    load(tmp_path, *articles())
    assert partitions(tmp_path) == ["2026-02-02", "2026-02-03", "2026-03-03", NO_DATE]
    before = snapshot(tmp_path)

    load(tmp_path, make(28, published_date=date(2026, 2, 3)), run_id="run-2")

    after = snapshot(tmp_path)
    changed = {name for name in after if after[name] != before.get(name)}
    days = {file_of(dataset, "2026-02-03") for dataset in PARTITIONED}
    assert changed == days | {"manifest.json", "datapackage.json"}
    whole(tmp_path)


@pytest.mark.parametrize("reader", LOCAL_READERS)
@pytest.mark.parametrize("name", [dataset.name for dataset in PARTITIONED])
def test_readers_get_what_they_get_of_an_output_by_month(tmp_path, reader, name):
    load(tmp_path / "days", *articles())
    with parted_by(Granularity.MONTH):
        load(tmp_path / "months", *articles())

    assert rows(tmp_path / "days", name, reader) == rows(tmp_path / "months", name, reader)
    assert READERS[reader](tmp_path / "days" / name, False).types == (
        READERS[reader](tmp_path / "months" / name, False).types
    )


def test_an_article_that_moves_to_another_day_leaves_the_first(tmp_path):
    load(tmp_path, *articles())
    load(
        tmp_path, make(1, text="Нове.", published_date=date(2026, 2, 9), published_at=None),
        run_id="run-2",
    )  # fmt: skip

    (row,) = read_articles(tmp_path, ids=[make(1).article.article_id])
    assert (row["published_date"], row["published_month"]) == (date(2026, 2, 9), "2026-02")
    assert read_sentences(tmp_path, row["article_id"], row["published_month"])
    assert pq.read_metadata(tmp_path / file_of(ARTICLES, "2026-02-02")).num_rows == 0
    whole(tmp_path)


def test_what_repeats_an_article_of_another_day_is_marked_wherever_files_end(tmp_path):
    first = make(1, text="Те саме.")
    text = {"body": first.article.body, "lead": first.article.lead}
    load(tmp_path, first, make(2, **text, published_date=date(2026, 2, 6), published_at=None))
    load(
        tmp_path, make(3, **text, published_date=date(2026, 2, 7), published_at=None),
        run_id="run-2",
    )  # fmt: skip

    marks = {row["article_id"]: row["duplicate_of"] for row in read_articles(tmp_path)}
    ids = [make(number).article.article_id for number in (1, 2, 3)]
    assert marks == {ids[0]: None, ids[1]: ids[0], ids[2]: ids[0]}


def test_what_was_translated_is_remembered_wherever_it_lies(tmp_path):
    with parted_by(Granularity.MONTH):
        load(tmp_path, make(1))
    load(tmp_path, make(2), make(3, **MARCH), make(4, published_date=None), run_id="run-2")

    for number in (1, 2, 3, 4):
        pairs = make(number).translated.sentences
        keys = [sentence_key(pair.uk) for pair in pairs]
        found = StoredMemory(tmp_path, "run-3").find(keys, Maker("draft", "1"))
        assert set(found) == set(keys)


def test_retranslation_goes_day_by_day_and_reaches_every_sentence(tmp_path):
    load(tmp_path, *articles())
    selection = Selection()

    names = memory_partitions(tmp_path, selection)
    wanted = [item.text for name in names for item in wanted_in(tmp_path, name, selection)]

    assert names == ["2026-03-03", "2026-02-03", "2026-02-02", NO_DATE]
    pairs = [pair for tagged in articles() for pair in tagged.translated.sentences]
    assert set(wanted) == {pair.uk for pair in pairs if pair.role not in LABEL_ROLES}


def test_a_day_that_lost_a_file_counts_as_not_loaded_and_verify_names_it(tmp_path):
    load(tmp_path, *articles())
    lost = file_of(DATASETS["sentences"], "2026-02-03")
    (tmp_path / lost).unlink()

    missing = [item for item in verify(tmp_path).problems if item.kind is Kind.FILE_MISSING]

    assert [item.path for item in missing] == [lost]
    assert set(read_state(tmp_path).loaded()) == {
        tagged.article.source_uri for tagged in articles()[:1] + articles()[3:]
    }


def test_an_article_in_the_file_of_another_day_is_found(tmp_path):
    load(tmp_path, *articles())
    for dataset in PARTITIONED:
        here, there = (tmp_path / file_of(dataset, day) for day in ("2026-02-02", "2026-02-09"))
        here.rename(there)

    kinds = {(item.kind, item.path) for item in verify(tmp_path).problems}

    assert (Kind.PARTITION_WRONG, file_of(ARTICLES, "2026-02-09")) in kinds


def test_a_day_in_the_folder_of_another_month_is_no_file_of_ours(tmp_path):
    load(tmp_path, *articles())
    right = tmp_path / file_of(ARTICLES, "2026-02-02")
    wrong = right.parent.with_name("published_month=2026-03") / right.name
    wrong.write_bytes(right.read_bytes())

    assert partitions(tmp_path) == ["2026-02-02", "2026-02-03", "2026-03-03", NO_DATE]
    (problem,) = verify(tmp_path).problems
    assert (problem.kind, problem.path) == (
        Kind.FILE_FOREIGN,
        wrong.relative_to(tmp_path).as_posix(),
    )


def test_the_page_says_the_same_and_only_months_that_changed_are_written_anew(tmp_path):
    load(tmp_path, *articles())
    assert write_page(tmp_path).months == ("2026-03", "2026-02", NO_DATE)
    load(tmp_path, make(28, published_date=date(2026, 2, 4)), run_id="run-2")

    written = write_page(tmp_path)

    assert (written.articles, written.months) == (6, ("2026-02",))
    assert write_page(tmp_path).files_written == 0


def test_fill_rates_look_at_as_many_months_as_before(tmp_path):
    days = [date(2026, month, 1 + month) for month in (1, 2, 3, 4)]
    load(tmp_path, *(make(n, published_date=day) for n, day in enumerate([*days, days[-1]])))

    assert stored_rates(tmp_path, {"visti.example"}).articles == {"visti.example": 4}


def test_exports_name_the_month_and_choose_by_day(tmp_path):
    load(tmp_path / "output", *articles())
    target = tmp_path / "chosen.parquet"
    filters = Filters(since=date(2026, 2, 3), until=date(2026, 2, 3))

    export(tmp_path / "output", target, make_plan(Format.PARQUET, filters=filters))

    found = pq.read_table(target).select(["article_id", "published_month"]).to_pylist()
    names = sorted(make(number).article.article_id for number in (2, 6))
    assert found == [{"article_id": name, "published_month": "2026-02"} for name in names]


@pytest.mark.parametrize(
    ("since", "until", "held"),
    [
        (date(2026, 2, 3), None, ["2026-02", "2026-02-03", "2026-03-01"]),
        (None, date(2026, 2, 2), ["2026-02", "2026-02-02"]),
        (date(2026, 2, 3), date(2026, 2, 20), ["2026-02", "2026-02-03"]),
        (None, None, ["2026-02", "2026-02-02", "2026-02-03", "2026-03-01", NO_DATE]),
    ],
)
def test_a_selection_knows_which_files_may_hold_its_days(since, until, held):
    selection = Selection(since=since, until=until)
    names = ["2026-02", "2026-02-02", "2026-02-03", "2026-03-01", NO_DATE]
    assert [name for name in names if selection.may_lie_in(name)] == held


def test_forgetting_removes_an_article_from_its_day(tmp_path):
    load(tmp_path, *articles())

    forget(tmp_path, "run-2", Target(uris=frozenset({make(2).article.source_uri})))

    assert make(2).article.article_id not in {row["article_id"] for row in read_articles(tmp_path)}
    assert len(read_articles(tmp_path)) == 4
    whole(tmp_path)


def test_compact_moves_months_into_days_and_back_without_changing_a_row(tmp_path):
    load(tmp_path, *articles())
    before = {dataset.name: rows(tmp_path, dataset.name) for dataset in PARTITIONED}

    with parted_by(Granularity.MONTH):
        moved = compact(tmp_path, "run-compact").files

    assert {item.partition for item in moved} == {"2026-02-02", "2026-02-03", "2026-03-03"}
    assert {reason for item in moved for reason in item.reasons} == {"does not hold a month"}
    assert {name: rows(tmp_path, name) for name in before} == before
    assert {row["published_month"] for row in read_articles(tmp_path)} == {
        "2026-02", "2026-03", NO_DATE,
    }  # fmt: skip
    whole(tmp_path)

    # A reader may have been about to open the files of days: they go the next time.
    assert len(partitions(tmp_path)) == 6
    with parted_by(Granularity.MONTH):
        gone = compact(tmp_path, "run-compact").files
        assert look(tmp_path) == []
    assert {reason for item in gone for reason in item.reasons} == {"has no rows"}
    assert partitions(tmp_path) == ["2026-02", "2026-03", NO_DATE]
    whole(tmp_path)

    compact(tmp_path, "run-compact")
    compact(tmp_path, "run-compact")
    assert look(tmp_path) == []
    assert partitions(tmp_path) == ["2026-02-02", "2026-02-03", "2026-03-03", NO_DATE]
    assert {name: rows(tmp_path, name) for name in before} == before
    whole(tmp_path)


def test_moving_joins_what_is_there_already_of_both_kinds(tmp_path):
    with parted_by(Granularity.MONTH):
        load(tmp_path, make(1), make(2))
    load(tmp_path, make(28), make(29), run_id="run-2")  # the days of both
    assert partitions(tmp_path) == ["2026-02", "2026-02-02", "2026-02-03"]
    whole(tmp_path)

    compact(tmp_path, "run-compact")

    days = {
        name: pq.read_metadata(tmp_path / file_of(ARTICLES, name)).num_rows
        for name in partitions(tmp_path)
    }
    assert days == {"2026-02": 0, "2026-02-02": 2, "2026-02-03": 2}
    whole(tmp_path)


def test_nothing_moves_where_rows_are_missing_for_in_a_new_file_that_would_not_show(tmp_path):
    load(tmp_path, *articles())
    (tmp_path / file_of(DATASETS["mentions"], "2026-02-03")).unlink()
    before = snapshot(tmp_path)

    with (
        parted_by(Granularity.MONTH),
        pytest.raises(DatasetCorruptError, match="is missing"),
    ):
        compact(tmp_path, "run-compact")

    assert snapshot(tmp_path) == before


@pytest.mark.slow
def test_a_move_that_is_killed_at_any_moment_is_finished_by_the_next(tmp_path):
    with parted_by(Granularity.MONTH):  # what it begins with
        done = subprocess.run(
            [sys.executable, "-m", "tests.load.killed_commands", tmp_path, "move", "23"],
            cwd=ROOT, check=True, capture_output=True, text=True,
        )  # fmt: skip
    assert int(done.stdout) >= 6
