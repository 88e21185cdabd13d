"""The guide for readers of the datasets is true: its programs run, and all of them agree."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pandas as pd
import polars as pl
import pyarrow.parquet as pq
import pytest
from upath import UPath

from tasks.load.schema import ARTICLES, PARTITIONED, SENTENCES, file_of
from tasks.load.storage.commit import commit
from tasks.load.storage.manifest import reconciled
from tasks.models import KeyNumber, Label, Mention, MentionKind, NumberKind, Qualifier, Role
from tests.conftest import ROOT
from tests.load.factories import load, make

GUIDE = (ROOT / "docs/reading.md").read_text(encoding="utf-8")
WAR = Label("iptc", "16000000", "війна", "conflict, war and peace", 0.9)
# Day of publication, whether it is about war, killed, whom it names, by number of the article.
ARTICLE = tuple[date | None, bool, int | None, str | None]
PUBLISHED: dict[int, ARTICLE] = {
    1: (date(2026, 2, 2), True, 3, "Olena Hrim"),
    2: (date(2026, 2, 8), True, None, "Petro Sokil"),
    3: (date(2026, 2, 8), False, 5, "Petro Sokil"),
    4: (date(2026, 2, 9), True, None, None),
    5: (date(2026, 3, 3), True, 7, "Olena Hrim"),
    6: (None, True, None, None),
}  # fmt: skip
FEBRUARY, WEEK = {1, 2, 3, 4}, {1, 2}


def program(heading: str) -> str:
    """The programs of a section, one after the other."""
    (section,) = re.findall(
        rf"^#+ {heading}\n(.*?)(?=^#|\Z)", outside_code(), re.DOTALL | re.MULTILINE
    )
    return "\n".join(CODE[int(number)] for number in re.findall(r"<code (\d+)>", section))


VERSIONS = "Files of several versions"
MEANWHILE = "While a run publishes"
STATE = "One whole state, and only what is new"
STORE = "From an object store"
CODE = re.findall(r"```python\n(.*?)```", GUIDE, re.DOTALL)


def outside_code() -> str:
    """The guide with its programs by number, for their comments look like headings."""
    numbers: Iterator[int] = iter(range(len(CODE)))
    return re.sub(r"```python\n.*?```", lambda _: f"<code {next(numbers)}>", GUIDE, flags=re.DOTALL)


def published(number: int):
    day, is_war, killed, person = PUBLISHED[number]
    tagged = make(number, published_date=day)
    title = tagged.article.title
    named = (
        Mention(MentionKind.PERSON, "Міст", "Міст", person, Role.TITLE, 0, 0, 4, "rules", None)
        if person
        else None
    )
    count = (
        KeyNumber(
            NumberKind.KILLED,
            killed,
            None,
            "person",
            Qualifier.EXACT,
            title[:4],
            Role.TITLE,
            0,
            0,
            4,
        )
        if killed
        else None
    )
    return replace(
        tagged,
        mentions=(*tagged.mentions, *filter(None, [named])),
        labels=(*tagged.labels, *([WAR] if is_war else [])),
        numbers=tuple(filter(None, [count])),
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """A folder with an output: three months, one of them `unknown`."""
    folder = tmp_path_factory.mktemp("reader")
    load(folder / "output", *map(published, PUBLISHED))
    return folder


def names(heading: str, folder: Path, monkeypatch) -> dict[str, Any]:
    """What the programs of a section leave behind."""
    monkeypatch.chdir(folder)
    found: dict[str, Any] = {}
    exec(compile(program(heading), f"docs/reading.md: {heading}", "exec"), found)
    return found


Rows = list[tuple[Any, ...]]


def of_pandas(frame, columns: list[str]) -> Rows:
    return list(frame[columns].itertuples(index=False, name=None))


def of_polars(frame, columns: list[str]) -> Rows:
    return frame.lazy().select(columns).collect().rows()


def of_duckdb(relation, columns: list[str]) -> Rows:
    return relation.select(*columns).fetchall()


def of_pyarrow(table, columns: list[str]) -> Rows:
    return list(zip(*table.select(columns).to_pydict().values(), strict=True))


def of_pyspark(frame, columns: list[str]) -> Rows:
    return [tuple(row) for row in frame.select(*columns).collect()]


has_spark = find_spec("pyspark") is not None and shutil.which("java") is not None
READERS = [
    pytest.param("pandas", of_pandas),
    pytest.param("Polars", of_polars),
    pytest.param("DuckDB", of_duckdb),
    pytest.param("pyarrow", of_pyarrow),
    pytest.param(
        "PySpark",
        of_pyspark,
        marks=[
            pytest.mark.slow,
            pytest.mark.skipif(
                not has_spark,
                reason="PySpark is not in the lock, being 400 MB, or there is no Java: "
                "pip install pyspark",
            ),
        ],
    ),
]


def ids(numbers) -> list[str]:
    return sorted(make(n).article.article_id for n in numbers)


def test_every_program_is_run_by_a_test() -> None:
    run = [heading.values[0] for heading in READERS]
    run += [VERSIONS, MEANWHILE, STATE, STORE, "The data package"]
    assert sum(program(heading).count("import ") > 0 for heading in run) == len(run)
    assert "".join(CODE).replace("\n", "") == "".join(map(program, run)).replace("\n", "")


@pytest.mark.parametrize(("heading", "rows_of"), READERS)
def test_the_programs_of_every_reader_find_the_same(
    heading: str, rows_of: Callable[..., Rows], folder: Path, monkeypatch
) -> None:
    found = names(heading, folder, monkeypatch)
    everything = found["everything"] if "everything" in found else found["articles"]

    def articles(name: str) -> list[str]:
        return sorted(row[0] for row in rows_of(found[name], ["article_id"]))

    months = {month for (month,) in rows_of(everything, ["published_month"])}
    assert months == {"2026-02", "2026-03", "unknown"}
    assert len(rows_of(everything, list(ARTICLES.names))) == len(PUBLISHED)
    assert articles("february") == ids(FEBRUARY)
    assert articles("week") == ids(WEEK)

    assert [pair[1:] for number in sorted(WEEK, key=article_id) for pair in pairs_of(number)] == [
        row[1:] for row in sorted_by_article(rows_of(found["pairs"], ["article_id", "uk", "en"]))
    ]
    assert sorted(rows_of(found["people"], ["article_id", "name_en"])) == sorted(
        (article_id(n), PUBLISHED[n][3]) for n in WEEK
    )
    titles = dict(rows_of(found["people"], ["article_id", "title_en"]))
    assert set(titles.values()) == {"English title 0.0."}

    assert sorted(rows_of(found["numbers"], ["article_id", "kind", "value", "unit"])) == sorted(
        (article_id(n), "killed", float(killed), "person")
        for n, (_, _, killed, _) in PUBLISHED.items()
        if killed
    )
    photos = rows_of(found["photos"], ["article_id", "caption_uk", "credit"])
    assert {(row[1] if isinstance(row[1], str) else None, row[2]) for row in photos} == {
        ("Новий міст", "AP"),
        (None, "Вісті"),
    }
    assert len(photos) == 2 * len(PUBLISHED)
    if heading == "PySpark":
        found["spark"].stop()


def article_id(number: int) -> str:
    return make(number).article.article_id


def pairs_of(number: int) -> Rows:
    pairs = published(number).translated.sentences
    return [(article_id(number), pair.uk, pair.en) for pair in pairs]


def sorted_by_article(rows: Rows) -> Rows:
    return sorted(rows, key=lambda row: row[0])  # keeps the order within each


def test_files_of_several_versions_give_the_columns_of_all(folder, monkeypatch, tmp_path):
    shutil.copytree(folder / "output", tmp_path / "output")
    oldest = tmp_path / "output" / file_of(ARTICLES, "2026-02")
    before = [name for name in ARTICLES.names if name not in ARTICLES.added]
    pq.write_table(pq.ParquetFile(oldest).read(columns=before), oldest)

    found = names(VERSIONS, tmp_path, monkeypatch)

    columns = {*ARTICLES.names, "published_month"}
    assert set(found["table"].column_names) == set(found["frame"].columns) == columns
    assert set(found["relation"].columns) == set(found["lazy"].collect_schema()) == columns
    assert set(pd.read_parquet("output/articles").columns) < columns  # what the guide warns of
    revisions = [None] * len(FEBRUARY) + [1] * (len(PUBLISHED) - len(FEBRUARY))
    for rows in (
        of_pyarrow(found["table"], ["revision"]),
        of_duckdb(found["relation"], ["revision"]),
        of_polars(found["lazy"], ["revision"]),
    ):
        assert sorted(row[0] or 0 for row in rows) == [number or 0 for number in revisions]


def test_what_is_safe_while_a_run_publishes_gives_all_articles(folder, monkeypatch):
    found = names(MEANWHILE, folder, monkeypatch)

    assert sorted(row[0] for row in of_polars(found["lazy"], ["article_id"])) == ids(PUBLISHED)
    assert sorted(row[0] for row in of_duckdb(found["relation"], ["article_id"])) == ids(FEBRUARY)


@pytest.fixture
def follow(folder, monkeypatch, tmp_path):
    """The program of the guide that keeps a copy, beside an output of this test's own."""
    shutil.copytree(folder / "output", tmp_path / "output")
    return names(STATE, tmp_path, monkeypatch)["follow"]


def files_below(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*.parquet")
    }


def months(month: str) -> set[str]:
    return {file_of(dataset, month) for dataset in PARTITIONED}


def test_the_copy_is_that_of_the_output_and_tells_what_is_new(follow, tmp_path):
    output, copy = tmp_path / "output", tmp_path / "copy"
    assert files_below(copy) == files_below(output)
    assert follow(output, copy) == (set(), set())

    load(output, published(5), make(6, published_date=date(2026, 3, 9)), run_id="run-2")
    new, gone = follow(output, copy)

    assert new == months("2026-03") | months("unknown")
    assert gone == set()
    assert files_below(copy) == files_below(output)


def test_what_was_only_written_anew_is_copied_and_not_told(follow, tmp_path):
    output, copy = tmp_path / "output", tmp_path / "copy"
    load(output, published(5), run_id="run-2")

    assert follow(output, copy) == (set(), set())
    assert files_below(copy) == files_below(output)


def test_files_that_went_go_from_the_copy(follow, tmp_path):
    output, copy = tmp_path / "output", tmp_path / "copy"
    commit(output, "run-2", reconciled(output), [(d, "2026-03", None) for d in PARTITIONED])

    assert follow(output, copy) == (set(), months("2026-03"))
    assert files_below(copy) == files_below(output)


def test_a_copy_that_was_cut_short_is_made_anew(follow, tmp_path):
    output, copy = tmp_path / "output", tmp_path / "copy"
    commit(output, "run-2", reconciled(output), [(d, "2026-03", None) for d in PARTITIONED])
    (copy / "manifest.json").unlink()
    (copy / file_of(ARTICLES, "2026-02")).write_bytes(b"half")

    new, gone = follow(output, copy)

    assert new == files_below(output).keys()
    assert gone == months("2026-03")
    assert files_below(copy) == files_below(output)


def test_without_an_output_the_copy_is_left_alone(follow, tmp_path):
    before = files_below(tmp_path / "copy")

    with pytest.raises(FileNotFoundError):
        follow(tmp_path / "other", tmp_path / "copy")
    assert files_below(tmp_path / "copy") == before


def test_files_that_are_not_those_of_the_manifest_are_not_taken(follow, tmp_path):
    output, copy = tmp_path / "output", tmp_path / "copy"
    before, manifest = files_below(copy), (output / "manifest.json").read_bytes()
    load(output, make(1, text="Зміна."), make(7), run_id="run-2")
    after = (output / "manifest.json").read_bytes()

    # As in the middle of a publish: the files are new, the manifest is not yet.
    (output / "manifest.json").write_bytes(manifest)
    (copy / "manifest.json").unlink()  # nothing is known, all is fetched
    with pytest.raises(TimeoutError):
        follow(output, copy, tries=2)
    assert files_below(copy) == before

    (output / "manifest.json").write_bytes(after)
    new, _ = follow(output, copy)
    assert file_of(SENTENCES, "2026-02") in new
    assert files_below(copy) == files_below(output)


@pytest.fixture
def store(folder, monkeypatch) -> Iterator[None]:
    """An object store on loopback that holds the output as `s3://news/output`."""
    import boto3
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer("127.0.0.1", port=0)
    server.start()
    host, port = server.get_host_and_port()
    environment = {
        "AWS_ENDPOINT_URL": f"http://{host}:{port}",
        "AWS_ALLOW_HTTP": "true",
        "AWS_ACCESS_KEY_ID": "reader",
        "AWS_SECRET_ACCESS_KEY": "of-news",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_REGION": "us-east-1",
    }
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    client = boto3.client("s3")
    client.create_bucket(Bucket="news")
    for path in (folder / "output").rglob("*"):
        if path.is_file():
            client.upload_file(path, "news", path.relative_to(folder).as_posix())
    yield
    server.stop()


@pytest.mark.slow
def test_an_object_store_is_read_like_a_folder(store, folder, monkeypatch):
    found = names(STORE, folder, monkeypatch)

    expected = ids(PUBLISHED)
    for rows in (
        of_pandas(found["frame"], ["article_id"]),
        of_polars(found["lazy"], ["article_id"]),
        of_pyarrow(found["dataset"].to_table(), ["article_id"]),
    ):
        assert sorted(row[0] for row in rows) == expected
    assert sorted(row[0] for row in found["rows"].fetchall()) == ids(FEBRUARY)


@pytest.mark.slow
def test_a_copy_follows_an_object_store(store, follow, folder, tmp_path):
    new, gone = follow(UPath("s3://news/output"), tmp_path / "other")

    assert files_below(tmp_path / "other") == files_below(folder / "output")
    assert len(new) == len(files_below(folder / "output"))
    assert gone == set()


def test_the_data_package_names_the_files(folder, monkeypatch):
    frame = names("The data package", folder, monkeypatch)["frame"]

    assert isinstance(frame, pl.DataFrame)
    assert frame.height == len(PUBLISHED)
