"""`visnyk parse`, `translate` and `tag`: the stages by themselves, without Prefect."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from flows.cli.console import BAD_USAGE, FAILURE, DebugOption, fail, warn
from tasks.batches import failure, for_each
from tasks.errors import Terminal, VisnykError
from tasks.extract.encoding import decode
from tasks.extract.fetch import shared_fetcher
from tasks.extract.finding import Finder
from tasks.extract.read import read_batch
from tasks.models import Article, Batch, Failure, InputRef, SourceDocument, Stage
from tasks.settings import get_settings


def parse(
    paths: Annotated[
        list[str],
        typer.Argument(
            metavar="PATH...",
            help="Sources of any kind, as for run; - for standard input.",
        ),
    ],
    debug: DebugOption = False,
) -> None:
    """Print what is parsed from pages, one JSON object an article."""
    from tasks.transform.parse.article import parse_document
    from tasks.transform.parse.printing import article_record

    batch = _read(paths)
    parsed: Batch[Article] = for_each(
        batch,
        parse_document,
        stage=Stage.PARSE,
        source=lambda document: (document.uri, document.sha256),
    )
    for article in parsed.items:
        print(json.dumps(article_record(article), ensure_ascii=False))  # noqa: T201 - the answer
    for problem in parsed.failures:
        warn(problem.reason)
    if parsed.failures:
        sys.exit(FAILURE)


def translate(
    engine: Annotated[
        str | None,
        typer.Option(
            "--engine",
            "-e",
            help="auto, draft (offline), local, google, deepl or another (docs/engines.md).",
            show_default="auto, or VISNYK_ENGINE",
        ),
    ] = None,
    debug: DebugOption = False,
) -> None:
    """Translate standard input line by line: N lines in, N lines out, nothing else."""
    from tasks.transform.translate.lines import translate_lines
    from tasks.transform.translate.registry import UnknownEngine, build_chain

    settings = get_settings()
    try:
        chain = build_chain(engine or settings.engine, settings)
    except UnknownEngine as error:
        fail(str(error), code=BAD_USAGE)
    for line in translate_lines(_lines(), chain):
        print(line)  # noqa: T201 - the answer


def tag(
    paths: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[FILE]...",
            help="Plain texts in Ukrainian; - or nothing for standard input.",
            show_default=False,
        ),
    ] = None,
    why: Annotated[
        bool, typer.Option("--why", help="Say which words made each of the topics.")
    ] = False,
    debug: DebugOption = False,
) -> None:
    """Print the names, countries, topics and cited sources of plain texts, a JSON object each.

    Offsets count the characters (code points) of the text, from 0.
    """
    from flows.naming import name_in_english
    from tasks.transform.tag.plain import tag_text
    from tasks.transform.tag.printing import text_record

    problems = 0
    for path in paths or ["-"]:
        try:
            text = _plain_text(path)
        except VisnykError as error:
            warn(str(error))
            problems += 1
            continue
        record = text_record(tag_text(text, name_in_english), why=why)
        print(json.dumps({"source": path} | record, ensure_ascii=False))  # noqa: T201 - the answer
    if problems:
        sys.exit(FAILURE)


def _plain_text(path: str) -> str:
    if path == "-":
        return decode(sys.stdin.buffer.read(), name="Standard input").text
    try:
        content = Path(path).expanduser().read_bytes()
    except OSError as error:
        raise UnreadableTextError(
            f"{path} cannot be read ({error.strerror})",
            data="It was not tagged; the other texts were",
            remedy="Name a text file, or - for standard input",
        ) from error
    return decode(content, name=path).text


def _read(paths: list[str]) -> Batch[SourceDocument]:
    fetcher = shared_fetcher()
    found = list(Finder(fetcher=fetcher, stdin=sys.stdin.buffer.read).find(paths))
    read = read_batch(
        Batch(0, tuple(item for item in found if isinstance(item, InputRef))),
        max_bytes=get_settings().max_document_bytes,
        max_raw_bytes=0,
        fetcher=fetcher,
    )
    failures = [item for item in found if isinstance(item, Failure)] + list(read.failures)
    failures += [
        failure(item, uri="", sha256=None, stage=Stage.EXTRACT)
        for item in found
        if isinstance(item, VisnykError)
    ]
    return Batch(0, read.items, tuple(failures))


def _lines() -> Iterator[str]:
    for number, line in enumerate(sys.stdin, 1):
        if any("\udc80" <= letter <= "\udcff" for letter in line):
            raise UndecodableLineError(
                f"Line {number} of standard input is not valid UTF-8",
                data="The lines before it were translated, nothing after it was",
                remedy="Convert the text to UTF-8 first (iconv -f cp1251 -t utf-8)",
            )
        yield line.rstrip("\r\n")


class UndecodableLineError(Terminal):
    """A line of standard input is not UTF-8."""


class UnreadableTextError(Terminal):
    """A file that was to be tagged is absent, a folder, or may not be read."""
