"""Files of articles: each record is an input, known by what it holds, read by its place."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.extract.discovery import Discovery, discover
from tasks.extract.paths import uri_of
from tasks.extract.read import read_batch
from tasks.models import Batch, Failure, MediaType, SourceDocument

ROWS = [
    {"url": "https://example.ua/1", "title": "Міст відкрили", "text": "Перший рядок.\nДругий."},
    {"id": "7", "title": "Школу відбудували", "text": "У громаді «Щасливе» — свято; діти є."},
    {"title": "Врожай зібрали", "text": "Пшениці вродило 3,2 тонни з гектара, ґрунт добрий."},
]
ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1251"]


def look(*paths: Path, **known: dict[str, str]) -> Discovery:
    given_ = {"loaded": {}, "quarantined": {}} | known
    return discover([str(path) for path in paths], **given_)


def read(found: Discovery) -> tuple[SourceDocument, ...]:
    batch = read_batch(Batch(1, found.new), max_bytes=10**7, max_raw_bytes=10**6)
    assert batch.failures == ()
    return batch.items


def values(found: Discovery) -> list[dict[str, object]]:
    return [json.loads(document.text) for document in read(found)]


def jsonl(rows: list[dict[str, str]]) -> str:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def as_csv(rows: list[dict[str, str]], delimiter: str = ",", newline: str = "\r\n") -> str:
    names = list(dict.fromkeys(name for row in rows for name in row))
    out = io.StringIO()
    writer = csv.DictWriter(out, names, delimiter=delimiter, lineterminator=newline)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def as_json(rows: list[dict[str, str]]) -> str:
    return json.dumps(rows, ensure_ascii=False, indent=2)


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("name", ["a.jsonl", "a.json", "a.csv"])
def test_every_record_is_an_input_in_each_format_and_encoding(
    tmp_path: Path, name: str, encoding: str
) -> None:
    path = tmp_path / name
    written = {"a.jsonl": jsonl, "a.json": as_json, "a.csv": as_csv}[name](ROWS)
    path.write_bytes(written.encode(encoding))
    found = look(path)
    assert values(found) == ROWS
    base = uri_of(path)
    assert found.new[0].uri == f"{base}#url=https%3A%2F%2Fexample.ua%2F1"
    assert found.new[1].uri == f"{base}#id=7"
    assert found.new[2].uri == f"{base}#sha256={(found.new[2].sha256 or '')[:16]}"
    document = read(found)[0]
    assert document.media_type is MediaType.RECORD
    assert document.encoding.replace("-sig", "") in {encoding.replace("-sig", ""), "utf-16-le"}
    assert document.sha256 == found.new[0].sha256


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("head", ["", "sep={}\n"])
def test_the_delimiter_of_a_csv_file_is_found(tmp_path: Path, delimiter: str, head: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text(head.format(delimiter) + as_csv(ROWS, delimiter, "\n"), encoding="utf-8")
    assert values(look(path)) == ROWS


def test_the_same_record_is_the_same_input_in_any_format_and_order(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(jsonl(ROWS))
    (tmp_path / "b.csv").write_text(as_csv(ROWS[::-1]))
    found = look(tmp_path)
    assert len(found.new) == len(found.duplicates) == 3


def test_a_line_inserted_above_changes_nothing_below(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(jsonl(ROWS))
    loaded = {ref.uri: ref.sha256 or "" for ref in look(path).new}
    path.write_text(jsonl([{"title": "Нова", "text": "Новина."}, *ROWS]))
    found = look(path, loaded=loaded)
    assert [ref.uri for ref in found.new] == [found.new[0].uri]
    assert set(found.unchanged) == set(loaded)


def test_a_changed_record_is_a_new_version_of_the_same_input(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(jsonl(ROWS))
    loaded = {ref.uri: ref.sha256 or "" for ref in look(path).new}
    path.write_text(jsonl([ROWS[0] | {"text": "Інший текст."}, *ROWS[1:]]))
    (ref,) = look(path, loaded=loaded).new
    assert ref.uri in loaded


def test_equal_records_are_one_new_input_and_duplicates(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(jsonl([ROWS[0], ROWS[0], ROWS[2], ROWS[2]]))
    found = look(path)
    assert (len(found.new), len(found.duplicates), found.total) == (2, 2, 4)


def test_two_versions_under_one_address_are_two_inputs(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(jsonl([ROWS[0], ROWS[0] | {"text": "Інший."}]))
    assert [ref.uri.partition("#")[2][-4:] for ref in look(path).new] == ["%2F1", "&n=2"]


def test_a_damaged_line_is_one_failure_with_its_number_and_the_others_go_on(
    tmp_path: Path,
) -> None:
    path = tmp_path / "a.jsonl"
    lines = jsonl(ROWS).splitlines()
    path.write_text("\n".join([lines[0], '{"title": "обірв', "", "[1]", lines[1], lines[2]]))
    found = look(path)
    assert values(found) == ROWS
    assert [failed.reason[:17] for failed in found.failures] == [
        "Line 2 is damaged",
        "Line 4 is damaged",
    ]
    assert found.failures[0].raw == '{"title": "обірв\n'.encode()
    known = {failed.source_uri: failed.source_sha256 or "" for failed in found.failures}
    again = look(path, quarantined=known)
    assert (again.failures, set(again.quarantined)) == ((), set(known))


@pytest.mark.parametrize("damaged", ['x,"не закрито\n', "a,b,c,d,e\n", "обірваний рядок\n"])
def test_a_damaged_row_of_a_csv_file_takes_no_other_with_it(tmp_path: Path, damaged: str) -> None:
    path = tmp_path / "a.csv"
    head, first, *rest = as_csv(
        [{"url": "https://example.ua/1", "title": "Перша", "text": "Один,\nдва."}, *ROWS[1:2]],
        newline="\n",
    ).splitlines(keepends=True)
    path.write_text("".join([head, damaged, first, *rest]))
    found = look(path)
    titles = [value.get("title") for value in values(found)]
    assert titles[-2:] == ["Перша", "Школу відбудували"]
    assert len(found.failures) + len(titles) == 3


def test_a_damaged_object_of_an_array_takes_no_other_with_it(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text(as_json(ROWS).replace('"id": "7"', '"id": 7"'))
    found = look(path)
    assert values(found) == [ROWS[0], ROWS[2]]
    assert [failed.reason.partition(":")[0] for failed in found.failures] == ["Line 7 is damaged"]


def test_lines_of_another_encoding_are_decoded_on_their_own(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    lines = jsonl(ROWS).splitlines(keepends=True)
    path.write_bytes(lines[0].encode() + lines[1].encode("cp1251") + lines[2].encode())
    assert values(look(path)) == ROWS


def test_one_object_is_one_record(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps(ROWS[0], indent=1))
    assert values(look(path)) == [ROWS[0]]


def test_an_empty_file_of_records_is_a_failure_of_the_file(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(" \n")
    (failed,) = look(tmp_path / "a.csv").failures
    assert failed.error_type == "EmptyInputError"


def test_half_a_letter_in_json_does_no_harm(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"title": "Новина \\ud83d", "text": "Текст"}\n')
    (document,) = read(look(tmp_path))
    assert "Новина �" in document.text


def test_a_record_that_changed_since_it_was_found_is_tried_again_later(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(jsonl(ROWS))
    found = look(path)
    path.write_text("x" * 10 + jsonl(ROWS))
    batch = read_batch(Batch(1, found.new), max_bytes=10**7, max_raw_bytes=0)
    assert batch.items == ()
    assert isinstance(batch.failures[0], Failure)
    assert any(failed.is_transient for failed in batch.failures)


def test_a_record_over_the_limit_is_refused_and_the_next_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(jsonl([{"title": "Довга", "text": "а" * 5_000}, *ROWS]))
    batch = read_batch(Batch(1, look(tmp_path).new), max_bytes=1_000, max_raw_bytes=0)
    assert [failed.error_type for failed in batch.failures] == ["InputTooLargeError"]
    assert len(batch.items) == 3


TEXT = st.text(
    st.one_of(
        st.sampled_from('абвгґдеєжзиіїйклмнопрстуфхцчшщьюя ,;"\n\t«»'),
        st.characters(exclude_categories=("Cc", "Cs")),
    ),
    max_size=30,
)


def ordered(rows: list[dict[str, object]]) -> list[str]:
    return sorted(json.dumps(row, sort_keys=True) for row in rows)


def normal(row: dict[str, str]) -> dict[str, str]:
    stripped = {name: value.strip() for name, value in row.items()}
    return {name: value for name, value in stripped.items() if value}


@given(st.lists(st.fixed_dictionaries({"title": TEXT, "text": TEXT, "tags": TEXT}), max_size=6))
def test_any_rows_written_as_json_lines_come_back_each_from_its_place(
    tmp_path_factory: pytest.TempPathFactory, rows: list[dict[str, str]]
) -> None:
    path = tmp_path_factory.getbasetemp() / "any.jsonl"
    rows.append({"title": "Остання", "text": "новина", "tags": ""})
    path.write_text(jsonl(rows), encoding="utf-8", newline="")
    named = [{name: value for name, value in row.items() if value} for row in rows]
    unique = list({json.dumps(row, sort_keys=True): row for row in named}.values())
    assert ordered(values(look(path))) == ordered(unique)


@given(
    st.lists(st.fixed_dictionaries({"title": TEXT, "text": TEXT, "tags": TEXT}), max_size=6),
    st.sampled_from([",", ";", "\t"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_any_rows_written_as_csv_come_back_each_from_its_place(
    tmp_path_factory: pytest.TempPathFactory,
    rows: list[dict[str, str]],
    delimiter: str,
    encoding: str,
) -> None:
    path = tmp_path_factory.getbasetemp() / "any.csv"
    rows.append({"title": "Остання новина", "text": "Текст новини про міст", "tags": ""})
    path.write_bytes(as_csv(rows, delimiter, "\n").encode(encoding))
    named = [row for row in map(normal, rows) if row]
    unique = list({json.dumps(row, sort_keys=True): row for row in named}.values())
    assert ordered(values(look(path))) == ordered(unique)
