"""An article's own tags in English, in one form each.

A name gets the gazetteer's form, whichever way the page writes it; anything else the English
of the translation. The code is made of the English label alone, so a tag has the same one in
every article.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from tasks.language import lexicon
from tasks.language.romanize import romanize
from tasks.language.text import clean_line, has_cyrillic, straighten_apostrophes
from tasks.models import Label, Role, TranslatedArticle
from tasks.transform.tag.linking import slug
from tasks.transform.tag.naming import English, romanized
from tasks.transform.tag.singular import singular
from tasks.transform.tag.tag_forms import MARKS, plain_tags
from tasks.transform.tag.tag_names import KnownName, known_name, person_name

_ARTICLES = ("the ", "a ", "an ")


def source_labels(translated: TranslatedArticle, english: English = romanized) -> list[Label]:
    """Give the tags of the page in one form each, with their English.

    `english` translates a tag whose words had to be put apart or in order first.
    """
    translations = translated.english(Role.TAG)
    labels: dict[str, Label] = {}
    for number, tag in enumerate(translated.article.tags):
        for name in _names(tag, translations.get(number, ""), english):
            code = slug(name.en)
            if code:
                labels.setdefault(code, Label("source", code, name.uk, name.en, 1.0))
    return list(labels.values())


def _names(tag: str, translation: str, english: English) -> Iterator[KnownName]:
    """The things that one tag of the page names, each in Ukrainian and English."""
    bare = straighten_apostrophes(clean_line(tag)).strip(MARKS)
    for form in plain_tags(tag):
        person = person_name(form)
        straight = person or form
        is_as_translated = straight.casefold() == bare.casefold()
        label_en = _label(straight, translation if is_as_translated else english(straight))
        if person and not all(word[0].isupper() for word in label_en.split()):
            label_en = romanize(person)  # «Сагайдак» is a quiver as well
        yield known_name(straight) or singular(KnownName(straight, label_en))


def _label(tag: str, translation: str) -> str:
    """Write the English of a tag as a label; a tag without any is romanised."""
    english = clean_line(translation).strip(MARKS)
    if not english or has_cyrillic(english):
        return romanize(tag)
    if tag[0].islower():
        english = _lower_first(english[_article_length(english) :])
    return english


def _article_length(english: str) -> int:
    return next((len(a) for a in _ARTICLES if english.lower().startswith(a)), 0)


def _lower_first(english: str) -> str:
    first = english.partition(" ")[0]
    is_title = first[:1].isupper() and first[1:].islower()
    if is_title and first.removesuffix("'s") not in _capitalized():
        return english[:1].lower() + english[1:]
    return english


@lru_cache(maxsize=1)
def _capitalized() -> frozenset[str]:
    """English words that have a capital in the middle of a sentence: «Ukrainian», «Kyiv»."""
    places = {entry.en for entry in lexicon.names() if entry.kind in {"COUNTRY", "CITY", "REGION"}}
    words = {word for entry in lexicon.words() for word in entry.en.split()}
    return frozenset(places | {word for word in words if word.lower() not in words})
