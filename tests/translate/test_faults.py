"""Ten thousand sentences through services that fail one time in five."""

from __future__ import annotations

import random
import sys
import threading
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
import requests

from tasks.models import Tier
from tasks.rate import RateLimit
from tasks.settings import Settings
from tasks.transform.translate.base import Answer, ServiceFault
from tasks.transform.translate.breaker import Breaker
from tasks.transform.translate.chain import Chain, Rendering
from tasks.transform.translate.registry import ENGINES
from tests.translate.services import BATCH, SERVICES

SENTENCES = 10_000
FAULT_SHARE = 0.2
FAULTS = (
    "throttled",
    "broken",
    "hanging",
    "reset",
    "cut_off",
    "empty",
    "html",
    "shape",
    "quota",
    "echo",
    "truncated",
    "short",
)
# Each makes all threads wait for a second, so they are few.
RESTS = ("throttled 1", "throttled date 1", "unavailable 1")
# What only a service that takes several texts at once can do.
BATCH_FAULTS = (*FAULTS, "swapped")
RATE = 150.0
THREADS = 64


# For the breakers time flies: a minute is over in 12 ms, an hour of a used-up quota in 0.7 s.
hasty_breaker = partial(Breaker, clock=lambda: 5000 * time.monotonic())


class BatchEngine:
    """A service that takes eight texts a request, trusted to keep their order."""

    name = BATCH
    version = "1"
    tier = Tier.CLOUD
    max_texts = 8
    max_bytes: int | None = None

    def __init__(self, url: str) -> None:
        self.url = url
        self.limit = RateLimit(RATE)
        self.mine = threading.local()

    def translate(self, texts: Sequence[str]) -> Sequence[Answer]:
        if not hasattr(self.mine, "session"):
            self.mine.session = requests.Session()
        try:
            with self.limit:
                response = self.mine.session.post(self.url, json=list(texts), timeout=1)
            response.raise_for_status()
            made: list[Answer] = response.json()
        except (requests.RequestException, ValueError) as error:
            raise ServiceFault(str(type(error)), data="", remedy="") from error
        return made


def seeded_mood(seed: int):
    """A fault with probability `FAULT_SHARE`, whatever thread asks."""
    dice, lock = random.Random(seed), threading.Lock()

    def mood(service: str, _text: str) -> str:
        with lock:
            if dice.random() >= FAULT_SHARE:
                return "good"
            kinds = BATCH_FAULTS if service == BATCH else FAULTS
            return dice.choice(RESTS if dice.random() < 0.02 else kinds)

    return mood


def batches_of(first: str, count: int) -> list[list[str]]:
    """Sentences that differ only in numbers, the hardest to tell apart, by twenties."""
    texts = [
        f"У місті {n + 100000} зібрали за добу {n * 7 + 100003} гривень." for n in range(count)
    ]
    marked = [f"{text[:-1]} ({first})." for text in texts]
    return [marked[start : start + 20] for start in range(0, count, 20)]


@pytest.mark.slow
def test_ten_thousand_sentences_under_faults_lose_swap_and_spoil_nothing(
    server, plain_engine, english
):
    """A fault costs a sentence its service, never its row."""
    server.mood = seeded_mood(2026)
    settings = Settings(
        **server.settings(
            read_timeout=1.0, retry_backoff=0.02, **{f"{name}_rate": RATE for name in SERVICES}
        )
    )
    engines = {name: ENGINES[name](settings) for name in SERVICES}
    engines[BATCH] = BatchEngine(server.url(BATCH))
    names, backup = list(engines), plain_engine("backup")
    # Each service comes first for a sixth of the sentences, with the next one behind it.
    chains = {
        name: Chain(
            [engines[name], engines[names[(at + 1) % len(names)]], backup],
            new_breaker=hasty_breaker,
        )
        for at, name in enumerate(names)
    }
    jobs = [
        (chains[name], batch)
        for name in names
        for batch in batches_of(name, SENTENCES // len(names) + 10)
    ]
    random.Random(1).shuffle(jobs)
    with ThreadPoolExecutor(THREADS) as pool:
        results = list(pool.map(lambda job: job[0].translate(job[1]), jobs))

    asked = [text for _, batch in jobs for text in batch]
    made = [outcome for outcomes in results for outcome in outcomes]
    assert len(asked) >= SENTENCES
    assert len(set(asked)) == len(asked)
    assert [type(outcome) for outcome in made] == [Rendering] * len(asked)
    # Not one row lost, swapped, cut short or bad, whatever came back from the services.
    assert [outcome.en for outcome in made] == [english(text) for text in asked]
    assert {outcome.flags for outcome in made} == {()}
    _check_provenance(made, names)
    _check_faults(server)
    for name in names:
        _check_rate(server.times(name))


def _check_provenance(made, names):
    by_engine = Counter(outcome.engine for outcome in made)
    assert set(by_engine) == {*names, "backup"}
    assert by_engine["backup"] < 0.5 * len(made)
    # Who is not the first of its chain was not asked for nothing.
    assert all(outcome.fallback_reason for outcome in made if outcome.engine == "backup")


def _check_faults(server):
    moods = Counter(request.mood for request in server.seen)
    assert set(moods) == {"good", *BATCH_FAULTS, *RESTS}
    assert abs(1 - moods["good"] / len(server.seen) - FAULT_SHARE) < 0.02


def _check_rate(times):
    limit = RateLimit(RATE)
    assert len(times) > limit.places
    for first, beyond in zip(times, times[limit.places :], strict=False):
        assert beyond - first >= limit.window


@pytest.mark.parametrize("mood", ["swapped", "short"])
def test_a_batch_service_that_mixes_up_its_answers_is_not_believed(
    server, plain_engine, english, mood
):
    server.mood = lambda _service, _text: mood
    (batch,) = batches_of("batch", 20)
    made = Chain([BatchEngine(server.url(BATCH)), plain_engine("backup")]).translate(batch)
    assert [outcome.en for outcome in made] == [english(text) for text in batch]
    assert {outcome.engine for outcome in made} == {"backup"}


@pytest.mark.slow
def test_threads_on_one_chain_under_faults_swap_no_rows(server, plain_engine, english):
    server.mood = seeded_mood(7)
    settings = Settings(**server.settings(read_timeout=1.0))
    chain = Chain(
        [*(ENGINES[name](settings) for name in SERVICES), plain_engine("backup")],
        new_breaker=hasty_breaker,
    )
    batches = batches_of("threads", 240)
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(16) as pool:
            results = list(pool.map(chain.translate, batches))
    finally:
        sys.setswitchinterval(interval)
    made = [outcome for outcomes in results for outcome in outcomes]
    assert [outcome.en for outcome in made] == [
        english(text) for batch in batches for text in batch
    ]
    assert {outcome.flags for outcome in made} == {()}
