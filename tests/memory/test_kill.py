"""Kill a run while it pays for translations: the next one pays only for what is missing."""

from __future__ import annotations

import itertools
import os
import signal
import subprocess
import sys
import threading
from collections import Counter
from concurrent.futures import Future
from queue import Queue

import pytest

from tasks.load.answers import journals
from tasks.load.arrow import read_parquet
from tasks.load.locking import STAGING, live_run
from tasks.load.manifest import row_counts
from tasks.load.memory import StoredMemory
from tasks.load.schema import SENTENCES
from tasks.settings import Settings
from tasks.transform.translate.article import translate_articles
from tasks.transform.translate.memory import Memory
from tasks.transform.translate.registry import build_chain
from tests.conftest import ROOT
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


class Workshop:
    """Starts runs, and knows how they ended."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.memory.work"],
            cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            env=os.environ | {"NO_PROXY": "127.0.0.1", "VISNYK_GOOGLE_RATE": "10000"},
        )  # fmt: skip
        self._ends: dict[int, Future[int]] = {}
        self._started: Queue[int] = Queue()
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        for line in self._process.stdout:
            what, process, *code = line.split()
            if what == "started":
                self._ends[int(process)] = Future()
                self._started.put(int(process))
            else:
                self._ends[int(process)].set_result(int(code[0]))

    def start(self, page, output, run_id, moment="") -> int:
        self._process.stdin.write(f"{output} {run_id} {page.url} {moment}\n")
        self._process.stdin.flush()
        return self._started.get(timeout=60)

    def end_of(self, process) -> int:
        return self._ends[process].result(timeout=60)

    def run(self, *arguments) -> int:
        return self.end_of(self.start(*arguments))

    def close(self) -> None:
        self._process.stdin.close()
        self._process.wait(10)


@pytest.fixture(scope="module")
def workshop():
    opened = Workshop()
    yield opened
    opened.close()


@pytest.fixture
def killed_at_request(page, workshop, tmp_path):
    """Run, and kill with SIGKILL when the server has the n-th request, before it answers."""

    def run(run_id, number):
        process: Future[int] = Future()
        dead = threading.Event()
        counter = itertools.count(1)

        def mood(_text):
            count = next(counter)
            if count == number:
                os.kill(process.result(10), signal.SIGKILL)
                workshop.end_of(process.result())
                dead.set()
            if count >= number:
                dead.wait(10)
            return "good"

        page.mood = mood
        process.set_result(workshop.start(page, tmp_path, run_id))
        code = workshop.end_of(process.result())
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
def test_killed_while_it_translates(page, workshop, killed_at_request, tmp_path, number):
    assert killed_at_request("run-1", number) == -signal.SIGKILL
    before = asked(page)

    assert workshop.run(page, tmp_path, "run-2") == 0

    check_whole(tmp_path)
    assert asked(page).keys() == sentences()
    # Those that the server had and the run could not read: one a thread at most.
    assert asked(page).total() <= len(sentences()) + THREADS
    again = asked(page) - Counter(sentences())
    assert again.total() <= THREADS
    assert again.keys() <= before.keys()
    assert not (tmp_path / STAGING).exists()


@pytest.mark.parametrize("moment", ["staged", "published"])
def test_killed_when_all_is_paid_for_nothing_is_paid_again(page, workshop, tmp_path, moment):
    assert workshop.run(page, tmp_path, "run-1", moment) == -signal.SIGKILL
    assert journals(tmp_path)

    assert workshop.run(page, tmp_path, "run-2") == 0

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


def test_two_runs_at_once_keep_each_others_answers(page, workshop, tmp_path):
    runs = [workshop.start(page, tmp_path, f"run-{name}") for name in "ab"]
    assert [workshop.end_of(run) for run in runs] == [0, 0]
    check_whole(tmp_path)
    assert not (tmp_path / STAGING).exists()


def test_a_second_run_over_all_of_it_asks_nothing(page, workshop, tmp_path):
    assert workshop.run(page, tmp_path, "run-1") == 0
    page.requests.clear()
    with live_run(tmp_path, "run-2"):
        chain = build_chain("google", Settings(google_url=page.url))
        translated = translate_articles(articles(), chain, Memory(StoredMemory(tmp_path, "run-2")))
    assert page.requests == []
    assert all(pair.is_from_memory for item in translated for pair in item.sentences)
