"""What may pass is tried again; what lasts is left to the next run."""

from __future__ import annotations

import gzip
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from functools import partial

import pytest

from tasks.errors import Transient
from tasks.extract.fetch.errors import ConnectionBroken, HostPaused, ServerTrouble, Throttled
from tasks.extract.fetch.fetcher import TRIES
from tests.extract.fetch.site import PAGE, ROBOTS, Reply, reset, stream, typed

pytestmark = pytest.mark.allow_hosts(["127.0.0.1", "127.0.0.2", "::1"])


@pytest.mark.parametrize("status", [408, 425, 429, 500, 502, 503, 504])
def test_trouble_that_passes_is_ridden_out(site, fetcher, status):
    site.pages["/news"] = [Reply(b"", status), Reply(b"", status), Reply()]
    assert fetcher.fetch(site.url("/news")).content == PAGE


@pytest.mark.parametrize(("status", "kind"), [(503, ServerTrouble), (429, Throttled)])
def test_trouble_that_lasts_is_transient_after_a_few_tries(site, fetcher, status, kind):
    site.pages["/news"] = Reply(b"", status)
    with pytest.raises(kind, match=f"HTTP {status}") as caught:
        fetcher.fetch(site.url("/news"))
    assert isinstance(caught.value, Transient)
    assert len(site.asked("/news")) == TRIES


def test_trouble_that_no_try_mends_is_transient_at_once(site, fetcher):
    site.pages["/news"] = Reply(b"", 521)
    with pytest.raises(ServerTrouble):
        fetcher.fetch(site.url("/news"))
    assert len(site.asked("/news")) == 1


@pytest.mark.parametrize(
    "broken",
    [
        reset,
        partial(reset, after=b"<p>half"),
        stream([b"5\r\nhalf"], head=b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"),
        stream([], head=b"220 mail.example ESMTP\r\n"),
        typed("text/html", gzip.compress(PAGE)[:-9], Content_Encoding="gzip"),
        typed("text/html", b"no gzip", Content_Encoding="gzip"),
        Reply(PAGE[:20], length=len(PAGE)),
    ],
    ids=["reset", "reset amid the body", "half a chunk", "not HTTP", "half packed", "not packed",
         "half a page"],
)  # fmt: skip
def test_a_page_that_breaks_is_asked_for_again_and_comes_whole(site, fetcher, broken):
    site.pages["/news"] = [broken, Reply()]
    assert fetcher.fetch(site.url("/news")).content == PAGE
    assert len(site.asked("/news")) == 2


def test_a_page_that_always_breaks_is_never_half_a_page(site, fetcher):
    site.pages["/news"] = partial(reset, after=b"<p>half")
    with pytest.raises(ConnectionBroken):
        fetcher.fetch(site.url("/news"))
    assert len(site.asked("/news")) == TRIES


def test_a_page_that_ends_elsewhere_each_time_is_never_taken_for_whole(site, fetcher):
    site.pages["/news"] = [Reply(PAGE[:end], length=len(PAGE)) for end in (20, 30, 40)]
    with pytest.raises(ConnectionBroken):
        fetcher.fetch(site.url("/news"))


def test_a_wrong_length_is_told_from_a_broken_page_by_asking_twice(site, fetcher):
    site.pages["/news"] = Reply(length=len(PAGE) + 100)
    assert fetcher.fetch(site.url("/news")).content == PAGE
    assert len(site.asked("/news")) == 2


def test_the_length_of_the_unpacked_page_in_place_of_the_packed_is_no_trouble(site, fetcher):
    packed = gzip.compress(PAGE * 50)
    site.pages["/news"] = [
        Reply(
            packed, 200, {"Content-Type": "text/html", "Content-Encoding": "gzip"}, 50 * len(PAGE)
        )
    ]
    assert fetcher.fetch(site.url("/news")).content == PAGE * 50
    assert len(site.asked("/news")) == 1


def test_a_length_that_is_too_small_spoils_no_later_page(site, fetcher):
    def send(handler):
        handler.wfile.write(
            b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 4\r\n\r\nnews"
            b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 4\r\n\r\nfake"
        )
        handler.wfile.flush()

    site.pages["/short"] = send
    assert fetcher.fetch(site.url("/short")).content == b"news"
    assert fetcher.fetch(site.url()).content == PAGE


def test_pauses_grow_between_tries(site, fetcher_of):
    site.pages["/news"] = [Reply(b"", 503), Reply(b"", 503), Reply()]
    fetcher_of(retry_backoff=0.1).fetch(site.url("/news"))
    first, second, third = [request.at for request in site.asked("/news")]
    assert second - first >= 0.1
    assert third - second >= 0.2


@pytest.mark.parametrize(("status", "is_date"), [(429, False), (503, True)])
def test_a_site_gets_the_rest_it_asks_for(site, fetcher, status, is_date):
    # A date has whole seconds, so it may be almost one less.
    wanted = format_datetime(datetime.now(UTC) + timedelta(seconds=2), usegmt=True)
    site.pages["/news"] = [
        Reply(b"", status, {"Retry-After": wanted if is_date else "1"}), Reply()
    ]  # fmt: skip
    assert fetcher.fetch(site.url("/news")).content == PAGE
    first, second = [request.at for request in site.asked("/news")]
    assert second - first >= (0.5 if is_date else 1.0)


def test_a_site_that_wants_an_hour_is_left_alone_by_all_and_others_are_not(site, other, fetcher):
    fetcher.fetch(site.url())
    site.pages["/news"] = Reply(b"", 429, {"Retry-After": "3600"})
    site.seen.clear()
    started = time.monotonic()
    for path in ("/news", "/", "/news"):
        with pytest.raises(HostPaused, match=r"wants no requests for another 3[56]\d\d s"):
            fetcher.fetch(site.url(path))
    assert time.monotonic() - started < 5
    assert site.paths() == ["/news"]
    assert fetcher.fetch(other.url()).content == PAGE


@pytest.mark.parametrize(
    "nonsense",
    ["soon", "-5", "", "Mon, 99 Foo 2026", "9" * 5000, "Fri, 31 Dec 99999999 00:00:00 GMT"],
)
def test_a_rest_that_is_nonsense_is_none(site, fetcher, nonsense):
    site.pages["/news"] = [Reply(b"", 503, {"Retry-After": nonsense}), Reply()]
    assert fetcher.fetch(site.url("/news")).content == PAGE


def test_a_redirect_is_not_followed_anew_when_its_target_stumbles(site, fetcher):
    site.pages["/old"] = Reply(b"", 301, {"Location": "/new"})
    site.pages["/new"] = [Reply(b"", 503), Reply()]
    assert fetcher.fetch(site.url("/old")).content == PAGE
    assert site.paths() == [ROBOTS, "/old", "/new", "/new"]
