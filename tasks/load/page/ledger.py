"""What the page was written from: months by the content of their files."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import PurePosixPath
from typing import Any, Final

from tasks.load.page.chunks import DATA_FOLDER, PAGE_FOLDER
from tasks.load.page.months import MonthWritten
from tasks.load.page.rows import FORMAT
from tasks.load.schema import ARTICLES, MENTIONS, NO_DATE, SENTENCES, TAGS
from tasks.load.schema.partitions import month_of
from tasks.load.storage.location import Location
from tasks.load.storage.manifest import Entries

LEDGER: Final = "ledger.json"
_SHOWN = {dataset.name for dataset in (ARTICLES, SENTENCES, MENTIONS, TAGS)}


@dataclass(frozen=True, slots=True)
class KnownMonth:
    """A month as it was written, with the content hashes of the files it was written from."""

    sources: dict[str, str]
    lists: list[list[Any]]
    articles: list[str]
    key: str
    counts: dict[str, list[list[Any]]]

    @classmethod
    def of(cls, sources: dict[str, str], written: MonthWritten) -> KnownMonth:
        """What to remember of a month that was just written."""
        lists = [list(item) for item in written.lists]
        return cls(sources, lists, written.articles, written.key, written.counts)

    @property
    def names(self) -> set[str]:
        """The data files of the month."""
        names = (*(name for name, *_ in self.lists), *self.articles, self.key)
        return {f"{name}.js" for name in names}


def sources_of(entries: Entries) -> dict[str, dict[str, str]]:
    """What each month that has articles is made of, the latest first and no date last."""
    found: dict[str, dict[str, str]] = {}
    counts: dict[str, int] = {}
    for entry in entries.values():
        if entry.dataset in _SHOWN and entry.partition:
            month = month_of(entry.partition)
            # A month may lie in several files, by day.
            name = PurePosixPath(entry.path).stem
            found.setdefault(month, {})[name] = entry.content_sha256
            if entry.dataset == ARTICLES.name:
                counts[month] = counts.get(month, 0) + entry.rows
    filled = [month for month in found if counts.get(month)]
    filled.sort(key=lambda month: (month != NO_DATE, month), reverse=True)
    return {month: dict(sorted(found[month].items())) for month in filled}


def read_ledger(output: Location) -> dict[str, KnownMonth]:
    """The months as they were written last; none where that is unknown, or was written otherwise.

    It can always be made anew, so that damage to it is no error.
    """
    try:
        document = json.loads(_place(output).read_text(encoding="utf-8"))
        if document["format"] != FORMAT:
            return {}
        return {month: KnownMonth(**told) for month, told in document["months"].items()}
    except (FileNotFoundError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def render_ledger(months: Mapping[str, KnownMonth]) -> bytes:
    """The ledger as it is written: the same months give the same bytes."""
    told = {month: asdict(known) for month, known in months.items()}
    document = {"format": FORMAT, "months": told}
    return (json.dumps(document, ensure_ascii=False, separators=(",", ":")) + "\n").encode()


def _place(output: Location) -> Location:
    return output / PAGE_FOLDER / DATA_FOLDER / LEDGER
