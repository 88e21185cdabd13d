"""What is translated once is not asked for again, and nothing else is taken for it."""

from __future__ import annotations

import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tasks.language.text import UNSETTLED_RE2, sentence_key
from tasks.models import Article, Maker, Role, Tier
from tasks.settings import Settings
from tasks.transform.translate.article import translate_articles
from tasks.transform.translate.base import NoNetwork
from tasks.transform.translate.chain import Chain
from tasks.transform.translate.memory import Memory
from tasks.transform.translate.registry import build_chain

SENTENCES = [f"Це речення номер {number} про важливу подію." for number in range(12)]
MAKER = Maker("plain", "1")


class Shelf:
    """A store in memory."""

    def __init__(self, **known: dict[str, str]) -> None:
        self.known = {
            (Maker(name, "1"), key): en for name in known for key, en in known[name].items()
        }
        self.kept: list[tuple[str, str, Maker]] = []

    def find(self, keys, maker):
        return {key: self.known[maker, key] for key in keys if (maker, key) in self.known}

    def keep(self, key, english, maker):
        self.kept.append((key, english, maker))


def unreachable(_text):
    return NoNetwork("No connection", data="Nothing", remedy="Nothing")


@pytest.mark.parametrize(
    "variant",
    [
        "П'ять м'ячів: «так»",
        "П’ять мʼячів: «так»",
        "  П'ять\u00a0м'ячів:\t«так» ",
        "П'ять  м'я\u00adчів: «так»\u200b",
        "П'ять м'ячів:\u2028«так»",
    ],
)
def test_what_says_nothing_makes_no_other_sentence(variant):
    assert sentence_key(variant) == "П'ять м'ячів: «так»"
    assert sentence_key("Киї\u0308в") == sentence_key("Киї\u0308в".replace("ї\u0308", "ї\u0308"))
    assert sentence_key("Ки\u0456\u0308в") == "Київ"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Так", "так"),
        ("«Так»", "“Так”"),
        ("Так.", "Так!"),
        ("Він сказав ‘так’", "Він сказав 'так'"),
        ("Київ - Львів", "Київ – Львів"),
    ],
)
def test_what_english_may_carry_over_makes_another_sentence(one, other):
    assert sentence_key(one) != sentence_key(other)


TEXTS = st.text(alphabet="Абвї'’ʼ\u00ad\u200b\u00a0 \t«»“\".,2ʹ\u0308", max_size=40)


@given(TEXTS)
@example("а’\u00adб")
def test_the_key_of_a_key_is_itself(text):
    assert sentence_key(sentence_key(text)) == sentence_key(text)


@given(TEXTS | st.text(alphabet=st.characters(codec="utf-8"), max_size=40))
@example("Їжак – «їжак» №5: 'я' [^\\]")
@example("і\u0308")
def test_a_text_that_arrow_calls_settled_is_its_own_key(text):
    is_unsettled = pc.match_substring_regex(pa.array([text]), UNSETTLED_RE2)[0].as_py()
    assert is_unsettled or sentence_key(text) == text


def test_arrow_calls_usual_sentences_settled():
    usual = ["Уряд – за «мир» у 2022-му: №5, Є. Ґ. Їжакевич (29%)…", 'Ёж и объём, "эхо".']
    assert not pc.any(pc.match_substring_regex(pa.array(usual), UNSETTLED_RE2)).as_py()


DRAFT = build_chain("draft", Settings()).engines[0]
_WORDS = st.sampled_from(
    ["п’ять", "м'яч", "у Києві", "“так”", "2\u00a0000", "сім\u00adя", "Рада", "."]
)


@given(st.lists(_WORDS, min_size=1, max_size=6).map(" ".join))
def test_the_built_in_engine_gives_a_sentence_and_its_key_the_same_english(text):
    assert DRAFT.translate([text]) == DRAFT.translate([sentence_key(text)])


def test_a_second_time_asks_no_engine_and_says_so(plain_engine, english):
    engine, memory = plain_engine(), Memory()
    chain = Chain([engine])
    first = chain.translate(SENTENCES, memory)
    engine.asked.clear()
    again = chain.translate(SENTENCES, memory)
    assert engine.asked == []
    assert not any(made.is_from_memory for made in first)
    assert all(made.is_from_memory for made in again)
    assert [made.en for made in again] == [english(text) for text in SENTENCES]


def test_the_better_engine_is_asked_though_the_worse_one_has_it_all(plain_engine):
    cloud, draft = plain_engine("cloud", tier=Tier.CLOUD), plain_engine("draft")
    memory = Memory(Shelf(draft={text: f"Draft {text[-20:]}" for text in SENTENCES}))
    made = Chain([cloud, draft]).translate(SENTENCES, memory)
    assert cloud.asked == SENTENCES
    assert {(item.engine, item.fallback_reason) for item in made} == {("cloud", None)}


def test_out_of_reach_the_worse_one_answers_from_memory_and_the_reason_is_true(
    plain_engine, english
):
    cloud, draft = plain_engine("cloud", unreachable, tier=Tier.CLOUD), plain_engine("draft")
    memory = Memory(Shelf(draft={text: english(text) for text in SENTENCES}))
    made = Chain([cloud, draft]).translate(SENTENCES, memory)
    assert draft.asked == []
    assert {(item.engine, item.fallback_reason, item.is_from_memory) for item in made} == {
        ("draft", "cloud: no network", True)
    }


@pytest.mark.parametrize("changed", ["version", "glossary"])
def test_another_version_of_engine_or_glossary_is_asked_anew(plain_engine, changed):
    engine, memory = plain_engine(), Memory()
    Chain([engine], glossary_version="1").translate(SENTENCES, memory)
    engine.asked.clear()
    if changed == "version":
        engine.version = "2"
    glossary = "2" if changed == "glossary" else "1"
    made = Chain([engine], glossary_version=glossary).translate(SENTENCES, memory)
    assert engine.asked == SENTENCES
    assert {(item.engine_version, item.glossary_version) for item in made} == {
        (engine.version, glossary)
    }


def test_flagged_english_is_asked_for_once_a_run_and_kept_no_longer(plain_engine):
    shelf = Shelf()
    engine = plain_engine("cloud", lambda _text: "Short, ні", tier=Tier.CLOUD)
    memory = Memory(shelf)
    for _ in range(2):
        (made,) = Chain([engine]).translate(SENTENCES[:1], memory)
        assert made.flags
    assert engine.asked == SENTENCES[:1]
    (made,) = Chain([engine]).translate(SENTENCES[:1], Memory(shelf))
    assert made.flags
    assert engine.asked == SENTENCES[:1] * 2


def test_remembered_english_that_fails_todays_checks_is_asked_for_again(plain_engine, english):
    engine = plain_engine()
    memory = Memory(Shelf(plain={SENTENCES[0]: "Error 429: Too many requests"}))
    (made,) = Chain([engine]).translate(SENTENCES[:1], memory)
    assert (made.en, made.is_from_memory) == (english(SENTENCES[0]), False)


def test_what_costs_something_is_kept_before_it_is_used_and_what_is_free_is_not(
    service_engine, plain_engine
):
    shelf = Shelf()
    seen: list[int] = []
    cloud = service_engine("cloud", tier=Tier.CLOUD)
    answer = cloud.answer
    cloud.answer = lambda text: (seen.append(len(shelf.kept)), answer(text))[1]
    Chain([cloud, plain_engine("draft")]).translate(SENTENCES, Memory(shelf))
    assert seen == list(range(12))  # each answer is kept before the next is asked for
    shelf.kept.clear()
    Chain([plain_engine("draft")]).translate(SENTENCES, Memory(shelf))
    assert shelf.kept == []


def test_two_spellings_of_a_sentence_in_a_batch_are_asked_for_once(plain_engine):
    engine = plain_engine()
    made = Chain([engine]).translate(["Здоров'я людей", "Здоров’я людей"], Memory())
    assert engine.asked == ["Здоров'я людей"]
    assert [item.is_from_memory for item in made] == [False, True]


def an_article(number, *body):
    return Article(
        article_id=f"a{number}", source_uri=f"file:///a{number}", source_sha256="0" * 64,
        title=f"Заголовок новини {number}", body=body, tags=("Рада",),
    )  # fmt: skip


def test_forty_percent_repeated_sentences_make_forty_percent_fewer_calls(plain_engine):
    engine, lexicon, memory = plain_engine(tier=Tier.CLOUD), plain_engine("lexicon"), Memory()
    unique = [f"Подія номер {number} сталася вранці." for number in range(540)]
    repeated = [unique[number % 100] for number in range(400)]
    body = [text for pair in zip(unique, repeated, strict=False) for text in pair] + unique[400:]
    articles = [an_article(n, *body[n * 47 : n * 47 + 47]) for n in range(20)]
    chain = Chain([engine], labels=lexicon)
    translated = [
        item
        for start in range(0, 20, 5)
        for item in translate_articles(articles[start : start + 5], chain, memory)
    ]
    pairs = [p for item in translated for p in item.sentences if p.role is not Role.TAG]
    assert len(pairs) == 960
    assert len(engine.asked) == 560  # 20 titles, 540 sentences: 400 of 960 are not asked for
    assert sum(pair.is_from_memory for pair in pairs) == 400
    assert lexicon.asked == ["Рада"]


def test_threads_at_the_same_sentences_ask_for_each_once(service_engine, english):
    """Four batches at once with the same sentences, in other orders, at a nervous scheduler."""
    engine = service_engine("cloud", tier=Tier.CLOUD)
    chain, memory = Chain([engine]), Memory()
    texts = [f"Це речення номер {number} про важливу подію." for number in range(200)]
    orders = [texts[cut:] + texts[:cut] for cut in (0, 50, 100, 150)]
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(4) as pool:
            batches = list(pool.map(lambda order: chain.translate(order, memory), orders))
    finally:
        sys.setswitchinterval(interval)
    assert sorted(engine.asked) == sorted(texts)
    for order, made in zip(orders, batches, strict=True):
        assert [item.en for item in made] == [english(text) for text in order]


def test_who_waits_for_a_sentence_that_fails_there_asks_itself(plain_engine, english):
    asked, go_on = threading.Event(), threading.Event()

    def answer(text):
        if not asked.is_set():
            asked.set()
            assert go_on.wait(10)
            return unreachable(text)
        return english(text)

    chain, memory = Chain([plain_engine("cloud", answer), plain_engine("draft")]), Memory()
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(chain.translate, SENTENCES[:1], memory)
        assert asked.wait(10)
        second = pool.submit(chain.translate, SENTENCES[:1], memory)
        go_on.set()
        (failed,), (made,) = first.result(10), second.result(10)
    assert failed.engine == "draft"
    # The breaker has opened meanwhile: it hears so, and is not left waiting.
    assert (made.engine, made.fallback_reason) == ("draft", "cloud: no network")


def test_an_engine_that_breaks_off_leaves_nobody_waiting(plain_engine):
    def interrupted(_text):
        raise KeyboardInterrupt

    engine, memory = plain_engine(answer=interrupted), Memory()
    with pytest.raises(KeyboardInterrupt):
        Chain([engine]).translate(SENTENCES, memory)
    engine.answer = lambda text: "A sentence about an important event."
    with ThreadPoolExecutor(1) as pool:
        made = pool.submit(Chain([engine]).translate, SENTENCES, memory).result(10)
    assert len(made) == 12


def test_the_memory_of_a_long_run_stays_small(plain_engine):
    engine, memory = plain_engine(), Memory(capacity=10)
    chain = Chain([engine])
    chain.translate(SENTENCES, memory)
    engine.asked.clear()
    chain.translate(SENTENCES[2:], memory)
    assert engine.asked == []
    chain.translate(SENTENCES[:2], memory)
    assert engine.asked == SENTENCES[:2]
