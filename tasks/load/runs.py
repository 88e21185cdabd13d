"""The dataset `runs`: one row a run, also for runs that changed nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime

import pyarrow as pa

from tasks.load.schema import RUNS, RunState, file_of
from tasks.load.storage.arrow import arrow_schema, pc, read_parquet
from tasks.load.storage.commit import Change, commit, recover
from tasks.load.storage.location import Location
from tasks.load.storage.locking import LOCK_WAIT_SECONDS, output_lock, remove_dead_staging
from tasks.load.storage.manifest import reconciled


@dataclass(frozen=True, slots=True)
class RunRecord:
    """A run as it is recorded; `engines` counts sentences by engine.

    `fill_rates` are rows of `FillRates`. `parameters` and `versions` are JSON objects as text.
    """

    run_id: str
    started_at: datetime
    finished_at: datetime | None
    state: RunState
    flow_run_id: str | None = None
    documents_read: int = 0
    documents_loaded: int = 0
    documents_unchanged: int = 0
    documents_duplicate: int = 0
    documents_quarantined: int = 0
    articles_updated: int = 0
    sentences: int = 0
    engines: Mapping[str, int] = field(default_factory=dict)
    warnings: int = 0
    sentences_from_memory: int | None = None
    fill_rates: Sequence[Mapping[str, object]] | None = None
    parameters: str = "{}"
    versions: str = "{}"


def append_run(
    output: Location, record: RunRecord, *, wait_seconds: float = LOCK_WAIT_SECONDS
) -> None:
    """Record a run, in place of an earlier record of the same run, and refresh the manifest."""
    with output_lock(output, f"run {record.run_id}", wait_seconds):
        recover(output)
        commit(output, record.run_id, reconciled(output), _with_run(output, record))
        remove_dead_staging(output)


def _with_run(output: Location, record: RunRecord) -> Iterator[Change]:
    schema = arrow_schema(RUNS)
    stored = read_parquet(output / file_of(RUNS, None), RUNS)
    table = schema.empty_table() if stored is None else stored
    others = table.filter(pc.not_equal(table["run_id"], record.run_id))
    row = pa.Table.from_pylist([_row(record)], schema)
    yield RUNS, None, [pa.concat_tables([others, row]).sort_by(RUNS.sort_key)]


def _row(record: RunRecord) -> dict[str, object]:
    engines = [
        {"engine": engine, "sentences": count} for engine, count in sorted(record.engines.items())
    ]
    return asdict(record) | {"engines": engines}
