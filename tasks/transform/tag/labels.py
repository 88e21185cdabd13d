"""The labels of an article: its own tags in English, and its countries."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache

from tasks.language import lexicon
from tasks.language.romanize import romanize
from tasks.language.text import clean_line, has_cyrillic, straighten_apostrophes
from tasks.models import Label, Role, TranslatedArticle
from tasks.transform.tag.tables import countries

# A country named once beside forty mentions of others is not what an article is about,
# but a reader who looks for it wants to find it: everything is kept, with its share.
_NOT_A_SLUG = re.compile(r"[^a-z0-9]+")


def source_labels(translated: TranslatedArticle) -> list[Label]:
    """Give the tags of the page in one form each, with their English."""
    english = translated.english(Role.TAG)
    labels: dict[str, Label] = {}
    for number, tag in enumerate(translated.article.tags):
        plain = clean_line(tag).strip("#.,;:!?«»\"“”„' ").replace("_", " ")
        label_en = _english(plain, english.get(number, ""))
        code = slug(label_en)
        if code and code not in labels:
            label_uk = _known_form(plain) or plain
            labels[code] = Label("source", code, label_uk, label_en, 1.0)
    return list(labels.values())


def country_labels(counts: Mapping[str, int]) -> list[Label]:
    """Give the countries of an article, the main one first, with their share."""
    names = countries().labels
    total = sum(counts.values())
    ranked = sorted(Counter(counts).items(), key=lambda item: (-item[1], item[0]))
    return [
        Label("iso3166", code, *names[code], score=round(count / total, 4))
        for code, count in ranked
        if count and code in names
    ]


def slug(english: str) -> str:
    """Write an English label as a code: «European Union» is `european-union`."""
    plain = unicodedata.normalize("NFKD", english).encode("ascii", "ignore").decode("ascii")
    return _NOT_A_SLUG.sub("-", plain.lower().replace("'", "")).strip("-")


def _english(tag: str, translation: str) -> str:
    """Prefer the gazetteer's form of a name; a tag without any is romanised."""
    known = _names_by_form().get(_form(tag))
    if known:
        return known.en
    english = clean_line(translation).strip("#. ")
    return english if english and not has_cyrillic(english) else romanize(tag)


def _known_form(tag: str) -> str | None:
    known = _names_by_form().get(_form(tag))
    return known.uk if known else None


def _form(tag: str) -> str:
    return straighten_apostrophes(tag).casefold()


@lru_cache(maxsize=1)
def _names_by_form() -> dict[str, lexicon.Entry]:
    """Names by their lower-case form; first come, first served, but countries first."""
    entries = [entry for entry in lexicon.names() if entry.kind != "EQUIP" and not entry.has("amb")]
    entries.sort(key=lambda entry: entry.kind != "COUNTRY")
    index: dict[str, lexicon.Entry] = {}
    for entry in entries:
        index.setdefault(_form(entry.uk), entry)
    return index
