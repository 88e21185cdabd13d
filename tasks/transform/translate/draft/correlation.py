"""Pairs of words that belong together: `як у місті, так і в селі` → both."""

from __future__ import annotations

from tasks.transform.translate.draft.reading import VERBAL, Pos, Reading, Unit

# How far the second half may be: beyond it, the first one is a plain `as`.
_REACH = 14
_BOTH = Reading(Pos.PARTICLE, "як", "both")
_AND = Reading(Pos.CONJ, "і", "and")


def correlate(units: list[Unit]) -> list[Unit]:
    """Write `як …, так і …` as both … and …, before anything is read into its commas."""
    at = 0
    while at < len(units):
        if units[at].lower == "як" and (second := _second_half(units, at)):
            comma, end = second
            both = Unit(units[at].tokens, [_BOTH], _BOTH)
            conjunction = Unit([t for unit in units[comma:end] for t in unit.tokens], [_AND], _AND)
            units = [*units[:at], both, *units[at + 1 : comma], conjunction, *units[end:]]
        at += 1
    return units


def _second_half(units: list[Unit], at: int) -> tuple[int, int] | None:
    """Where `, так і` begins and ends; None if a clause comes first."""
    for n in range(at + 1, min(at + _REACH, len(units) - 1)):
        word = units[n]
        if word.lower == "," and units[n + 1].lower in _SO:
            end = n + 2
            if units[n + 1].lower == "так" and end < len(units) and units[end].lower in {"і", "й"}:
                return n, end + 1
            return (n, end) if units[n + 1].lower != "так" else None
        if word.readings[0].pos in VERBAL or word.lower in {";", ":"}:
            return None
    return None


_SO = frozenset({"так", "так і", "так й"})
