"""`verify`: a whole output passes, each kind of damage is named, and its mend mends it."""

import json
import shutil
import threading
from datetime import date

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tasks.load import files
from tasks.load.arrow import pc, write_parquet
from tasks.load.commit import _FOLDER, _JOURNAL
from tasks.load.datapackage import render_package
from tasks.load.errors import OutputBusyError
from tasks.load.locking import LOCK, STAGING, live_run, output_lock
from tasks.load.manifest import MANIFEST, content_hash, reconciled, render
from tasks.load.publish import publish
from tasks.load.runs import RunRecord, append_run
from tasks.load.schema import ARTICLES, DATASETS, MENTIONS, SENTENCES, TAGS, RunState, file_of
from tasks.load.staging import stage_batch
from tasks.load.verify import Kind, verify, whole
from tests.load import kill_points
from tests.load.factories import LATER, NOW, fail, load, make, make_page, snapshot
from tests.load.test_crash import PowerCut, cut_power_at
from tests.load.test_damage import flip_a_letter, truncate

FEBRUARY, MARCH = "2026-02", "2026-03"
IN_MARCH = {"published_date": date(2026, 3, 1), "published_at": None}
ARTICLES_FILE = file_of(ARTICLES, FEBRUARY)
MONTHLY = (ARTICLES, SENTENCES, MENTIONS, TAGS)


def found(output):
    return {(problem.kind, problem.path) for problem in verify(output).problems}


def inputs():
    return [make(1), make(2), make(3, **IN_MARCH), make(4, published_date=None)]


@pytest.fixture
def output(tmp_path):
    """Two runs, three partitions, a kept page, something in quarantine."""
    folder = tmp_path / "output"
    load(folder, *inputs()[:3], make(5, page=make_page(5)), failures=(fail(9),))
    load(folder, make(4, published_date=None), run_id="run-2", now=LATER)
    append_run(folder, RunRecord("run-2", NOW, LATER, RunState.COMPLETED))
    return folder


def run_again(output, *articles):
    load(output, *articles, run_id="run-again", now=LATER)


def refresh(output):
    run_again(output, *inputs(), make(5, page=make_page(5)))


def change(output, dataset, partition, edit, *, is_listed=True):
    """Write a file with other rows, and a manifest that says so, as a faulty visnyk would."""
    path = output / file_of(dataset, partition)
    write_parquet(edit(pq.ParquetFile(path).read()), path, dataset)
    if is_listed:
        relist(output)


def relist(output):
    (output / MANIFEST).unlink()
    entries = reconciled(output)
    (output / MANIFEST).write_bytes(render(entries))
    (output / "datapackage.json").write_bytes(render_package(entries))


def replaced(column, old, new):
    def edit(table):
        index = table.schema.get_field_index(column)
        values = [new if value == old else value for value in table[column].to_pylist()]
        field = table.schema.field(column)
        return table.set_column(index, field, pa.array(values, field.type))

    return edit


# What is whole


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
        change(output, dataset, FEBRUARY, lambda t: t.drop_columns(list(dataset.added)))

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

    path.write_bytes(copy)
    assert verify(output).problems == ()
    path.unlink()
    refresh(output)
    assert verify(output).problems == ()


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


# Rows that are wrong in files that are whole


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
    assert make(1).article.article_id in problem.what
    assert "2026-02, 2026-04" in problem.what

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
    assert not (output / file_of(ARTICLES, "2026-05")).exists()


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
        SENTENCES, replaced("sentence_id", f"{make(1).article.article_id}-0003", "a-1"),
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


# What dead and living runs leave


def test_what_a_killed_run_left_is_named_and_cleared_away_by_the_next(output):
    staging = output / STAGING
    (staging / "run-dead/batch-00001").mkdir(parents=True)
    (staging / "run-dead/.live").touch()
    (staging / _FOLDER).mkdir()
    (staging / ".commit.json.tmp").write_bytes(b"half")
    (output / ".lock-owner.json").write_text("{}")
    (output / ".probe").touch()

    assert found(output) == {
        (Kind.LEFTOVER, name)
        for name in (
            f"{STAGING}/run-dead", f"{STAGING}/{_FOLDER}", f"{STAGING}/.commit.json.tmp",
            ".lock-owner.json", ".probe",
        )
    }  # fmt: skip

    run_again(output)
    assert verify(output).problems == ()


def test_paid_answers_that_wait_for_their_run_are_no_problem(output):
    folder = output / STAGING / "run-dead"
    folder.mkdir(parents=True)
    (folder / "answers-1.jsonl").write_text("{}\n")

    assert verify(output).problems == ()


def test_a_run_at_work_is_no_problem(output):
    with live_run(output, "run-slow"):
        batch = stage_batch(output, "run-slow", 1, [make(7)])
        assert verify(output).problems == ()
        with output_lock(output, "run-slow"):
            (output / STAGING / _FOLDER).mkdir()
            assert verify(output).problems == ()
            (output / STAGING / _FOLDER).rmdir()
        publish(output, "run-slow", [batch])
    assert verify(output).problems == ()


def test_a_publish_that_was_cut_short_is_named_and_finished_by_the_next_run(output, monkeypatch):
    with monkeypatch.context() as patch:
        cut_power_at(patch, "replace", 3)
        with pytest.raises(PowerCut):
            load(output, make(1, text="Зміна."), make(3, text="Зміна.", **IN_MARCH), run_id="cut")

    assert found(output) == {(Kind.INTERRUPTED, STAGING)}

    run_again(output)
    assert verify(output).problems == ()


def test_a_run_that_died_before_its_journal_leaves_the_datasets_whole(output, monkeypatch):
    before = content_hash(output)
    with monkeypatch.context() as patch:
        cut_power_at(patch, "write_durably", 1)
        patch.setattr(shutil, "rmtree", lambda *_, **__: None)
        with pytest.raises(PowerCut):
            load(output, make(1, text="Зміна."), run_id="cut")

    assert {kind for kind, _ in found(output)} == {Kind.LEFTOVER}
    assert content_hash(output) == before

    run_again(output)
    assert verify(output).problems == ()


# One state, or none


def test_a_look_that_a_publish_overlaps_is_taken_anew(output, monkeypatch):
    looks = 0
    original = whole._look

    def look(folder):
        nonlocal looks
        looks += 1
        report = original(folder)
        if looks == 1:
            load(output, make(7), run_id="between")
        return report

    monkeypatch.setattr(whole, "_look", look)
    before = verify(output).rows

    assert looks == 2
    assert before == sum(pq.read_metadata(path).num_rows for path in output.rglob("*.parquet"))


def test_an_output_that_never_rests_is_said_to_be_busy(output, monkeypatch):
    original = whole._look

    def look(folder):
        report = original(folder)
        load(output, make(7, text=f"{looks.pop()}"), run_id="between")
        return report

    looks = list(range(3))
    monkeypatch.setattr(whole, "_look", look)

    with pytest.raises(OutputBusyError, match="published into all the while"):
        verify(output, looks=3)
    assert looks == []


def test_moves_in_progress_are_waited_for(output):
    journal = output / STAGING / _JOURNAL
    journal.parent.mkdir()
    journal.write_text("[]")
    with output_lock(output, "a publisher"):
        with pytest.raises(OutputBusyError):
            verify(output, wait_seconds=0)
        threading.Timer(0.1, journal.unlink).start()
        assert verify(output).problems == ()


def test_a_writer_is_not_kept_out(output):
    stop = threading.Event()

    def look_all_the_time():
        while not stop.is_set():
            verify(output, looks=1000)

    thread = threading.Thread(target=look_all_the_time)
    thread.start()
    try:
        for number in range(5):
            load(output, make(7, text=str(number)), run_id=f"run-{number}")
    finally:
        stop.set()
        thread.join()
    assert (output / LOCK).exists()
    assert verify(output).problems == ()
