"""What a word looks like where a name may stand, and the small pieces between names."""

from __future__ import annotations

import re
from enum import IntEnum
from functools import lru_cache

from tasks.language.morphology import dictionary_forms
from tasks.transform.tag.gazetteer import is_everyday
from tasks.transform.tag.names import country_of, is_known
from tasks.transform.tag.people.cues import is_particle
from tasks.transform.tag.people.readings import first_names, generation, surnames
from tasks.transform.tag.words import Words, is_acronym

_OPENING = "«\"“„'‘("
_ADJECTIVE = re.compile(r"(?:ий|ого|ому|ськ(?:им|ім|а|ої|ій|у|ою))$")
# «БпАК», «КАБи», but «МакГрегор», «ДеСантіс»
_INNER_CAPITAL = re.compile(r"(?<![-'’ʼ‘`´‑])(?<!Мак)(?<!Де)(?<!Ді)(?<!Ла)(?<!^)[А-ЯІЇЄҐ]")
_CLOSING = "»\"”“'’)"


class Quality(IntEnum):
    """How much a word looks like a surname; an everyday word is one after a first name only."""

    NONE = 0
    EVERYDAY = 1
    FIRST_NAME = 2
    UNKNOWN = 3
    SURNAME = 4


@lru_cache(maxsize=50_000)
def quality(word: str) -> Quality:
    """Tell whether a word may be a surname: known as one, or known as nothing else."""
    core = core_of(word)
    if not core or len(core) < 2 or not is_lettered(core):
        return Quality.NONE
    if is_acronym(core) and (len(core) < 4 or is_known(core)):
        return Quality.NONE
    if surnames(core):
        # «Грузія» and «Рада» are surnames, too, but hardly those of the news.
        return Quality.NONE if country_of(core) else Quality.SURNAME
    if first_names(core):
        return Quality.FIRST_NAME
    if country_of(core) or is_known(core):
        # «Денис Казанський», «Вікентій Маяк»
        may_be = _ADJECTIVE.search(core) or (is_everyday(core) and not country_of(core))
        return Quality.EVERYDAY if may_be else Quality.NONE
    # «Степан ГІГА»
    return Quality.EVERYDAY if is_acronym(core) or is_everyday(core) else Quality.UNKNOWN


@lru_cache(maxsize=50_000)
def core_of(word: str) -> str:
    """The capitalised part of a surname: «Асад» of «аль-Асад»; empty if it has none."""
    prefix, _, rest = word.rpartition("-")
    if word[0].isupper():
        # «Голодомор-геноцид» is no double surname, «Кеннеді-молодший» is one.
        is_one = not prefix or not rest[0].islower() or "-" in prefix or generation(word)[1]
        return word if is_one else ""
    is_prefixed = bool(prefix) and rest[:1].isupper()
    return rest if is_prefixed and all(map(is_particle, prefix.split("-"))) else ""


@lru_cache(maxsize=20_000)
def is_in_dictionary(word: str) -> bool:
    """Tell whether the dictionary has a word, whatever it may be: «фермерка»."""
    return bool(dictionary_forms(word.lower()))


def is_initial(words: Words, at: int) -> bool:
    """Tell whether a word is a capital letter (or «Дж», «Ю») with a full stop."""
    word = words.items[at]
    if not (len(word.text) == 1 or word.text in {"Дж", "Дз"}) or not word.text[0].isupper():
        return False
    return words.text[word.end : word.end + 1] == "." and word.text.isalpha()


def is_nickname(words: Words, at: int) -> bool:
    """Tell whether one word between quotation marks or brackets stands between two names."""
    items = words.items
    if at + 1 >= len(items) or len(items[at].gap) != 1 or len(items[at + 1].gap) != 1:
        return False
    before, after = words.text[items[at].start - 1], words.text[items[at].end]
    is_marked = before in _OPENING and after in _CLOSING
    return is_marked and bool(core_of(items[at + 1].text)) and items[at + 1].text[0].isupper()


def particles(words: Words, at: int) -> int:
    """Skip particles before a surname («фон дер»); the number of the first other word."""
    here = at
    while here < len(words.items) - 1 and _is_particle_here(words.items[here].text):
        if words.items[here].gap or words.items[here + 1].gap:
            return at
        here += 1
    return here if core_of(words.items[here].text) else at


def _is_particle_here(text: str) -> bool:
    # «Роберт Де Ніро», but «Бен Аффлек»
    return is_particle(text) or (is_particle(text.lower()) and not first_names(text))


def is_lettered(word: str) -> bool:
    """Tell whether a word is of Cyrillic letters, and no abbreviation: «БпАК», «Су-34»."""
    if not word.isupper() and _INNER_CAPITAL.search(word):
        return False
    return word[-1].isalpha() and not any(map(str.isdigit, word)) and not word.isascii()
