"""The English of an organisation: as the gazetteer has it, translated or spelled."""

from __future__ import annotations

from functools import lru_cache

from tasks.language import lexicon
from tasks.language.morphology import analyses
from tasks.language.romanize import romanize
from tasks.language.text import has_cyrillic, straighten_apostrophes
from tasks.transform.tag.naming import English
from tasks.transform.tag.organizations.proposal import Proposal
from tasks.transform.tag.organizations.vocabulary import is_national
from tasks.transform.tag.places.settlements import districts
from tasks.transform.tag.tables import rows
from tasks.transform.tag.words import keys

# Within a title these stay small.
_SMALL = frozenset(
    {
        "a", "an", "and", "as", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to",
        "with", "bez", "dlia", "i", "na", "ta", "u", "v", "z", "za",
    }
)  # fmt: skip


@lru_cache(maxsize=20_000)
def english_name(name_uk: str, english: English) -> str:
    """Give an institution's English name; the gazetteer knows best."""
    if known := known_english(name_uk) or _of_nation(name_uk):
        return known
    place, rest = _of_settlement(name_uk)
    text = " ".join(filter(None, (place, _plain(english(rest)))))
    if not text or has_cyrillic(text):
        text = romanize(name_uk)
    return title_case(text)


def _of_nation(name_uk: str) -> str | None:
    """The English of «Грецька берегова охорона», if the tables have the body without the nation."""
    adjective, _, rest = name_uk.partition(" ")
    known = known_english(rest) if is_national(adjective) else None
    if known is None:
        return None
    nations = (_english_adjectives().get(key) for key in sorted(keys(adjective)))
    nation = next(filter(None, nations), None)
    return f"{'US' if nation == 'American' else nation} {known}" if nation else None


@lru_cache(maxsize=1)
def _english_adjectives() -> dict[str, str]:
    return {entry.uk: entry.en for entry in lexicon.words() if entry.kind == "ADJ"}


@lru_cache(maxsize=20_000)
def _of_settlement(name_uk: str) -> tuple[str, str]:
    """Cut «Деражнянський районний суд» into the town in English and what is there."""
    adjective, _, rest = name_uk.partition(" ")
    lower = straighten_apostrophes(adjective).lower()
    if not rest or not lower.endswith(_OF_SETTLEMENT) or lower[:-1] in _adjective_stems():
        return "", name_uk
    stem = lower.removesuffix("ий").removesuffix("а").removesuffix("е")
    known = {**districts().get(f"{stem}а", {}), **districts().get(f"{stem}ий", {})}
    centre = next((district.centre for district in known.values() if district.centre), "")
    if not centre:
        return "", name_uk
    return _place_names().get(centre) or romanize(centre), rest


_OF_SETTLEMENT = ("ський", "ська", "ське", "цький", "цька", "цьке", "зький", "зька", "зьке")


@lru_cache(maxsize=1)
def _adjective_stems() -> frozenset[str]:
    """Adjectives of the lexicon without the last letter of each gender: their English is known."""
    stems = {adjective.removesuffix("ий") for adjective in _english_adjectives()}
    return frozenset({*stems, *(f"{stem}и" for stem in stems)})


def _plain(text: str) -> str:
    """Take the article off."""
    text = text.strip()
    for article in ("the ", "The ", "a ", "A ", "an ", "An "):
        text = text.removeprefix(article)
    return text


def english_of(item: Proposal, english: English) -> str:
    """Give the English of what was found."""
    if item.stands_for:
        return english_of(item.stands_for, english)
    if item.name_en:
        return item.name_en
    if item.spelled:
        return known_english(item.name_uk) or title_case(_spelled(item.name_uk))
    if known := known_english(item.name_uk):
        return known
    name = english_name(item.base_uk or item.name_uk, english)
    if item.honoured_uk and not item.name_uk[0].isdigit():
        name = f"{_person(item.honoured_uk)} {name}"
    if item.place_uk:
        name = with_place(name, _place(item, english))
    elif item.place_en:
        name = with_place(name, item.place_en)
    return f"{name} in {item.seat_en}" if item.seat_en else name


def _spelled(name_uk: str) -> str:
    """Write a name in Latin letters; suppliers of power and heat have «energo» in theirs."""
    text = romanize(name_uk)
    return f"{text[:-6]}energo" if text.endswith("enerho") else text


def _place(item: Proposal, english: English) -> str:
    """Write in English where an institution is: «округ Свеа», «Одеська область»."""
    place = _plain(english(item.place_uk))
    if not item.place_name_uk:
        return place
    own = _place_names().get(item.place_name_uk) or romanize(item.place_name_uk)
    return f"{own} {title_case(place)}"


@lru_cache(maxsize=1)
def _place_names() -> dict[str, str]:
    kinds = {"CITY", "REGION", "COUNTRY"}
    return {entry.uk: entry.en for entry in lexicon.names() if entry.kind in kinds}


def _person(genitive: str) -> str:
    """Write in English after whom an institute is called: «Роберта Коха», «Гопкінса»."""
    return " ".join(map(_person_word, genitive.split()))


@lru_cache(maxsize=20_000)
def _person_word(word: str) -> str:
    if word in {"і", "й", "та"}:
        return "and"
    for parse in analyses(word.lower()):
        if parse.tag.case == "gent":
            nominative = str(parse.normal_form).capitalize()
            return _personal_names().get(nominative) or romanize(nominative)
    return romanize(word)


@lru_cache(maxsize=1)
def _personal_names() -> dict[str, str]:
    return {entry.uk: entry.en for entry in lexicon.names() if entry.kind in {"FIRST", "LAST"}}


def with_place(name_en: str, place_en: str) -> str:
    """Say whose an institution is: «Central Bank of the Netherlands», «Estonian Navy»."""
    if name_en in _LOCAL:
        return f"{_nationals().get(place_en, place_en)} {_LOCAL[name_en]}"
    if name_en.endswith(_NATIONAL) and (nation := _nationals().get(place_en)):
        return f"{nation} {name_en}"
    return f"{name_en} of {'the ' if place_en in _with_article() else ''}{place_en}"


# «Vinnytsia City Council», but «Parliament of Denmark».
_LOCAL = {
    "City Council": "City Council",
    "City Hall": "City Hall",
    "District Council": "District Council",
    "Regional Council": "Regional Council",
    "Mayor's Office": "City Hall",
    "Police": "police",
    "Government": "government",
}
# The press writes «Russian Health Ministry», and «Ministry of Health of Russia».
_NATIONAL = ("Ministry", "Navy", "Army", "Air Force", "Armed Forces", "Coast Guard")


@lru_cache(maxsize=1)
def _nationals() -> dict[str, str]:
    """The English adjective of a country, by its English name."""
    english = _english_adjectives()
    firsts = ((row["en"], row["adjectives"].split(",")[0]) for row in rows("countries.tsv"))
    found = {country: english[adjective] for country, adjective in firsts if adjective in english}
    return found | {"United States": "US", "United Kingdom": "British"}


@lru_cache(maxsize=1)
def _with_article() -> frozenset[str]:
    kinds = {"COUNTRY", "ORG"}
    return frozenset(
        entry.en for entry in lexicon.names() if entry.kind in kinds and entry.has("the")
    )


def known_english(name_uk: str) -> str | None:
    """The English of a name in the nominative that the tables have."""
    return _known().get(straighten_apostrophes(name_uk).lower())


@lru_cache(maxsize=1)
def _known() -> dict[str, str]:
    kinds = {"ORG", "MEDIA", "COMPANY", "NAME"}
    return {
        straighten_apostrophes(entry.uk).lower(): entry.en
        for entry in (*lexicon.phrases(), *lexicon.names())
        if entry.kind in kinds
    }


def known_latin(name: str) -> str:
    """The English of a name in Latin letters: «The New York Times» is New York Times."""
    plain = name.removeprefix("The ")
    return _known_latin().get(plain.lower(), plain)


@lru_cache(maxsize=1)
def _known_latin() -> dict[str, str]:
    return {
        entry.en.lower(): entry.en
        for entry in lexicon.names()
        if entry.kind in {"ORG", "MEDIA", "COMPANY"}
    }


def title_case(text: str) -> str:
    """Write the name of an institution with capitals."""
    words = text.split(" ")
    return " ".join(
        word if number and word in _SMALL else word[:1].upper() + word[1:]
        for number, word in enumerate(words)
    )
