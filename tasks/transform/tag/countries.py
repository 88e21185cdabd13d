"""Which countries a document is about: by names, adjectives, nationals, institutions.

Every occurrence counts once, however it names its country: «Україна», «українці», «Київ»
and «СБУ» speak for the same one. What the title says counts three times and what the lead
says twice: news tells there what it is about, and the background of a story (whose
ministry, whose missile) fills the body. A country that nothing names is not invented, even
if all readers of the outlet live in it.

A language is no country («російською мовою», «говорив англійською»), nor is what only
bears its name (`data/not_countries.tsv`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from tasks.models import Label, Mention, MentionKind, Passage, Role
from tasks.transform.tag.country_words import reading
from tasks.transform.tag.document import Document
from tasks.transform.tag.nationalities import evidence_at, is_institution_abroad, is_other_thing
from tasks.transform.tag.tables import countries
from tasks.transform.tag.words import Words

_TITLE_WEIGHT, _LEAD_WEIGHT = 3, 2
# A caption describes the picture, which may be from anywhere.
_COUNTRY_ROLES = frozenset({Role.TITLE, Role.LEAD, Role.BODY})


def country_labels(document: Document, mentions: Iterable[Mention]) -> list[Label]:
    """Give the countries of a document, the main one first, with share of weight and count.

    Among equals the one named first comes first.
    """
    weights: Counter[str] = Counter()
    counts: Counter[str] = Counter()
    named: dict[tuple[Role, int], dict[int, Mention]] = {}
    for item in mentions:
        named.setdefault((item.role, item.paragraph), {})[item.start] = item
    has_lead = any(passage.role is Role.LEAD for passage in document.passages)
    for passage, words in zip(document.passages, document.words, strict=True):
        if passage.role in _COUNTRY_ROLES:
            weight = _weight(passage, has_lead=has_lead)
            here = named.get((passage.role, passage.paragraph), {})
            for code in _evidence(words, here):
                weights[code] += weight
                counts[code] += 1
    return _labels(weights, counts)


def _labels(weights: Counter[str], counts: Counter[str]) -> list[Label]:
    names = countries().labels
    total = weights.total()
    # A country named once beside forty mentions of others is not what an article is about,
    # but a reader who looks for it wants to find it: everything is kept, with its share.
    return [
        Label("iso3166", code, *names[code], score=_share(weight, total), count=counts[code])
        for code, weight in weights.most_common()
        if code in names
    ]


def _share(weight: int, total: int) -> float:
    """A share that readers may rely on not to be zero, whatever the length of the article."""
    return max(round(weight / total, 4), 0.0001)


def _weight(passage: Passage, *, has_lead: bool) -> int:
    """Weigh a passage; the first paragraph of an article without a lead is one."""
    if passage.role is Role.TITLE:
        return _TITLE_WEIGHT
    is_lead = passage.role is Role.LEAD or (not has_lead and passage.paragraph == 0)
    return _LEAD_WEIGHT if is_lead else 1


def _evidence(words: Words, named: dict[int, Mention]) -> Iterator[str]:
    """The countries that the words of a passage speak for, in their order."""
    end = 0
    for number, word in enumerate(words.items):
        mention = named.get(word.start)
        if mention:
            code = mention.country_code or countries().metonyms.get(mention.name_uk)
            if code or not _is_open(mention):
                end = mention.end
            if code and not _is_elsewhere(words, number, mention, code):
                yield code
        if word.start >= end and reading(word.text):
            codes, end = evidence_at(words, number)
            yield from codes


def _is_open(mention: Mention) -> bool:
    """Tell whether the words within a mention may tell its country.

    The gazetteer has looked into its own names, and «Українська правда» is none of Ukraine's.
    """
    return mention.kind is not MentionKind.PERSON and mention.method != "gazetteer"


def _is_elsewhere(words: Words, first: int, mention: Mention, code: str) -> bool:
    """Tell whether a mention means no country here, or another than its own one."""
    if is_other_thing(words, first):
        return True
    is_institution = mention.name_uk in countries().metonyms
    return is_institution and is_institution_abroad(words, first, mention.end, code)
