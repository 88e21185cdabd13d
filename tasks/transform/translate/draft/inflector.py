"""Ask lemminflect for an English form, and tell which word of a phrase to inflect."""

from __future__ import annotations

import re

_HEAD_END = re.compile(
    r" (?:of|above|below|in|on|at|for|to|from|with|by|against|under|between|about|and|without|"
    r"as|into|over|who|that|which)\b"
)
_PLAIN_WORD = re.compile(r"[A-Za-z][A-Za-z'-]*[A-Za-z]")


def form_of(word: str, tag: str) -> str:
    """Give the form of a word by its Penn tag (VBD, NNS, JJR, …); empty where there is none."""
    from lemminflect import getInflection  # with numpy and its tables: 0.4 s

    # Its rules for unknown words index into them: one letter or none is too short.
    forms = getInflection(word, tag=tag) if _PLAIN_WORD.fullmatch(word) else ()
    return str(forms[0]) if forms else ""


def cut_noun(noun: str) -> tuple[str, str, str]:
    """Cut a noun phrase around its head: `search | for …`, `prime | minister | of …`."""
    cut = _HEAD_END.search(noun)
    end = cut.start() if cut else len(noun)
    before, space, head = noun[:end].rpartition(" ")
    return before + space, head, noun[end:]


def cut_verb(verb: str) -> tuple[str, str, str]:
    """Cut a verb phrase around what inflects: `re- | open | …`, `take | part`."""
    first, space, rest = verb.partition(" ")
    prefix, hyphen, stem = first.rpartition("-")
    return prefix + hyphen, stem, space + rest
