"""Objects under the methods of a path."""

import os
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tasks.load.errors import ReplacedError, StoreRefusedError
from tasks.load.schema import RUNS
from tasks.load.storage.arrow import opened, read_parquet
from tasks.load.storage.location import open_output, relative, version_of, work_folder
from tasks.load.storage.s3 import paths
from tasks.load.storage.s3.paths import parse
from tasks.settings import get_settings


@pytest.mark.parametrize(
    ("uri", "place"),
    [
        ("s3://news/visnyk", "s3://news/visnyk"),
        ("s3://news/visnyk//daily/", "s3://news/visnyk/daily"),
        ("s3://news", "s3://news"),
        ("file:///srv/my%20news", Path("/srv/my news")),
        ("news/daily", Path("news/daily")),
        ("~/news", Path.home() / "news"),
    ],
)
def test_a_uri_names_a_place(uri, place):
    found = open_output(uri)

    assert (found if isinstance(place, Path) else str(found)) == place


@pytest.mark.parametrize(
    "uri",
    ["gs://news/visnyk", "s3://", "s3:///visnyk", "s3://news/../other", "s3://news/a?key=secret",
     "ftp://host/news", "file://host/share"],
)  # fmt: skip
def test_a_uri_that_names_no_place_is_refused_with_what_to_write_instead(uri):
    with pytest.raises(StoreRefusedError, match="s3://bucket/prefix"):
        open_output(uri)


def test_the_work_folder_of_an_output_is_its_own(tmp_path, monkeypatch):
    monkeypatch.setenv("VISNYK_WORK_FOLDER", str(tmp_path))
    get_settings.cache_clear()
    found = {work_folder(parse(uri)) for uri in ("s3://news/a-b", "s3://news/a/b", "s3://news")}
    get_settings.cache_clear()

    assert len(found) == 3
    assert {path.parent for path in found} == {tmp_path}
    assert work_folder(tmp_path / "local") == tmp_path / "local"


def test_objects_are_found_read_copied_and_removed(output):
    place = output / "articles/published_month=2026-02/articles.parquet"
    assert not place.exists()
    assert version_of(place) is None
    place.write_bytes(b"one")
    first = version_of(place)
    (output / "articles/readme").write_bytes(b"")

    patterns = ["articles/published_month=*/articles.parquet", "*", "articles/*"]
    found = output.matching(patterns)

    assert [[relative(path, output) for path in some] for some in found] == [
        ["articles/published_month=2026-02/articles.parquet"], [], ["articles/readme"],
    ]  # fmt: skip
    assert output.is_dir()
    assert not place.is_dir()
    assert found[0][0].stat().st_size == 3
    place.write_bytes(b"two!")
    assert version_of(place) != first
    place.copy_to(output / "copy")
    place.unlink()
    assert not place.exists()
    assert (output / "copy").read_text() == "two!"
    with pytest.raises(FileNotFoundError):
        place.read_bytes()
    with pytest.raises(FileNotFoundError):
        place.copy_to(output / "copy")


def test_an_object_is_created_once(output):
    (output / "hold").write_new(b"first")

    with pytest.raises(FileExistsError):
        (output / "hold").write_new(b"second")

    assert (output / "hold").read_bytes() == b"first"


def test_a_large_file_is_read_by_parts_of_one_version(output, tmp_path, monkeypatch):
    monkeypatch.setattr(paths, "_WHOLE_BYTES", 1000)
    numbers = pa.array(range(100_000))
    for name, values in (("old", numbers), ("new", pa.compute.negate(numbers))):
        table = pa.table({"number": values})
        pq.write_table(table, tmp_path / name, row_group_size=10_000, compression="none")
    file = output / "numbers.parquet"
    file.upload(tmp_path / "old")

    def read_over_a_change():
        with opened(file) as old:
            assert old.read_row_group(3)["number"][0].as_py() == 30_000
            file.upload(tmp_path / "new")
            old.read_row_group(5)

    with pytest.raises(ReplacedError, match="was replaced while it was read"):
        read_over_a_change()

    with opened(file) as new:
        assert new.read_row_group(5)["number"][0].as_py() == -50_000


def test_a_large_file_is_uploaded_in_parts(output, tmp_path, monkeypatch):
    monkeypatch.setattr(paths, "_PART_BYTES", 5 * 2**20)
    content = bytes(range(256)) * 45_000
    (tmp_path / "large").write_bytes(content)

    (output / "large").upload(tmp_path / "large")

    assert (output / "large").read_bytes() == content
    assert (output / "large").stat().etag.endswith('-3"')


def test_a_file_that_is_replaced_while_it_is_read_is_read_anew(output, tmp_path, monkeypatch):
    monkeypatch.setattr(paths, "_WHOLE_BYTES", 0)
    rows = pa.table({"run_id": ["a"]})
    file = output / "runs/runs.parquet"
    pq.write_table(rows, tmp_path / "runs")
    file.upload(tmp_path / "runs")
    original, replaced = pq.ParquetFile.read, []

    def replace_first(self, **given):
        if not replaced:
            replaced.append(file)
            pq.write_table(pa.table({"run_id": ["b"]}), tmp_path / "runs")
            file.upload(tmp_path / "runs")
        return original(self, **given)

    monkeypatch.setattr(pq.ParquetFile, "read", replace_first)
    table = read_parquet(file, RUNS, ["run_id"])

    assert table is not None
    assert table["run_id"].to_pylist() == ["b"]


def test_a_forked_process_uses_a_connection_of_its_own(output):
    (output / "parent").write_bytes(b"")
    child = os.fork()
    if child == 0:
        (output / "child").write_bytes(b"")
        os._exit(0)
    os.waitpid(child, 0)

    assert [path.name for path in output.below()] == ["child", "parent"]
