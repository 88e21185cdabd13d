"""Find the names of documents that have gold beside them, and score them.

    .venv/bin/python benchmarks/names.py --corpus FOLDER                # every event of it
    .venv/bin/python benchmarks/names.py --corpus FOLDER --events a b   # some of its events
    .venv/bin/python benchmarks/names.py --corpus FOLDER --show person  # and what is wrong

FOLDER is laid out as SlavicNER is: `raw/EVENT/uk/NAME.txt` is a text, and
`ner/EVENT/uk/NAME.tsv` its gold, a line a name: start, end, surface, lemma, kind
(PER, LOC, ORG; others are left out) and an identifier that is the same wherever the same
thing is named.

A name is right if start, end and kind are. Linking is measured on the names that are
right: two of them are linked rightly if they have the same `entity_id` just where they have
the same identifier (pairs within an event). Countries are measured on names of countries:
right where the span and the ISO 3166 code are. Scores below their floor
(`tagging_floors.json`) fail the benchmark.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from scoring import Score

from tasks.models import Mention
from tasks.transform.tag.plain import tag_text
from tasks.transform.tag.tables import countries

FLOORS = Path(__file__).with_name("tagging_floors.json")
KINDS = {"PER": "person", "LOC": "place", "ORG": "organization"}


class GoldName(NamedTuple):
    """A name as the gold has it."""

    start: int
    end: int
    surface: str
    lemma: str
    kind: str
    entity: str


@dataclass(slots=True)
class Scores:
    """The running scores of some documents."""

    kinds: defaultdict[str, Score] = field(default_factory=lambda: defaultdict(Score))
    links: Score = field(default_factory=Score)
    countries: Score = field(default_factory=Score)
    missed: Counter[tuple[str, str]] = field(default_factory=Counter)
    invented: Counter[tuple[str, str]] = field(default_factory=Counter)
    tokens: int = 0
    seconds: float = 0.0

    def rates(self) -> dict[str, float]:
        """Every figure by its name."""
        every = Score(
            sum(score.right for score in self.kinds.values()),
            sum(score.found for score in self.kinds.values()),
            sum(score.gold for score in self.kinds.values()),
        )
        rates = {kind: self.kinds[kind].f1 for kind in KINDS.values()}
        return {"micro": every.f1, **rates, "linking": self.links.f1, "country": self.countries.f1}


def documents(corpus: Path, event: str) -> Iterator[tuple[str, list[GoldName]]]:
    """Read the texts of an event with their names; a text without gold is left out."""
    for path in sorted((corpus / "raw" / event / "uk").glob("*.txt")):
        gold = corpus / "ner" / event / "uk" / f"{path.stem}.tsv"
        if gold.is_file():
            text = path.read_bytes().decode("utf-8")
            yield text, list(_gold(gold.read_text(encoding="utf-8")))


def _gold(table: str) -> Iterator[GoldName]:
    for line in table.splitlines():
        start, end, surface, lemma, kind, entity = line.split("\t")
        if kind in KINDS:
            yield GoldName(int(start), int(end), surface, lemma, KINDS[kind], entity)


def score(corpus: Path, events: Sequence[str]) -> Scores:
    """Tag every document of some events and compare."""
    scores = Scores()
    for event in events:
        linked: list[tuple[str, str]] = []
        for text, gold in documents(corpus, event):
            began = time.perf_counter()
            mentions = tag_text(text).mentions
            scores.seconds += time.perf_counter() - began
            scores.tokens += len(text.split())
            linked += _compare(scores, text, gold, mentions)
        _score_links(scores.links, linked)
    return scores


def _compare(
    scores: Scores, text: str, gold: list[GoldName], mentions: Iterable[Mention]
) -> list[tuple[str, str]]:
    expected = {(name.start, name.end, name.kind): name for name in gold}
    found = {(item.start, item.end, str(item.kind)): item for item in mentions}
    for kind in KINDS.values():
        one = scores.kinds[kind]
        one.gold += sum(key[2] == kind for key in expected)
        one.found += sum(key[2] == kind for key in found)
        one.right += sum(key[2] == kind for key in expected.keys() & found.keys())
    for key in expected.keys() - found.keys():
        scores.missed[key[2], _context(text, key[0], key[1])] += 1
    for key in found.keys() - expected.keys():
        scores.invented[key[2], _context(text, key[0], key[1])] += 1
    _score_countries(scores.countries, expected, found)
    both = sorted(expected.keys() & found.keys())
    return [(expected[key].entity, found[key].entity_id) for key in both]


def _context(text: str, start: int, end: int) -> str:
    before, after = text[max(0, start - 35) : start], text[end : end + 25]
    return f"{before}[{text[start:end]}]{after}".replace("\n", " ")


def _score_links(links: Score, linked: list[tuple[str, str]]) -> None:
    """Count the pairs that are linked; all pairs of a group, without making them."""
    links.gold += _pairs(Counter(gold for gold, _ in linked).values())
    links.found += _pairs(Counter(ours for _, ours in linked).values())
    links.right += _pairs(Counter(linked).values())


def _pairs(sizes: Iterable[int]) -> int:
    return sum(size * (size - 1) // 2 for size in sizes)


def _score_countries(
    countries_score: Score,
    expected: dict[tuple[int, int, str], GoldName],
    found: dict[tuple[int, int, str], Mention],
) -> None:
    """Compare codes where either side names a country itself (not a town in it)."""
    codes = _codes_by_name()
    gold = {
        key[:2]: codes[name.lemma.casefold()]
        for key, name in expected.items()
        if key[2] == "place" and name.lemma.casefold() in codes
    }
    ours = {
        key[:2]: item.country_code
        for key, item in found.items()
        if key[2] == "place" and item.name_uk.casefold() in codes
    }
    countries_score.gold += len(gold)
    countries_score.found += len(ours)
    countries_score.right += len(gold.items() & ours.items())


def _codes_by_name() -> dict[str, str]:
    """Every name of a country: the gold writes «Македонія» and «ФРН» as the text does."""
    table = countries()
    return {**table.names, **{uk.casefold(): code for code, (uk, _) in table.labels.items()}}


def _show(scores: Scores, kind: str, most: int) -> None:
    for title, cases in (("missed", scores.missed), ("not in the gold", scores.invented)):
        mine = [(case, count) for (k, case), count in cases.most_common() if k == kind]
        print(f"\n{kind}, {title}: {sum(count for _, count in mine)}")
        for case, count in mine[:most]:
            print(f"{count:4} {case}")


def main() -> int:
    """Print the scores of a corpus; 1 if one is below its floor."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--events", nargs="*")
    parser.add_argument("--show", choices=KINDS.values())
    parser.add_argument("--most", type=int, default=100)
    options = parser.parse_args()
    if not (options.corpus / "raw").is_dir():
        print(f"{options.corpus} is absent or no corpus; nothing was measured.")
        return 2
    events = options.events or sorted(path.name for path in (options.corpus / "raw").iterdir())
    scores = score(options.corpus, events)
    for kind in KINDS.values():
        one = scores.kinds[kind]
        print(f"{kind:13} precision {one.precision:.3f}  recall {one.recall:.3f}  F1 {one.f1:.3f}"
              f"  ({one.gold} in the gold)")  # fmt: skip
    rates = scores.rates()
    print("  ".join(f"{name} {rate:.3f}" for name, rate in rates.items()))
    print(f"{scores.tokens / scores.seconds:,.0f} tokens/s, first use of every table included")
    if options.show:
        _show(scores, options.show, options.most)
    floors = json.loads(FLOORS.read_text(encoding="utf-8"))["names"]
    low = {name: floor for name, floor in floors.items() if rates[name] < floor}
    for name, floor in low.items():
        print(f"{name} is below its floor: {rates[name]:.3f} < {floor}", file=sys.stderr)
    return 1 if low and not options.events else 0


if __name__ == "__main__":
    sys.exit(main())
