"""Full names in a text, and what may be one if the document says so elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tasks.transform.tag.document import Document
from tasks.transform.tag.gazetteer import is_everyday
from tasks.transform.tag.names import country_of, is_known
from tasks.transform.tag.people import cues
from tasks.transform.tag.people.agreement import Names, Part, options
from tasks.transform.tag.people.composition import (
    Place,
    after_first_name,
    after_initials,
    begins_with_first_name,
    forms_of,
    surname_first,
    unknown,
)
from tasks.transform.tag.people.readings import Source, guesses, surnames
from tasks.transform.tag.people.shapes import is_initial
from tasks.transform.tag.words import Words


@dataclass(frozen=True, slots=True)
class FullName:
    """A person named by more than one word, from word to word (both included).

    `is_proven` is false where only the document's other names can tell that it is a person.
    """

    passage: int
    words: Words
    places: tuple[Place, ...]
    is_proven: bool = True

    @property
    def first(self) -> int:
        """The number of its first word."""
        return self.places[0].at

    @property
    def last(self) -> int:
        """The number of its last word."""
        return self.places[-1].at

    @property
    def initials(self) -> tuple[str, ...]:
        """The letters that stand for names."""
        return tuple(self.text(place) for place in self.places if place.part is Part.INITIAL)

    @property
    def particle(self) -> str:
        """What stands before the surname and belongs to it, with a space: «фон дер »."""
        found = [self.text(place) for place in self.places if place.part is Part.PARTICLE]
        return "".join(f"{word} " for word in found)

    def text(self, place: Place) -> str:
        """The word at a place of the name."""
        return self.words.items[place.at].text

    def forms(self) -> tuple[tuple[Part, str], ...]:
        """The declined words of the name as they stand in the text."""
        return forms_of(self.words, self.places)

    def names(self) -> tuple[Names, ...]:
        """Every way to bring the name to the nominative."""
        return options(self.forms())


# «Марія та Іван Петренки»
_AND = frozenset({"та", "і", "й"})


def find_full_names(document: Document) -> Iterator[FullName]:
    """Find the full names of a document, and what may be one; the latter may overlap."""
    for number, words in document.items():
        end = 0
        for at in words.capitals:
            if at < end or not _may_go_on(words, at):
                continue
            if found := _at(number, words, at):
                yield found
                end = found.last + 1 if found.is_proven else at + 1


def _may_go_on(words: Words, at: int) -> bool:
    """Tell by one look at the next word whether a name of several may begin: mostly it may not."""
    if at + 1 == len(words.items):
        return False
    following = words.items[at + 1]
    return (
        following.is_capitalized
        or bool(following.gap)
        or following.text in _AND
        or cues.is_particle(following.text)
    )


def _at(passage: int, words: Words, at: int) -> FullName | None:
    if is_initial(words, at):
        places = after_initials(words, at)
    elif not (places := surname_first(words, at)) and begins_with_first_name(words, at):
        places = after_first_name(words, at)
    is_proven = bool(places)
    if not places:
        places = unknown(words, at)
        is_proven = bool(places) and _is_proven(words, places)
    # «Тарас Бульба» between quotation marks is a film, or a ship.
    if not places or words.is_quoted(at, places[-1].at):
        return None
    return FullName(passage, words, places, is_proven)


def _is_proven(words: Words, places: tuple[Place, ...]) -> bool:
    """Tell whether words that may be a name are one, by what stands beside them."""
    at, last = places[0].at, places[-1].at
    if _is_spelled_in_latin(words, last):
        return True
    first, surname = words.items[at].text, words.items[last].text
    if country_of(first) or is_known(first):
        return _is_beside_role(words, at)
    is_cued = cues.has_role_before(words, at) or cues.is_after_institution(words, at)
    if is_everyday(first):
        return is_cued and _is_in_table(surname) and not cues.is_title(first)
    return is_cued or _is_in_table(surname) or cues.has_speech_beside(words, at, last)


def _is_spelled_in_latin(words: Words, last: int) -> bool:
    """Tell «Дітер Кемпф (Dieter Kempf)»."""
    spelling = words.items[last + 1 : last + 3]
    if len(spelling) < 2 or (spelling[0].gap, spelling[1].gap) != ("(", ""):
        return False
    return all(word.is_capitalized and word.text.isascii() for word in spelling)


def _is_in_table(text: str) -> bool:
    return any(item.source is Source.TABLE and not item.is_ambiguous for item in surnames(text))


def _is_beside_role(words: Words, at: int) -> bool:
    """Tell «католичка Азія Бібі»: beside such a role a place would be in the genitive."""
    if not at or words.items[at].gap or not cues.is_role(words.items[at - 1].text):
        return False
    text = words.items[at].text
    return cues.hints(words, at, at).cases == {"nomn"} and any(
        item.uk == text and item.case == "nomn" for item in guesses(text)
    )
