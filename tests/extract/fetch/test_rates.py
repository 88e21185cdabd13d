"""Each site is asked at its pace, told from when its requests arrived."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import pytest

from tasks.extract.fetch.errors import HostPaused
from tasks.extract.fetch.fetcher import shared_fetcher
from tasks.extract.fetch.hosts import MAX_PAUSE_SECONDS, Hosts
from tasks.extract.fetch.recent import Recent
from tasks.settings import get_settings
from tests.arrivals import most_in
from tests.extract.fetch.site import PAGE, ROBOTS, Reply, redirect, typed

pytestmark = pytest.mark.allow_hosts(["127.0.0.1", "127.0.0.2", "::1"])


def gaps(site):
    return [after.at - before.at for before, after in pairwise(site.seen)]


def test_a_site_gets_no_more_requests_than_its_rate_from_all_threads(site, fetcher_of):
    # Six in any stretch of 0.9 s.
    fetcher = fetcher_of(fetch_rate=6 / 0.9)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _number: fetcher.fetch(site.url()), range(9)))
    assert len(site.seen) == 10  # with robots.txt
    assert most_in([request.at for request in site.seen], 0.9) <= 6


def test_redirects_and_tries_wait_for_their_turn_too(site, fetcher_of):
    site.pages["/old"] = redirect("/new")
    site.pages["/new"] = [Reply(b"", 503), Reply()]
    fetcher_of(fetch_rate=3.9, retry_backoff=0.0).fetch(site.url("/old"))
    assert site.paths() == [ROBOTS, "/old", "/new", "/new"]
    # 3.9 a second: no four within 3 / 3.9 s.
    assert site.seen[-1].at - site.seen[0].at >= 0.76


def test_a_site_that_takes_its_time_does_not_hold_up_another(site, other, fetcher_of):
    fetcher = fetcher_of(fetch_rate=1.99)  # one request at a time
    released = threading.Event()

    def hold(handler):
        released.wait(20)
        handler.send_error(404)

    site.pages[ROBOTS] = hold
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(fetcher.fetch, site.url())
        assert fetcher.fetch(other.url()).content == PAGE
        assert not waiting.done()
        released.set()
        assert waiting.result().content == PAGE


def test_the_crawl_delay_of_a_site_is_kept_between_its_pages(site, fetcher):
    site.pages[ROBOTS] = typed("text/plain", b"User-agent: *\nCrawl-delay: 0.2")
    with ThreadPoolExecutor(3) as pool:
        list(pool.map(lambda _number: fetcher.fetch(site.url()), range(3)))
    assert min(gaps(site)) >= 0.2


def test_a_site_cannot_ask_to_be_asked_more_often(site, fetcher_of):
    site.pages[ROBOTS] = typed("text/plain", b"User-agent: *\nCrawl-delay: 0.001")
    fetcher_of(fetch_rate=1 / 0.3).fetch(site.url())
    fetcher_of(fetch_rate=1.99).fetch(site.url())
    assert gaps(site)[-1] >= 0.5


def test_a_pause_that_is_too_long_to_wait_for_closes_a_host_until_it_is_over():
    now = [0.0]
    hosts = Hosts(1000.0, clock=lambda: now[0])
    hosts.pause("a", 0.0)
    with pytest.raises(HostPaused, match="another 31 s"):
        hosts.pause("a", MAX_PAUSE_SECONDS + 1)
    with pytest.raises(HostPaused), hosts.turn("a"):
        pass
    with hosts.turn("b"):
        pass
    now[0] = MAX_PAUSE_SECONDS + 1
    with hosts.turn("a"):
        pass


def test_a_thread_that_waits_for_its_turn_learns_what_another_was_told_meanwhile():
    hosts = Hosts(1000.0)
    hosts.slow_down("a", 10.0)  # one at a time

    def ask():
        with hosts.turn("a"):
            return "asked"

    with ThreadPoolExecutor(1) as pool:
        with hosts.turn("a"):
            waiting = pool.submit(ask)
            with pytest.raises(HostPaused):
                hosts.pause("a", 3600.0)
        with pytest.raises(HostPaused):
            waiting.result()


def test_what_was_used_longest_ago_is_forgotten_first():
    made = []
    recent = Recent(lambda key: made.append(key) or object(), most=2)
    a = recent["a"]
    recent["b"]
    assert recent["a"] is a
    recent["c"]  # in place of b
    assert recent["a"] is a
    recent["b"]
    assert made == ["a", "b", "c", "b"]


def test_a_process_has_one_fetcher_for_its_settings(monkeypatch):
    get_settings.cache_clear()
    try:
        with ThreadPoolExecutor(4) as pool:
            fetchers = set(pool.map(lambda _number: shared_fetcher(), range(16)))
        assert len(fetchers) == 1
        monkeypatch.setenv("VISNYK_FETCH_RATE", "2")
        get_settings.cache_clear()
        assert shared_fetcher() not in fetchers
    finally:
        get_settings.cache_clear()
