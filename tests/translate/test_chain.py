"""Fallback, provenance and the circuit breaker of a chain of engines."""

from __future__ import annotations

import sys
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from tasks.errors import Terminal, Transient
from tasks.models import Tier
from tasks.settings import Settings
from tasks.transform.translate.base import NoNetwork, ServiceFault, TimedOut
from tasks.transform.translate.breaker import Breaker
from tasks.transform.translate.chain import Chain, EnginesExhausted
from tasks.transform.translate.registry import (
    ENGINES,
    UnknownEngine,
    build_chain,
    engine_names,
    shared_chain,
)
from tasks.transform.translate.services.google import GoogleEngine

SENTENCES = [f"Це речення номер {number} про важливу подію." for number in range(12)]


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def failing(kind):
    failure = kind("It failed", data="Nothing", remedy="Nothing")
    return lambda _text: failure


def test_the_first_engine_that_answers_well_is_used(plain_engine, english):
    first, second = plain_engine("first", tier=Tier.CLOUD), plain_engine("second")
    (made,) = Chain([first, second]).translate([SENTENCES[0]])
    assert (made.en, made.engine, made.engine_version) == (english(SENTENCES[0]), "first", "1")
    assert (made.tier, made.flags, made.fallback_reason) == (Tier.CLOUD, (), None)
    assert second.asked == []


def test_equal_sentences_are_sent_once_and_come_back_each_in_its_place(plain_engine, english):
    engine = plain_engine()
    texts = [SENTENCES[0], SENTENCES[1], SENTENCES[0], SENTENCES[1], SENTENCES[0]]
    made = Chain([engine]).translate(texts)
    assert [rendering.en for rendering in made] == [english(text) for text in texts]
    assert engine.asked == SENTENCES[:2]


@pytest.mark.parametrize(
    ("mood", "reason"),
    [
        ("throttled", "google: too many requests"),
        ("broken", "google: service error"),
        ("hanging", "google: timeout"),
        ("empty", "google: no translation in the answer"),
        ("captcha", "google: no translation in the answer"),
        ("wordless", "google: no translation in the answer"),
        ("error_in_result", "google: error page"),
        ("echo", "google: echo, cyrillic"),
        ("half_done", "google: cyrillic"),
        ("consent", "google: service error"),
        ("cut_off", "google: service error"),
        ("reset", "google: service error"),
    ],
)
def test_a_bad_answer_falls_back_for_its_sentence_only(
    google_page, google_settings, plain_engine, mood, reason
):
    google_page.mood = lambda text: mood if " 1 " in text else "good"
    backup = plain_engine("backup")
    made = Chain([GoogleEngine(google_settings), backup]).translate(SENTENCES[:3])
    assert [rendering.en for rendering in made] == [backup.answer(text) for text in SENTENCES[:3]]
    assert [rendering.engine for rendering in made] == ["google", "backup", "google"]
    assert [rendering.fallback_reason for rendering in made] == [None, reason, None]
    assert backup.asked == [SENTENCES[1]]


def test_without_network_the_breaker_opens_at_once(service_engine, plain_engine):
    cloud, backup = service_engine("cloud", failing(NoNetwork)), plain_engine("backup")
    made = Chain([cloud, backup]).translate(SENTENCES)
    assert len(cloud.asked) == 1
    assert {rendering.fallback_reason for rendering in made} == {"cloud: no network"}
    assert backup.asked == SENTENCES


def test_no_network_settles_on_the_draft_engine_within_seconds(dead_url):
    chain = build_chain("auto", Settings(google_url=dead_url))
    chain.translate(["Прогрів."])
    started = time.monotonic()
    made = chain.translate(SENTENCES)
    assert time.monotonic() - started < 8
    assert {rendering.engine for rendering in made} == {"draft"}


def test_three_failures_in_a_row_open_the_breaker(service_engine, plain_engine):
    cloud = service_engine("cloud", failing(TimedOut))
    Chain([cloud, plain_engine()]).translate(SENTENCES)
    assert len(cloud.asked) == 3


def test_a_success_between_failures_keeps_it_closed(service_engine, plain_engine, english):
    fault = failing(ServiceFault)
    cloud = service_engine(
        "cloud", lambda text: english(text) if text in SENTENCES[::3] else fault(text)
    )
    Chain([cloud, plain_engine()]).translate(SENTENCES)
    assert cloud.asked == SENTENCES


def test_an_open_breaker_lets_one_trial_through_after_the_pause(service_engine, plain_engine):
    clock = Clock()
    cloud = service_engine("cloud", failing(NoNetwork))
    chain = Chain([cloud, plain_engine()], new_breaker=lambda: Breaker(pause=60, clock=clock))
    chain.translate(SENTENCES)
    clock.now = 59
    chain.translate(SENTENCES)
    assert len(cloud.asked) == 1
    clock.now = 61
    chain.translate(SENTENCES)
    assert len(cloud.asked) == 2
    clock.now = 122
    cloud.answer = plain_engine().answer
    assert {made.engine for made in chain.translate(SENTENCES)} == {"cloud"}


def test_while_a_trial_is_out_no_other_thread_gets_through():
    clock = Clock()
    breaker = Breaker(pause=60, clock=clock)
    breaker.fail("no network", is_outage=True)
    clock.now = 60
    assert [breaker.allows() for _ in range(3)] == [True, False, False]
    breaker.fail("timeout")
    clock.now = 119
    assert not breaker.allows()
    clock.now = 120
    assert breaker.allows()
    breaker.succeed()
    assert [breaker.allows() for _ in range(3)] == [True, True, True]


def test_a_crash_in_an_engine_is_seen_and_does_not_hold_the_trial(service_engine):
    clock = Clock()
    engine = service_engine("cloud", failing(NoNetwork))
    chain = Chain([engine], new_breaker=lambda: Breaker(pause=60, clock=clock))
    chain.translate(SENTENCES[:1])
    clock.now = 60
    engine.answer = lambda text: 1 / 0
    (outcome,) = chain.translate(SENTENCES[:1])
    assert isinstance(outcome, EnginesExhausted)
    assert "cloud: broke down" in str(outcome)
    clock.now = 120
    engine.answer = lambda _text: "This is a sentence about an important event."
    assert chain.translate([SENTENCES[0]])[0].engine == "cloud"


def test_a_text_that_breaks_an_engine_takes_no_other_with_it(plain_engine):
    def answer(text):
        if text == SENTENCES[1]:
            raise IndexError("a defect")
        return f"English {text.encode().hex()[:20]} of an event."

    first, backup = plain_engine("first"), plain_engine("backup")
    first.answer = answer
    made = Chain([first, backup]).translate(SENTENCES[:3])
    assert [rendering.engine for rendering in made] == ["first", "backup", "first"]
    assert made[1].fallback_reason == "first: broke down"


@pytest.mark.parametrize(
    ("answers", "problem"),
    [
        (lambda texts: ["One."], "1 answers to 12 texts"),
        (lambda texts: [None] * len(texts), "no answer"),
        (lambda texts: [" "] * len(texts), "empty"),
    ],
)
def test_an_engine_that_breaks_the_contract_gives_nothing_away(
    plain_engine, english, answers, problem
):
    bad = plain_engine("bad")
    bad.translate = answers
    made = Chain([bad, plain_engine("backup")]).translate(SENTENCES)
    assert [rendering.en for rendering in made] == [english(text) for text in SENTENCES]
    assert {rendering.fallback_reason for rendering in made} == {f"bad: {problem}"}


def test_a_wrong_key_takes_the_engine_out_and_says_why(service_engine, plain_engine):
    def refuse(texts):
        cloud.asked += texts
        raise Terminal("The key was refused", data="Nothing", remedy="Set another")

    cloud = service_engine("cloud")
    cloud.translate = refuse
    made = Chain([cloud, plain_engine()]).translate(SENTENCES)
    assert len(cloud.asked) == 1
    assert made[5].fallback_reason == "cloud: The key was refused"


def test_what_no_engine_does_well_is_kept_with_its_flags_from_the_better(plain_engine):
    text = "Загинули 25 людей, поранено 137."
    worse = plain_engine("worse", lambda _text: "Killed x людей, wounded.")
    better = plain_engine("better", lambda _text: "Killed 25 people, wounded.")
    (made,) = Chain([worse, better]).translate([text])
    assert (made.engine, made.flags) == ("better", ("digits",))
    assert made.fallback_reason == "worse: cyrillic, digits"
    (made,) = Chain([better, worse]).translate([text])
    assert (made.engine, made.flags, made.fallback_reason) == ("better", ("digits",), None)


def test_a_sentence_that_nobody_translates_is_an_error_in_its_place(plain_engine, english):
    fault = failing(ServiceFault)
    engine = plain_engine("a", lambda text: fault(text) if text == "Два." else english(text))
    one, two = Chain([engine]).translate(["Один.", "Два."])
    assert one.en == english("Один.")
    assert isinstance(two, EnginesExhausted)
    assert isinstance(two, Transient)
    assert "a: service error" in str(two)
    assert "VISNYK_ENGINE" in two.remedy


def test_line_breaks_of_an_engine_do_not_reach_the_row(plain_engine):
    (made,) = Chain([plain_engine(answer=lambda _text: " One\n two. ")]).translate(["Один два."])
    assert made.en == "One two."


def test_labels_go_to_their_own_engine(plain_engine):
    cloud, lexicon = plain_engine("cloud"), plain_engine("lexicon")
    chain = Chain([cloud], labels=lexicon)
    assert [made.engine for made in chain.translate_labels(["Світ"])] == ["lexicon"]
    assert cloud.asked == []


def test_threads_share_a_chain_without_swapping_rows(google_page, google_settings, english):
    google_page.mood = lambda text: "captcha" if text.endswith("7.") else "good"
    settings = google_settings.model_copy(update={"read_timeout": 20.0})
    chain = build_chain("auto", settings)
    batches = [[f"Потік {thread} речення {n}." for n in range(20)] for thread in range(8)]
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(8) as pool:
            results = list(pool.map(chain.translate, batches))
    finally:
        sys.setswitchinterval(interval)
    for batch, made in zip(batches, results, strict=True):
        for text, rendering in zip(batch, made, strict=True):
            if rendering.engine == "google":
                assert rendering.en == english(text)
            else:
                assert all(number in rendering.en for number in text.split() if number.isdigit())


def test_auto_means_the_engines_of_the_settings_in_their_order():
    settings = Settings(engines="draft, google")
    assert engine_names("auto", settings) == ["draft", "google"]
    assert [engine.name for engine in build_chain("auto", settings).engines] == ["draft", "google"]
    assert [engine.name for engine in build_chain("DRAFT", settings).engines] == ["draft"]


@pytest.mark.parametrize("setting", ["googel", "google,nope", "", " , "])
def test_an_unknown_engine_is_refused_with_the_known_ones(setting):
    with pytest.raises(UnknownEngine) as caught:
        build_chain(setting, Settings())
    assert isinstance(caught.value, Terminal)
    assert all(name in str(caught.value) for name in ("auto", *ENGINES))


def test_threads_of_a_process_get_the_same_chain():
    with ThreadPoolExecutor(8) as pool:
        assert len(set(map(id, pool.map(shared_chain, ["draft"] * 8)))) == 1
