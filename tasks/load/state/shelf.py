"""What the datasets keep of their inputs: fetched pages, and the bytes of what failed."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import pyarrow as pa

from tasks.load.schema import QUARANTINE, file_of
from tasks.load.state.lookup import Lookup
from tasks.load.state.originals import Choice, originals
from tasks.load.state.pages import PageVersion, latest_versions, read_page
from tasks.load.storage.arrow import pc, read_parquet
from tasks.load.storage.location import Location
from tasks.models import FetchedPage


class StoredShelf:
    """The shelf of an output; small, so that it travels between processes."""

    def __init__(self, output: Location) -> None:
        self._output = output
        self._lock = threading.Lock()
        self._versions: Lookup[PageVersion] | None = None

    def __reduce__(self) -> tuple[type[StoredShelf], tuple[Location]]:
        return StoredShelf, (self._output,)

    def kept(self) -> Mapping[str, str]:
        """SHA-256 of the latest kept version of every page, by address."""
        return self._latest().column("sha256")

    def page(self, uri: str) -> FetchedPage | None:
        """The latest kept version of a page."""
        version = self._latest().get(uri)
        page = read_page(self._output, uri, version) if version else None
        if version and page is None:  # a publish has moved it within its file meanwhile
            version = self._latest(anew=True).get(uri)
            page = read_page(self._output, uri, version) if version else None
        return page

    def quarantined(self) -> Mapping[str, str | None]:
        """SHA-256 of what lies in quarantine, by address; None where it was never read."""
        table = self._quarantine(["source_uri", "source_sha256"])
        if table is None:
            return {}
        columns: list[Any] = [table[name].to_pylist() for name in table.column_names]
        return dict(zip(*columns, strict=True))

    def raw(self, uri: str) -> bytes | None:
        """The bytes of an input in quarantine, where they are kept."""
        table = self._quarantine(["source_uri", "raw"])
        if table is None:
            return None
        found = table.filter(pc.equal(table["source_uri"], uri))["raw"].to_pylist()
        return found[0] if found else None

    def originals(self, choice: str) -> Mapping[str, datetime | None]:
        """The inputs of published articles that a choice means, with the time their feed gave."""
        return originals(self._output, Choice.read(choice))

    def _latest(self, *, anew: bool = False) -> Lookup[PageVersion]:
        with self._lock:
            if self._versions is None or anew:
                self._versions = latest_versions(self._output)
            return self._versions

    def _quarantine(self, columns: list[str]) -> pa.Table | None:
        return read_parquet(self._output / file_of(QUARANTINE, None), QUARANTINE, columns)
