"""Datasets in an object store are what they are in a folder."""

import pickle

from tasks.load.maintenance.compact import compact
from tasks.load.memory.translations import StoredMemory
from tasks.load.publish import publish
from tasks.load.runs import RunRecord, append_run
from tasks.load.schema import ARTICLES, Granularity, RunState, file_of
from tasks.load.state.known import read_state
from tasks.load.state.read import latest_article, read_articles, read_sentences
from tasks.load.state.shelf import StoredShelf
from tasks.load.storage.location import work_folder
from tasks.load.storage.locking import check_writable, live_run
from tasks.load.storage.manifest import content_hash, read_manifest, reconciled, row_counts
from tasks.load.verify import Kind, verify
from tasks.models import Maker
from tests.load.factories import LATER, load, make, make_page, source
from tests.load.parted import parted_by

MOVED = {"published_date": None, "published_at": None}


def names(output):
    """The objects that are there, but for the holds on the output."""
    below = (path.uri.removeprefix(f"{output}/") for path in output.below())
    return {name for name in below if not name.startswith(".lock/")}


def publish_twice(output):
    """New articles and a kept page; then an edit, and one that moves to another month."""
    check_writable(output)
    load(output, make(1), make(2, page=make_page(2)))
    load(output, make(1, text="Зміна."), make(2, **MOVED), run_id="run-2", now=LATER)
    append_run(output, RunRecord("run-2", LATER, LATER, RunState.COMPLETED))


def test_the_same_inputs_give_the_same_datasets_as_in_a_folder(output, tmp_path):
    local = tmp_path / "local"
    for place in (output, local):
        publish_twice(place)

    assert content_hash(output) == content_hash(local)
    assert names(output) == {*read_manifest(local), "manifest.json", "datapackage.json"}
    for name in ("manifest.json", "datapackage.json"):
        assert (output / name).read_bytes() == (local / name).read_bytes()
    assert reconciled(output) == read_manifest(output)
    assert verify(output).problems == ()
    assert not (work_folder(output) / ".staging").exists()


def test_days_and_months_are_files_of_a_store_too_and_rows_move_between_them(output, tmp_path):
    local = tmp_path / "local"
    with parted_by(Granularity.DAY):
        publish_twice(output)
        publish_twice(local)
    days = {name for name in names(output) if name.startswith("articles/")}
    assert days == {file_of(ARTICLES, day) for day in ("2026-02-02", "2026-02-03", "unknown")}

    for _ in range(2):
        compact(output, "run-compact")
        compact(local, "run-compact")

    assert names(output) == {*read_manifest(local), "manifest.json", "datapackage.json"}
    assert content_hash(output) == content_hash(local)
    assert verify(output).problems == ()


def test_what_is_published_is_known_to_the_next_run_and_to_readers(output):
    maker = Maker("draft", "1")
    load(output, make(1), make(2, page=make_page(2)))

    known = read_state(output).documents
    [article] = read_articles(output, prefix=make(1).article.article_id)

    assert set(known) == {source(1), source(2)}
    assert row_counts(output)["articles"] == 2
    assert latest_article(output) == make(2).article.article_id
    assert article["title_uk"] == make(1).article.title
    sentences = read_sentences(output, article["article_id"], article["published_month"])
    assert [row["uk"] for row in sentences][:1] == [make(1).article.title]
    page = StoredShelf(output).page(source(2))
    assert page is not None
    assert page.content == make_page(2).content
    memory = pickle.loads(pickle.dumps(StoredMemory(output, "run-2")))
    text = make(1).article.title
    assert memory.find([text], maker) == {text: "English title 0.0."}


def test_the_memory_sees_what_was_published_since_it_was_opened(output):
    maker, memory = Maker("draft", "1"), StoredMemory(output, "run-2")
    load(output, make(1))
    assert memory.find([make(2).article.title], maker) == {}

    load(output, make(2), run_id="run-2")

    assert memory.find([make(2).article.title], maker) != {}


def test_a_publish_without_news_writes_no_dataset(output):
    load(output, make(1))
    before = {path: path.stat() for path in output.below() if ".lock" not in path.uri}

    published = publish(output, "run-2")

    assert published.files_written == ()
    assert {path: path.stat() for path in output.below() if ".lock" not in path.uri} == before


def test_verify_names_what_was_damaged_and_the_next_run_mends_it(output):
    load(output, make(1), make(2, **MOVED))
    name = next(name for name in names(output) if name.startswith("tags/"))
    (output / name).write_bytes((output / name).read_bytes()[:-50])
    (output / "articles/notes.txt").write_bytes(b"of somebody")
    (output / ".staging/00000001/left").write_bytes(b"of a dead run")

    found = {(problem.kind, problem.path) for problem in verify(output).problems}

    assert found == {
        (Kind.FILE_UNREADABLE, name),
        (Kind.FILE_FOREIGN, "articles/notes.txt"),
        (Kind.LEFTOVER, ".staging/00000001/left"),
    }
    (output / name).unlink()
    (output / "articles/notes.txt").unlink()
    load(output, make(1), make(2, **MOVED), run_id="run-2")
    assert verify(output).problems == ()


def test_what_a_run_stages_stays_on_its_machine_until_it_is_published(output):
    with live_run(output, "run-1") as folder:
        assert folder.is_relative_to(work_folder(output))
        assert names(output) == set()
