"""A surname has one English form in an article; everything else stays as it was."""

from __future__ import annotations

from tasks.models import Article, Role, SentencePair, Tier
from tasks.transform.translate.article import translate_articles
from tasks.transform.translate.chain import Chain
from tasks.transform.translate.consistency import with_one_form


def _pairs(*texts: tuple[str, str]) -> list[SentencePair]:
    return [
        SentencePair(Role.BODY, n, uk, en, "google", "1", Tier.CLOUD)
        for n, (uk, en) in enumerate(texts)
    ]


def _english(pairs: list[SentencePair]) -> list[str]:
    return [pair.en for pair in with_one_form(pairs)]


def test_the_form_that_is_most_frequent_takes_the_place_of_the_others():
    pairs = _pairs(
        ("Генерал Алексус Грінкевич прибув.", "General Alexus Grynkewich arrived."),
        ("Грінкевича зустріли.", "Hrinkevich was met."),
        ("Слова Грінкевича цитують.", "Grynkewich's words are quoted."),
    )

    assert _english(pairs) == [
        "General Alexus Grynkewich arrived.", "Grynkewich was met.",
        "Grynkewich's words are quoted.",
    ]  # fmt: skip


def test_of_forms_as_frequent_the_first_is_kept():
    pairs = _pairs(
        ("Йоганн Вадефуль виступив.", "Johann Wadephul spoke."),
        ("Вадефуль пояснив це.", "Vadeful explained this."),
    )

    assert _english(pairs) == ["Johann Wadephul spoke.", "Wadephul explained this."]


def test_two_people_of_like_names_stay_two():
    pairs = _pairs(
        ("Іван Петренко зустрів Олега Петрука.", "Ivan Petrenko met Oleh Petruk."),
        ("Петренко мовчав.", "Petrenko was silent."),
        ("Петрук говорив.", "Petruk spoke."),
    )

    assert with_one_form(pairs) == tuple(pairs)


def test_an_article_without_names_of_people_is_not_touched():
    pairs = _pairs(("У Києві дощ.", "It rains in Kyiv."), ("Київ чекає.", "Kiev is waiting."))

    assert with_one_form(pairs) == tuple(pairs)


def test_stages_give_articles_with_one_form():
    class Careless:
        name, version, tier = "careless", "1", Tier.CLOUD

        def translate(self, texts):
            spellings = {"Марко Гриценко приїхав.": "Marko Hrytsenko came."}
            return [spellings.get(text, "Gritsenko is silent.") for text in texts]

    article = Article(
        "a", "file:///a", "0", title="Марко Гриценко приїхав.", body=("Гриценко мовчить.",)
    )
    (translated,) = translate_articles([article], Chain([Careless()]))

    assert [pair.en for pair in translated.sentences] == [
        "Marko Hrytsenko came.", "Hrytsenko is silent.",
    ]  # fmt: skip
