"""The translate stage as a Prefect task."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from prefect import get_run_logger, task
from prefect.blocks.system import Secret
from prefect.cache_policies import NO_CACHE
from prefect.client.orchestration import get_client
from prefect.concurrency.sync import concurrency
from prefect.runtime import task_run
from pydantic import SecretStr

from tasks.batches import failure
from tasks.models import Article, Batch, Failure, Passage, SentencePair, Stage, TranslatedArticle
from tasks.retries import LIMIT, RETRY
from tasks.settings import Settings, get_settings
from tasks.transform.translate.article import translate_each, translate_passages
from tasks.transform.translate.base import LimitedEngine
from tasks.transform.translate.chain import Chain
from tasks.transform.translate.memory import Store, shared_memory
from tasks.transform.translate.registry import engine_names, shared_chain

# More than anyone has; they come in one answer.
_MOST_LIMITS: Final = 200


@task(
    name="translate",
    task_run_name="translate-{batch.number}",
    cache_policy=NO_CACHE,
    **RETRY,
    **LIMIT,
)
def translate(
    batch: Batch[Article], engine: str, store: Store | None = None
) -> Batch[TranslatedArticle]:
    """Translate the articles of a batch sentence by sentence, but for what the store has.

    While there are tries left, the batch is tried again if a sentence failed; after the
    last one, only the articles with such sentences fall out.
    """
    articles: list[TranslatedArticle] = []
    failures: list[Failure] = []
    memory = shared_memory(store) if store else None
    with chain_in_turn(engine) as chain:
        outcomes = translate_each(batch.items, chain, memory)
    for source, outcome in zip(batch.items, outcomes, strict=True):
        if isinstance(outcome, TranslatedArticle):
            articles.append(outcome)
        elif int(task_run.run_count) <= RETRY["retries"]:
            raise outcome
        else:
            uri, sha256 = source.source_uri, source.source_sha256
            failures.append(failure(outcome, uri=uri, sha256=sha256, stage=Stage.TRANSLATE))
    engines = Counter(pair.engine for article in articles for pair in article.sentences)
    get_run_logger().debug(
        "Batch %d: %d articles translated, %d sentences from memory (%s)",
        batch.number,
        len(articles),
        sum(pair.is_from_memory for article in articles for pair in article.sentences),
        ", ".join(f"{count} sentences by {name}" for name, count in engines.most_common()),
    )
    return batch.passed_on(articles, failures)


@task(
    name="retranslate",
    task_run_name="retranslate-{batch.number}",
    cache_policy=NO_CACHE,
    **RETRY,
    **LIMIT,
)
def retranslate(
    batch: Batch[Passage], engine: str, store: Store | None = None
) -> list[SentencePair | None]:
    """Translate single sentences and labels; None takes the place of one that no engine did.

    While there are tries left, the batch is tried again if a sentence failed; what the
    others have got is remembered.
    """
    memory = shared_memory(store) if store else None
    pairs: list[SentencePair | None] = []
    with chain_in_turn(engine) as chain:
        outcomes = list(translate_passages(batch.items, chain, memory))
    for outcome in outcomes:
        if isinstance(outcome, SentencePair):
            pairs.append(outcome)
        elif int(task_run.run_count) <= RETRY["retries"]:
            raise outcome
        else:
            get_run_logger().warning("Left as it was: %s", outcome)
            pairs.append(None)
    return pairs


def chain_for(engine: str) -> Chain:
    """Give this process's chain, with keys from the settings or else from Prefect's blocks.

    Raises:
        UnknownEngine, NotConfigured: as `registry.build_chain` does.
    """
    return shared_chain(engine, _with_keys(engine, get_settings()))


@contextmanager
def chain_in_turn(engine: str) -> Iterator[Chain]:
    """Give the chain when there is a slot for a batch at each of its services."""
    chain = chain_for(engine)
    with concurrency(_limits_of(chain)):
        yield chain


def _with_keys(engine: str, settings: Settings) -> Settings:
    """Add the keys that the settings lack and a block `visnyk-<engine>-key` holds."""
    found: dict[str, SecretStr] = {}
    for name in engine_names(engine, settings):
        field = f"{name}_key"
        if field in Settings.model_fields and getattr(settings, field) is None:
            key = _key_in_block(f"visnyk-{name}-key")
            found |= {field: SecretStr(key)} if key else {}
    return settings.model_copy(update=found) if found else settings


def _key_in_block(name: str) -> str | None:
    try:
        block: Any = Secret.load(name)
    except ValueError:  # so Prefect says that there is none
        return None
    return str(block.get()).strip()


def _limits_of(chain: Chain) -> list[str]:
    """Name the global concurrency limits that somebody has set for the chain's services.

    They bound how many batches of all processes use a service at once. Prefect would
    warn about each that is missing, once a batch.
    """
    wanted = {f"visnyk-{it.name}" for it in chain.engines if isinstance(it, LimitedEngine)}
    if not wanted:
        return []
    with get_client(sync_client=True) as client:
        limits = client.read_global_concurrency_limits(limit=_MOST_LIMITS)
    return sorted(wanted & {limit.name for limit in limits if limit.active})
