"""The extract stage as Prefect tasks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from prefect import get_run_logger, task
from prefect.cache_policies import NO_CACHE

from tasks.extract.inputs import Discovery, discover
from tasks.extract.read import read_batch
from tasks.models import Batch, InputRef, SourceDocument
from tasks.retries import RETRY
from tasks.settings import get_settings


@task(name="discover", cache_policy=NO_CACHE, **RETRY)
def discover_inputs(
    sources: Sequence[str], loaded: Mapping[str, str], quarantined: Mapping[str, str]
) -> Discovery:
    """Find the inputs and tell the new ones from those that need no work."""
    found = discover(sources, loaded=loaded, quarantined=quarantined)
    get_run_logger().info(
        "%d inputs found: %d new or changed, %d unchanged, %d duplicate, %d known to be bad, "
        "%d unreadable",
        found.total,
        len(found.new),
        len(found.unchanged),
        len(found.duplicates),
        len(found.quarantined),
        len(found.failures),
    )
    for problem in found.problems:
        get_run_logger().warning("%s", problem)
    return found


@task(name="extract", task_run_name="extract-{batch.number}", cache_policy=NO_CACHE, **RETRY)
def extract(batch: Batch[InputRef]) -> Batch[SourceDocument]:
    """Read and decode the inputs of a batch."""
    settings = get_settings()
    read = read_batch(
        batch, max_bytes=settings.max_document_bytes, max_raw_bytes=settings.max_raw_bytes
    )
    get_run_logger().info(
        "Batch %d: %d documents read, %d unusable",
        batch.number,
        len(read.items),
        len(read.failures),
    )
    return read
