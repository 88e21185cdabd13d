"""Give every token its possible readings: morphology, lexicon, names, function words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise
from operator import attrgetter

from tasks.language.lexicon import Entry
from tasks.language.romanize import romanize
from tasks.language.text import has_cyrillic
from tasks.transform.translate.draft import derivation, dictionary
from tasks.transform.translate.draft.function_words import function_words
from tasks.transform.translate.draft.grammar import Grammar, Parse, parses
from tasks.transform.translate.draft.numbers import english_number
from tasks.transform.translate.draft.prepositions import governed_cases
from tasks.transform.translate.draft.proper_names import unknown, with_names
from tasks.transform.translate.draft.reading import MODIFIER, UNKNOWN_COST, Pos, Reading, word_set
from tasks.transform.translate.draft.tokens import Kind, Token

# pymorphy3's parts of speech: ours, and the lexicon's kinds to look under.
_PARTS = {
    "NOUN": (Pos.NOUN, ("NOUN", "PROPN")),
    "ADJF": (Pos.ADJ, ("ADJ", "DET", "NUM")),
    "VERB": (Pos.VERB, ("VERB",)),
    "GRND": (Pos.CONVERB, ("VERB",)),
    "ADVB": (Pos.ADV, ("ADV", "PART")),
    "PREP": (Pos.PREP, ("ADP",)),
    "CONJ": (Pos.CONJ, ("CCONJ", "SCONJ", "PART")),
    "PRCL": (Pos.PARTICLE, ("PART",)),
    "NPRO": (Pos.PRON, ("PRON",)),
    "NUMR": (Pos.NUM, ("NUM", "DET")),
    "INTJ": (Pos.PARTICLE, ("INTJ", "PART")),
}
_POSSESSIVES = {"його": "his", "її": "her", "їх": "their"}
_PRONOUN_LEMMAS = word_set("я ти ми ви він вона воно вони хто що ніхто ніщо хтось щось")
_PERSONS = {"я": "1per", "ми": "1per", "ти": "2per", "ви": "2per"}
# Readings that dictionaries allow and news never means.
_UNLIKELY_LEMMAS = frozenset({
    "йога", "мен", "тома", "чома", "ріка", "ректи", "станути", "немая", "кома", "ася", "рок",
    "робот", "цеп", "тера", "вісти", "ан", "дий", "віднос", "пер", "мор", "бал", "гор", "вод",
    "пол", "дом", "сім", "том", "часть", "бута", "кілька", "ранишній", "ма", "матир", "вересня",
    "сель", "танок", "жила", "гот", "гріш",
})  # fmt: skip


@lru_cache(maxsize=50_000)
def readings(text: str, kind: Kind, *, is_first: bool) -> tuple[Reading, ...]:
    """All readings of a token; never empty."""
    if kind is Kind.NUMBER:
        return tuple(_numbers(text))
    if kind is Kind.FOREIGN:
        return (Reading(Pos.FOREIGN, text, text),)
    if kind is Kind.MARK:
        return (Reading(Pos.MARK, text, text),)
    if text.isupper() and (entry := dictionary.abbreviation(text)):
        return (_abbreviation(entry),)
    lower = text.lower().rstrip(".")
    if listed := function_words().get(lower):
        return listed
    if has_figure(text) and not dictionary.names(lower):
        # A designation loses neither letter nor figure: БТР-4Е, 2С1М.
        return (Reading(Pos.FOREIGN, text, romanize(text)),)
    if "-" in lower and (numerals := _either(lower)):
        return numerals
    found = _without_homographs(list(_by_morphology(lower, text)))
    if text[0].isupper():
        found = with_names(found, text, is_first=is_first)
    return tuple(found) or (unknown(text),)


def has_figure(text: str) -> bool:
    """Tell whether a word has a figure in it."""
    return not text.isalpha() and any(letter.isdigit() for letter in text)


def _either(lower: str) -> tuple[Reading, ...]:
    """`п'ять-шість` → five or six, in any case; nothing for other words with a hyphen."""
    first, _, second = lower.partition("-")
    one, other = (
        [r for r in readings(part, Kind.WORD, is_first=False) if r.pos is Pos.NUM]
        for part in (first, second)
    )
    if not one or not other:
        return ()
    link = "or" if (one[0].en, other[0].en) in _NEXT else "to"
    return tuple(
        replace(r, lemma=lower, en=f"{one[0].en} {link} {r.en}", features=-1) for r in other
    )


_NEXT = frozenset(
    pairwise(["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"])
)


def token_readings(token: Token, *, is_first: bool) -> tuple[Reading, ...]:
    """The readings of a token of a sentence."""
    return readings(token.text, token.kind, is_first=is_first and token.is_capitalized)


_ENDINGS = {
    "й": ("nomn accs", "sing", "masc"), "ий": ("nomn accs", "sing", "masc"), "го": ("gent accs",
    "sing", ""), "ого": ("gent accs", "sing", ""), "му": ("datv loct", "sing", ""), "ому":
    ("datv loct", "sing", ""), "м": ("ablt", "sing", ""), "а": ("nomn", "sing", "femn"), "та":
    ("nomn", "sing", "femn"), "ша": ("nomn", "sing", "femn"), "ої": ("gent", "sing", "femn"),
    "ї": ("gent datv loct", "sing", "femn"), "ій": ("datv loct", "sing", "femn"), "у": ("accs",
    "sing", "femn"), "е": ("nomn accs", "sing", "neut"), "те": ("nomn accs", "sing", "neut"),
}  # fmt: skip


def _numbers(text: str) -> Iterator[Reading]:
    """`30-річний` inflects as its second part does; `5-го` is an ordinal; `3-х` is just 3."""
    figure, _, suffix = text.rpartition("-") if has_cyrillic(text) else (text, "", "")
    if suffix in _ENDINGS:
        cases, number, gender = _ENDINGS[suffix]
        for case in cases.split():
            yield Reading(Pos.ADJ, text, english_number(text), case, number, gender)
    elif len(suffix) > 4:
        found = [parse for parse in _by_morphology(suffix, suffix) if parse.pos is Pos.ADJ]
        for reading in found:
            joined = f"{figure}-year-old" if suffix.startswith("річн") else f"{figure}-{reading.en}"
            yield Reading(
                Pos.ADJ, text, english_number(joined), reading.case, reading.number, reading.gender
            )
        if not found:
            yield Reading(Pos.DIGITS, text, f"{english_number(figure)}-{romanize(suffix)}")
    elif suffix in {"х", "ті", "ми", "их", "тих"} and len(figure) > 1 and figure.endswith("0"):
        yield Reading(Pos.DIGITS, text, english_number(text), notes={"decade": ""})
    else:
        yield Reading(Pos.DIGITS, text, english_number(figure))


def _abbreviation(entry: Entry) -> Reading:
    number = "plur" if entry.has("pl") else ""
    pos = Pos.NAME if entry.kind == "PROPN" else Pos.NOUN
    return Reading(pos, entry.uk, entry.en, "", number, notes=entry.notes)


# Kept by itself, since it is called for every parse.
_is_personal_name = attrgetter("grammar.is_personal_name")


def _by_morphology(lower: str, text: str) -> Iterator[Reading]:
    seen = set()
    if entry := dictionary.word(lower, "ADP"):
        yield Reading(Pos.PREP, lower, entry.en, governs=governed_cases(lower), notes=entry.notes)
        if lower in {"в", "у", "з", "із", "зі", "на", "за", "до", "від", "по", "про", "під", "о"}:
            return
    if lower in _POSSESSIVES:
        yield Reading(Pos.DET, lower, _POSSESSIVES[lower], notes={"poss": ""})
    # Surnames last: the captain must not cost what Mr. Captain does.
    for parse in sorted(parses(lower), key=_is_personal_name):
        if parse.grammar.part not in _PARTS or parse.lemma in _UNLIKELY_LEMMAS:
            continue
        if lower in _POSSESSIVES and parse.grammar.is_fixed:
            continue
        reading = _reading(parse, lower, text)
        key = (reading.pos, reading.en, reading.case, reading.number, reading.gender,
            reading.form, reading.person)  # fmt: skip
        if key not in seen:
            seen.add(key)
            yield reading
    adverb = dictionary.word(lower, "ADV", "PART")
    if not seen and adverb:
        yield Reading(Pos.ADV, lower, adverb.en, notes=adverb.notes)


def _without_homographs(found: list[Reading]) -> list[Reading]:
    """Drop nouns that look like pronouns (їм, неї); put adjectives before their own nouns."""
    if len(found) == 1:
        return found
    parts = {reading.pos for reading in found}
    if Pos.PRON in parts and any(reading.pos is Pos.PRON and reading.person for reading in found):
        return [reading for reading in found if reading.pos in _PRONOMINAL]
    if Pos.NOUN in parts:
        adjectives = {reading.lemma for reading in found if reading.pos in MODIFIER}
        people = {reading.lemma for reading in found if "pers" in reading.notes}
        for reading in found if adjectives or people else ():
            if reading.pos is Pos.NOUN and reading.lemma in adjectives:
                reading.cost += 0.7
            if reading.pos is Pos.NOUN and people and reading.lemma not in people:
                # `енергетики зазначили`: the engineers, not several energy sectors.
                reading.cost += 0.2
    if Pos.VERB in parts and "pres" in {reading.form for reading in found}:
        for reading in found:
            if reading.form == "futr":
                reading.cost += 2.0
    return found


_PRONOMINAL = frozenset({Pos.PRON, Pos.DET})


def _reading(parse: Parse, lower: str, text: str) -> Reading:
    lemma, grammar, score = parse
    part, case, number, gender, person, form, is_animate, is_perfective, is_personal, *_ = grammar
    pos, entry, penalty = _lexeme(
        lemma, part, bool(case), grammar.is_subordinating, lower if part == "GRND" else ""
    )
    cost = penalty + (1.0 - score) + (2.5 if is_personal else 0)
    notes, governs = entry.notes, _NOTHING
    if pos is _NOUN:
        if "pers" in notes and case == "accs" and _is_accusative_of_things(grammar, lemma, lower):
            cost += 1.5
    elif pos is Pos.NAME:
        if not text[0].isupper():
            cost += 2.5
    elif part == "NPRO" and pos is Pos.PRON:
        person = _PERSONS.get(lemma, person or "3per")
        notes = _AFTER_VERBS if lower in _SHORT_FORMS else notes
    elif pos is Pos.SUBORD and lower == "тим":
        # `чим більше, тим краще` is rarer than a form of `той`.
        cost += 2.0
    elif pos is Pos.PREP:
        governs = governed_cases(lower)
    if part == "NOUN" and "sg" in entry.notes:
        number = "plur"
    return Reading(
        pos, lemma, entry.en, case, number, gender, person, form, notes, governs, is_animate,
        is_perfective, cost,
    )  # fmt: skip


# A member as a global: to look one up in its class takes five times as long.
_NOUN = Pos.NOUN
_NOTHING: frozenset[str] = frozenset()


# Behind a preposition these are possessive: `про її долю`, but `про неї`.
_SHORT_FORMS = word_set("його її їх йому їй їм")
_AFTER_VERBS: Mapping[str, str] = {"short": ""}


def _is_accusative_of_things(grammar: Grammar, lemma: str, lower: str) -> bool:
    """Tell whether the accusative of a person is that of a thing: `капітан`, `депутати`."""
    if grammar.gender in {"femn", "neut"}:
        return False
    return lower == lemma or (grammar.number == "plur" and lower.endswith(("и", "і", "ї")))


# The forms of a lemma share what it means: three parses in five find it here.
@lru_cache(maxsize=50_000)
def _lexeme(
    lemma: str, part: str, has_case: bool, is_subordinating: bool, converb: str
) -> tuple[Pos, Entry, float]:
    """The part of speech of a lemma, its entry, and what it costs that no table has it."""
    pos, kinds = _PARTS[part]
    if part == "NPRO" and lemma not in _PRONOUN_LEMMAS:
        pos, kinds = (Pos.DET, ("DET", "PRON", "ADJ")) if has_case else (Pos.ADV, ("ADV", "PART"))
    entry, penalty = _entry(lemma, pos, kinds, converb)
    is_known = penalty < UNKNOWN_COST
    return _refined(pos, entry, is_subordinating, is_known=is_known), entry, penalty


def _refined(pos: Pos, entry: Entry, is_subordinating: bool, *, is_known: bool) -> Pos:
    """Let the lexicon say what pymorphy3 does not tell apart."""
    if pos is Pos.ADJ and entry.kind == "DET":
        return Pos.DET
    if pos is Pos.NOUN and entry.kind == "PROPN" and is_known:
        return Pos.NAME
    if pos is Pos.CONJ and (entry.kind == "SCONJ" or is_subordinating):
        return Pos.SUBORD
    if pos is Pos.ADV and entry.has("inf"):
        return Pos.PREDICATIVE
    return pos


def _entry(lemma: str, pos: Pos, kinds: tuple[str, ...], converb: str) -> tuple[Entry, float]:
    known = dictionary.word(lemma, *kinds)
    if known is not None:
        return known, 0.0
    if pos is Pos.CONVERB and (verb := derivation.converb_verb(converb)):
        return verb, 0.1
    if kinds and (made := derivation.derive(lemma, kinds[0])):
        return made, 1.2
    if pos is Pos.ADV and (adjective := dictionary.word(lemma, "ADJ")):
        return adjective, 1.0
    return Entry(lemma, "", romanize(lemma)), UNKNOWN_COST
