"""An article as a JSON-ready record, keyed like the columns of the `articles` dataset."""

from __future__ import annotations

from datetime import UTC

from tasks.models import Article


def article_record(article: Article) -> dict[str, object]:
    """Give the columns that are known after parsing, and `body` as a list of paragraphs."""
    instant = article.published_at
    return {
        "article_id": article.article_id,
        "url": article.url,
        "source_uri": article.source_uri,
        "source_sha256": article.source_sha256,
        "outlet_domain": article.outlet_domain,
        "outlet_name": article.outlet_name,
        "published_at": instant.astimezone(UTC).isoformat() if instant else None,
        "published_date": article.published_date.isoformat() if article.published_date else None,
        "published_raw": article.published_raw,
        "sections_uk": list(article.sections),
        "authors": list(article.authors),
        "title_uk": article.title,
        "lead_uk": article.lead,
        "body_uk": "\n\n".join(article.body),
        "body": list(article.body),
        "photos": [
            {"caption_uk": photo.caption, "credit": photo.credit} for photo in article.photos
        ],
        "tags_uk": list(article.tags),
        "language_code": article.language_code,
        "word_count": article.word_count,
        "parser": article.parser,
        "warnings": list(article.warnings),
    }
