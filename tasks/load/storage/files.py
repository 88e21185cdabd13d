"""The few file operations that decide whether a crash loses data.

Published files of this machine are put in place and removed only here, those of an object
store only in `tasks.load.storage.s3.journal`. Nothing here knows of datasets.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from contextlib import suppress
from pathlib import Path

from tasks.load.storage.location import Location
from tasks.load.storage.s3.paths import ObjectPath


def temporary_of(path: Path) -> Path:
    """The name a file has while it is written; its name begins with a dot."""
    return path.with_name(f".{path.name}.tmp")


def replace(source: Path, target: Path) -> None:
    """Put a finished file in its place, so that a reader sees the old or the new one."""
    make_folder(target.parent)
    source.replace(target)
    sync_folder(target.parent)


def copy(source: Location, target: Location) -> None:
    """Put a copy of a file in its place, within an output."""
    if isinstance(source, ObjectPath) and isinstance(target, ObjectPath):
        source.copy_to(target)
    elif isinstance(source, Path) and isinstance(target, Path):
        make_folder(target.parent)
        temporary = temporary_of(target)
        with source.open("rb") as content, temporary.open("wb") as stream:
            shutil.copyfileobj(content, stream)
        sync_file(temporary)
        replace(temporary, target)
    else:
        raise TypeError(f"{source} and {target} lie in different places")


def make_folder(folder: Path) -> None:
    """Make a folder and those above it so that a power cut does not take them back."""
    if not folder.is_dir():
        make_folder(folder.parent)
        folder.mkdir(exist_ok=True)
        sync_folder(folder.parent)


def remove(path: Path) -> None:
    """Remove a file and the folder that it leaves empty; fine if it is already gone."""
    path.unlink(missing_ok=True)
    if path.parent.exists():  # else a crash came after its removal
        sync_folder(path.parent)
        remove_if_empty(path.parent)


def sync_file(path: Path) -> None:
    """Wait until the file's content is on the disk."""
    with path.open("rb") as stream:
        os.fsync(stream.fileno())


def sync_folder(path: Path) -> None:
    """Wait until the folder's entries are on the disk."""
    if os.name == "nt":  # Windows cannot open folders, and orders renames by itself
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_durably(path: Location, content: bytes) -> None:
    """Write a small file so that it is there whole or not at all, even after a power cut."""
    if isinstance(path, ObjectPath):
        path.write_bytes(content)
        return
    temporary = temporary_of(path)
    try:
        with temporary.open("wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        replace(temporary, path)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise


def sha256_of(path: Location) -> str:
    """The SHA-256 of a file's bytes, in hexadecimal."""
    with path.open("rb") if isinstance(path, Path) else path.opened() as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def remove_if_empty(folder: Path) -> None:
    """Remove a folder that holds nothing; any other is left alone."""
    # Not empty, or not there: both are fine. An empty folder that a power cut brings back
    # is, too, so that this needs no sync.
    with suppress(OSError):
        folder.rmdir()
