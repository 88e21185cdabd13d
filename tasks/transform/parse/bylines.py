"""Bylines: who wrote an article, from labels, from the shape of names, and from first names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

from tasks.language import lexicon
from tasks.language.morphology import analyses
from tasks.language.text import straighten_apostrophes
from tasks.transform.parse.labels import fold, labels
from tasks.transform.parse.outlets import parse_site

_MAX_LENGTH = 160
_WORD = re.compile(r"[^\W\d_][\w'-]*$")
_INITIALS = re.compile(r"(?:[^\W\d_]\.-?){1,3}$")
_GLUED_INITIALS = re.compile(r"(?:[^\W\d_]\.){1,2}[^\W\d_][\w'-]+$")
_INITIAL_AT_END = re.compile(r"(?<!\w)[^\W\d_]\.$")
_LIST = re.compile(r"\s*[,;/|•·&]\s*|\s+(?:та|і|й|and|и)\s+")
_DOUBLED = re.compile(r"(?:[^:]{3,20}:\s*)?(?P<name>\S+(?: \S+){1,3})\s+(?P=name)")
# A full stop divides after a whole word only: initials have theirs.
_ROLE_DIVIDER = re.compile(r"\s*[,;/|•·(]\s*|\s+[–—-]\s+|\s*:\s*|(?<=\w{4})\.\s+")
_BRACKETS = re.compile(r"\s*\([^()\d]{2,40}\)")
_COMMA = re.compile(r"\s*[,–—]\s+")
_FROM = {"з", "із", "зі", "из", "для", "спеціально", "специально"}
_WORDS_OF_PROSE = {"VERB", "INFN", "ADVB", "PREP", "CONJ", "PRCL", "NUMR", "GRND", "PRED"}


class Evidence(IntEnum):
    """How sure it is that a line is a byline."""

    SHAPE = 1
    NAME = 2
    LABEL = 3


@dataclass(frozen=True, slots=True)
class Byline:
    """The authors a line names (none: it is only a role), and how sure that is."""

    names: tuple[str, ...]
    evidence: Evidence
    is_contributor: bool = False


# A line is asked about several times on its way, and bylines come again on every page.
@lru_cache(maxsize=2_000)
def parse_byline(text: str) -> Byline | None:
    """Read a line that names authors and nothing else."""
    if len(text) > _MAX_LENGTH:
        return None
    plain = straighten_apostrophes(text)
    if (label := labels().contributor_label.match(plain)) and label["rest"]:
        return Byline((text,), Evidence.LABEL, is_contributor=True)
    if (label := labels().byline_label.match(plain)) and label["rest"]:
        rest = text[label.start("rest") :]
        # Without a colon «Текст» or «Автор» may begin a sentence: the name must prove itself.
        if (named := _doubled(rest) or _read(rest) or _described(rest)) and (
            label["colon"] or named.evidence >= Evidence.NAME
        ):
            return Byline(named.names, Evidence.LABEL)
    if portrait := parse_portrait(text):
        return portrait
    if labels().role.match(plain) and _prefixed(plain) is None:
        is_role = len(plain.split()) <= 6 and not _has_prose(plain.split())
        return Byline((), Evidence.SHAPE) if is_role else None
    return _read(text) or _titled(text) or _described(text)


def parse_portrait(text: str) -> Byline | None:
    """Read the name of a portrait and the name under it, which stand on one line."""
    named = _doubled(text)
    return named if named and named.evidence >= Evidence.NAME else None


def same_authors(first: tuple[str, ...], second: tuple[str, ...]) -> bool:
    """Tell whether two bylines name the same people, in whatever order of names."""
    return {author_key(name) for name in first} == {author_key(name) for name in second}


def author_key(name: str) -> tuple[str, ...]:
    """What a name is compared by: «Вонс Ростислав» is «Ростислав Вонс»."""
    return tuple(sorted(fold(name).split()))


def _read(text: str) -> Byline | None:
    # «Інна Гайдар (текст), Влад Герасим (дані)»: what each of them did.
    body = _trim(_BRACKETS.sub("", text))
    if not body:
        return None
    if labels().desk.match(body) and len(body.split()) <= 5 and "," not in body:
        return Byline((body,), Evidence.NAME)
    pieces = [_trim(piece) for piece in _ROLE_DIVIDER.split(body)]
    pieces = [piece for piece in pieces if piece and not _is_role(piece)]
    if len(pieces) > 1:
        # «Лев Стрихар, Європейська правда, з Брюсселя»: where the author writes from and for.
        pieces = [piece for piece in pieces if not _is_whereabouts(piece)]
    names = [_strip_role(name) for piece in pieces for name in _LIST.split(piece) if name]
    if not names:
        return None
    found = [_evidence(name) for name in names]
    if None in found:
        return None
    # One proven name vouches for the others of its list.
    return Byline(tuple(names), max(level for level in found if level is not None))


def _is_whereabouts(piece: str) -> bool:
    words = piece.split()
    if words[0] in _FROM and len(words) <= 3:
        return True
    is_agency = labels().agencies.match(piece) is not None or parse_site(piece) is not None
    is_region = len(words) == 3 and is_place(words[0]) and words[2].startswith("обл")
    return is_agency or is_region or (len(words) == 1 and is_place(words[0])) or piece[0] in '«"'


def _doubled(text: str) -> Byline | None:
    """Read the words of a portrait and the name under it («Фото автора: Уляна Пригара …»)."""
    match = _DOUBLED.fullmatch(text)
    return _read(match["name"]) if match else None


def _titled(text: str) -> Byline | None:
    """Read a name that goes on as what its bearer is («Орест Калиновський Економіст»)."""
    words = text.split()
    name, rest = " ".join(words[:2]), " ".join(words[2:])
    if not rest or text.endswith(".") or not labels().occupation.match(rest.lower()):
        return None
    is_titled = words[2].istitle() and labels().occupation.match(words[2].lower())
    is_person = _evidence(name) is Evidence.NAME
    return Byline((name,), Evidence.NAME) if is_titled and is_person else None


def _described(text: str) -> Byline | None:
    """Read a name and, after a comma, what its bearer is («Ніна Сич, вчителька, депутатка»)."""
    name, *others = _COMMA.split(text)
    if not others or text.endswith((".", "!", "?", "…")) or len(name.split()) not in (2, 3):
        return None
    # Trades of the industry are English («Staff Engineer у Kavun Labs»).
    if not all(other[:1].islower() or other[:1].isascii() for other in others):
        return None
    if any(len(other.split()) > 7 or other[:1].isdigit() for other in others):
        return None
    if any(_is_verb(word) for other in others for word in other.split()):
        return None
    return Byline((name,), Evidence.SHAPE) if _evidence(name) is Evidence.NAME else None


def _is_verb(word: str) -> bool:
    best = next(iter(analyses(fold(word))), None)
    return best is not None and str(best.tag.POS) in {"VERB", "INFN", "PRED"}


def _trim(text: str) -> str:
    """Strip marks, but not the full stop of an initial («Гнатів О. В.»)."""
    trimmed = text.strip(" ,;|•·)")
    return trimmed if _INITIAL_AT_END.search(trimmed) else trimmed.rstrip(" .")


def _is_role(piece: str) -> bool:
    return labels().role.match(piece) is not None and _prefixed(piece) is None


def _strip_role(name: str) -> str:
    prefixed = _prefixed(name) or name.strip()
    words = prefixed.split()
    # «Гельмут Крафт dpa»
    is_agent = len(words) > 2 and labels().agencies.match(words[-1]) is not None
    return " ".join(words[:-1]) if is_agent else prefixed


def _prefixed(text: str) -> str | None:
    """The name that follows a role («журналіст Ростислав Вонс»)."""
    match = labels().role_prefix.match(text)
    rest = text[match.end() :].strip() if match else ""
    return rest if rest and _evidence(rest) is not None else None


def _evidence(name: str) -> Evidence | None:
    """Weigh a single name; None where it has not even the shape of one."""
    words = straighten_apostrophes(name).split()
    if not 1 <= len(words) <= 5 or fold(name) in labels().sections:
        return None
    # «О.Коваль» is written without a space as often as with one.
    if len(words) == 1 and _GLUED_INITIALS.match(words[0]):
        return Evidence.NAME
    big = [word for word in words if _WORD.match(word) and _is_big(word)]
    initials = [word for word in words if _INITIALS.match(word) and word[0].isupper()]
    small = [word for word in words if word not in big and word not in initials]
    if not big or any(fold(word) not in labels().particles for word in small):
        return None
    return Evidence.NAME if initials else _evidence_of_words(big)


def _evidence_of_words(big: list[str]) -> Evidence | None:
    is_all_sections = all(fold(word) in labels().sections for word in big)
    if is_all_sections or _has_prose(big) or (len(big) == 1 and is_place(big[0])):
        return None
    is_named = len(big) > 1 and any(fold(word) in _first_names() for word in big)
    return Evidence.NAME if is_named else Evidence.SHAPE


def _is_big(word: str) -> bool:
    particle, _, rest = word.partition("-")
    return word[0].isupper() or (particle in labels().particles and rest[:1].isupper())


def _has_prose(words: list[str]) -> bool:
    # Short words of foreign names («Ді», «Лі») are prepositions and particles to a dictionary.
    return any(_is_prose(fold(word)) for word in words if len(word) > 2)


@lru_cache(maxsize=20_000)
def _is_prose(word: str) -> bool:
    if word in _first_names() or not word.isalpha():
        return False
    best = analyses(word)[0]
    return bool(best.is_known) and str(best.tag.POS) in _WORDS_OF_PROSE


def is_place(word: str) -> bool:
    """Tell whether a word is the name of a city, a region or a country."""
    return fold(word) in _places()


@lru_cache(maxsize=1)
def _places() -> frozenset[str]:
    entries = [entry for entry in lexicon.names() if entry.kind in {"CITY", "REGION", "COUNTRY"}]
    return frozenset(fold(entry.uk) for entry in entries)


@lru_cache(maxsize=1)
def _first_names() -> frozenset[str]:
    entries = [entry for entry in lexicon.names() if entry.kind == "FIRST"]
    return frozenset(fold(form) for entry in entries for form in (entry.uk, entry.en))
