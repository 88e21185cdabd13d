"""What the lists of `articles` are made of: a photo, a key number."""

from __future__ import annotations

from tasks.load.schema.fields import Field, values
from tasks.models import NumberKind, Qualifier, Role

PHOTO = (
    Field("caption_uk", "string", "Caption.", is_nullable=True, example="Новий міст"),
    Field(
        "caption_en",
        "string",
        "Caption in English.",
        is_nullable=True,
        example="New bridge",
        is_english=True,
    ),
    Field(
        "credit",
        "string",
        "Who took or owns the photo, as printed.",
        is_nullable=True,
        example="AP",
    ),
)
KEY_NUMBER = (
    Field(
        "kind",
        "string",
        "What is counted.",
        enum=values(NumberKind),
        example="money",
    ),
    Field(
        "value",
        "float64",
        "The number, «тисяч» and «млн» multiplied out.",
        example="3000000",
        unit="that of `unit`; per cent where it is null",
        minimum=0,
    ),
    Field(
        "high",
        "float64",
        "Upper end of a range.",
        is_nullable=True,
        example="5000000",
        unit="that of `value`",
        after="value",
    ),
    Field(
        "unit",
        "string",
        "Currency; person, drone, missile or target; null of percent.",
        is_nullable=True,
        example="UAH",
        unit="ISO 4217 of money",
        pattern="[A-Z]{3}|person|drone|missile|target",
    ),
    Field(
        "qualifier",
        "string",
        "How exact it is said to be.",
        enum=values(Qualifier),
        example="exact",
    ),
    Field(
        "surface_uk",
        "string",
        "The words it was read from.",
        example="від 3 до 5 млн гривень",
    ),
    Field(
        "role",
        "string",
        "Part of the article the words stand in.",
        enum=values(Role),
        example="body",
    ),
    Field(
        "paragraph",
        "int32",
        "Paragraph within the part.",
        example="0",
        unit="position from 0",
        minimum=0,
    ),
    Field(
        "start",
        "int32",
        "Where the words start.",
        example="12",
        unit="code points from 0",
        minimum=0,
    ),
    Field(
        "end",
        "int32",
        "Where they end: the code point after them.",
        example="34",
        unit="code points from 0",
        after="start",
    ),
)
