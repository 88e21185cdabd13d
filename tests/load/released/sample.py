"""The output that is kept for each release: small, and with a value in every column.

`python -m tests.load.released.sample FOLDER` writes it with the visnyk that is installed.
Everything in it is invented.
"""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime
from pathlib import Path

from tasks.load.fill_rates import FillRates
from tasks.load.runs import RunRecord, append_run
from tasks.load.schema import RunState
from tasks.models import (
    Article,
    DateBasis,
    KeyNumber,
    Label,
    Mention,
    MentionKind,
    NumberKind,
    Photo,
    Qualifier,
    Role,
    SentencePair,
    TaggedArticle,
    Tier,
    TranslatedArticle,
)
from tests.load.factories import NOW, fail, load, make_page, sha256

# Long enough to be compared with others, by the same words and by nearly the same.
_BODY = tuple(
    """\
У селищі Верболози відкрили пішохідний міст через річку Тишицю, який будували два роки, і першими \
його перейшли школярі з обох берегів.
На роботи пішло 3 млн гривень. Староста Остап Гірник каже, що стара кладка не витримала весняної \
води, тож люди ходили в обхід чотири кілометри.
«Теперь до школы десять минут», — сказал строитель.
""".splitlines()
)
_ENGLISH = {
    Role.TITLE: ["A footbridge opened in Verbolozy"],
    Role.LEAD: ["The way to school is shorter now."],
    Role.BODY: [
        "A footbridge over the Tyshytsia opened in Verbolozy; schoolchildren crossed it first.",
        "The works took UAH 3 million, says the elder, Ostap Hirnyk.",
        "«До школи ten minutes now», a builder said.",
    ],
    Role.CAPTION: ["The new bridge"],
    Role.SECTION: ["Villages"],
    Role.TAG: ["bridges"],
}


def write_sample(folder: Path) -> None:
    """Publish one run: an article with all there can be, one that repeats it, a failure."""
    first, second = _article(1), _article(2)
    load(folder, _tagged(first), _tagged(second), failures=(fail(3),))
    record = RunRecord(
        "run-1",
        NOW,
        NOW,
        RunState.COMPLETED_WITH_WARNINGS,
        flow_run_id="5c0ff1ce-0000-4000-8000-000000000001",
        documents_read=3,
        documents_loaded=2,
        documents_quarantined=1,
        sentences=16,
        engines={"draft": 14, "google": 2},
        warnings=1,
        sentences_from_memory=2,
        fill_rates=FillRates.of([first, second]).rows(),
    )
    append_run(folder, record)


def _article(number: int) -> Article:
    return Article(
        article_id=sha256(f"sample {number}")[:16],
        source_uri=f"https://visti.example/{number}",
        source_sha256=sha256(f"sample {number}"),
        title="У Верболозах відкрили міст",
        lead="Дорога до школи тепер коротша.",
        body=_BODY,
        url=f"https://visti.example/{number}",
        outlet_domain="visti.example",
        outlet_name="Вісті",
        published_at=datetime(2026, 2, 5, 8, number, tzinfo=UTC),
        published_date=date(2026, 2, 5),
        published_raw="5 лютого 2026, 10:01",
        published_basis=DateBasis.PRINTED,
        updated_at=datetime(2026, 2, 5, 12, 5, tzinfo=UTC),
        sections=("Села",),
        authors=("Оксана Бойко",),
        photos=(Photo("Новий міст", "AP"), Photo(None, "Вісті")),
        tags=("мости",),
        paragraph_languages=("uk", "uk", "ru"),
        parser="html/1",
        source_encoding="utf-8",
        page=make_page(number, last_modified="Thu, 05 Feb 2026 12:05:00 GMT"),
    )


def _tagged(article: Article) -> TaggedArticle:
    name, place, money = "Остап Гірник", "Верболози", "3 млн гривень"
    at, there, here = _BODY[1].find(name), _BODY[0].find(place), _BODY[1].find(money)
    return TaggedArticle(
        TranslatedArticle(article, tuple(_pair(article, *text) for text in _texts(article))),
        mentions=(
            Mention(
                MentionKind.PERSON, name, name, "Ostap Hirnyk", Role.BODY, 1, at, at + len(name),
                "title", None, "person/ostap-hirnyk", is_cited=True,
            ),
            Mention(
                MentionKind.PLACE, place, place, "Verbolozy", Role.BODY, 0, there,
                there + len(place), "gazetteer", "UA", "place/verbolozy",
            ),
        ),
        labels=(
            Label("source", "мости", "мости", "bridges", 1.0),
            Label("iso3166", "UA", "Україна", "Ukraine", 0.75, count=3),
            Label("iptc", "20000346", "мости", "bridges", 0.5, count=2, broader="20000337"),
        ),
        cited_sources=("Ostap Hirnyk",),
        numbers=(
            KeyNumber(
                NumberKind.MONEY, 3_000_000, 4_000_000, "UAH", Qualifier.ABOUT, money, Role.BODY, 1,
                here, here + len(money),
            ),
        ),
    )  # fmt: skip


def _texts(article: Article) -> list[tuple[Role, int, str, str]]:
    return [
        (passage.role, passage.paragraph, passage.text, _ENGLISH[passage.role][passage.paragraph])
        for passage in article.passages()
    ]


def _pair(article: Article, role: Role, paragraph: int, uk: str, en: str) -> SentencePair:
    is_flagged = "школи" in en
    return SentencePair(
        role=role,
        paragraph=paragraph,
        uk=uk,
        en=en,
        engine="google" if role is Role.TITLE else "draft",
        engine_version="1",
        tier=Tier.CLOUD if role is Role.TITLE else Tier.DRAFT,
        flags=("cyrillic",) if is_flagged else (),
        is_from_memory=role is Role.TAG,
        fallback_reason="google: no connection" if role is Role.BODY else None,
        glossary_version="1-5b2c9f",
    )


if __name__ == "__main__":
    write_sample(Path(sys.argv[1]))
