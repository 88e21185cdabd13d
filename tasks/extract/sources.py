"""What a source string names; nothing is read or fetched to tell, but for list files."""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import Path
from typing import Final, NamedTuple

from tasks.addresses import is_address, normalize
from tasks.errors import Terminal
from tasks.extract.encoding import decode
from tasks.extract.paths import as_path, find_paths

_LISTING_PREFIX: Final = re.compile(r"(?:feed|sitemap):(?P<rest>.+)", re.DOTALL | re.IGNORECASE)
_KEPT_PREFIX: Final = re.compile(r"(documents|quarantine|articles):(.*)", re.DOTALL)
# Longer lines are text; longer lists are no lists that someone wrote.
_MAX_LINE: Final = 4096
_MAX_LIST_BYTES: Final = 20_000_000


class Names(StrEnum):
    """What a source can name."""

    PATH = "path"
    ADDRESS = "address"
    LISTING = "listing"
    LIST = "list"
    STDIN = "stdin"
    DOCUMENTS = "documents"
    QUARANTINE = "quarantine"
    ARTICLES = "articles"


class Source(NamedTuple):
    """A source string, understood: `value` is a path, an address or a URI."""

    names: Names
    value: str = ""


def read_source(text: str) -> Source:
    """Tell what a source string names.

    Raises:
        BadAddressError: if it is an address that cannot be one.
    """
    stripped = text.strip()
    if stripped == "-":
        return Source(Names.STDIN)
    if kept := _KEPT_PREFIX.fullmatch(stripped):
        return Source(Names(kept[1]), kept[2].strip())
    if listing := _LISTING_PREFIX.fullmatch(stripped):
        rest = listing["rest"]
        if rest.startswith("//"):  # feed://host/path, as some readers write it
            rest = f"https:{rest}"
        return Source(Names.LISTING, normalize(rest) if is_address(rest) else rest)
    if is_address(stripped):
        return Source(Names.ADDRESS, normalize(stripped))
    if stripped.startswith("@") and not Path(stripped).exists():
        return Source(Names.LIST, stripped[1:])
    return Source(Names.PATH, text)


def check_source(text: str) -> None:
    """Refuse a source that cannot hold an input, without fetching anything.

    Raises:
        InputNotFoundError: if there is no such file, folder or list.
        NoDocumentsError: if a folder holds no document.
        BadAddressError: if an address cannot be one.
        UnreadableInputError: if a path may not be searched.
    """
    source = read_source(text)
    is_local = source.names is Names.LISTING and not is_address(source.value)
    if source.names in {Names.PATH, Names.LIST} or is_local:
        find_paths(source.value)


def list_lines(raw: bytes, *, name: str) -> list[str]:
    """The sources that a list names: every line that is neither blank nor a comment.

    Raises:
        Terminal: if the bytes are not text.
    """
    lines = (line.strip() for line in decode(raw, name=name).text.splitlines())
    return [line for line in lines if line and not line.startswith("#")]


def beside(line: str, folder: Path) -> str:
    """A source out of a list, its path taken relative to the folder of the list."""
    prefix, rest = "", line
    if line.startswith("@"):
        prefix, rest = "@", line[1:]
    elif match := _LISTING_PREFIX.fullmatch(line):
        rest = match["rest"]
        prefix = line[: match.start("rest")]
    if _is_remote(rest) or rest.startswith(("//", "file:")):
        return line
    return f"{prefix}{folder / Path(rest).expanduser()}"


def as_list(raw: bytes, folder: Path, *, name: str) -> list[str] | None:
    """The sources that a text names if it is nothing but a list of them, else None."""
    # Most pages are told from a list by their first line.
    if len(raw) > _MAX_LIST_BYTES or not may_begin_list(raw[:_MAX_LINE], folder):
        return None
    try:
        lines = list_lines(raw, name=name)
    except Terminal:
        return None
    return lines if lines and all(_is_source(line, folder) for line in lines) else None


def may_begin_list(head: bytes, folder: Path) -> bool:
    """Tell whether the first line of a text could be a source in a list."""
    text = head.removeprefix(b"\xef\xbb\xbf")
    if b"\x00" in text:
        text = text.replace(b"\x00", b"").removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff")
    for line in text.splitlines():
        stripped = line.strip()
        if stripped and not stripped.startswith(b"#"):
            return _is_source(stripped.decode("utf-8", "replace"), folder)
    return bool(text.strip())


def _is_source(line: str, folder: Path) -> bool:
    if len(line) > _MAX_LINE:
        return False
    if _is_remote(line):
        return len(line.split()) == 1
    try:
        return bool(as_path(beside(line, folder).removeprefix("@")).exists())
    except (OSError, ValueError):
        return False


def _is_remote(text: str) -> bool:
    match = _LISTING_PREFIX.fullmatch(text)
    return is_address(match["rest"] if match else text)
