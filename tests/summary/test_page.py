"""The page of a run says what it did, what to do, and where the data is."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from flows.account.report import Outcome, RunReport
from flows.summary.page import run_page
from flows.summary.reasons import parted, troubles
from flows.summary.tables import field_rows, quarantine_rows
from tasks.batches import failure
from tasks.errors import Terminal, Transient
from tasks.load.digest import Digest, Sample
from tasks.load.fill_rates import FIELDS, FillRates
from tasks.models import Failure, Stage, Tier
from tests.load.factories import make_article
from tests.summary.test_markdown import RENDERER

BEGUN = datetime(2026, 2, 5, 14, 30, tzinfo=UTC)
SAMPLE = Sample(
    outlet="Вісті",
    title_uk="Міст у Луцьку відкрили",
    title_en="A bridge opened in Lutsk",
    opening_uk="Рух почався вранці.",
    opening_en="Traffic began in the morning.",
)


def failed(
    uri: str, kind: type[Terminal | Transient] = Terminal, stage: Stage = Stage.PARSE
) -> Failure:
    error = kind(
        f"{uri} holds no article", data="It was not loaded", remedy="Save the page again, as text"
    )
    return failure(error, uri=uri, sha256=None, stage=stage)


def report(**changes: object) -> RunReport:
    whole = RunReport(
        run_id="20260205T143000-0a1b2c3d",
        flow_run_id="",
        output="/data/output",
        started_at=BEGUN,
        finished_at=BEGUN + timedelta(seconds=41),
        sources=("seeds", "feed:https://visti.example/rss"),
        engine="auto",
        read=20,
        new=12,
        loaded=12,
        updated=2,
        unchanged=7,
        duplicate=1,
        still_quarantined=0,
        failures=(),
        passed=dict.fromkeys(Stage, 12),
        sentences_by_engine={"google": 90, "draft": 10},
        sentences_from_memory=25,
        digest=Digest(
            makers=Counter({("google", Tier.CLOUD): 90, ("draft", Tier.DRAFT): 10}),
            fallbacks=Counter({"google: too many requests": 10}),
            flagged=Counter({"digits": 2}),
            topics=Counter({"politics": 5, "sport": 7}),
            countries=Counter({"Ukraine": 11}),
            samples=(SAMPLE,),
        ),
        files_written=4,
    )
    return replace(whole, **changes)


def page(output: Path = Path("/data/output"), **changes: object) -> str:
    return run_page(report(**changes), output)


def test_a_good_run_shows_its_numbers_stage_by_stage() -> None:
    text = page()
    assert text.startswith("# Completed: 12 documents loaded, 2 of them updated, 7 unchanged")
    assert "read `seeds`, `feed:https://visti.example/rss`" in text
    assert "It took 41 s, with the engine `auto`." in text
    assert "| found | 20 |  |" in text
    assert "| translated | 12 |  |" in text
    assert (
        "Of 20 documents found: 12 loaded (2 updated), 7 unchanged, 1 duplicate, 0 in quarantine."
        in text
    )
    assert "## In quarantine" not in text
    assert "## Warnings" not in text


def test_engines_are_listed_with_their_tiers_shares_and_why_the_better_did_not() -> None:
    text = page()
    assert "| google | cloud | 90 | 90% |\n| draft | draft | 10 | 10% |" in text
    assert "Translation memory: 25 of 100 sentences (25%)." in text
    assert "| google: too many requests | 10 |" in text
    assert "| digits | 2 |" in text


def test_topics_stand_beside_countries_the_most_frequent_first() -> None:
    assert "| sport | 7 | Ukraine | 11 |\n| politics | 5 |  |  |" in page()


def test_articles_stand_side_by_side_in_both_languages() -> None:
    text = page()
    assert "| Вісті | **Міст у Луцьку відкрили** | **A bridge opened in Lutsk** |" in text
    assert "|  | Рух почався вранці. | Traffic began in the morning. |" in text


def test_what_fell_out_is_told_by_kind_with_what_to_do() -> None:
    failures = (
        *(failed(f"file:///inbox/{n}.txt") for n in range(3)),
        failed("https://visti.example/1", Transient, Stage.EXTRACT),
    )
    text = page(read=24, failures=failures, new=16, passed={Stage.EXTRACT: 15, Stage.PARSE: 12})
    assert "# Completed with warnings: 12 documents loaded" in text
    assert "| read | 15 | 1 |\n| parsed | 12 | 3 |" in text
    assert (
        "- **3 documents** at parse, tried again when it or visnyk has changed\n"
        "  - For example: file:///inbox/0.txt holds no article. It was not loaded. "
        "(file:///inbox/0.txt)\n"
        "  - What to do: Save the page again, as text.\n"
        "- **1 document** at extract, tried again by the next run\n"
    ) in text.replace("\\:", ":")
    assert "`visnyk quarantine retry` tries them again" in text


def test_what_stays_in_quarantine_from_before_is_told_apart() -> None:
    text = page(read=21, still_quarantined=1)
    assert "1 document of earlier runs stayed there, untried" in text


def test_a_run_with_nothing_new_is_short_and_says_so() -> None:
    quiet = report(
        read=7, new=0, loaded=0, updated=0, duplicate=0, passed={}, digest=Digest(),
        sentences_by_engine={}, sentences_from_memory=0, files_written=0,
    )  # fmt: skip
    text = run_page(quiet, Path("/data/output"))
    assert quiet.is_quiet
    assert text.startswith("# Completed: Nothing new: 7 documents unchanged\n")
    assert "Of 7 documents found: 0 loaded, 7 unchanged" in text
    assert "| stage |" not in text
    assert "## Translation" not in text


def test_a_run_that_could_reach_no_source_does_not_say_that_there_is_nothing_new() -> None:
    cut_off = report(
        read=0, new=0, loaded=0, updated=0, unchanged=0, duplicate=0, unreachable=1,
        warnings=("https://visti.example/rss cannot be reached.",),
    )  # fmt: skip
    assert cut_off.outcome is Outcome.FAILED
    assert not cut_off.is_quiet
    assert cut_off.headline == "Nothing could be read, 1 source unreadable, 1 warning"


def test_many_warnings_are_cut_and_counted() -> None:
    text = page(warnings=tuple(f"page {n}: no date" for n in range(50)))
    assert "- page 0: no date" in text
    assert "- … and 30 more" in text


def test_the_reading_page_is_named_where_there_is_one(tmp_path: Path) -> None:
    assert "To read in a browser" not in page(tmp_path)
    (tmp_path / "report").mkdir()
    (tmp_path / "report" / "index.html").write_text("<!doctype html>")
    assert f"open `{tmp_path}/report/index.html`" in page(tmp_path)


def test_no_text_of_an_article_or_a_page_formats_anything() -> None:
    evil = "</td><script>alert(1)</script> [тут](https://evil.example) | ![x](y)"
    sample = Sample(evil, evil, evil, evil, evil)
    text = page(
        digest=Digest(samples=(sample,), topics=Counter({evil: 1})),
        warnings=(evil,),
        failures=(failed(evil),),
        sources=(evil,),
    )
    inline = [child for block in RENDERER.parse(text) for child in block.children or ()]
    assert {token.type for token in inline} <= {
        "text", "text_special", "softbreak", "code_inline", "strong_open", "strong_close",
    }  # fmt: skip


@pytest.mark.parametrize("kind", [Terminal, Transient])
def test_what_to_do_is_the_last_sentence_of_a_reason(kind: type[Terminal | Transient]) -> None:
    error = kind(
        "a.txt (3.2 MB) is too large", data="It was not read", remedy="Split it, or raise the limit"
    )
    assert parted(str(error)) == (
        "a.txt (3.2 MB) is too large. It was not read.",
        "Split it, or raise the limit.",
    )


def test_a_reason_of_one_sentence_has_no_remedy() -> None:
    assert parted("Something is wrong.") == ("Something is wrong.", "")


def test_failures_of_a_kind_are_put_together_the_most_frequent_first() -> None:
    defect = failure(ZeroDivisionError("a defect"), uri="c.txt", sha256=None, stage=Stage.TAG)
    found = troubles([defect, *(failed(f"{n}.txt") for n in range(4))])
    assert [(it.documents, it.stage, it.error_type) for it in found] == [
        (4, Stage.PARSE, "Terminal"),
        (1, Stage.TAG, "ZeroDivisionError"),
    ]
    assert found[1].remedy == "If it stays, report it with this document."


def test_the_table_of_quarantine_has_a_row_an_input_and_no_end_of_them() -> None:
    rows = quarantine_rows(failed(f"{n}.txt") for n in range(2_000))
    assert len(rows) == 500
    assert rows[0] == {
        "input": "0.txt",
        "stage": "parse",
        "error": "Terminal",
        "what happened": "0.txt holds no article. It was not loaded.",
        "what to do": "Save the page again, as text.",
        "tried again": "when it or visnyk has changed",
    }
    assert quarantine_rows([]) == []


def test_the_table_of_fields_has_a_share_for_each_field_and_outlet() -> None:
    rates = FillRates.of(
        [
            make_article(1, authors=()),
            make_article(2),
            make_article(3, outlet_domain="novyny.example", lead=None),
        ]
    )
    first, second = field_rows(rates)
    assert list(first) == list(second) == ["outlet", "articles", *FIELDS]
    assert (first["outlet"], first["articles"], first["authors"]) == ("visti.example", 2, "50%")
    assert second["lead_uk"] == "0%"
