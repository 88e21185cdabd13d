"""Whether the capital of a word is that of a name: what stands right before and behind it."""

from __future__ import annotations

from tasks.transform.tag.gazetteer import is_everyday
from tasks.transform.tag.names import is_known
from tasks.transform.tag.people import cues
from tasks.transform.tag.people.shapes import is_initial
from tasks.transform.tag.words import Words

_PLACE_CUES = frozenset({"в", "у", "до", "біля", "під", "через", "місто", "міста", "місті"})


def is_beside_role(words: Words, at: int) -> bool:
    """Tell «міністр Рабе», «пані Оксана»."""
    return at > 0 and not words.items[at].gap and cues.is_role(words.items[at - 1].text)


def is_addressed(words: Words, at: int) -> bool:
    """Tell «пана Бондермана»: only persons are called so."""
    return is_beside_role(words, at) and cues.is_address(words.items[at - 1].text)


def is_name_here(words: Words, at: int) -> bool:
    """Tell whether the capital of an everyday word can only be that of a name."""
    if _is_capital_before(words, at) or _is_capital_after(words, at):
        return False
    is_doubtful = words.is_opening(at) or (at and words.is_opening(at - 1) and _is_title(words, at))
    return not is_doubtful or cues.has_speech_beside(words, at, at)


def _is_title(words: Words, at: int) -> bool:
    """Tell «Дід Мороз», who is no Moroz."""
    return not words.items[at].gap and cues.is_title(words.items[at - 1].text)


def has_capital_neighbour(words: Words, at: int) -> bool:
    """Tell whether a word may be part of a longer name, and not of a person."""
    if _is_capital_before(words, at):
        # «Воїн Володимир», «військовий з Бердичева Василь»
        text = words.items[at - 1].text
        is_title = cues.is_title(text) and words.is_opening(at - 1)
        if not (is_title or (is_known(text) and not is_everyday(text))):
            return True
    return _is_capital_after(words, at)


def _is_capital_before(words: Words, at: int) -> bool:
    if not at or words.items[at].gap or not words.items[at - 1].is_capitalized:
        return False
    # «Приз Марії»: whatever begins a sentence has a capital.
    return not (is_everyday(words.items[at - 1].text) and words.is_opening(at - 1))


def _is_capital_after(words: Words, at: int) -> bool:
    if at + 1 >= len(words.items):
        return False
    after = words.items[at + 1]
    # A title may end without a full stop: «…з Юнкером У Брюсселі кажуть».
    is_name = after.is_capitalized and len(after.text) > 2 and not after.gap
    return is_name and not is_initial(words, at + 1)


def is_place_here(words: Words, at: int) -> bool:
    """Tell «у Володимирі» from «воїн Володимир»: a town and a person are called so."""
    if not is_known(words.items[at].text) or not at or words.items[at].gap:
        return False
    return words.items[at - 1].text.lower() in _PLACE_CUES


def is_of_place(words: Words, at: int) -> bool:
    """Tell «графство Кент» from «заява Наєва»."""
    return at > 0 and not words.items[at].gap and cues.is_place_head(words.items[at - 1].text)


def is_after_preposition_of_place(words: Words, at: int) -> bool:
    """Tell «на Ямалі», where a person that is not known otherwise stands seldom."""
    if not at or words.items[at].gap:
        return False
    before = words.items[at - 1].text.lower()
    return before in _PLACE_CUES or before == "на"
