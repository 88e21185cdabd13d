"""Tagged articles for the tests of loading: invented, small, whole, and varied by number."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from tasks.load.publish import Published, publish
from tasks.load.staging import stage_batch
from tasks.load.storage.locking import live_run
from tasks.models import (
    Article,
    Failure,
    FetchedPage,
    Label,
    Mention,
    MentionKind,
    Photo,
    Role,
    SentencePair,
    Stage,
    TaggedArticle,
    Tier,
    TranslatedArticle,
)

NOW = datetime(2026, 2, 6, 9, 30, tzinfo=UTC)
LATER = datetime(2026, 2, 7, 9, 30, tzinfo=UTC)


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def source(number: int) -> str:
    return f"file:///inbox/page-{number:05d}.txt"


def make_article(number: int = 1, *, text: str = "", **changes: object) -> Article:
    """An article with every field filled; another `text` is another content of the page."""
    body = (f"Міст у Києві відкрили о {number} годині. {text}".strip(), "Рух відновили.")
    fields = {
        "article_id": sha256(f"article {number}")[:16],
        "source_uri": source(number),
        "source_sha256": sha256(f"{number} {text}"),
        "title": f"Міст номер {number} у Києві",
        "body": body,
        "lead": "Коротко про міст.",
        "url": f"https://visti.example/{number}",
        "outlet_domain": "visti.example",
        "outlet_name": "Вісті",
        "published_at": datetime(2026, 2, 1 + number % 27, 8, tzinfo=UTC),
        "published_date": date(2026, 2, 1 + number % 27),
        "published_raw": "лютий 2026",
        "sections": ("Головна", "Місто"),
        "authors": ("Оксана Бойко", "John Smith"),
        "photos": (Photo("Новий міст", "AP"), Photo(None, "Вісті")),
        "tags": ("мости",),
        "parser": "pasted/1",
    }
    return Article(**{**fields, **changes})


def make_page(
    number: int = 1, *, content: bytes = b"<html></html>", **changes: object
) -> FetchedPage:
    """A page as a server gave it, of the address that `make_article` has."""
    fields = {
        "url": f"https://visti.example/{number}",
        "content": content,
        "media_type": "text/html",
        "charset": "utf-8",
        "etag": f'"{number}"',
        "last_modified": None,
        "fetched_at": NOW,
    }
    return FetchedPage(**{**fields, **changes})


def translate(article: Article, *, engine: str = "draft", version: str = "1") -> TranslatedArticle:
    """English that is made up: what matters is that every passage has its sentences."""
    pairs = []
    for passage in article.passages():
        for part, uk in enumerate(passage.text.split(". ")):
            english = f"English {passage.role} {passage.paragraph}.{part}."
            pairs.append(
                SentencePair(
                    passage.role, passage.paragraph, uk, english, engine, version, Tier.DRAFT
                )
            )
    return TranslatedArticle(article, tuple(pairs))


def make(number: int = 1, *, text: str = "", **changes: object) -> TaggedArticle:
    article = make_article(number, text=text, **changes)
    start = article.title.find("Києві")
    mentions = (
        Mention(
            MentionKind.PLACE, "Києві", "Київ", "Kyiv", Role.TITLE, 0, start, start + 5,
            "gazetteer", "UA", "place/kyiv",
        ),
    )  # fmt: skip
    return TaggedArticle(
        translate(article),
        mentions=mentions if start >= 0 else (),
        labels=(
            Label("source", "мости", "мости", "bridges", 1.0),
            Label("iso3166", "UA", "Україна", "Ukraine", 0.75),
        ),
        cited_sources=("Reuters",),
    )


def with_pairs(tagged: TaggedArticle, pairs: tuple[SentencePair, ...]) -> TaggedArticle:
    return replace(tagged, translated=replace(tagged.translated, sentences=pairs))


def fail(number: int = 1, *, reason: str = "The page has no title", **changes: object) -> Failure:
    fields = {
        "source_uri": source(number),
        "source_sha256": sha256(f"bad {number}"),
        "stage": Stage.PARSE,
        "error_type": "UnknownLayoutError",
        "reason": reason,
        "raw": b"\xff\x00raw",
    }
    return Failure(**{**fields, **changes})


def load(
    output: Path,
    *articles: TaggedArticle,
    run_id: str = "run-1",
    failures: tuple[Failure, ...] = (),
    resolved: tuple[str, ...] = (),
    batch_size: int = 50,
    now: datetime = NOW,
) -> Published:
    """One whole run: stage in batches, publish, leave."""
    with live_run(output, run_id):
        staged = [
            stage_batch(output, run_id, number, articles[start : start + batch_size], now=now)
            for number, start in enumerate(range(0, len(articles), batch_size), start=1)
        ]
        return publish(output, run_id, staged, failures, resolved, now=now)


def snapshot(output: Path) -> dict[str, tuple[bytes, int]]:
    """Every file below a folder with its bytes and its time of change."""
    return {
        path.relative_to(output).as_posix(): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in sorted(output.rglob("*"))
        if path.is_file() and path.name != ".lock"
    }
