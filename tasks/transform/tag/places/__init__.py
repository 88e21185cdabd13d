"""Places that no table has by themselves: told by words around them, by what they are."""

from __future__ import annotations

from collections.abc import Iterator

from tasks.transform.tag.document import Candidate, Document
from tasks.transform.tag.gazetteer import surnames_here
from tasks.transform.tag.places import adjectives, apposed, guesses, joined, lone
from tasks.transform.tag.places.found import Capital
from tasks.transform.tag.toponyms import PlaceWord, place_heads
from tasks.transform.tag.words import Words


def find(document: Document) -> Iterator[Candidate]:
    """Propose the places of a document."""
    capitals: list[Capital] = []
    told: list[Candidate] = []
    heads = place_heads()
    for number, words in document.items():
        for at, word in enumerate(words.items):
            text = word.text
            if text[0].isupper():
                capitals.append(Capital(number, words, at))
                told += _of_capital(number, words, at)
                text = text.lower()
            if text in heads and (len(text) > 1 or words.text[word.end : word.end + 1] == "."):
                for head in heads[text]:
                    told += _beside(number, words, at, head)
    persons = surnames_here(document)
    yield from told
    yield from lone.find(document, capitals, persons, frozenset(item.name_uk for item in told))
    yield from lone.find_again(document, capitals, told)
    yield from guesses.find(document, capitals, persons)


def _of_capital(number: int, words: Words, at: int) -> Iterator[Candidate]:
    """Propose the places that a word tells by its form."""
    text = words.items[at].text
    if "-" in text:
        yield from joined.find_pair(number, words, at)
    if "щин" in text or "ччин" in text:
        yield from lone.find_nickname(number, words, at)


def _beside(number: int, words: Words, at: int, head: PlaceWord) -> Iterator[Candidate]:
    """Propose the places that a word for a place tells."""
    match head.kind:
        case "settlement" | "region":
            yield from apposed.find_bare(number, words, at, head)
        case "street":
            yield from apposed.find_street(number, words, at, head)
        case "named" | "quoted":
            yield from apposed.find_named(number, words, at, head)
        case "area" | "facility":
            yield from adjectives.find(number, words, at, head)
        case "direction":
            yield from joined.find_direction(number, words, at, head)
        case "state":
            yield from joined.find_state(number, words, at)
