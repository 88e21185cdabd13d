"""The tag stage as a Prefect task."""

from __future__ import annotations

from functools import partial

from prefect import get_run_logger, task
from prefect.cache_policies import NO_CACHE

from tasks.batches import for_each
from tasks.models import Batch, Stage, TaggedArticle, TranslatedArticle
from tasks.retries import LIMIT
from tasks.transform.tag.article import tag_article
from tasks.transform.tag.naming import English, romanized


@task(name="tag", task_run_name="tag-{batch.number}", cache_policy=NO_CACHE, **LIMIT)
def tag(batch: Batch[TranslatedArticle], english: English = romanized) -> Batch[TaggedArticle]:
    """Find the names, countries, labels and cited sources of the articles of a batch."""
    tagged = for_each(
        batch,
        partial(tag_article, english=english),
        stage=Stage.TAG,
        source=lambda item: (item.article.source_uri, item.article.source_sha256),
    )
    get_run_logger().debug(
        "Batch %d: %d articles tagged: %d mentions, %d labels",
        batch.number,
        len(tagged.items),
        sum(len(item.mentions) for item in tagged.items),
        sum(len(item.labels) for item in tagged.items),
    )
    return tagged
