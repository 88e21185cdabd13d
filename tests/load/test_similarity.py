"""What counts as the same text: reprints do, texts that only look alike do not."""

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.load.merge.similarity import (
    SignatureIndex,
    article_words,
    is_same_article,
    text_sha256,
    text_signature,
    words,
)
from tests.load.factories import make_article
from tests.load.reprints import BRIDGE, NON_PAIRS, REPRINTS

ROOT = Path(__file__).parents[2]


def both(pair):
    return tuple(words("\n".join(paragraphs)) for paragraphs in pair)


@pytest.mark.parametrize("name", REPRINTS)
def test_a_reprint_is_found_and_recognised(name):
    first, second = both(REPRINTS[name])

    assert SignatureIndex([text_signature(first), text_signature(second)]).similar(0) == {1}
    assert is_same_article(first, second)
    assert is_same_article(second, first)


@pytest.mark.parametrize("name", NON_PAIRS)
def test_texts_that_only_look_alike_are_told_apart(name):
    first, second = both(NON_PAIRS[name])

    assert not is_same_article(first, second)
    assert not is_same_article(second, first)


def test_headline_and_typography_are_no_part_of_the_text():
    one = make_article(1, title="Міст", lead="Уперше", body=("«З'їзд» — 5 травня. " * 5,))
    two = make_article(2, title="Ні", lead=None, body=("УПЕРШЕ:", '"З’їзд" - 5  травня! ' * 5))

    assert text_sha256(article_words(one)) == text_sha256(article_words(two)) is not None


@pytest.mark.parametrize("count", [0, 1, 11])
def test_a_stub_has_no_hash(count):
    assert text_sha256(["слово"] * count) is None
    assert text_sha256(["слово"] * 12) is not None


@given(st.lists(st.sampled_from(["міст", "ріка", "5", "ліс"]), max_size=39))
def test_a_short_text_is_never_nearly_the_same(tokens):
    assert text_signature(tokens) is None
    assert not is_same_article(tokens, tokens)
    assert not is_same_article(tokens, tokens * 2)


def test_equal_texts_are_similar_and_texts_without_a_signature_to_nothing():
    bridge = text_signature(words("\n".join(BRIDGE)))

    index = SignatureIndex([bridge, None, bridge, None, bridge])

    assert [index.similar(place) for place in range(5)] == [{2, 4}, set(), {0, 4}, set(), {0, 2}]
    assert SignatureIndex([]).similar(0) == SignatureIndex([None]).similar(0) == set()


def test_a_signature_of_another_kind_is_similar_to_nothing():
    bridge = text_signature(words("\n".join(BRIDGE)))

    index = SignatureIndex([bridge, bridge[:-4], bridge[:-4]])

    assert [index.similar(place) for place in range(3)] == [set(), set(), set()]


def test_another_process_gives_the_same_signature():
    tokens = words("\n".join(BRIDGE))
    script = (
        "import sys; from tasks.load.merge.similarity import *; tokens = words(sys.argv[1]); "
        "print(text_signature(tokens).hex(), text_sha256(tokens))"
    )

    told = subprocess.run(
        [sys.executable, "-c", script, "\n".join(BRIDGE)],
        cwd=ROOT, capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip

    assert told.stdout.split() == [text_signature(tokens).hex(), text_sha256(tokens)]


def test_signatures_that_were_stored_stay_good():
    # Another version of the library must not change what stored files are compared with.
    signature = text_signature(words("\n".join(BRIDGE)))

    assert len(signature) == 96 * 4
    assert signature[:16].hex() == "232c1a04a52ca905ff8fcf00e5f9ec00"
