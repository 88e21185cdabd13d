"""Bytes to text, by evidence: a wrong guess would be translated as if it were an article."""

from __future__ import annotations

import codecs
from typing import Final

from tasks.errors import Terminal

_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SINGLE_BYTE: Final = ("cp1251", "koi8-u")
# The letters that make up nine tenths of running Ukrainian and Russian text. Read with
# the wrong table, Cyrillic turns into capitals (KOI8-U) or into Р-С pairs (UTF-8), and
# their share falls under 0.5; the right table gives over 0.85 even for headlines.
_FREQUENT: Final = frozenset("аеиіоунтрсвлкдмпязьбгйчшжхцюєїщфґыэё’–—«»…№ ")
_MIN_SHARE: Final = 0.75
# Text has no control characters; a few slip in by copying from old systems.
_CONTROL: Final = frozenset(range(32)) - {9, 10, 12, 13, 27}
_MAX_CONTROL_SHARE: Final = 0.01


class EmptyInputError(Terminal):
    """The input holds nothing but white space."""


class BinaryInputError(Terminal):
    """The input is not text."""


class UndecodableInputError(Terminal):
    """The input looks like text, but in no encoding that fits."""


def decode(raw: bytes, *, name: str) -> tuple[str, str]:
    """Decode a text file and tell the encoding: UTF-8, UTF-16, cp1251 or KOI8-U.

    Raises:
        EmptyInputError: if there is nothing but white space.
        BinaryInputError: if the bytes are not text (an image, a PDF, an archive).
        UndecodableInputError: if no encoding gives Cyrillic or Latin text.
    """
    if not raw.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise EmptyInputError(
            f"{name} is empty",
            data="There is no article in it, so nothing was loaded from it",
            remedy="Paste the text of the page into the file and run again, or delete the file",
        )
    decoded = _by_bom(raw) or _utf16_without_bom(raw)
    if decoded is None:
        _refuse_binary(raw, name)
        decoded = _utf8(raw) or _single_byte(raw)
    if decoded is None:
        position = _first_bad_byte(raw)
        raise UndecodableInputError(
            f"{name} cannot be decoded: byte {position} (0x{raw[position]:02x}) is not valid "
            "UTF-8, and the text fits neither UTF-16 nor cp1251 nor KOI8-U",
            data="The document was not loaded",
            remedy="Save the page again as UTF-8 and run again",
        )
    return decoded


def _by_bom(raw: bytes) -> tuple[str, str] | None:
    for bom, encoding in _BOMS:
        if raw.startswith(bom):
            try:
                return raw.decode(encoding), encoding
            except UnicodeDecodeError:
                return None
    return None


def _utf16_without_bom(raw: bytes) -> tuple[str, str] | None:
    # Cyrillic in UTF-16 has 0x04 in every other byte, ASCII has 0x00: nothing else does.
    if len(raw) % 2:
        return None
    for encoding, high in (("utf-16-le", raw[1::2]), ("utf-16-be", raw[0::2])):
        if high.count(4) + high.count(0) > 0.8 * len(high) and high.count(4):
            try:
                return raw.decode(encoding), encoding
            except UnicodeDecodeError:
                continue
    return None


def _refuse_binary(raw: bytes, name: str) -> None:
    control = sum(raw.count(byte) for byte in _CONTROL)
    if b"\x00" in raw or control > _MAX_CONTROL_SHARE * len(raw):
        raise BinaryInputError(
            f"{name} is a binary file, not text",
            data="The document was not loaded",
            remedy="Give the text of the page (copy it from the browser into a .txt file)",
        )


def _utf8(raw: bytes) -> tuple[str, str] | None:
    try:
        return raw.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return None


def _single_byte(raw: bytes) -> tuple[str, str] | None:
    scored = []
    for encoding in _SINGLE_BYTE:
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        foreign = [letter for letter in text if letter > "\x7f"]
        share = sum(letter in _FREQUENT for letter in foreign) / max(len(foreign), 1)
        scored.append((share, text, encoding))
    share, text, encoding = max(scored, default=(0.0, "", ""))
    return (text, encoding) if share >= _MIN_SHARE else None


def _first_bad_byte(raw: bytes) -> int:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start
    return 0  # a damaged UTF-16 text may happen to be valid UTF-8
