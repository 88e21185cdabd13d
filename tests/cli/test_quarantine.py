"""`visnyk quarantine`: what failed is listed, shown whole, and tried again for real."""

from __future__ import annotations

import json
import os
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from click.testing import Result
from typer.testing import CliRunner

from flows.cli import console
from flows.cli.app import app
from tasks.extract.paths import uri_of
from tasks.load.state.read import read_quarantine
from tasks.models import Stage
from tests.extract.fetch.site import ROBOTS, Reply, Site, typed
from tests.flows.conftest import write_page
from tests.flows.test_addresses import page as html_page
from tests.load.factories import LATER, fail, load, make, source

from .conftest import Visnyk

ADDRESS = "https://visti.example/misto/7"


@pytest.fixture
def output(tmp_path: Path) -> Path:
    """Datasets with four inputs in quarantine; the second failed twice."""
    folder = tmp_path / "output"
    refused = fail(2, reason="The page has no title. Nothing was loaded. Complete the page.")
    load(
        folder,
        make(1),
        failures=(
            refused,
            fail(3, source_uri=f"{uri_of(tmp_path)}/%D0%BC%D1%96%D1%81%D1%82.txt"),
            fail(
                4,
                source_uri=ADDRESS,
                source_sha256=None,
                raw=None,
                stage=Stage.EXTRACT,
                error_type="PageNotFound",
                reason=f"{ADDRESS} does not exist",
            ),
            fail(
                5,
                is_transient=True,
                stage=Stage.TRANSLATE,
                raw="[red]Міст[/] \x1b[31m\u202eвідкрили\r\nо п'ятій".encode("cp1251", "ignore"),
                reason="[bold]no[/] engine \x1b]0;x\x07",
            ),
        ),
    )
    load(folder, failures=(refused,), run_id="run-2", now=LATER)
    return folder


@pytest.fixture
def asked(output: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Ask `visnyk quarantine` about these datasets, in this process, on a wide terminal."""
    monkeypatch.setattr(console.out, "width", 400)

    def ask(*arguments: str) -> Result:
        given = ["quarantine", *arguments, "--output", str(output)]
        return CliRunner().invoke(app, given)

    return ask


def listed(asked: Any, *filters: str) -> list[dict[str, Any]]:
    answer = asked("list", "--json", *filters)
    assert answer.exit_code == 0, answer.output
    return [json.loads(line) for line in answer.stdout.splitlines()]


def test_list_shows_each_input_with_stage_kind_reason_and_tries(asked: Any) -> None:
    answer = asked("list")
    assert answer.exit_code == 0
    for text in (
        "Quarantine (4)",
        "page-00002.txt",
        "міст.txt",
        ADDRESS,
        "PageNotFound",
        "no title",
    ):
        assert text in answer.stdout
    assert "2026-02-07 09:30" in answer.stdout


def test_list_as_json_gives_an_object_a_line_without_the_bytes(asked: Any, output: Path) -> None:
    rows = listed(asked)
    assert [row["source_uri"] for row in rows] == [
        row["source_uri"] for row in read_quarantine(output)
    ]
    (second,) = (row for row in rows if row["source_uri"] == source(2))
    assert (second["attempts"], second["last_seen_at"]) == (2, "2026-02-07T09:30:00+00:00")
    assert "raw" not in second


@pytest.mark.parametrize(
    ("filters", "uris"),
    [
        (["--stage", "extract"], [ADDRESS]),
        (["--stage", "translate"], [source(5)]),
        (["--error", "PageNotFound"], [ADDRESS]),
        (["--contains", "МІСТ.txt"], ["міст.txt"]),
        (["--contains", "Complete the"], [source(2)]),
        (["--stage", "parse", "--contains", "page-"], [source(2)]),
        (["--stage", "load"], []),
    ],
)
def test_list_is_filtered(asked: Any, tmp_path: Path, filters: list[str], uris: list[str]) -> None:
    expected = [uri_of(tmp_path / uri) if uri == "міст.txt" else uri for uri in uris]
    assert [row["source_uri"] for row in listed(asked, *filters)] == expected


def test_an_empty_quarantine_and_a_filter_that_fits_nothing_are_told(
    asked: Any, tmp_path: Path
) -> None:
    assert asked("list", "--stage", "load").stdout == "Nothing in quarantine fits.\n"
    load(tmp_path / "clean", make(1))
    clean = ["quarantine", "list", "--output", str(tmp_path / "clean")]
    assert CliRunner().invoke(app, clean).stdout == "Nothing in quarantine.\n"


@pytest.mark.parametrize("name", [source(2), "page-00002", "/inbox/page-00002.txt"])
def test_show_prints_all_that_is_known_and_how_to_retry(
    asked: Any, output: Path, name: str
) -> None:
    answer = asked("show", name)
    assert answer.exit_code == 0, answer.output
    shown = dict(line.split(maxsplit=1) for line in answer.stdout.splitlines()[:4])
    assert shown["stage"] == "parse"
    assert shown["error"] == "UnknownLayoutError"
    assert shown["reason"].endswith("Complete the page.")
    for text in (source(2), "2026-02-06 09:30:00 UTC", "2026-02-07 09:30:00 UTC", "run-2"):
        assert text in answer.stdout
    assert f"retry        visnyk quarantine retry {source(2)} --output {output}\n" in answer.stdout
    assert "bytes kept   5\n" in answer.stdout
    assert answer.stdout.endswith("begins\n\\xff\\x00raw\n")


def test_show_finds_a_file_by_its_path_and_an_address_in_any_spelling(
    asked: Any, tmp_path: Path
) -> None:
    for name in (str(tmp_path / "міст.txt"), "міст.txt", f"{ADDRESS}?utm_source=x#top"):
        assert asked("show", name).exit_code == 0
    gone = asked("show", ADDRESS).stdout
    assert "bytes kept   none" in gone
    assert "SHA-256      could not be taken" in gone
    assert "begins" not in gone


def test_what_an_input_holds_can_neither_mark_up_nor_steer_the_terminal(asked: Any) -> None:
    answer = asked("show", source(5))
    assert answer.exit_code == 0
    assert "[red]Міст[/] \\x1b[31mвідкрили\nо п'ятій" in answer.stdout
    assert "[bold]no[/] engine \\x1b]0;x\\x07" in answer.stdout
    assert "\x1b" not in answer.stdout
    assert "\x1b" not in asked("list").stdout


def test_show_of_an_unknown_input_or_of_several_says_so(asked: Any) -> None:
    unknown = asked("show", "nowhere.txt")
    assert unknown.exit_code == 2
    assert "Nothing in quarantine is named nowhere.txt" in unknown.output
    several = asked("show", "page-")
    assert several.exit_code == 2
    assert "2 inputs fit page-" in several.output
    assert source(2) in several.output


def test_retry_of_nothing_is_no_failure_and_of_the_unknown_bad_usage(
    asked: Any, tmp_path: Path
) -> None:
    nothing = asked("retry", "--stage", "load")
    assert (nothing.exit_code, nothing.stdout) == (0, "There is nothing to retry.\n")
    load(tmp_path / "clean", make(1))
    clean = ["quarantine", "retry", "--all", "--output", str(tmp_path / "clean")]
    assert CliRunner().invoke(app, clean).stdout == "There is nothing to retry.\n"
    for arguments, message in (
        (["file:///nowhere.txt"], "Nothing in quarantine is named"),
        ([], "Name inputs, or --all"),
        (["--all", "--engine", "oracle"], "engine: Input should be"),
    ):
        refused = asked("retry", *arguments)
        assert refused.exit_code == 2
        assert message in refused.output


def articles(output: Path) -> list[dict[str, Any]]:
    return pq.read_table(output / "articles").to_pylist()


def age(output: Path) -> None:
    """Make what is in quarantine that of an earlier version of visnyk."""
    import pyarrow as pa

    path = output / "quarantine" / "quarantine.parquet"
    table = pq.read_table(path)
    number = table.schema.get_field_index("pipeline_version")
    old = pa.array(["0.0.1"] * table.num_rows, pa.string())
    pq.write_table(table.set_column(number, table.schema.field(number), old), path)


TITLELESS = '{"id": "8", "title": "", "text": ""}'
RECORD = {
    "id": "7",
    "title": "Лікарню в Луцьку відремонтують",
    "text": "Міська рада Луцька виділила 12 млн гривень на ремонт дитячої лікарні.",
    "published_at": "2026-03-14T10:15:00+02:00",
}


@pytest.mark.slow
def test_retry_loads_what_was_mended_and_counts_what_was_not(
    visnyk_at_server: Visnyk, tmp_path: Path
) -> None:
    output, mended, bad = tmp_path / "output", tmp_path / "a.txt", tmp_path / "b.txt"
    records = tmp_path / "c.jsonl"
    mended.write_text("")
    bad.write_bytes(b"\x89PNG\r\n\x1a\n\0\0")
    records.write_text(f'{json.dumps(RECORD)}\n{TITLELESS}\n{{"id": "9", "title": "обірв\n')
    refused = visnyk_at_server("run", mended, bad, records, "-o", output, "-e", "draft")
    assert "4 in quarantine" in refused.stdout, refused.stderr
    mended.write_text(write_page("Міст відкрили"))
    lines = [RECORD | {"id": id_, "title": f"Школа номер {id_}"} for id_ in ("8", "9")]
    records.write_text("\n".join(map(json.dumps, (RECORD, *lines))))

    ended = visnyk_at_server("quarantine", "retry", "--all", "-o", output, "-e", "draft")

    assert "3 documents loaded" in ended.stdout, ended.stderr
    assert "1 in quarantine" in ended.stdout
    (row,) = read_quarantine(output)
    assert (row["source_uri"], row["attempts"]) == (uri_of(bad), 2)
    titles = {row["title_uk"] for row in articles(output)}
    assert titles == {RECORD["title"], "Міст відкрили", "Школа номер 8", "Школа номер 9"}
    again = visnyk_at_server("quarantine", "retry", "b.txt", "-o", output, "-e", "draft")
    assert again.returncode == 1
    assert read_quarantine(output)[0]["attempts"] == 3


@pytest.mark.slow
def test_retry_takes_the_kept_bytes_of_what_is_gone(
    visnyk_at_server: Visnyk, tmp_path: Path
) -> None:
    # What an earlier version refused, this one can read.
    output, gone, record = tmp_path / "output", tmp_path / "a.txt", tmp_path / "b.jsonl"
    failures = tuple(
        fail(number, source_uri=uri, source_sha256=str(number) * 64, raw=raw.encode())
        for number, uri, raw in (
            (1, uri_of(gone), write_page("Міст відкрили")),
            (2, f"{uri_of(record)}#id=7", json.dumps(RECORD, ensure_ascii=False)),
            (3, uri_of(tmp_path / "c.txt"), write_page("Школу відкрили")),
        )
    )
    load(output, failures=failures)
    age(output)

    ended = visnyk_at_server("quarantine", "retry", "a.txt", "b.jsonl", "-o", output, "-e", "draft")

    assert ended.returncode == 0, ended.stderr
    assert "2 documents loaded" in ended.stdout
    assert {row["title_uk"]: row["source_uri"] for row in articles(output)} == {
        "Міст відкрили": uri_of(gone),
        RECORD["title"]: f"{uri_of(record)}#id=7",
    }
    assert [row["source_uri"] for row in read_quarantine(output)] == [uri_of(tmp_path / "c.txt")]


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as running:
        running.pages[ROBOTS] = typed("text/plain", b"User-agent: *\nAllow: /\n")
        yield running


@pytest.mark.slow
def test_retry_asks_for_an_address_once_more(
    visnyk_at_server: Visnyk, site: Site, tmp_path: Path
) -> None:
    output = tmp_path / "output"
    settings = {
        "VISNYK_ALLOWED_ADDRESSES": f"127.0.0.1:{site.port}",
        "VISNYK_RETRY_BACKOFF": "0.01",
        "VISNYK_FETCH_RATE": "1000",
        "NO_PROXY": "127.0.0.1",
    }
    missing = visnyk_at_server("run", site.url("/1"), "-o", output, "-e", "draft", **settings)
    assert "1 in quarantine" in missing.stdout, missing.stderr
    site.pages["/1"] = Reply(html_page("Лікарню відремонтують"))
    shown = visnyk_at_server("quarantine", "show", "/1", "-o", output).stdout
    (command,) = (line for line in shown.splitlines() if line.startswith("retry"))

    ended = visnyk_at_server(*shlex.split(command)[2:], "-e", "draft", **settings)

    assert ended.returncode == 0, ended.stderr
    assert [row["title_uk"] for row in articles(output)] == ["Лікарню відремонтують"]
    assert not read_quarantine(output)
    assert os.fspath(output) in command
