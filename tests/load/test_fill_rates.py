"""A field that is found much less often than before is told; chance is not."""

from __future__ import annotations

import pytest

from tasks.load.fill_rates import FIELDS, FillRates, drops, stored_rates
from tests.load.factories import load, make, make_article

WORDS = ("Міський голова відкрив новий міст через річку. " * 8,)


def pages(count, *, start=1, **changes):
    return [make_article(start + n, body=WORDS, **changes) for n in range(count)]


def rates(*groups):
    return FillRates.of(article for group in groups for article in group)


def test_a_field_that_is_mostly_gone_is_told_with_both_rates():
    before = rates(pages(19), pages(1, start=20, authors=()))
    now = rates(pages(2), pages(18, start=3, authors=()))

    (warning,) = drops(now, before)

    assert warning.startswith("visti.example: authors on 2 of the 20 pages of this run, on 95% of ")
    assert "visnyk parse" in warning


def test_every_field_has_its_rate():
    bare = pages(5, published_date=None, authors=(), sections=(), lead=None, photos=(), tags=())
    short = [make_article(n, body=("Коротко.",), lead=None) for n in range(5)]

    told = {line.split(": ")[1].split(" on ")[0] for line in drops(rates(bare), rates(pages(20)))}
    assert told == set(FIELDS) - {"body_uk"}
    assert any("body_uk" in line for line in drops(rates(short), rates(pages(20))))


@pytest.mark.parametrize(
    ("now", "before"),
    [
        (pages(4, authors=()), pages(100)),  # too few in this run
        (pages(20, authors=()), pages(19)),  # too few before
        (pages(20, authors=()), pages(100, authors=())),  # never had any
        (pages(15) + pages(5, start=16, authors=()), pages(100)),  # within the margin
        (pages(20, authors=(), outlet_domain=None), pages(100, outlet_domain=None)),
        (pages(20, authors=(), outlet_domain="new.example"), pages(100)),
    ],
)
def test_what_may_be_chance_or_another_outlet_is_not_told(now, before):
    assert list(drops(rates(now), rates(before))) == []


def test_stored_rates_are_those_of_the_articles_that_were_loaded(tmp_path):
    articles = [make(n, body=WORDS) for n in range(1, 4)]
    bare = make(4, authors=(), lead=None, photos=(), tags=(), sections=(), body=("Мало слів.",))
    other = make(5, outlet_domain="other.example")
    load(tmp_path, *articles, bare, other)

    stored = stored_rates(tmp_path, {"visti.example"})

    expected = FillRates.of(tagged.article for tagged in (*articles, bare))
    assert stored.articles == expected.articles == {"visti.example": 4}
    assert stored.filled == expected.filled


def test_rates_of_batches_add_up_and_become_rows():
    total = rates(pages(3))
    total.add(rates(pages(2, authors=())))
    rows = {row["field"]: row for row in total.rows()}
    assert rows["authors"] == {
        "outlet": "visti.example", "field": "authors", "articles": 5, "filled": 3,
    }  # fmt: skip
    assert list(rows) == list(FIELDS)
