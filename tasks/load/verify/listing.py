"""The manifest against the folder: what is listed, what is there, what is left over."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Any

from tasks.load.schema import DATASETS, PARTITIONED, SCHEMA_VERSION, file_of
from tasks.load.schema.partitions import partition_in
from tasks.load.storage.datapackage import DATA_PACKAGE
from tasks.load.storage.location import Location, files_below, relative
from tasks.load.storage.manifest import (
    MANIFEST,
    Entries,
    FileEntry,
    content_hashes,
    published_files,
)
from tasks.load.verify.problems import MANIFEST_ANEW, RUN_AGAIN, Kind, Problem, restore

_UNTOLD = "The datasets can be read, but whether they are whole cannot be told"
_TYPES: dict[str, type | tuple[type, ...]] = {
    "partition": (str, type(None)),
    "rows": int,
    "bytes": int,
    "run_id": (str, type(None)),
}


@dataclass(frozen=True, slots=True)
class Listing:
    """What the manifest lists; no entries where it cannot be used."""

    entries: Entries | None
    problems: tuple[Problem, ...] = ()

    @property
    def is_newer(self) -> bool:
        """Whether only a newer visnyk can say more."""
        return any(problem.kind is Kind.MANIFEST_NEWER for problem in self.problems)


def read_listing(output: Location) -> Listing:
    """Read the manifest as what it should be."""
    try:
        document = json.loads((output / MANIFEST).read_text(encoding="utf-8"))
        version, listed = document["schema_version"], list(document["files"])
        hashes = document["content_sha256"]
    except FileNotFoundError:
        return Listing(None, (_manifest(Kind.MANIFEST_MISSING, "is missing", _UNTOLD, RUN_AGAIN),))
    except PermissionError as exc:
        mend = "Give this user access to the file"
        what = f"cannot be read ({exc.strerror})"
        return Listing(None, (_manifest(Kind.MANIFEST_UNREADABLE, what, _UNTOLD, mend),))
    except (OSError, ValueError, KeyError, TypeError) as exc:
        what = f"cannot be read ({type(exc).__name__}: {exc})"
        return Listing(None, (_manifest(Kind.MANIFEST_UNREADABLE, what, _UNTOLD, RUN_AGAIN),))
    if not (isinstance(version, str) and version.isdigit()):
        what = f"names no version of the schema ({version!r})"
        return Listing(None, (_manifest(Kind.MANIFEST_UNREADABLE, what, _UNTOLD, RUN_AGAIN),))
    if int(version) > int(SCHEMA_VERSION):
        what = f"has schema version {version}; this visnyk knows up to {SCHEMA_VERSION}"
        mend = "Verify with the visnyk that wrote it, or a newer one"
        return Listing(None, (_manifest(Kind.MANIFEST_NEWER, what, "Nothing was checked", mend),))
    return _listing(listed, hashes)


def folder_problems(output: Location, listing: Listing) -> Iterator[Problem]:
    """Compare the manifest with the folder; files are not looked into."""
    yield from listing.problems
    there = {file_of(dataset, part) for dataset, part, _ in published_files(output)}
    if listing.entries is not None:
        for path in sorted(there - listing.entries.keys()):
            yield Problem(
                Kind.FILE_UNLISTED, path, "is not in the manifest",
                "Readers of the folder get its rows, readers of the manifest do not",
                f"{RUN_AGAIN}, which lists it; or move it away, if it does not belong here",
            )  # fmt: skip
        yield from _package_problems(output, listing.entries)
    listed = set() if listing.entries is None else set(listing.entries)
    yield from _incomplete(there, listed)
    yield from _foreign(output, there)


def _listing(listed: list[Any], hashes: object) -> Listing:
    entries: dict[str, FileEntry] = {}
    problems = []
    for item in listed:
        entry = _entry(item)
        if entry is None or entry.path in entries:
            name = item.get("path") if isinstance(item, dict) else item
            problems.append(_wrong(f"lists {name!r} twice, or not as a file of the datasets"))
        else:
            entries[entry.path] = entry
    if not problems and hashes != content_hashes(entries):
        problems.append(_wrong("has content hashes that do not follow from its files"))
    return Listing(entries, tuple(problems))


def _entry(item: object) -> FileEntry | None:
    names = {field.name for field in fields(FileEntry)}
    if not isinstance(item, dict) or item.keys() != names:
        return None
    if not all(isinstance(item[name], _TYPES.get(name, str)) for name in names):
        return None
    dataset = DATASETS.get(item["dataset"])
    partition = item["partition"]
    if dataset is None or dataset.is_partitioned != bool(partition) or "/" in (partition or ""):
        return None
    return FileEntry(**item) if item["path"] == file_of(dataset, partition) else None


def _incomplete(there: set[str], listed: set[str]) -> Iterator[Problem]:
    """Partitions that lack a dataset; what is listed and missing is told elsewhere."""
    partitions = {
        partition_in(dataset, path)
        for dataset in PARTITIONED
        for path in there
        if path.startswith(f"{dataset.name}/")
    }
    for partition in sorted(map(str, partitions)):
        for dataset in PARTITIONED:
            path = file_of(dataset, partition)
            if path not in there and path not in listed:
                yield Problem(
                    Kind.FILE_MISSING,
                    path,
                    "is missing, while others of the same time are there",
                    "The articles lack these rows, and count as not loaded",
                    restore(dataset, is_there=False),
                )


def _foreign(output: Location, there: set[str]) -> Iterator[Problem]:
    for folder in DATASETS:
        for path in files_below(output / folder):
            name = relative(path, output)
            is_hidden = path.name.startswith(".") and path.suffix != ".parquet"
            if name not in there and not is_hidden:
                yield Problem(
                    Kind.FILE_FOREIGN, name, "is no file of visnyk",
                    "Readers of the whole folder fail at it, or take its rows for ours",
                    "Move it out of the folder",
                )  # fmt: skip


def _package_problems(output: Location, entries: Entries) -> Iterator[Problem]:
    """Say so where the data package describes other files; outputs of old have none."""
    try:
        package = json.loads((output / DATA_PACKAGE).read_text(encoding="utf-8"))
        described = {
            item["path"]: item["hash"]
            for resource in package["resources"]
            for item in resource["files"]
        }
    except FileNotFoundError:
        return
    except (OSError, ValueError, KeyError, TypeError):
        described = {}
    if described != {path: f"sha256:{entry.sha256}" for path, entry in entries.items()}:
        yield Problem(
            Kind.PACKAGE_WRONG, DATA_PACKAGE, "does not describe the files that the manifest lists",
            "Programs that go by it miss rows", RUN_AGAIN,
        )  # fmt: skip


def _wrong(what: str) -> Problem:
    return _manifest(
        Kind.MANIFEST_WRONG, what, "Programs that go by the manifest are misled", MANIFEST_ANEW
    )


def _manifest(kind: Kind, what: str, means: str, mend: str) -> Problem:
    return Problem(kind, MANIFEST, what, means, mend)
