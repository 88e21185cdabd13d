"""What there is to read: paths, folders and globs become inputs with a fingerprint."""

from __future__ import annotations

import glob
import hashlib
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote_to_bytes, urlsplit

from tasks.batches import failure
from tasks.errors import Terminal, Transient, VisnykError
from tasks.models import Failure, InputRef, Stage

# What a folder is searched for; a file that is named itself may have any suffix.
SUFFIXES = frozenset({".txt"})
_CHUNK = 1 << 20


class InputNotFoundError(Terminal):
    """A source names nothing that exists."""


class NoDocumentsError(Terminal):
    """A folder or a glob holds no document."""


class NotAFileError(Terminal):
    """The path is a pipe, a socket or a device: it could be read for ever."""


class UnreadableInputError(Transient):
    """The file is there but cannot be read now (permissions, a failing disk)."""


@dataclass(frozen=True, slots=True)
class Discovery:
    """What the sources hold, sorted out by what is already known of it.

    `new` is to be processed. `unchanged`, `duplicates` and `quarantined` are URIs of
    inputs that need no work: loaded before, the same bytes as another input, known to
    be bad. `failures` could not even be fingerprinted. Each input is in exactly one.
    `problems` concern sources that hold no input at all: they are no documents.
    """

    new: tuple[InputRef, ...]
    unchanged: tuple[str, ...] = ()
    duplicates: tuple[str, ...] = ()
    quarantined: tuple[str, ...] = ()
    failures: tuple[Failure, ...] = ()
    problems: tuple[VisnykError, ...] = ()

    @property
    def total(self) -> int:
        """The number of inputs found."""
        return sum(
            map(
                len,
                (self.new, self.unchanged, self.duplicates, self.quarantined, self.failures),
            )
        )


def discover(
    sources: Sequence[str],
    *,
    loaded: Mapping[str, str],
    quarantined: Mapping[str, str],
) -> Discovery:
    """Find the inputs of the sources and sort them by what is known.

    Args:
        sources: files, folders (searched recursively for `.txt`), glob patterns.
        loaded: SHA-256 of the loaded inputs by URI.
        quarantined: SHA-256 of the inputs by URI that would only fail again.
    """
    found = list(fingerprints(sources))
    refs = [item for item in found if isinstance(item, InputRef)]
    # What a changed input held before is about to go, so it makes nothing a duplicate;
    # unless it is known to be bad, for then its rows stay.
    changed = {
        ref.uri
        for ref in refs
        if loaded.get(ref.uri, ref.sha256) != ref.sha256 and quarantined.get(ref.uri) != ref.sha256
    }
    owner_of = {sha256: uri for uri, sha256 in loaded.items() if uri not in changed}
    new: list[InputRef] = []
    unchanged: list[str] = []
    duplicates: list[str] = []
    known_bad: list[str] = []
    for ref in refs:
        if loaded.get(ref.uri) == ref.sha256:
            unchanged.append(ref.uri)
        elif quarantined.get(ref.uri) == ref.sha256:
            known_bad.append(ref.uri)
        elif ref.uri in changed:
            new.append(ref)  # even if it equals another now: its old rows must go
        elif ref.sha256 is not None and owner_of.setdefault(ref.sha256, ref.uri) != ref.uri:
            duplicates.append(ref.uri)
        else:
            new.append(ref)
    return Discovery(
        tuple(new),
        tuple(unchanged),
        tuple(duplicates),
        tuple(known_bad),
        failures=tuple(item for item in found if isinstance(item, Failure)),
        problems=tuple(item for item in found if isinstance(item, VisnykError)),
    )


def find_paths(source: str) -> list[Path]:
    """List the files that one source names, sorted.

    Raises:
        InputNotFoundError: if there is no such file or folder.
        NoDocumentsError: if a folder or a glob holds no document.
        UnreadableInputError: if the path, or a folder below it, may not be searched.
    """
    try:
        return _find_paths(source)
    except OSError as error:
        raise _unreadable(Path(error.filename or source), error) from error


def _find_paths(source: str) -> list[Path]:
    path = path_of(source) if source.startswith("file:") else Path(source).expanduser()
    if source.strip() and path.is_dir():
        found = sorted(_walk(path))
        if not found:
            raise NoDocumentsError(
                f"The folder {source} holds no documents",
                data="Nothing was loaded from it",
                remedy="Put pages as .txt files into it, or name another folder",
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
        remedy="Check the spelling and the folder that the command is run from",
    )


def uri_of(path: Path) -> str:
    """Write a path as an absolute `file://` URI; links are followed, so a file has one."""
    return path.resolve().as_uri()


def path_of(uri: str) -> Path:
    """Read back the path of a `file://` URI."""
    # Names on disk are bytes; those that are not UTF-8 must come back the same.
    return Path(os.fsdecode(unquote_to_bytes(urlsplit(uri).path)))


def _walk(folder: Path) -> Iterator[Path]:
    def refuse(error: OSError) -> None:
        raise error

    for parent, folders, files in os.walk(folder, onerror=refuse):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in files:
            if Path(name).suffix.lower() in SUFFIXES and not name.startswith("."):
                yield Path(parent, name)


def fingerprints(sources: Sequence[str]) -> Iterator[InputRef | Failure | VisnykError]:
    """Take the fingerprint of every input once; a source without any gives its error."""
    seen: set[str] = set()
    for source in sources:
        try:
            paths = find_paths(source)
        except VisnykError as error:
            yield error
            continue
        for path in paths:
            uri = uri_of(path)
            if uri not in seen:
                seen.add(uri)
                yield _fingerprint(path, uri)


def _fingerprint(path: Path, uri: str) -> InputRef | Failure:
    if not path.is_file():
        problem: VisnykError = NotAFileError(
            f"{path} is a pipe, a socket or a device, not a file",
            data="The document was not loaded",
            remedy="Save the page to a file first",
        )
        return failure(problem, uri=uri, sha256=None, stage=Stage.EXTRACT)
    try:
        with path.open("rb") as file:
            digest = hashlib.sha256()
            size = 0
            while chunk := file.read(_CHUNK):
                digest.update(chunk)
                size += len(chunk)
        return InputRef(uri=uri, sha256=digest.hexdigest(), size=size)
    except OSError as error:
        problem = _unreadable(path, error)
        return failure(problem, uri=uri, sha256=None, stage=Stage.EXTRACT)


def _unreadable(path: Path, error: OSError) -> UnreadableInputError:
    return UnreadableInputError(
        f"{path} cannot be read ({error.strerror or error})",
        data="Nothing was loaded from it",
        remedy="Give the user who runs visnyk the right to read it; the next run tries again",
    )
