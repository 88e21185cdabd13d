"""Numbers as English prints them: 1 500 → 1,500; 2,5 → 2.5; 5-го → 5th; 1990-х → 1990s."""

from __future__ import annotations

import re

_GROUP_SPACE = re.compile("(?<=\\d)[ \u00a0\u202f](?=\\d{3})")
_DECIMAL_COMMA = re.compile(r"(?<=\d),(?=\d)")
_SUFFIX = re.compile("-([\u0400-\u052f']+)$")
_ORDINALS = {1: "st", 2: "nd", 3: "rd"}


def english_number(text: str) -> str:
    """Rewrite the signs of a number; its digits never change."""
    if text.endswith("%"):
        return english_number(text.rstrip(" %")) + "%"
    match = _SUFFIX.search(text)
    figure = text[: match.start()] if match else text
    figure = _GROUP_SPACE.sub(",", _DECIMAL_COMMA.sub(".", figure))
    if match is None:
        return figure
    if match[1] in {"х", "ті", "ми", "их", "тих"}:
        return figure + "s" if figure.endswith("0") else figure
    return figure + ordinal_suffix(figure)


def ordinal_suffix(figure: str) -> str:
    """Give the letters after a figure: 1st, 22nd, 13th."""
    value = int(re.sub(r"\D", "", figure)[-2:] or 0)
    return "th" if 10 < value < 20 else _ORDINALS.get(value % 10, "th")
