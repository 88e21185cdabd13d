"""What travels of a batch to the page of its run: counts that add up, and a few openings."""

from __future__ import annotations

import pickle
from dataclasses import replace

from tasks.load.digest import SAMPLES, Digest
from tasks.models import Label, Role, Tier
from tests.load.factories import make, with_pairs


def test_digests_of_batches_add_up_to_that_of_all_articles():
    articles = [make(number) for number in range(1, 6)]
    total = Digest.of(articles[:2])
    total.add(Digest.of(articles[2:]))

    whole = Digest.of(articles)

    assert total.makers == whole.makers
    assert total.countries == whole.countries == {"Ukraine": 5}
    assert sum(whole.makers.values()) == sum(len(it.translated.sentences) for it in articles)
    assert set(whole.makers) == {("draft", Tier.DRAFT)}


def test_an_article_counts_once_for_a_topic_and_none_for_the_tags_of_its_source():
    labels = (
        Label("iptc", "20000129", "оборона", "defence", 0.4),
        Label("iptc", "20000130", "оборона", "defence", 0.2),
        Label("source", "мости", "мости", "bridges", 1.0),
    )
    digest = Digest.of([replace(make(1), labels=labels)])
    assert digest.topics == {"defence": 1}


def test_why_better_engines_did_not_and_what_checks_flagged_is_counted():
    tagged = make(1)
    first, *others = tagged.translated.sentences
    reason = "google: Google gave no translation: it cannot be reached " + "x" * 400
    pair = replace(first, flags=("digits",), fallback_reason=reason)

    digest = Digest.of([with_pairs(tagged, (pair, *others))])

    assert digest.flagged == {"digits": 1}
    ((told, count),) = digest.fallbacks.items()
    assert count == 1
    assert told.startswith("google: Google gave no translation")
    assert len(told) < 210


def test_samples_are_few_of_many_outlets_and_short():
    articles = [make(number, text="слово " * 200) for number in range(1, 30)]
    articles += [make(40, outlet_domain="novyny.example", outlet_name="Новини")]

    digest = Digest.of(articles)
    digest.add(Digest.of(articles))

    assert len(digest.samples) == SAMPLES
    assert {sample.outlet for sample in digest.samples} == {"Вісті", "Новини"}
    first = digest.samples[0]
    assert (first.title_uk, first.title_en) == ("Міст номер 1 у Києві", "English title 0.0.")
    assert first.opening_uk.startswith("Коротко про міст. Міст у Києві відкрили")
    assert all(len(sample.opening_uk) < 330 for sample in digest.samples)


def test_an_opening_is_of_the_same_sentences_in_both_languages():
    tagged = make(1)
    (sample,) = Digest.of([tagged]).samples
    pairs = [it for it in tagged.translated.sentences if it.role in {Role.LEAD, Role.BODY}][:2]
    assert sample.opening_uk == " ".join(pair.uk for pair in pairs)
    assert sample.opening_en == " ".join(pair.en for pair in pairs)


def test_a_digest_is_small_whatever_the_batch_and_travels_between_processes():
    few = pickle.dumps(Digest.of([make(number) for number in range(5)]))
    many = pickle.dumps(Digest.of([make(number) for number in range(500)]))
    assert len(many) < len(few) + 200
    assert pickle.loads(many) == Digest.of([make(number) for number in range(500)])
