"""The load stage as Prefect tasks: stage each batch, publish once, record the run."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from prefect import get_run_logger, task
from prefect.cache_policies import NO_CACHE

from tasks.load import publish as publishing
from tasks.load import runs
from tasks.load.digest import Digest
from tasks.load.memory import upgrade as upgrades
from tasks.load.memory.selection import Selection
from tasks.load.memory.upgrade import Better, SourceLabels, Upgraded
from tasks.load.publish import Published
from tasks.load.runs import RunRecord
from tasks.load.staging import StagedBatch, stage_batch
from tasks.load.storage.location import Location
from tasks.models import Batch, Failure, Settled, TaggedArticle
from tasks.retries import LIMIT, RETRY


@dataclass(frozen=True, slots=True)
class BatchAccount:
    """A staged batch, all that left it on the way, and what to look at."""

    staged: StagedBatch
    failures: tuple[Failure, ...]
    settled: tuple[Settled, ...]
    warnings: tuple[str, ...]
    digest: Digest


@task(name="stage", task_run_name="stage-{batch.number}", cache_policy=NO_CACHE, **RETRY, **LIMIT)
def stage(batch: Batch[TaggedArticle], output: Location, run_id: str) -> BatchAccount:
    """Check the rows of a batch and keep them on disk until the run publishes."""
    staged = stage_batch(output, run_id, batch.number, batch.items, batch.failures)
    rejected = {failure.source_uri for failure in staged.rejected}
    return BatchAccount(
        staged,
        failures=batch.failures + staged.rejected,
        settled=batch.settled,
        warnings=tuple(
            f"{item.article.source_uri}: {warning}"
            for item in batch.items
            for warning in item.article.warnings
        ),
        digest=Digest.of([it for it in batch.items if it.article.source_uri not in rejected]),
    )


@task(name="publish", cache_policy=NO_CACHE, **RETRY)
def publish(
    output: Location,
    run_id: str,
    staged: Sequence[StagedBatch],
    failures: Sequence[Failure],
    resolved: Collection[str],
) -> Published:
    """Make all that was staged visible at once."""
    published = publishing.publish(output, run_id, staged, failures, resolved)
    get_run_logger().debug(
        "%d documents published (%d updated), %d data files written, %d removed",
        published.loaded,
        published.updated,
        len(published.files_written),
        len(published.files_removed),
    )
    return published


@task(name="record", cache_policy=NO_CACHE, **RETRY)
def record(output: Location, run: RunRecord) -> None:
    """Write the row of the run."""
    runs.append_run(output, run)


@task(name="upgrade", task_run_name="upgrade-{partition}", cache_policy=NO_CACHE, **RETRY)
def upgrade(
    output: Location,
    run_id: str,
    partition: str,
    *,
    better: Better,
    selection: Selection,
    source_labels: SourceLabels,
) -> Upgraded:
    """Put better English in the place of worse in a partition, all at once."""
    upgraded = upgrades.upgrade(
        output,
        run_id,
        partition,
        better=better,
        selection=selection,
        source_labels=source_labels,
    )
    get_run_logger().debug(
        "%s: %d sentences of %d articles upgraded", partition, upgraded.rows, upgraded.articles
    )
    return upgraded
