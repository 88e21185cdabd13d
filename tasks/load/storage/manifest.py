"""manifest.json: every published file with its rows, size, checksums and writer."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import asdict, dataclass

from tasks.load.schema import DATASETS, SCHEMA_VERSION, Dataset, file_of
from tasks.load.schema.partitions import partition_in, patterns_of
from tasks.load.storage import files
from tasks.load.storage.arrow import opened, row_count
from tasks.load.storage.hashing import combined_sha256, content_sha256
from tasks.load.storage.location import Location, files_like, relative
from tasks.version import pipeline_version

MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class FileEntry:
    """A published file; `run_id` is the run that wrote it, None where that is unknown."""

    path: str
    dataset: str
    partition: str | None
    rows: int
    bytes: int
    sha256: str
    content_sha256: str
    run_id: str | None


Entries = Mapping[str, FileEntry]


def published_files(
    output: Location, of: Collection[Dataset] = tuple(DATASETS.values())
) -> Iterator[tuple[Dataset, str | None, Location]]:
    """The files of some datasets, by default all, that are there, by dataset and partition."""
    sought = [(item, pattern) for item in of for pattern in patterns_of(item)]
    patterns = [pattern for _, pattern in sought]
    for (dataset, _), found in zip(sought, files_like(output, patterns), strict=True):
        for path in found:
            name = relative(path, output)
            partition = partition_in(dataset, name)
            if name == file_of(dataset, partition):  # a day in the folder of another month is not
                yield dataset, partition, path


def read_manifest(output: Location) -> dict[str, FileEntry] | None:
    """The manifest's entries by path; None where it is missing or unreadable.

    It can always be made anew from the files, so that damage to it is no error.
    """
    try:
        document = json.loads((output / MANIFEST).read_text(encoding="utf-8"))
        entries = [FileEntry(**entry) for entry in document["files"]]
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return None
    return {entry.path: entry for entry in entries}


def reconciled(output: Location, damaged: Collection[str] = ()) -> dict[str, FileEntry]:
    """The manifest in line with the files that are there.

    A file is looked into only where it is not listed, or has another size; a `damaged` one,
    by its path, never.
    """
    listed = read_manifest(output) or {}
    entries = {}
    for dataset, partition, path in published_files(output):
        name = file_of(dataset, partition)
        if name in damaged:
            entries[name] = FileEntry(name, dataset.name, partition, 0, 0, "", "", None)
            continue
        entry = listed.get(name)
        if entry is None or entry.bytes != path.stat().st_size:
            entry = describe(path, dataset, partition, run_id=None)
        entries[entry.path] = entry
    return entries


def describe(
    path: Location, dataset: Dataset, partition: str | None, run_id: str | None
) -> FileEntry:
    """Look into a file at its final or its staged place."""
    with opened(path) as file:
        rows = int(file.metadata.num_rows)
        content = content_sha256(file, dataset)
    return FileEntry(
        path=file_of(dataset, partition),
        dataset=dataset.name,
        partition=partition,
        rows=rows,
        bytes=path.stat().st_size,
        sha256=files.sha256_of(path),
        content_sha256=content,
        run_id=run_id,
    )


def render(entries: Entries) -> bytes:
    """The manifest as it is written: the same entries give the same bytes."""
    document = {
        "schema_version": SCHEMA_VERSION,
        "visnyk_version": pipeline_version(),
        "content_sha256": content_hashes(entries),
        "files": [asdict(entries[path]) for path in sorted(entries)],
    }
    return (json.dumps(document, indent=1, ensure_ascii=False) + "\n").encode()


def content_hash(output: Location) -> dict[str, str]:
    """A hash of what each dataset says, from its files; equal content gives equal hashes.

    Histories differ by nature and have none.
    """
    entries = {
        file_of(dataset, partition): describe(path, dataset, partition, run_id=None)
        for dataset, partition, path in published_files(output)
        if not dataset.is_history
    }
    return content_hashes(entries)


def row_counts(output: Location) -> dict[str, int]:
    """Rows by dataset: from the manifest, or from the files' footers where it is missing."""
    counts = dict.fromkeys(DATASETS, 0)
    entries = read_manifest(output)
    if entries is not None:
        for entry in entries.values():
            counts[entry.dataset] = counts.get(entry.dataset, 0) + entry.rows
        return counts
    for dataset, _, path in published_files(output):
        counts[dataset.name] += row_count(path)
    return counts


def content_hashes(entries: Entries) -> dict[str, str]:
    """A hash of what each dataset says, from those of its files."""
    parts: dict[str, list[tuple[str | None, str]]] = {
        name: [] for name, dataset in DATASETS.items() if not dataset.is_history
    }
    for entry in entries.values():
        # A file without rows is there for readers, and says what no file says.
        if entry.dataset in parts and entry.rows:
            parts[entry.dataset].append((entry.partition, entry.content_sha256))
    return {name: combined_sha256(digests) for name, digests in parts.items()}
