"""What the page of a run tells of its articles: counts, and three of them to look at.

A batch's digest travels instead of its articles: small, however many there were.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from tasks.models import Role, TaggedArticle, Tier

SAMPLES: Final = 3
# An opening that can be compared at a glance, in a column of half a page.
_SAMPLE_SENTENCES, _SAMPLE_CHARACTERS = 2, 320
# What engines say of themselves: a handful of reasons, of a line each.
_REASONS, _REASON_CHARACTERS = 5, 200


@dataclass(frozen=True, slots=True)
class Sample:
    """The title and the first sentences of an article, in both languages."""

    outlet: str | None
    title_uk: str
    title_en: str
    opening_uk: str
    opening_en: str


@dataclass(slots=True)
class Digest:
    """Counts over some articles.

    `makers` are sentences by engine and tier, `flagged` those by the checks they failed,
    `fallbacks` those by the reason why better engines did not make them; `topics` and
    `countries` are articles by English label.
    """

    makers: Counter[tuple[str, Tier]] = field(default_factory=Counter)
    flagged: Counter[str] = field(default_factory=Counter)
    fallbacks: Counter[str] = field(default_factory=Counter)
    topics: Counter[str] = field(default_factory=Counter)
    countries: Counter[str] = field(default_factory=Counter)
    samples: tuple[Sample, ...] = ()

    @classmethod
    def of(cls, articles: Sequence[TaggedArticle]) -> Digest:
        """Count some articles."""
        digest = cls(samples=tuple(map(_sample, _varied(articles))))
        for tagged in articles:
            for pair in tagged.translated.sentences:
                digest.makers[pair.engine, pair.tier] += 1
                digest.flagged.update(pair.flags)
                if pair.fallback_reason:
                    digest.fallbacks[_cut(pair.fallback_reason, _REASON_CHARACTERS)] += 1
            digest.topics.update(_labels(tagged, "iptc"))
            digest.countries.update(_labels(tagged, "iso3166"))
        digest.fallbacks = Counter(dict(digest.fallbacks.most_common(_REASONS)))
        return digest

    def add(self, other: Digest) -> None:
        """Add the counts of other articles."""
        self.makers.update(other.makers)
        self.flagged.update(other.flagged)
        self.fallbacks.update(other.fallbacks)
        self.fallbacks = Counter(dict(self.fallbacks.most_common(_REASONS)))
        self.topics.update(other.topics)
        self.countries.update(other.countries)
        self.samples = (*self.samples, *other.samples)[:SAMPLES]


def _varied(articles: Sequence[TaggedArticle]) -> list[TaggedArticle]:
    """Choose a few, of as many outlets as there are."""
    by_outlet: dict[str | None, TaggedArticle] = {}
    for tagged in articles:
        by_outlet.setdefault(tagged.article.outlet_domain, tagged)
    first = list(by_outlet.values())[:SAMPLES]
    others = (tagged for tagged in articles if all(tagged is not it for it in first))
    return [*first, *others][:SAMPLES]


def _sample(tagged: TaggedArticle) -> Sample:
    pairs = tagged.translated.sentences
    titles = [pair for pair in pairs if pair.role is Role.TITLE]
    opening = [pair for pair in pairs if pair.role in {Role.LEAD, Role.BODY}][:_SAMPLE_SENTENCES]
    return Sample(
        outlet=tagged.article.outlet_name or tagged.article.outlet_domain,
        title_uk=_joined(pair.uk for pair in titles),
        title_en=_joined(pair.en for pair in titles),
        opening_uk=_joined(pair.uk for pair in opening),
        opening_en=_joined(pair.en for pair in opening),
    )


def _joined(texts: Iterable[str]) -> str:
    return _cut(" ".join(texts), _SAMPLE_CHARACTERS)


def _cut(text: str, length: int) -> str:
    """Shorten a text at a space, where there is one."""
    if len(text) <= length:
        return text
    return (text[:length].rpartition(" ")[0] or text[:length]) + " …"


def _labels(tagged: TaggedArticle, scheme: str) -> Iterator[str]:
    yield from dict.fromkeys(it.label_en for it in tagged.labels if it.scheme == scheme)
