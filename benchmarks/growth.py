"""What a run costs as the datasets grow: time and memory of new articles, and of a no-op.

    .venv/bin/python benchmarks/growth.py [--sizes 10000,100000] [--new 300] [--rounds 5]

For each size that many invented articles (12 sentences each) are published by the load stage
alone, with the checkpoints of a run: their English is made up, for translating them would
take hours and does not depend on what is stored. Then the command itself, on that output:
over new articles, and over all that is stored, which is a no-op. A run over one article that
is stored tells what the start of Prefect takes. Figures of the command are medians of rounds
in which the sizes take turns, for a machine is now faster and now slower, by a third. With
VISNYK_PARTITION_BY=day the output is written by day.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import multiprocessing
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import islice
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

WORDS = (
    "голова", "області", "повідомив", "сьогодні", "уряд", "ухвалив", "постанову", "про", "ремонт",
    "мостів", "лікарні", "місто", "отримало", "мільйонів", "гривень", "внаслідок", "повені",
    "пошкоджено", "будинки", "рятувальники", "евакуювали", "мешканців", "школа", "відкрила",
    "нові", "класи", "депутати", "підтримали", "закон", "бюджет", "дорогу", "перекрили",
)  # fmt: skip
PARAGRAPHS, SENTENCES_EACH, SENTENCE_WORDS = 6, 2, 11
A_MONTH, BATCH = 10_000, 500
LATIN = str.maketrans("абвгдежзийклмнопрстуфхцчшщьюяіїєґ", "abvhdezzyiklmnoprstufkcss'uaiieg'"[:33])


class Ran(NamedTuple):
    """What a run of the command took: seconds, those of processors, megabytes at the most."""

    seconds: float
    processor: float
    peak: float

    def beyond(self, start: Ran) -> Ran:
        return Ran(self.seconds - start.seconds, self.processor - start.processor, self.peak)


@dataclass
class Stock:
    """An output of a size: what it took to publish, and the runs over it of each round."""

    folder: Path
    size: int
    a_month: int
    publish_seconds: float = 0.0
    publish_peak: float = 0.0
    starts: list[Ran] = field(default_factory=list)
    news: list[Ran] = field(default_factory=list)
    nothings: list[Ran] = field(default_factory=list)

    @property
    def output(self) -> Path:
        return self.folder / "output"

    def publish(self) -> None:
        self.folder.mkdir()
        stored, one = self.folder / "stored.jsonl", self.folder / "one.jsonl"
        write_records(stored, range(self.size), self.size, self.a_month)
        one.write_text("".join(islice(stored.open(encoding="utf-8"), 1)), encoding="utf-8")
        self.publish_seconds, self.publish_peak = in_process(
            publish_all, stored, self.output, self.size, self.a_month
        )
        self.run("one")  # makes Prefect's database

    def go_round(self, new: int) -> None:
        begin = self.size + len(self.news) * new
        write_records(self.folder / "new.jsonl", range(begin, begin + new), self.size, self.a_month)
        self.starts.append(self.run("one"))
        self.news.append(self.run("new"))
        self.nothings.append(self.run("stored"))

    def run(self, records: str) -> Ran:
        return run(self.folder, self.folder / f"{records}.jsonl", self.output)

    def measured(self) -> Measured:
        start = usual(self.starts)
        return Measured(
            self.size,
            self.publish_seconds,
            self.publish_peak,
            sum(path.stat().st_size for path in self.output.rglob("*.parquet")) / 1e6,
            start,
            usual(self.news).beyond(start),
            usual(self.nothings).beyond(start),
        )


class Measured(NamedTuple):
    """What a size gave: seconds in all, and megabytes of the largest process."""

    articles: int
    publish_seconds: float
    publish_peak: float
    stored: float
    start: Ran
    new: Ran
    nothing: Ran


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--sizes", default="10000,100000")
    arguments.add_argument("--new", type=int, default=300)
    arguments.add_argument("--a-month", type=int, default=A_MONTH)
    arguments.add_argument("--rounds", type=int, default=5)
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        stocks = [
            Stock(Path(folder, str(number)), int(size), given.a_month)
            for number, size in enumerate(given.sizes.split(","))
        ]
        for stock in stocks:
            stock.publish()
        for _ in range(given.rounds):
            for stock in stocks:
                stock.go_round(given.new)
        found = [stock.measured() for stock in stocks]
    for item in found:
        show(item, given.new)
    if len(found) > 1:
        compare(found[0], found[-1])


def usual(rounds: Sequence[Ran]) -> Ran:
    """The medians, for Prefect's start varies by seconds, and the highest peak."""
    return Ran(
        median(ran.seconds for ran in rounds),
        median(ran.processor for ran in rounds),
        max(ran.peak for ran in rounds),
    )


def show(item: Measured, new: int) -> None:
    each = item.publish_seconds / item.articles * 1000
    print(f"{item.articles:,} articles, {item.stored:,.0f} MB of Parquet")
    print(f"  published by the load stage  {item.publish_seconds:8.1f} s  {each:6.2f} ms each")
    print(f"  peak memory of that          {item.publish_peak:8.0f} MB")
    for what, ran in (
        ("start and end of Prefect", item.start),
        (f"{new:,} new articles, beyond", item.new),
        ("nothing new, beyond", item.nothing),
    ):
        print(
            f"  {what:28} {ran.seconds:8.1f} s, {ran.processor:.1f} s of a processor, "
            f"{ran.peak:.0f} MB"
        )
    print(
        f"  a new article                {item.new.seconds / new * 1000:8.1f} ms, "
        f"{item.new.processor / new * 1000:.1f} ms of a processor"
    )


def compare(small: Measured, large: Measured) -> None:
    each = (large.publish_seconds / large.articles) / (small.publish_seconds / small.articles)
    print(f"{large.articles // small.articles} times as many articles:")
    print(f"  time of a published article  × {each:.2f}")
    print(f"  time of a new article        × {large.new.seconds / small.new.seconds:.2f}")
    print(f"  of a processor               × {large.new.processor / small.new.processor:.2f}")
    print(f"  peak of publishing           × {large.publish_peak / small.publish_peak:.2f}")
    print(f"  peak of a run with news      × {large.new.peak / small.new.peak:.2f}")


def write_records(path: Path, numbers: Iterable[int], size: int, a_month: int = A_MONTH) -> None:
    with path.open("w", encoding="utf-8") as stream:
        for number in numbers:
            text = "\n\n".join(" ".join(sentences) for sentences in paragraphs(number))
            record = {
                "url": f"https://visti.example/{number}",
                "title": f"Новина дня номер {number}",
                "date": day_of(number % size, a_month).isoformat(),
                "text": text,
            }
            stream.write(json.dumps(record, ensure_ascii=False) + "\n")


def day_of(number: int, a_month: int) -> date:
    month, rest = divmod(number, a_month)
    return date(2024 + month // 12, month % 12 + 1, 1 + rest % 28)


def paragraphs(number: int) -> list[list[str]]:
    """The sentences of an article; a number in each makes them different from all others."""
    drawn = random.Random(number)
    return [
        [
            f"{' '.join(drawn.choices(WORDS, k=SENTENCE_WORDS)).capitalize()} {number}{place}{n}."
            for n in range(SENTENCES_EACH)
        ]
        for place in range(PARAGRAPHS)
    ]


def publish_all(records: Path, output: Path, size: int, a_month: int = A_MONTH) -> float:
    """Stage and publish as a run does that needs no engine; returns the seconds it took."""
    from tasks.extract.discovery import discover
    from tasks.load.publish import publish
    from tasks.load.staging import stage_batch
    from tasks.load.storage.locking import live_run
    from tasks.load.storage.manifest import row_counts
    from tasks.settings import get_settings

    found = discover([str(records)], loaded={}, quarantined={})
    least = get_settings().checkpoint
    start = time.perf_counter()
    with live_run(output, "growth"):
        waiting, count = [], 0
        for number, refs in enumerate(batches(found.new)):
            articles = [
                tagged(number * BATCH + n, ref.uri, ref.sha256 or "", size, a_month)
                for n, ref in enumerate(refs)
            ]
            waiting.append(stage_batch(output, "growth", number, articles))
            count += len(refs)
            if count >= max(least, row_counts(output)["articles"] // 4):
                publish(output, "growth", waiting)
                waiting, count = [], 0
        publish(output, "growth", waiting)
    return time.perf_counter() - start


def batches(refs: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(refs), BATCH):
        yield refs[start : start + BATCH]


def tagged(number: int, uri: str, sha256: str, size: int, a_month: int) -> Any:
    from tasks.models import (
        Article,
        Label,
        Mention,
        MentionKind,
        Role,
        SentencePair,
        TaggedArticle,
        Tier,
        TranslatedArticle,
    )  # fmt: skip

    body = paragraphs(number)
    title = f"Новина дня номер {number}"
    day = day_of(number % size, a_month)
    article = Article(
        article_id=hashlib.sha256(uri.encode()).hexdigest()[:16],
        source_uri=uri,
        source_sha256=sha256,
        title=title,
        body=tuple(" ".join(sentences) for sentences in body),
        url=f"https://visti.example/{number}",
        outlet_domain="visti.example",
        outlet_name="Вісті",
        published_date=day,
        published_at=datetime(day.year, day.month, day.day, 8, tzinfo=UTC)
        + timedelta(seconds=number % 40_000),
        parser="record/1",
    )
    texts = [(Role.TITLE, 0, title)]
    texts += [(Role.BODY, n, text) for n, sentences in enumerate(body) for text in sentences]
    pairs = tuple(
        SentencePair(
            role=role, paragraph=place, uk=text, en=text.lower().translate(LATIN).capitalize(),
            engine="draft", engine_version=draft_version(), tier=Tier.DRAFT, flags=(),
            is_from_memory=False,
        )
        for role, place, text in texts
    )  # fmt: skip
    mentions = tuple(
        Mention(
            kind=MentionKind.PLACE, surface_uk=text[:6], name_uk=text[:6], name_en="Place",
            country_code="UA", role=Role.BODY, paragraph=n, start=0, end=6, method="gazetteer",
            entity_id="place/place",
        )
        for n, text in enumerate(article.body)
    )  # fmt: skip
    labels = (Label("iso3166", "UA", "Україна", "Ukraine", 1.0),)
    return TaggedArticle(TranslatedArticle(article, pairs), mentions, labels)


@lru_cache(maxsize=1)
def draft_version() -> str:
    """The version that a run makes its English with, which so is in the translation memory."""
    from tasks.transform.translate.registry import shared_chain

    return str(shared_chain("draft").engines[0].version)


def in_process(function: Any, *arguments: Any) -> tuple[Any, float]:
    """Call a function in a process of its own: what it returns, and the peak in MB."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(with_peak, (function, *arguments))


def with_peak(function: Any, *arguments: Any) -> tuple[Any, float]:
    return function(*arguments), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def run(folder: Path, source: Path, output: Path) -> Ran:
    """Run visnyk, with the server that it starts."""
    visnyk = Path(sys.executable).with_name("visnyk")
    command = [str(visnyk), "run", str(source), "-o", str(output), "-e", "draft", "-b", str(BATCH)]
    environment = os.environ | {"PREFECT_HOME": str(folder / "prefect")}
    start = time.perf_counter()
    with subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=environment, cwd=folder
    ) as process:
        said = process.stderr.read() if process.stderr else b""
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"visnyk run failed:\n{said.decode()[-2000:]}")
    seconds = time.perf_counter() - start
    return Ran(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


if __name__ == "__main__":
    main()
