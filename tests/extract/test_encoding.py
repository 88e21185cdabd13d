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
    read_as,
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


SENTENCES = (
    "Уряд ухвалив бюджет на наступний рік, повідомив прем’єр-міністр.",
    "«Це п’ята редакція документа» — сказала голова комітету Ганна Їжакевич.",
    "У Калинівці відкрили міст через річку Щасливу: рух ґрунтовою дорогою припинено.",
    "ЄВРОПЕЙСЬКИЙ СОЮЗ ВИДІЛИВ КОШТИ на відбудову шкіл і лікарень.",
    "Врожай пшениці зріс на 12,5 % — до 3,2 тонни з гектара!",
    "Збірна України з боксу здобула шість медалей на чемпіонаті Європи.",
    "Правительство утвердило бюджет, сообщил объединённый комитет. Это пятый съезд.",
    "Reuters: експорт зерна через Одесу відновили 5 лютого о 14:30.",
)
# In articles these are sure; of a headline or two, the common encodings are assumed.
ARCHIVES = {"cp1125": "—’ґҐ«»", "iso8859-5": "—’ґҐ«»", "mac-cyrillic": ""}
texts = st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=30).map("\r\n".join)


@given(
    texts,
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1251", "koi8-u"]),
)
def test_any_ukrainian_text_comes_back_whole_from_each_encoding(text: str, encoding: str) -> None:
    kept = text.encode(encoding, "ignore").decode(encoding)  # KOI8-U has neither «» nor —
    assert decode(kept.encode(encoding), name="page.txt").text == kept


@given(
    st.lists(st.sampled_from(SENTENCES), min_size=6, max_size=30, unique=False),
    st.sampled_from(sorted(ARCHIVES)),
)
def test_articles_from_archives_come_back_whole(parts: list[str], encoding: str) -> None:
    text = "\n".join([*SENTENCES, *parts])
    for letter in ARCHIVES[encoding]:
        text = text.replace(letter, "")
    kept = text.encode(encoding, "ignore").decode(encoding)
    assert decode(kept.encode(encoding), name="page.txt").text == kept


def page(charset: str, text: str = PAGE) -> str:
    return f'<!doctype html><html><head><meta charset="{charset}"></head><body>{text}</body></html>'


@pytest.mark.parametrize("meta", ["utf-8", "windows-1251", "iso-8859-1", "nonsense"])
@pytest.mark.parametrize("header", [None, "utf-8", "windows-1251", "koi8-r", "nonsense", ""])
@pytest.mark.parametrize("encoding", ["utf-8", "cp1251", "koi8-u", "utf-16", "utf-16-le"])
def test_what_a_header_and_a_page_say_does_not_win_over_what_the_bytes_show(
    encoding: str, header: str | None, meta: str
) -> None:
    text = page(meta).replace("«", "").replace("»", "").replace("–", "-").replace("’", "'")
    decoded = decode(text.encode(encoding), name="page", charset=header, is_html=True)
    assert decoded.text == text


@pytest.mark.parametrize("encoding", ["cp866", "iso8859-5", "mac-cyrillic"])
def test_a_page_too_short_to_tell_is_read_as_its_server_or_it_says(encoding: str) -> None:
    text = "<p>Рада Олена</p>"
    assert decode(text.encode(encoding), name="p", charset=encoding, is_html=True).text == text
    said = page(encoding, "Рада Олена")
    assert decode(said.encode(encoding), name="p", is_html=True).text == said


def test_a_page_of_entities_only_is_fine() -> None:
    text = page("windows-1251", "&#1052;&#1110;&#1089;&#1090; &mdash; &laquo;&raquo;")
    assert decode(text.encode(), name="p", is_html=True) == (text, "utf-8")


def test_a_letter_cut_in_two_is_forgiven_on_a_page_but_not_in_a_file() -> None:
    raw = page("utf-8", PAGE * 3).encode().replace("Її".encode(), "Її".encode()[:3], 1)
    decoded = decode(raw, name="p", is_html=True)
    assert (decoded.encoding, decoded.text.count("\ufffd")) == ("utf-8", 1)
    with pytest.raises(UndecodableInputError):
        decode(raw, name="page.txt")


@pytest.mark.parametrize("codec", ["cp1251", "cp1252"])
@given(texts)
def test_utf8_that_was_read_as_another_encoding_is_put_back(codec: str, text: str) -> None:
    # As browsers do: what is a hole in the table is the control character of that number.
    holes = {chr(byte) for byte in range(0x80, 0xA0)}
    garbled = "".join(bytes([byte]).decode(codec, "ignore") or chr(byte) for byte in text.encode())
    assert garbled != text
    decoded = decode(garbled.encode(), name="page.txt")
    assert decoded == (text, f"utf-8 via {codec}")
    assert read_as(garbled.encode(), decoded.encoding) == text
    assert holes.isdisjoint(text)


def test_words_in_capitals_are_not_taken_for_garbled_text() -> None:
    text = "РСР, СРСР, РФ, СБУ, РНБО, ЗСУ"
    assert decode(text.encode(), name="page.txt") == (text, "utf-8")
