"""Bytes to text, by evidence: a wrong guess would be translated as if it were an article."""

from __future__ import annotations

import codecs
import re
from collections import Counter
from collections.abc import Iterable
from math import log
from typing import Final, NamedTuple

from tasks.errors import Terminal

_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_COMMON: Final = ("cp1251", "koi8-u")
# Seen in archives only. Python's `cp866` has no «і»; `cp1125` is its Ukrainian form.
_RARE: Final = ("cp866", "cp1125", "iso8859-5", "mac-cyrillic")
_MIN_LETTERS_OF_RARE: Final = 30
# Letters in 10,000 of running Ukrainian, with the four that only Russian has.
_LETTERS: Final = "оаинівтрескулдмпязьбгчйхцжюїшщєфґыэъё"
_COUNTS: Final = (
    "940 830 610 680 570 530 530 470 490 410 350 330 360 310 290 290 250 230 190 170 160 140 "
    "130 120 100 90 90 80 80 60 60 30 2 20 10 4 4"
)
_FREQUENCY: Final = dict(zip(_LETTERS, map(int, _COUNTS.split()), strict=True))
_TYPOGRAPHIC: Final = "’–—«»…№„“”\xa0"
_WEIGHT: Final = (
    {letter: log(n / 10_000) for letter, n in _FREQUENCY.items()}
    | {letter.upper(): log(n / 20_000) for letter, n in _FREQUENCY.items()}
    | dict.fromkeys(_TYPOGRAPHIC, -4.0)
)
_FOREIGN_WEIGHT: Final = -12.0
# Letters of a wrong table fall out of their words: «Вiн сКАЗАВ».
_CASE_BREAK: Final = re.compile(r"[а-яіїєґ][А-ЯІЇЄҐ]")
_CASE_BREAK_WEIGHT: Final = -6.0
# Running text read rightly gives -3.2, headlines down to -3.7; read wrongly, at most -5.
_MIN_SCORE: Final = -4.3
_DECLARED_BONUS: Final = 0.3
_RARE_MALUS: Final = 0.1
_SAMPLE: Final = 20_000
# Text has no control characters; a few slip in by copying from old systems.
_CONTROL: Final = frozenset(range(32)) - {9, 10, 12, 13, 27}
_MAX_CONTROL_SHARE: Final = 0.01
# A page that cuts a word in the middle of a letter has one or two such marks.
_MAX_DAMAGED_SHARE: Final = 0.001
_META_CHARSET: Final = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE
)
_XML_CHARSET: Final = re.compile(rb"\A\s*<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([\w.:-]{2,40})")
_META_WINDOW: Final = 4096


class EmptyInputError(Terminal):
    """The input holds nothing but white space."""


class BinaryInputError(Terminal):
    """The input is not text."""


class UndecodableInputError(Terminal):
    """The input looks like text, but in no encoding that fits."""


class Decoded(NamedTuple):
    """A text and the encoding it was found in."""

    text: str
    encoding: str


def decode(raw: bytes, *, name: str, charset: str | None = None, is_html: bool = False) -> Decoded:
    """Decode a document and tell its encoding; what the bytes show wins over what is said.

    Args:
        raw: the document.
        name: what to call it in an error.
        charset: what a server says of it.
        is_html: whether a `<meta charset>` is to be heeded, and a damaged letter forgiven.

    Raises:
        EmptyInputError: if there is nothing but white space.
        BinaryInputError: if the bytes are not text (an image, a PDF, an archive).
        UndecodableInputError: if no encoding gives Cyrillic or Latin text.
    """
    if not raw.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise _empty(name)
    decoded = _by_bom(raw) or _utf16_without_bom(raw)
    if decoded is None:
        _refuse_binary(raw, name)
        said = [charset, *_said_within(raw)] if is_html else [charset]
        decoded = _utf8(raw) or _single_byte(raw, _codecs(said))
        if decoded is None and is_html:
            decoded = _damaged_utf8(raw)
    if decoded is None:
        position = _first_bad_byte(raw)
        raise UndecodableInputError(
            f"{name} cannot be decoded: byte {position} (0x{raw[position]:02x}) is not valid "
            "UTF-8, and the text fits neither UTF-16 nor cp1251 nor KOI8-U",
            data="The document was not loaded",
            remedy="Save the page again as UTF-8 and run again",
        )
    if not decoded.text.strip("\ufeff\x00 \t\r\n"):
        raise _empty(name)
    return _mended(decoded)


def read_as(raw: bytes, encoding: str) -> str:
    """Decode a part of a document whose encoding `decode` has told; a BOM is left out.

    Raises:
        ValueError: if the part is in another encoding.
    """
    base, _, codec = encoding.partition(" via ")
    text = raw.decode(base)
    return _reread(text, codec) if codec else text


def _empty(name: str) -> EmptyInputError:
    return EmptyInputError(
        f"{name} is empty",
        data="There is no article in it, so nothing was loaded from it",
        remedy="Paste the text of the page into the file and run again, or delete the file",
    )


def _by_bom(raw: bytes) -> Decoded | None:
    for bom, encoding in _BOMS:
        if raw.startswith(bom):
            return _try(raw, encoding)
    return None


def _utf16_without_bom(raw: bytes) -> Decoded | None:
    # Cyrillic in UTF-16 has 0x04 in every other byte, ASCII has 0x00: nothing else does.
    if len(raw) % 2:
        return None
    for encoding, high, low in (
        ("utf-16-le", raw[1::2], raw[0::2]),
        ("utf-16-be", raw[0::2], raw[1::2]),
    ):
        is_wide = high.count(4) + high.count(0) > 0.8 * len(high)
        if is_wide and (high.count(4) or not low.count(0)) and (found := _try(raw, encoding)):
            return found
    return None


def _refuse_binary(raw: bytes, name: str) -> None:
    control = sum(raw.count(byte) for byte in _CONTROL)
    if b"\x00" in raw or control > _MAX_CONTROL_SHARE * len(raw):
        raise BinaryInputError(
            f"{name} is a binary file, not text",
            data="The document was not loaded",
            remedy="Give the text of the page (copy it from the browser into a .txt file)",
        )


def _utf8(raw: bytes) -> Decoded | None:
    return _try(raw, "utf-8")


def _try(raw: bytes, encoding: str) -> Decoded | None:
    try:
        return Decoded(raw.decode(encoding), encoding)
    except UnicodeDecodeError:
        return None


def _said_within(raw: bytes) -> list[str]:
    head = raw[:_META_WINDOW]
    matches = (_META_CHARSET.search(head), _XML_CHARSET.match(head))
    return [match[1].decode("ascii", "replace") for match in matches if match]


def _codecs(names: Iterable[str | None]) -> set[str]:
    """The codecs of this module that are meant by names of encodings."""
    meant = set()
    for name in filter(None, names):
        try:
            meant.add(codecs.lookup(name.strip("\"' ")).name)
        except (LookupError, ValueError):
            continue
    if "koi8-r" in meant:
        meant.add("koi8-u")  # the same table, with the Ukrainian letters put in
    if "cp866" in meant:
        meant.add("cp1125")
    return meant


def _single_byte(raw: bytes, declared: set[str]) -> Decoded | None:
    best, best_score = None, _MIN_SCORE
    for encoding in (*_COMMON, *_RARE):
        decoded = _try(raw, encoding)
        if decoded is None:
            continue
        letters = [letter for letter in decoded.text if letter > "\x7f"][:_SAMPLE]
        is_declared = codecs.lookup(encoding).name in declared
        if encoding in _RARE and not is_declared and len(letters) < _MIN_LETTERS_OF_RARE:
            continue
        bonus = _DECLARED_BONUS if is_declared else -_RARE_MALUS * (encoding in _RARE)
        score = _score(decoded.text, letters) + bonus
        if score > best_score:
            best, best_score = decoded, score
    return best


def _score(text: str, letters: list[str]) -> float:
    """How likely a text is Ukrainian or Russian: the mean log-probability of its letters."""
    if not letters:
        return _FOREIGN_WEIGHT
    total = sum(n * _WEIGHT.get(letter, _FOREIGN_WEIGHT) for letter, n in Counter(letters).items())
    breaks = len(_CASE_BREAK.findall(text[: 2 * _SAMPLE]))
    return (total + breaks * _CASE_BREAK_WEIGHT) / len(letters)


def _damaged_utf8(raw: bytes) -> Decoded | None:
    text = raw.decode("utf-8", "replace")
    is_cyrillic = any("\u0400" <= letter <= "\u04ff" for letter in text)
    damaged = text.count("\ufffd") - raw.count("\ufffd".encode())
    if is_cyrillic and damaged <= max(2, _MAX_DAMAGED_SHARE * len(text)):
        return Decoded(text, "utf-8")
    return None


def _mended(decoded: Decoded) -> Decoded:
    """Undo one reading too many: UTF-8 taken for cp1251 («РЈСЂСЏРґ») or Latin («Ð£Ñ€»)."""
    text = decoded.text
    foreign = sum(letter > "\x7f" for letter in text)
    for leads, codec in (("РС", "cp1251"), ("ÐÑ", "cp1252")):
        # In UTF-8 every Cyrillic letter is one of two bytes and then another: half of all.
        if foreign and sum(map(text.count, leads)) > 0.35 * foreign:
            try:
                mended = _reread(text, codec)
            except ValueError:
                continue
            return Decoded(mended.removeprefix("\ufeff"), f"utf-8 via {codec}")
    return decoded


def _reread(text: str, codec: str) -> str:
    return b"".join(_byte(letter, codec) for letter in text).decode("utf-8")


def _byte(letter: str, codec: str) -> bytes:
    # Both tables have holes, which decoders fill with the control character of that number.
    return letter.encode("latin-1") if "\x80" <= letter < "\xa0" else letter.encode(codec)


def _first_bad_byte(raw: bytes) -> int:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start
    return 0  # a damaged UTF-16 text may happen to be valid UTF-8
