"""English word forms, over lemminflect, with the cases that it gets wrong.

The forms of all words of the lexicon are in the compiled tables. Others (romanised, mostly)
are regular: lemminflect is not asked for them, since to load it takes 0.4 s.
"""

from __future__ import annotations

import re
from functools import lru_cache

from tasks.transform.translate.draft import inflector
from tasks.transform.translate.draft.compiled import tables

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


@lru_cache(maxsize=20_000)
def plural(noun: str) -> str:
    """Give the plural of a noun phrase: its head is the word before the first preposition."""
    before, head, after = inflector.cut_noun(noun)
    if head in _PLURAL:
        return before + _PLURAL[head] + after
    if not head[-1:].isalpha() or (head.isupper() and len(head) > 1):
        return before + head + ("s" if head.isupper() else "") + after
    if head[0].isupper():
        return before + head + ("es" if head[-1] in "sxz" else "s") + after
    return before + _inflect(head, "NNS") + after


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


@lru_cache(maxsize=20_000)
def _with_first(verb: str, tag: str) -> str:
    prefix, stem, rest = inflector.cut_verb(verb)
    form = _KNOWN[tag].get(stem) or _inflect(stem, tag)
    return prefix + form + rest


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
    return tables()["inflections"][tag].get(adjective) or f"{word} {adjective}"


def _inflect(word: str, tag: str) -> str:
    return tables()["inflections"][tag].get(word) or _regular(word, tag)


_REGULAR = {"VBD": "ed", "VBN": "ed", "VBG": "ing", "VBZ": "s", "NNS": "s"}
_SIBILANT = re.compile(r"(?:[sxz]|[cs]h)$")
_CONSONANT_Y = re.compile(r"(?<=[^aeiou])y$")


def _regular(word: str, tag: str) -> str:
    """Spell a regular form: taxes, parties, moved, moving."""
    ending = _REGULAR[tag]
    if ending == "s":
        ending = "es" if _SIBILANT.search(word) else "s"
    if ending != "ing":
        word = _CONSONANT_Y.sub("i" if ending == "ed" else "ie", word)
    return word.removesuffix("e" if ending in {"ed", "ing"} else "") + ending


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
