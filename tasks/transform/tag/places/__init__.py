"""Places that no table has by themselves: told by words around them, by what they are."""

from __future__ import annotations

from collections.abc import Iterator

from tasks.transform.tag.document import Candidate, Document
from tasks.transform.tag.places import adjectives, apposed, joined, lone
from tasks.transform.tag.toponyms import place_words
from tasks.transform.tag.words import Words


def find(document: Document) -> Iterator[Candidate]:
    """Propose the places of a document."""
    told = list(_told(document))
    yield from told
    yield from lone.find(document, frozenset(item.name_uk for item in told))


def _told(document: Document) -> Iterator[Candidate]:
    for number, words in document.items():
        for at, word in enumerate(words.items):
            if word.is_capitalized and "-" in word.text:
                yield from joined.find_pair(number, words, at)
            if len(word.text) > 1 or words.text[word.end : word.end + 1] == ".":
                yield from _beside(number, words, at)


def _beside(number: int, words: Words, at: int) -> Iterator[Candidate]:
    """Propose the places that a word for a place tells."""
    kinds = place_words().get(words.items[at].text.lower())
    if not kinds:
        return
    for kind, word in kinds.items():
        match kind:
            case "settlement" | "region":
                yield from apposed.find_bare(number, words, at, word)
            case "street":
                yield from apposed.find_street(number, words, at, word)
            case "named" | "quoted":
                yield from apposed.find_named(number, words, at, word)
            case "area" | "facility":
                yield from adjectives.find(number, words, at, word)
            case "direction":
                yield from joined.find_direction(number, words, at, word)
            case "state":
                yield from joined.find_state(number, words, at)
