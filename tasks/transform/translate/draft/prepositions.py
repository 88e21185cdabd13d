"""Prepositions and bare cases: what they govern, and their English by the noun they stand at."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from tasks.transform.translate.draft import dictionary
from tasks.transform.translate.draft.compiled import base_form
from tasks.transform.translate.draft.reading import Pos, Reading, word_set

CASES = {"Gen": "gent", "Dat": "datv", "Acc": "accs", "Ins": "ablt", "Loc": "loct"}

# Cases beyond those that the lexicon lists.
_GOVERNED = {
    "в": "loct accs gent", "на": "loct accs", "з": "gent ablt accs", "за": "accs ablt gent",
    "під": "ablt accs", "по": "loct accs", "між": "ablt gent", "над": "ablt accs", "перед": "ablt",
    "про": "accs", "через": "accs", "о": "loct accs", "об": "loct accs", "при": "loct",
    "проти": "gent", "крізь": "accs", "повз": "accs", "понад": "accs ablt",
}  # fmt: skip

# English by preposition and case; the kinds of noun are those of `_kind`, `*` is any other.
_ENGLISH: dict[tuple[str, str], dict[str, str]] = {
    ("в", "loct"): {"day": "on", "number": "in", "*": "in"},
    ("в", "accs"): {"day": "on", "time": "in", "place": "to", "number": "in", "*": "in"},
    ("в", "gent"): {"*": "of", "pers": "from"},
    ("на", "loct"): {"place": "in", "area": "in", "event": "at", "*": "on"},
    ("на", "accs"): {"time": "for", "number": "by", "place": "to", "area": "to", "event": "to",
        "*": "for"},
    ("з", "gent"): {"time": "since", "day": "since", "number": "from", "*": "from"},
    ("з", "ablt"): {"*": "with"},
    ("з", "accs"): {"*": "about"},
    ("за", "accs"): {"time": "in", "number": "for", "*": "for"},
    ("за", "ablt"): {"source": "according to", "border": "outside", "barrier":
        "behind", "pers": "behind", "*": "by"},
    ("за", "gent"): {"*": "under"},
    ("до", "gent"): {"time": "before", "day": "before", "number": "to", "*": "to"},
    ("від", "gent"): {"time": "since", "*": "from"},
    ("по", "loct"): {"place": "across", "area": "across", "day": "on", "*": "on"},
    ("по", "accs"): {"*": "for", "day": "through"},
    ("через", "accs"): {"time": "in", "day": "in", "*": "because of"},
    ("під", "ablt"): {"place": "near", "*": "under"},
    ("під", "accs"): {"*": "under"},
    ("о", "loct"): {"*": "at"},
    ("об", "loct"): {"*": "at"},
    ("при", "loct"): {"*": "at"},
    ("про", "accs"): {"*": "about"},
    ("перед", "ablt"): {"*": "before", "pers": "in front of"},
    ("між", "ablt"): {"*": "between"},
    ("над", "ablt"): {"*": "over"},
    ("понад", "accs"): {"*": "more than"},
}  # fmt: skip

# The case to think of where the noun shows none: `на 5%`, `в США`.
_USUAL_CASES = {"в": "loct", "на": "accs", "з": "gent", "за": "accs", "до": "gent", "від": "gent",
    "по": "loct", "через": "accs", "під": "ablt", "перед": "ablt", "між": "ablt"}  # fmt: skip

_DAYS = word_set("понеділок вівторок середа четвер п'ятниця субота неділя день вечір ранок вихідні")
_EVENTS = word_set(
    "засідання зустріч саміт конференція брифінг нарада форум пресконференція мітинг з'їзд "
    "похорон церемонія вечірка концерт фестиваль матч станція вокзал зупинка завод фабрика "
    "підприємство рівень переговори вибори виставка чемпіонат етап робота завершення початок "
    "ігри гра турнір олімпіада парад вистава прем'єра слухання раунд іспит похорони весілля "
    "відкриття кінець висота глибина швидкість відстань адреса сесія урок лекція кордон"
)
_AREAS = word_set(
    "територія захід схід північ південь напрямок напрям ринок місто село регіон область край "
    "світ країна острів батьківщина практика мова війна політика фото фотографія відео увага "
    "майбутнє життя галузь сфера суспільство столиця район промисловість діапазон"
)
_SOURCES = word_set(
    "слово дані інформація повідомлення оцінка думка прогноз версія підрахунок закон правило план "
    "звіт джерело результат розрахунок свідчення опитування дослідження статистика"
)
_BORDERS = frozenset({"межа", "кордон"})
_BARRIERS = word_set(
    "двері вікно стіна паркан будинок будівля ріка річка дерево кермо спина ліс гора ґрати дім "
    "хмара кут ріг огорожа лаштунки"
)
_PLACE_KINDS = frozenset({"CITY", "REGION", "COUNTRY", "RIVER"})


@lru_cache(maxsize=500)
def governed_cases(word: str) -> frozenset[str]:
    """The cases a preposition may govern."""
    base = base_form(word)
    if base in _GOVERNED:
        return frozenset(_GOVERNED[base].split())
    entry = dictionary.word(base, "ADP")
    if entry is None:
        return frozenset({"gent"})
    cases = {case for (first, case) in government(entry.notes.get("gov", "")) if not first}
    return frozenset(cases) or frozenset({"gent"})


@lru_cache(maxsize=5_000)
def government(gov: str) -> Mapping[tuple[str, str], str]:
    """Parse a `gov=` note: preposition ("" for none) and case → English."""
    found: dict[tuple[str, str], str] = {}
    for part in gov.split(","):
        left, _, text = part.partition(":")
        preposition, plus, case = left.rpartition("+")
        if case in CASES:
            found.setdefault((base_form(preposition) if plus else "", CASES[case]), text)
    return found


def english_preposition(preposition: Reading, case: str, noun: Reading) -> str:
    """Translate a preposition by its case and by the kind of its noun."""
    if " " in preposition.lemma:
        return preposition.en
    base = base_form(preposition.lemma)
    options = _ENGLISH.get((base, case or _USUAL_CASES.get(base, "")))
    if options is None:
        cases = government(preposition.notes.get("gov", ""))
        return cases.get(("", case), preposition.en)
    return options.get(_kind(noun), options["*"])


def _kind(noun: Reading) -> str:
    lemma = noun.lemma.rpartition(" ")[2]
    if lemma in _DAYS:
        return "day"
    if noun.has("time"):
        return "time"
    if noun.pos is Pos.DIGITS or noun.has("unit"):
        return "number"
    if noun.has("pers"):
        return "pers"
    if noun.notes.get("kind") in _PLACE_KINDS or noun.has("iso"):
        return "place"
    for kind, lemmas in (
        ("event", _EVENTS), ("area", _AREAS), ("source", _SOURCES), ("border", _BORDERS),
        ("barrier", _BARRIERS),
    ):  # fmt: skip
        if lemma in lemmas:
            return kind
    return "*"
