"""Tag lines: the keywords that an outlet gave its article."""

from __future__ import annotations

import re

from tasks.language.morphology import analyses
from tasks.language.text import straighten_apostrophes
from tasks.transform.parse.labels import fold, labels

_DIVIDERS = re.compile(r"\s*[,;|•·→]\s*|\s+/\s+")
_HASHED = re.compile(r"#\w[^#]{0,60}(?:\s*,?\s*#\w[^#]{0,60})*$")
_MAX_TAGS = 60
_NO_TAGS = {"відсутні", "немає", "без тегів", "нет", "отсутствуют"}
_VERBS = {"VERB", "INFN", "GRND", "PRED"}


def parse_tags(text: str) -> tuple[str, ...] | None:
    """Read a line that lists tags; None where it is something else.

    Where nothing but spaces stand between tags, grammar tells which words are one.
    """
    if _HASHED.match(text):
        return split_tags(text)
    label = labels().tag_label.match(straighten_apostrophes(text))
    if not label or not label["rest"]:
        return None
    rest = text[label.start("rest") :]
    if not label["colon"] and not _is_bare_list(text, rest):
        return None
    if _is_sentence(rest):
        return None
    return () if fold(rest) in _NO_TAGS else split_tags(rest)


def split_tags(text: str) -> tuple[str, ...]:
    """Split a list of tags by the strongest mark that it uses."""
    body = text.strip(" .,;|")
    if "#" in body:
        pieces = body.split("#")
    elif _DIVIDERS.search(body):
        pieces = _DIVIDERS.split(body)
    else:
        pieces = list(split_spaced(body) or body.split())
    unique: dict[str, str] = {}
    for piece in pieces:
        if tag := piece.strip(" ,;|•·."):
            unique.setdefault(fold(tag), tag)
    return tuple(unique.values())[:_MAX_TAGS]


def _is_sentence(rest: str) -> bool:
    pieces = _DIVIDERS.split(rest.rstrip("."))
    longest = max(len(piece.split()) for piece in pieces)
    return rest.endswith((".", "!", "?")) and longest > 5


def _is_bare_list(text: str, rest: str) -> bool:
    # Without a colon only the plain word can head a list («Теги США, Росія»).
    return (
        bool(re.match(r"(?:те[гґ]и|tags|tagged)\s", text, re.IGNORECASE))
        and not rest.endswith((".", "!", "?", ":"))
        and (bool(_DIVIDERS.search(rest) or "#" in rest) or len(rest.split()) <= 4)
    )


def split_spaced(text: str) -> tuple[str, ...] | None:
    """Split tags that nothing but spaces divide; None where the text is a sentence.

    What grammar binds is one tag: an adjective and its noun («відключення світла» and
    «Сумська область»), a preposition and both sides of it («санкції проти Росії»).
    """
    words = text.split()
    if any(_is_part(word, _VERBS) for word in words):
        return None
    tags: list[str] = []
    for at, word in enumerate(words):
        if at and _is_bound(words[at - 1], word):
            tags[-1] += f" {word}"
        else:
            tags.append(word)
    return tuple(tags)


def _is_bound(first: str, second: str) -> bool:
    if _is_part(first, {"PREP", "CONJ", "ADJF"}) or _is_part(second, {"PREP", "CONJ"}):
        return True
    # A noun that can only be in an oblique case depends on the one before it.
    cases = {str(parse.tag.case) for parse in analyses(fold(second)) if parse.is_known}
    return bool(cases) and not cases & {"nomn", "accs", "None"}


def _is_part(word: str, kinds: set[str]) -> bool:
    best = next(iter(analyses(fold(word))), None)
    return best is not None and bool(best.is_known) and str(best.tag.POS) in kinds
