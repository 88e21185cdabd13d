"""The Google engine against its page, played on the loopback in each of its moods."""

from __future__ import annotations

import socket
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from deep_translator import GoogleTranslator

from tasks.settings import Settings
from tasks.transform.translate.base import (
    LimitedEngine,
    NoNetwork,
    NoTranslation,
    ServiceFault,
    Throttled,
    TimedOut,
)
from tasks.transform.translate.limits import split_to_fit, url_bytes
from tasks.transform.translate.services.google import GoogleEngine

SENTENCE = "Переговори тривали 12 годин."


def test_sentences_come_back_in_order(google_page, google_settings, english):
    texts = [f"Речення номер {number} про мир." for number in range(20)]
    engine = GoogleEngine(google_settings)
    assert engine.translate(texts) == [english(text) for text in texts]
    assert isinstance(engine, LimitedEngine)


@pytest.mark.parametrize(
    ("mood", "failure"),
    [
        ("throttled", Throttled),
        ("broken", ServiceFault),
        ("hanging", TimedOut),
        ("empty", NoTranslation),
        ("captcha", NoTranslation),
        ("wordless", NoTranslation),
        ("consent", ServiceFault),
        ("cut_off", ServiceFault),
        ("reset", ServiceFault),
    ],
)
def test_each_bad_mood_becomes_its_failure(google_page, google_settings, mood, failure):
    google_page.mood = lambda _text: mood
    started = time.monotonic()
    (answer,) = GoogleEngine(google_settings).translate([SENTENCE])
    assert type(answer) is failure
    assert time.monotonic() - started < 8


def test_a_failure_takes_no_other_sentence_with_it(google_page, google_settings, english):
    google_page.mood = lambda text: "captcha" if "Друге" in text else "good"
    answers = GoogleEngine(google_settings).translate(["Перше.", "Друге.", "Третє."])
    assert [answers[0], answers[2]] == [english("Перше."), english("Третє.")]
    assert isinstance(answers[1], NoTranslation)


def test_a_blip_of_the_service_is_tried_once_more(google_page, google_settings, english):
    google_page.mood = lambda _text: "broken" if len(google_page.requests) == 1 else "good"
    assert GoogleEngine(google_settings).translate([SENTENCE]) == [english(SENTENCE)]
    assert len(google_page.requests) == 2


def test_a_refused_connection_is_no_network_and_known_at_once(dead_url):
    engine = GoogleEngine(Settings(google_url=dead_url))
    started = time.monotonic()
    (answer,) = engine.translate([SENTENCE])
    assert isinstance(answer, NoNetwork)
    assert answer.is_outage
    assert time.monotonic() - started < 8


def test_a_connection_that_is_never_accepted_is_no_network_after_the_timeout(monkeypatch):
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with socket.socket() as deaf, socket.socket() as first, socket.socket() as second:
        deaf.bind(("127.0.0.1", 0))
        deaf.listen(0)
        # Its queue is full with these; further connections are left unanswered.
        for waiting in (first, second):
            waiting.setblocking(False)
            waiting.connect_ex(deaf.getsockname())
        url = f"http://127.0.0.1:{deaf.getsockname()[1]}/m"
        started = time.monotonic()
        (answer,) = GoogleEngine(Settings(google_url=url, connect_timeout=0.2)).translate(
            [SENTENCE]
        )
    assert isinstance(answer, NoNetwork)
    assert time.monotonic() - started < 8


def test_other_users_of_the_library_get_it_unchanged(google_page, google_settings, english):
    GoogleEngine(google_settings)
    translator = GoogleTranslator(source="uk", target="en")
    translator._base_url = google_page.url
    assert translator.translate(SENTENCE) == english(SENTENCE)


def test_only_the_sentence_leaves_the_machine(google_page, google_settings):
    GoogleEngine(google_settings).translate([SENTENCE, SENTENCE])
    assert google_page.requests == [{"tl": ["en"], "sl": ["uk"], "q": [SENTENCE]}] * 2
    allowed = {"Host", "User-Agent", "Accept-Encoding", "Accept", "Connection"}
    assert all(set(headers) <= allowed for headers in google_page.headers_seen)


def test_sentences_of_a_thread_share_a_connection(google_page, google_settings):
    GoogleEngine(google_settings).translate([SENTENCE] * 10)
    assert list(google_page.connections.values()) == [10]


def test_a_text_too_long_for_an_address_goes_in_pieces(google_page, google_settings, english):
    text = " ".join(f"Це довге речення під номером {number} про справи." for number in range(150))
    assert GoogleEngine(google_settings).translate([text]) == [english(text)]
    pieces = [query["q"][0] for query in google_page.requests]
    assert len(pieces) > 1
    assert all(url_bytes(piece) <= GoogleEngine.max_bytes for piece in pieces)
    assert all(piece.endswith(".") for piece in pieces)


@pytest.mark.parametrize(
    "text",
    [
        "слово, " * 900,
        "слово " * 900,
        "слово" * 900,
        "Коротко.",
    ],
    ids=["clauses", "words", "one endless word", "short"],
)
def test_pieces_fit_and_lose_nothing(text):
    pieces = split_to_fit(text.strip(), 600, url_bytes)
    assert all(0 < url_bytes(piece) <= 600 for piece in pieces)
    assert "".join("".join(pieces).split()) == "".join(text.split())


def test_eight_threads_never_swap_their_sentences(google_page, google_settings, english):
    engine = GoogleEngine(google_settings.model_copy(update={"read_timeout": 20.0}))
    batches = [[f"Потік {thread} речення {n}." for n in range(25)] for thread in range(8)]
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(8) as pool:
            answers = list(pool.map(engine.translate, batches))
    finally:
        sys.setswitchinterval(interval)
    assert answers == [[english(text) for text in batch] for batch in batches]
