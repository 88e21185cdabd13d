"""Bytes to text: the right encoding by evidence, a clear refusal otherwise."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.errors import Terminal
from tasks.extract.encoding import (
    BinaryInputError,
    EmptyInputError,
    UndecodableInputError,
    decode,
)

HEADLINE = "Уряд ухвалив бюджет на наступний рік"
PAGE = (
    "date 2026-03-01 Головна Економіка\n"
    "Уряд ухвалив бюджет на наступний рік – що в ньому змінилося\n\n"
    "Її голова пояснив: «Це п’ята редакція документа, і ґрунтовних змін у ній небагато».\n"
)


@pytest.mark.parametrize("text", [HEADLINE, PAGE])
@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1251"]
)
def test_text_in_each_encoding_comes_back_whole(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding), name="page.txt")[0] == text


def test_koi8_is_not_mistaken_for_cp1251() -> None:
    text = HEADLINE + " і ґрунтовні зміни є"
    assert decode(text.encode("koi8-u"), name="page.txt") == (text, "koi8-u")


def test_the_encoding_that_was_found_is_told() -> None:
    assert decode(HEADLINE.encode("cp1251"), name="page.txt")[1] == "cp1251"
    assert decode(b"\xef\xbb\xbf" + HEADLINE.encode(), name="page.txt")[1] == "utf-8-sig"


@pytest.mark.parametrize("raw", [b"", b"  \n\t ", b"\xef\xbb\xbf\r\n"])
def test_nothing_but_white_space_is_refused_as_empty(raw: bytes) -> None:
    with pytest.raises(EmptyInputError, match=r"page\.txt is empty.*Paste the text"):
        decode(raw, name="page.txt")


@pytest.mark.parametrize(
    "raw",
    [
        b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
        b"%PDF-1.7\n" + bytes(range(256)) * 4,
        b"PK\x03\x04\x14\x00\x00\x00" + b"\xd0\xb0" * 50,
    ],
)
def test_an_image_a_pdf_and_an_archive_are_refused_as_binary(raw: bytes) -> None:
    with pytest.raises(BinaryInputError, match="binary file"):
        decode(raw, name="page.txt")


def test_utf8_with_damaged_bytes_is_refused_and_the_first_one_named() -> None:
    raw = "Уряд ухвалив ".encode() + b"\xff\xfe\xd0" + " бюджет на рік".encode() * 5
    with pytest.raises(UndecodableInputError, match=r"byte 24 \(0xff\)"):
        decode(raw, name="page.txt")


@given(st.binary(max_size=400))
def test_any_bytes_give_text_or_a_terminal_error(raw: bytes) -> None:
    try:
        text, _ = decode(raw, name="page.txt")
    except Terminal:
        return
    assert text
