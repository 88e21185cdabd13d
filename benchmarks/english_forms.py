"""Tag our own pages and compare the English of every name with what was written down by hand.

    .venv/bin/python benchmarks/english_forms.py           # shares by kind
    .venv/bin/python benchmarks/english_forms.py --show    # and every name that is not right

The gold (`tests/tag/names_gold.tsv`) has a line a printed form: kind, surface, nominative,
English, note, country. A name is right if a mention with this surface and kind has the
English, or the other English that the note allows («or X»). Left out: names that are not
whole (`part`, `elliptic`, `joint`), those of foreigners and firms that do not exist
(`invented`), whose spelling is anybody's guess, those that stand only around the texts that
are tagged (`byline`), and social networks as the place where something was published
(`network`), which are no mentions. Shares below their floor
(`tagging_floors.json`) fail the benchmark.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from parsing import document_of, pages_with_gold

from flows.naming import name_in_english
from tasks.models import Mention, TranslatedArticle
from tasks.transform.parse.article import parse_document
from tasks.transform.tag.article import tag_article

ROOT = Path(__file__).parents[1]
GOLD = ROOT / "tests" / "tag" / "names_gold.tsv"
FIXTURES = ROOT / "tests" / "fixtures"
FLOORS = Path(__file__).with_name("tagging_floors.json")
# When the pages are taken to have been read; dates are none of this benchmark's business.
READ_AT = "2026-02-10T08:00:00Z"
LEFT_OUT = frozenset({"part", "elliptic", "joint", "invented", "byline", "network"})


class GoldName(NamedTuple):
    """A line of the gold."""

    kind: str
    surface_uk: str
    name_uk: str
    name_en: str
    note: str
    country: str

    def is_right(self, name_en: str) -> bool:
        """Tell whether an English name is the one, or another that is as good."""
        return name_en in {self.name_en, self.note.removeprefix("or ")}


def gold_names() -> Iterator[GoldName]:
    """The names that are to be right."""
    with GOLD.open(encoding="utf-8", newline="") as table:
        for row in csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE):
            name = GoldName(**{field: row[field] or "" for field in GoldName._fields})
            if name.note not in LEFT_OUT:
                yield name


def mentions_of_pages() -> Iterator[Mention]:
    """Every mention of our own pages and of the seed."""
    pages = [page for page, _ in pages_with_gold(FIXTURES)]
    for page in (*pages, *(ROOT / "seeds").glob("*.txt")):
        article = parse_document(document_of(page, {"read_at": READ_AT}))
        yield from tag_article(TranslatedArticle(article, ()), name_in_english).mentions


def main() -> int:
    """Print the share of right names by kind; 1 if one is below its floor."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--show", action="store_true")
    options = parser.parse_args()
    english: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for mention in mentions_of_pages():
        english[mention.kind.value, mention.surface_uk].add(mention.name_en)
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for name in gold_names():
        found = english[name.kind, name.surface_uk]
        is_right = any(map(name.is_right, found))
        total[name.kind] += 1
        right[name.kind] += is_right
        if options.show and not is_right:
            what = " | ".join(sorted(found)) or "not found"
            print(f"{name.kind}: {name.surface_uk} ({name.name_uk}): {name.name_en} <> {what}")
    shares = {kind: right[kind] / total[kind] for kind in total}
    for kind, share in sorted(shares.items()):
        print(f"{kind:13} {share:.3f} ({right[kind]} of {total[kind]})")
    floors = json.loads(FLOORS.read_text(encoding="utf-8"))["english_forms"]
    low = {kind: floor for kind, floor in floors.items() if shares[kind] < floor}
    for kind, floor in low.items():
        print(f"{kind} is below its floor: {shares[kind]:.3f} < {floor}", file=sys.stderr)
    return 1 if low else 0


if __name__ == "__main__":
    sys.exit(main())
