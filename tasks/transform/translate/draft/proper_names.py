"""Readings of capitalised words: gazetteer, lexicon, and names that neither knows."""

from __future__ import annotations

from collections.abc import Mapping

from tasks.language.lexicon import Entry
from tasks.language.romanize import romanize
from tasks.transform.translate.draft import dictionary
from tasks.transform.translate.draft.grammar import Grammar, Parse, parses
from tasks.transform.translate.draft.reading import UNKNOWN_COST, Pos, Reading


def with_names(found: list[Reading], text: str, *, is_first: bool) -> list[Reading]:
    """Add the readings of a capitalised word as a name, dearer where a capital is due anyway."""
    lower = text.lower()
    is_in_lexicon = any(reading.cost < 1.0 and reading.pos is not Pos.NAME for reading in found)
    extra = (1.0 if is_in_lexicon else 0.0) if is_first else -1.0
    named = []
    for parse in parses(lower):
        if parse.grammar.part not in {"NOUN", "ADJF"}:
            continue
        entry = _entry(parse.lemma, parse.grammar)
        if entry or (parse.grammar.part == "NOUN" and not is_in_lexicon):
            named.append(_name(parse, text, entry, extra))
    if not named and (entries := dictionary.names(lower)):
        entry = entries[0]
        named.append(Reading(Pos.NAME, lower, entry.en, notes=_notes(entry), cost=extra))
    is_guessed = all(name.has("guess") for name in named)
    if named and is_guessed and not any(name.case in {"nomn", ""} for name in named):
        # A foreign name that only looks inflected: (Йоганн) Вадефуль.
        notes = {"guess": ""}
        named.append(Reading(Pos.NAME, lower, romanize(text), notes=notes, cost=extra + 1.5))
    if is_first:
        known = found if is_in_lexicon else _proper_adjectives(found, text) or found
        return known + named
    if not is_in_lexicon and not named:
        return _proper_adjectives(found, text) or [unknown(text)]
    return named + found


def unknown(text: str) -> Reading:
    """The reading of a word that nothing knows: romanised as it stands."""
    pos = Pos.NAME if text[:1].isupper() else Pos.NOUN
    return Reading(pos, text.lower(), romanize(text), notes={"guess": ""}, cost=UNKNOWN_COST)


def _proper_adjectives(found: list[Reading], text: str) -> list[Reading]:
    """`Стенфордського` (університету) → Stenford, where no table has the place."""
    adjectives = [reading for reading in found if reading.pos is Pos.ADJ]
    for reading in adjectives:
        if reading.cost >= UNKNOWN_COST:
            stem = reading.lemma.removesuffix("ий").removesuffix("ськ").removesuffix("ів")
            reading.en = romanize(_capitalized(stem, text))
            reading.cost = 1.5
    return adjectives


def _entry(lemma: str, grammar: Grammar) -> Entry | None:
    entries = dictionary.names(lemma)
    if not entries:
        return None
    wanted = "FIRST" if grammar.is_first_name else "LAST" if grammar.is_surname else ""
    return next((entry for entry in entries if entry.kind == wanted), entries[0])


def _notes(entry: Entry) -> Mapping[str, str]:
    notes = {**entry.notes, "kind": entry.kind}
    if entry.kind in {"FIRST", "LAST"}:
        notes["pers"] = ""
    return notes


def _name(parse: Parse, text: str, entry: Entry | None, extra: float) -> Reading:
    grammar = parse.grammar
    notes: Mapping[str, str]
    if entry is None:
        is_known = parse.score >= 0.9 or grammar.is_personal_name
        name = romanize(_capitalized(parse.lemma if is_known else text, text))
        notes = {"pers": ""} if grammar.is_personal_name else {"guess": ""}
        cost = extra + (0.8 if grammar.is_personal_name else 1.5) + (1 - parse.score)
    else:
        name, notes, cost = entry.en, _notes(entry), extra
    # An indeclinable surname is a man's or a woman's, whatever its paradigm says.
    gender = "" if grammar.is_fixed else grammar.gender
    if grammar.is_first_name and grammar.number == "plur":
        # `Олександр` is a man, hardly ever of several Oleksandras.
        cost += 3.5
    number = "plur" if "pl" in notes else "sing"
    return Reading(
        Pos.NAME, parse.lemma, name, grammar.case, number, gender, notes=notes,
        is_animate=grammar.is_animate, cost=cost,
    )  # fmt: skip


def _capitalized(lemma: str, text: str) -> str:
    if len(text) > 1 and text.isupper():
        return lemma.upper()
    return "-".join(part[:1].upper() + part[1:] for part in lemma.split("-"))
