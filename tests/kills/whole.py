"""What must be true of an output after a kill, and after the run that follows it."""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq

from tasks.load.page import write_page
from tasks.load.storage.datapackage import render_package
from tasks.load.storage.locking import STAGING
from tasks.load.storage.manifest import published_files, read_manifest, reconciled
from tasks.load.verify import Kind, verify

ALLOWED_FILES = {".lock", "datapackage.json", "manifest.json"}


def check_readable(output: Path) -> None:
    """Between the kill and the next run every published file is whole."""
    for dataset, _, path in published_files(output):
        with pq.ParquetFile(path, page_checksum_verification=True) as file:
            keys = file.read(columns=list(dataset.key)).to_pylist()
        assert len({tuple(key.values()) for key in keys}) == len(keys), path
    kinds = {problem.kind for problem in verify(output).problems}
    assert kinds <= {Kind.INTERRUPTED, Kind.LEFTOVER}, kinds


def check_tidy(output: Path) -> None:
    """Manifest and data package say what is there, and nothing else is."""
    assert reconciled(output) == read_manifest(output)
    package = (output / "datapackage.json").read_bytes()
    assert package == render_package(read_manifest(output))
    data = {path for _, _, path in published_files(output)}
    page = {path for path in (output / "report").rglob("*") if path.is_file()}
    strays = {path.name for path in output.rglob("*") if path.is_file()}
    strays -= {path.name for path in data | page}
    assert strays == ALLOWED_FILES, strays
    assert not page or write_page(output).files_written == 0
    assert not (output / STAGING).exists()
    assert [problem.sentence for problem in verify(output).problems] == []
