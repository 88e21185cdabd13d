"""Every page beside this file's fixtures is parsed into exactly its gold record."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tasks.transform.parse.article import parse_document
from tasks.transform.parse.pasted.document import PARSER
from tasks.transform.parse.printing import article_record
from tests.parse.pages import document

ROOT = Path(__file__).parents[2]
GOLD = ROOT / "tests" / "fixtures" / "pages"
PAGES = sorted([*GOLD.glob("*.txt"), *(ROOT / "seeds").glob("*.txt")])
# What a run adds, and what follows from the other columns.
_NOT_GOLD = {"source_uri", "source_sha256", "parser", "body_uk"}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_page_gives_its_gold_record(page: Path) -> None:
    gold = GOLD / f"{page.stem}.json"
    assert gold.exists(), f"{page.name} has no gold record"

    # Not `read_text`: it would mend the line ends that some of the pages are about.
    record = article_record(parse_document(document(page.read_bytes().decode())))

    assert {key: value for key, value in record.items() if key not in _NOT_GOLD} == json.loads(
        gold.read_text(encoding="utf-8")
    )
    assert record["body_uk"] == "\n\n".join(record["body"])
    assert record["parser"] == PARSER


def test_every_gold_record_has_its_page_and_every_column() -> None:
    golds = sorted(GOLD.glob("*.json"))
    assert {gold.stem for gold in golds} == {page.stem for page in PAGES}
    assert len(PAGES) > 20
    columns = [set(json.loads(gold.read_text(encoding="utf-8"))) for gold in golds]
    assert all(found == columns[0] for found in columns)


def test_seed_is_read_as_its_reader_would() -> None:
    gold = json.loads((GOLD / "000_c10d64ff90f6ad3c.json").read_text(encoding="utf-8"))

    assert gold["published_date"] == "2026-02-05"
    assert gold["sections_uk"] == ["Головна", "Світ", "Політика"]
    assert gold["authors"] == ["Ростислав Вонс"]
    assert (gold["outlet_domain"], gold["outlet_name"]) == ("glavcom.ua", "Главком")
    assert gold["photos"][0]["credit"] == "AP"
    assert len(gold["body"]) == 6
    assert gold["tags_uk"] == ["США", "росія", "переговори"]
