"""Fetched pages that are kept with their articles: every version once, in their week."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta

import pyarrow.parquet as pq
import pytest

from tasks.load.schema import DOCUMENTS, file_of
from tasks.load.state.known import read_state
from tasks.load.state.read import read_articles
from tasks.load.state.shelf import StoredShelf
from tasks.load.storage.arrow import read_parquet
from tasks.load.storage.manifest import published_files, read_manifest, reconciled, row_counts
from tests.load.factories import NOW, load, make, make_page, sha256, snapshot

WEEK = "2026-W06"
DAY = timedelta(days=1)


def address(number):
    return f"https://visti.example/{number}?page=all"


def fetched(number=1, content=b"<html>\xff\x00</html>", at=NOW, **changes):
    """An article whose bytes were fetched."""
    page = make_page(number, content=content, fetched_at=at, etag=f'"{content[:9]!r}"')
    return make(
        number,
        source_uri=address(number),
        source_sha256=hashlib.sha256(content).hexdigest(),
        source_encoding="utf-8",
        page=page,
        **changes,
    )


def kept(output):
    """What lies in the dataset, week by week: address, content, day of fetching."""
    return {
        partition: [
            (row["source_uri"], row["content"], row["fetched_at"])
            for row in read_parquet(path, DOCUMENTS).to_pylist()
        ]
        for dataset, partition, path in published_files(output)
        if dataset is DOCUMENTS
    }


def test_a_page_is_read_back_as_the_server_gave_it(tmp_path):
    article = fetched(1, bytes(range(256)) * 50)
    load(tmp_path, article)

    page = StoredShelf(tmp_path).page(address(1))

    assert page == article.article.page
    row = read_parquet(tmp_path / file_of(DOCUMENTS, WEEK), DOCUMENTS).to_pylist()[0]
    (loaded,) = read_articles(tmp_path)
    assert (row["source_uri"], row["sha256"]) == (loaded["source_uri"], loaded["source_sha256"])
    assert row["encoding"] == "utf-8"


def test_an_output_without_fetched_pages_has_no_such_folder(tmp_path):
    load(tmp_path, make(1), make(2))

    assert not (tmp_path / "documents").exists()
    assert row_counts(tmp_path)["documents"] == 0
    assert read_state(tmp_path).versions == {}


def test_pages_of_files_and_of_addresses_can_come_in_one_batch(tmp_path):
    load(tmp_path, make(1), fetched(2), make(3))

    assert [uri for uri, _, _ in kept(tmp_path)[WEEK]] == [address(2)]


def test_the_latest_version_counts_and_the_earlier_ones_stay(tmp_path):
    for number, content in enumerate([b"one", b"two", b"three"]):
        load(tmp_path, fetched(1, content, NOW + number * timedelta(hours=1), text=str(number)))

    assert StoredShelf(tmp_path).page(address(1)).content == b"three"
    assert StoredShelf(tmp_path).kept() == {address(1): sha256("three")}
    assert [content for _, content, _ in kept(tmp_path)[WEEK]] == [b"one", b"two", b"three"]
    version = read_state(tmp_path).versions[address(1)]
    assert (version.sha256, version.etag) == (sha256("three"), "\"b'three'\"")


@pytest.mark.parametrize("later", [timedelta(hours=3), 10 * DAY])
def test_a_page_that_is_still_the_same_is_kept_once(tmp_path, later):
    load(tmp_path, fetched(1, b"same"))
    before = snapshot(tmp_path / "documents")

    load(tmp_path, fetched(1, b"same", NOW + later, text="Інакше прочитано."), run_id="run-2")

    assert snapshot(tmp_path / "documents") == before
    assert read_articles(tmp_path)[0]["run_id"] == "run-2"


@pytest.mark.parametrize("step", [timedelta(hours=3), 7 * DAY])
def test_a_page_that_goes_back_to_what_it_said_is_its_latest_version(tmp_path, step):
    for number, content in enumerate([b"one", b"two", b"one"]):
        load(tmp_path, fetched(1, content, NOW + number * step, text=str(number)))

    page = StoredShelf(tmp_path).page(address(1))
    assert (page.content, page.fetched_at) == (b"one", NOW + 2 * step)
    assert read_articles(tmp_path)[0]["source_sha256"] == sha256("one")
    assert row_counts(tmp_path)["documents"] == 3


def test_versions_that_arrive_in_another_order_are_sorted_by_their_time(tmp_path):
    load(tmp_path, fetched(1, b"late", NOW + DAY))
    load(tmp_path, fetched(1, b"early", NOW, text="Раніше."), run_id="run-2")

    assert [content for _, content, _ in kept(tmp_path)[WEEK]] == [b"early", b"late"]
    assert StoredShelf(tmp_path).page(address(1)).content == b"late"


def test_the_page_of_a_copy_that_is_left_out_is_not_kept(tmp_path):
    published = load(tmp_path, fetched(1, b"same"), fetched(2, b"same"), batch_size=1)

    assert published.copies == (address(2),)
    assert [uri for uri, _, _ in kept(tmp_path)[WEEK]] == [address(1)]


def test_a_batch_whose_pages_are_all_left_out_makes_no_folder(tmp_path):
    sha = hashlib.sha256(b"same").hexdigest()
    load(tmp_path, make(5, source_sha256=sha))

    load(tmp_path, fetched(1, b"same"), run_id="run-2")

    assert not (tmp_path / "documents").exists()


BORDERS = [
    (datetime(2026, 2, 8, 23, 59, 59, 999_999, tzinfo=UTC), "2026-W06"),
    (datetime(2026, 2, 9, tzinfo=UTC), "2026-W07"),
    # Weeks belong to the year of their Thursday.
    (datetime(2025, 12, 28, 23, 59, tzinfo=UTC), "2025-W52"),
    (datetime(2025, 12, 29, tzinfo=UTC), "2026-W01"),
    (datetime(2027, 1, 3, tzinfo=UTC), "2026-W53"),
]


@pytest.mark.parametrize(("at", "week"), BORDERS)
def test_a_page_lies_in_the_week_it_was_fetched_in(tmp_path, at, week):
    load(tmp_path, fetched(1, at=at))

    assert (tmp_path / f"documents/fetched_week={week}/documents.parquet").exists()
    assert kept(tmp_path) == {week: [(address(1), fetched().article.page.content, at)]}


def test_a_week_in_which_nothing_was_fetched_is_not_written(tmp_path):
    load(tmp_path, fetched(1), fetched(2, b"two", NOW + 7 * DAY))
    before = snapshot(tmp_path / "documents")

    published = load(tmp_path, fetched(3, b"three", NOW + 8 * DAY), run_id="run-2")

    written = [path for path in published.files_written if path.startswith("documents/")]
    assert written == [file_of(DOCUMENTS, "2026-W07")]
    first = file_of(DOCUMENTS, WEEK).removeprefix("documents/")
    assert snapshot(tmp_path / "documents")[first] == before[first]


def test_the_manifest_lists_the_pages_and_their_rows(tmp_path):
    load(tmp_path, fetched(1), fetched(2, b"two"))

    entry = read_manifest(tmp_path)[file_of(DOCUMENTS, WEEK)]
    assert (entry.dataset, entry.partition, entry.rows) == ("documents", WEEK, 2)
    assert reconciled(tmp_path) == read_manifest(tmp_path)


def test_pages_lie_by_address_in_groups_that_can_be_read_alone(tmp_path):
    load(tmp_path, *(fetched(n, f"page {n}".encode()) for n in range(250)))

    with pq.ParquetFile(tmp_path / file_of(DOCUMENTS, WEEK)) as file:
        sizes = [file.metadata.row_group(n).num_rows for n in range(file.num_row_groups)]
        uris = file.read(["source_uri"])["source_uri"].to_pylist()
    assert sizes == [100, 100, 50]
    assert uris == sorted(uris)


# Revisions.


def revisions(output):
    return {row["source_uri"]: row["revision"] for row in read_articles(output)}


def test_a_source_is_at_its_first_revision_until_it_changes(tmp_path):
    load(tmp_path, fetched(1, b"one"), fetched(2, b"two"))
    assert revisions(tmp_path) == {address(1): 1, address(2): 1}

    load(tmp_path, fetched(1, b"new", text="Зміна."), fetched(2, b"two"), run_id="run-2")
    assert revisions(tmp_path) == {address(1): 2, address(2): 1}

    load(tmp_path, fetched(1, b"newer", text="Ще."), run_id="run-3")
    assert revisions(tmp_path) == {address(1): 3, address(2): 1}


def test_an_article_that_moves_to_another_month_goes_on_counting(tmp_path):
    load(tmp_path, fetched(1, b"one"))
    load(tmp_path, fetched(1, b"two", published_date=None, published_at=None), run_id="run-2")

    assert revisions(tmp_path) == {address(1): 2}


def test_a_week_of_pages_is_the_same_file_however_it_came_together(tmp_path):
    pages = [fetched(n, b"<html>%d</html>" % n) for n in range(1, DOCUMENTS.row_group_rows + 31)]
    together, apart = tmp_path / "together", tmp_path / "apart"

    load(together, *pages, batch_size=len(pages))
    load(apart, *pages[::2], batch_size=7)
    load(apart, *pages[1::2], batch_size=20)

    file = file_of(DOCUMENTS, WEEK)
    assert (apart / file).read_bytes() == (together / file).read_bytes()
    hashes = [read_manifest(output)[file].content_sha256 for output in (together, apart)]
    assert hashes[0] == hashes[1]
    assert pq.read_metadata(apart / file).num_row_groups == 2
