"""What is forgotten is known again by its name, its bytes, its article and its outlet."""

from __future__ import annotations

import pytest

from tasks.load.errors import DatasetCorruptError
from tasks.load.maintenance.forget import Target, forget, recall
from tasks.load.maintenance.ledger import LEDGER, read_forgotten, read_ledger
from tests.load.factories import LATER, fail, load, make, sha256
from tests.load.test_documents import address, fetched

ADDRESS = Target(uris=frozenset({address(1)}))


def test_nothing_is_forgotten_at_first(tmp_path):
    load(tmp_path, make(1))

    forgotten = read_forgotten(tmp_path)

    assert not forgotten.holds_input(make(1).article.source_uri, None)
    assert not forgotten.holds_article(make(1).article.article_id, "visti.example")


@pytest.mark.parametrize(
    "name",
    [
        address(1),
        "https://visti.example/1",
        "http://m.visti.example/1/",
        "https://visti.example/1/amp",
    ],
)
def test_an_article_is_known_by_all_its_addresses(tmp_path, name):
    load(tmp_path, fetched(1), fetched(2, b"two"))
    forget(tmp_path, "run-forget", ADDRESS)

    forgotten = read_forgotten(tmp_path)

    assert forgotten.holds_input(name, None)
    assert not forgotten.holds_input(address(2), None)


def test_an_article_is_known_by_its_bytes_and_by_what_it_is(tmp_path):
    load(tmp_path, fetched(1, b"one"))
    forget(tmp_path, "run-forget", ADDRESS)

    forgotten = read_forgotten(tmp_path)

    assert forgotten.holds_input("file:///elsewhere/copy.html", sha256("one"))
    assert forgotten.holds_article(make(1).article.article_id, None)
    assert not forgotten.holds_input("file:///elsewhere/copy.html", sha256("two"))


def test_an_outlet_is_known_by_its_host_and_its_domain(tmp_path):
    load(tmp_path, fetched(1))
    forget(tmp_path, "run-forget", Target(outlet="visti.example"))

    forgotten = read_forgotten(tmp_path)

    assert forgotten.holds_input("https://www.visti.example/new", None)
    assert forgotten.holds_article("0" * 16, "visti.example")
    assert not forgotten.holds_input("https://sport.visti.example/new", None)
    assert not forgotten.holds_input("https://novisti.example/new", None)
    assert not forgotten.holds_article("0" * 16, None)


def test_an_input_in_quarantine_is_known_by_its_name(tmp_path):
    bad = address(9)
    load(tmp_path, make(1), failures=(fail(9, source_uri=bad),))
    forget(tmp_path, "run-forget", Target(uris=frozenset({bad})))

    assert read_forgotten(tmp_path).holds_input(bad, None)


def test_the_ledger_holds_no_text_and_no_address(tmp_path):
    load(tmp_path, fetched(1))
    forget(tmp_path, "run-forget", ADDRESS, now=LATER)

    written = (tmp_path / LEDGER).read_text()

    assert "visti" not in written
    assert [entry.forgotten_at for entry in read_ledger(tmp_path)] == [LATER.isoformat()]


def test_forgetting_the_same_twice_notes_it_once(tmp_path):
    load(tmp_path, fetched(1))
    forget(tmp_path, "run-forget", ADDRESS)
    load(tmp_path, fetched(1), run_id="run-2")
    forget(tmp_path, "run-forget", ADDRESS)

    assert len(read_ledger(tmp_path)) == 1


@pytest.mark.parametrize(
    "target", [ADDRESS, Target(prefix=make(1).article.article_id[:6])], ids=["address", "id"]
)
def test_what_is_let_back_is_forgotten_no_more(tmp_path, target):
    load(tmp_path, fetched(1), fetched(2, b"two"))
    forget(tmp_path, "run-forget", ADDRESS)
    forget(tmp_path, "run-forget", Target(uris=frozenset({address(2)})))

    assert len(recall(tmp_path, "run-undo", target)) == 1
    assert recall(tmp_path, "run-undo", target) == []

    forgotten = read_forgotten(tmp_path)
    assert not forgotten.holds_input(address(1), None)
    assert forgotten.holds_input(address(2), None)


@pytest.mark.parametrize("content", ["", "{", "[]", '{"forgotten": [{"x": 1}]}'])
def test_a_damaged_ledger_stops_what_would_bring_things_back(tmp_path, content):
    (tmp_path / LEDGER).write_text(content)

    with pytest.raises(DatasetCorruptError, match=LEDGER):
        read_forgotten(tmp_path)
