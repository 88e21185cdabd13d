"""Repetitions: which articles are marked, as what of which, whatever the order of loading."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tasks.load.merge import marking
from tasks.load.merge.duplicates import Candidate, new_marks
from tasks.load.merge.similarity import text_sha256, text_signature, words
from tasks.load.state.read import read_articles
from tasks.load.storage.manifest import content_hash
from tests.load.factories import load, make, sha256
from tests.load.reprints import BAKERY, BRIDGE, BUDGET, NON_PAIRS, REPRINTS, STRIKE

DAY = date(2026, 2, 25)
REPRINTED = REPRINTS["a new lead and a paragraph more"][1]
BACKGROUND = REPRINTS["two paragraphs of background"][1]
SHORT = (
    "Курс валют на сьогодні.",
    "Долар подешевшав, євро подорожчало, злотий майже незмінний, повідомляє обмінник.",
)


def news(number, paragraphs, *, days=0, hour=9, **changes):
    """An article of an outlet of its own, so many days after DAY; None: without a date."""
    day = None if days is None else DAY + timedelta(days=days)
    at = day and datetime(day.year, day.month, day.day, hour, tzinfo=UTC)
    fields = {
        "title": f"Заголовок {number}",
        "lead": paragraphs[0],
        "body": tuple(paragraphs[1:]),
        "source_sha256": sha256(f"{number}" + "\n".join(paragraphs) + str(at)),
        "published_date": day,
        "published_at": at,
        "outlet_domain": f"visti-{number}.example",
    }
    return make(number, **{**fields, **changes})


def marks(output):
    """What each article repeats and how, by the number of its source."""
    rows = read_articles(output, columns=["source_uri", "duplicate_of", "duplicate_method"])
    numbers = {row["article_id"]: int(row["source_uri"][-9:-4]) for row in rows}
    return {
        numbers[row["article_id"]]: (numbers[row["duplicate_of"]], row["duplicate_method"])
        for row in rows
        if row["duplicate_of"]
    }


def test_a_reprint_with_a_new_title_and_lead_and_a_paragraph_more_is_marked(tmp_path):
    load(tmp_path, news(1, BRIDGE), news(2, REPRINTED, hour=11), news(3, BAKERY))

    assert marks(tmp_path) == {2: (1, "near_text")}
    assert len(read_articles(tmp_path)) == 3


def test_the_same_text_under_another_title_is_marked_as_such(tmp_path):
    load(tmp_path, news(1, BRIDGE), news(2, BRIDGE, days=1))

    assert marks(tmp_path) == {2: (1, "text")}


def test_two_inputs_that_claim_one_identifier_stay_marked_by_it(tmp_path):
    same = {"article_id": "a" * 16}
    load(tmp_path, news(1, BRIDGE, **same), news(2, REPRINTED, hour=11, **same))

    assert marks(tmp_path) == {2: (1, "identity")}

    load(tmp_path, news(3, BRIDGE, hour=1), run_id="run-2")

    assert marks(tmp_path) == {1: (3, "text"), 2: (1, "identity")}


def test_what_shared_an_identifier_that_is_gone_is_judged_by_its_text(tmp_path):
    same = {"article_id": "a" * 16}
    load(tmp_path, news(1, BUDGET, **same), news(2, REPRINTED, hour=11, **same), news(3, BRIDGE))
    assert marks(tmp_path) == {2: (1, "identity")}

    load(tmp_path, news(1, BAKERY, article_id="b" * 16), run_id="run-2")

    assert marks(tmp_path) == {2: (3, "near_text")}


@pytest.mark.parametrize("name", NON_PAIRS)
def test_what_only_looks_alike_is_not_marked(tmp_path, name):
    first, second = NON_PAIRS[name]
    load(tmp_path, news(1, first), news(2, second, days=1))

    assert marks(tmp_path) == {}


def test_short_texts_are_marked_only_where_they_are_equal(tmp_path):
    changed = (SHORT[0], SHORT[1].replace("незмінний", "незмінним"), "Деталі згодом.")
    load(tmp_path, news(1, SHORT), news(2, changed, hour=10), news(3, SHORT, hour=11))

    assert marks(tmp_path) == {3: (1, "text")}


def test_stubs_of_a_few_words_are_never_marked(tmp_path):
    stub = ("Новина доповнюється.", "Деталі згодом.")
    load(tmp_path, news(1, stub), news(2, stub, hour=10))

    assert marks(tmp_path) == {}


@pytest.mark.parametrize(("days", "is_marked"), [(0, True), (7, True), (8, False), (300, False)])
def test_a_text_is_repeated_within_a_week(tmp_path, days, is_marked):
    load(tmp_path, news(1, BRIDGE))
    load(tmp_path, news(2, BRIDGE, days=days, hour=10), run_id="run-2")
    load(tmp_path, news(3, REPRINTED, days=days, hour=11), run_id="run-3")

    assert (2 in marks(tmp_path)) is is_marked
    assert marks(tmp_path)[3] == ((1, "near_text") if is_marked else (2, "near_text"))


def test_articles_without_a_date_are_marked_only_where_they_are_equal(tmp_path):
    undated = [news(n, text, days=None) for n, text in enumerate([BRIDGE, REPRINTED, BRIDGE], 1)]
    load(tmp_path, *undated, news(4, BRIDGE))

    found = marks(tmp_path)
    assert len(found) == 1
    ((name, (original, method)),) = found.items()
    assert ({name, original}, method) == ({1, 3}, "text")


def test_an_article_of_a_day_comes_before_those_with_a_time_that_day(tmp_path):
    load(tmp_path, news(1, BRIDGE, hour=0), news(2, BRIDGE, published_at=None))

    assert marks(tmp_path) == {1: (2, "text")}


def test_an_earlier_article_that_arrives_later_becomes_the_original(tmp_path):
    load(tmp_path, news(2, REPRINTED, days=1), news(3, BRIDGE, days=2))
    assert marks(tmp_path) == {3: (2, "near_text")}

    load(tmp_path, news(1, BRIDGE), run_id="run-2")

    assert marks(tmp_path) == {2: (1, "near_text"), 3: (1, "text")}


def test_a_repetition_in_another_month_is_marked_anew_and_no_other_month_is_written(tmp_path):
    load(tmp_path, news(2, BRIDGE, days=5), news(8, BUDGET, days=-40), news(9, STRIKE, days=40))

    published = load(tmp_path, news(1, BRIDGE), run_id="run-2")

    assert marks(tmp_path) == {2: (1, "text")}
    months = {path.split("=")[1][:7] for path in published.files_written if "month=" in path}
    assert months == {"2026-02", "2026-03"}


def test_a_month_whose_marks_stay_as_they_are_is_not_written(tmp_path):
    load(tmp_path, news(1, BRIDGE), news(2, REPRINTED, days=5))

    published = load(tmp_path, news(3, BAKERY), news(4, BRIDGE, days=1), run_id="run-2")

    assert marks(tmp_path) == {2: (1, "near_text"), 4: (1, "text")}
    assert not [path for path in published.files_written if "2026-03" in path]


def test_when_the_original_says_something_else_its_repetitions_are_judged_anew(tmp_path):
    load(tmp_path, news(1, BRIDGE), news(2, BRIDGE, days=1), news(3, REPRINTED, days=5))
    assert marks(tmp_path) == {2: (1, "text"), 3: (1, "near_text")}

    load(tmp_path, news(1, BAKERY), run_id="run-2")

    assert marks(tmp_path) == {3: (2, "near_text")}


def test_when_the_original_turns_out_to_be_later_it_is_the_repetition(tmp_path):
    load(tmp_path, news(1, BRIDGE), news(2, BRIDGE, days=1))

    load(tmp_path, news(1, BRIDGE, days=6), run_id="run-2")

    assert marks(tmp_path) == {1: (2, "text")}


def test_an_original_that_leaves_the_week_leaves_its_repetitions_alone(tmp_path):
    load(tmp_path, news(1, BRIDGE), news(2, REPRINTED, days=1))

    load(tmp_path, news(1, BRIDGE, days=-90), run_id="run-2")

    assert marks(tmp_path) == {}


def test_an_edit_that_keeps_the_text_keeps_the_marks(tmp_path):
    load(tmp_path, news(1, BRIDGE), news(2, REPRINTED, days=1))

    load(tmp_path, news(2, REPRINTED, days=1, tags=("ремонт",)), run_id="run-2")

    assert marks(tmp_path) == {2: (1, "near_text")}


def test_an_article_is_judged_with_its_whole_week_however_the_days_are_parted(
    tmp_path, monkeypatch
):
    monkeypatch.setattr(marking, "_SPAN_ARTICLES", 1)
    load(tmp_path, news(1, BRIDGE), news(2, BRIDGE, days=1), news(3, BRIDGE, days=6))
    assert marks(tmp_path) == {2: (1, "text"), 3: (1, "text")}

    # The third is near the fourth, too, of whose week the second is not.
    load(tmp_path, news(1, BAKERY), news(4, STRIKE, days=10), run_id="run-2")

    assert marks(tmp_path) == {3: (2, "text")}


# Chains and near ones, two months, undated ones, summaries, short ones.
POOL = [
    news(1, BRIDGE),
    news(2, REPRINTED, days=2),
    news(3, BACKGROUND, days=5),
    news(4, BRIDGE, days=8),
    news(5, REPRINTED, days=9, published_at=None),
    *(news(6 + n, text, days=n) for n, text in enumerate(NON_PAIRS["rates of two days"])),
    *(news(8 + n, BUDGET, days=None) for n in range(3)),
    news(11, STRIKE, days=3),
    news(12, STRIKE, days=3),
    news(13, SHORT, days=1),
    news(14, SHORT, days=4),
]
# What some of them said before: earlier versions that have to leave no trace.
EARLIER = [news(1, BAKERY), news(2, BRIDGE, days=-3), news(4, REPRINTED), news(11, BRIDGE, days=1)]


@pytest.fixture(scope="module")
def at_once(tmp_path_factory):
    output = tmp_path_factory.mktemp("once")
    load(output, *POOL)
    return output


@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    before=st.lists(st.sampled_from(EARLIER), unique_by=id),
    order=st.permutations(POOL),
    cuts=st.lists(st.integers(1, len(POOL) - 1), max_size=3, unique=True),
    span=st.sampled_from([1, 3, 8, 50_000]),
)
def test_whatever_the_order_and_the_runs_the_same_articles_are_marked(
    tmp_path_factory, monkeypatch, at_once, *, before, order, cuts, span
):
    monkeypatch.setattr(marking, "_SPAN_ARTICLES", span)  # a day at a time, or all of them
    output = tmp_path_factory.mktemp("output")
    if before:
        load(output, *before, run_id="run-before")
    edges = [0, *sorted(cuts), len(order)]
    for number, start in enumerate(edges[:-1]):
        some = order[start : edges[number + 1]]
        load(output, *some, run_id=f"run-{number}", batch_size=1 + number * 3)

    assert marks(output) == marks(at_once)
    assert content_hash(output) == content_hash(at_once)


def test_the_pool_has_marks_of_every_kind(at_once):
    found = marks(at_once)

    assert {method for _, method in found.values()} == {"text", "near_text"}
    assert found[2] == (1, "near_text")
    assert found[4] == (2, "near_text")  # the first is more than a week before it
    assert not {6, 7} & found.keys()


def test_a_notice_that_a_thousand_pages_hold_takes_seconds_and_is_marked_within_each_week():
    tokens = words("\n".join(BRIDGE))
    facts = (None, text_sha256(tokens), text_signature(tokens))
    pages = [
        Candidate(f"{n:04d}", "2026-02", DAY + timedelta(days=n // 50), *facts) for n in range(1000)
    ]
    undated = [Candidate(f"u{n}", "unknown", None, *facts) for n in range(2)]

    begun = time.process_time()
    found = new_marks([*pages, *undated], [], (), lambda names: dict.fromkeys(names, ""))

    # Compared pair by pair in Python it took ten times as long (7 s).
    assert time.process_time() - begun < 3
    assert "0000" not in found
    assert found["0001"].duplicate_of == "0000"
    assert found["0350"].duplicate_of == "0000", "seven days later"
    assert found["0400"].duplicate_of == "0050", "eight days later, so of the next day's first"
    assert "u0" not in found
    assert found["u1"].duplicate_of == "u0"
