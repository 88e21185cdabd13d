"""The same again changes nothing, and the order of days does not matter."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from itertools import chain

import pytest

from tasks.load.memory.selection import Selection
from tasks.load.memory.upgrade import upgrade
from tasks.load.state.read import read_articles
from tasks.load.storage.manifest import content_hash
from tasks.load.verify import verify
from tests.load.factories import LATER, NOW, fail, load, make, make_page, sha256, snapshot
from tests.load.reprints import BRIDGE, REPRINTS

# Over the end of a year, so that days, weeks, months and years change.
FIRST, DAYS = date(2025, 12, 29), 6
REPRINTED = REPRINTS["a new lead and a paragraph more"][1]


def on_day(number, day, *, text="", **changes):
    at = datetime(day.year, day.month, day.day, 6 + number % 12, tzinfo=UTC)
    return make(number, text=text, published_date=day, published_at=at, **changes)


def telling(number, paragraphs):
    """The fields of an article with these paragraphs; its page is no other one's, byte by byte."""
    digest = sha256("\n".join([str(number), *paragraphs]))
    return {"lead": paragraphs[0], "body": tuple(paragraphs[1:]), "source_sha256": digest}


def inbox():
    """What each day brings: news, reprints of other days' news, a fetched page."""
    days = [FIRST + timedelta(days=number) for number in range(DAYS)]
    brought = {
        day: [on_day(10 * number + n, day) for n in range(3)] for number, day in enumerate(days)
    }
    brought[days[1]].append(on_day(101, days[1], **telling(101, BRIDGE)))
    brought[days[4]].append(on_day(102, days[4], **telling(102, REPRINTED)))
    brought[days[3]].append(on_day(103, days[3], **telling(103, BRIDGE)))
    brought[days[5]].append(on_day(104, days[5], page=make_page(104)))
    # Pages that were there before in another version: one of them in another month.
    brought[days[0]].append(on_day(105, days[0], text="Нова версія."))
    brought[days[2]].append(on_day(106, days[2], text="Нова версія."))
    return brought


def everything():
    return list(chain.from_iterable(inbox().values()))


def before():
    return [on_day(105, FIRST), on_day(106, date(2026, 2, 3)), on_day(107, date(2025, 12, 30))]


def retranslate_nothing(output):
    for folder in sorted((output / "articles").glob("*")):
        upgrade(
            output, "up", folder.name.partition("=")[2], better={}, selection=Selection(),
            source_labels=lambda _translated: [],
        )  # fmt: skip


@pytest.mark.parametrize("seed", range(4))
def test_a_backfill_by_day_in_any_order_equals_one_full_run(tmp_path, seed):
    brought = inbox()
    full, by_day = tmp_path / "full", tmp_path / "by-day"
    for output in (full, by_day):
        load(output, *before(), failures=(fail(108),), now=NOW)
    load(full, *chain.from_iterable(brought.values()), run_id="run-full", now=LATER)

    days = random.Random(seed).sample(sorted(brought), DAYS)
    for number, day in enumerate(days):
        now = LATER + timedelta(hours=number)
        load(by_day, *brought[day], run_id=f"run-{number}", now=now, batch_size=2)
        if number == DAYS // 2:
            retranslate_nothing(by_day)

    assert content_hash(by_day) == content_hash(full), [str(day) for day in days]
    assert marks(by_day) == marks(full)
    assert verify(by_day).problems == ()


def test_reprints_are_among_the_days_of_the_backfill(tmp_path):
    load(tmp_path, *everything())

    assert len(marks(tmp_path)) == 2


def marks(output):
    rows = read_articles(output, columns=["article_id", "duplicate_of"])
    return {row["article_id"]: row["duplicate_of"] for row in rows if row["duplicate_of"]}


def test_the_same_run_again_touches_no_file(tmp_path):
    articles = everything()
    load(tmp_path, *articles, failures=(fail(108),), now=NOW)
    files = snapshot(tmp_path)

    load(tmp_path, now=LATER, run_id="run-again")
    retranslate_nothing(tmp_path)

    assert snapshot(tmp_path) == files


def test_the_same_articles_loaded_again_say_the_same(tmp_path):
    articles = everything()
    load(tmp_path, *articles, now=NOW)
    content = content_hash(tmp_path)
    others = files_of(tmp_path, "documents", "quarantine")

    load(tmp_path, *reversed(articles), now=LATER, run_id="run-refresh", batch_size=3)

    assert content_hash(tmp_path) == content
    assert files_of(tmp_path, "documents", "quarantine") == others


def files_of(output, *names):
    return {name: file for name, file in snapshot(output).items() if name.startswith(names)}
