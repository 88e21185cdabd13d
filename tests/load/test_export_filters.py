"""Which articles an export is of: filters against a reading of all rows, one by one."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.load.export import Filters, Format, Unknown, export, make_plan
from tasks.load.export.choosing import Chooser
from tasks.load.export.reading import partitions
from tasks.load.state.read import read_articles, read_tags
from tests.load.exported import ARTICLES, WAR, chosen, exported, labelled, load_all
from tests.load.factories import load

BROADER = {"20000062": "20000056", "20000056": "16000000"}
# Every way to name a label that is there, and names that nothing has.
TOPICS = {
    "16000000": "16000000", "Conflict, War and Peace": "16000000", "конфлікт": "16000000",
    "20000056": "20000056", "armed conflict": "20000056", "ЗБРОЙНИЙ КОНФЛІКТ": "20000056",
    "20000062": "20000062", "WAR": "20000062", "07000000": "07000000", "здоров'я": "07000000",
    "15000000": None, "sport": None,
}  # fmt: skip
COUNTRIES = {"PL": "PL", "pl": "PL", "Poland": "PL", "польща": "PL", "UA": "UA", "XX": None}
TAGS = {"мости": "мости", "Bridges": "мости", "water": None}
OUTLETS = ["visti.example", "WWW.inshi.example", "third.example"]


@pytest.fixture(scope="module")
def output(tmp_path_factory):
    return load_all(tmp_path_factory.mktemp("filtered"))


def is_fitting(article, labels, filters):
    """What a filter means, of one article, without any index or table."""

    def has(scheme, names, asked):
        held = {label["code"] for label in labels if label["scheme"] == scheme}
        for code in list(held):
            while code := BROADER.get(code):
                held.add(code)
        return not asked or any(names[term] in held for term in asked)

    day = article["published_date"]
    return (
        (filters.since is None or (day is not None and day >= filters.since))
        and (filters.until is None or (day is not None and day <= filters.until))
        and (
            not filters.outlets
            or f"{article['outlet_domain']}"
            in [name.lower().removeprefix("www.") for name in filters.outlets]
        )
        and has("iptc", TOPICS, filters.topics)
        and has("iso3166", COUNTRIES, filters.countries)
        and has("source", TAGS, filters.tags)
    )


def some(names):
    return st.lists(st.sampled_from(sorted(names)), max_size=2).map(tuple)


days = st.none() | st.dates(date(2026, 1, 29), date(2026, 3, 4))


@pytest.fixture(scope="module")
def every(output):
    """All articles in the order of exports, each with its labels."""
    rows = sorted(
        read_articles(output), key=lambda row: (row["published_month"], row["article_id"])
    )
    return [(row, read_tags(output, row["article_id"], row["published_month"])) for row in rows]


@settings(max_examples=40, deadline=None)
@given(
    filters=st.builds(Filters, days, days, some(OUTLETS), some(TOPICS), some(COUNTRIES), some(TAGS))
)
def test_filters_choose_what_a_reading_of_every_row_chooses(output, every, filters):
    chooser = Chooser(output, filters)
    plan = make_plan(Format.CSV, filters=filters)
    found = [chooser.articles(partition) for partition, _ in partitions(output, plan)]

    expected = [row["article_id"] for row, labels in every if is_fitting(row, labels, filters)]
    if filters.is_open:
        assert set(found) == {None}
    else:
        assert [name for names in found for name in names.to_pylist()] == expected


@pytest.mark.parametrize(
    "filters",
    [
        Filters(),
        Filters(topics=("Conflict, War and Peace",), countries=("UA", "PL")),
        Filters(since=date(2026, 2, 1), outlets=("visti.example",)),
    ],
)
def test_rows_of_all_datasets_are_those_of_the_same_articles(output, every, tmp_path, filters):
    expected = [row["article_id"] for row, labels in every if is_fitting(row, labels, filters)]
    labelled_ones = {row["article_id"] for row, labels in every if labels}

    assert chosen(output, tmp_path / "a.csv", filters) == expected
    for dataset in ("sentences", "mentions", "tags"):
        held = dict.fromkeys(chosen(output, tmp_path / f"{dataset}.csv", filters, dataset))
        has_rows = labelled_ones if dataset == "tags" else set(expected)
        assert list(held) == [name for name in expected if name in has_rows]


def test_the_oracle_is_about_something(output, tmp_path):
    target = tmp_path / "all.csv"

    assert len(chosen(output, target, Filters())) == len(ARTICLES)
    assert len(chosen(output, target, Filters(topics=("16000000",)))) == 5
    assert len(chosen(output, target, Filters(topics=("война", "war")))) == 2
    assert len(chosen(output, target, Filters(topics=("health",), countries=("PL",)))) == 1
    assert len(chosen(output, target, Filters(outlets=("inshi.example",)))) == 3


def test_both_days_are_included_and_articles_without_a_date_are_of_no_day(output, tmp_path):
    target = tmp_path / "days.csv"
    day = date(2026, 2, 1)

    rows = exported(output, target, filters=Filters(since=day, until=day))
    later = exported(output, target, filters=Filters(since=day + timedelta(days=1)))

    assert [row["published_date"] for row in rows] == ["2026-02-01"] * 2
    assert sorted(row["published_date"] for row in later) == [
        "2026-02-14", "2026-02-28", "2026-03-01", "2026-03-02",
    ]  # fmt: skip


def test_a_value_that_nothing_has_is_told_with_what_may_be_meant(output, tmp_path):
    filters = Filters(
        outlets=("visti.example", "vistі.example"), topics=("confict",), countries=("Polnd", "PL")
    )
    plan = make_plan(Format.CSV, filters=filters)

    found = export(output, tmp_path / "typo.csv", plan)

    assert found.rows == {"articles": 0}
    assert found.unknown == (
        Unknown("outlet", "vistі.example"),
        Unknown("topic", "confict", ("armed conflict", "conflict, war and peace")),
        Unknown("country", "Polnd", ("Poland",)),
    )


def test_a_topic_is_known_by_a_code_that_only_narrower_ones_name(tmp_path):
    load(tmp_path / "output", labelled(1, WAR), labelled(2))

    rows = chosen(tmp_path / "output", tmp_path / "a.csv", Filters(topics=("20000056",)))

    assert len(rows) == 1
