"""The reading page in an object store is what it is in a folder."""

from tasks.load.page import page_of, write_page
from tasks.load.storage.location import work_folder
from tests.load.factories import load
from tests.load.page_articles import article


def held(output):
    """The files of the page and their bytes."""
    return {
        path.uri.removeprefix(f"{output}/"): path.read_bytes()
        for path in (output / "report").below()
    }


def test_the_page_has_the_same_files_as_in_a_folder_and_loses_what_is_stale(output, tmp_path):
    local = tmp_path / "local"
    for place in (output, local):
        load(place, *(article(n) for n in range(5)))
        write_page(place)
        load(place, article(7), run_id="run-2")
        again = write_page(place)
        assert again.months == ("2026-02",)
        assert again.files_removed == 3

    assert held(output) == {
        path.relative_to(local).as_posix(): path.read_bytes()
        for path in (local / "report").rglob("*")
        if path.is_file()
    }
    assert str(page_of(output)) == f"{output}/report/index.html"
    assert not (work_folder(output) / ".staging").exists()


def test_nothing_new_writes_no_object(output):
    load(output, article(1))
    write_page(output)
    versions = [path.stat().etag for path in (output / "report").below()]

    assert write_page(output).files_written == 0
    assert [path.stat().etag for path in (output / "report").below()] == versions
