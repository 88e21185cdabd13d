"""Tag articles on one core and print how many tokens a second that makes.

    .venv/bin/python benchmarks/tagging_speed.py                         # our own pages
    .venv/bin/python benchmarks/tagging_speed.py --articles FILE.jsonl   # title, subtitle, text

Three rounds over the same articles in one process: in the first one every table is read and
every word form is new; the later ones show the steady state of a long run. Tokens are words and
punctuation marks, as tokenize-uk cuts them; words are what stands between white space. Time is
of the processor, so that neighbours count less; the speed of a plain loop is printed beside. The
English of names that no table has is made by the built-in engine, as in a run.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from mt import steps_a_second
from parsing import PAGES, document_of, pages_with_gold
from tokenize_uk import tokenize_words

from flows.naming import name_in_english
from tasks.models import Article, TranslatedArticle
from tasks.transform.parse.article import parse_document
from tasks.transform.tag.article import tag_article

ROUNDS = 3


def _records(path: Path) -> Iterator[Article]:
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        body = tuple(part for part in row["text"].split("\n") if part.strip())
        yield Article("", "", "", title=row["title"], lead=row.get("subtitle"), body=body)


def _pages() -> Iterator[Article]:
    for page, gold in pages_with_gold(PAGES):
        yield parse_document(document_of(page, gold))


def main() -> int:
    """Print a line a round."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--articles", type=Path)
    options = parser.parse_args()
    articles = list(_records(options.articles) if options.articles else _pages())
    texts = [text for item in articles for text in (item.title, item.lead or "", *item.body)]
    tokens = sum(len(tokenize_words(text)) for text in texts)
    words = sum(len(text.split()) for text in texts)
    print(f"{len(articles)} articles, {tokens:,} tokens, {words:,} words")
    for number in range(1, ROUNDS + 1):
        began = time.process_time()
        names = sum(
            len(tag_article(TranslatedArticle(item, ()), name_in_english).mentions)
            for item in articles
        )
        seconds = time.process_time() - began
        print(
            f"round {number}: {tokens / seconds:,.0f} tokens/s, {words / seconds:,.0f} words/s "
            f"({names:,} names)"
        )
    print(f"machine: {steps_a_second() / 1e6:.1f} million steps of a plain loop a second")
    return 0


if __name__ == "__main__":
    sys.exit(main())
