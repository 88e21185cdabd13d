"""Publishing: what a reader finds after one run, and after the next."""

import hashlib
import json
import pickle
from datetime import date

import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tasks.load.publish import publish
from tasks.load.runs import RunRecord, append_run
from tasks.load.schema import CHILDREN, PARTITIONED, RunState
from tasks.load.staging import stage_batch
from tasks.load.state.known import read_state
from tasks.load.state.read import read_articles, read_mentions, read_sentences, read_tags
from tasks.load.storage.locking import live_run
from tasks.load.storage.manifest import content_hash, published_files, read_manifest, row_counts
from tasks.load.verify import verify
from tests.load.factories import LATER, NOW, fail, load, make, make_article, snapshot, source

MARCH = {"published_date": date(2026, 3, 1), "published_at": None}


def ids_by_dataset(output):
    """The articles that each dataset has rows of, by partition."""
    return {
        (dataset.name, partition): set(pq.ParquetFile(path).read(["article_id"])[0].to_pylist())
        for dataset, partition, path in published_files(output)
        if dataset.is_partitioned
    }


def test_a_first_load_publishes_every_dataset_of_the_month(tmp_path):
    published = load(tmp_path, make(1), make(2))

    assert published.loaded == 2
    assert published.updated == 0
    assert row_counts(tmp_path) == {
        "documents": 0, "articles": 2, "sentences": 16, "mentions": 2, "tags": 4, "quarantine": 0,
        "runs": 0,
    }  # fmt: skip
    assert (tmp_path / "articles/published_month=2026-02/articles.parquet").exists()


def test_rows_come_back_as_they_were_staged(tmp_path):
    tagged = make(1)
    load(tmp_path, tagged)

    (article,) = read_articles(tmp_path)
    sentences = read_sentences(tmp_path, article["article_id"])

    assert article["title_uk"] == tagged.article.title
    assert article["published_at"] == tagged.article.published_at
    assert article["loaded_at"] == NOW
    assert article["published_month"] == "2026-02"
    assert [row["uk"] for row in sentences] == [pair.uk for pair in tagged.translated.sentences]
    assert read_mentions(tmp_path, article["article_id"])[0]["name_en"] == "Kyiv"
    assert [row["code"] for row in read_tags(tmp_path, article["article_id"])] == ["UA", "мости"]


def test_a_second_load_with_nothing_new_touches_no_file(tmp_path):
    load(tmp_path, make(1), make(2, **MARCH))
    before = snapshot(tmp_path)

    published = load(tmp_path, run_id="run-2", now=LATER)

    assert published.files_written == ()
    assert snapshot(tmp_path) == before


def test_only_the_month_that_changes_is_written(tmp_path):
    load(tmp_path, make(1), make(2, **MARCH))
    before = snapshot(tmp_path)

    load(tmp_path, make(3, **MARCH), run_id="run-2", now=LATER)

    changed = {path for path, state in snapshot(tmp_path).items() if before[path] != state}
    assert changed == {
        "datapackage.json",
        "manifest.json",
        *(f"{d.name}/published_month=2026-03/{d.name}.parquet" for d in PARTITIONED),
    }


def test_a_changed_input_replaces_its_rows_and_leaves_none_behind(tmp_path):
    load(tmp_path, make(1, body=("Раз", "Два", "Три")), make(2))

    published = load(tmp_path, make(1, text="Доповнено.", body=("Раз",)), run_id="run-2")

    assert published.updated == 1
    assert row_counts(tmp_path)["articles"] == 2
    rows = read_sentences(tmp_path, make(1).article.article_id)
    assert [row["uk"] for row in rows if row["role"] == "body"] == ["Раз"]
    assert {row["run_id"] for row in rows} == {"run-2"}


def test_a_change_of_the_month_moves_all_rows_and_leaves_files_without_rows(tmp_path):
    load(tmp_path, make(1))

    load(tmp_path, make(1, text="Нова дата.", **MARCH), run_id="run-2")

    # A reader that listed the files before the move can still open all of them.
    only = {make(1).article.article_id}
    assert ids_by_dataset(tmp_path) == {
        (dataset.name, month): ids
        for dataset in PARTITIONED
        for month, ids in (("2026-02", set()), ("2026-03", only))
    }
    assert verify(tmp_path).problems == ()


def test_a_month_without_rows_fills_again_and_is_written_for_nothing_else(tmp_path):
    load(tmp_path, make(1))
    load(tmp_path, make(1, text="Нова дата.", **MARCH), run_id="run-2")
    before = snapshot(tmp_path)

    load(tmp_path, make(1, text="Нова дата.", **MARCH), make(2, **MARCH), run_id="run-3")
    assert all(snapshot(tmp_path)[path] == before[path] for path in before if "2026-02" in path)

    load(tmp_path, make(3), run_id="run-4")
    february = ids_by_dataset(tmp_path)["articles", "2026-02"]
    assert february == {make(3).article.article_id}


def test_a_change_of_the_identifier_leaves_no_row_of_the_old_one(tmp_path):
    load(tmp_path, make(1), make(2))

    load(tmp_path, make(1, text="Інша адреса.", article_id="f" * 16), run_id="run-2")

    expected = {"f" * 16, make(2).article.article_id}
    assert set(map(frozenset, ids_by_dataset(tmp_path).values())) == {frozenset(expected)}


def test_an_input_that_disappears_keeps_its_rows(tmp_path):
    load(tmp_path, make(1), make(2))

    load(tmp_path, make(2, text="Зміна."), run_id="run-2")

    assert {row["article_id"] for row in read_articles(tmp_path)} == {
        make(1).article.article_id,
        make(2).article.article_id,
    }


def test_an_article_without_a_date_lies_in_the_unknown_partition(tmp_path):
    load(tmp_path, make(1, published_date=None, published_at=None, published_raw=None))

    (article,) = read_articles(tmp_path)

    assert article["published_month"] == "unknown"
    assert read_state(tmp_path).documents.keys() == {source(1)}


def test_every_month_has_a_file_of_each_dataset_even_without_rows(tmp_path):
    bare = make(1, title="Без імен", tags=())
    load(tmp_path, type(bare)(bare.translated))

    for child in CHILDREN:
        assert (tmp_path / f"{child.name}/published_month=2026-02/{child.name}.parquet").exists()
    assert row_counts(tmp_path)["mentions"] == 0


def test_the_same_rows_give_the_same_bytes(tmp_path):
    articles = [make(n) for n in range(1, 8)]
    load(tmp_path / "a", *articles, batch_size=3)
    load(tmp_path / "b", *reversed(articles), batch_size=2)

    assert {k: v[0] for k, v in snapshot(tmp_path / "a").items()} == {
        k: v[0] for k, v in snapshot(tmp_path / "b").items()
    }


def test_rows_are_sorted_by_article_and_then_in_reading_order(tmp_path):
    load(tmp_path, *(make(n) for n in range(1, 10)), batch_size=2)
    load(tmp_path, make(4, text="Ще."), make(20), run_id="run-2")

    path = tmp_path / "sentences/published_month=2026-02/sentences.parquet"
    names = pq.ParquetFile(path).read(["sentence_id"])[0].to_pylist()
    assert names == sorted(names)


def test_an_article_of_more_than_ten_thousand_sentences_keeps_their_order(tmp_path):
    # Identifiers with five digits no longer sort as text: the order is that of the rows.
    long = make_article(body=tuple(f"Абзац {n}" for n in range(10_050)))
    load(tmp_path, make(1, body=long.body))

    rows = read_sentences(tmp_path, long.article_id)
    assert [row["paragraph"] for row in rows if row["role"] == "body"] == list(range(10_050))


def test_staging_the_same_batch_twice_loads_it_once(tmp_path):
    with live_run(tmp_path, "run-1"):
        first = stage_batch(tmp_path, "run-1", 1, [make(1), make(2)])
        again = stage_batch(tmp_path, "run-1", 1, [make(1), make(2)])
        published = publish(tmp_path, "run-1", [first, again], now=NOW)

    assert published.loaded == 2
    assert row_counts(tmp_path)["articles"] == 2


def test_a_staged_batch_travels_between_processes(tmp_path):
    with live_run(tmp_path, "run-1"):
        batch = stage_batch(tmp_path, "run-1", 1, [make(1)], [fail(2)])
        travelled = pickle.loads(pickle.dumps(batch))
        assert travelled == batch
        assert publish(tmp_path, "run-1", [travelled]).loaded == 1


def test_an_empty_batch_is_no_trouble(tmp_path):
    with live_run(tmp_path, "run-1"):
        batch = stage_batch(tmp_path, "run-1", 1, [])
        published = publish(tmp_path, "run-1", [batch])

    assert (published.loaded, batch.rows["articles"]) == (0, 0)
    assert read_articles(tmp_path) == []


def test_a_run_may_publish_in_several_steps(tmp_path):
    with live_run(tmp_path, "run-1"):
        first = stage_batch(tmp_path, "run-1", 1, [make(1)])
        publish(tmp_path, "run-1", [first])
        second = stage_batch(tmp_path, "run-1", 2, [make(2)])
        publish(tmp_path, "run-1", [second])

    assert row_counts(tmp_path)["articles"] == 2


def test_the_later_batch_of_a_source_counts(tmp_path):
    load(tmp_path, make(1, text="Раніше."), make(2), make(1, text="Пізніше."), batch_size=1)

    (article,) = read_articles(tmp_path, ids=[make(1).article.article_id])
    assert "Пізніше" in article["body_uk"]


def test_a_run_is_recorded_and_the_datasets_stay_untouched(tmp_path):
    load(tmp_path, make(1))
    before = snapshot(tmp_path)
    record = RunRecord("run-2", NOW, LATER, RunState.COMPLETED, engines={"draft": 8})

    append_run(tmp_path, record)
    append_run(tmp_path, record)

    after = snapshot(tmp_path)
    assert {path for path in after if before.get(path) != after[path]} == {
        "datapackage.json",
        "manifest.json",
        "runs/runs.parquet",
    }
    assert row_counts(tmp_path)["runs"] == 1


def test_the_manifest_lists_every_file_as_it_is(tmp_path):
    load(tmp_path, make(1), make(2, **MARCH))
    load(tmp_path, make(3), run_id="run-2")

    entries = read_manifest(tmp_path)
    found = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.parquet")}
    assert entries.keys() == found
    for name, entry in entries.items():
        content = (tmp_path / name).read_bytes()
        assert entry.bytes == len(content)
        assert entry.sha256 == hashlib.sha256(content).hexdigest()
        assert entry.rows == pq.ParquetFile(tmp_path / name).metadata.num_rows
    march = "articles/published_month=2026-03/articles.parquet"
    assert entries[march].run_id == "run-1"
    assert entries[march.replace("03", "02")].run_id == "run-2"


def test_the_manifest_and_the_files_agree_on_the_content(tmp_path):
    load(tmp_path, make(1), make(2, **MARCH))

    listed = json.loads((tmp_path / "manifest.json").read_text())["content_sha256"]
    assert listed == content_hash(tmp_path)


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    history=st.lists(
        st.lists(
            st.tuples(
                st.integers(1, 5),
                st.sampled_from(["", "Зміна.", "Ще зміна."]),
                st.sampled_from([None, date(2026, 2, 3), date(2026, 3, 4)]),
            ),
            max_size=4,
            unique_by=lambda change: change[0],
        ),
        max_size=4,
    ),
    data=st.data(),
)
def test_whatever_the_history_the_last_version_of_each_input_is_published(
    tmp_path_factory, history, data
):
    output = tmp_path_factory.mktemp("output")
    last = {}
    for number, run in enumerate(history):
        articles = [make(n, text=text, published_date=day) for n, text, day in run]
        load(output, *articles, run_id=f"run-{number}", batch_size=data.draw(st.integers(1, 4)))
        last |= {tagged.article.source_uri: tagged for tagged in articles}
    once = tmp_path_factory.mktemp("once")
    load(once, *last.values())

    assert content_hash(output) == content_hash(once)


@pytest.mark.parametrize("limit", [1, 2, 5])
def test_articles_are_read_by_prefix_and_number(tmp_path, limit):
    load(tmp_path, make(1), make(2), make(3, **MARCH))

    assert len(read_articles(tmp_path, limit=limit)) == min(limit, 3)
    wanted = make(3).article.article_id
    assert [row["article_id"] for row in read_articles(tmp_path, prefix=wanted[:6])] == [wanted]
    assert read_articles(tmp_path, limit=1, columns=["title_uk"])[0].keys() == {
        "article_id",
        "title_uk",
        "published_month",
    }
