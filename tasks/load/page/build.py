"""Writing the page: the months that changed, then what ties all together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from tasks.load.errors import OutputBusyError, explained_os_errors
from tasks.load.page.assembly import assembled_page
from tasks.load.page.chunks import DATA_FOLDER, PAGE_FOLDER, Shelf, write
from tasks.load.page.ledger import LEDGER, KnownMonth, read_ledger, render_ledger, sources_of
from tasks.load.page.months import Counts, write_month
from tasks.load.page.rows import FORMAT, encoded
from tasks.load.storage.commit import recover, scratch_folder
from tasks.load.storage.files import remove_if_empty
from tasks.load.storage.location import Location, files_below, relative
from tasks.load.storage.locking import LOCK_WAIT_SECONDS, output_lock
from tasks.load.storage.manifest import reconciled

PAGE: Final = "index.html"
SUMMARY: Final = "summary.js"
_HOLDER = "writing of the reading page"
# Of a busy output; the run that publishes last writes it in the end.
_TRIES = 3


@dataclass(frozen=True, slots=True)
class PageWritten:
    """What was written of the page: months, and files of any kind; none where it was up to date."""

    page: Location
    articles: int
    months: tuple[str, ...]
    files_written: int
    files_removed: int


def page_of(output: Location) -> Location:
    """Where the page of an output lies."""
    return output / PAGE_FOLDER / PAGE


def write_page(
    output: Location, *, anew: bool = False, wait_seconds: float = LOCK_WAIT_SECONDS
) -> PageWritten:
    """Write what of the page is not up to date; where all of it is, read no dataset.

    The output is held for a month at a time, so that others can publish in between. Before
    the summary is replaced, a page that is open shows what it showed.

    Args:
        output: the folder of the datasets.
        anew: write all months, whatever is there.
        wait_seconds: how long to wait for others who publish.

    Raises:
        OutputBusyError: another one held the output for longer than the wait.
        OutputFullError, OutputNotWritableError: the page cannot be written.
        DatasetCorruptError: a month cannot be read.
    """
    with explained_os_errors(output / PAGE_FOLDER):
        return _Writing(output, wait_seconds, anew=anew).do()


class _PublishedMeanwhile(Exception):
    """The datasets are not any more what the page was written of."""


class _Writing:
    """One writing of the page."""

    def __init__(self, output: Location, wait_seconds: float, *, anew: bool) -> None:
        self._output = output
        self._folder = output / PAGE_FOLDER
        self._wait_seconds = wait_seconds
        self._there = self._listed()
        self._shelf = Shelf(output, () if anew else self._names())
        self._months = {} if anew else self._usable(read_ledger(output))
        self._written: list[str] = []

    def do(self) -> PageWritten:
        """Bring the page up to date, again if others publish meanwhile."""
        for _ in range(_TRIES):
            for month, sources in sources_of(reconciled(self._output)).items():
                if not self._is_current(month, sources):
                    self._write_month(month)
            try:
                return self._tie()
            except _PublishedMeanwhile:
                continue
        raise _overtaken()

    def _write_month(self, month: str) -> None:
        with output_lock(self._output, _HOLDER, self._wait_seconds):
            recover(self._output)
            # What is published now, not what was when this began.
            sources = sources_of(reconciled(self._output)).get(month)
            if sources is None or self._is_current(month, sources):
                return
            # Like a commit, this holds the lock: the folder is nobody else's.
            scratch = scratch_folder(self._output)
            written = write_month(self._output, month, self._shelf, scratch)
            remove_if_empty(scratch)
            remove_if_empty(scratch.parent)
            self._months[month] = KnownMonth.of(sources, written)
            self._written.append(month)

    def _tie(self) -> PageWritten:
        """Write page, summary and ledger, in this order, and remove what they name no more."""
        there = sources_of(reconciled(self._output))
        months = {month: self._months[month] for month in there if month in self._months}
        named = {f"{DATA_FOLDER}/{name}" for known in months.values() for name in known.names}
        contents = {
            PAGE: assembled_page(),
            f"{DATA_FOLDER}/{SUMMARY}": _summary(months),
            f"{DATA_FOLDER}/{LEDGER}": render_ledger(months),
        }
        # What somebody put beside the page is theirs.
        ours = {name for name in self._there if name.startswith(f"{DATA_FOLDER}/")}
        removed = ours - named - contents.keys()
        outdated = [name for name, content in contents.items() if self._differs(name, content)]
        if outdated or removed:
            with output_lock(self._output, _HOLDER, self._wait_seconds):
                there_now = self._without_gaps(named)
                self._check_is_latest(months)
                for name in outdated:
                    write(self._folder / name, contents[name])
                for name in sorted(removed & there_now):
                    (self._folder / name).unlink()
        return PageWritten(
            page=page_of(self._output),
            articles=sum(row[1] for known in months.values() for row in known.lists),
            months=tuple(self._written),
            files_written=self._shelf.written + len(outdated),
            files_removed=len(removed),
        )

    def _without_gaps(self, named: set[str]) -> set[str]:
        """The files that are there; another one who writes the page may have removed some."""
        there = self._listed()
        if not named <= there:
            raise _overtaken()
        return there

    def _check_is_latest(self, months: Mapping[str, KnownMonth]) -> None:
        """Leave the page alone if somebody has published more than this one knows of."""
        now = sources_of(reconciled(self._output))
        if now != {month: known.sources for month, known in months.items()}:
            raise _PublishedMeanwhile

    def _differs(self, name: str, content: bytes) -> bool:
        return name not in self._there or (self._folder / name).read_bytes() != content

    def _is_current(self, month: str, sources: Mapping[str, str]) -> bool:
        known = self._months.get(month)
        return known is not None and known.sources == sources

    def _usable(self, months: dict[str, KnownMonth]) -> dict[str, KnownMonth]:
        """The months of which no file is missing."""
        names = self._names()
        return {month: known for month, known in months.items() if known.names <= names}

    def _names(self) -> set[str]:
        prefix = f"{DATA_FOLDER}/"
        return {name.removeprefix(prefix) for name in self._there if name.startswith(prefix)}

    def _listed(self) -> set[str]:
        return {relative(path, self._folder) for path in files_below(self._folder)}


def _overtaken() -> OutputBusyError:
    return OutputBusyError(
        "Another run wrote the reading page at the same time",
        data="The datasets are whole",
        remedy="Write the page again with: visnyk page",
    )


def _summary(months: Mapping[str, KnownMonth]) -> bytes:
    """What the page needs before all else: where the lists are, and what the charts show."""
    counts = Counts()
    for known in reversed(tuple(months.values())):  # names as the latest month has them
        counts.add_month(known.counts)
    summary = {
        "format": FORMAT,
        "months": [
            {"month": month, "key": known.key, "lists": known.lists}
            for month, known in months.items()
        ],
        **counts.rendered(),
    }
    return f'visnykPage.receive("summary",{encoded(summary)});\n'.encode()
