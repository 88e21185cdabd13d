"""Choose one reading a unit: the cheapest path through the automaton of agreement.

States and transitions are made when first met and kept, so that a step costs a look-up.
"""

from __future__ import annotations

import threading
from collections import defaultdict

from tasks.transform.translate.draft.agreement import START, State, step
from tasks.transform.translate.draft.features import Features, FeaturesKey, features_of
from tasks.transform.translate.draft.reading import Reading, Unit

# Four paths score as eight and sixteen do (17.10, 17.09 and 17.09 BLEU on FLORES dev).
_BEAM = 4
# Then a new automaton begins, so that memory stays flat over any corpus.
_MAX_TRANSITIONS = 300_000

# The cost of a reading, and the number of the state behind it.
_Transition = tuple[float, int]

_lock = threading.Lock()
_features: list[Features] = []
_features_ids: dict[FeaturesKey, int] = {}


class _Automaton:
    """States by number, and the transitions met so far: by features, then by state."""

    def __init__(self) -> None:
        self.states: list[State] = [START]
        self.state_ids: dict[State, int] = {START: 0}
        # Many lead to the same state at the same cost: one tuple serves them all.
        self.targets: dict[_Transition, _Transition] = {}
        self.transitions: defaultdict[int, dict[int, _Transition]] = defaultdict(dict)
        self.size = 0

    def add(self, state: int, features: int) -> _Transition:
        """Work out the cost of a reading behind a state, and the state after it."""
        cost, then = step(self.states[state], _features[features])
        with _lock:
            # One look-up where it is known: to hash a state costs as much as to reach it.
            number = self.state_ids.setdefault(then, len(self.states))
            if number == len(self.states):
                self.states.append(then)
            found = self.targets.setdefault((cost, number), (cost, number))
            self.transitions[features][state] = found
            self.size += 1
        return found


class _Current:
    """The automaton in use; a sentence keeps the one that it began with."""

    automaton = _Automaton()


# What the readings up to a unit cost together, the unit, its reading and the path before it:
# a plain tuple, since three are made for every word.
_Path = tuple[float, Unit | None, Reading | None, "_Path | None"]


def disambiguate(units: list[Unit]) -> None:
    """Set `chosen` of every unit to its reading on the cheapest path."""
    automaton = _Current.automaton
    if automaton.size > _MAX_TRANSITIONS:
        automaton = _Current.automaton = _Automaton()
    paths: dict[int, _Path] = {0: (0.0, None, None, None)}
    for unit in units:
        paths = _extended(paths, unit, automaton)
    last: _Path | None = min(paths.values(), key=lambda path: path[0])
    while last is not None:
        _, chosen_for, reading, last = last
        if chosen_for is not None and reading is not None:
            chosen_for.chosen = reading


def _extended(paths: dict[int, _Path], unit: Unit, automaton: _Automaton) -> dict[int, _Path]:
    # The innermost loop of the engine: the best way to a state replaces the one before it.
    reached: dict[int, _Path] = {}
    for reading in unit.readings:
        features = reading.features
        if features < 0:
            features = _features_id(reading)
        known, own = automaton.transitions[features], reading.cost
        for state, path in paths.items():
            more, then = known.get(state) or automaton.add(state, features)
            total = path[0] + more + own
            best = reached.get(then)
            if best is None or total < best[0]:
                reached[then] = (total, unit, reading, path)
    if len(reached) > _BEAM:
        return dict(sorted(reached.items(), key=_total)[:_BEAM])
    return reached


def _total(reached: tuple[int, _Path]) -> float:
    return reached[1][0]


def _features_id(reading: Reading) -> int:
    key = features_of(reading)
    number = _features_ids.get(key)
    if number is None:
        with _lock:
            number = _features_ids.setdefault(key, len(_features))
            if number == len(_features):
                _features.append(Features(*key))
    reading.features = number
    return number
