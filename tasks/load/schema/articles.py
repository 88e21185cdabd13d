"""The dataset `articles`: a row an article."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum

from tasks.load.schema.fields import (
    ARTICLE_ID,
    LANGUAGE,
    PIPELINE_VERSION,
    RUN_ID,
    SOURCE_URI,
    Dataset,
    Field,
    instant,
    sha256,
    values,
)
from tasks.load.schema.parts import KEY_NUMBER, PHOTO
from tasks.models import DateBasis, Tier


class DuplicateMethod(StrEnum):
    """How two articles were found to be the same."""

    IDENTITY = "identity"
    TEXT = "text"
    NEAR_TEXT = "near_text"


ARTICLES = Dataset(
    name="articles",
    row="an article",
    description="One row an article: its Ukrainian and English texts, its source, its quality.",
    key=("article_id",),
    # Two texts a row, 10 kB: as many bytes as 100,000 sentences.
    row_group_rows=10_000,
    flagged_by="flag_count",
    added=(
        "published_basis",
        "updated_at",
        "source_encoding",
        "language_codes",
        "duplicate_method",
        "revision",
        "text_sha256",
        "text_signature",
        "parsed_sha256",
        "key_numbers",
    ),
    fields=(
        replace(ARTICLE_ID, is_repetitive=False),
        Field(
            "url",
            "string",
            "Address of the article, where the page gives it.",
            is_nullable=True,
            example="https://visti.example/svit/123",
            is_sought=True,
        ),
        SOURCE_URI,
        sha256(
            "source_sha256",
            "Checksum of the input's bytes.",
            example="9b74c9897bac770ffc029102a200c5de6f1c9f1c0e1b7d0c1c9dca8a9bd5f3e4",
        ),
        Field(
            "outlet_domain",
            "string",
            "Domain of the outlet.",
            is_nullable=True,
            example="visti.example",
            is_repetitive=True,
            is_sought=True,
        ),
        Field(
            "outlet_name",
            "string",
            "Name of the outlet, where it is known.",
            is_nullable=True,
            example="Вісті",
            is_repetitive=True,
        ),
        instant(
            "published_at",
            "Instant of publication; null where the page gives a day at most.",
            is_nullable=True,
            example="2026-02-05T08:15:00Z",
        ),
        Field(
            "published_date",
            "date",
            "Day of publication; the partition is its month.",
            is_nullable=True,
            example="2026-02-05",
            unit="day in Kyiv",
        ),
        Field(
            "published_raw",
            "string",
            "The date as it was printed.",
            is_nullable=True,
            example="5 лютого 2026, 10:15",
        ),
        Field(
            "published_basis",
            "string",
            "What the date rests on: fields for machines; a whole date as printed; a printed day "
            "whose year was inferred; a time relative to that of reading; the feed that listed it.",
            is_nullable=True,
            enum=values(DateBasis),
            example="printed",
            is_repetitive=True,
        ),
        instant(
            "updated_at",
            "When the page says it was last updated.",
            is_nullable=True,
            example="2026-02-05T12:05:00Z",
        ),
        Field(
            "source_encoding",
            "string",
            "Encoding that the input was read in.",
            is_nullable=True,
            example="utf-8",
            is_repetitive=True,
        ),
        Field(
            "sections_uk", "list<string>", "Sections of the site, outermost first.", example="Світ"
        ),
        Field(
            "sections_en",
            "list<string>",
            "The sections in English, in the same order.",
            example="World",
            is_english=True,
        ),
        Field("authors", "list<string>", "Authors as printed.", example="Оксана Бойко"),
        Field(
            "authors_en",
            "list<string>",
            "The authors in Latin letters, by the official romanisation, in the same order.",
            example="Oksana Boiko",
            is_english=True,
        ),
        Field("title_uk", "string", "Headline.", example="Міст відкрили"),
        Field(
            "title_en", "string", "Headline in English.", example="Bridge opened", is_english=True
        ),
        Field(
            "lead_uk",
            "string",
            "Lead, where there is one.",
            is_nullable=True,
            example="Рух відновлено.",
        ),
        Field(
            "lead_en",
            "string",
            "Lead in English.",
            is_nullable=True,
            example="Traffic has resumed.",
            is_english=True,
        ),
        Field(
            "body_uk", "string", "Body; an empty line between paragraphs.", example="Перший абзац.…"
        ),
        Field(
            "body_en",
            "string",
            "Body in English; the same paragraphs, an empty line between them.",
            example="The first paragraph.…",
            is_english=True,
        ),
        Field(
            "photos",
            "list<struct>",
            "Photos as far as the page describes them, in order.",
            children=PHOTO,
        ),
        Field("tags_uk", "list<string>", "The page's own tags.", example="мости"),
        Field(
            "tags_en",
            "list<string>",
            "The tags in English, in the same order.",
            example="bridges",
            is_english=True,
        ),
        Field(
            "cited_sources",
            "list<string>",
            "English names of whom the text cites (media, bodies, persons), by first citation.",
            example="Reuters",
            is_english=True,
        ),
        Field(
            "key_numbers",
            "list<struct>",
            "Numbers that tell something (killed, wounded, drones, sums of money, …), in the order "
            "of the text; null in files written before they were read.",
            is_nullable=True,
            children=KEY_NUMBER,
        ),
        Field(
            "language_code",
            "string",
            "Language of the original.",
            example="uk",
            is_repetitive=True,
            unit=LANGUAGE[0],
            pattern=LANGUAGE[1],
        ),
        Field(
            "language_codes",
            "list<string>",
            "Languages of the paragraphs of the body, in their order, where they differ; null "
            "where all are in the language of the article.",
            is_nullable=True,
            example="uk",
            is_repetitive=True,
            unit=LANGUAGE[0],
            pattern=LANGUAGE[1],
        ),
        Field(
            "word_count",
            "int32",
            "Words of title, lead and body in Ukrainian.",
            example="312",
            unit="words",
            minimum=0,
        ),
        Field(
            "duplicate_of",
            "string",
            "`article_id` of the article that this one repeats; null for the first of them. "
            "`duplicate_of IS NULL` gives each article once.",
            is_nullable=True,
            example=ARTICLE_ID.example,
            pattern=ARTICLE_ID.pattern,
        ),
        Field(
            "duplicate_method",
            "string",
            "How the repetition shows: another input claims the same address, or outlet, day and "
            "title; the same text; nearly the same text.",
            is_nullable=True,
            enum=values(DuplicateMethod),
            example="near_text",
            is_repetitive=True,
        ),
        Field(
            "revision",
            "int32",
            "1 for the first version that was loaded, one more each time the source changed.",
            is_nullable=True,
            example="1",
            is_volatile=True,
            unit="versions",
            minimum=1,
        ),
        sha256(
            "text_sha256",
            "Checksum of the words of lead and body: equal texts have equal ones. Null where there "
            "are fewer than 12.",
            is_nullable=True,
            example="5f2b51ca2fdc5baa31ec02e002f69aec8f3f2a6d1c0b9e7d4a5b6c7d8e9f0a1b",
        ),
        Field(
            "text_signature",
            "binary",
            "MinHash of the words of lead and body, three at a time, by which near-duplicates are "
            "found. Null where there are fewer than 40.",
            is_nullable=True,
            unit="96 numbers of 4 bytes, little-endian",
        ),
        sha256(
            "parsed_sha256",
            "Checksum of all that was parsed, with the parser: where a page comes again with the "
            "same one, nothing is done.",
            is_nullable=True,
            example="0b9c2625dc21ef05f6ad4ddf47c5f2037a6e5d4c3b2a190817263544f3e2d1c0",
        ),
        Field(
            "translation_tier",
            "string",
            "The worst tier of the article's text; sections and tags do not count.",
            enum=values(Tier),
            example="cloud",
            is_repetitive=True,
        ),
        Field(
            "flag_count",
            "int32",
            "How many of its sentences carry a flag.",
            example="0",
            unit="sentences",
            minimum=0,
        ),
        Field(
            "parser",
            "string",
            "Layout and version that parsed the page.",
            example="pasted/1",
            is_repetitive=True,
        ),
        PIPELINE_VERSION,
        RUN_ID,
        instant(
            "loaded_at",
            "When the row was published.",
            is_volatile=True,
            example="2026-02-05T10:15:21Z",
        ),
    ),
)
