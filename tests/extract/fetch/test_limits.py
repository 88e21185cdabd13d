"""A page takes no more memory and time than is allowed, whatever its server sends."""

from __future__ import annotations

import gzip
import socket
import time
import tracemalloc
import zlib
from itertools import chain, repeat

import pytest

from tasks.extract.fetch.errors import (
    ConnectionBroken,
    FetchTimeout,
    HostUnreachable,
    PageNotFound,
    PageTooLarge,
    PageTooSlow,
    WrongContent,
)
from tests.extract.fetch.site import PAGE, ROBOTS, Reply, hang, stream, typed

pytestmark = pytest.mark.allow_hosts(["127.0.0.1", "::1"])
LIMIT = 1_000_000


def bomb(unpacked: int) -> bytes:
    """Zeros, packed a thousandfold."""
    machine = zlib.compressobj(9, wbits=16 + zlib.MAX_WBITS)
    return b"".join(
        [*(machine.compress(bytes(2**20)) for _ in range(unpacked // 2**20)), machine.flush()]
    )


BOMB = bomb(200 * 2**20)


@pytest.fixture
def peak():
    """The most memory that Python's objects took, in bytes."""
    tracemalloc.start()
    yield lambda: tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (BOMB, {"Content_Encoding": "gzip"}),
        (gzip.compress(BOMB), {"Content_Encoding": "gzip, gzip"}),
        (zlib.compress(BOMB), {"Content_Encoding": "gzip, deflate"}),
        (gzip.compress(BOMB), {"Content_Encoding": "gzip"}),
        (BOMB, {}),
    ],
    ids=["gzip", "nested", "nested deflate", "a packed file sent packed", "a packed file"],
)
def test_a_bomb_stops_at_the_limit_without_ever_being_held(site, fetcher_of, peak, body, headers):
    fetcher = fetcher_of(max_document_bytes=LIMIT)
    site.pages["/page"] = typed("text/html", body, **headers)
    with pytest.raises(PageTooLarge, match="unpacks to more than 1,000,000 bytes"):
        fetcher.fetch(site.url("/page"))
    assert peak() < 4 * LIMIT
    assert len(site.asked("/page")) == 1


@pytest.mark.parametrize("status", [302, 404, 503])
def test_a_bomb_that_is_no_page_is_not_read(site, fetcher_of, peak, status):
    headers = {"Content-Encoding": "gzip", "Location": "/", "Content-Type": "text/html"}
    site.pages["/page"] = [Reply(BOMB, status, headers), Reply()]
    if status == 404:
        with pytest.raises(PageNotFound):
            fetcher_of().fetch(site.url("/page"))
    else:
        assert fetcher_of().fetch(site.url("/page")).content == PAGE
    assert peak() < LIMIT


def test_a_redirect_whose_body_has_no_end_is_followed_at_once(site, fetcher):
    head = b"HTTP/1.1 302 Found\r\nLocation: /\r\n\r\n"
    site.pages["/page"] = stream(repeat(b"x" * 65_536), head=head)
    assert fetcher.fetch(site.url("/page")).content == PAGE


@pytest.mark.parametrize("coding", ["br", "zstd"])
def test_a_bomb_of_an_optional_compression_stops_too(site, fetcher_of, coding):
    name = {"br": "brotli", "zstd": "backports.zstd"}[coding]
    library = pytest.importorskip(name, reason=f"{name} is not among the dependencies")
    quick = {"quality": 1} if coding == "br" else {}
    packed = library.compress(bytes(50 * 2**20), **quick)
    site.pages["/page"] = typed("text/html", packed, Content_Encoding=coding)
    with pytest.raises(PageTooLarge, match="unpacks"):
        fetcher_of(max_document_bytes=LIMIT).fetch(site.url("/page"))


def test_a_bomb_for_a_robots_txt_is_read_as_far_as_it_counts(site, fetcher, peak):
    rules = gzip.compress(b"User-agent: *\nDisallow: /secret\n")
    site.pages[ROBOTS] = typed("text/plain", rules + BOMB, Content_Encoding="gzip")
    assert fetcher.fetch(site.url()).content == PAGE
    with pytest.raises(Exception, match="forbids it"):
        fetcher.fetch(site.url("/secret"))
    assert peak() < 2**25


def test_a_page_is_as_large_as_the_limit_at_most(site, fetcher_of):
    fetcher = fetcher_of(max_document_bytes=LIMIT)
    site.pages["/fits"] = typed("text/plain", b"x" * LIMIT)
    site.pages["/packed"] = typed(
        "text/plain", gzip.compress(b"x" * LIMIT), Content_Encoding="gzip"
    )
    site.pages["/over"] = typed(
        "text/plain", gzip.compress(b"x" * (LIMIT + 1)), Content_Encoding="gzip"
    )
    assert len(fetcher.fetch(site.url("/fits")).content) == LIMIT
    assert len(fetcher.fetch(site.url("/packed")).content) == LIMIT
    with pytest.raises(PageTooLarge):
        fetcher.fetch(site.url("/over"))


def test_a_page_that_is_announced_as_too_large_is_not_read(site, fetcher_of):
    site.pages["/page"] = Reply(length=LIMIT + 1)
    with pytest.raises(PageTooLarge, match="1,000,001 bytes"):
        fetcher_of(max_document_bytes=LIMIT).fetch(site.url("/page"))


def test_a_page_without_an_end_is_left_at_the_limit(site, fetcher_of):
    site.pages["/page"] = stream(repeat(b"x" * 65_536))
    with pytest.raises(PageTooLarge, match="larger than 1,000,000 bytes"):
        fetcher_of(max_document_bytes=LIMIT).fetch(site.url("/page"))


def test_a_picture_that_is_not_called_one_is_left_after_its_first_bytes(site, fetcher_of):
    site.pages["/page"] = stream(chain([b"\xff\xd8\xff\xe0"], repeat(b"x" * 65_536)))
    with pytest.raises(WrongContent):
        fetcher_of(max_document_bytes=LIMIT).fetch(site.url("/page"))


HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"


@pytest.mark.parametrize(
    ("head", "piece"),
    [
        (HEAD + b"\r\n", b"x"),
        (HEAD + b"Content-Length: 5000\r\n\r\n", b"x"),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"0"),
        (HEAD + b"Content-Encoding: gzip\r\n\r\n", b"\0"),
        (b"HTTP/1.1 200 OK\r\nX-Long: ", b"x"),
        (b"HTTP/1.1 100 Continue\r\n\r\n", b"HTTP/1.1 100 Continue\r\n\r\n"),
        (b"HTTP/1.1 200 O", b"K"),
    ],
    ids=["body", "length", "chunk size", "packed", "header", "endless 100", "status line"],
)
def test_a_server_that_dribbles_is_cut_off_and_not_asked_again(site, fetcher_of, head, piece):
    # Each byte comes long before the server would count as silent.
    fetcher = fetcher_of(fetch_timeout=0.4, read_timeout=5.0)
    fetcher.fetch(site.url())
    site.pages["/page"] = stream(repeat(piece), pause=0.02, head=head)
    started = time.monotonic()
    with pytest.raises((PageTooSlow, ConnectionBroken)) as caught:
        fetcher.fetch(site.url("/page"))
    assert time.monotonic() - started < 4
    if piece != b"\0":  # no gzip begins like that
        assert caught.type is PageTooSlow
        assert len(site.asked("/page")) == 1


def test_a_server_that_says_nothing_is_asked_again_and_then_left(site, fetcher_of):
    fetcher = fetcher_of(read_timeout=0.1)
    fetcher.fetch(site.url())
    site.pages["/page"] = hang
    with pytest.raises(FetchTimeout):
        fetcher.fetch(site.url("/page"))
    assert len(site.asked("/page")) == 3


def test_a_server_that_falls_silent_amid_a_page_is_left(site, fetcher_of):
    fetcher = fetcher_of(read_timeout=0.1)
    site.pages["/page"] = stream([b"x", b"x"], pause=5, head=HEAD + b"Content-Length: 9\r\n\r\n")
    with pytest.raises(FetchTimeout):
        fetcher.fetch(site.url("/page"))


def test_a_host_that_takes_no_connection_is_unreachable(fetcher):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{taken.getsockname()[1]}/"
        with pytest.raises(HostUnreachable, match="takes no connection"):
            fetcher.fetch(url)


def test_a_resolver_without_an_answer_is_not_waited_for(fetcher_of, monkeypatch, site):
    monkeypatch.setattr(
        "socket.getaddrinfo", lambda *_given, **_named: site.released.wait(20) and []
    )
    started = time.monotonic()
    with pytest.raises(HostUnreachable, match="was not found"):
        fetcher_of(connect_timeout=0.1).fetch("http://news.example/")
    assert time.monotonic() - started < 5


def test_headers_without_an_end_are_refused(site, fetcher):
    lines = b"".join(b"X-%d: x\r\n" % number for number in range(5000))
    site.pages["/page"] = stream([], head=b"HTTP/1.1 200 OK\r\n" + lines + b"\r\n")
    with pytest.raises(ConnectionBroken):
        fetcher.fetch(site.url("/page"))


@pytest.mark.parametrize("encoding", ["gzip, " * 6 + "gzip", "rot13", "gzip, compress"])
def test_compressions_that_nobody_means_are_refused_unread(site, fetcher, encoding):
    site.pages["/page"] = typed("text/html", b"x", Content_Encoding=encoding)
    with pytest.raises(WrongContent, match="compressed as"):
        fetcher.fetch(site.url("/page"))


def test_many_tiny_members_take_no_more_time_than_one(site, fetcher_of):
    body = gzip.compress(b"") * 200_000
    site.pages["/page"] = typed("application/gzip", body)
    started = time.process_time()
    assert fetcher_of().fetch(site.url("/page")).content == b""
    assert time.process_time() - started < 5
