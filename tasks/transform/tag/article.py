"""Tag an article: what is found in its texts, and its own tags in English."""

from __future__ import annotations

from tasks.models import TaggedArticle, TranslatedArticle
from tasks.transform.tag.findings import read
from tasks.transform.tag.naming import English, romanized
from tasks.transform.tag.source_tags import source_labels


def tag_article(translated: TranslatedArticle, english: English = romanized) -> TaggedArticle:
    """Find what tells an English reader who, where and what an article is about.

    `english` makes the English of names that no table has.
    """
    found = read(translated.article.passages(), english, translated.article)
    return TaggedArticle(
        translated=translated,
        mentions=found.mentions,
        labels=(*source_labels(translated, english), *found.labels),
        cited_sources=found.cited_sources,
        numbers=found.numbers,
    )
