"""An article's own tags in English, in one form each."""

from __future__ import annotations

from functools import lru_cache

from tasks.language import lexicon
from tasks.language.romanize import romanize
from tasks.language.text import clean_line, has_cyrillic, straighten_apostrophes
from tasks.models import Label, Role, TranslatedArticle
from tasks.transform.tag.linking import slug


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
