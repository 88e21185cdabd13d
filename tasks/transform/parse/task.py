"""The parse stage as a Prefect task."""

from __future__ import annotations

from prefect import get_run_logger, task
from prefect.cache_policies import NO_CACHE

from tasks.batches import for_each
from tasks.fingerprint import parsed_sha256
from tasks.forgotten import NOTHING_FORGOTTEN, Forgotten
from tasks.models import Article, Batch, Settled, Settlement, SourceDocument, Stage
from tasks.retries import LIMIT
from tasks.settings import get_settings
from tasks.transform.parse.article import parse_document


@task(name="parse", task_run_name="parse-{batch.number}", cache_policy=NO_CACHE, **LIMIT)
def parse(batch: Batch[SourceDocument], forgotten: Forgotten = NOTHING_FORGOTTEN) -> Batch[Article]:
    """Parse the documents of a batch into articles; what says nothing new leaves it.

    So does what is forgotten, whatever input it came from.
    """
    parsed = for_each(
        batch,
        parse_document,
        stage=Stage.PARSE,
        source=lambda document: (document.uri, document.sha256),
        raw=_raw,
    )
    unwanted = {
        article.source_uri
        for article in parsed.items
        if forgotten.holds_article(article.article_id, article.outlet_domain)
    }
    unchanged = [uri for uri in _unchanged(batch, parsed) if uri not in unwanted]
    get_run_logger().debug(
        "Batch %d: %d articles parsed, %d of them unchanged, %d forgotten, %d refused",
        batch.number,
        len(parsed.items),
        len(unchanged),
        len(unwanted),
        len(parsed.failures) - len(batch.failures),
    )
    left = {*unchanged, *unwanted}
    new = (article for article in parsed.items if article.source_uri not in left)
    settled = [Settled(uri, Settlement.UNCHANGED) for uri in unchanged]
    settled += [Settled(uri, Settlement.FORGOTTEN) for uri in sorted(unwanted)]
    return parsed.passed_on(new, settled=settled)


def _unchanged(batch: Batch[SourceDocument], parsed: Batch[Article]) -> list[str]:
    """The pages that came in other bytes and say the same as before."""
    known = {
        document.uri: document.known.parsed_sha256
        for document in batch.items
        if document.known and document.known.parsed_sha256
    }
    return [
        article.source_uri
        for article in parsed.items
        if article.source_uri in known and known[article.source_uri] == parsed_sha256(article)
    ]


def _raw(document: SourceDocument) -> bytes | None:
    raw = document.page.content if document.page else document.text.encode()
    return raw if len(raw) <= get_settings().max_raw_bytes else None
