"""The extract stage as Prefect tasks."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from prefect import get_run_logger, task
from prefect.cache_policies import NO_CACHE

from tasks.extract.discovery import Among, Discovery, Holders, discover
from tasks.extract.fetch import shared_fetcher
from tasks.extract.read import read_batch
from tasks.extract.shelf import Shelf
from tasks.models import Batch, InputRef, KnownPage, SourceDocument
from tasks.retries import LIMIT, RETRY
from tasks.settings import get_settings


@task(name="discover", cache_policy=NO_CACHE, **RETRY, **LIMIT)
def discover_inputs(
    sources: Sequence[str],
    loaded: Mapping[str, str],
    quarantined: Mapping[str, str],
    *,
    pages: Mapping[str, KnownPage],
    among: Among,
    holders: Holders,
    shelf: Shelf | None = None,
    stdin: Callable[[], bytes] | None = None,
) -> Discovery:
    """Find the inputs and tell the new ones from those that need no work."""
    found = discover(
        sources,
        loaded=loaded,
        quarantined=quarantined,
        pages=pages,
        among=among,
        holders=holders,
        fetcher=shared_fetcher(),
        shelf=shelf,
        stdin=stdin,
    )
    get_run_logger().debug(
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


@task(
    name="extract", task_run_name="extract-{batch.number}", cache_policy=NO_CACHE, **RETRY, **LIMIT
)
def extract(batch: Batch[InputRef], shelf: Shelf | None = None) -> Batch[SourceDocument]:
    """Read or fetch the inputs of a batch and decode them."""
    settings = get_settings()
    read = read_batch(
        batch,
        max_bytes=settings.max_document_bytes,
        max_raw_bytes=settings.max_raw_bytes,
        fetcher=shared_fetcher(),
        shelf=shelf,
    )
    get_run_logger().debug(
        "Batch %d: %d documents read, %d unusable, %d not changed since they were last read",
        batch.number,
        len(read.items),
        len(read.failures),
        len(read.settled),
    )
    return read
