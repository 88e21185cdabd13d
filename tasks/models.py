"""The few frozen types that travel between the stages.

Nothing here reads, writes or decides; a stage takes these in and gives these out.
Columns of the published datasets are defined in `tasks.load.schema`, not here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Generic, NamedTuple, TypeVar

Item = TypeVar("Item")
Made = TypeVar("Made")


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


class MediaType(StrEnum):
    """What kind of page a document is: it decides which layout reads it."""

    TEXT = "text/plain"
    HTML = "text/html"
    RECORD = "application/json"


class DateBasis(StrEnum):
    """What a date of publication rests on, surest first.

    `metadata`: fields for machines; `printed`: a whole date in the text; `yearless`: a
    printed day whose year was inferred; `relative`: printed relative to the time of
    reading («годину тому»); `listed`: the feed or sitemap that the page was found in.
    """

    METADATA = "metadata"
    PRINTED = "printed"
    YEARLESS = "yearless"
    RELATIVE = "relative"
    LISTED = "listed"


class Settlement(StrEnum):
    """Why a document needs no more work: a second look at it showed so."""

    UNCHANGED = "unchanged"
    DUPLICATE = "duplicate"
    QUARANTINED = "quarantined"


class MentionKind(StrEnum):
    """What a name names."""

    PERSON = "person"
    ORGANIZATION = "organization"
    PLACE = "place"


@dataclass(frozen=True, slots=True)
class FetchedPage:
    """A page as a server gave it; `url` is its address after redirects.

    `content` is decompressed, not decoded; `charset` is what the server said of it.
    `etag` and `last_modified` are what a conditional request for it quotes.
    """

    url: str
    content: bytes = field(repr=False)
    media_type: str
    charset: str | None
    etag: str | None
    last_modified: str | None
    fetched_at: datetime


@dataclass(frozen=True, slots=True)
class KnownPage:
    """What is known of an address beforehand: its published and its refused version.

    `loaded_sha256` and `refused_sha256` are of the bytes that were published, and of
    those that would only fail again; `etag`, `last_modified` and `fetched_at` are of the
    published ones, and `parsed_sha256` of what was parsed from them.
    """

    loaded_sha256: str | None = None
    refused_sha256: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    fetched_at: datetime | None = None
    parsed_sha256: str | None = None


@dataclass(frozen=True, slots=True)
class InputRef:
    """An input that was found but not yet read into memory.

    `uri` is absolute: `file:///…`, with a fragment where the input is a record in the file;
    `https://…`; `stdin:…`. `sha256` is of the raw bytes, None where they are not yet read
    (addresses) or could not be; `size` is in bytes. `span` is offset and length in bytes
    of a record. `content` holds what cannot be read a second time (standard input), `page`
    what had to be fetched to see what it is. `is_kept`: to be read from the datasets, not
    from its address. `listed_at`: when the feed or sitemap says it was published.
    """

    uri: str
    sha256: str | None
    size: int
    span: tuple[int, int] | None = None
    content: bytes | None = field(default=None, repr=False)
    page: FetchedPage | None = None
    known: KnownPage | None = None
    is_kept: bool = False
    listed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class SourceDocument:
    """The text of one input, decoded, exactly as it was found.

    `sha256` is of the raw bytes. `page` is what a server said of it, where one did;
    `known` is of an earlier version.
    """

    uri: str
    sha256: str
    text: str
    encoding: str
    read_at: datetime
    media_type: MediaType = MediaType.TEXT
    page: FetchedPage | None = None
    known: KnownPage | None = None
    listed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Photo:
    """A photo of an article, as far as the page describes it."""

    caption: str | None = None
    credit: str | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """A parsed article; every text is Ukrainian as printed, stripped, on one line.

    `published_at` and `updated_at` are aware UTC instants, None where the page gives a day
    at most; `published_date` is the local (Europe/Kyiv) day and `published_basis` what it
    rests on. `language_code` is of most of the text; `paragraph_languages` has one code a
    paragraph of the body, or none at all where they are all the same. `parser` is
    `layout/version`; `source_encoding` is what the document was decoded from.
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
    published_basis: DateBasis | None = None
    updated_at: datetime | None = None
    sections: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    photos: tuple[Photo, ...] = ()
    tags: tuple[str, ...] = ()
    language_code: str = "uk"
    paragraph_languages: tuple[str, ...] = ()
    parser: str = ""
    source_encoding: str | None = None
    page: FetchedPage | None = None
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
class Settled:
    """A document that a stage found to need no more work, and why."""

    source_uri: str
    how: Settlement


@dataclass(frozen=True, slots=True)
class Batch(Generic[Item]):
    """Documents that go through the stages together, and those that left it so far.

    `failures` fell out; `settled` need no more work.
    """

    number: int
    items: tuple[Item, ...]
    failures: tuple[Failure, ...] = ()
    settled: tuple[Settled, ...] = ()

    def passed_on(
        self,
        items: Iterable[Made],
        failures: Iterable[Failure] = (),
        settled: Iterable[Settled] = (),
    ) -> Batch[Made]:
        """Make the batch that the next stage gets; what left before stays on record."""
        return Batch(
            self.number,
            tuple(items),
            (*self.failures, *failures),
            (*self.settled, *settled),
        )
