"""Two inputs that claim to be the same article, and inputs that are copies."""

import itertools

import pytest

from tasks.load.state.read import read_articles, read_mentions, read_sentences
from tasks.load.storage.manifest import content_hash, row_counts
from tests.load.factories import load, make, source

SAME = "a" * 16


def by_source(output):
    return {row["source_uri"]: row for row in read_articles(output)}


def claim(number, text=""):
    """An article of its own text that claims the identifier SAME."""
    return make(number, text=text, article_id=SAME)


def test_the_first_by_address_keeps_the_identifier_whatever_the_order(tmp_path):
    hashes = []
    for number, order in enumerate(itertools.permutations([1, 2, 3])):
        output = tmp_path / str(number)
        load(output, *(claim(n) for n in order), batch_size=1 + number % 3)
        hashes.append(content_hash(output))
        rows = by_source(output)
        assert rows[source(1)]["article_id"] == SAME
        assert rows[source(1)]["duplicate_of"] is None
        assert rows[source(2)]["duplicate_of"] == rows[source(3)]["duplicate_of"] == SAME

    assert len({row["article_id"] for row in rows.values()}) == 3
    assert all(found == hashes[0] for found in hashes)


def test_all_rows_of_a_renamed_article_follow_its_identifier(tmp_path):
    published = load(tmp_path, claim(1), claim(2))

    assert published.duplicates == (source(2),)
    renamed = by_source(tmp_path)[source(2)]["article_id"]
    sentences = read_sentences(tmp_path, renamed)
    assert [row["sentence_id"] for row in sentences] == [f"{renamed}-{n:04d}" for n in range(8)]
    assert "2 годині" in " ".join(row["uk"] for row in sentences)
    assert len(read_mentions(tmp_path, renamed)) == 1


def test_the_published_one_keeps_the_identifier_against_an_earlier_address(tmp_path):
    load(tmp_path, claim(5))

    load(tmp_path, claim(1), run_id="run-2")

    rows = by_source(tmp_path)
    assert rows[source(5)]["article_id"] == SAME
    assert rows[source(1)]["duplicate_of"] == SAME


def test_a_conflict_is_settled_the_same_way_when_the_owner_is_edited(tmp_path):
    load(tmp_path, claim(5), claim(7))
    before = by_source(tmp_path)

    load(tmp_path, claim(5, "Зміна."), claim(1), run_id="run-2")

    rows = by_source(tmp_path)
    assert rows[source(5)]["article_id"] == SAME
    assert rows[source(7)] == before[source(7)]
    assert rows[source(1)]["duplicate_of"] == SAME


def test_an_edited_duplicate_replaces_its_own_rows_only(tmp_path):
    load(tmp_path, claim(1), claim(2))
    old = by_source(tmp_path)[source(2)]["article_id"]

    load(tmp_path, claim(2, "Зміна."), run_id="run-2")

    rows = by_source(tmp_path)
    assert rows[source(1)]["article_id"] == SAME
    assert rows[source(2)]["duplicate_of"] == SAME
    assert rows[source(2)]["article_id"] != old
    assert read_sentences(tmp_path, old) == []
    assert row_counts(tmp_path)["articles"] == 2


def test_a_duplicate_whose_original_is_gone_is_nobodys_duplicate(tmp_path):
    load(tmp_path, claim(1), claim(2))
    name = by_source(tmp_path)[source(2)]["article_id"]

    load(tmp_path, make(1, text="Стала іншою.", article_id="b" * 16), run_id="run-2")

    rows = by_source(tmp_path)
    assert rows[source(2)]["article_id"] == name
    assert rows[source(2)]["duplicate_of"] is None


def test_a_copy_that_another_run_has_published_meanwhile_is_left_out(tmp_path):
    load(tmp_path, make(5))
    copy = make(1, article_id=make(5).article.article_id)
    copy = make(
        1,
        article_id=make(5).article.article_id,
        source_sha256=make(5).article.source_sha256,
        body=copy.article.body,
    )

    published = load(tmp_path, copy, run_id="run-2")

    assert published.copies == (source(1),)
    assert published.loaded == 0
    assert by_source(tmp_path).keys() == {source(5)}


@pytest.mark.parametrize("order", [(1, 2), (2, 1)])
def test_of_two_copies_in_a_run_the_first_by_address_is_loaded(tmp_path, order):
    sha = "c" * 64
    published = load(tmp_path, *(make(n, source_sha256=sha) for n in order), batch_size=1)

    assert published.copies == (source(2),)
    assert by_source(tmp_path).keys() == {source(1)}


def test_an_input_that_becomes_a_copy_of_another_gives_up_its_rows(tmp_path):
    load(tmp_path, make(1), make(2))

    load(tmp_path, make(2, source_sha256=make(1).article.source_sha256), run_id="run-2")

    assert by_source(tmp_path).keys() == {source(1)}
    assert row_counts(tmp_path)["sentences"] == 8
