"""`visnyk page`, and the page after commands that change the datasets."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from flows.cli import console
from flows.cli.app import app
from tasks.load.page import write_page
from tasks.settings import get_settings
from tests.load.factories import load, make
from tests.load.page_articles import article, lines


@pytest.fixture
def output(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(console.out, "width", 400)
    folder = tmp_path / "output"
    load(folder, article(1), article(2))
    return folder


def ask(command: str, output: Path, *arguments: str) -> Result:
    return CliRunner().invoke(app, [command, *arguments, "--output", str(output)])


def test_the_page_is_written_anew_and_its_place_printed(output: Path) -> None:
    write_page(output)
    (name,) = (path for path in (output / "report/data").glob("list-2026-01-*"))
    whole = name.read_bytes()
    name.write_bytes(b"damaged")

    answer = ask("page", output)

    assert answer.exit_code == 0
    assert answer.stdout == f"{output / 'report' / 'index.html'}\n"
    assert name.read_bytes() == whole


@pytest.mark.parametrize("has_browser", [True, False])
def test_it_is_opened_where_there_is_a_browser(
    output: Path, monkeypatch: pytest.MonkeyPatch, has_browser: bool
) -> None:
    opened: list[str] = []

    def open_address(address: str) -> bool:
        opened.append(address)
        return has_browser

    monkeypatch.setattr("webbrowser.open", open_address)

    answer = ask("page", output, "--open")

    assert opened == [(output / "report" / "index.html").as_uri()]
    assert answer.exit_code == (0 if has_browser else 1)


def test_without_an_output_there_is_nothing_to_write(tmp_path: Path) -> None:
    answer = ask("page", tmp_path / "nowhere")

    assert answer.exit_code == 1
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.parametrize("setting", ["true", "false"])
def test_what_is_forgotten_leaves_a_page_that_is_there_whatever_the_settings_say(
    output: Path, monkeypatch: pytest.MonkeyPatch, setting: str
) -> None:
    write_page(output)
    monkeypatch.setenv("VISNYK_PAGE", setting)
    get_settings.cache_clear()

    answer = ask("forget", output, make(1).article.article_id, "--yes")

    get_settings.cache_clear()
    assert answer.exit_code == 0
    assert [line[0] for line in lines(output)] == [make(2).article.article_id]
    gone = b"school number 1"
    assert not any(gone in path.read_bytes() for path in (output / "report").rglob("*.js"))


def test_a_page_that_still_holds_what_was_forgotten_is_told(output: Path) -> None:
    write_page(output)
    (output / "report/data/ledger.json").unlink()
    (output / "report/data/ledger.json").mkdir()

    answer = ask("forget", output, make(1).article.article_id, "--yes")

    assert answer.exit_code == 1
    assert "still holds" in answer.stderr
    assert "visnyk page" in answer.stderr
    assert "Runs leave it out" in answer.stdout
