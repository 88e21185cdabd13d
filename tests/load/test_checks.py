"""Articles that break a rule go to quarantine, and take no other with them."""

from dataclasses import replace
from datetime import datetime

import pytest

from tasks.load.errors import ChecksFailedError
from tasks.load.locking import live_run
from tasks.load.staging import stage_batch
from tasks.models import Label, Stage
from tests.load.factories import load, make, source, with_pairs


def staged(tmp_path, *articles):
    with live_run(tmp_path, "run-1"):
        return stage_batch(tmp_path, "run-1", 1, articles)


def first_pair(tagged, **changes):
    pairs = tagged.translated.sentences
    return with_pairs(tagged, (replace(pairs[0], **changes), *pairs[1:]))


def first_mention(tagged, **changes):
    return replace(tagged, mentions=(replace(tagged.mentions[0], **changes),))


def bad_label(tagged, **changes):
    return replace(tagged, labels=(Label("iptc", "04000000", None, "Економіка", 1.0),))


BROKEN = {
    "untranslated sentence": (first_pair(make(2), en="Міст"), "sentences.en holds Cyrillic"),
    "missing sentence": (
        with_pairs(make(2), make(2).translated.sentences[1:]),
        "title 0 has no sentence",
    ),
    "sentence of no passage": (
        first_pair(make(2), paragraph=7),
        "title 7, which the article does not have",
    ),
    "none for a text": (first_pair(make(2), en=None), "title 0 has no English and no flag"),
    "blank for a text": (first_pair(make(2), en=" "), "title 0 has no English and no flag"),
    "nameless name": (first_mention(make(2), name_en=None), "mentions.name_en is null"),
    "mention elsewhere": (first_mention(make(2), start=0, end=5), "is not at 0:5 of title 0"),
    "mention outside": (first_mention(make(2), paragraph=3), "of title 3"),
    "mention backwards": (first_mention(make(2), start=5, end=2), "is not at 5:2"),
    "Cyrillic name": (first_mention(make(2), name_en="Київ"), "mentions.name_en holds Cyrillic"),
    "Cyrillic label": (bad_label(make(2)), "tags.label_en holds Cyrillic"),
    "Cyrillic source": (
        replace(make(2), cited_sources=("Укрінформ",)),
        "articles.cited_sources holds Cyrillic",
    ),
    "unknown role": (first_mention(make(2), kind=Stage.PARSE), "mentions.kind is not one of"),
    "naive time": (
        make(2, published_at=datetime(2026, 2, 5, 8)),  # noqa: DTZ001
        "published_at has no time zone",
    ),
    "half a letter": (make(2, outlet_name="\ud800"), "do not fit the schema"),
    "number too large": (
        first_mention(make(2), country_code=5),
        "do not fit the schema",
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_article_is_rejected_with_the_reason_and_the_others_load(tmp_path, name):
    broken, reason = BROKEN[name]

    batch = staged(tmp_path, make(1), broken, make(3))

    (failure,) = batch.rejected
    assert failure.source_uri == source(2)
    assert failure.stage is Stage.LOAD
    assert reason in failure.reason
    assert [document.source_uri for document in batch.documents] == [source(1), source(3)]
    assert batch.rows == {"articles": 2, "sentences": 16, "mentions": 2, "tags": 4}
    assert batch.sentences_by_engine == {"draft": 16}


def test_several_broken_articles_are_all_named(tmp_path):
    articles = [tagged for tagged, _ in BROKEN.values()]
    articles = [
        make(n)
        if n % 2
        else replace(
            tagged,
            translated=replace(
                tagged.translated,
                article=replace(tagged.article, source_uri=source(n)),
            ),
        )
        for n, tagged in enumerate(articles)
    ]

    batch = staged(tmp_path, *articles)

    assert [failure.source_uri for failure in batch.rejected] == [
        source(n) for n in range(0, len(articles), 2)
    ]


def test_cyrillic_in_a_flagged_sentence_is_published(tmp_path):
    flagged = first_pair(make(1), en="The word «міст»", flags=("cyrillic",))

    published = load(tmp_path, flagged)

    assert published.loaded == 1


def test_a_rule_that_only_the_whole_breaks_stops_the_publish(tmp_path, monkeypatch):
    # Nothing known leads here; if anything ever does, the old state must stay.
    load(tmp_path, make(1))
    before = (tmp_path / "articles/published_month=2026-02/articles.parquet").read_bytes()
    monkeypatch.setattr("tasks.load.merge.place", _same_identifier_for_all)

    with pytest.raises(ChecksFailedError, match=r"articles\.article_id is not unique"):
        load(tmp_path, make(2), make(3), run_id="run-2")

    after = (tmp_path / "articles/published_month=2026-02/articles.parquet").read_bytes()
    assert after == before


def _same_identifier_for_all(documents, stored):
    from tasks.load.identity import Placement

    return {document.source_uri: Placement("e" * 16, None, 1) for document in documents}
