"""A tagged article as rows of the datasets; nothing is read, written or checked here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from tasks.fingerprint import parsed_sha256
from tasks.language.romanize import romanize_author
from tasks.load.merge.similarity import article_words, text_sha256, text_signature
from tasks.models import (
    Article,
    Failure,
    KeyNumber,
    Label,
    Mention,
    Photo,
    Role,
    SentencePair,
    TaggedArticle,
    Tier,
    TranslatedArticle,
)
from tasks.version import pipeline_version

Row = dict[str, Any]

_ROLE_ORDER = {role: number for number, role in enumerate(Role)}
_TIER_ORDER = {tier: number for number, tier in enumerate(Tier)}


def article_rows(tagged: TaggedArticle, run_id: str) -> dict[str, list[Row]]:
    """The rows of one article by dataset, each dataset in reading order."""
    article_id = tagged.article.article_id
    return {
        "articles": [_article_row(tagged) | {"run_id": run_id}],
        "sentences": _owned(sentence_rows(tagged.translated), article_id, run_id),
        "mentions": _owned(mention_rows(tagged.mentions), article_id, run_id),
        "tags": _owned(tag_rows(tagged), article_id, run_id),
    }


def article_of(row: Row) -> Article:
    """Make an article of its row again: its texts, its source and where it is from."""
    return Article(
        article_id=row["article_id"],
        source_uri=row["source_uri"],
        source_sha256=row["source_sha256"],
        title=row["title_uk"],
        lead=row["lead_uk"],
        body=tuple(row["body_uk"].split("\n\n")),
        url=row["url"],
        outlet_domain=row["outlet_domain"],
        outlet_name=row["outlet_name"],
        sections=tuple(row["sections_uk"]),
        photos=tuple(Photo(photo["caption_uk"], photo["credit"]) for photo in row["photos"]),
        tags=tuple(row["tags_uk"]),
    )


def sentence_rows(translated: TranslatedArticle) -> list[Row]:
    """One row a sentence, without what it shares with its article."""
    article = translated.article
    return [
        {
            "sentence_id": f"{article.article_id}-{number:04d}",
            "role": pair.role.value,
            "paragraph": pair.paragraph,
            "uk": pair.uk,
            "language_code": _language(article, pair),
        }
        | translation_columns(pair)
        for number, pair in enumerate(translated.sentences)
    ]


def translation_columns(pair: SentencePair) -> Row:
    """The columns of `sentences` that a better translation changes."""
    return {
        "en": pair.en,
        "engine": pair.engine,
        "engine_version": pair.engine_version,
        "tier": pair.tier.value,
        "flags": list(pair.flags),
        "is_from_memory": pair.is_from_memory,
        "fallback_reason": pair.fallback_reason,
        "glossary_version": pair.glossary_version,
    }


def english_columns(translated: TranslatedArticle) -> Row:
    """The columns of `articles` that follow from its sentences."""
    article = translated.article
    return {
        "sections_en": _in_order(translated.english(Role.SECTION), len(article.sections)),
        "title_en": translated.english(Role.TITLE).get(0, ""),
        "lead_en": translated.english(Role.LEAD).get(0) if article.lead else None,
        "body_en": "\n\n".join(_in_order(translated.english(Role.BODY), len(article.body))),
        "photos": _photos(article, translated.english(Role.CAPTION)),
        "tags_en": _in_order(translated.english(Role.TAG), len(article.tags)),
        "translation_tier": _worst_tier(translated),
        "flag_count": sum(1 for pair in translated.sentences if pair.flags),
    }


def mention_rows(mentions: Sequence[Mention]) -> list[Row]:
    """One row a name in the order of the text; the same name at the same place once."""
    places = {
        (_ROLE_ORDER[m.role], m.paragraph, m.start, m.end, m.kind.value): m
        for m in reversed(mentions)
    }
    return [
        {
            "kind": mention.kind.value,
            "surface_uk": mention.surface_uk,
            "name_uk": mention.name_uk,
            "name_en": mention.name_en,
            "country_code": mention.country_code,
            "role": mention.role.value,
            "paragraph": mention.paragraph,
            "start": mention.start,
            "end": mention.end,
            "method": mention.method,
            "entity_id": mention.entity_id,
            "is_cited": mention.is_cited,
        }
        for _, mention in sorted(places.items(), key=lambda item: item[0])
    ]


def tag_rows(tagged: TaggedArticle) -> list[Row]:
    """One row a label of an article."""
    return label_rows(tagged.labels)


def label_rows(labels: Sequence[Label]) -> list[Row]:
    """One row a label, by scheme and code; of two with the same code the first counts.

    Labels come ranked, the main one of each scheme first.
    """
    first: dict[tuple[str, str], Label] = {}
    ranks: dict[tuple[str, str], int] = {}
    ranked: Counter[str] = Counter()
    for label in labels:
        key = (label.scheme, label.code)
        if key not in first:
            ranked[label.scheme] += 1
            first[key], ranks[key] = label, ranked[label.scheme]
    return [
        {
            "scheme": label.scheme,
            "code": label.code,
            "label_uk": label.label_uk,
            "label_en": label.label_en,
            "score": label.score,
            "rank": ranks[key],
            "mention_count": label.count,
            "broader_code": label.broader,
        }
        for key, label in sorted(first.items(), key=lambda item: item[0])
    ]


def quarantine_row(failure: Failure, run_id: str, now: datetime) -> Row:
    """The row of an input that failed, as if it were its first time."""
    return {
        "source_uri": _printable(failure.source_uri),
        "source_sha256": failure.source_sha256,
        "stage": failure.stage.value,
        "error_type": failure.error_type,
        "reason": _printable(failure.reason),
        "is_transient": failure.is_transient,
        "attempts": 1,
        "first_seen_at": now,
        "last_seen_at": now,
        "pipeline_version": pipeline_version(),
        "raw": failure.raw,
        "run_id": run_id,
    }


def _article_row(tagged: TaggedArticle) -> Row:
    article, translated = tagged.article, tagged.translated
    tokens = article_words(article)
    return {
        "article_id": article.article_id,
        "url": article.url,
        "source_uri": article.source_uri,
        "source_sha256": article.source_sha256,
        "outlet_domain": article.outlet_domain,
        "outlet_name": article.outlet_name,
        "published_at": article.published_at,
        "published_date": article.published_date,
        "published_raw": article.published_raw,
        "published_basis": article.published_basis and article.published_basis.value,
        "updated_at": article.updated_at,
        "source_encoding": article.source_encoding,
        "sections_uk": list(article.sections),
        "authors": list(article.authors),
        "authors_en": [romanize_author(name) for name in article.authors],
        "title_uk": article.title,
        "lead_uk": article.lead,
        "body_uk": "\n\n".join(article.body),
        "tags_uk": list(article.tags),
        "cited_sources": list(tagged.cited_sources),
        "key_numbers": [_number(item) for item in tagged.numbers],
        "language_code": article.language_code,
        "language_codes": list(article.paragraph_languages) or None,
        "word_count": article.word_count,
        # Known when it is published: they depend on what else there is.
        "duplicate_of": None,
        "duplicate_method": None,
        "revision": None,
        "text_sha256": text_sha256(tokens),
        "text_signature": text_signature(tokens),
        "parsed_sha256": parsed_sha256(article),
        "parser": article.parser,
        "pipeline_version": pipeline_version(),
        **english_columns(translated),
    }


def _number(item: KeyNumber) -> Row:
    return {
        "kind": item.kind.value,
        "value": item.value,
        "high": item.high,
        "unit": item.unit,
        "qualifier": item.qualifier.value,
        "surface_uk": item.surface_uk,
        "role": item.role.value,
        "paragraph": item.paragraph,
        "start": item.start,
        "end": item.end,
    }


def document_row(article: Article, run_id: str) -> Row | None:
    """The row of the page an article was made from; None where it was not fetched."""
    page = article.page
    if page is None:
        return None
    return {
        "source_uri": article.source_uri,
        "sha256": article.source_sha256,
        "url": page.url,
        "media_type": page.media_type,
        "charset": page.charset,
        "encoding": article.source_encoding or "",
        "etag": page.etag,
        "last_modified": page.last_modified,
        "fetched_at": page.fetched_at,
        "content": page.content,
        "run_id": run_id,
    }


def _language(article: Article, pair: SentencePair) -> str:
    if pair.role is Role.BODY and article.paragraph_languages:
        return article.paragraph_languages[pair.paragraph]
    return article.language_code


def _owned(rows: list[Row], article_id: str, run_id: str) -> list[Row]:
    return [row | {"article_id": article_id, "run_id": run_id} for row in rows]


def _in_order(english: Mapping[int, str], count: int) -> list[str]:
    return [english.get(number, "") for number in range(count)]


def _photos(article: Article, captions: Mapping[int, str]) -> list[Row]:
    return [
        {
            "caption_uk": photo.caption,
            "caption_en": captions.get(number) if photo.caption else None,
            "credit": photo.credit,
        }
        for number, photo in enumerate(article.photos)
    ]


def _worst_tier(translated: TranslatedArticle) -> str | None:
    # Section names and tags come from the lexicon whatever engine made the text.
    labels = (Role.SECTION, Role.TAG)
    tiers = {pair.tier for pair in translated.sentences if pair.role not in labels}
    return max(tiers, key=_TIER_ORDER.__getitem__).value if tiers else None


def _printable(text: str) -> str:
    # A reason may quote bytes that no decoder understood; Parquet text is UTF-8.
    return text.encode("utf-8", "backslashreplace").decode("utf-8")
