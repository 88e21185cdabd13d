"""The small tables beside this package, and the one of countries."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from tasks.language import lexicon
from tasks.language.text import straighten_apostrophes

# The endings of a hard or soft adjective; the last one heads compounds
# («російсько-український»).
_ADJECTIVE_ENDINGS = (
    "ий", "ого", "ому", "им", "ім", "а", "ої", "ій", "у", "ою", "е", "і", "их", "ими", "о",
)  # fmt: skip

# Nouns for nationals: what they end in, the end of their stem in other forms, the endings.
_MASCULINE = ("я", "еві", "ю", "ем", "і", "ів", "ям", "ями", "ях")
_FEMININE = ("ки", "ці", "ку", "кою", "ко", "ок", "кам", "ками", "ках")
_NOUN_ENDINGS = (("єць", "йц", _MASCULINE), ("ець", "ц", _MASCULINE), ("ка", "", _FEMININE))


@dataclass(frozen=True, slots=True)
class Countries:
    """What tells a country by its word, by lower-case form.

    Attributes:
        labels: code to (Ukrainian, English) name.
        forms: inflected adjectives, of its towns as well, to code.
        town_forms: those of towns; many are surnames too.
        names: one-word names of countries in the nominative to code.
        acronyms: names of countries in capitals («ПАР») to code.
        people: nominatives of nationalities, and their forms where they are regular, to code.
        people_starts: the first letters of those and of `things`, for a quick look.
        things: the same of those that mean a woman of a nation or an everyday thing.
        stems: beginnings of compound adjectives («франко-німецький») to code.
        metonyms: names of institutions and regions, as in the gazetteer, to code.
        lower_case: names that newspapers also print without a capital.
        lower_starts: the first letters of those, for a quick look.
    """

    labels: Mapping[str, tuple[str, str]]
    forms: Mapping[str, str]
    town_forms: frozenset[str]
    names: Mapping[str, str]
    acronyms: Mapping[str, str]
    people: Mapping[str, str]
    people_starts: frozenset[str]
    things: Mapping[str, str]
    stems: Mapping[str, str]
    metonyms: Mapping[str, str]
    lower_case: frozenset[str]
    lower_starts: tuple[str, ...]


@lru_cache(maxsize=1)
def countries() -> Countries:
    """Read the table of countries; other names of theirs come from the gazetteer."""
    table = list(rows("countries.tsv"))
    lower = frozenset(item for row in table for item in _items(row["lower_case"]))
    people, things = _nouns(_codes(table, "people")), _nouns(_codes(table, "things"))
    named = {
        entry.uk: entry.notes["iso"]
        for entry in lexicon.names()
        if entry.kind == "COUNTRY" and entry.has("iso")
    }
    own = _forms(_codes(table, "adjectives"))
    towns = _forms(_town_adjectives())
    return Countries(
        labels={row["code"]: (row["uk"], row["en"]) for row in table},
        forms=towns | own,
        town_forms=frozenset(towns.keys() - own.keys()),
        names={name.lower(): code for name, code in named.items()},
        acronyms={name: code for name, code in named.items() if name.isupper()},
        people=people,
        people_starts=frozenset(name[:3] for name in (*people, *things)),
        things=things,
        stems=_codes(table, "stems"),
        metonyms=_codes(table, "metonyms"),
        lower_case=lower,
        lower_starts=tuple(sorted({name[:3] for name in lower})),
    )


def _codes(rows: Sequence[Mapping[str, str]], column: str) -> dict[str, str]:
    return {item: row["code"] for row in rows for item in _items(row[column])}


def _nouns(codes: Mapping[str, str]) -> dict[str, str]:
    """Add the forms of the regular ones: the dictionary lacks «бахрейнець» and guesses."""
    inflected = {form: code for noun, code in codes.items() for form in _noun_forms(noun)}
    return inflected | dict(codes)


def _noun_forms(noun: str) -> Iterator[str]:
    for ending, stem_end, endings in _NOUN_ENDINGS:
        if noun.endswith(ending):
            stem = noun.removesuffix(ending) + stem_end
            yield from (stem + each for each in endings)
            return


@lru_cache(maxsize=1)
def not_countries() -> tuple[tuple[str, ...], ...]:
    """Phrases that hold a word of a country and mean another thing: «грецький горіх»."""
    return tuple(tuple(row["phrase"].split()) for row in rows("not_countries.tsv"))


def rows(table: str) -> Iterator[dict[str, str]]:
    """Read the lines of a table of this package by column."""
    text = files("tasks.transform.tag").joinpath("data", table).read_text(encoding="utf-8")
    header, *lines = text.splitlines()
    columns = header.split("\t")
    # Nothing is quoted in them: csv would take several times as long for the settlements.
    for line in lines:
        yield dict(zip(columns, line.split("\t"), strict=True))


def _items(cell: str) -> list[str]:
    return [straighten_apostrophes(item) for item in cell.split(",") if item]


def _town_adjectives() -> dict[str, str]:
    """Adjectives of towns and regions: the lexicon's English of «київський» is Kyiv, of UA."""
    codes: dict[str, set[str]] = {}
    for entry in lexicon.names():
        if entry.kind in {"CITY", "REGION"} and entry.has("iso"):
            codes.setdefault(entry.en, set()).add(entry.notes["iso"])
    return {
        entry.uk: code
        for entry in lexicon.words()
        if entry.kind == "ADJ" and len(codes.get(entry.en, ())) == 1
        for code in codes[entry.en]
    }


def _forms(adjectives: Mapping[str, str]) -> dict[str, str]:
    return {
        adjective.lower().removesuffix("ий") + ending: code
        for adjective, code in adjectives.items()
        for ending in _ADJECTIVE_ENDINGS
    }
