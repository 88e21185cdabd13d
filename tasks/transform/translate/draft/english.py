"""English word forms, over lemminflect, with the cases that it gets wrong."""

from __future__ import annotations

import re
from functools import lru_cache

# lemminflect answers "be" with "am", doubles wrongly or leaves these to chance.
_PAST = {
    "be": "was", "shell": "shelled", "lie": "lied", "cost": "cost", "hit": "hit", "broadcast":
    "broadcast", "forecast": "forecast", "target": "targeted", "benefit": "benefited", "focus":
    "focused", "bid": "bid", "wound": "wounded", "lead": "led", "spread": "spread", "put": "put",
    "cut": "cut", "set": "set", "let": "let", "shut": "shut", "hang": "hung", "get": "got",
    "plead": "pleaded", "found": "founded", "fell": "felled", "fly": "flew", "shine": "shone",
    "strive": "strove", "can": "could", "may": "might", "must": "must", "should": "should",
}  # fmt: skip
_PARTICIPLE = {
    **_PAST, "be": "been", "get": "gotten", "strike": "struck", "fly": "flown", "prove": "proven",
    "can": "been able to", "strive": "striven",
}  # fmt: skip
_GERUND = {"be": "being", "die": "dying", "lie": "lying", "tie": "tying", "target": "targeting",
    "focus": "focusing", "benefit": "benefiting", "can": "being able to"}  # fmt: skip
_THIRD = {"be": "is", "have": "has", "can": "can", "may": "may", "must": "must", "should": "should",
    "do": "does", "go": "goes"}  # fmt: skip
_PLURAL = {
    "person": "people", "child": "children", "man": "men", "woman": "women", "serviceman":
    "servicemen", "percent": "percent", "drone": "drones", "series": "series", "aircraft":
    "aircraft", "means": "means", "police": "police", "media": "media", "staff": "staff",
    "spokesman": "spokesmen", "headquarters": "headquarters", "crossroads": "crossroads",
    "troops": "troops", "species": "species", "hryvnia": "hryvnias", "euro": "euros", "data":
    "data", "fish": "fish", "half": "halves", "virus": "viruses", "personnel": "personnel",
    "chief": "chiefs", "roof": "roofs", "proof": "proofs", "photo": "photos", "video": "videos",
    "percentage": "percentages", "sheep": "sheep", "foot": "feet", "tooth": "teeth",
    "phenomenon": "phenomena", "crisis": "crises", "analysis": "analyses", "basis": "bases",
}  # fmt: skip
_HEAD_END = re.compile(
    r" (?:of|above|below|in|on|at|for|to|from|with|by|against|under|between|about|and|without|"
    r"as|into|over|who|that|which)\b"
)


def plural(noun: str) -> str:
    """Give the plural of a noun phrase: its head is the word before the first preposition."""
    cut = _HEAD_END.search(noun)
    if cut:
        return _plural(noun[: cut.start()]) + noun[cut.start() :]
    return _plural(noun)


@lru_cache(maxsize=20_000)
def _plural(noun: str) -> str:
    before, space, last = noun.rpartition(" ")
    if last in _PLURAL:
        return before + space + _PLURAL[last]
    if not last[-1:].isalpha() or (last.isupper() and len(last) > 1):
        return noun + "s" if last.isupper() else noun
    if last[0].isupper():
        return before + space + (last + "es" if last[-1] in "sxz" else last + "s")
    return before + space + _inflect(last, "NNS", last + "s")


def past(verb: str) -> str:
    """Give the simple past of a verb phrase: `take part` → `took part`."""
    return _with_first(verb, "VBD")


def participle(verb: str) -> str:
    """Give the past participle of a verb phrase."""
    return _with_first(verb, "VBN")


def gerund(verb: str) -> str:
    """Give the -ing form of a verb phrase."""
    return _with_first(verb, "VBG")


def third_person(verb: str) -> str:
    """Give the third person singular present of a verb phrase."""
    return _with_first(verb, "VBZ")


_KNOWN = {"VBD": _PAST, "VBN": _PARTICIPLE, "VBG": _GERUND, "VBZ": _THIRD}
_REGULAR = {"VBD": "ed", "VBN": "ed", "VBG": "ing", "VBZ": "s"}


@lru_cache(maxsize=20_000)
def _with_first(verb: str, tag: str) -> str:
    first, space, rest = verb.partition(" ")
    prefix, hyphen, stem = first.rpartition("-")
    form = _KNOWN[tag].get(stem) or _inflect(stem, tag, stem + _REGULAR[tag])
    return prefix + hyphen + form + space + rest


def comparative(adjective: str) -> str:
    """Give the comparative of an adjective or adverb."""
    return _degree(adjective, "JJR", "more")


def superlative(adjective: str) -> str:
    """Give the superlative of an adjective or adverb, without the article."""
    return _degree(adjective, "JJS", "most")


_DEGREES = {"good": ("better", "best"), "bad": ("worse", "worst"), "far": ("farther", "farthest"),
    "well": ("better", "best"), "much": ("more", "most"), "many": ("more", "most"),
    "little": ("less", "least"), "few": ("fewer", "fewest")}  # fmt: skip
_SHORT = re.compile(r"[^aeiouy]*(?:[aeiouy]+[^aeiouy]*)(?:y|le|ow)?")


@lru_cache(maxsize=5_000)
def _degree(adjective: str, tag: str, word: str) -> str:
    if adjective in _DEGREES:
        return _DEGREES[adjective][tag == "JJS"]
    if adjective.split(maxsplit=1)[0] in {"more", "most", "better", "best", "less", "least"}:
        return adjective
    if not _SHORT.fullmatch(adjective):
        return f"{word} {adjective}"
    return _inflect(adjective, tag, f"{word} {adjective}")


@lru_cache(maxsize=20_000)
def _inflect(word: str, tag: str, otherwise: str) -> str:
    from lemminflect import getInflection  # loads numpy: 0.2 s that look-ups do not need

    # Its rules for unknown words index into them: one letter or none is too short.
    forms = getInflection(word, tag=tag) if _PLAIN_WORD.fullmatch(word) else ()
    return str(forms[0]) if forms else otherwise


_PLAIN_WORD = re.compile(r"[A-Za-z][A-Za-z'-]*[A-Za-z]")


def indefinite_article(following: str) -> str:
    """Choose between a and an by the sound of the word that follows."""
    word = re.split(r"[\s-]", following.lstrip("\"'“‘("), maxsplit=1)[0]
    if _AN.match(word):
        return "an"
    return "a"


_AN = re.compile(
    r"(?:[aeio](?!ne\b|nce\b|uro|w[eé]|uk)|u(?!k|ni[^nm]|s[aeiu]|t[aeiou]|r[aeiou]|FO\b)"
    r"|hour|hono|heir|8|11\b|18\b|[AEFHILMNORSX](?=[A-Z\d.-]|$))"
)
