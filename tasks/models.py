"""The few frozen types that travel between the stages.

Nothing here reads, writes or decides; a stage takes these in and gives these out.
Columns of the published datasets are defined in `tasks.load.schema`, not here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Generic, NamedTuple, TypeVar

Item = TypeVar("Item")


class Stage(StrEnum):
    """The step of the pipeline a document was in."""

    EXTRACT = "extract"
    PARSE = "parse"
    TRANSLATE = "translate"
    TAG = "tag"
    LOAD = "load"


class Role(StrEnum):
    """What part of its article a text is, in the order an article is read."""

    TITLE = "title"
    LEAD = "lead"
    BODY = "body"
    CAPTION = "caption"
    SECTION = "section"
    TAG = "tag"


class Tier(StrEnum):
    """How good a kind of engine is, best first; `none`: there was nothing to translate."""

    NONE = "none"
    CLOUD = "cloud"
    NEURAL = "neural"
    DRAFT = "draft"


class MentionKind(StrEnum):
    """What a name names."""

    PERSON = "person"
    ORGANIZATION = "organization"
    PLACE = "place"


@dataclass(frozen=True, slots=True)
class InputRef:
    """An input that was found but not yet read into memory.

    `uri` is absolute (`file:///…`); `sha256` is of the raw bytes, None where they
    could not be read; `size` is in bytes.
    """

    uri: str
    sha256: str | None
    size: int


@dataclass(frozen=True, slots=True)
class SourceDocument:
    """The text of one input, decoded, exactly as it was found."""

    uri: str
    sha256: str
    text: str
    encoding: str
    read_at: datetime


@dataclass(frozen=True, slots=True)
class Photo:
    """A photo of an article, as far as the page describes it."""

    caption: str | None = None
    credit: str | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """A parsed article; every text is Ukrainian as printed, stripped, on one line.

    `published_at` is an aware UTC instant, None where the page gives a day at most;
    `published_date` is the local (Europe/Kyiv) day. `parser` is `layout/version`.
    """

    article_id: str
    source_uri: str
    source_sha256: str
    title: str
    body: tuple[str, ...]
    lead: str | None = None
    url: str | None = None
    outlet_domain: str | None = None
    outlet_name: str | None = None
    published_at: datetime | None = None
    published_date: date | None = None
    published_raw: str | None = None
    sections: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    photos: tuple[Photo, ...] = ()
    tags: tuple[str, ...] = ()
    language_code: str = "uk"
    parser: str = ""
    warnings: tuple[str, ...] = ()

    @property
    def word_count(self) -> int:
        """The words of title, lead and body; a dash between spaces is none."""
        texts = (self.title, self.lead or "", *self.body)
        return sum(any(map(str.isalnum, word)) for text in texts for word in text.split())

    def passages(self) -> list[Passage]:
        """Every translatable text of the article, in reading order."""
        found = [Passage(Role.TITLE, 0, self.title)]
        if self.lead:
            found.append(Passage(Role.LEAD, 0, self.lead))
        found += [Passage(Role.BODY, n, text) for n, text in enumerate(self.body)]
        found += [
            Passage(Role.CAPTION, n, photo.caption)
            for n, photo in enumerate(self.photos)
            if photo.caption
        ]
        found += [Passage(Role.SECTION, n, text) for n, text in enumerate(self.sections)]
        found += [Passage(Role.TAG, n, text) for n, text in enumerate(self.tags)]
        return found


@dataclass(frozen=True, slots=True)
class Passage:
    """One text of an article: `paragraph` counts from 0 within its role."""

    role: Role
    paragraph: int
    text: str


class Maker(NamedTuple):
    """All that decides what English a sentence gets: the same maker, the same English."""

    engine: str
    engine_version: str
    glossary_version: str | None = None


@dataclass(frozen=True, slots=True)
class SentencePair:
    """A Ukrainian sentence and its English, with who made it.

    `fallback_reason` says why better engines did not (None where the first one did);
    `flags` name the checks the English failed (empty: good). `is_from_memory` means that
    no engine was asked: an equal sentence had been translated before.
    """

    role: Role
    paragraph: int
    uk: str
    en: str
    engine: str
    engine_version: str
    tier: Tier
    flags: tuple[str, ...] = ()
    is_from_memory: bool = False
    fallback_reason: str | None = None
    glossary_version: str | None = None


@dataclass(frozen=True, slots=True)
class TranslatedArticle:
    """An article and its aligned sentences, in the order of `Article.passages()`."""

    article: Article
    sentences: tuple[SentencePair, ...]

    def english(self, role: Role) -> dict[int, str]:
        """The English of every paragraph of one role, by paragraph number."""
        texts: dict[int, list[str]] = {}
        for pair in self.sentences:
            if pair.role is role:
                texts.setdefault(pair.paragraph, []).append(pair.en)
        return {paragraph: " ".join(parts) for paragraph, parts in texts.items()}


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in a passage: `passage.text[start:end] == surface_uk` (code points)."""

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


@dataclass(frozen=True, slots=True)
class Label:
    """A label of an article in a scheme: `source`, `iso3166`, `iptc`, ….

    `score` is in (0, 1]: the share of the scheme's evidence, 1.0 where it is given
    by the source itself.
    """

    scheme: str
    code: str
    label_uk: str | None
    label_en: str
    score: float


@dataclass(frozen=True, slots=True)
class TaggedArticle:
    """What is loaded: an article, its English and its tags.

    `cited_sources` are English names in order of first citation, each once.
    """

    translated: TranslatedArticle
    mentions: tuple[Mention, ...] = ()
    labels: tuple[Label, ...] = ()
    cited_sources: tuple[str, ...] = ()

    @property
    def article(self) -> Article:
        """The article as it was parsed."""
        return self.translated.article


@dataclass(frozen=True, slots=True)
class Failure:
    """An input that could not be processed, as data: it goes to quarantine.

    `is_transient` means that trying again unchanged may help. `raw` is the input's
    bytes where they were read and are small enough to keep.
    """

    source_uri: str
    source_sha256: str | None
    stage: Stage
    error_type: str
    reason: str
    is_transient: bool = False
    raw: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Batch(Generic[Item]):
    """Documents that go through the stages together, and those that fell out so far."""

    number: int
    items: tuple[Item, ...]
    failures: tuple[Failure, ...] = ()
