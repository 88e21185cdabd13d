"""All that is found in a text, in the order in which one finding needs another.

names → who is cited → countries, topics → numbers
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tasks.models import Article, KeyNumber, Label, Mention, Passage
from tasks.transform.tag.citations.sources import cite, mark, name_sources
from tasks.transform.tag.countries import country_labels
from tasks.transform.tag.mentions import find, read_names
from tasks.transform.tag.naming import English
from tasks.transform.tag.numbers.finder import key_numbers
from tasks.transform.tag.topics.evidence import Evidence
from tasks.transform.tag.topics.model import Explained, explain


@dataclass(frozen=True, slots=True)
class Findings:
    """What is found in the passages of a text; mentions and numbers are in their order.

    `countries` and `topics` come with the main one first, and topics with what made them.
    """

    mentions: tuple[Mention, ...]
    countries: tuple[Label, ...]
    topics: tuple[Explained, ...]
    cited_sources: tuple[str, ...]
    numbers: tuple[KeyNumber, ...]

    @property
    def labels(self) -> tuple[Label, ...]:
        """Countries and topics."""
        return (*self.countries, *(item.label for item in self.topics))


def read(passages: Iterable[Passage], english: English, article: Article | None = None) -> Findings:
    """Find names, countries, topics, cited sources and key numbers.

    Args:
        passages: the texts, in reading order.
        english: makes the English of names that no table has.
        article: what the page says besides its texts: sections, tags, address, outlet.
    """
    document = read_names(passages)
    named = find(document, english)
    sources = cite(document, named)
    mentions = tuple(mark(named, sources))
    return Findings(
        mentions=mentions,
        countries=tuple(country_labels(document, mentions)),
        topics=tuple(
            explain(
                Evidence(document, article.sections, article.tags, article.url, mentions)
                if article
                else Evidence(document, mentions=mentions)
            )
        ),
        cited_sources=name_sources(mentions, sources, article),
        numbers=tuple(key_numbers(document)),
    )
