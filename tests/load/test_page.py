"""The reading page on disk: what it holds, what is written again, what a text cannot do."""

from __future__ import annotations

import hashlib
import json
import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from tasks.errors import VisnykError
from tasks.load.errors import DatasetCorruptError, OutputBusyError
from tasks.load.maintenance.forget import Target, forget
from tasks.load.page import page_of, write_page
from tasks.load.page.months import _LIST_ROWS
from tasks.load.page.rows import FORMAT
from tasks.load.schema import ARTICLES, SENTENCES, file_of
from tasks.load.storage.locking import output_lock
from tasks.load.verify import verify
from tests.load.factories import load, make, snapshot
from tests.load.page_articles import HOSTILE, article, data, hostile, lines, pages, summary


def files(output: Path) -> dict[str, tuple[bytes, int]]:
    return snapshot(output / "report")


def test_the_list_has_every_article_the_latest_first(tmp_path):
    load(tmp_path, *(article(n) for n in range(12)), make(99, published_date=None))
    written = write_page(tmp_path)
    moments = [line[1] for line in lines(tmp_path)]

    assert written.articles == len(moments) == 13
    assert moments == sorted(moments, reverse=True)
    assert moments[0] == "2026-02-12T10:11"  # 8:11 UTC in the Kyiv winter
    assert moments[-1] == ""


def test_a_line_says_what_list_search_and_filters_need(tmp_path):
    load(tmp_path, article(5))
    write_page(tmp_path)
    (line,) = lines(tmp_path)

    assert line[1:] == [
        "2026-02-06T10:05", "pravda-mista.example", "Lutsk opens school number 5",
        "Луцьк відкриває школу номер 5", "Mayor Oksana Boiko told about 5 new classes in Lutsk.",
        "Мер Оксана Бойко розповіла про 5 нових класів у Луцьку.", ["15000000"], ["UA", "PL"],
        "draft", 1, 0,
    ]  # fmt: skip


def test_an_article_without_a_lead_is_listed_with_its_first_words(tmp_path):
    long = " ".join(f"слово{n}" for n in range(100))
    load(tmp_path, make(1, lead=None, body=(long, "Друге.")))
    write_page(tmp_path)
    (line,) = lines(tmp_path)

    assert line[6].endswith("…")
    assert long.startswith(line[6][:-1])
    assert 180 < len(line[6]) <= 201
    assert not long.removeprefix(line[6][:-1])[0].isalnum()


def test_an_article_is_shown_sentence_by_sentence_with_names_where_they_stand(tmp_path):
    load(tmp_path, article(4))
    write_page(tmp_path)
    (page,) = pages(tmp_path).values()
    named = [
        (sentence[0], sentence[2][start:end], page["names"][number][1])
        for sentence in page["sentences"]
        for start, end, number in sentence[6]
    ]

    assert [(s[0], s[1]) for s in page["sentences"]] == [
        ("title", 0), ("lead", 0), ("body", 0), ("body", 0), ("body", 1), ("body", 1),
        ("caption", 0),
    ]  # fmt: skip
    assert named == [
        ("title", "Луцьк", "Lutsk"), ("lead", "Оксана Бойко", "Oksana Boiko"),
        ("lead", "Луцьк", "Lutsk"), ("body", "Польща", "Poland"),
    ]  # fmt: skip
    assert page["url"] == "https://ranok.example/4"
    assert page["makers"] == [["google", "1", "cloud", ""]]
    assert page["credits"] == ["AP", "Вісті"]


def test_offsets_count_as_a_browser_counts(tmp_path):
    load(tmp_path, article(4, title="😀😀 Луцьк радіє"))
    write_page(tmp_path)
    (page,) = pages(tmp_path).values()
    title = page["sentences"][0]
    start, end, _ = title[6][0]

    assert title[2].encode("utf-16-le")[2 * start : 2 * end].decode("utf-16-le") == "Луцьк"


def test_charts_count_what_repeats_nothing(tmp_path):
    body = tuple(f"Одне й те саме речення про міст, річку та {n} човнів." for n in range(20))
    repeated = [article(n, body=body, title=f"Новина {n}") for n in (8, 10)]
    load(tmp_path, *(article(n) for n in range(3)), *repeated)
    write_page(tmp_path)
    found = summary(tmp_path)
    told = [page for page in pages(tmp_path).values() if page["duplicateOf"]]

    assert len(told) == 1
    assert sum(count for _, count in found["days"]) == 4
    assert {code: count for code, _, count in found["countries"]} == {
        "UA": 4, "PL": sum(line[8] == ["UA", "PL"] and not line[11] for line in lines(tmp_path)),
    }  # fmt: skip
    assert sum(row[1] - row[2] for month in found["months"] for row in month["lists"]) == 1
    assert told[0]["duplicateOf"] in pages(tmp_path)


def test_a_run_with_nothing_new_writes_nothing_and_reads_no_dataset(tmp_path):
    load(tmp_path, *(article(n) for n in range(6)))
    write_page(tmp_path)
    before = files(tmp_path)
    for name in (ARTICLES, SENTENCES):  # whoever looks into them fails
        path = tmp_path / file_of(name, "2026-01")
        path.write_bytes(b"\0" * path.stat().st_size)
    again = write_page(tmp_path)

    assert (again.months, again.files_written, again.files_removed) == ((), 0, 0)
    assert files(tmp_path) == before


def test_only_months_that_changed_are_written(tmp_path):
    load(tmp_path, *(article(n) for n in range(6)))
    write_page(tmp_path)
    before = files(tmp_path)
    load(tmp_path, article(8), run_id="run-2")
    again = write_page(tmp_path)
    after = files(tmp_path)
    changed = {name for name in before if after.get(name) != before[name]}

    assert again.months == ("2026-01",)
    assert {name for name in changed if "2026-02" in name} == set()
    assert "data/summary.js" in changed
    assert "index.html" not in changed
    assert len(lines(tmp_path)) == 7


def test_an_older_piece_of_a_month_stays_when_later_articles_come(tmp_path, monkeypatch):
    from tasks.load.page import months

    monkeypatch.setattr(months, "_LIST_ROWS", 3)
    monkeypatch.setattr(months, "_PIECE_ARTICLES", 2)
    early = [
        article(2 * n, published_date=date(2026, 1, 1 + n), published_at=None) for n in (1, 2, 3)
    ]
    load(tmp_path, *early)
    write_page(tmp_path)
    before = files(tmp_path)
    late = article(8, published_date=date(2026, 1, 20), published_at=None)
    load(tmp_path, late, run_id="run-2")
    write_page(tmp_path)
    after = files(tmp_path)

    for stem in ("list-2026-01-000", "articles-2026-01-000"):
        (name,) = (name for name in before if stem in name)
        assert after[name] == before[name]
    assert [line[1] for line in lines(tmp_path)] == [
        "2026-01-20", "2026-01-04", "2026-01-03", "2026-01-02",
    ]  # fmt: skip


def test_pieces_are_bounded_in_bytes(tmp_path, monkeypatch):
    from tasks.load.page import months

    monkeypatch.setattr(months, "_PIECE_BYTES", 4_000)
    load(tmp_path, *(article(2 * n) for n in range(6)), article(20, body=("слово " * 2_000,)))
    write_page(tmp_path)
    sizes = [path.stat().st_size for path in (tmp_path / "report/data").glob("articles-*.js")]

    assert len(sizes) > 2
    assert sum(size > 4_500 for size in sizes) == 1


def test_the_same_articles_give_the_same_bytes(tmp_path):
    some = [article(n) for n in range(9)]
    one, other = tmp_path / "one", tmp_path / "other"
    load(one, *some)
    load(other, *some[4:], run_id="run-a", now=datetime(2026, 3, 1, tzinfo=UTC))
    write_page(other)
    load(other, *some[:4], run_id="run-b", now=datetime(2026, 3, 2, tzinfo=UTC))
    for output in (one, other):
        write_page(output)

    assert {name: content for name, (content, _) in files(one).items()} == {
        name: content for name, (content, _) in files(other).items()
    }


def test_what_was_forgotten_is_gone_from_the_page(tmp_path):
    load(tmp_path, article(1), article(2), article(3, title="Зникла назва"))
    write_page(tmp_path)
    gone = next(line for line in lines(tmp_path) if line[4] == "Зникла назва")
    forget(tmp_path, "forget-1", Target(prefix=gone[0]))
    written = write_page(tmp_path)

    assert written.files_removed
    assert gone[0] not in pages(tmp_path)
    text = b"".join(content for content, _ in files(tmp_path).values()).decode()
    assert "Зникла назва" not in text
    assert gone[0] not in text


def test_what_somebody_put_beside_the_page_stays(tmp_path):
    load(tmp_path, article(1))
    write_page(tmp_path)
    beside = tmp_path / "report" / "robots.txt"
    beside.write_text("User-agent: *")
    load(tmp_path, article(2), run_id="run-2")
    write_page(tmp_path)

    assert beside.read_text() == "User-agent: *"


def test_a_page_that_others_published_under_while_it_was_written_knows_of_it(tmp_path, monkeypatch):
    from tasks.load.page import build

    load(tmp_path, article(1))
    tie, published = build._Writing._tie, []

    def tie_late(writing):
        if not published:
            published.append(load(tmp_path, article(2), run_id="run-2"))
        return tie(writing)

    monkeypatch.setattr(build._Writing, "_tie", tie_late)
    assert write_page(tmp_path).articles == 2


@pytest.mark.parametrize(
    "name", ["index.html", "data/summary.js", "data/ledger.json", "list", "key"]
)
def test_a_file_that_went_missing_is_written_again(tmp_path, name):
    load(tmp_path, article(1), article(2))
    write_page(tmp_path)
    before = {name: content for name, (content, _) in files(tmp_path).items()}
    missing = next(path for path in before if path == name or path.startswith(f"data/{name}-"))
    (tmp_path / "report" / missing).unlink()
    write_page(tmp_path)

    assert {name: content for name, (content, _) in files(tmp_path).items()} == before


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b'{"format":1,"months":{"2026-01":{}}}'])
def test_a_damaged_ledger_costs_only_time(tmp_path, damage):
    load(tmp_path, article(1), article(2))
    write_page(tmp_path)
    before = {name: content for name, (content, _) in files(tmp_path).items()}
    (tmp_path / "report/data/ledger.json").write_bytes(damage)
    assert write_page(tmp_path).months == ("2026-02", "2026-01")
    assert {name: content for name, (content, _) in files(tmp_path).items()} == before


def test_a_kill_while_the_page_is_written_leaves_the_page_of_before(tmp_path, monkeypatch):
    from tasks.load.page import build

    load(tmp_path, article(1))
    write_page(tmp_path)
    before = files(tmp_path)
    load(tmp_path, article(3), run_id="run-2")
    monkeypatch.setattr(build, "_summary", lambda months: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        write_page(tmp_path)
    half = files(tmp_path)
    assert half.items() > before.items()
    (tmp_path / "report/data/.list-2026-02-000-0.js.tmp").write_bytes(b"half")
    monkeypatch.undo()
    write_page(tmp_path)

    assert len(lines(tmp_path)) == 2
    named = {path.name for path in (tmp_path / "report/data").iterdir()}
    assert len(named) == 5  # list, articles, key, summary, ledger
    assert not (tmp_path / ".staging").exists()


def test_an_output_without_articles_has_a_page_too(tmp_path):
    load(tmp_path)
    written = write_page(tmp_path)

    assert written.articles == 0
    assert page_of(tmp_path).exists()
    assert summary(tmp_path)["months"] == []


def test_the_page_is_no_stray_among_the_datasets(tmp_path):
    load(tmp_path, article(1))
    write_page(tmp_path)
    assert verify(tmp_path).problems == ()


def test_the_page_waits_for_who_publishes(tmp_path):
    load(tmp_path, article(1))
    with output_lock(tmp_path, "somebody"), pytest.raises(OutputBusyError):
        write_page(tmp_path, wait_seconds=0)
    assert not page_of(tmp_path).exists()


def test_a_month_that_cannot_be_read_leaves_the_page_of_before(tmp_path):
    load(tmp_path, article(1), article(2))
    write_page(tmp_path)
    before = files(tmp_path)
    (tmp_path / file_of(SENTENCES, "2026-01")).write_bytes(b"broken")
    with pytest.raises(VisnykError, match="cannot be read"):
        write_page(tmp_path)
    assert files(tmp_path) == before


def test_rows_out_of_order_are_refused_not_lost(tmp_path):
    import pyarrow.parquet as pq

    load(tmp_path, article(1), article(3))
    path = tmp_path / file_of(SENTENCES, "2026-02")
    rows = pq.read_table(path)
    pq.write_table(rows.sort_by([("article_id", "descending")]), path)
    with pytest.raises(DatasetCorruptError, match="visnyk compact"):
        write_page(tmp_path)


def test_no_text_ends_the_script_that_it_stands_in(tmp_path):
    load(tmp_path, hostile())
    write_page(tmp_path)
    (page,) = pages(tmp_path).values()
    for path in (tmp_path / "report/data").glob("*.js"):
        script = path.read_text(encoding="utf-8")
        assert not re.search("[<\u2028\u2029]", script)
        assert "__proto__" not in script

    assert [sentence[2] for sentence in page["sentences"]][:4] == list(HOSTILE)
    assert summary(tmp_path)["topics"] == [["99000000", HOSTILE[1], 1]]


def test_the_page_itself_holds_no_text_of_articles_and_names_no_other_machine(tmp_path):
    load(tmp_path, article(1), hostile())
    write_page(tmp_path)
    page = page_of(tmp_path).read_text(encoding="utf-8")

    assert "Луцьк" not in page
    assert "harmed" not in page
    assert set(re.findall(r"https?://[^\s'\"]+", page)) == {"http://www.w3.org/2000/svg"}
    assert "{{" not in page
    assert re.search(
        "default-src 'none'; script-src 'sha256-[A-Za-z0-9+/]{43}=' 'self' file:;", page
    )
    for unsafe in (
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        "eval(",
        "unsafe",
    ):
        assert unsafe not in page


def test_the_ledger_names_what_each_month_was_made_of(tmp_path):
    load(tmp_path, article(1))
    write_page(tmp_path)
    ledger = json.loads((tmp_path / "report/data/ledger.json").read_text(encoding="utf-8"))
    manifest = json.loads((tmp_path / "manifest.json").read_text(encoding="utf-8"))
    listed = {entry["dataset"]: entry["content_sha256"] for entry in manifest["files"]}

    assert ledger["months"]["2026-02"]["sources"] == {
        name: listed[name] for name in ("articles", "mentions", "sentences", "tags")
    }


def test_a_page_of_another_format_is_written_anew(tmp_path, monkeypatch):
    from tasks.load.page import ledger

    load(tmp_path, article(1))
    write_page(tmp_path)
    monkeypatch.setattr(ledger, "FORMAT", 2)
    assert write_page(tmp_path).months == ("2026-02",)


def test_many_articles_of_a_month_are_cut_into_lists(tmp_path):
    load(tmp_path, *(article(2 * n) for n in range(_LIST_ROWS // 2 + 1)), batch_size=500)
    load(tmp_path, *(article(2 * n) for n in range(600, 600 + _LIST_ROWS // 2)), batch_size=500)
    write_page(tmp_path)
    (month,) = summary(tmp_path)["months"]

    assert [row[1] for row in month["lists"]] == [1, _LIST_ROWS]
    assert len(pages(tmp_path)) == _LIST_ROWS + 1
    assert data(tmp_path, month["lists"][0][0])[0][1] >= data(tmp_path, month["lists"][1][0])[0][1]


def test_who_changes_what_is_written_of_a_month_raises_the_format(tmp_path):
    """Else the months that are there stay as an older visnyk wrote them."""
    load(tmp_path, *(article(n) for n in range(4)), hostile(), make(9, outlet_domain=None))
    write_page(tmp_path)
    names = sorted(path.name for path in (tmp_path / "report/data").glob("*-*.js"))
    shape = hashlib.sha256("".join(names).encode()).hexdigest()[:16]

    assert {FORMAT: shape} == {1: "70e60ce905741011"}
