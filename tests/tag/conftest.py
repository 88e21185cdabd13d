"""Articles to tag, without a translation engine."""

from __future__ import annotations

import pytest

from tasks.models import Article, Role, SentencePair, Tier, TranslatedArticle
from tasks.transform.tag.article import tag_article


def make_tagged(*body, tags_en=(), **fields):
    values = {"title": "Заголовок", "body": body}
    article = Article(
        article_id="a", source_uri="file:///a", source_sha256="0", **(values | fields)
    )
    pairs = [
        SentencePair(Role.TAG, number, uk, en, "draft", "1", Tier.DRAFT)
        for number, (uk, en) in enumerate(zip(article.tags, tags_en, strict=False))
    ]
    return tag_article(TranslatedArticle(article, tuple(pairs)))


@pytest.fixture(scope="session")
def tagged():
    return make_tagged
