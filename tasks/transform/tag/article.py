"""Tag an article: its names, its countries, its own tags in English, its sources."""

from __future__ import annotations

from tasks.models import TaggedArticle, TranslatedArticle
from tasks.transform.tag.labels import country_labels, source_labels
from tasks.transform.tag.mentions import find
from tasks.transform.tag.sources import cited_sources


def tag_article(translated: TranslatedArticle) -> TaggedArticle:
    """Find what tells an English reader who, where and what an article is about."""
    passages = translated.article.passages()
    findings = find(passages)
    return TaggedArticle(
        translated=translated,
        mentions=tuple(findings.mentions),
        labels=(*source_labels(translated), *country_labels(findings.country_counts)),
        cited_sources=cited_sources(translated.article, passages),
    )
