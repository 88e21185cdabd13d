"""Tag an article: its names, its countries, its own tags in English, its sources, its key numbers."""

from __future__ import annotations

from tasks.models import TaggedArticle, TranslatedArticle
from tasks.transform.tag.citations.sources import cite, mark, name_sources
from tasks.transform.tag.countries import count_countries, country_labels
from tasks.transform.tag.mentions import find, read_names
from tasks.transform.tag.naming import English, romanized
from tasks.transform.tag.numbers.finder import key_numbers
from tasks.transform.tag.source_tags import source_labels


def tag_article(translated: TranslatedArticle, english: English = romanized) -> TaggedArticle:
    """Find what tells an English reader who, where and what an article is about.

    `english` makes the English of names that no table has.
    """
    article = translated.article
    document = read_names(article.passages())
    found = find(document, english)
    sources = cite(document, found)
    mentions = mark(found, sources)
    return TaggedArticle(
        translated=translated,
        mentions=tuple(mentions),
        labels=(
            *source_labels(translated),
            *country_labels(count_countries(document, mentions)),
        ),
        cited_sources=name_sources(mentions, sources, article),
        numbers=tuple(key_numbers(document)),
    )
