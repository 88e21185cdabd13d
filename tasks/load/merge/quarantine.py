"""The quarantine: inputs that failed, until they load or are released."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime

import pyarrow as pa

from tasks.load.rows import Row, quarantine_row
from tasks.load.schema import QUARANTINE, file_of
from tasks.load.staging import StagedBatch, read_staged_failures
from tasks.load.state.known import KnownFailure
from tasks.load.storage.arrow import arrow_schema, pc, read_parquet
from tasks.load.storage.commit import Change
from tasks.load.storage.location import Location
from tasks.models import Failure


def merged_quarantine(
    output: Location,
    known: Mapping[str, KnownFailure],
    *,
    staged: Sequence[StagedBatch],
    failures: Sequence[Failure],
    released: Collection[str],
    loaded: Collection[str],
    run_id: str,
    now: datetime,
) -> Iterator[Change]:
    """Yield the new quarantine, where it changes: one row a source, attempts counted.

    The file exists from the first publish on, even without rows, so that readers find it.

    Args:
        output: the folder of the datasets.
        known: what is in quarantine by source.
        staged: batches, for the failures staged with them.
        failures: the others of this run.
        released: sources that leave, whether they failed in this run or not.
        loaded: SHA-256 of what is published. A source with the same bytes leaves, too, for
            nothing of it is missing; one that failed again in this run stays.
        run_id: the run.
        now: its time.
    """
    found = [row for batch in staged for row in read_staged_failures(batch)]
    found += [quarantine_row(failure, run_id, now) for failure in failures]
    new = {row["source_uri"]: row for row in found if row["source_uri"] not in released}
    settled = {uri for uri, failure in known.items() if failure.sha256 in loaded}
    leaving = known.keys() & {*new, *released, *settled}
    path = output / file_of(QUARANTINE, None)
    if not new and not leaving and path.exists():
        return
    schema = arrow_schema(QUARANTINE)
    stored = read_parquet(path, QUARANTINE)
    table = schema.empty_table() if stored is None else stored
    gone = pc.is_in(table["source_uri"], pa.array(leaving, pa.string()))
    rows = [_counted(row, known.get(uri), now) for uri, row in new.items()]
    together = pa.concat_tables([table.filter(pc.invert(gone)), pa.Table.from_pylist(rows, schema)])
    yield QUARANTINE, None, [together.sort_by(QUARANTINE.sort_key)]


def _counted(row: Row, earlier: KnownFailure | None, now: datetime) -> Row:
    if earlier is None:
        return row | {"last_seen_at": now}
    return row | {
        "attempts": earlier.attempts + 1,
        "first_seen_at": earlier.first_seen_at,
        "last_seen_at": now,
    }
