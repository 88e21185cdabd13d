"""What an article looks like as rows."""

from dataclasses import replace

import pytest

from tasks.load.rows import article_rows, label_rows
from tasks.models import (
    KeyNumber,
    Label,
    NumberKind,
    Photo,
    Qualifier,
    Role,
    SentencePair,
    TaggedArticle,
    Tier,
)
from tests.load.factories import make, make_article, translate, with_pairs


def row_of(tagged):
    return article_rows(tagged, "run-1")["articles"][0]


def test_an_article_row_keeps_both_languages_side_by_side():
    row = row_of(make(1))

    assert row["title_uk"] == "Міст номер 1 у Києві"
    assert row["title_en"] == "English title 0.0."
    assert row["sections_uk"] == ["Головна", "Місто"]
    assert row["sections_en"] == ["English section 0.0.", "English section 1.0."]
    assert row["tags_en"] == ["English tag 0.0."]
    assert row["body_uk"].split("\n\n") == ["Міст у Києві відкрили о 1 годині.", "Рух відновили."]
    assert row["body_en"].split("\n\n") == ["English body 0.0.", "English body 1.0."]


def test_a_paragraph_of_several_sentences_is_one_paragraph_in_english():
    row = row_of(TaggedArticle(translate(make_article(body=("Раз. Два. Три", "Кінець")))))

    assert (
        row["body_en"]
        == "English body 0.0. English body 0.1. English body 0.2.\n\nEnglish body 1.0."
    )


def test_only_photos_with_a_caption_have_an_english_one():
    row = row_of(make(1, photos=(Photo(None, "AP"), Photo("Міст", None))))

    assert row["photos"] == [
        {"caption_uk": None, "caption_en": None, "credit": "AP"},
        {"caption_uk": "Міст", "caption_en": "English caption 1.0.", "credit": None},
    ]


def test_authors_are_romanised_unless_they_are_latin_already():
    row = row_of(make(1, authors=("Оксана Бойко", "John Smith")))

    assert row["authors"] == ["Оксана Бойко", "John Smith"]
    assert row["authors_en"] == ["Oksana Boiko", "John Smith"]


@pytest.mark.parametrize(
    ("printed", "english"),
    [
        ("Остап ГНАТІВ", "Ostap Hnativ"),
        ("ЮРІЙ ПАНЧЕНКО-ЛІСОВИЙ", "Yurii Panchenko-Lisovyi"),
        ("Олена С. КІТ", "Olena S. Kit"),
        ("УНІАН", "UNIAN"),
        ("Редакція ТСН", "Redaktsiia TSN"),
        ("BBC News", "BBC News"),
    ],
)
def test_author_in_capitals_stays_so_and_is_written_as_a_name_in_english(printed, english):
    row = row_of(make(1, authors=(printed,)))

    assert row["authors"] == [printed]
    assert row["authors_en"] == [english]


def test_an_article_without_lead_has_no_english_lead():
    row = row_of(make(1, lead=None))

    assert row["lead_uk"] is None
    assert row["lead_en"] is None


def test_words_of_title_lead_and_body_are_counted():
    article = make_article(title="Один – два", lead="Три", body=("Чотири п'ять", "Шість"))

    assert row_of(TaggedArticle(translate(article)))["word_count"] == 6


def test_the_worst_tier_of_the_sentences_is_the_tier_of_the_article():
    article = make_article()
    pairs = [
        SentencePair(p.role, p.paragraph, p.text, "x", "e", "1", tier)
        for p, tier in zip(
            article.passages(), [Tier.CLOUD, Tier.DRAFT, *[Tier.NONE] * 9], strict=False
        )
    ]

    assert row_of(with_pairs(make(), tuple(pairs)))["translation_tier"] == "draft"


def test_labels_from_the_lexicon_do_not_lower_the_tier_of_the_article():
    tagged = make(1)
    pairs = tuple(
        replace(pair, tier=Tier.DRAFT if pair.role in (Role.SECTION, Role.TAG) else Tier.CLOUD)
        for pair in tagged.translated.sentences
    )

    assert row_of(with_pairs(tagged, pairs))["translation_tier"] == "cloud"


def test_flagged_sentences_are_counted_once_however_many_flags_they_have():
    tagged = make()
    flagged = SentencePair(
        Role.TITLE, 0, "а", "a", "draft", "1", Tier.DRAFT, flags=("length", "digits")
    )
    pairs = (flagged, *tagged.translated.sentences[1:])

    assert row_of(with_pairs(tagged, pairs))["flag_count"] == 1


def test_sentences_are_numbered_in_reading_order():
    rows = article_rows(make(1), "run-1")["sentences"]

    assert [row["sentence_id"][-5:] for row in rows] == [f"-{n:04d}" for n in range(len(rows))]
    assert [row["role"] for row in rows][:3] == ["title", "lead", "body"]
    assert {row["article_id"] for row in rows} == {make(1).article.article_id}


def test_a_name_or_a_label_given_twice_makes_one_row():
    tagged = make(1)
    doubled = TaggedArticle(
        tagged.translated, tagged.mentions * 2, tagged.labels * 2, tagged.cited_sources
    )

    rows = article_rows(doubled, "run-1")

    assert len(rows["mentions"]) == 1
    assert [(row["scheme"], row["code"]) for row in rows["tags"]] == [
        ("iso3166", "UA"),
        ("source", "мости"),
    ]


def test_key_numbers_are_kept_with_their_places():
    number = KeyNumber(
        NumberKind.DRONES, 40, 50, "drone", Qualifier.ABOUT, "близько 40–50 дронів",
        Role.BODY, 1, 7, 27,
    )  # fmt: skip

    assert row_of(replace(make(1), numbers=(number,)))["key_numbers"] == [
        {
            "kind": "drones", "value": 40, "high": 50, "unit": "drone", "qualifier": "about",
            "surface_uk": "близько 40–50 дронів", "role": "body", "paragraph": 1, "start": 7,
            "end": 27,
        }
    ]  # fmt: skip


def test_labels_are_ranked_as_they_come_and_sorted_by_code():
    labels = (
        Label("iso3166", "UA", "Україна", "Ukraine", 0.7, count=7),
        Label("iso3166", "PL", "Польща", "Poland", 0.3, count=3),
        Label("iptc", "20000065", None, "war", 0.9, broader="16000000"),
    )

    rows = label_rows(labels)

    assert [
        (row["code"], row["rank"], row["mention_count"], row["broader_code"]) for row in rows
    ] == [
        ("20000065", 1, None, "16000000"),
        ("PL", 2, 3, None),
        ("UA", 1, 7, None),
    ]
