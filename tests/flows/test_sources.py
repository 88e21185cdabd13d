"""One run over sources of every kind and encoding: all of them become articles."""

from __future__ import annotations

import csv
import io
import json
import sys
from pathlib import Path

import pytest

from flows.account.report import Outcome
from tests.conftest import ROOT
from tests.flows.test_etl import read, run

pytestmark = pytest.mark.slow

OUTLETS = ROOT / "tests" / "fixtures" / "outlets"
TEXT = (
    "Школярі Вигаданого зібрали за осінь дві тонни макулатури. Гроші підуть на книги.\n"
    "Найбільше назбирав четвертий клас, розповіла вчителька Дарина Мельник."
)
ROW = {
    "title": "Школярі зібрали дві тонни макулатури",
    "subtitle": "Гроші підуть на нові книги",
    "text": TEXT,
    "date": "2026-02-03 12:40",
    "author": "Леся Гірник",
    "tags": "школа, книги",
}


def record(number: int) -> dict[str, str]:
    return ROW | {
        "title": f"{ROW['title']} ({number})",
        "url": f"https://records.example/news/{number}",
        "text": f"{TEXT}\nНаступний збір буде в місяці номер {number}.",
    }


def gold(page: Path) -> str:
    return str(json.loads(page.with_suffix(".json").read_text(encoding="utf-8"))["title"])


def test_every_kind_of_source_becomes_articles(
    inbox: Path, output: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pasted = sorted(OUTLETS.glob("*/pasted_*.txt"))[:3]
    saved = sorted(OUTLETS.glob("*/page_*.html"))[:2]
    encodings = ("utf-8-sig", "utf-16", "cp1251")
    for page, encoding in zip(pasted, encodings, strict=True):
        text = page.read_text(encoding="utf-8").encode(encoding, "replace")
        (inbox / f"{page.parent.name}-{page.stem}.txt").write_bytes(text)
    for page in saved:
        (inbox / f"{page.parent.name}.html").write_bytes(page.read_bytes())
    lines = "\n".join(json.dumps(record(n), ensure_ascii=False) for n in range(2))
    (tmp_path / "export.jsonl").write_text(lines, encoding="utf-8")
    with (tmp_path / "export.csv").open("w", encoding="cp1251", newline="") as file:
        table = csv.DictWriter(file, list(record(0)), delimiter=";")
        table.writeheader()
        table.writerows(record(n) for n in range(2, 4))
    also = min(OUTLETS.glob("unn.ua/pasted_*.txt"))
    (tmp_path / "also.txt").write_bytes(also.read_bytes())
    (tmp_path / "list.txt").write_text("# what else there is\nexport.csv\nalso.txt\n", "utf-8")
    stdin = min(OUTLETS.glob("liga.net/pasted_*.txt"))
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.read_bytes())))

    sources = [inbox, tmp_path / "export.jsonl", tmp_path / "list.txt", "-"]
    state, report = run([str(source) for source in sources], output)

    assert state.is_completed(), report.failures
    assert (report.read, report.loaded) == (11, 11), (report.failures, report.warnings)
    articles = read(output, "articles")
    kinds = articles["parser"].str.split("/").str[0].value_counts().to_dict()
    assert kinds == {"pasted-page": 5, "record": 4, "html": 2}
    titles = set(articles["title_uk"])
    assert {gold(page) for page in (*pasted, *saved, stdin)} <= titles
    assert {record(n)["title"] for n in range(4)} <= titles
    assert {"utf-8", "utf-16", "cp1251"} <= {
        name.removesuffix("-sig") for name in articles["source_encoding"]
    }
    rows = articles[articles["parser"].str.startswith("record")]
    assert set(rows["outlet_domain"]) == {"records.example"}
    assert set(rows["published_at"].astype(str)) == {"2026-02-03 10:40:00+00:00"}
    assert report.outcome in {Outcome.COMPLETED, Outcome.COMPLETED_WITH_WARNINGS}

    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.read_bytes())))
    _, again = run([str(source) for source in sources], output)
    assert (again.unchanged, again.loaded) == (11, 0)
