"""Find the topics of articles that have gold beside them, and of headlines by their rubric.

    .venv/bin/python benchmarks/topics.py                     # the gold of topics_gold.json
    .venv/bin/python benchmarks/topics.py --show 04000000     # and where a topic is wrong
    .venv/bin/python benchmarks/topics.py --half dev          # or test: half of the gold
    .venv/bin/python benchmarks/topics.py --gold FILE.json
    .venv/bin/python benchmarks/topics.py --rubrics FILE.tsv  # headlines: number, rubric, slug

The gold is `{"articles": [{"page": "outlets/…", "half": "dev", "topics": ["16000000", …]}]}`:
a page is named from `tests/fixtures`, without its ending. Words and weights are looked after
on the half `dev`; `test` is only measured. Only top-level topics are compared; micro F1 is
over all pairs of a page and a topic.

A headline of a rubric is right if the rubric's topic is the first one found or, in the
second figure, any. Slugs are transliterated without diacritics
(`v-ukraini-masstabna-povitrana-trivoga`), so their words are read back only as far as the
model knows them. Scores below their floor (`tagging_floors.json`) fail the benchmark.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from parsing import document_of
from scoring import Score

from tasks.language.morphology import analyses
from tasks.models import Article, Label, Passage, Role
from tasks.transform.parse.article import parse_document
from tasks.transform.tag.document import read_document
from tasks.transform.tag.findings import read
from tasks.transform.tag.naming import romanized
from tasks.transform.tag.topics.concepts import concepts
from tasks.transform.tag.topics.evidence import Evidence
from tasks.transform.tag.topics.model import Explained, topic_labels
from tasks.transform.tag.topics.vocabulary import vocabulary
from tasks.transform.tag.words import cut

ROOT = Path(__file__).parents[1]
FIXTURES = ROOT / "tests" / "fixtures"
GOLD = Path(__file__).with_name("topics_gold.json")
FLOORS = Path(__file__).with_name("tagging_floors.json")
# When the pages are taken to have been read; dates are none of this benchmark's business.
READ_AT = "2026-02-10T08:00:00Z"
# Rubrics that mean one top-level topic or either of two; other rubrics name places.
RUBRICS = {
    "ato": ("16000000",),
    "culture": ("01000000",),
    "economy": ("04000000",),
    "health": ("07000000",),
    "polytics": ("11000000",),
    "sports": ("15000000",),
    "technology": ("13000000",),
    "vidbudova": ("16000000", "04000000"),
    "crimea": ("16000000", "11000000"),
    "society": ("14000000",),
}
# What is in these is of many topics; their figures are told, but not summed up.
MIXED = frozenset({"society", "crimea", "vidbudova"})
_LATIN = {
    "а": "a", "б": "b", "в": "v", "г": "g", "ґ": "g", "д": "d", "е": "e", "є": "e", "ж": "z",
    "з": "z", "и": "i", "і": "i", "ї": "i", "й": "j", "к": "k", "л": "l", "м": "m", "н": "n",
    "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "h", "ц": "c",
    "ч": "c", "ш": "s", "щ": "s", "ь": "", "ю": "u", "я": "a", "'": "",
}  # fmt: skip


@dataclass(slots=True)
class Scores:
    """The running scores by topic."""

    topics: defaultdict[str, Score] = field(default_factory=lambda: defaultdict(Score))

    def add(self, expected: Iterable[str], found: Iterable[str]) -> None:
        """Compare the topics of one article."""
        gold, ours = set(expected), set(found)
        for code in gold | ours:
            score = self.topics[code]
            score.gold += code in gold
            score.found += code in ours
            score.right += code in gold & ours

    def every(self) -> Score:
        """All topics together."""
        scores = list(self.topics.values())
        return Score(
            sum(score.right for score in scores),
            sum(score.found for score in scores),
            sum(score.gold for score in scores),
        )


def top_codes(labels: Iterable[Label]) -> list[str]:
    """The top-level topics among labels, the surest first."""
    return [label.code for label in labels if concepts()[label.code].is_top]


# Of the articles with gold.


def articles(gold: Path, half: str | None) -> Iterator[tuple[str, Article, list[str]]]:
    """Parse the pages of a gold file, or of a half of it; gives name, article, topics."""
    for row in json.loads(gold.read_text(encoding="utf-8"))["articles"]:
        if half not in {None, row.get("half")}:
            continue
        stem = FIXTURES / row["page"]
        page = next(filter(Path.exists, _places(stem)), None)
        if page is None:
            sys.exit(f"There is no page {row['page']} in {FIXTURES}.")
        yield row["page"], parse_document(document_of(page, {"read_at": READ_AT})), row["topics"]


def _places(stem: Path) -> Iterator[Path]:
    """Where a page may lie: with the fixtures, or among the seeds."""
    for end in (".html", ".txt"):
        yield stem.with_name(stem.name + end)
        yield ROOT / "seeds" / (stem.name + end)


def explain_article(article: Article) -> tuple[Explained, ...]:
    """Find the topics of an article as the tag stage does."""
    return read(article.passages(), romanized, article).topics


def score_articles(gold: Path, half: str | None, shown: str | None) -> Scores:
    """Score the articles of a gold file and list those where one topic is wrong."""
    scores = Scores()
    for name, article, expected in articles(gold, half):
        explained = explain_article(article)
        found = top_codes(item.label for item in explained)
        scores.add(expected, found)
        if shown and (shown in expected) != (shown in found):
            _show(name, article, expected, explained)
    return scores


def _show(name: str, article: Article, expected: Sequence[str], found: Sequence[Explained]) -> None:
    print(f"{name}: {article.title}\n  gold: {', '.join(_short(code) for code in expected)}")
    for item in found:
        if concepts()[item.label.code].is_top:
            words = ", ".join(f"{part.text} {part.value:.1f}" for part in item.reasons[:8])
            print(f"  {_short(item.label.code)} {item.label.score:.2f}: {words}")


def _short(code: str) -> str:
    return f"{code} {concepts()[code].label_en.partition(',')[0]}"


def print_scores(scores: Scores) -> None:
    """Print precision, recall and F1 of every topic and of all."""
    rows = [(_short(code), score) for code, score in sorted(scores.topics.items())]
    for name, score in [*rows, ("micro", scores.every())]:
        print(f"{name:34} precision {score.precision:.3f}  recall {score.recall:.3f}"
              f"  F1 {score.f1:.3f}  ({score.gold} in the gold)")  # fmt: skip


# Of headlines by rubric.


def latin(word: str) -> str:
    """Transliterate as addresses of the kind do, without diacritics."""
    return "".join(_LATIN.get(letter, letter) for letter in word.lower())


@lru_cache(maxsize=1)
def known_forms() -> dict[str, str]:
    """Every form of every word that the model knows, by its transliteration."""
    forms: dict[str, str] = {}
    for entry in vocabulary().entries:
        words = cut(entry.text).items
        for word in words:
            forms.setdefault(latin(word.text), word.text)
            parses = [parse for parse in analyses(word.text.lower()) if len(words) == 1]
            for parse in parses:
                if parse.normal_form == word.text.lower():
                    for form in parse.lexeme:
                        written = form.word.capitalize() if word.is_capitalized else form.word
                        forms.setdefault(latin(form.word), written)
    return forms


def headline(slug: str) -> str:
    """Read the words of a slug back into Cyrillic as far as they are known."""
    return " ".join(known_forms().get(word, word) for word in slug.split("-"))


def score_rubrics(path: Path, shown: str | None) -> None:
    """Print for every rubric how often its topic is found, first or at all, and the others."""
    found: defaultdict[str, Counter[str]] = defaultdict(Counter)
    firsts: Counter[str] = Counter()
    any_: Counter[str] = Counter()
    for line in path.read_text(encoding="utf-8").splitlines():
        _, rubric, slug = line.split("\t")
        if rubric not in RUBRICS:
            continue
        text = headline(slug)
        codes = top_codes(topic_labels(Evidence(read_document([Passage(Role.TITLE, 0, text)]))))
        first = codes[0] if codes else "none"
        found[rubric][first] += 1
        firsts[rubric] += first in RUBRICS[rubric]
        any_[rubric] += not set(codes).isdisjoint(RUBRICS[rubric])
        if shown == rubric and first not in RUBRICS[rubric]:
            print(f"{first}: {text}")
    for rubric, counts in sorted(found.items()):
        total = counts.total()
        others = ", ".join(
            f"{code if code == 'none' else _short(code)[9:]} {count / total:.0%}"
            for code, count in counts.most_common(5)
            if code not in RUBRICS[rubric]
        )
        print(f"{rubric:11} first {firsts[rubric] / total:.3f}  any {any_[rubric] / total:.3f}"
              f"  ({total})  else: {others}")  # fmt: skip
    _print_rubric_f1(found)


def _print_rubric_f1(found: dict[str, Counter[str]]) -> None:
    """F1 of the first topic among the rubrics that mean one; no topic is a miss."""
    clear = {rubric: counts for rubric, counts in found.items() if rubric not in MIXED}
    right = sum(counts[RUBRICS[rubric][0]] for rubric, counts in clear.items())
    total = sum(counts.total() for counts in clear.values())
    with_topic = total - sum(counts["none"] for counts in clear.values())
    for rubric, counts in sorted(clear.items()):
        code = RUBRICS[rubric][0]
        claimed = sum(other[code] for other in clear.values())
        f1 = 2 * counts[code] / max(claimed + counts.total(), 1)
        print(f"{rubric:11} F1 {f1:.3f} of the first topic")
    print(f"all clear rubrics: accuracy {right / max(total, 1):.3f},"
          f" where a topic is found {right / max(with_topic, 1):.3f}")  # fmt: skip


def main() -> int:
    """Print the scores; 1 if one is below its floor, 2 if there is nothing to measure."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--gold", type=Path, default=GOLD)
    parser.add_argument("--half", choices=("dev", "test"))
    parser.add_argument("--rubrics", type=Path)
    parser.add_argument("--show", help="a top-level code, or a rubric, whose errors are listed")
    options = parser.parse_args()
    path = options.rubrics or options.gold
    if not path.is_file():
        print(f"{path} is absent; nothing was measured.")
        return 2
    if options.rubrics:
        score_rubrics(options.rubrics, options.show)
        return 0
    start = time.perf_counter()
    scores = score_articles(options.gold, options.half, options.show)
    print_scores(scores)
    print(f"{time.perf_counter() - start:.1f} s, parsing and first use of every table included")
    floors = json.loads(FLOORS.read_text(encoding="utf-8")).get("topics", {})
    micro = scores.every().f1
    if options.gold == GOLD and micro < floors.get("micro", 0.0):
        print(f"micro F1 is below its floor: {micro:.3f} < {floors['micro']}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
