"""The page of a run: what it did, what to look at, what to do, where the data is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import repeat, zip_longest
from textwrap import wrap
from typing import Final

from flows.account.report import RunReport
from flows.summary.markdown import code, counted, lasted, plain, table
from flows.summary.reasons import tried_again, troubles
from tasks.load.digest import Sample
from tasks.load.storage.location import Location
from tasks.models import Stage

# What a person reads on a page; all of it is in the datasets.
_LISTED: Final = 20
_RANKED: Final = 10
_LINE_CHARACTERS: Final = 60
_READING_PAGE: Final = "report/index.html"
_DONE: Final = {
    Stage.EXTRACT: "read",
    Stage.PARSE: "parsed",
    Stage.TRANSLATE: "translated",
    Stage.TAG: "tagged",
    Stage.LOAD: "checked",
}
_DATASETS: Final = {
    "articles": "an article a row, in both languages",
    "sentences": "an aligned pair a row, with who translated it",
    "mentions": "a name in a text a row",
    "tags": "a topic, country or label of an article a row",
    "quarantine": "an input a row that could not be used",
}


def run_page(report: RunReport, output: Location) -> str:
    """Write the summary of a run into an output, for the UI of Prefect."""
    took = lasted(report.started_at, report.finished_at)
    lines = [
        f"# {report.outcome}: {report.headline}",
        "",
        f"Run `{report.run_id}` read {_sources(report.sources)}.",
        "",
        f"It took {took}, with the engine {code(report.engine)}.",
        *_documents(report),
    ]
    if report.failures or report.still_quarantined:
        lines += ["", "## In quarantine, and what to do", *_quarantine(report)]
    if report.warnings:
        lines += ["", "## Warnings", *_warnings(report.warnings)]
    if report.sentences:
        lines += ["", "## Translation", *_translation(report)]
    if report.digest.topics or report.digest.countries:
        lines += ["", "## Topics and countries", *_subjects(report)]
    if report.digest.samples:
        lines += ["", "## A look at the articles", *_samples(report.digest.samples)]
    lines += ["", "## The data", *_data(report, output)]
    return "\n".join(lines) + "\n"


def _sources(sources: Sequence[str]) -> str:
    shown = ", ".join(code(source) for source in sources[:_RANKED])
    return shown + (f" and {len(sources) - _RANKED} more" if len(sources) > _RANKED else "")


def _documents(report: RunReport) -> Iterator[str]:
    failed = Counter(failure.stage for failure in report.failures)
    passed = [(_DONE[stage], report.passed.get(stage, 0), failed[stage]) for stage in Stage]
    yield ""
    if report.new:
        yield from table(
            {"stage": "l", "documents": "r", "fell out": "r"},
            [
                ("found", report.read, ""),
                ("new or changed", report.new, ""),
                *((name, count, fell or "") for name, count, fell in passed),
                ("loaded", report.loaded, ""),
            ],
        )
        yield ""
    parts = [
        f"{report.loaded:,} loaded" + (f" ({report.updated:,} updated)" if report.updated else ""),
        f"{report.unchanged:,} unchanged",
        counted(report.duplicate, "duplicate"),
        f"{report.quarantined:,} in quarantine",
    ]
    yield f"Of {counted(report.read, 'document')} found: {', '.join(parts)}."
    if report.forgotten:
        yield f"{counted(report.forgotten, 'document')} that you had forgotten stayed out."


def _quarantine(report: RunReport) -> Iterator[str]:
    found = troubles(report.failures)
    if found:
        yield ""
        for it in found[:_LISTED]:
            yield (
                f"- **{counted(it.documents, 'document')}** at {it.stage.value}, tried again "
                f"{tried_again(it.is_transient)}"
            )
            yield f"  - For example: {plain(it.example)} ({plain(it.source_uri)})"
            yield f"  - What to do: {plain(it.remedy)}"
        yield ""
    if report.still_quarantined:
        yield (
            f"{counted(report.still_quarantined, 'document')} of earlier runs stayed there, "
            "untried: neither they nor visnyk have changed."
        )
        yield ""
    place = code(report.output)
    yield (
        f"`visnyk quarantine list` and `show` tell more of each, `visnyk quarantine retry` tries "
        f"them again, all with `--output` {place}."
    )


def _warnings(warnings: Sequence[str]) -> Iterator[str]:
    yield ""
    yield from (f"- {plain(warning)}" for warning in warnings[:_LISTED])
    if len(warnings) > _LISTED:
        yield f"- … and {len(warnings) - _LISTED:,} more"


def _translation(report: RunReport) -> Iterator[str]:
    digest = report.digest
    yield from table(
        {"engine": "l", "tier": "l", "sentences": "r", "share": "r"},
        [
            (plain(engine), tier.value, count, f"{count / report.sentences:.0%}")
            for (engine, tier), count in sorted(
                digest.makers.items(), key=lambda item: (-item[1], item[0])
            )
        ],
    )
    yield ""
    yield f"Translation memory: {report.memory_hits}."
    if digest.fallbacks:
        yield from table(
            {"why a better engine did not": "l", "sentences": "r"},
            [(plain(reason), count) for reason, count in _ranked(digest.fallbacks)],
        )
    if digest.flagged:
        yield from table(
            {"flagged by a check": "l", "sentences": "r"},
            [(plain(flag), count) for flag, count in _ranked(digest.flagged)],
        )


def _subjects(report: RunReport) -> Iterator[str]:
    topics, countries = _ranked(report.digest.topics), _ranked(report.digest.countries)
    yield from table(
        {"topic": "l", "articles": "r", "country": "l", "articles ": "r"},
        [
            (plain(topic), articles, plain(country), mentioning)
            for (topic, articles), (country, mentioning) in zip_longest(
                topics, countries, fillvalue=("", "")
            )
        ],
    )


def _samples(samples: Sequence[Sample]) -> Iterator[str]:
    yield from table(
        {"outlet": "l", "Українською": "l", "English": "l"},
        [
            row
            for it in samples
            for row in (
                (plain(it.outlet or ""), f"**{plain(it.title_uk)}**", f"**{plain(it.title_en)}**"),
                *zip_longest(
                    repeat("", 0), _lines(it.opening_uk), _lines(it.opening_en), fillvalue=""
                ),
            )
        ],
    )


def _lines(text: str) -> list[str]:
    """Part a text into rows of a table: the UI does not wrap what is in its cells."""
    return [plain(line) for line in wrap(text, _LINE_CHARACTERS)]


def _data(report: RunReport, output: Location) -> Iterator[str]:
    yield ""
    yield f"{counted(report.files_written, 'data file')} written to {code(report.output)}."
    if (output / _READING_PAGE).exists():
        yield f"To read in a browser, open {code(str(output / _READING_PAGE))}."
    yield from table(
        {"dataset": "l", "what it holds": "l"},
        [(code(f"{report.output}/{name}"), what) for name, what in _DATASETS.items()],
    )
    yield ""
    yield (
        "`pandas.read_parquet` and others read these folders as they are; docs/reading.md has the "
        "recipes, docs/data-dictionary.md every column. `visnyk show` prints an article."
    )


def _ranked(counts: Counter[str]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:_RANKED]
