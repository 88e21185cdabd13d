"""Parse pages that have gold beside them and score every field.

    .venv/bin/python benchmarks/parsing.py                 # the pages of tests/fixtures/outlets
    .venv/bin/python benchmarks/parsing.py --show authors  # and where a field is wrong
    .venv/bin/python benchmarks/parsing.py --pages FOLDER  # other pages, gold beside each
    .venv/bin/python benchmarks/parsing.py --articles FILE.jsonl  # plain articles: none refused
    .venv/bin/python benchmarks/parsing.py --segments FILE.json   # HTML beside it: what must be
                                                                  # in the text, and what not

A field is right if it is the gold exactly. Body F1 is of the words of lead and body (a
multiset), and boilerplate the share of the words kept that are not in the gold. The date is
right if day and, where the gold has one, instant are. Scores below their floor
(`parsing_floors.json`) fail the benchmark.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from tasks.errors import VisnykError
from tasks.extract.encoding import decode
from tasks.models import Article, MediaType, SourceDocument
from tasks.transform.parse.article import parse_document

ROOT = Path(__file__).parents[1]
FLOORS = Path(__file__).with_name("parsing_floors.json")
PAGES = ROOT / "tests" / "fixtures" / "outlets"
KINDS = {".txt": MediaType.TEXT, ".html": MediaType.HTML}
_WORD = re.compile(r"\w+")

Gold = Mapping[str, Any]


@dataclass(slots=True)
class Scores:
    """The running score of some pages; rates are shares of 1."""

    pages: int = 0
    right: Counter[str] = field(default_factory=Counter)
    gold_words: int = 0
    kept_words: int = 0
    shared_words: int = 0
    f1: list[float] = field(default_factory=list)
    seconds: float = 0.0

    def rates(self) -> dict[str, float]:
        """Every figure by its name; `body` is the mean F1 of the pages."""
        shares = {name: self.right[name] / self.pages for name in FIELDS}
        shares["body"] = sum(self.f1) / self.pages
        shares["boilerplate"] = 1 - self.shared_words / max(self.kept_words, 1)
        return shares


def _date(article: Article, gold: Gold) -> tuple[object, object]:
    instant = article.published_at.strftime("%Y-%m-%dT%H:%M") if article.published_at else None
    found = (str(article.published_date or ""), instant if gold["published_at"] else None)
    return found, (gold["published_date"] or "", gold["published_at"] and gold["published_at"][:16])


def _updated(article: Article, gold: Gold) -> tuple[object, object]:
    found = article.updated_at.strftime("%Y-%m-%dT%H:%M") if article.updated_at else None
    return found, gold.get("updated_at") and gold["updated_at"][:16]


def _photos(article: Article, gold: Gold) -> tuple[object, object]:
    expected = [(photo["caption"], photo["credit"]) for photo in gold["photos"]]
    return [(photo.caption, photo.credit) for photo in article.photos], expected


# What was found and what is right, for each field.
FIELDS: dict[str, Callable[[Article, Gold], tuple[object, object]]] = {
    "title": lambda article, gold: (article.title, gold["title"]),
    "lead": lambda article, gold: (article.lead, gold["lead"]),
    "date": _date,
    "updated": _updated,
    "authors": lambda article, gold: (list(article.authors), gold["authors"]),
    "sections": lambda article, gold: (list(article.sections), gold["sections"]),
    "captions": _photos,
    "tags": lambda article, gold: (list(article.tags), gold["tags"]),
    "outlet": lambda article, gold: (article.outlet_domain, gold["outlet_domain"]),
    "language": lambda article, gold: (article.language_code, gold["language_code"]),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--pages", type=Path, default=PAGES, help="folder of pages with gold")
    parser.add_argument("--articles", type=Path, help="JSONL with title, subtitle and text")
    parser.add_argument("--segments", type=Path, help="JSON by file: title, date, with, without")
    parser.add_argument("--show", nargs="*", default=[], help="fields whose errors are listed")
    parser.add_argument("--floors", type=Path, default=FLOORS)
    given = parser.parse_args()
    if given.articles:
        _read_articles(given.articles)
        return
    if given.segments:
        _read_segments(given.segments)
        return
    scores = {"pasted": Scores(), "html": Scores(), "all": Scores()}
    for page, gold in pages_with_gold(given.pages):
        kind = "html" if page.suffix == ".html" else "pasted"
        _score(page, gold, [scores[kind], scores["all"]], set(given.show))
    if not scores["all"].pages:
        sys.exit(f"There are no pages with gold in {given.pages}.")
    _print(scores)
    floors = json.loads(given.floors.read_text(encoding="utf-8")).get(given.pages.name, {})
    if missed := list(_below(floors, scores["all"].rates())):
        sys.exit(f"Below the floor: {', '.join(missed)}")


def pages_with_gold(folder: Path) -> Iterator[tuple[Path, Gold]]:
    """Every page of a folder with its gold record, in order."""
    for page in sorted(path for path in folder.rglob("*") if path.suffix in KINDS):
        gold = page.with_suffix(".json")
        if gold.exists():
            yield page, json.loads(gold.read_text(encoding="utf-8"))


def document_of(page: Path, gold: Gold) -> SourceDocument:
    """The page as the extract stage gives it, read when the gold says it was."""
    is_html = page.suffix == ".html"
    text, encoding, *_ = decode(page.read_bytes(), name=page.name, is_html=is_html)
    read_at = datetime.fromisoformat(gold["read_at"])
    return SourceDocument(
        page.resolve().as_uri(), "0" * 64, text, encoding, read_at, KINDS[page.suffix]
    )


def _score(page: Path, gold: Gold, scores: Iterable[Scores], shown: set[str]) -> None:
    start = time.perf_counter()
    try:
        article = parse_document(document_of(page, gold))
    except VisnykError as error:
        print(f"{_name(page)}: REFUSED {error}")
        article = Article("", "", "", title="", body=())
    seconds = time.perf_counter() - start
    kept, right = _words([article.lead, *article.body]), _words([gold["lead"], *gold["body"]])
    shared = (kept & right).total()
    f1 = 2 * shared / max(kept.total() + right.total(), 1)
    compared = {name: compare(article, gold) for name, compare in FIELDS.items()}
    for score in scores:
        score.pages += 1
        score.seconds += seconds
        score.right.update(name for name, (found, gold_) in compared.items() if found == gold_)
        score.f1.append(f1)
        score.kept_words += kept.total()
        score.gold_words += right.total()
        score.shared_words += shared
    for name in shown & compared.keys():
        if compared[name][0] != compared[name][1]:
            print(f"{_name(page)} {name}: {compared[name][0]!r}, should be {compared[name][1]!r}")
    if "body" in shown and f1 < 1:
        _show_body(page, article, gold, f1)


def _show_body(page: Path, article: Article, gold: Gold, f1: float) -> None:
    found, right = [article.lead, *article.body], [gold["lead"], *gold["body"]]
    print(f"{_name(page)} body: F1 {f1:.3f}")
    print(*(f"   + {text[:110]}" for text in found if text and text not in right), sep="\n")
    print(*(f"   - {text[:110]}" for text in right if text and text not in found), sep="\n")


def _words(texts: Iterable[str | None]) -> Counter[str]:
    return Counter(word for text in texts if text for word in _WORD.findall(text.casefold()))


def _name(page: Path) -> str:
    return f"{page.parent.name}/{page.name}"


def _print(scores: Mapping[str, Scores]) -> None:
    print(f"{'':12}" + "".join(f"{name:>10}" for name in scores))
    print(f"{'pages':12}" + "".join(f"{score.pages:10}" for score in scores.values()))
    rates = {name: score.rates() for name, score in scores.items() if score.pages}
    for figure in (*FIELDS, "body", "boilerplate"):
        cells = (f"{rates[name][figure]:10.2%}" if name in rates else " " * 10 for name in scores)
        print(f"{figure:12}" + "".join(cells))
    speeds = (f"{score.pages / max(score.seconds, 1e-9):10.1f}" for score in scores.values())
    print(f"{'pages/s':12}" + "".join(speeds))


def _below(floors: Mapping[str, float], rates: Mapping[str, float]) -> Iterator[str]:
    """The figures that miss their floor; of boilerplate there may be less, not more."""
    for name, floor in floors.items():
        is_missed = rates[name] > floor if name == "boilerplate" else rates[name] < floor
        if is_missed:
            yield f"{name} {rates[name]:.2%} (floor {floor:.2%})"


def _read_articles(path: Path) -> None:
    """Parse plain articles, pasted as title, subtitle and text, and count what is refused."""
    refused = languages = 0
    lines = path.read_text(encoding="utf-8").splitlines()
    now = datetime.fromisoformat("2026-02-10T08:00:00Z")
    for number, line in enumerate(lines):
        row = json.loads(line)
        text = "\n\n".join(filter(None, (row["title"], row.get("subtitle"), row["text"])))
        document = SourceDocument(f"{path.name}#{number}", "0" * 64, text, "utf-8", now)
        try:
            languages += parse_document(document).language_code == "uk"
        except VisnykError as error:
            refused += 1
            print(error)
    print(f"{len(lines)} articles, {refused} refused, {languages} in Ukrainian")


def _read_segments(path: Path) -> None:
    """Read HTML pages and say which of the segments are wrongly there or missing."""
    wrong = []
    now = "2026-02-10T08:00:00Z"
    for name, gold in json.loads(path.read_text(encoding="utf-8")).items():
        article = parse_document(document_of(path.with_name(name), {"read_at": now}))
        text = "\n".join((article.lead or "", *article.body))
        wrong += [f"{name} lacks: {part}" for part in gold["with"] if part not in text]
        wrong += [f"{name} holds: {part}" for part in gold["without"] if part in text]
        if article.title != gold["title"]:
            wrong.append(f"{name} title: {article.title}")
        if str(article.published_date) != gold["date"]:
            wrong.append(f"{name} date: {article.published_date}")
        authors = ", ".join(article.authors)
        print(f"{name}: {article.title} | {article.published_date} | {authors}")
    print(*wrong, f"{len(wrong)} wrong", sep="\n")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
