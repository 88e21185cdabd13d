"""An export from its plan to its place: chosen, read, written, put there whole."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from tasks.load.errors import explained_os_errors
from tasks.load.export.as_csv import writing_csv
from tasks.load.export.as_duckdb import writing_duckdb
from tasks.load.export.as_jsonl import writing_jsonl
from tasks.load.export.as_parquet import writing_parquet
from tasks.load.export.as_sqlite import writing_sqlite
from tasks.load.export.choosing import Chooser
from tasks.load.export.formats import Format
from tasks.load.export.labels import Unknown
from tasks.load.export.plan import Plan
from tasks.load.export.reading import Scope, partitions, sheet_tables
from tasks.load.export.steady import LOOKS, WAIT_SECONDS, State, steadily
from tasks.load.export.streams import Write
from tasks.load.export.targets import refuse_unfit
from tasks.load.storage import files
from tasks.load.storage.location import Location

_Writing = Callable[[Path, Plan], AbstractContextManager[Write]]
_WRITERS: dict[Format, _Writing] = {
    Format.CSV: writing_csv,
    Format.JSONL: writing_jsonl,
    Format.PARQUET: writing_parquet,
    Format.SQLITE: writing_sqlite,
    Format.DUCKDB: writing_duckdb,
}


@dataclass(frozen=True, slots=True)
class Exported:
    """How many rows of each dataset were written, and what filters name that is not there."""

    rows: Mapping[str, int]
    unknown: tuple[Unknown, ...] = ()


def export(
    output: Location,
    target: Path,
    plan: Plan,
    *,
    may_replace: bool = False,
    looks: int = LOOKS,
    wait_seconds: float = WAIT_SECONDS,
) -> Exported:
    """Write published rows of one state to a file, which is there whole or not at all.

    Raises:
        TargetRefusedError: the target is there, or may not be there.
        FormatUnavailableError: the package for the format is not installed.
        OutputBusyError: it was published into all the while.
        OutputFullError, OutputNotWritableError: the target cannot be written.
        DatasetCorruptError, SchemaVersionError: a published file cannot be read.
    """
    refuse_unfit(target, output, may_replace=may_replace)

    def look(state: State) -> Exported:
        # Beside the target, so that it gets there by a rename; its name begins with a dot.
        with TemporaryDirectory(prefix=".visnyk-export-", dir=target.parent) as folder:
            scratch = Path(folder) / target.name
            exported = _write(output, scratch, plan, state)
            state.check()
            files.sync_file(scratch)
            refuse_unfit(target, output, may_replace=may_replace)
            files.replace(scratch, target)
        return exported

    with explained_os_errors(target.parent):
        return steadily(output, Scope(plan).holds, look, looks=looks, wait_seconds=wait_seconds)


def _write(output: Location, path: Path, plan: Plan, state: State) -> Exported:
    state.check_complete()
    rows = {sheet.name: 0 for sheet in plan.sheets}
    with _WRITERS[plan.format](path, plan) as write:
        chooser = Chooser(output, plan.filters)
        for partition, sheets in partitions(output, plan):
            state.check()
            articles = chooser.articles(partition)
            # In the order of reading: rows that refer to an article come after it.
            for sheet in sheets:
                for table in sheet_tables(output, sheet, partition, articles):
                    write(sheet, table)
                    rows[sheet.name] += table.num_rows
    return Exported(rows, chooser.unknown())
