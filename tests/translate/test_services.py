"""Every engine behind HTTP against its service, played on the loopback."""

from __future__ import annotations

import logging
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from tasks.models import Article, Photo, Tier
from tasks.settings import Settings
from tasks.transform.translate.article import translate_articles
from tasks.transform.translate.base import (
    KeyRefused,
    LimitedEngine,
    NotConfigured,
    NoTranslation,
    QuotaUsedUp,
    ServiceFault,
    Throttled,
    TimedOut,
)
from tasks.transform.translate.chain import Chain
from tasks.transform.translate.registry import ENGINES, build_chain
from tests.translate.services import KEYS, SERVICES

SENTENCE = "Переговори & «зустрічі» тривали 12 годин."
HEADERS = {"Host", "User-Agent", "Accept-Encoding", "Accept", "Connection"}
POSTED = HEADERS | {"Content-Type", "Content-Length"}


@pytest.mark.parametrize("name", SERVICES)
def test_sentences_come_back_in_order(server, engine_of, english, name):
    texts = [f"Речення номер {number} про мир." for number in range(20)]
    engine = engine_of(name)
    assert engine.translate(texts) == [english(text) for text in texts]
    assert server.asked(name) == texts
    assert isinstance(engine, LimitedEngine)
    assert engine.name == name


@pytest.mark.parametrize("name", SERVICES)
@pytest.mark.parametrize(
    ("mood", "failure"),
    [
        ("throttled", Throttled),
        ("throttled 3600", Throttled),
        ("broken", ServiceFault),
        ("unavailable", ServiceFault),
        ("reset", ServiceFault),
        ("cut_off", ServiceFault),
        ("hanging", TimedOut),
        ("empty", NoTranslation),
        ("html", NoTranslation),
        ("shape", NoTranslation),
        ("short", NoTranslation),
    ],
)
def test_each_bad_mood_becomes_its_failure(server, engine_of, name, mood, failure):
    server.mood = lambda _service, _text: mood
    (answer,) = engine_of(name).translate([SENTENCE])
    assert type(answer) is failure
    assert SENTENCE not in str(answer)


@pytest.mark.parametrize("name", ["mymemory", "libretranslate", "deepl", "microsoft"])
def test_a_quota_used_up_takes_the_engine_out_for_an_hour(server, engine_of, name, plain_engine):
    server.mood = lambda _service, _text: "quota"
    engine = engine_of(name)
    (answer,) = engine.translate([SENTENCE])
    assert type(answer) is QuotaUsedUp
    assert answer.pause_seconds == 3600
    made = Chain([engine, plain_engine()]).translate([f"Речення {number}." for number in range(9)])
    assert len(server.seen) == 2
    assert {rendering.fallback_reason for rendering in made} == {f"{name}: quota used up"}


@pytest.mark.parametrize(
    ("name", "mood"),
    [
        ("libretranslate", "forbidden"),
        ("libretranslate", "key_wanted"),
        ("deepl", "forbidden"),
        ("microsoft", "forbidden"),
    ],
)
def test_a_refused_key_is_terminal_and_is_not_told(server, engine_of, name, mood, caplog):
    server.mood = lambda _service, _text: mood
    engine = engine_of(name)
    with caplog.at_level(logging.DEBUG), pytest.raises(KeyRefused) as caught:
        engine.translate([SENTENCE])
    assert "docs/engines.md" in str(caught.value)
    assert len(server.seen) == 1
    assert KEYS[name] not in caplog.text + repr(caught.value) + repr(caught.value.__cause__)


def test_a_service_without_keys_never_says_that_a_key_is_wrong(server, engine_of):
    server.mood = lambda _service, _text: "forbidden"
    for name in ("google", "mymemory"):
        (answer,) = engine_of(name).translate([SENTENCE])
        assert type(answer) is ServiceFault


def test_an_error_of_mymemory_in_place_of_the_translation_is_none(server, engine_of):
    server.mood = lambda _service, _text: "refusal"
    (answer,) = engine_of("mymemory").translate([SENTENCE])
    assert type(answer) is ServiceFault


def test_entities_of_mymemory_become_their_characters(server, engine_of):
    server.mood = lambda _service, _text: "entities"
    assert engine_of("mymemory").translate([SENTENCE]) == ['It\'s "done" & dusted.']


@pytest.mark.parametrize("name", ["deepl", "microsoft"])
def test_an_engine_without_its_key_says_what_to_set(server, name):
    without = Settings(**server.settings(**{f"{name}_key": None}))
    with pytest.raises(NotConfigured) as caught:
        build_chain(name, without)
    assert f"VISNYK_{name.upper()}_KEY" in str(caught.value)


def test_engines_without_their_key_are_left_out_of_a_list(server, caplog):
    settings = server.settings(deepl_key=None, engines="deepl,google,draft")
    with caplog.at_level(logging.INFO):
        chain = build_chain("auto", Settings(**settings))
    assert [engine.name for engine in chain.engines] == ["google", "draft"]
    assert "deepl is left out: DeepL needs a key" in caplog.text


def test_the_public_libretranslate_wants_a_key_and_a_server_of_your_own_does_not(
    server, engine_of, english
):
    with pytest.raises(NotConfigured, match="VISNYK_LIBRETRANSLATE_KEY"):
        ENGINES["libretranslate"](Settings())
    engine = engine_of("libretranslate", libretranslate_key=None)
    assert engine.translate([SENTENCE]) == [english(SENTENCE)]
    assert "api_key" not in server.seen[0].body
    assert engine.tier is Tier.NEURAL


@pytest.mark.parametrize(
    ("key", "url"),
    [("abc:fx", "https://api-free.deepl.com/v2/"), ("abc", "https://api.deepl.com/v2/")],
)
def test_the_key_of_deepl_says_which_address(key, url):
    assert ENGINES["deepl"](Settings(deepl_key=key)).url == url


def test_keys_show_in_no_representation_of_the_settings(server):
    settings = Settings(**server.settings())
    shown = f"{settings!r} {settings} {settings.model_dump()} {settings.model_dump_json()}"
    assert not any(key in shown for key in KEYS.values())


EXPECTED = {
    "google": ("GET", {"tl": ["en"], "sl": ["uk"], "q": [SENTENCE]}, None, HEADERS),
    "mymemory": ("GET", {"langpair": ["uk-UA|en-US"], "q": [SENTENCE]}, None, HEADERS),
    "libretranslate": (
        "POST",
        {},
        {"q": SENTENCE, "source": "uk", "target": "en", "format": "text", "api_key": "secret-lt"},
        POSTED,
    ),
    "deepl": (
        "POST",
        {},
        {"text": [SENTENCE], "source_lang": "UK", "target_lang": "EN-US"},
        POSTED | {"Authorization"},
    ),
    "microsoft": (
        "POST",
        {"api-version": ["3.0"], "from": ["uk"], "to": ["en"]},
        [{"text": SENTENCE}],
        POSTED | {"Ocp-Apim-Subscription-Key", "Ocp-Apim-Subscription-Region", "Content-type"},
    ),
}


@pytest.mark.parametrize("name", SERVICES)
def test_only_the_sentence_leaves_the_machine(server, engine_of, name, tmp_path, monkeypatch):
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login me password my-own\n")
    monkeypatch.setenv("NETRC", str(netrc))
    engine_of(name).translate([SENTENCE, SENTENCE])  # the first answer sets a cookie
    method, query, body, headers = EXPECTED[name]
    for request in server.seen:
        assert (request.method, request.query, request.body) == (method, query, body)
        assert set(request.headers) <= headers
    assert len(server.seen) == 2


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("deepl", lambda request: request.headers["Authorization"].split()[1]),
        ("microsoft", lambda request: request.headers["Ocp-Apim-Subscription-Key"]),
        ("libretranslate", lambda request: request.body["api_key"]),
    ],
)
def test_a_key_goes_where_its_service_wants_it_and_nowhere_else(server, engine_of, name, place):
    engine_of(name).translate([SENTENCE])
    (request,) = server.seen
    assert place(request) == KEYS[name]
    assert request.raw.count(KEYS[name].encode()) == 1
    assert not any(key.encode() in request.raw for key in set(KEYS.values()) - {KEYS[name]})


def test_mymemory_gets_an_email_address_only_if_one_is_set(server, engine_of):
    engine_of("mymemory", mymemory_email="me@example.org").translate([SENTENCE])
    assert server.seen[0].query["de"] == ["me@example.org"]


@pytest.mark.parametrize("name", SERVICES)
def test_nothing_of_an_article_but_its_sentences_leaves_the_machine(server, engine_of, name):
    article = Article(
        article_id="0123456789abcdef",
        source_uri="file:///home/someone/secret-folder/page.txt",
        source_sha256="f" * 64,
        parser="pasted",
        title="Рада ухвалила бюджет 2026 року",
        body=("Бюджет ухвалили 250 депутатів. Проти було 12.",),
        outlet_domain="secret-outlet.example",
        authors=("Таємний Автор",),
        photos=(Photo(caption="Засідання 5 лютого", credit="Таємний Фотограф"),),
    )
    translate_articles([article], Chain([engine_of(name)]))
    sentences = [
        "Рада ухвалила бюджет 2026 року",
        "Засідання 5 лютого",
        "Бюджет ухвалили 250 депутатів.",
        "Проти було 12.",
    ]
    assert sorted(server.asked(name)) == sorted(sentences)
    sent = b" ".join(request.raw for request in server.seen).decode()
    for word in ("secret-folder", "secret-outlet", "Автор", "Фотограф", "ffff", "Referer"):
        assert word not in sent


@pytest.mark.parametrize("name", SERVICES)
def test_a_text_too_long_for_a_request_goes_in_pieces(server, engine_of, english, name):
    text = " ".join(f"Це довге речення під номером {number} про справи." for number in range(600))
    engine = engine_of(name)
    assert engine.translate([text]) == [english(text)]
    pieces = server.asked(name)
    assert len(pieces) > 1
    assert " ".join(pieces) == text
    assert all(engine.size(piece) <= engine.max_bytes for piece in pieces)
    assert all(piece.endswith(".") for piece in pieces)


@pytest.mark.parametrize("name", SERVICES)
def test_eight_threads_never_swap_their_sentences(server, engine_of, english, name):
    engine = engine_of(name, read_timeout=20.0)
    batches = [[f"Потік {thread} речення {n}." for n in range(25)] for thread in range(8)]
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(8) as pool:
            answers = list(pool.map(engine.translate, batches))
    finally:
        sys.setswitchinterval(interval)
    assert answers == [[english(text) for text in batch] for batch in batches]
