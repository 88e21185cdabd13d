"""What is found in an article: names, numbers, labels."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from tasks.models.articles import Article, Role
from tasks.models.translations import TranslatedArticle


class MentionKind(StrEnum):
    """What a name names."""

    PERSON = "person"
    ORGANIZATION = "organization"
    PLACE = "place"


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in a passage: `passage.text[start:end] == surface_uk` (code points).

    `entity_id` is the same wherever the same thing is named; `is_cited`: as a source.
    """

    kind: MentionKind
    surface_uk: str
    name_uk: str
    name_en: str
    role: Role
    paragraph: int
    start: int
    end: int
    method: str
    country_code: str | None = None
    entity_id: str = ""
    is_cited: bool = False


class NumberKind(StrEnum):
    """What a key number counts.

    `shot_down`: drones, missiles or targets brought down, as the unit says; `drones` and
    `missiles`: those sent or otherwise spoken of.
    """

    KILLED = "killed"
    WOUNDED = "wounded"
    MISSING = "missing"
    CAPTURED = "captured"
    EVACUATED = "evacuated"
    PEOPLE = "people"
    DRONES = "drones"
    MISSILES = "missiles"
    SHOT_DOWN = "shot_down"
    MONEY = "money"
    PERCENT = "percent"


class Qualifier(StrEnum):
    """How exact a number is said to be: «понад» is at least, «до» at most."""

    EXACT = "exact"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    ABOUT = "about"


@dataclass(frozen=True, slots=True)
class KeyNumber:
    """A number that tells something: `passage.text[start:end] == surface_uk` (code points).

    `value` is whole where the number is, with its «тисяч» and «млн» multiplied out; `high`
    is the upper end of a range, None where there is none. `unit` is an ISO 4217 code of
    money; `person`, `drone`, `missile` or `target` of what is counted; None of percent.
    """

    kind: NumberKind
    value: int | float
    high: int | float | None
    unit: str | None
    qualifier: Qualifier
    surface_uk: str
    role: Role
    paragraph: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Label:
    """A label of an article in a scheme: `source`, `iso3166`, `iptc`, ….

    `score` is in (0, 1]: the share of the scheme's evidence, 1.0 where it is given
    by the source itself. `count` is of the words that speak for it, where they are
    counted; `broader` is the code above it, where the scheme has levels.
    """

    scheme: str
    code: str
    label_uk: str | None
    label_en: str
    score: float
    count: int | None = None
    broader: str | None = None


@dataclass(frozen=True, slots=True)
class TaggedArticle:
    """What is loaded: an article, its English and its tags.

    `cited_sources` are English names of media, bodies and persons in order of first
    citation, each once.
    """

    translated: TranslatedArticle
    mentions: tuple[Mention, ...] = ()
    labels: tuple[Label, ...] = ()
    cited_sources: tuple[str, ...] = ()
    numbers: tuple[KeyNumber, ...] = ()

    @property
    def article(self) -> Article:
        """The article as it was parsed."""
        return self.translated.article
