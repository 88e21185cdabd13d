"""Runs of three stages, four batches at a time, each in a process of its own that can be killed.

With a moment a run kills itself there: `staged`, or `published` (before it cleans up).
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tasks.load.memory.translations import StoredMemory
from tasks.load.publish import publish
from tasks.load.staging import StagedBatch, stage_batch
from tasks.load.state.known import read_state
from tasks.load.storage.locking import live_run
from tasks.models import Article, TaggedArticle
from tasks.settings import Settings
from tasks.transform.translate.article import translate_articles
from tasks.transform.translate.memory import shared_memory
from tasks.transform.translate.registry import build_chain
from tasks.transform.translate.segment import split_sentences
from tests.kills.points import die

ARTICLES, BATCH = 12, 2


def articles() -> list[Article]:
    """Every third sentence is one that other articles have, too."""
    return [
        Article(
            article_id=f"{n:016x}",
            source_uri=f"file:///{n}",
            source_sha256=f"{n:064x}",
            title=f"Заголовок новини номер {n}",
            body=(
                f"Перше речення статті {n}. Підписуйтесь на наш канал.",
                f"Друге речення статті {n}. Спільне речення {n % 5}.",
            ),
        )
        for n in range(ARTICLES)
    ]


def sentences() -> set[str]:
    shared = {"Підписуйтесь на наш канал."} | {f"Спільне речення {n}." for n in range(5)}
    own = ("Заголовок новини номер {}", "Перше речення статті {}.", "Друге речення статті {}.")
    return shared | {text.format(n) for text in own for n in range(ARTICLES)}


def run(folder: str, run_id: str, url: str, moment: str = "") -> None:
    output = Path(folder)
    known = read_state(output).documents
    new = [item for item in articles() if item.source_uri not in known]
    chain = build_chain("google", Settings(google_url=url))
    with live_run(output, run_id):
        store = StoredMemory(output, run_id)

        def work(number: int) -> StagedBatch:
            some = new[number * BATCH : (number + 1) * BATCH]
            translated = translate_articles(some, chain, shared_memory(store))
            return stage_batch(output, run_id, number, [TaggedArticle(item) for item in translated])

        with ThreadPoolExecutor(4) as pool:
            staged = list(pool.map(work, range(-(-len(new) // BATCH))))
        if moment == "staged":
            die()
        publish(output, run_id, staged)
        if moment == "published":
            die()
        store.settle()


def warm_up() -> None:
    """Read rules and dictionaries once: each run has them from here."""
    split_sentences("Правила читаються один раз. Далі все швидко.")
    build_chain("google", Settings())
