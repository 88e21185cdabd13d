"""`visnyk forget`: it shows what would go, asks, and does nothing where nobody can answer."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from typer.testing import CliRunner

from flows.cli import console
from flows.cli.app import app
from tasks.load.state.read import read_articles
from tests.load.factories import load, make, snapshot, source

ID = make(1).article.article_id


@pytest.fixture
def output(tmp_path: Path) -> Path:
    folder = tmp_path / "output"
    load(folder, make(1, title="[red]Міст\x1b[31m"), make(2))
    return folder


@pytest.fixture
def ask(output: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr(console.out, "width", 400)

    def asked(*arguments: str, answer: str = "") -> Result:
        given = ["forget", *arguments, "--output", str(output)]
        return CliRunner().invoke(app, given, input=answer)

    return asked


def left(output: Path) -> list[str]:
    return [row["source_uri"] for row in read_articles(output)]


def test_a_dry_run_shows_the_article_and_its_rows_and_removes_nothing(
    ask: Any, output: Path
) -> None:
    before = snapshot(output)

    answer = ask(ID[:6], "--dry-run")

    assert answer.exit_code == 0
    assert f"{ID} · 2026-02-02 · visti.example · [red]Міст\\x1b[31m" in answer.stdout
    assert "1 of articles" in answer.stdout
    assert "of sentences" in answer.stdout
    assert snapshot(output) == before


def test_nothing_goes_where_nobody_can_be_asked(ask: Any, output: Path) -> None:
    before = snapshot(output)

    answer = ask(ID)

    assert answer.exit_code == 2
    assert "--yes" in answer.stderr
    assert snapshot(output) == before


@pytest.mark.parametrize(("answer", "code"), [("y\n", 0), ("n\n", 1)])
def test_the_user_is_asked(
    ask: Any, output: Path, monkeypatch: pytest.MonkeyPatch, answer: str, code: int
) -> None:
    monkeypatch.setattr("flows.cli.maintenance.has_user", lambda: True)

    assert ask(ID, answer=answer).exit_code == code

    assert (source(1) in left(output)) is (answer == "n\n")


@pytest.mark.parametrize(
    "name", [ID, ID.upper(), "https://visti.example/1?utm_source=x", source(1)]
)
def test_an_article_goes_by_any_of_its_names(ask: Any, output: Path, name: str) -> None:
    answer = ask(name, "--yes")

    assert answer.exit_code == 0, answer.output
    assert "Removed rows: " in answer.stdout
    assert "Runs leave it out from now on." in answer.stdout
    assert left(output) == [source(2)]


def test_an_outlet_goes_whole(ask: Any, output: Path) -> None:
    assert ask("--outlet", "WWW.visti.example", "--yes").exit_code == 0
    assert left(output) == []


def test_what_is_forgotten_is_listed_and_can_be_let_back(ask: Any) -> None:
    assert "Nothing is forgotten." in ask("--list").stdout
    ask("https://visti.example/1", "--yes")
    ask("--outlet", "visti.example", "--yes")

    listed = [line[11:] for line in ask("--list").stdout.splitlines()]
    assert listed[0] == ID
    assert listed[-1] == "visti.example"
    assert ask("https://www.visti.example/1/amp", "--undo").exit_code == 0
    assert ID not in ask("--list").stdout
    assert ask("--outlet", "visti.example", "--undo").exit_code == 0
    assert ask("--outlet", "visti.example", "--undo").exit_code == 1


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        ([], 2, "one of both"),
        ([ID, "--outlet", "visti.example"], 2, "one of both"),
        (["0000"], 1, "Nothing in"),
        (["--outlet", "nema.example"], 1, "Nothing in"),
        (["https://visti.example/9"], 1, "Nothing in"),
    ],
)
def test_what_names_nothing_or_too_much_is_refused(
    ask: Any, output: Path, arguments: list[str], code: int, words: str
) -> None:
    before = snapshot(output)

    answer = ask(*arguments, "--yes")

    assert answer.exit_code == code
    assert words in answer.stderr
    assert snapshot(output) == before


def test_a_beginning_that_several_articles_share_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "twins"
    load(folder, make(1, article_id="abc0" * 4), make(2, article_id="abc1" * 4))

    answer = CliRunner().invoke(app, ["forget", "abc", "--yes", "--output", str(folder)])

    assert answer.exit_code == 2
    assert "2 articles begin with abc" in answer.stderr
    assert len(left(folder)) == 2
