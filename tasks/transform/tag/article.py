"""Tag an article: its names, its countries, its own tags in English, its sources."""

from __future__ import annotations

from tasks.models import TaggedArticle, TranslatedArticle
from tasks.transform.tag.citations import cited_sources
from tasks.transform.tag.countries import count_countries, country_labels
from tasks.transform.tag.mentions import find, read_names
from tasks.transform.tag.naming import English, romanized
from tasks.transform.tag.source_tags import source_labels


def tag_article(translated: TranslatedArticle, english: English = romanized) -> TaggedArticle:
    """Find what tells an English reader who, where and what an article is about.

    `english` makes the English of names that no table has.
    """
    article = translated.article
    passages = article.passages()
    document = read_names(passages)
    mentions = find(document, english)
    return TaggedArticle(
        translated=translated,
        mentions=tuple(mentions),
        labels=(
            *source_labels(translated, english),
            *country_labels(count_countries(document, mentions)),
        ),
        cited_sources=cited_sources(article, passages),
    )
