"""What a retranslation is going to do: which rows are meant, and what the budget allows.

Nothing here needs Prefect: a dry run is over before Prefect would have started.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass, field

from flows.parameters import RetranslateParameters
from tasks.load.memory.selection import Selection, Wanted, partitions, wanted_in
from tasks.load.memory.translations import StoredMemory
from tasks.load.storage.location import Location
from tasks.models import Tier
from tasks.settings import get_settings
from tasks.transform.translate.chain import Chain
from tasks.transform.translate.memory import Memory
from tasks.transform.translate.registry import better_engines, shared_chain

_TIERS = list(Tier)


def selection_of(parameters: RetranslateParameters, chain: Chain) -> Selection:
    """Read off the parameters what rows are meant, as far as the chain can do better."""
    best = min((engine.tier for engine in chain.engines), key=_TIERS.index)
    below = None
    if parameters.below != "any":
        below = max(Tier(parameters.below), best, key=_TIERS.index)
    return Selection(
        below=below,
        is_flagged_too=parameters.flagged,
        engine=parameters.made_by,
        engine_version=parameters.engine_version,
        outlet=parameters.outlet,
        since=parameters.since,
        until=parameters.until,
        maker=chain.first_maker,
        label_maker=chain.label_maker,
    )


@dataclass(slots=True)
class Budget:
    """What may still be sent; a sentence counts once, and one from memory not at all."""

    sentences: int | None
    characters: int | None
    sent_sentences: int = 0
    sent_characters: int = 0
    _seen: set[int] = field(default_factory=set)

    def take(self, wanted: Sequence[Wanted], free: Container[str]) -> list[Wanted]:
        """Those of the sentences that are `free` or within the budget, in their order."""
        # The built-in engine makes labels, and for nothing.
        return [
            item
            for item in wanted
            if item.is_label or item.text in free or self._pays_for(item.text)
        ]

    def _pays_for(self, text: str) -> bool:
        if hash(text) in self._seen:
            return True
        if self.sentences is not None and self.sent_sentences >= self.sentences:
            return False
        if self.characters is not None and self.sent_characters + len(text) > self.characters:
            return False
        self._seen.add(hash(text))
        self.sent_sentences += 1
        self.sent_characters += len(text)
        return True


def remembered(wanted: Sequence[Wanted], memory: Memory, chain: Chain) -> set[str]:
    """Those of the sentences that the first engine need not be asked for."""
    texts = [item.text for item in wanted if not item.is_label]
    return set(memory.get(texts, chain.first_maker))


@dataclass(frozen=True, slots=True)
class Plan:
    """What a retranslation would do: `rows` fit, `sentences` of `characters` would be sent.

    `engines` are those that would be asked, in order; `known` sentences are in memory,
    and `left` rows are beyond the budget.
    """

    engines: str
    rows: int
    sentences: int
    characters: int
    known: int
    left: int


def plan(parameters: RetranslateParameters, output: Location) -> Plan:
    """Count what a retranslation would do; nothing is sent or written."""
    engines = better_engines(parameters.engine, get_settings())
    chain = shared_chain(engines)
    selection = selection_of(parameters, chain)
    memory = Memory(StoredMemory(output, "dry-run"))
    budget = Budget(parameters.max_sentences, parameters.max_characters)
    rows = known = left = 0
    for partition in partitions(output, selection):
        wanted = wanted_in(output, partition, selection)
        free = remembered(wanted, memory, chain)
        taken = budget.take(wanted, free)
        known += len(free)
        rows += sum(item.rows for item in wanted)
        left += sum(item.rows for item in wanted) - sum(item.rows for item in taken)
    # Those of the setting that have what they need.
    asked = ",".join(engine.name for engine in chain.engines)
    return Plan(asked, rows, budget.sent_sentences, budget.sent_characters, known, left)
