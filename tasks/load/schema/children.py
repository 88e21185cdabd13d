"""The datasets that hang on articles: sentences, mentions and tags."""

from __future__ import annotations

from tasks.load.schema.fields import ARTICLE_ID, COUNTRY, LANGUAGE, RUN_ID, Dataset, Field, values
from tasks.models import MentionKind, Role, Tier

PASSAGE_ROLE = Field(
    "role",
    "string",
    "What part of the article the text is.",
    enum=values(Role),
    example="body",
    is_repetitive=True,
)
PARAGRAPH = Field(
    "paragraph",
    "int32",
    "Number of the text within its role: the paragraph of a body, the photo of a "
    "caption, the position of a section or tag.",
    example="2",
    unit="position from 0",
    minimum=0,
)

SENTENCES = Dataset(
    name="sentences",
    row="an aligned pair of sentences",
    description="Every sentence of an article beside its English, in reading order.",
    key=("sentence_id",),
    flagged_by="flags",
    added=("glossary_version", "language_code"),
    fields=(
        ARTICLE_ID,
        Field(
            "sentence_id",
            "string",
            "`article_id`, a hyphen and the number of the sentence in reading order, from 0.",
            example="3f2a9c0b7d51e864-0004",
            pattern="[0-9a-f]{16}-[0-9]{4,}",
        ),
        PASSAGE_ROLE,
        PARAGRAPH,
        Field("uk", "string", "The sentence.", example="Рух мостом відновили."),
        Field(
            "en",
            "string",
            "The sentence in English.",
            example="Traffic over the bridge has resumed.",
            is_english=True,
        ),
        Field(
            "language_code",
            "string",
            "Language of the paragraph it stands in.",
            is_nullable=True,
            example="uk",
            is_repetitive=True,
            unit=LANGUAGE[0],
            pattern=LANGUAGE[1],
        ),
        Field("engine", "string", "Who translated it.", example="draft", is_repetitive=True),
        Field(
            "engine_version",
            "string",
            "Version of the engine; another version may translate otherwise.",
            example="1",
            is_repetitive=True,
        ),
        Field(
            "tier",
            "string",
            "How good this kind of engine is: cloud, then neural, then draft; none where there was "
            "nothing to translate.",
            enum=values(Tier),
            example="draft",
            is_repetitive=True,
        ),
        Field(
            "flags",
            "list<string>",
            "Checks that the English failed; empty where it is good.",
            example="length",
            is_repetitive=True,
        ),
        # Which of two equal sentences is met first depends on the batches.
        Field(
            "is_from_memory",
            "bool",
            "Whether the English was reused from an earlier equal sentence.",
            example="false",
            is_volatile=True,
        ),
        Field(
            "fallback_reason",
            "string",
            "Why better engines did not translate it; null where the first one did.",
            is_nullable=True,
            example="google: no connection",
            is_repetitive=True,
        ),
        Field(
            "glossary_version",
            "string",
            "Version of the glossary whose terms and names it keeps; null where none was used.",
            is_nullable=True,
            example="1-5b2c9f",
            is_repetitive=True,
        ),
        RUN_ID,
    ),
)

MENTIONS = Dataset(
    name="mentions",
    row="a name in a text",
    description="Names of people, organisations and places, where they stand in the Ukrainian.",
    key=("article_id", "role", "paragraph", "start", "end", "kind"),
    added=("entity_id", "is_cited"),
    fields=(
        ARTICLE_ID,
        Field(
            "kind",
            "string",
            "What the name names.",
            enum=values(MentionKind),
            example="place",
            is_repetitive=True,
        ),
        Field("surface_uk", "string", "The name as it stands in the text.", example="Києві"),
        Field(
            "name_uk", "string", "The name in the nominative.", example="Київ", is_repetitive=True
        ),
        Field(
            "name_en",
            "string",
            "The one English form of the name.",
            example="Kyiv",
            is_repetitive=True,
            is_english=True,
        ),
        Field(
            "country_code",
            "string",
            "Country of the place or organisation.",
            is_nullable=True,
            example="UA",
            is_repetitive=True,
            unit=COUNTRY[0],
            pattern=COUNTRY[1],
        ),
        PASSAGE_ROLE,
        PARAGRAPH,
        Field(
            "start",
            "int32",
            "Where the name starts in its text.",
            example="14",
            unit="code points from 0",
            minimum=0,
        ),
        Field(
            "end",
            "int32",
            "Where the name ends in its text: the code point after it.",
            example="19",
            unit="code points from 0",
            after="start",
        ),
        Field(
            "method", "string", "How the name was found.", example="gazetteer", is_repetitive=True
        ),
        Field(
            "entity_id",
            "string",
            "Identifier of what is named, the same in every article; null in files written before "
            "names were linked.",
            is_nullable=True,
            example="place/kyiv",
            is_repetitive=True,
            is_sought=True,
        ),
        Field(
            "is_cited",
            "bool",
            "Whether the article cites it as a source at this place; null in files written before "
            "this was marked.",
            is_nullable=True,
            example="false",
        ),
        RUN_ID,
    ),
)

TAGS = Dataset(
    name="tags",
    row="a label of an article",
    description="Labels of an article: the page's own tags, topics, countries.",
    key=("article_id", "scheme", "code"),
    added=("rank", "mention_count", "broader_code"),
    fields=(
        ARTICLE_ID,
        Field(
            "scheme",
            "string",
            "Whose code it is: source (the page's own tags), iso3166, iptc.",
            example="iso3166",
            is_repetitive=True,
        ),
        Field(
            "code",
            "string",
            "The label in its scheme.",
            example="UA",
            is_repetitive=True,
            is_sought=True,
            unit="code of `scheme`",
        ),
        Field(
            "label_uk",
            "string",
            "The label in Ukrainian, where there is one.",
            is_nullable=True,
            example="Україна",
            is_repetitive=True,
        ),
        Field(
            "label_en",
            "string",
            "The label in English.",
            example="Ukraine",
            is_repetitive=True,
            is_english=True,
        ),
        Field(
            "score",
            "float64",
            "Share of the scheme's evidence; 1 where the page gives the label.",
            example="0.75",
            unit="share",
            above=0,
            maximum=1,
        ),
        Field(
            "rank",
            "int32",
            "Place among the article's labels of the scheme: 1 is the main one; null in files "
            "written before labels were ranked.",
            is_nullable=True,
            example="1",
            unit="place from 1",
            minimum=1,
        ),
        Field(
            "mention_count",
            "int32",
            "How much of the article speaks for it; null where it is not counted.",
            is_nullable=True,
            example="6",
            unit="words",
            minimum=0,
        ),
        Field(
            "broader_code",
            "string",
            "The label above it in its scheme; null at the top and in schemes without levels.",
            is_nullable=True,
            example="16000000",
            is_repetitive=True,
            unit="code of `scheme`",
        ),
        RUN_ID,
    ),
)
