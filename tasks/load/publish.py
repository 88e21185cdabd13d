"""Publishing: what a run has staged becomes what readers see."""

from __future__ import annotations

import shutil
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from tasks.load.merge.documents import merged_documents
from tasks.load.merge.marking import marked
from tasks.load.merge.partitions import merged
from tasks.load.merge.plan import Plan, plan
from tasks.load.merge.quarantine import merged_quarantine
from tasks.load.merge.stored import StoredArticles
from tasks.load.staging import StagedBatch
from tasks.load.state.known import known_failures
from tasks.load.state.pages import latest_versions
from tasks.load.storage.commit import Change, commit, recover, scratch_folder
from tasks.load.storage.location import Location
from tasks.load.storage.locking import LOCK_WAIT_SECONDS, output_lock, remove_dead_staging
from tasks.load.storage.manifest import reconciled
from tasks.models import Failure


@dataclass(frozen=True, slots=True)
class Published:
    """What a publish did.

    `copies` are staged sources that were left out, equal byte by byte to another source;
    `duplicates` are sources published under an identifier of their own because another
    article holds theirs. `updated` counts the loaded sources that replaced older rows.
    """

    loaded: int
    updated: int
    copies: tuple[str, ...]
    duplicates: tuple[str, ...]
    files_written: tuple[str, ...]
    files_removed: tuple[str, ...]


def publish(
    output: Location,
    run_id: str,
    staged: Sequence[StagedBatch] = (),
    failures: Sequence[Failure] = (),
    resolved: Collection[str] = (),
    *,
    now: datetime | None = None,
    wait_seconds: float = LOCK_WAIT_SECONDS,
) -> Published:
    """Merge staged batches and failures into the datasets, all at once.

    Only partitions that change are written. Sources that load, or equal one that does, leave
    the quarantine, and so do the `resolved` ones. What a crashed publish began is finished
    first.

    Raises:
        OutputBusyError: another run published for longer than the wait.
        OutputFullError, OutputNotWritableError: the output cannot be written.
        DatasetCorruptError: a file that must be merged cannot be read.
        ChecksFailedError: the rows break rules; nothing was published.
    """
    instant = now or datetime.now(UTC)
    with output_lock(output, f"run {run_id}", wait_seconds):
        recover(output)
        scratch = scratch_folder(output)
        planned = marked(output, plan(staged, StoredArticles(output)))

        def changes() -> Iterator[Change]:
            yield from merged(output, planned, instant, scratch)
            latest = latest_versions(output, planned.placements)
            yield from merged_documents(output, planned.placed, latest, scratch)
            yield from merged_quarantine(
                output,
                known_failures(output),
                staged=staged,
                failures=failures,
                released={*resolved, *planned.placements, *planned.copies},
                loaded=set().union(*(placed.contents for placed in planned.placed)),
                run_id=run_id,
                now=instant,
            )

        committed = commit(output, run_id, reconciled(output), changes())
        for batch in staged:
            shutil.rmtree(batch.path, ignore_errors=True)
        remove_dead_staging(output)
    return Published(
        loaded=len(planned.placements),
        updated=_updated(planned),
        copies=planned.copies,
        duplicates=tuple(
            sorted(uri for uri, placed in planned.placements.items() if placed.duplicate_of)
        ),
        files_written=committed.written,
        files_removed=committed.removed,
    )


def _updated(planned: Plan) -> int:
    return sum(1 for uri in planned.placements if uri in planned.replaced)
