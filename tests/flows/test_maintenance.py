"""What was forgotten stays away, and what articles were made from is read again: whole runs."""

from __future__ import annotations

from pathlib import Path

import pytest

from tasks.extract.paths import uri_of
from tasks.load.maintenance.forget import Target, forget, recall
from tasks.load.state.read import last_runs, read_articles
from tasks.load.storage.manifest import content_hash
from tasks.load.verify import verify
from tests.flows.conftest import Page
from tests.flows.test_etl import run

pytestmark = pytest.mark.slow


def loaded(output: Path) -> set[str]:
    return {row["title_uk"] for row in read_articles(output)}


def test_a_forgotten_article_stays_away_under_other_names_until_it_is_let_back(
    inbox: Path, output: Path, page: Page
) -> None:
    (inbox / "1.txt").write_text(page("Лікарню відремонтують"))
    (inbox / "2.txt").write_text(page("Міст відкрили"))
    run(inbox, output)
    target = Target(uris=frozenset({uri_of(inbox / "1.txt")}))
    forget(output, "run-forget", target)

    (inbox / "1.txt").rename(inbox / "moved.txt")
    (inbox / "edited.txt").write_text(page("Лікарню відремонтують", body="Інший текст новини."))
    _, report = run(inbox, output)

    assert loaded(output) == {"Міст відкрили"}
    assert (report.read, report.unchanged, report.loaded, report.forgotten) == (1, 1, 0, 2)
    assert "2 forgotten" in report.headline
    (latest, *_) = last_runs(output, 1)
    assert latest["documents_read"] == 1
    assert verify(output).problems == ()

    recall(output, "run-undo", target)
    (inbox / "edited.txt").unlink()
    run(inbox, output)
    assert loaded(output) == {"Міст відкрили", "Лікарню відремонтують"}


def test_a_forgotten_outlet_stays_away_whatever_file_it_comes_in(
    inbox: Path, output: Path, page: Page
) -> None:
    (inbox / "1.txt").write_text(page("Лікарню відремонтують"))
    run(inbox, output)
    (outlet,) = {row["outlet_domain"] for row in read_articles(output)}
    forget(output, "run-forget", Target(outlet=outlet))

    (inbox / "2.txt").write_text(page("Міст відкрили"))
    _, report = run(inbox, output)

    assert (report.read, report.loaded, report.forgotten) == (0, 0, 2)
    assert loaded(output) == set()


def test_what_articles_were_made_from_is_read_again_though_nothing_changed(
    inbox: Path, output: Path, page: Page
) -> None:
    (inbox / "1.txt").write_text(page("Лікарню відремонтують"))
    (inbox / "2.txt").write_text(page("Міст відкрили"))
    run(inbox, output)
    before = content_hash(output)
    (inbox / "2.txt").unlink()

    _, report = run("articles:all=yes", output)

    assert (report.read, report.loaded, report.updated) == (1, 1, 1)
    assert "The inputs of 1 articles are gone" in report.warnings[0]
    assert content_hash(output) == before
    _, report = run("articles:", output)
    assert (report.read, report.loaded) == (0, 0)
