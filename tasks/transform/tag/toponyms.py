"""The tables of places beside this package: names that the lexicon has not, words for places.

`data/places.tsv`: a name as newspapers print it, the name that readers get (empty: the
same), its English (`-`: no place, whatever the lexicon says), the country if it is one.

`data/place_words.tsv`: words beside which a capital is a place, in the nominative, with
their English, `{}` for the name:

- `cue`: a preposition or an abbreviation before a name, as it stands
- `settlement`, `region`: before a name that is mentioned without it («село Роботине»)
- `street`, `named`: before a name that it belongs to («вулиця Хрещатик», «аеропорт Львів»)
- `quoted`: the same, if the name is in quotation marks («ринок "Барабашово"»)
- `area`, `facility`: behind an adjective («Сумська область», «Брюссельський аеропорт»)
- `direction`: an adjective before a name («Східний Сибір»)
- `state`: before the name of a country («Республіка Польща»)
- `institution`: how abbreviated institutions begin («Мінкульт»), which are no towns

`data/oblasts.tsv`: the regions of Ukraine by their number in the codifier of settlements.
`data/renamed_places.tsv`: Ukraine's towns that news still calls by their old names.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from tasks.language.morphology import analyses
from tasks.transform.tag.tables import rows

NO_PLACE = "-"
_NO_HEADS = frozenset({"cue", "institution"})


class Toponym(NamedTuple):
    """A line of the table of places."""

    name: str
    uk: str
    en: str
    country_code: str | None


class PlaceWord(NamedTuple):
    """A word for a kind of place: its nominative and the English beside a name."""

    uk: str
    kind: str
    en: str


@lru_cache(maxsize=1)
def toponyms() -> Mapping[str, Toponym]:
    """Read the table of places, by name."""
    return {
        row["name"]: Toponym(row["name"], row["uk"] or row["name"], row["en"], row["code"] or None)
        for row in rows("places.tsv")
    }


@lru_cache(maxsize=1)
def place_words() -> Mapping[str, Mapping[str, PlaceWord]]:
    """Read the words for places: by any of their forms, lower case, then by kind."""
    found: dict[str, dict[str, PlaceWord]] = {}
    for row in rows("place_words.tsv"):
        word = PlaceWord(row["word"], row["kind"], row["en"])
        for form in _forms(word):
            found.setdefault(form, {}).setdefault(word.kind, word)
    return found


def _forms(word: PlaceWord) -> set[str]:
    lower = word.uk.lower()
    nouns = (
        parse
        for parse in analyses(lower)
        if parse.tag.POS in {"NOUN", "ADJF"} and "nomn" in parse.tag
    )
    is_fixed = word.kind in _NO_HEADS or word.uk.isupper()
    parse = None if is_fixed else next(nouns, None)
    if parse is None:  # «вул.», «обл.»
        return {lower}
    is_plural = parse.normal_form != lower  # «острови»: what is behind «острів» is another word
    return {
        str(form.word) for form in parse.lexeme if not is_plural or form.tag.number == "plur"
    } | {lower}


@lru_cache(maxsize=1)
def place_heads() -> Mapping[str, Sequence[PlaceWord]]:
    """The words for places by any of their forms, lower case; without cues and beginnings."""
    return {
        form: heads
        for form, words in place_words().items()
        if (heads := tuple(word for kind, word in words.items() if kind not in _NO_HEADS))
    }


@lru_cache(maxsize=1)
def institution_starts() -> tuple[str, ...]:
    """How abbreviated institutions begin, lower case."""
    return tuple(form for form, words in place_words().items() if "institution" in words)


@lru_cache(maxsize=1)
def settlement_words() -> frozenset[str]:
    """Forms of «село», «місто», …: what is behind them is a settlement, whatever else it is."""
    return frozenset(
        form for form, words in place_words().items() if "settlement" in words and len(form) > 1
    )


@lru_cache(maxsize=1)
def place_cues() -> frozenset[str]:
    """Words, lower case, behind which an ambiguous name is a place: «в», «місті», «острова»."""
    return frozenset(
        form
        for form, words in place_words().items()
        if not words.keys().isdisjoint({"cue", "settlement", "region"})
    )


@lru_cache(maxsize=1)
def renamed_places() -> Mapping[str, str]:
    """Names of settlements before they were renamed, to those of today."""
    return {row["old"]: row["new"] for row in rows("renamed_places.tsv")}


@lru_cache(maxsize=1)
def oblasts() -> Mapping[str, tuple[str, ...]]:
    """The regions of Ukraine by number: what words for each begin with, lower case."""
    return {row["code"]: tuple(row["stems"].split(",")) for row in rows("oblasts.tsv")}
