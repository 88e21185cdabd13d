"""Where datasets lie: a folder of this machine, or a prefix in an object store, by URI."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TypeAlias
from urllib.parse import urlsplit
from urllib.request import url2pathname

import platformdirs

from tasks.load.errors import StoreRefusedError
from tasks.load.storage.s3.paths import SCHEME, ObjectPath, parse
from tasks.settings import get_settings

# Both have the methods of a path that readers use.
Location: TypeAlias = Path | ObjectPath

# Below an output: who holds it, and what is not yet published.
LOCK, STAGING = ".lock", ".staging"
_URI = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)
_NAME_LETTERS = 60


def open_output(uri: str) -> Location:
    """The place that a path of this machine or a URI names; nothing is looked up or made.

    Raises:
        StoreRefusedError: the URI names a kind of store that is not known, or no place.
    """
    if not _URI.match(uri):
        return Path(uri).expanduser()
    if uri.startswith(SCHEME):
        return parse(uri)
    given = urlsplit(uri)
    if given.scheme.lower() == "file" and given.netloc in ("", "localhost"):
        return Path(url2pathname(given.path))
    raise StoreRefusedError(
        f"{uri} names no kind of store that visnyk knows",
        data="Nothing was done",
        remedy="Name a folder, or s3://bucket/prefix; other stores mostly have an S3 API, too "
        "(docs/storage.md)",
    )


def work_folder(output: Location) -> Path:
    """Where this machine keeps what a run needs until it is published, and its locks.

    For an output on this machine, the output itself. Journals of paid answers cannot lie in
    an object store: nothing can be appended to an object.
    """
    if isinstance(output, Path):
        return output
    base = get_settings().work_folder or platformdirs.user_state_path("visnyk") / "work"
    name = re.sub(r"[^A-Za-z0-9.-]+", "-", output.uri.removeprefix(SCHEME))[-_NAME_LETTERS:]
    digest = hashlib.sha256(output.uri.encode()).hexdigest()[:8]
    return base.expanduser() / f"{name.strip('-.')}-{digest}"


def files_like(output: Location, patterns: Sequence[str]) -> list[list[Location]]:
    """The files below an output that fit each of some patterns, in order of their paths.

    A store is asked once for all.
    """
    if isinstance(output, Path):
        return [[*sorted(output.glob(pattern))] for pattern in patterns]
    return [list(found) for found in output.matching(patterns)]


def files_below(folder: Location) -> list[Location]:
    """All files below a folder, in order of their paths."""
    if isinstance(folder, Path):
        return [path for path in sorted(folder.rglob("*")) if path.is_file()]
    return list(folder.below())


def version_of(path: Location) -> str | None:
    """What changes when a published file is replaced; None where there is none."""
    try:
        if isinstance(path, Path):
            stat = path.stat()
            return f"{stat.st_ino}-{stat.st_mtime_ns}-{stat.st_size}"
        return path.stat().etag
    except FileNotFoundError:
        return None


def relative(path: Location, output: Location) -> str:
    """The path of a file below the output, with forward slashes."""
    if isinstance(path, Path) and isinstance(output, Path):
        return path.relative_to(output).as_posix()
    return str(path).removeprefix(f"{output}/")
