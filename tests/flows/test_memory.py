"""The translation memory in whole runs on real Prefect."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.translate.conftest import GooglePage

from .test_etl import read, run

pytestmark = pytest.mark.slow


def test_a_second_run_over_the_same_articles_asks_no_engine(
    inbox: Path, output: Path, page: Callable[..., str], google: GooglePage
) -> None:
    for number in range(6):
        (inbox / f"{number}.txt").write_text(page(f"Новина номер {number}"), encoding="utf-8")
    _, first = run(inbox, output, engine="google", batch_size=2)
    asked = Counter(query["q"][0] for query in google.requests)
    assert set(asked.values()) == {1}  # the body is the same in all six
    sentences = read(output, "sentences").query("role in ('title', 'lead', 'body', 'caption')")
    assert asked.keys() == set(sentences["uk"])
    google.requests.clear()

    _, again = run(inbox, output, engine="google", batch_size=2, refresh=True)

    assert google.requests == []
    assert (again.loaded, again.updated) == (6, 6)
    translated = again.sentences - again.sentences_by_engine.get("none", 0)
    assert again.sentences_from_memory == translated
    assert again.memory_hits == f"{translated} of {translated} sentences (100%)"
    assert read(output, "sentences").query("engine != 'none'")["is_from_memory"].all()
    runs = read(output, "runs").sort_values("started_at")
    assert list(runs["sentences_from_memory"]) == [
        first.sentences_from_memory,
        again.sentences_from_memory,
    ]
    assert not (output / ".staging").exists()


def test_the_share_of_repeated_sentences_is_in_the_summary(
    inbox: Path, output: Path, page: Callable[..., str], google: GooglePage
) -> None:
    from flows.summary.page import run_page

    for number in range(4):
        (inbox / f"{number}.txt").write_text(page(f"Новина номер {number}"), encoding="utf-8")
    _, report = run(inbox, output, engine="google", batch_size=1)
    rows = read(output, "sentences").query("engine != 'none'")
    hits = len(rows) - len(set(zip(rows["uk"], rows["engine"], strict=True)))
    assert report.sentences_from_memory == hits > 0
    page = run_page(report, output)
    shown = re.search(r"Translation memory: (\d+) of (\d+) sentences \((\d+)%\)", page)
    assert shown
    assert [int(number) for number in shown.groups()] == [
        hits,
        len(rows),
        round(100 * hits / len(rows)),
    ]


def test_what_was_paid_for_a_page_that_fell_out_is_not_paid_again(
    inbox: Path,
    output: Path,
    page: Callable[..., str],
    google: GooglePage,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from flows import batches

    monkeypatch.setattr(
        batches, "translate", batches.translate.with_options(retry_delay_seconds=[0, 0, 0])
    )
    google.mood = lambda text: "captcha" if "одноголосно" in text else "good"
    (inbox / "a.txt").write_text(page("Новина про Луцьк"), encoding="utf-8")
    _, failed = run(inbox, output, engine="google")
    assert (failed.loaded, failed.quarantined) == (0, 1)
    google.mood = lambda _text: "good"
    google.requests.clear()

    _, later = run(inbox, output, engine="google")

    assert (later.loaded, later.quarantined) == (1, 0)
    assert [query["q"][0] for query in google.requests] == ["Депутати проголосували одноголосно."]
    assert not (output / ".staging").exists()
