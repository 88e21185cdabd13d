"""Words of the closed classes, whose readings no dictionary form decides.

`function_words.tsv` beside this file gives a form and its readings, the likeliest first,
between ` | `: part of speech, English, and the case, number and gender where it has them;
a bar in the English stands for a space, `-` for nothing. A verb has its lemma behind a
slash and its form in place of the case. A form listed there has these readings only.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files

from tasks.transform.translate.draft.reading import Pos, Reading


@lru_cache(maxsize=1)
def function_words() -> Mapping[str, tuple[Reading, ...]]:
    """The readings of every listed form, the likeliest first."""
    path = files("tasks.transform.translate.draft").joinpath("function_words.tsv")
    table = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        form, rest = line.split("\t")
        specs = rest.split(" | ")
        table[form] = tuple(_reading(form, spec, 0.3 * n) for n, spec in enumerate(specs))
    return table


def _reading(form: str, spec: str, cost: float) -> Reading:
    kind, english, *grammar = spec.split()
    english = "" if english == "-" else english.replace("|", " ")
    pos, _, lemma = kind.partition("/")
    first, number, gender = (*grammar, "", "", "")[:3]
    if pos == Pos.PREP:
        return Reading(Pos.PREP, form, english, governs=frozenset({first}), cost=cost)
    if english in {"Mr.", "Ms."}:
        notes = {"pers": "", "title": ""}
        return Reading(Pos.NOUN, form, english, first, "sing", gender, notes=notes, cost=cost)
    if pos == Pos.VERB:
        notes = {"copula": ""} if english == "be" else {"inf": "bare"}
        return Reading(
            Pos.VERB, lemma, english, "", number, gender, "3per", first, notes, cost=cost
        )
    return Reading(Pos(pos), lemma or form, english, first, number, gender, cost=cost)
