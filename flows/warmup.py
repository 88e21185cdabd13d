"""Load the dictionaries while Prefect starts: both take seconds, on a core each."""

from __future__ import annotations

import logging
import threading

from tasks.models import Article, TranslatedArticle
from tasks.transform.tag.article import tag_article
from tasks.transform.translate.registry import shared_chain

logger = logging.getLogger(__name__)

_SENTENCE = "Уряд України ухвалив бюджет."


def warm_up(engine: str) -> None:
    """Build the engine and the gazetteers in the background; no text leaves the machine."""
    threading.Thread(target=_load, args=(engine,), name="warm-up", daemon=True).start()


def _load(engine: str) -> None:
    article = Article("", "", "", title=_SENTENCE, body=())
    try:
        shared_chain(engine).translate_labels([_SENTENCE])
        tag_article(TranslatedArticle(article, ()))
    except Exception:
        logger.debug("Warm-up failed", exc_info=True)
