"""All that is found in a text, in the order in which one finding needs another.

names → who is cited → countries, topics → numbers
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from tasks.models import Article, KeyNumber, Label, Mention, Passage
from tasks.transform.tag.citations.sources import cite, mark, name_sources
from tasks.transform.tag.countries import country_labels
from tasks.transform.tag.marks import Plain, unmarked
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
    plain = [unmarked(passage) for passage in passages]
    document = read_names(item.passage for item in plain)
    named = find(document, english)
    sources = cite(document, named)
    mentions = tuple(mark(named, sources))
    found = Findings(
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
    return found if all(item.starts is None for item in plain) else _placed(found, plain)


def _placed(found: Findings, plain: Iterable[Plain]) -> Findings:
    """Put what was found in texts without marks where it stands in those with them."""
    by_place = {(item.marked.role, item.marked.paragraph): item for item in plain}
    return replace(
        found,
        mentions=tuple(
            by_place[item.role, item.paragraph].original(item) for item in found.mentions
        ),
        numbers=tuple(by_place[item.role, item.paragraph].original(item) for item in found.numbers),
    )
