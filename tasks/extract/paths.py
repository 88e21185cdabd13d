"""Files, folders and globs: which files a path names, and their `file://` URIs."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from urllib.parse import quote_from_bytes, unquote_to_bytes, urlsplit

from tasks.extract.errors import InputNotFoundError, NoDocumentsError, unreadable

# What a folder is searched for; a file that is named itself may have any suffix.
_PAGES: Final = (".txt", ".html", ".htm", ".xhtml", ".mhtml", ".mht")
_RECORDS: Final = (".jsonl", ".ndjson", ".json", ".csv", ".tsv")
_LISTINGS: Final = (".xml", ".rss", ".atom")
SUFFIXES: Final = frozenset((*_PAGES, *_RECORDS, *_LISTINGS))
_ENDINGS: Final = (*SUFFIXES, ".xml.gz")
# Browsers put the images and styles of «Page.html» into a folder beside it.
_COMPANIONS: Final = ("_files", ".files")


def find_paths(source: str) -> list[Path]:
    """List the files that a path or a glob names, sorted.

    Raises:
        InputNotFoundError: if there is no such file or folder.
        NoDocumentsError: if a folder holds no document.
        UnreadableInputError: if the path, or a folder below it, may not be searched.
    """
    try:
        return _find_paths(source)
    except OSError as error:
        raise unreadable(error.filename or source, error) from error


def uri_of(path: Path) -> str:
    """Write a path as an absolute `file://` URI; links are followed, so a file has one."""
    return path.resolve().as_uri()


class Uris:
    """Writes the paths of files as `uri_of` does, many of a folder at the price of one."""

    def __init__(self) -> None:
        self._folders: dict[str, str] = {}

    def of(self, path: Path) -> str:
        """Write a path as an absolute `file://` URI."""
        folder, name = os.path.split(path)
        if name in ("", "..") or path.is_symlink():
            return uri_of(path)
        if folder not in self._folders:
            self._folders[folder] = uri_of(Path(folder)).rstrip("/")
        return f"{self._folders[folder]}/{quote_from_bytes(os.fsencode(name))}"


def path_of(uri: str) -> Path:
    """Read back the path of a `file://` URI, whatever the fragment of a record in it."""
    # Names on disk are bytes; those that are not UTF-8 must come back the same.
    return Path(os.fsdecode(unquote_to_bytes(urlsplit(uri).path)))


def as_path(source: str) -> Path:
    """The path that a source names."""
    return path_of(source) if source.startswith("file:") else Path(source).expanduser()


def _find_paths(source: str) -> list[Path]:
    path = as_path(source)
    if source.strip() and path.is_dir():
        found = sorted(_walk(path), key=_by_parts)
        if not found:
            raise NoDocumentsError(
                f"The folder {source} holds no documents",
                data="Nothing was loaded from it",
                remedy="Put pages into it as .txt, .html, .jsonl or .csv files, or name another",
            )
        return found
    if source.strip() and path.exists():
        return [path]
    matches = sorted(match for match in glob.glob(str(path), recursive=True))  # noqa: PTH207
    files = [Path(match) for match in matches if Path(match).is_file()]
    if files:
        return files
    raise InputNotFoundError(
        f"There is no file or folder {source or '(an empty path)'}",
        data="Nothing was loaded from it",
        remedy="Check the spelling and the folder that the command is run from; "
        "begin an address with https://",
    )


def _by_parts(path: Path) -> str:
    """What sorts as the paths themselves do, and many times faster."""
    return str(path).replace(os.sep, "\0")


def _walk(folder: Path) -> Iterator[Path]:
    def refuse(error: OSError) -> None:
        raise error

    for parent, folders, files in os.walk(folder, onerror=refuse):
        folders[:] = sorted(
            name for name in folders if not name.startswith(".") and not _is_companion(name, files)
        )
        for name in files:
            if not name.startswith(".") and _is_known(name):
                yield Path(parent, name)


def _is_known(name: str) -> bool:
    return name.lower().endswith(_ENDINGS)


def _is_companion(folder: str, files: list[str]) -> bool:
    return any(
        folder.removesuffix(ending) + suffix in files
        for ending in _COMPANIONS
        if folder.endswith(ending)
        for suffix in _PAGES
    )
