"""The parse stage as a Prefect task."""

from __future__ import annotations

from prefect import get_run_logger, task
from prefect.cache_policies import NO_CACHE

from tasks.batches import for_each
from tasks.models import Article, Batch, SourceDocument, Stage
from tasks.settings import get_settings
from tasks.transform.parse.article import parse_document


@task(name="parse", task_run_name="parse-{batch.number}", cache_policy=NO_CACHE)
def parse(batch: Batch[SourceDocument]) -> Batch[Article]:
    """Parse the documents of a batch into articles."""
    parsed = for_each(
        batch,
        parse_document,
        stage=Stage.PARSE,
        source=lambda document: (document.uri, document.sha256),
        raw=_raw,
    )
    get_run_logger().info(
        "Batch %d: %d articles parsed, %d refused",
        batch.number,
        len(parsed.items),
        len(parsed.failures) - len(batch.failures),
    )
    return parsed


def _raw(document: SourceDocument) -> bytes | None:
    raw = document.text.encode()
    return raw if len(raw) <= get_settings().max_raw_bytes else None
