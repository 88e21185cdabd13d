"""From inputs to documents: fetched pages, saved pages, archives of pages."""

from __future__ import annotations

import threading
from datetime import UTC, datetime
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.request import urlopen

import pytest

from tasks.extract.discovery import discover
from tasks.extract.read import read_batch
from tasks.models import (
    Batch,
    FetchedPage,
    InputRef,
    KnownPage,
    MediaType,
    Settled,
    Settlement,
    SourceDocument,
)

from .site import ARTICLE, FETCHED_AT, Site, rss
from .test_sources import sha256

PAGE = "https://example.ua/news/1"


def read(site: object, *refs: InputRef, max_bytes: int = 10**6) -> Batch[SourceDocument]:
    return read_batch(Batch(1, refs), max_bytes=max_bytes, max_raw_bytes=100, fetcher=site)


def ref(url: str = PAGE, known: KnownPage | None = None, **given: object) -> InputRef:
    return InputRef(uri=url, sha256=None, size=0, known=known, **given)


def test_a_fetched_page_is_a_document_with_what_the_server_said() -> None:
    listed = datetime(2026, 2, 5, 9, tzinfo=UTC)
    (document,) = read(Site({PAGE: ARTICLE}), ref(listed_at=listed)).items
    assert (document.uri, document.text, document.sha256) == (PAGE, ARTICLE, sha256(ARTICLE))
    assert document.media_type is MediaType.HTML
    assert document.page is not None
    assert (document.read_at, document.listed_at) == (FETCHED_AT, listed)


def test_a_page_that_did_not_change_is_settled() -> None:
    site = Site({PAGE: ARTICLE})
    not_modified = KnownPage(loaded_sha256=sha256(ARTICLE), etag=sha256(ARTICLE)[:8])
    same_bytes = KnownPage(loaded_sha256=sha256(ARTICLE), etag="other")
    refused_before = KnownPage(loaded_sha256="0" * 64, refused_sha256=sha256(ARTICLE))
    for known, how in (
        (not_modified, Settlement.UNCHANGED),
        (same_bytes, Settlement.UNCHANGED),
        (refused_before, Settlement.QUARANTINED),
    ):
        batch = read(site, ref(known=known))
        assert (batch.items, batch.settled) == ((), (Settled(PAGE, how),))


def test_a_page_that_changed_is_read() -> None:
    known = KnownPage(loaded_sha256="0" * 64, etag="old")
    assert len(read(Site({PAGE: ARTICLE}), ref(known=known)).items) == 1


def test_every_input_of_a_batch_is_accounted_for_in_order() -> None:
    urls = [f"{PAGE}{n}" for n in range(20)]
    site = Site({url: ARTICLE + url for url in urls if not url.endswith("7")})
    batch = read(site, *(ref(url) for url in urls))
    assert [item.uri for item in batch.items] == [url for url in urls if url in site.pages]
    assert [failed.source_uri for failed in batch.failures] == [PAGE + "7", PAGE + "17"]
    assert all(failed.is_transient for failed in batch.failures)


def test_a_listed_page_that_is_a_feed_says_how_to_name_it() -> None:
    (failed,) = read(Site({PAGE: rss((PAGE, ""))}), ref()).failures
    assert f"Name it as feed:{PAGE}" in failed.reason
    assert not failed.is_transient


@pytest.mark.parametrize(
    "content", ['{"title": "x"}\n{"title": "y"}\n', "<?xml version='1.0'?><a/>"]
)
def test_data_behind_the_address_of_a_page_is_refused(content: str) -> None:
    (failed,) = read(Site({PAGE: content}), ref()).failures
    assert failed.error_type == "NotAPageError"


def test_a_page_over_the_limit_and_a_binary_one_are_refused() -> None:
    site = Site({PAGE: ARTICLE, f"{PAGE}.png": b"\x89PNG\r\n\x1a\n" + bytes(range(60))})
    batch = read(site, ref(), max_bytes=50)
    assert [failed.error_type for failed in batch.failures] == ["InputTooLargeError"]
    (failed,) = read(site, ref(f"{PAGE}.png")).failures
    assert failed.error_type == "BinaryInputError"
    assert failed.source_sha256 == sha256(site.pages[f"{PAGE}.png"])
    assert failed.raw == site.pages[f"{PAGE}.png"]


def test_a_text_page_of_a_server_is_text() -> None:
    site = Site({PAGE: "Новина\n\nТекст."}, {PAGE: "text/plain"})
    assert read(site, ref()).items[0].media_type is MediaType.TEXT


@pytest.mark.parametrize(
    ("name", "page", "media_type"),
    [
        ("a.html", ARTICLE, MediaType.HTML),
        ("a.htm", "<p>Новина без жодної розмітки навколо", MediaType.HTML),
        ("a.txt", ARTICLE, MediaType.HTML),
        ("a.txt", "Новина\n<b>і</b> розмітка\n", MediaType.TEXT),
        ("a.xhtml", f"<?xml version='1.0'?>{ARTICLE}", MediaType.HTML),
        ("a.dat", "Новина\nТекст\n", MediaType.TEXT),
    ],
)
def test_the_kind_of_a_saved_page_is_told_by_what_it_holds(
    tmp_path: Path, name: str, page: str, media_type: MediaType
) -> None:
    (tmp_path / name).write_text(page)
    found = discover([str(tmp_path / name)], loaded={}, quarantined={})
    (document,) = read(Site(), *found.new).items
    assert (document.media_type, document.text) == (media_type, page)


def test_line_breaks_are_kept_as_they_are(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes("Новина\r\n\r\nТекст\r\n".encode())
    found = discover([str(tmp_path)], loaded={}, quarantined={})
    assert read(Site(), *found.new).items[0].text == "Новина\r\n\r\nТекст\r\n"


@pytest.mark.parametrize("charset", ["utf-8", "windows-1251"])
def test_an_archive_of_a_page_gives_its_html(tmp_path: Path, charset: str) -> None:
    archive = MIMEMultipart("related")
    archive["From"] = "<Saved by Blink>"
    archive.attach(MIMEText("body {}", "css"))
    archive.attach(MIMEText(ARTICLE, "html", charset))
    (tmp_path / "a.mhtml").write_bytes(archive.as_bytes())
    (tmp_path / "empty.mhtml").write_bytes(MIMEMultipart("related").as_bytes())
    found = discover([str(tmp_path)], loaded={}, quarantined={})
    batch = read(Site(), *found.new)
    assert [(item.text.strip(), item.media_type) for item in batch.items] == [
        (ARTICLE, MediaType.HTML)
    ]
    assert "archive without an HTML page" in batch.failures[0].reason


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        here = f"http://127.0.0.1:{self.server.server_address[1]}"
        body = rss((f"{here}/1?utm_source=rss", "")) if self.path == "/rss" else ARTICLE
        content = body.encode("cp1251")
        self.send_response(200)
        self.send_header("Content-Type", "text/xml" if self.path == "/rss" else "text/html")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *args: object) -> None:
        pass


class _Loopback:
    def fetch(self, url: str, known: KnownPage | None = None) -> FetchedPage | None:
        with urlopen(url, timeout=5) as answer:
            media_type = answer.headers.get_content_type()
            return FetchedPage(url, answer.read(), media_type, "utf-8", None, None, FETCHED_AT)


def test_from_a_feed_on_a_server_to_documents_with_a_wrong_charset() -> None:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_address[1]}"
        found = discover([f"{address}/rss"], loaded={}, quarantined={}, fetcher=_Loopback())
        batch = read(_Loopback(), *found.new)
        server.shutdown()
    assert [(item.uri, item.text, item.encoding) for item in batch.items] == [
        (f"{address}/1", ARTICLE, "cp1251")
    ]
