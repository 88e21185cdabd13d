"""`verify`: a whole output passes; damage to files and to what lists them is named and mended."""

import json
import shutil
from datetime import date

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tasks.load.schema import ARTICLES, DATASETS, MENTIONS, SENTENCES, TAGS, file_of
from tasks.load.storage import files
from tasks.load.storage.manifest import MANIFEST
from tasks.load.verify import Kind, verify
from tests.load import kill_points
from tests.load.factories import load, make, snapshot
from tests.load.test_damage import flip_a_letter, truncate, without_rights
from tests.load.verified import (
    ARTICLES_FILE,
    FEBRUARY,
    MARCH,
    MONTHLY,
    change,
    found,
    refresh,
    relist,
    replaced,
    run_again,
)


def test_an_output_of_several_runs_is_whole(output):
    report = verify(output)

    assert report.problems == ()
    assert report.files == len(list(output.rglob("*.parquet")))
    assert report.rows == sum(pq.read_metadata(p).num_rows for p in output.rglob("*.parquet"))


def test_edits_moves_conflicts_and_pages_leave_it_whole(tmp_path):
    kill_points.first_day(tmp_path)
    kill_points.second_day(tmp_path, "run-2")

    assert verify(tmp_path).problems == ()


@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    history=st.lists(
        st.lists(
            st.tuples(
                st.integers(1, 4),
                st.sampled_from(["", "Зміна."]),
                st.sampled_from([None, date(2026, 2, 3), date(2026, 3, 4)]),
                st.sampled_from([None, make(1).article.article_id]),
            ),
            max_size=4,
            unique_by=lambda item: item[0],
        ),
        min_size=1,
        max_size=4,
    )
)
def test_whatever_the_history_it_is_whole(tmp_path_factory, history):
    output = tmp_path_factory.mktemp("output")
    for number, run in enumerate(history):
        articles = [
            make(n, text=text, published_date=day, **({"article_id": name} if name else {}))
            for n, text, day, name in run
        ]
        load(output, *articles, run_id=f"run-{number}")

    assert verify(output).problems == ()


def test_reading_changes_nothing(output):
    truncate(output / ARTICLES_FILE)
    before = snapshot(output)

    verify(output)

    assert snapshot(output) == before


def test_files_from_before_columns_were_added_are_whole(output):
    for dataset in MONTHLY:
        added = list(dataset.added)
        change(output, dataset, FEBRUARY, lambda table, added=added: table.drop_columns(added))

    assert verify(output).problems == ()


def test_row_groups_of_any_size_give_the_same_content(output):
    path = output / file_of(SENTENCES, FEBRUARY)
    pq.write_table(pq.ParquetFile(path).read(), path, row_group_size=3)

    assert found(output) == {(Kind.FILE_CHANGED, file_of(SENTENCES, FEBRUARY))}
    assert "its rows are those that are listed" in verify(output).problems[0].what
    (output / MANIFEST).unlink()
    run_again(output)
    assert verify(output).problems == ()


def test_files_of_others_beside_the_datasets_are_no_problem(output):
    (output / "README.md").write_text("mine")
    (output / "articles/.DS_Store").write_text("mine")
    (output / "datapackage.json").unlink()  # an output of old

    assert verify(output).problems == ()


# Damage to files


@pytest.mark.parametrize("name", DATASETS)
def test_a_truncated_file_is_named_and_mended_by_deleting_it_and_running_again(output, name):
    path = next((output / name).rglob("*.parquet"))
    truncate(path)

    (problem,) = verify(output).problems
    assert (problem.kind, problem.path) == (
        Kind.FILE_UNREADABLE, path.relative_to(output).as_posix(),
    )  # fmt: skip
    assert problem.mend.startswith("Restore the file from a copy; or delete it")

    path.unlink()
    refresh(output)
    assert verify(output).problems == ()


def test_a_flipped_byte_is_found_and_mended(output):
    flip_a_letter(output / ARTICLES_FILE, b"visti.example")

    assert found(output) == {(Kind.FILE_UNREADABLE, ARTICLES_FILE)}

    (output / ARTICLES_FILE).unlink()
    refresh(output)
    assert verify(output).problems == ()


def test_a_deleted_file_is_missed_and_mended_from_a_copy_or_by_running_again(output):
    path = output / file_of(MENTIONS, FEBRUARY)
    copy = path.read_bytes()
    path.unlink()

    assert found(output) == {(Kind.FILE_MISSING, file_of(MENTIONS, FEBRUARY))}
    assert "copy; or run again over" in verify(output).problems[0].mend

    path.write_bytes(copy)
    assert verify(output).problems == ()
    path.unlink()
    refresh(output)
    assert verify(output).problems == ()


def test_a_file_that_may_not_be_read_is_named_with_what_to_do(read_only):
    (read_only / ARTICLES_FILE).chmod(0)
    with without_rights():
        (problem,) = verify(read_only).problems

    assert (problem.kind, problem.path) == (Kind.FILE_UNREADABLE, ARTICLES_FILE)
    assert problem.mend == "Give this user access to the file"

    (read_only / ARTICLES_FILE).chmod(0o444)
    with without_rights():
        assert verify(read_only).problems == ()


def test_a_month_that_lost_a_dataset_and_its_listing_is_found_too(output):
    (output / file_of(TAGS, MARCH)).unlink()
    relist(output)

    assert found(output) == {(Kind.FILE_MISSING, file_of(TAGS, MARCH))}

    refresh(output)
    assert verify(output).problems == ()


def test_rows_that_somebody_edited_are_found_and_mended(output):
    edit = replaced("title_en", "English title 0.0.", "Another title.")
    change(output, ARTICLES, FEBRUARY, edit, is_listed=False)

    (problem,) = verify(output).problems
    assert (problem.kind, problem.path) == (Kind.FILE_CHANGED, ARTICLES_FILE)

    (output / ARTICLES_FILE).unlink()
    refresh(output)
    assert verify(output).problems == ()


def test_a_file_that_lost_a_column_has_another_schema(output):
    change(output, ARTICLES, FEBRUARY, lambda t: t.drop_columns(["title_uk"]), is_listed=False)

    (problem,) = verify(output).problems
    assert (problem.kind, problem.what) == (Kind.SCHEMA_OTHER, "lacks the column title_uk")

    (output / ARTICLES_FILE).unlink()
    refresh(output)
    assert verify(output).problems == ()


@pytest.mark.parametrize(
    ("edit", "what"),
    [
        (lambda t: t.cast(_wider(t.schema)), "has word_count as int64 not null, declared is int32"),
        (lambda t: t.replace_schema_metadata({}), "was written by another program"),
        (lambda t: t.append_column("mood", pa.nulls(len(t), pa.string())), "does not know: mood"),
    ],
)
def test_other_types_marks_and_columns_are_another_schema(output, edit, what):
    path = output / ARTICLES_FILE
    pq.write_table(edit(pq.ParquetFile(path).read()), path)

    (problem,) = verify(output).problems
    assert problem.kind is Kind.SCHEMA_OTHER
    assert what in problem.what


def _wider(schema):
    index = schema.get_field_index("word_count")
    return schema.set(index, schema.field(index).with_type(pa.int64()))


def test_a_foreign_file_is_named_and_moved_away(output, tmp_path):
    foreign = output / "articles/published_month=2026-02/copy.parquet"
    shutil.copy(output / ARTICLES_FILE, foreign)

    assert found(output) == {(Kind.FILE_FOREIGN, foreign.relative_to(output).as_posix())}

    foreign.rename(tmp_path / "copy.parquet")
    assert verify(output).problems == ()


def test_a_month_that_is_not_listed_is_named_and_listed_by_the_next_run(output, tmp_path):
    other = tmp_path / "other"
    load(other, make(8, published_date=date(2026, 4, 2)))
    for dataset in MONTHLY:
        name = file_of(dataset, "2026-04")
        files.make_folder((output / name).parent)
        shutil.copy(other / name, output / name)

    assert found(output) == {(Kind.FILE_UNLISTED, file_of(d, "2026-04")) for d in MONTHLY}

    run_again(output)
    assert verify(output).problems == ()


# Damage to what describes them


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (None, Kind.MANIFEST_MISSING),
        (b"", Kind.MANIFEST_UNREADABLE),
        (b"[]", Kind.MANIFEST_UNREADABLE),
        (b"{\xff}", Kind.MANIFEST_UNREADABLE),
        (b'{"schema_version": 1, "files": [], "content_sha256": {}}', Kind.MANIFEST_UNREADABLE),
    ],
)
def test_a_lost_or_broken_manifest_is_mended_by_the_next_run(output, content, kind):
    (output / MANIFEST).unlink()
    if content is not None:
        (output / MANIFEST).write_bytes(content)

    assert found(output) == {(kind, MANIFEST)}

    run_again(output)
    assert verify(output).problems == ()


@pytest.mark.parametrize(
    "edit",
    [
        {"rows": 77},
        {"content_sha256": "0" * 64},
        {"path": "../elsewhere.parquet"},
        {
            "path": "articles/published_month=../../elsewhere/articles.parquet",
            "partition": "../../elsewhere",
        },
        {"rows": "many"},
        {"dataset": "novels"},
        {"partition": None},
    ],
)
def test_an_edited_manifest_is_named_and_made_anew(output, edit):
    document = json.loads((output / MANIFEST).read_text())
    document["files"][0] |= edit
    (output / MANIFEST).write_text(json.dumps(document))

    problems = verify(output).problems
    assert Kind.MANIFEST_WRONG in {problem.kind for problem in problems}
    assert {problem.kind for problem in problems} <= {
        Kind.MANIFEST_WRONG, Kind.FILE_UNLISTED, Kind.PACKAGE_WRONG,
    }  # fmt: skip

    (output / MANIFEST).unlink()
    run_again(output)
    assert verify(output).problems == ()


@pytest.mark.parametrize("edit", [{"sha256": "0" * 64}, {"bytes": 5}])
def test_a_listed_checksum_or_size_that_is_not_the_files_is_named_and_mended(output, edit):
    document = json.loads((output / MANIFEST).read_text())
    document["files"][0] |= edit
    (output / MANIFEST).write_text(json.dumps(document))

    assert (Kind.FILE_CHANGED, document["files"][0]["path"]) in found(output)

    (output / MANIFEST).unlink()
    run_again(output)
    assert verify(output).problems == ()


def test_a_listing_twice_and_other_content_hashes_are_wrong(output):
    whole_manifest = json.loads((output / MANIFEST).read_text())
    for document in (
        whole_manifest | {"files": [*whole_manifest["files"], whole_manifest["files"][0]]},
        whole_manifest | {"content_sha256": {"articles": "0"}},
    ):
        (output / MANIFEST).write_text(json.dumps(document))
        assert found(output) == {(Kind.MANIFEST_WRONG, MANIFEST)}

    (output / MANIFEST).unlink()
    run_again(output)
    assert verify(output).problems == ()


def test_a_manifest_of_a_newer_visnyk_is_left_to_it(output):
    document = json.loads((output / MANIFEST).read_text()) | {"schema_version": "2"}
    (output / MANIFEST).write_text(json.dumps(document))
    truncate(output / ARTICLES_FILE)

    report = verify(output)
    assert [problem.kind for problem in report.problems] == [Kind.MANIFEST_NEWER]
    assert report.files == 0


@pytest.mark.parametrize("content", [b"{", b'{"resources": []}'])
def test_a_data_package_of_other_files_is_named_and_made_anew(output, content):
    (output / "datapackage.json").write_bytes(content)

    assert found(output) == {(Kind.PACKAGE_WRONG, "datapackage.json")}

    run_again(output)
    assert verify(output).problems == ()
