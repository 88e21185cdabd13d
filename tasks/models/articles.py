"""Articles as they were parsed, in Ukrainian."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from tasks.models.documents import FetchedPage


class Role(StrEnum):
    """What part of its article a text is, in the order an article is read."""

    TITLE = "title"
    LEAD = "lead"
    BODY = "body"
    CAPTION = "caption"
    SECTION = "section"
    TAG = "tag"


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
