"""A page in blocks, from which the tests of the parse stage make their variants."""

from __future__ import annotations

from datetime import UTC, datetime

from tasks.models import Article, SourceDocument
from tasks.transform.parse.article import parse_document

READ_AT = datetime(2026, 2, 10, 8, 0, tzinfo=UTC)

HEADER = "date 2026-02-05 Головна Світ Політика"
TITLE = "Уряд схвалив угоду про відбудову мостів на Сумщині"
AUTHOR = "Остап Гнатів"
DOMAIN = "glavcom.ua"
CAPTION = "Прем'єр оглядає міст через Сейм"
CREDIT = "фото: Урядовий портал"
LEAD = "Роботи почнуться вже навесні, гроші виділять Данія та Норвегія"
_FIRST = (
    "Кабінет міністрів схвалив угоду про відбудову шести мостів на Сумщині. "
    "Про це повідомив прем'єр-міністр на засіданні в четвер."
)
_SECOND = (
    "Загальна вартість робіт становить 3,2 млрд грн. Половину коштів надасть Данія, "
    "решту розділять Норвегія і державний бюджет."
)
_THIRD = "Нагадаємо, мости зруйнували у 2022 році під час наступу російських військ."
BODY = (_FIRST, _SECOND, _THIRD)
TAGS = "Теги: Сумщина, мости, відбудова"
PAGE = (
    f"{HEADER}\n{TITLE}\n\n{AUTHOR}\n{DOMAIN}\n{AUTHOR}\n{CAPTION}\n{CREDIT}\n\n{LEAD}\n\n"
    + "\n\n".join(BODY)
    + f"\n\n{TAGS}\n"
)


def document(text: str) -> SourceDocument:
    """Wrap a text as it comes from the extract stage."""
    return SourceDocument("file:///page.txt", "0" * 64, text, "utf-8", READ_AT)


def parse(text: str) -> Article:
    """Parse a text as a page that was read on 10 February 2026."""
    return parse_document(document(text))


def fields(text: str) -> dict[str, object]:
    """Parse a text and give the fields of `EXPECTED`."""
    article = parse(text)
    return {
        "title": article.title,
        "lead": article.lead,
        "authors": article.authors,
        "outlet_domain": article.outlet_domain,
        "sections": article.sections,
        "date": article.published_date.isoformat() if article.published_date else None,
        "photos": tuple((photo.caption, photo.credit) for photo in article.photos),
        "body": article.body,
        "tags": article.tags,
    }


EXPECTED: dict[str, object] = {
    "title": TITLE,
    "lead": LEAD,
    "authors": (AUTHOR,),
    "outlet_domain": DOMAIN,
    "sections": ("Головна", "Світ", "Політика"),
    "date": "2026-02-05",
    "photos": ((CAPTION, "Урядовий портал"),),
    "body": BODY,
    "tags": ("Сумщина", "мости", "відбудова"),
}


def expected(**changes: object) -> dict[str, object]:
    """The fields of `PAGE`, but for what a variant changes."""
    return {**EXPECTED, **changes}


def tight(text: str) -> str:
    """Take every blank line out."""
    return text.replace("\n\n", "\n")


def double(text: str) -> str:
    """Put a blank line between all lines."""
    return tight(text).replace("\n", "\n\n")
