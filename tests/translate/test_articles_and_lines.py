"""Whole articles and streams of lines: N in, N out, in order."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.models import Article, Photo, Role, Tier
from tasks.settings import Settings
from tasks.transform.translate.article import translate_articles, translate_each
from tasks.transform.translate.base import ServiceFault
from tasks.transform.translate.chain import Chain, EnginesExhausted
from tasks.transform.translate.lines import translate_lines
from tasks.transform.translate.registry import build_chain


def an_article(number=1, **fields):
    values = {
        "title": "Рада ухвалила закон",
        "lead": "Закон підтримали 250 депутатів. Він набуде чинності.",
        "body": ("Перший абзац. У ньому два речення.", "Reuters, 2026", "Третій абзац…"),
        "sections": ("Політика",),
        "photos": (Photo("Зала засідань"), Photo(credit="AP"), Photo("Трибуна. Вечір.")),
        "tags": ("Рада", "т. зв. реформа", "NATO"),
    }
    return Article(
        article_id=f"a{number}",
        source_uri=f"file:///a{number}",
        source_sha256="0" * 64,
        **(values | fields),
    )


def test_an_article_becomes_aligned_pairs_in_reading_order(plain_engine, english):
    chain = Chain([plain_engine("cloud", tier=Tier.CLOUD)], labels=plain_engine("lexicon"))
    (translated,) = translate_articles([an_article()], chain)
    assert [(pair.role, pair.paragraph, pair.uk) for pair in translated.sentences] == [
        (Role.TITLE, 0, "Рада ухвалила закон"),
        (Role.LEAD, 0, "Закон підтримали 250 депутатів."),
        (Role.LEAD, 0, "Він набуде чинності."),
        (Role.BODY, 0, "Перший абзац."),
        (Role.BODY, 0, "У ньому два речення."),
        (Role.BODY, 1, "Reuters, 2026"),
        (Role.BODY, 2, "Третій абзац…"),
        (Role.CAPTION, 0, "Зала засідань"),
        (Role.CAPTION, 2, "Трибуна."),
        (Role.CAPTION, 2, "Вечір."),
        (Role.SECTION, 0, "Політика"),
        (Role.TAG, 0, "Рада"),
        (Role.TAG, 1, "т. зв. реформа"),
        (Role.TAG, 2, "NATO"),
    ]
    assert all(pair.en == english(pair.uk) for pair in translated.sentences)
    assert translated.english(Role.LEAD)[0] == english(translated.article.lead)


def test_sections_and_tags_go_to_the_lexicon_whatever_the_chain(plain_engine):
    cloud = plain_engine("cloud")
    (translated,) = translate_articles([an_article()], Chain([cloud], labels=plain_engine("lex")))
    engines = {
        pair.engine for pair in translated.sentences if pair.role in {Role.SECTION, Role.TAG}
    }
    assert engines == {"lex", "none"}
    assert not {"Політика", "Рада"} & set(cloud.asked)


def test_text_without_ukrainian_passes_untouched_and_no_engine_sees_it(plain_engine):
    engine = plain_engine(answer=lambda _text: "Something else")
    (translated,) = translate_articles([an_article()], Chain([engine]))
    kept = [pair for pair in translated.sentences if pair.engine == "none"]
    assert [(pair.uk, pair.en, pair.tier) for pair in kept] == [
        ("Reuters, 2026", "Reuters, 2026", Tier.NONE),
        ("NATO", "NATO", Tier.NONE),
    ]
    assert "NATO" not in engine.asked


def test_a_sentence_shared_by_articles_is_translated_once(plain_engine):
    engine = plain_engine()
    articles = [an_article(number) for number in range(5)]
    translated = translate_articles(articles, Chain([engine]))
    assert [one.article.article_id for one in translated] == ["a0", "a1", "a2", "a3", "a4"]
    sentences = [text for text in engine.asked if text not in {"Політика", "Рада"}]
    assert len(sentences) == len(set(sentences))


def test_an_untranslatable_sentence_fails_its_own_article_only(plain_engine, english):
    fault = ServiceFault("It failed", data="Nothing", remedy="Nothing")
    engine = plain_engine(answer=lambda text: fault if "Зле" in text else english(text))
    articles = [an_article(1), an_article(2, title="Зле"), an_article(3)]
    one, two, three = translate_each(articles, Chain([engine]))
    assert isinstance(two, EnginesExhausted)
    assert (one.article, three.article) == (articles[0], articles[2])
    with pytest.raises(EnginesExhausted):
        translate_articles(articles, Chain([engine]))


def test_no_articles_need_no_engine(plain_engine):
    assert translate_articles([], Chain([plain_engine()])) == []


LINES = st.lists(st.text(alphabet="Аб .!?«»aZ0,\t\u2028\x0b", max_size=30), max_size=150)


@given(LINES)
def test_as_many_lines_out_as_in(lines):
    english = list(translate_lines(lines, DRAFT))
    assert len(english) == len(lines)
    assert all(len(text.splitlines()) <= 1 for text in english)
    assert all(bool(text) == bool(line.strip()) for text, line in zip(english, lines, strict=True))


DRAFT = build_chain("draft", Settings())


def test_blank_lines_stay_blank_and_sentences_of_a_line_stay_together(plain_engine, english):
    lines = ["Перше. Друге.\n", "\n", "   ", "BBC News\n", "Третє"]
    assert list(translate_lines(lines, Chain([plain_engine()]))) == [
        english("Перше. Друге."),
        "",
        "",
        "BBC News",
        english("Третє"),
    ]


def test_output_streams_before_the_input_ends(plain_engine, english):
    def endless():
        while True:
            yield "Ще один рядок."

    stream = translate_lines(endless(), Chain([plain_engine()]))
    assert [next(stream) for _ in range(200)] == [english("Ще один рядок.")] * 200
