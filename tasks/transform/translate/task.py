"""The translate stage as a Prefect task."""

from __future__ import annotations

from collections import Counter

from prefect import get_run_logger, task
from prefect.cache_policies import NO_CACHE
from prefect.runtime import task_run

from tasks.batches import failure
from tasks.models import Article, Batch, Passage, SentencePair, Stage, TranslatedArticle
from tasks.retries import RETRY
from tasks.transform.translate.article import translate_each, translate_passages
from tasks.transform.translate.memory import Store, shared_memory
from tasks.transform.translate.registry import shared_chain


@task(name="translate", task_run_name="translate-{batch.number}", cache_policy=NO_CACHE, **RETRY)
def translate(
    batch: Batch[Article], engine: str, store: Store | None = None
) -> Batch[TranslatedArticle]:
    """Translate the articles of a batch sentence by sentence, but for what the store has.

    While there are tries left, the batch is tried again if a sentence failed; after the
    last one, only the articles with such sentences fall out.
    """
    articles: list[TranslatedArticle] = []
    failures = list(batch.failures)
    memory = shared_memory(store) if store else None
    outcomes = translate_each(batch.items, shared_chain(engine), memory)
    for source, outcome in zip(batch.items, outcomes, strict=True):
        if isinstance(outcome, TranslatedArticle):
            articles.append(outcome)
        elif int(task_run.run_count) <= RETRY["retries"]:
            raise outcome
        else:
            uri, sha256 = source.source_uri, source.source_sha256
            failures.append(failure(outcome, uri=uri, sha256=sha256, stage=Stage.TRANSLATE))
    engines = Counter(pair.engine for article in articles for pair in article.sentences)
    get_run_logger().info(
        "Batch %d: %d articles translated, %d sentences from memory (%s)",
        batch.number,
        len(articles),
        sum(pair.is_from_memory for article in articles for pair in article.sentences),
        ", ".join(f"{count} sentences by {name}" for name, count in engines.most_common()),
    )
    return Batch(batch.number, tuple(articles), tuple(failures))


@task(
    name="retranslate",
    task_run_name="retranslate-{batch.number}",
    cache_policy=NO_CACHE,
    **RETRY,
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
    for outcome in translate_passages(batch.items, shared_chain(engine), memory):
        if isinstance(outcome, SentencePair):
            pairs.append(outcome)
        elif int(task_run.run_count) <= RETRY["retries"]:
            raise outcome
        else:
            get_run_logger().warning("Left as it was: %s", outcome)
            pairs.append(None)
    return pairs
