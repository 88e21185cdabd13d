"""The shelf: pages and bytes that the datasets keep, asked for by address."""

from __future__ import annotations

import pickle
import shutil
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest

from tasks.load.errors import DatasetCorruptError
from tasks.load.schema import DOCUMENTS, file_of
from tasks.load.state import pages
from tasks.load.state.read import read_articles
from tasks.load.state.shelf import StoredShelf
from tests.load.factories import NOW, fail, load, make, source
from tests.load.test_documents import WEEK, address, fetched

OLD = Path(__file__).parent / "released/schema-1/1-first"


def content(number):
    return f"<p>Сторінка {number}</p>".encode()


@pytest.fixture
def output(tmp_path):
    """An output with 250 pages: three row groups."""
    load(tmp_path, *(fetched(n, content(n)) for n in range(250)))
    return tmp_path


def test_a_shelf_travels_to_another_process_and_knows_its_output(output):
    shelf = StoredShelf(output)
    shelf.kept()

    travelled = pickle.loads(pickle.dumps(shelf))

    assert travelled.page(address(7)) == shelf.page(address(7))
    assert len(pickle.dumps(shelf)) < 1_000


def test_only_the_row_group_of_a_page_is_read(output, monkeypatch):
    read = []
    original = pages.read_group

    def noted(file, number, dataset, columns):
        if "content" in columns:
            read.append(number)
        return original(file, number, dataset, columns)

    monkeypatch.setattr(pages, "read_group", noted)
    shelf = StoredShelf(output)
    neighbours = (0, 100, 101)  # as addresses sort

    assert [shelf.page(address(n)).content for n in neighbours] == [*map(content, neighbours)]

    assert read == [0]
    assert len(shelf.kept()) == 250
    assert read == [0]


def test_what_was_never_kept_is_not_there(output):
    assert StoredShelf(output).page("https://visti.example/never") is None
    assert StoredShelf(output / "new").page(address(1)) is None
    assert StoredShelf(output / "new").kept() == {}


def test_a_page_that_a_publish_moved_within_its_week_is_found(output):
    shelf = StoredShelf(output)
    assert shelf.page(address(99)).content == content(99)

    load(output, *(fetched(1000 + n, content(1000 + n)) for n in range(150)), run_id="run-2")

    assert [shelf.page(address(n)).content for n in range(250)] == [content(n) for n in range(250)]


def test_a_week_that_was_removed_meanwhile_has_no_pages(output):
    shelf = StoredShelf(output)
    shelf.kept()
    shutil.rmtree(output / "documents")

    assert shelf.page(address(1)) is None


def test_a_damaged_week_is_a_clear_error(output):
    path = output / file_of(DOCUMENTS, WEEK)
    path.write_bytes(path.read_bytes()[:500])

    with pytest.raises(DatasetCorruptError, match=r"documents\.parquet cannot be read"):
        StoredShelf(output).page(address(1))


def test_threads_that_ask_at_once_get_their_own_pages(output):
    shelf = StoredShelf(output)
    numbers = [n * 37 % 250 for n in range(500)]

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda n: shelf.page(address(n)).content, numbers))

    assert found == [content(n) for n in numbers]


def test_the_latest_version_is_found_across_weeks(tmp_path):
    for weeks in (2, 0, 1):
        at = NOW + timedelta(weeks=weeks)
        load(tmp_path, fetched(1, content(weeks), at, text=str(weeks)), run_id=f"run-{weeks}")

    assert StoredShelf(tmp_path).page(address(1)).content == content(2)


def test_the_bytes_of_what_failed_are_found_by_address(tmp_path):
    unread = fail(2, source_sha256=None, raw=None)
    load(tmp_path, make(3), failures=(fail(1, raw=b"\x00\xff"), unread))
    shelf = StoredShelf(tmp_path)

    assert shelf.quarantined() == {source(1): fail(1).source_sha256, source(2): None}
    assert shelf.raw(source(1)) == b"\x00\xff"
    assert shelf.raw(source(2)) is shelf.raw(source(3)) is None
    assert StoredShelf(tmp_path / "new").quarantined() == {}
    assert StoredShelf(tmp_path / "new").raw(source(1)) is None


def test_files_from_before_there_were_pages_and_revisions_go_on(tmp_path):
    old = Path(shutil.copytree(OLD, tmp_path / "old"))
    assert {row["revision"] for row in read_articles(old)} == {None}
    assert StoredShelf(old).kept() == {}

    load(old, make(1, text="Зміна."), run_id="run-2")

    rows = {row["source_uri"]: row["revision"] for row in read_articles(old)}
    assert rows[source(1)] == 2
    assert set(rows.values()) == {2, None}
