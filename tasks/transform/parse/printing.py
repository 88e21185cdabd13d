"""An article as a JSON-ready record, keyed like the columns of the `articles` dataset."""

from __future__ import annotations

from datetime import UTC, datetime

from tasks.models import Article


def article_record(article: Article) -> dict[str, object]:
    """Give the columns that are known after parsing, and `body` as a list of paragraphs."""
    return {
        "article_id": article.article_id,
        "url": article.url,
        "source_uri": article.source_uri,
        "source_sha256": article.source_sha256,
        "outlet_domain": article.outlet_domain,
        "outlet_name": article.outlet_name,
        "published_at": _instant(article.published_at),
        "published_date": article.published_date.isoformat() if article.published_date else None,
        "published_raw": article.published_raw,
        "published_basis": article.published_basis and article.published_basis.value,
        "updated_at": _instant(article.updated_at),
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
        "language_codes": list(article.paragraph_languages),
        "word_count": article.word_count,
        "parser": article.parser,
        "warnings": list(article.warnings),
    }


def _instant(at: datetime | None) -> str | None:
    return at.astimezone(UTC).isoformat() if at else None
