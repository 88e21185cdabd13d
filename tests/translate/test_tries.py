"""Pauses, tries and the rate of requests, timed where they arrive."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import pytest

from tasks.rate import shared_limit
from tasks.settings import Settings
from tasks.transform.translate.base import NoNetwork, ServiceFault, Throttled
from tasks.transform.translate.breaker import Breaker
from tasks.transform.translate.chain import Chain
from tasks.transform.translate.registry import ENGINES, build_chain
from tests.arrivals import most_in
from tests.translate.services import SERVICES

TEXTS = [f"Це речення номер {number} про мир." for number in range(12)]


def gaps(times):
    return [after - before for before, after in pairwise(times)]


@pytest.mark.parametrize("mood", ["throttled", "broken", "unavailable", "reset"])
def test_a_stumble_is_tried_again_after_growing_jittered_pauses(server, engine_of, mood):
    server.mood = lambda _service, _text: mood
    engine_of("deepl", retry_backoff=0.1).translate(TEXTS[:1])
    first, second = gaps(server.times("deepl"))
    assert 0.1 <= first < 0.5
    assert 0.2 <= second < 0.8


def test_pauses_differ_between_threads(server, engine_of):
    server.mood = lambda _service, _text: "throttled"
    engine = engine_of("deepl", retry_backoff=0.2)
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(engine.translate, [[text] for text in TEXTS[:6]]))
    asked = {
        text: [request.at for request in server.seen if request.texts == [text]]
        for text in TEXTS[:6]
    }
    pauses = [gaps(times)[0] for times in asked.values()]
    assert max(pauses) - min(pauses) > 0.02


def test_a_short_rest_that_a_service_asks_of_one_thread_holds_for_all(server, engine_of):
    server.mood = lambda _service, _text: "good" if server.seen else "throttled 2"
    server.delay = 0.05
    engine = engine_of("deepl", read_timeout=10.0)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(engine.translate, [TEXTS] * 4))
    first, *later = server.times("deepl")
    assert len(later) == 4 * len(TEXTS)
    assert not [at for at in later if first + 0.3 < at < first + 1.9]


@pytest.mark.parametrize("mood", ["throttled 1", "unavailable 1", "throttled date 2.99"])
def test_retry_after_is_honoured_in_both_forms(server, engine_of, english, mood):
    server.mood = lambda _service, _text: mood if len(server.seen) == 0 else "good"
    assert engine_of("microsoft").translate(TEXTS[:1]) == [english(TEXTS[0])]
    (pause,) = gaps(server.times("microsoft"))
    assert 0.99 <= pause < 5


@pytest.mark.parametrize("wait", ["soon", "-5", "0", "date -10"])
def test_a_retry_after_that_says_nothing_leaves_the_usual_pause(server, engine_of, english, wait):
    server.mood = lambda _service, _text: "good" if server.seen else f"throttled {wait}"
    assert engine_of("google").translate(TEXTS[:1]) == [english(TEXTS[0])]
    (pause,) = gaps(server.times("google"))
    assert pause < 0.5


@pytest.mark.parametrize(("mood", "failure"), [("throttled", Throttled), ("broken", ServiceFault)])
def test_a_long_retry_after_opens_the_breaker_for_that_long(
    server,
    engine_of,
    plain_engine,
    mood,
    failure,
):
    now = [0.0]
    server.mood = lambda _service, _text: f"{mood} 100"
    engine = engine_of("deepl")
    chain = Chain(
        [engine, plain_engine()], new_breaker=lambda: Breaker(pause=10, clock=lambda: now[0])
    )
    made = chain.translate(TEXTS)
    assert len(server.seen) == 1
    assert {rendering.fallback_reason for rendering in made} == {f"deepl: {failure.reason}"}
    now[0] = 99.0
    chain.translate(TEXTS)
    assert len(server.seen) == 1
    now[0] = 101.0
    server.mood = lambda _service, _text: "good"
    assert {rendering.engine for rendering in chain.translate(TEXTS)} == {"deepl"}


def test_an_answer_to_an_earlier_call_does_not_end_the_pause_that_was_asked_for():
    now = [0.0]
    breaker = Breaker(pause=10, clock=lambda: now[0])
    assert [breaker.allows(), breaker.allows()] == [True, True]
    breaker.fail("too many requests", pause=100)
    breaker.succeed()
    breaker.fail("timeout", is_outage=True)
    now[0] = 99
    assert not breaker.allows()
    now[0] = 100
    assert breaker.allows()


def test_all_services_out_of_reach_settle_on_the_draft_within_seconds(dead_url):
    urls = {f"{name}_url": dead_url for name in SERVICES}
    keys = {"deepl_key": "a", "microsoft_key": "b"}
    chain = build_chain("auto", Settings(engines=",".join(ENGINES), **urls, **keys))
    chain.translate(["Прогрів."])  # loads the lexicon
    fresh = build_chain("auto", Settings(engines=",".join(ENGINES), **urls, **keys))
    started = time.monotonic()
    made = fresh.translate(TEXTS)
    assert time.monotonic() - started < 5
    assert {rendering.engine for rendering in made} == {"draft"}
    reason = "; ".join(f"{name}: {NoNetwork.reason}" for name in SERVICES)
    assert {rendering.fallback_reason for rendering in made} == {reason}


def test_a_resolver_that_does_not_answer_is_no_network_within_the_timeout(monkeypatch, engine_of):
    monkeypatch.delenv("HTTP_PROXY", raising=False)
    monkeypatch.delenv("http_proxy", raising=False)
    released = threading.Event()
    monkeypatch.setattr("socket.getaddrinfo", lambda *_args, **_options: released.wait(30))
    engine = engine_of("google", google_url="http://translate.invalid/m", connect_timeout=0.2)
    started = time.monotonic()
    (answer,) = engine.translate(TEXTS[:1])
    released.set()
    assert type(answer) is NoNetwork
    assert time.monotonic() - started < 5


def test_chains_of_a_process_share_the_limit_of_a_service(server):
    settings = Settings(**server.settings(google_rate=5))
    chains = [build_chain("google", settings), build_chain("google,draft", settings)]
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda chain: chain.translate(TEXTS[:8]), chains))
    times = server.times("google")
    assert len(times) == 16
    assert most_in(times, 1.0) <= 5
    assert shared_limit(server.url("google"), 5) is shared_limit(server.url("google"), 5)
