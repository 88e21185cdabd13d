"""Kill a run while it pays for translations: the next one pays only for what is missing."""

from __future__ import annotations

import itertools
import signal
import threading
from collections import Counter
from concurrent.futures import Future

import pytest

from tasks.load.memory.answers import journals
from tasks.load.memory.translations import StoredMemory
from tasks.load.schema import SENTENCES
from tasks.load.storage.arrow import read_parquet
from tasks.load.storage.locking import STAGING, live_run
from tasks.load.storage.manifest import row_counts
from tasks.settings import Settings
from tasks.transform.translate.article import translate_articles
from tasks.transform.translate.memory import Memory
from tasks.transform.translate.registry import build_chain
from tests.kills.forks import Child, Forks
from tests.memory import work
from tests.memory.work import ARTICLES, articles, sentences
from tests.translate.conftest import GooglePage, english_of

pytestmark = pytest.mark.slow

THREADS = 4


@pytest.fixture
def page(monkeypatch):
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setenv("VISNYK_GOOGLE_RATE", "10000")
    server = GooglePage()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def forks():
    env = {"NO_PROXY": "127.0.0.1", "VISNYK_GOOGLE_RATE": "10000"}
    with Forks(work.__name__, env=env) as opened:
        yield opened


@pytest.fixture
def killed_at_request(page, forks, tmp_path):
    """Run, and kill with SIGKILL when the server has the n-th request, before it answers."""

    def run(run_id, number):
        process: Future[Child] = Future()
        dead = threading.Event()
        counter = itertools.count(1)

        def mood(_text):
            count = next(counter)
            if count == number:
                process.result(10).kill(signal.SIGKILL)
                dead.set()
            if count >= number:
                dead.wait(10)
            return "good"

        page.mood = mood
        process.set_result(forks.start(work.run, tmp_path, run_id, page.url))
        code = process.result().end()
        page.mood = lambda _text: "good"
        return code

    return run


def asked(page):
    return Counter(query["q"][0] for query in page.requests)


def check_whole(output):
    assert row_counts(output)["articles"] == ARTICLES
    (path,) = output.glob("sentences/*/*.parquet")
    rows = read_parquet(path, SENTENCES).to_pylist()
    assert len(rows) == 5 * ARTICLES
    assert [row["en"] for row in rows] == [english_of(row["uk"]) for row in rows]


@pytest.mark.parametrize("number", [1, 20, 41])
def test_killed_while_it_translates(page, forks, killed_at_request, tmp_path, number):
    assert killed_at_request("run-1", number) == -signal.SIGKILL
    before = asked(page)

    assert forks.run(work.run, tmp_path, "run-2", page.url) == 0

    check_whole(tmp_path)
    assert asked(page).keys() == sentences()
    # Those that the server had and the run could not read: one a thread at most.
    assert asked(page).total() <= len(sentences()) + THREADS
    again = asked(page) - Counter(sentences())
    assert again.total() <= THREADS
    assert again.keys() <= before.keys()
    assert not (tmp_path / STAGING).exists()


@pytest.mark.parametrize("moment", ["staged", "published"])
def test_killed_when_all_is_paid_for_nothing_is_paid_again(page, forks, tmp_path, moment):
    assert forks.run(work.run, tmp_path, "run-1", page.url, moment) == -signal.SIGKILL
    assert journals(tmp_path)

    assert forks.run(work.run, tmp_path, "run-2", page.url) == 0

    check_whole(tmp_path)
    assert asked(page) == Counter(sentences())
    assert not (tmp_path / STAGING).exists()


def test_killed_again_and_again_it_gets_there_and_pays_once(page, killed_at_request, tmp_path):
    kills = 0
    while killed_at_request(f"run-{kills}", 11) == -signal.SIGKILL:
        kills += 1
    assert 3 <= kills <= 6
    check_whole(tmp_path)
    assert asked(page).total() <= len(sentences()) + THREADS * kills


def test_two_runs_at_once_keep_each_others_answers(page, forks, tmp_path):
    runs = [forks.start(work.run, tmp_path, f"run-{name}", page.url) for name in "ab"]
    assert [run.end() for run in runs] == [0, 0]
    check_whole(tmp_path)
    assert not (tmp_path / STAGING).exists()


def test_a_second_run_over_all_of_it_asks_nothing(page, forks, tmp_path):
    assert forks.run(work.run, tmp_path, "run-1", page.url) == 0
    page.requests.clear()
    with live_run(tmp_path, "run-2"):
        chain = build_chain("google", Settings(google_url=page.url))
        translated = translate_articles(articles(), chain, Memory(StoredMemory(tmp_path, "run-2")))
    assert page.requests == []
    assert all(pair.is_from_memory for item in translated for pair in item.sentences)
