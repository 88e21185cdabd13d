"""Whatever a server sends, the outcome is a page or an error that says what to do."""

from __future__ import annotations

import gzip
import zlib
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tasks.errors import Terminal, Transient
from tasks.extract.fetch.content import declared_type
from tasks.extract.fetch.errors import WrongContent
from tests.extract.fetch.site import PAGE, stream

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])

STATUS_LINES = st.sampled_from(
    [b"HTTP/1.1 200 OK", b"HTTP/1.0 200", b"HTTP/1.1 302 X", b"HTTP/1.1 503 X", b"HTTP/1.1 304 X",
     b"HTTP/1.1 999", b"HTTP/1.1 99 X", b"HTTP/9 200 OK", b"HTTP/1.1 200 OK\r\nnonsense"]
)  # fmt: skip
VALUES = {
    b"Content-Type": [
        b"text/html", b"text/html; charset", b'text/html; charset="', b"/", b";;", b"x/y",
        b"text/plain; charset*=utf-8''%ff", b"\xd1\x97/\xff", b"text/html, text/html",
    ],
    b"Content-Length": [b"5", b"999", b"-1", b"1, 2", b"x", b"9" * 5000, b"\xb2"],
    b"Transfer-Encoding": [b"chunked", b"gzip, chunked", b"identity", b"x"],
    b"Content-Encoding": [
        b"gzip", b"deflate", b"gzip, deflate", b"br", b"zstd", b",", b"x" * 9000,
    ],
    b"Location": [
        b"/", b"", b"//", b"http://[", b"\xff\xfe", b"http://127.0.0.1:99999/", b"?\0", b"/page",
    ],
    b"Retry-After": [b"0", b"9" * 400, b"1e9", b"Thu, 01 Jan 1970 00:00:00 GMT", b"\xff"],
    b"ETag": [b'"\xff"', b""],
}  # fmt: skip
HEADERS = st.lists(
    st.sampled_from(sorted(VALUES)).flatmap(
        lambda name: st.tuples(st.just(name), st.sampled_from(VALUES[name]))
    ),
    max_size=4,
)
BODIES = st.binary(max_size=60) | st.sampled_from(
    [
        PAGE, gzip.compress(PAGE), zlib.compress(PAGE), gzip.compress(PAGE)[:20],
        b"5\r\nhello\r\n0\r\n\r\n", b"ffffffffffffffffffff\r\n", b"-5\r\n", b"\x1f\x8b",
        b"%PDF-1.7", b"\xff\xfe<\0p\0>\0",
    ]
)  # fmt: skip


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(status=STATUS_LINES, headers=HEADERS, body=BODIES)
@example(status=b"HTTP/1.1 200 OK", headers=[(b"Transfer-Encoding", b"chunked")], body=b"-2")
def test_any_answer_is_a_page_or_an_error_of_ours(site, fetcher_of, status, headers, body):
    lines = [status, *(name + b": " + value for name, value in headers)]
    site.pages["/page"] = stream([], head=b"\r\n".join([*lines, b"", b""]) + body)
    # Any other kind of error fails the test.
    with suppress(Terminal, Transient):
        page = fetcher_of(retry_backoff=0.0).fetch(site.url("/page"))
        assert isinstance(page.content, bytes)
        assert "/" in page.media_type


@given(st.text(st.characters(max_codepoint=255, exclude_characters="\r\n")))
def test_any_content_type_can_be_read_or_refused(header):
    for value in (header, f"text/html; {header}", f"text/html; charset={header}"):
        try:
            media_type, charset = declared_type(value)
        except WrongContent:
            continue
        assert media_type in {"", "application/octet-stream"} or "/" in media_type
        assert charset is None or charset == charset.lower()
