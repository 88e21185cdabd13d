"""English punctuation from Ukrainian: quotation marks, dashes of speech, commas."""

from __future__ import annotations

import re

_OPEN, _CLOSE = "“", "”"
_NO_COMMA_BEFORE = re.compile(
    r" ?,(?= (?:that|who|because|if|whether|so that|as if|than|to [a-z]+|until|what|how)\b)"
)
_BARE_SPEECH_DASH = re.compile(r", [–—-] (?=[^\W\d_])")
_SPEECH_DASH = re.compile(r"” ?(,)? ?[–—-] ")
_COMMA_OUTSIDE = re.compile(r"”(,|\.)(?=\s|$)")
_SENTENCE_START = re.compile(r"(?:[.!?…][”\"]? +|: “)[“\"(\[]*([a-z])")
_ABBREVIATION_END = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|St|a\.m|p\.m|vs|No|[A-Z])\. +$")


def pair_quotes(pieces: list[str]) -> list[str]:
    """Turn every quotation mark into an opening or a closing one, by turns."""
    is_open = False
    turned = []
    for piece in pieces:
        if piece in {"«", "“", "„"} or (piece == '"' and not is_open):
            turned.append(_OPEN)
            is_open = True
        elif piece in {"»", "”", '"'}:
            turned.append(_CLOSE)
            is_open = False
        else:
            turned.append(piece)
    return turned


def polish(line: str) -> str:
    """Put marks where English has them, and a capital at the start of every sentence."""
    line = _SPEECH_DASH.sub(",” ", line)
    line = _BARE_SPEECH_DASH.sub(", ", line)
    line = _NO_COMMA_BEFORE.sub("", line)
    line = _COMMA_OUTSIDE.sub(r"\1”", line)
    line = _SENTENCE_START.sub(_raise, line)
    line = line.replace("etc..", "etc.").replace("a.m..", "a.m.").replace("p.m..", "p.m.")
    return line.replace(_OPEN, '"').replace(_CLOSE, '"')


def _raise(match: re.Match[str]) -> str:
    text = match.group()
    if _ABBREVIATION_END.search(match.string[: match.start(1)]):
        return text
    return text[:-1] + text[-1].upper()
