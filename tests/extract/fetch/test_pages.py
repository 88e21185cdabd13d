"""What a page is after it was fetched, and what was sent for it."""

from __future__ import annotations

import gzip
import json
import re
import zlib
from datetime import UTC, datetime, timedelta

import pytest

from tasks.extract.fetch.codings import offered
from tasks.extract.fetch.errors import (
    AccessRefused,
    BadAddress,
    PageNotFound,
    PageRefused,
    TooManyRedirects,
    WrongContent,
)
from tasks.extract.fetch.fetcher import MAX_REDIRECTS
from tasks.models import KnownPage
from tests.extract.fetch.site import PAGE, ROBOTS, Reply, redirect, typed

pytestmark = pytest.mark.allow_hosts(["127.0.0.1", "127.0.0.2", "::1"])


def test_a_page_comes_with_all_that_its_server_said_of_it(site, fetcher):
    site.pages["/news"] = typed(
        "text/html; charset=windows-1251",
        ETag='"v1"',
        Last_Modified="Mon, 02 Mar 2026 10:00:00 GMT",
    )
    page = fetcher.fetch(site.url("/news#top"))
    assert (page.url, page.content) == (site.url("/news"), PAGE)
    # Wrong or not: decoding is for others, who see the bytes.
    assert (page.media_type, page.charset) == ("text/html", "windows-1251")
    assert (page.etag, page.last_modified) == ('"v1"', "Mon, 02 Mar 2026 10:00:00 GMT")
    assert timedelta() <= datetime.now(UTC) - page.fetched_at < timedelta(minutes=1)
    assert site.paths() == [ROBOTS, "/news"]


def test_every_request_says_honestly_who_asks_and_holds_nothing_else(site, fetcher_of):
    site.pages["/"] = Reply(headers={"Content-Type": "text/html", "Set-Cookie": "id=1; Path=/"})
    fetcher = fetcher_of(contact="news@example.org")
    fetcher.fetch(site.url())
    fetcher.fetch(site.url())
    for request in site.seen:
        assert re.fullmatch(
            r"visnyk/[\d.]+\w* \(\+news@example\.org\)", request.headers["user-agent"]
        )
        assert request.headers["accept-language"] == "uk"
        assert request.headers["accept"].startswith("text/html,")
        assert set(request.headers) == {
            "host", "user-agent", "accept", "accept-encoding", "accept-language", "connection"
        }  # fmt: skip


def test_an_operator_may_give_another_name(site, fetcher_of):
    fetcher_of(user_agent="our-archive/2 (+https://archive.example)").fetch(site.url())
    assert {request.headers["user-agent"] for request in site.seen} == {
        "our-archive/2 (+https://archive.example)"
    }


def test_nothing_is_taken_from_the_environment_or_a_file_of_logins(
    site, other, fetcher, monkeypatch, tmp_path
):
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login someone password secret")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, other.url())
    fetcher.fetch(site.url())
    assert other.seen == []
    assert "authorization" not in site.asked("/")[0].headers


def test_a_proxy_is_used_if_it_is_set_and_never_for_a_number_that_must_not_be_asked(
    site, fetcher_of
):
    fetcher = fetcher_of(proxy=site.url(), allowed_addresses="127.0.0.2")
    site.pages["http://news.example/"] = Reply()
    assert fetcher.fetch("http://news.example/").content == PAGE
    for url in ("http://127.0.0.1/", "http://0x7f000001/", "http://2130706433/", "http://[::1]/"):
        with pytest.raises(Exception, match="was not asked"):
            fetcher.fetch(url)
    assert site.paths() == ["http://news.example/robots.txt", "http://news.example/"]


def test_a_known_page_that_has_not_changed_is_not_sent_again(site, fetcher):
    def conditional(handler):
        is_known = handler.headers["If-None-Match"] == '"v1"'
        handler.send_response(304 if is_known else 200)
        handler.send_header("ETag", '"v1"')
        if not is_known:
            handler.send_header("Content-Length", "4")
            handler.send_header("Content-Type", "text/plain")
        handler.end_headers()
        if not is_known:
            handler.wfile.write(b"news")

    site.pages["/news"] = conditional
    page = fetcher.fetch(site.url("/news"))
    known = KnownPage(etag=page.etag, last_modified="Mon, 02 Mar 2026 10:00:00 GMT")
    assert fetcher.fetch(site.url("/news"), known) is None
    assert fetcher.fetch(site.url("/news"), KnownPage(etag='"v0"')).content == b"news"
    assert fetcher.fetch(site.url("/news"), KnownPage()).content == b"news"
    quoted = [request.headers.get("if-modified-since") for request in site.asked("/news")]
    assert quoted == [None, "Mon, 02 Mar 2026 10:00:00 GMT", None, None]


def test_a_connection_is_kept_for_the_next_page_of_a_site(site, fetcher):
    ports = set()

    def note(handler):
        ports.add(handler.client_address)
        handler.send_response(304)
        handler.end_headers()

    site.pages["/known"] = note
    for _ in range(3):
        assert fetcher.fetch(site.url("/known"), KnownPage(etag='"v1"')) is None
    assert len(ports) == 1


def test_an_unasked_not_modified_is_no_page(site, fetcher):
    site.pages["/news"] = Reply(b"", 304, {})
    with pytest.raises(PageRefused, match="HTTP 304"):
        fetcher.fetch(site.url("/news"))


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (404, PageNotFound),
        (410, PageNotFound),
        (401, AccessRefused),
        (403, AccessRefused),
        (451, AccessRefused),
        (400, PageRefused),
        (418, PageRefused),
        (204, PageRefused),
        (206, PageRefused),
    ],
)
def test_a_refusal_is_final_and_not_asked_for_again(site, fetcher, status, kind):
    site.pages["/news"] = Reply(b"", status)
    with pytest.raises(kind, match=f"HTTP {status}") as caught:
        fetcher.fetch(site.url("/news"))
    assert site.url("/news") in str(caught.value)
    assert len(site.asked("/news")) == 1


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_followed_and_the_page_has_its_last_address(site, other, fetcher, status):
    site.pages["/old"] = redirect("/%D0%BD?a=1#part", status)
    site.pages["/%D0%BD?a=1"] = redirect(other.url(), status)
    page = fetcher.fetch(site.url("/old"))
    assert (page.url, page.content) == (other.url(), PAGE)
    assert other.paths() == [ROBOTS, "/"]


def test_a_redirect_in_raw_utf8_is_followed(site, fetcher):
    def send(handler):
        handler.close_connection = True
        location = "Location: /київ\r\n".encode()
        handler.wfile.write(b"HTTP/1.1 301 X\r\nContent-Length: 0\r\n" + location + b"\r\n")

    site.pages["/old"] = send
    site.pages["/%D0%BA%D0%B8%D1%97%D0%B2"] = Reply()
    assert fetcher.fetch(site.url("/old")).content == PAGE


def test_a_chain_of_redirects_ends_at_the_limit(site, fetcher):
    for number in range(20):
        site.pages[f"/{number}"] = redirect(f"/{number + 1}")
    site.pages[f"/{20}"] = Reply()
    assert fetcher.fetch(site.url(f"/{20 - MAX_REDIRECTS}")).content == PAGE
    site.seen.clear()
    with pytest.raises(TooManyRedirects):
        fetcher.fetch(site.url(f"/{19 - MAX_REDIRECTS}"))
    assert len(site.seen) == MAX_REDIRECTS + 1


def test_a_circle_of_redirects_is_left_at_once(site, fetcher):
    site.pages["/a"] = redirect("/b")
    site.pages["/b"] = redirect("/a#again")
    with pytest.raises(TooManyRedirects, match="circle"):
        fetcher.fetch(site.url("/a"))
    assert site.paths() == [ROBOTS, "/a", "/b"]


@pytest.mark.parametrize(
    "target",
    ["file:///etc/passwd", "ftp://127.0.0.1/", "javascript:alert(1)", "http://user:pw@127.0.0.1/"],
)
def test_a_redirect_out_of_the_web_is_not_followed(site, fetcher, target):
    site.pages["/old"] = redirect(target)
    with pytest.raises(BadAddress):
        fetcher.fetch(site.url("/old"))
    assert site.paths() == [ROBOTS, "/old"]


@pytest.mark.parametrize(
    "content_type",
    ["image/jpeg", "application/pdf", "video/mp4", "text/css", "image/svg+xml", "font/woff2"],
)
def test_what_is_no_text_is_refused_before_its_body(site, fetcher, content_type):
    sent = []

    def send(handler):
        handler.close_connection = True
        head = f"HTTP/1.1 200 OK\r\nContent-Type: {content_type}\r\n\r\n"
        handler.wfile.write(head.encode())
        # The client leaves; whoever reads to the end waits for this to be let go.
        sent.append(handler.connection.recv(1))
        handler.wfile.write(b"x" * 100)

    site.pages["/file"] = send
    with pytest.raises(WrongContent, match=re.escape(content_type)):
        fetcher.fetch(site.url("/file"))


@pytest.mark.parametrize(
    ("body", "media_type"),
    [
        (PAGE, "text/html"),
        (b"\xef\xbb\xbf\n  <HTML><body>", "text/html"),
        ("<!doctype html><p>Міст".encode("utf-16"), "text/html"),
        (b'<?xml version="1.0"?><rss version="2.0">', "application/xml"),
        (b"<urlset>", "application/xml"),
        (b'{"version": "https://jsonfeed.org/version/1.1"}', "application/json"),
        ("Просто текст".encode(), "text/plain"),
        ("Просто текст".encode("cp1251"), "text/plain"),
        (b"", "text/plain"),
    ],
)
@pytest.mark.parametrize("declared", [None, "", "application/octet-stream", "nonsense"])
def test_a_missing_content_type_is_told_by_the_bytes(site, fetcher, body, media_type, declared):
    site.pages["/page"] = typed(declared, body)
    page = fetcher.fetch(site.url("/page"))
    assert (page.media_type, page.charset, page.content) == (media_type, None, body)


@pytest.mark.parametrize("declared", [None, "text/html", "application/octet-stream"])
@pytest.mark.parametrize(
    "body", [b"%PDF-1.7 ", b"\x89PNG\r\n", b"\xff\xd8\xff\xe0", b"PK\x03\x04", b"\0\0\0\x18ftypmp4"]
)
def test_a_file_that_is_no_text_is_refused_whatever_it_is_called(site, fetcher, declared, body):
    site.pages["/page"] = typed(declared, body + bytes(300))
    with pytest.raises(WrongContent):
        fetcher.fetch(site.url("/page"))


@pytest.mark.parametrize(
    "declared", ["application/gzip", "application/x-gzip", "application/octet-stream", "text/xml"]
)
def test_a_packed_sitemap_is_unpacked(site, fetcher, declared):
    site.pages["/sitemap.xml.gz"] = typed(declared, gzip.compress(b"<urlset></urlset>"))
    page = fetcher.fetch(site.url("/sitemap.xml.gz"))
    assert page.content == b"<urlset></urlset>"
    assert page.media_type in {"application/xml", "text/xml"}


def test_a_sitemap_packed_twice_over_is_unpacked(site, fetcher):
    packed = gzip.compress(gzip.compress(b"<urlset></urlset>"))
    site.pages["/sitemap.xml.gz"] = typed("application/gzip", packed, Content_Encoding="gzip")
    assert fetcher.fetch(site.url("/sitemap.xml.gz")).content == b"<urlset></urlset>"


def _bare_deflate(data):
    machine = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return machine.compress(data) + machine.flush()


TEXT = "".join(f"Рядок {number}. " for number in range(30_000)).encode()


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("gzip", gzip.compress(TEXT)),
        ("x-gzip", gzip.compress(TEXT[:1000]) + gzip.compress(TEXT[1000:])),
        ("GZIP", gzip.compress(TEXT) + b"\0" * 512),
        ("gzip", gzip.compress(TEXT) + b"\n"),
        ("deflate", zlib.compress(TEXT)),
        ("deflate", _bare_deflate(TEXT)),
        ("deflate, gzip", gzip.compress(zlib.compress(TEXT))),
        ("identity, gzip", gzip.compress(TEXT)),
        ("identity", TEXT),
        ("", TEXT),
    ],
)
def test_a_compressed_page_is_unpacked(site, fetcher, encoding, body):
    site.pages["/page"] = typed("text/plain", body, Content_Encoding=encoding)
    assert fetcher.fetch(site.url("/page")).content == TEXT


def test_an_empty_page_that_is_called_compressed_is_empty(site, fetcher):
    site.pages["/page"] = typed("text/plain", b"", Content_Encoding="gzip")
    assert fetcher.fetch(site.url("/page")).content == b""


@pytest.mark.parametrize("coding", ["br", "zstd"])
def test_only_compressions_that_can_be_undone_are_offered(site, fetcher, coding):
    pack = _packer(coding)
    site.pages["/page"] = typed(
        "text/plain", pack(TEXT) if pack else b"????", Content_Encoding=coding
    )
    if pack:
        assert coding in offered()
        assert fetcher.fetch(site.url("/page")).content == TEXT
    else:
        assert coding not in offered()
        with pytest.raises(WrongContent, match=coding):
            fetcher.fetch(site.url("/page"))


def _packer(coding):
    try:
        if coding == "br":
            import brotli

            return brotli.compress
        from backports import zstd
    except ImportError:
        return None
    return zstd.compress


def test_a_chunked_page_is_put_together(site, fetcher):
    def send(handler):
        handler.send_response(200)
        handler.send_header("Content-Type", "text/plain")
        handler.send_header("Transfer-Encoding", "chunked")
        handler.end_headers()
        for piece in (b"one ", b"two ", b"three"):
            handler.wfile.write(b"%x\r\n%b\r\n" % (len(piece), piece))
        handler.wfile.write(b"0\r\n\r\n")

    site.pages["/page"] = send
    assert fetcher.fetch(site.url("/page")).content == b"one two three"


def test_a_json_feed_is_a_page(site, fetcher):
    feed = json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": []}).encode()
    site.pages["/feed.json"] = typed("application/feed+json; charset=utf-8", feed)
    page = fetcher.fetch(site.url("/feed.json"))
    assert (page.media_type, page.charset, page.content) == ("application/feed+json", "utf-8", feed)


@pytest.mark.parametrize(
    "url",
    [
        "", "news", "/news", "//127.0.0.1/", "http://", "http:///news", "https://[::1",
        "http://a b/", "[#",
        "http://127.0.0.1:99999/", "http://127.0.0.1:x/", "mailto:a@example.org", "http://.../",
        "http://user@127.0.0.1/", "http://:pw@127.0.0.1/", f"http://{'a' * 64}.example/",
        "data:text/html,news", "gopher://127.0.0.1/", "http://127.0.0.1\\@example.org/",
        "http://127.0.0.1/\x00", "http://127.0.0.1/a\r\nHost: b",
    ],
)  # fmt: skip
def test_what_is_no_address_of_the_web_is_refused(fetcher, url):
    with pytest.raises(BadAddress) as caught:
        fetcher.fetch(url)
    assert "Correct the address" in str(caught.value)
