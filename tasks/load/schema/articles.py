"""The dataset `articles`: a row an article."""

from __future__ import annotations

from enum import StrEnum

from tasks.load.schema.fields import (
    ARTICLE_ID,
    PIPELINE_VERSION,
    RUN_ID,
    SOURCE_URI,
    Dataset,
    Field,
    values,
)
from tasks.models import DateBasis, NumberKind, Qualifier, Tier


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
        Field(
            "article_id",
            "string",
            ARTICLE_ID.description,
            example=ARTICLE_ID.example,
            is_sought=True,
        ),
        Field(
            "url",
            "string",
            "Address of the article, where the page gives it.",
            is_nullable=True,
            example="https://visti.example/svit/123",
            is_sought=True,
        ),
        SOURCE_URI,
        Field(
            "source_sha256",
            "string",
            "SHA-256 of the input's bytes, in hexadecimal.",
            example="9b74c9897bac770ffc029102a200c5de…",
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
        Field(
            "published_at",
            "timestamp",
            "Instant of publication, in UTC; null where the page gives a day at most.",
            is_nullable=True,
            example="2026-02-05T08:15:00Z",
        ),
        Field(
            "published_date",
            "date",
            "Day of publication in Kyiv; the partition is its month.",
            is_nullable=True,
            example="2026-02-05",
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
        Field(
            "updated_at",
            "timestamp",
            "When the page says it was last updated, in UTC.",
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
            example="Новий міст / New bridge / AP",
            children=(
                Field("caption_uk", "string", "Caption.", is_nullable=True),
                Field(
                    "caption_en", "string", "Caption in English.", is_nullable=True, is_english=True
                ),
                Field(
                    "credit", "string", "Who took or owns the photo, as printed.", is_nullable=True
                ),
            ),
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
            example="killed / 3 /  / person / exact / загинули троє людей / body / 0 / 12 / 32",
            children=(
                Field("kind", "string", "What is counted.", enum=values(NumberKind)),
                Field("value", "float64", "The number, «тисяч» and «млн» multiplied out."),
                Field("high", "float64", "Upper end of a range.", is_nullable=True),
                Field(
                    "unit",
                    "string",
                    "Currency (ISO 4217); person, drone, missile or target; null of percent.",
                    is_nullable=True,
                ),
                Field("qualifier", "string", "How exact it is said to be.", enum=values(Qualifier)),
                Field("surface_uk", "string", "The words it was read from."),
                Field("role", "string", "Part of the article the words stand in."),
                Field("paragraph", "int32", "Paragraph within the part, from 0."),
                Field("start", "int32", "Where the words start, in code points from 0."),
                Field("end", "int32", "Where they end: the code point after them."),
            ),
        ),
        Field(
            "language_code",
            "string",
            "Language of the original, ISO 639-1.",
            example="uk",
            is_repetitive=True,
        ),
        Field(
            "language_codes",
            "list<string>",
            "Languages of the paragraphs of the body, in their order, where they differ; null "
            "where all are in the language of the article.",
            is_nullable=True,
            example="uk",
            is_repetitive=True,
        ),
        Field("word_count", "int32", "Words of title, lead and body in Ukrainian.", example="312"),
        Field(
            "duplicate_of",
            "string",
            "`article_id` of the article that this one repeats; null for the first of them. "
            "`duplicate_of IS NULL` gives each article once.",
            is_nullable=True,
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
        ),
        Field(
            "text_sha256",
            "string",
            "SHA-256 of the words of lead and body: equal texts have equal ones. Null where there "
            "are fewer than 12.",
            is_nullable=True,
            example="5f2b51ca2fdc5baa31ec02e002f69aec…",
        ),
        Field(
            "text_signature",
            "binary",
            "MinHash of the words of lead and body, three at a time, by which near-duplicates are "
            "found: 96 numbers of 4 bytes, little-endian. Null where there are fewer than 40.",
            is_nullable=True,
        ),
        Field(
            "parsed_sha256",
            "string",
            "SHA-256 of all that was parsed, with the parser: where a page comes again with "
            "the same one, nothing is done.",
            is_nullable=True,
            example="0b9c2625dc21ef05f6ad4ddf47c5f203…",
        ),
        Field(
            "translation_tier",
            "string",
            "The worst tier of the article's text; sections and tags do not count.",
            enum=values(Tier),
            example="cloud",
            is_repetitive=True,
        ),
        Field("flag_count", "int32", "How many of its sentences carry a flag.", example="0"),
        Field(
            "parser",
            "string",
            "Layout and version that parsed the page.",
            example="pasted/1",
            is_repetitive=True,
        ),
        PIPELINE_VERSION,
        RUN_ID,
        Field(
            "loaded_at",
            "timestamp",
            "When the row was published, in UTC.",
            example="2026-02-05T10:15:21Z",
            is_volatile=True,
        ),
    ),
)
