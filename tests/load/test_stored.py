"""What a publish asks of the stored articles: the same as if it had all of them in a dict."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.load.merge.identity import StagedDocument, identifiers_of, place
from tasks.load.merge.stored import KnownDocument, StoredArticles
from tasks.load.state.known import State, read_state
from tasks.load.state.read import read_articles
from tests.load.factories import load, make, source
from tests.load.test_identity import SAME, claim

NAMES = st.sampled_from(["а", "б", "в", "г", "д"])
KNOWN = st.dictionaries(NAMES, st.builds(KnownDocument, NAMES, NAMES, NAMES, st.none()))
STAGED = st.lists(
    st.builds(StagedDocument, NAMES, NAMES, NAMES, NAMES),
    unique_by=lambda document: document.source_uri,
)


@settings(max_examples=300, deadline=None)
@given(stored=KNOWN, staged=STAGED, derived=st.booleans())
def test_places_follow_from_the_documents_that_are_concerned(stored, staged, derived):
    if derived and staged:  # somebody has the identifier that the first would get then
        name = identifiers_of(staged[0])[1]
        stored = {uri: known._replace(article_id=name) for uri, known in stored.items()}
    sources = {document.source_uri for document in staged}
    contents = {document.source_sha256 for document in staged}
    names = {name for document in staged for name in identifiers_of(document)}
    concerned = {
        uri: known
        for uri, known in stored.items()
        if uri in sources or known.sha256 in contents or known.article_id in names
    }

    assert place(staged, concerned) == place(staged, stored)


@pytest.fixture(scope="module")
def output(tmp_path_factory):
    folder = tmp_path_factory.mktemp("output")
    load(
        folder,
        *(make(n, published_date=date(2026, 1 + n % 3, 1)) for n in range(1, 20)),
        make(30, source_uri="https://новини.example/міст?п=1#ї"),
        claim(40),
        claim(41),
    )
    return folder


@pytest.mark.parametrize("by", ["source", "content", "identifier"])
def test_articles_are_found_by_source_by_bytes_and_by_identifier(output, by):
    rows = {row["source_uri"]: row for row in read_articles(output)}
    given_ = {"sources": set(), "contents": set(), "identifiers": set()}
    names = {
        "source": ("sources", "source_uri"),
        "content": ("contents", "source_sha256"),
        "identifier": ("identifiers", "article_id"),
    }
    name, column = names[by]
    some = [source(3), source(7), "https://новини.example/міст?п=1#ї", source(41)]
    given_[name] = {rows[uri][column] for uri in some} | {"nowhere"}

    found = StoredArticles(output).concerned(**given_)

    assert found == {
        uri: KnownDocument(
            rows[uri]["source_sha256"],
            rows[uri]["article_id"],
            rows[uri]["published_month"],
            rows[uri]["duplicate_of"],
            rows[uri]["revision"],
            rows[uri]["parsed_sha256"],
        )
        for uri in some
    }


def test_the_partitions_of_duplicates_are_found_by_their_originals(output):
    stored = StoredArticles(output)

    assert stored.partitions_repeating([SAME, "nobody"]) == {"2026-02"}
    assert stored.partitions_repeating(["nobody"]) == stored.partitions_repeating([]) == set()


def test_a_new_output_holds_nothing(tmp_path):
    stored = StoredArticles(tmp_path)

    assert stored.concerned(sources=["а"], contents=["б"], identifiers=["в"]) == {}
    assert stored.partitions_repeating(["в"]) == set()
    assert dict(State().loaded()) == dict(State().pages()) == {}
    assert list(State().holders(["а"])) == []


def test_loaded_inputs_are_found_by_their_bytes_in_whole_partitions_only(output, tmp_path):
    load(tmp_path, make(1), make(2, published_date=None, published_at=None))
    (tmp_path / "tags/published_month=unknown/tags.parquet").unlink()
    contents = {number: make(number).article.source_sha256 for number in (1, 2, 3)}
    state = read_state(tmp_path)

    assert list(state.holders(contents.values())) == [(source(1), contents[1])]
    assert dict(state.loaded()) == {source(1): contents[1]}
