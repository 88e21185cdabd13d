"""What a source string may name: addresses, lists, standard input, what the datasets keep."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tasks.addresses import BadAddressError
from tasks.errors import VisnykError
from tasks.extract.discovery import Discovery, discover
from tasks.extract.errors import InputNotFoundError, InputsGoneError, NoDocumentsError
from tasks.extract.paths import uri_of
from tasks.extract.read import read_batch
from tasks.extract.sources import check_source
from tasks.models import Batch, KnownPage, SourceDocument

from .site import ARTICLE, MemoryShelf, Site, rss

PAGE = "https://example.ua/news/1.html"
OTHER = "https://example.ua/news/2.html"
FEED = "https://example.ua/rss"
RECORD = {"url": PAGE, "title": "Міст відкрили", "text": "У Калинівці відкрили міст."}


def look(*sources: str | Path, **given: object) -> Discovery:
    known = {"loaded": {}, "quarantined": {}, "fetcher": Site()} | given
    return discover([str(source) for source in sources], **known)


def uris(found: Discovery) -> list[str]:
    return [ref.uri for ref in found.new]


def sha256(content: str | bytes) -> str:
    return hashlib.sha256(content.encode() if isinstance(content, str) else content).hexdigest()


def read(found: Discovery, **given: object) -> tuple[SourceDocument, ...]:
    batch = read_batch(Batch(1, found.new), max_bytes=10**6, max_raw_bytes=10**6, **given)
    assert batch.failures == ()
    return batch.items


def test_a_new_address_is_fetched_once_to_see_what_it_is() -> None:
    site = Site({PAGE: ARTICLE})
    found = look(f"{PAGE}?utm_source=x#top", PAGE, fetcher=site)
    (document,) = read(found, fetcher=site)
    assert (document.uri, document.text) == (PAGE, ARTICLE)
    assert site.fetched == [PAGE]


def test_an_address_that_turns_out_to_be_a_feed_lists_its_pages() -> None:
    site = Site({PAGE: rss((OTHER, ""))})
    assert uris(look(PAGE, fetcher=site)) == [OTHER]


def test_an_address_shaped_like_a_feed_that_is_a_page_is_a_page() -> None:
    url = "https://example.ua/feed/"
    found = look(url, fetcher=Site({url: ARTICLE}))
    assert (uris(found), found.problems) == ([url], ())


def test_a_known_address_is_looked_at_again_but_not_yet() -> None:
    site, known = Site(), KnownPage(loaded_sha256="0" * 64, etag="e")
    found = look(PAGE, fetcher=site, pages={PAGE: known}, loaded={PAGE: "0" * 64})
    assert [(ref.uri, ref.known) for ref in found.new] == [(PAGE, known)]
    assert site.fetched == []


def test_an_address_that_does_not_answer_is_a_failure_to_try_again() -> None:
    (failed,) = look(PAGE).failures
    assert (failed.source_uri, failed.is_transient) == (PAGE, True)


def test_a_feed_that_does_not_answer_and_an_address_that_is_none_are_problems() -> None:
    found = look(FEED, "https://")
    assert found.total == 0
    assert len(found.problems) == 2


def test_two_addresses_of_the_same_bytes_are_told_as_duplicates() -> None:
    found = look(PAGE, OTHER, fetcher=Site({PAGE: ARTICLE, OTHER: ARTICLE}))
    assert (uris(found), found.duplicates) == ([PAGE], (OTHER,))


def test_a_list_of_addresses_paths_and_feeds_is_told_by_its_lines(tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "a.txt").write_text("Новина")
    (tmp_path / "b.html").write_text(ARTICLE)
    path = tmp_path / "list.txt"
    path.write_text(f"# мій список\n\n{PAGE}\r\npages/a.txt\n  b.html\n{FEED}\n")
    site = Site({FEED: rss((OTHER, ""))})
    found = look(path, fetcher=site)
    a, b = uri_of(tmp_path / "pages" / "a.txt"), uri_of(tmp_path / "b.html")
    assert uris(found) == [PAGE, a, b, OTHER]
    assert site.fetched == [FEED]


def test_a_named_list_may_hold_what_does_not_exist_and_says_so(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Новина")
    path = tmp_path / "list.txt"
    path.write_text("a.txt\nb.txt\n*.md\n")
    found = look(f"@{path}")
    assert uris(found) == [uri_of(tmp_path / "a.txt")]
    assert [type(problem) for problem in found.problems] == [InputNotFoundError] * 2


def test_a_text_that_only_begins_with_an_address_is_a_page(tmp_path: Path) -> None:
    path = tmp_path / "page.txt"
    path.write_text(f"{PAGE}\nМіст відкрили\nУ Калинівці відкрили міст.\n")
    assert uris(look(path)) == [uri_of(path)]


def test_a_list_that_names_itself_ends(tmp_path: Path) -> None:
    path = tmp_path / "list.txt"
    path.write_text(f"list.txt\n{PAGE}\n")
    assert PAGE in uris(look(f"@{path}"))


@pytest.mark.parametrize("page", ["Новина\n\nТекст новини.", ARTICLE])
def test_standard_input_may_be_a_page(page: str) -> None:
    found = look("-", stdin=page.encode)
    (document,) = read(found)
    assert document.text == page
    assert document.uri == f"stdin:#sha256={sha256(page)[:16]}"
    assert look("-", stdin=page.encode, loaded={document.uri: sha256(page)}).new == ()


def test_standard_input_may_be_records_a_feed_or_a_list(tmp_path: Path) -> None:
    lines = json.dumps(RECORD, ensure_ascii=False) + "\n{\n"
    found = look("-", stdin=lines.encode)
    assert uris(found) == ["stdin:#url=https%3A%2F%2Fexample.ua%2Fnews%2F1.html"]
    assert len(found.failures) == 1
    assert [json.loads(document.text) for document in read(found)] == [RECORD]
    array = json.dumps([RECORD], ensure_ascii=False, indent=1)
    assert [json.loads(item.text) for item in read(look("-", stdin=array.encode))] == [RECORD]
    assert uris(look("-", stdin=rss((OTHER, "")).encode)) == [OTHER]
    assert uris(look("-", stdin=f"{PAGE}\n{OTHER}\n".encode)) == [PAGE, OTHER]


def test_standard_input_is_read_once_and_not_where_there_is_none() -> None:
    assert look("-", "-", stdin=iter([b"\xd0\x90"]).__next__).total == 1
    (problem,) = look("-").problems
    assert "no standard input here" in str(problem)


@pytest.fixture
def shelf() -> MemoryShelf:
    page = Site({PAGE: ARTICLE}).fetch(PAGE)
    assert page
    return MemoryShelf({PAGE: page}, {PAGE: sha256(ARTICLE)})


def test_kept_pages_are_read_again_without_the_network(shelf: MemoryShelf) -> None:
    site = Site()
    loaded = {PAGE: sha256(ARTICLE)}
    for source in ("documents:", f"documents:{PAGE}"):
        found = look(source, shelf=shelf, fetcher=site, loaded=loaded)
        (document,) = read(found, shelf=shelf, fetcher=site)
        assert (document.uri, document.text, document.page) == (PAGE, ARTICLE, shelf.page(PAGE))
        assert document.read_at == document.page.fetched_at
    assert site.fetched == []


def test_a_page_that_is_not_kept_is_a_problem_of_the_source(shelf: MemoryShelf) -> None:
    found = look(f"documents:{OTHER}", "quarantine:", shelf=shelf)
    kinds = [type(problem) for problem in found.problems]
    assert kinds == [InputNotFoundError, NoDocumentsError]


def test_what_articles_were_made_from_is_found_again_and_what_is_gone_is_named_once(
    tmp_path: Path, shelf: MemoryShelf
) -> None:
    page = tmp_path / "a.txt"
    page.write_text("Новина")
    records = tmp_path / "b.jsonl"
    records.write_text(json.dumps(RECORD) + "\n" + json.dumps(RECORD | {"url": OTHER}) + "\n")
    first, second = look(records).new
    gone = uri_of(tmp_path / "gone.txt")
    named = (uri_of(page), second.uri, f"{uri_of(records)}#url=lost", gone, OTHER)
    at = datetime(2026, 2, 5, 10, tzinfo=UTC)
    shelf.published = {PAGE: at, **dict.fromkeys(named)}
    loaded = {uri_of(page): sha256("Новина"), second.uri: second.sha256 or "", first.uri: "x"}

    found = look("articles:", shelf=shelf, loaded=loaded | {PAGE: sha256(ARTICLE)})

    assert {ref.uri: ref.listed_at for ref in found.new} == {
        PAGE: at, uri_of(page): None, second.uri: None,
    }  # fmt: skip
    (problem,) = found.problems
    assert isinstance(problem, InputsGoneError)
    assert "The inputs of 3 articles are gone" in str(problem)


def test_quarantine_is_tried_again_from_the_originals(tmp_path: Path) -> None:
    page = tmp_path / "a.txt"
    page.write_text("Новина")
    records = tmp_path / "b.jsonl"
    records.write_text(json.dumps(RECORD) + "\n" + json.dumps(RECORD | {"url": OTHER}) + "\n")
    record_uri = look(records).new[1].uri
    refused = {uri_of(page): sha256("Новина"), record_uri: look(records).new[1].sha256 or ""}
    shelf = MemoryShelf(refused={uri: (sha, None) for uri, sha in refused.items()})
    found = look("quarantine:", shelf=shelf, quarantined=refused)
    assert uris(found) == [uri_of(page), record_uri]
    assert [document.uri for document in read(found, shelf=shelf)] == uris(found)


def test_quarantine_is_tried_again_from_the_kept_bytes_where_the_original_is_gone(
    tmp_path: Path,
) -> None:
    gone, lost = uri_of(tmp_path / "gone.txt"), uri_of(tmp_path / "lost.txt")
    record = f"{uri_of(tmp_path / 'c.jsonl')}#id=7"
    shelf = MemoryShelf(
        refused={
            gone: (sha256("x"), ARTICLE.encode()),
            lost: (sha256("y"), None),
            record: (sha256("z"), json.dumps(RECORD).encode()),
            PAGE: (sha256(ARTICLE), ARTICLE.encode()),
        }
    )
    found = look("quarantine:", shelf=shelf)
    documents = {item.uri: item for item in read(found, shelf=shelf, fetcher=Site())}
    assert set(documents) == {gone, record, PAGE}
    assert (documents[gone].text, documents[gone].sha256) == (ARTICLE, sha256("x"))
    assert json.loads(documents[record].text) == RECORD
    assert "lost.txt does not exist any more" in str(found.problems[0])


def test_some_of_quarantine_is_named_and_the_unknown_is_a_problem_of_its_own(
    tmp_path: Path,
) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text("\n".join(json.dumps(RECORD | {"url": f"{PAGE}?{n}"}) for n in range(4)))
    refused = {ref.uri: ref.sha256 or "" for ref in look(path).new}
    shelf = MemoryShelf(refused={uri: (sha, None) for uri, sha in refused.items()})
    first, second, *_ = refused
    sources = [f"quarantine:{uri}" for uri in (second, "file:///nowhere.txt", first)]
    found = look(*sources, shelf=shelf, quarantined=refused)
    assert sorted(uris(found)) == [first, second]
    assert [type(problem) for problem in found.problems] == [InputNotFoundError]


def test_a_line_that_is_still_damaged_fails_again_when_it_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps(RECORD) + '\n{"title": "обірв\n')
    (failed,) = look(path).failures
    known = {failed.source_uri: failed.source_sha256}
    shelf = MemoryShelf(refused={failed.source_uri: (failed.source_sha256, failed.raw)})
    found = look(f"quarantine:{failed.source_uri}", shelf=shelf, quarantined=known)
    assert (found.failures, found.quarantined, found.closed) == ((failed,), (), ())


@pytest.mark.parametrize(
    ("file", "raw"),
    [
        ("gone.csv", 'https://example.ua/1;"Міст відкрили для руху;Учора відкрили міст\n'),
        ("gone.jsonl", "Міст відкрили для руху\n"),
        (None, "{title: Міст відкрили для руху, text: Учора відкрили міст}\n"),
    ],
)
def test_a_damaged_record_whose_file_is_gone_is_not_taken_for_a_pasted_page(
    tmp_path: Path, file: str | None, raw: str
) -> None:
    uri = f"{uri_of(tmp_path / file) if file else 'stdin:'}#sha256=0123456789abcdef"
    shelf = MemoryShelf(refused={uri: (sha256(raw), raw.encode())})
    found = look("quarantine:", shelf=shelf)
    batch = read_batch(Batch(1, found.new), max_bytes=1000, max_raw_bytes=1000, shelf=shelf)
    assert batch.items == ()
    assert [(item.source_uri, item.error_type) for item in batch.failures] == [
        (uri, "DamagedRecordError")
    ]


def test_a_line_that_was_mended_is_found_under_its_new_name_and_closes_the_old_one(
    tmp_path: Path,
) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps(RECORD) + '\n{"title": "обірв\n{"title": 7"}\n')
    loaded = {ref.uri: ref.sha256 for ref in look(path).new}
    mended, damaged = look(path).failures
    known = {failed.source_uri: failed.source_sha256 for failed in (mended, damaged)}
    path.write_text(path.read_text().replace('"обірв', '"Школу відкрили", "text": "Учора."}'))
    shelf = MemoryShelf(refused={mended.source_uri: (mended.source_sha256, mended.raw)})
    found = look(f"quarantine:{mended.source_uri}", shelf=shelf, loaded=loaded, quarantined=known)
    (document,) = read(found, shelf=shelf)
    assert json.loads(document.text)["title"] == "Школу відкрили"
    assert mended.source_uri in found.closed
    assert (set(found.unchanged), found.quarantined) == (set(loaded), (damaged.source_uri,))


def test_a_file_that_failed_as_a_whole_is_no_input_once_its_records_can_be_read(
    tmp_path: Path,
) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text("")
    (failed,) = look(path).failures
    assert look(path).closed == ()
    path.write_text(json.dumps(RECORD) + "\n")
    shelf = MemoryShelf(refused={failed.source_uri: (failed.source_sha256, None)})
    for source in (path, "quarantine:"):
        found = look(source, shelf=shelf)
        assert (len(found.new), found.closed) == (1, (failed.source_uri,))


def test_an_address_in_quarantine_is_fetched_again_if_it_answers() -> None:
    shelf = MemoryShelf(refused={PAGE: (sha256("old"), b"old")})
    found = look(f"quarantine:{PAGE}", shelf=shelf)
    (document,) = read(found, shelf=shelf, fetcher=Site({PAGE: ARTICLE}))
    assert document.text == ARTICLE


def test_a_source_is_checked_without_the_network(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Новина")
    fine = [tmp_path, tmp_path / "*.txt", "-", PAGE, f"feed:{FEED}", "documents:", "quarantine:x"]
    for source in (*fine, f"@{tmp_path / 'a.txt'}"):
        check_source(str(source))
    for source, error in {
        str(tmp_path / "b.txt"): InputNotFoundError,
        f"@{tmp_path / 'b.txt'}": InputNotFoundError,
        f"feed:{tmp_path / 'b.xml'}": InputNotFoundError,
        "https://": BadAddressError,
    }.items():
        with pytest.raises(error):
            check_source(source)


def test_without_a_fetcher_addresses_are_refused_with_what_to_do() -> None:
    found = discover([PAGE, FEED], loaded={}, quarantined={})
    messages = [failed.reason for failed in found.failures] + list(map(str, found.problems))
    assert len(messages) == 2
    assert all("nothing is fetched here" in message for message in messages)


def test_any_mix_of_sources_is_told_apart_and_a_bad_one_stops_no_other(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Новина")
    (tmp_path / "b.jsonl").write_text(json.dumps(RECORD))
    site = Site({FEED: rss((OTHER, "")), PAGE: ARTICLE})
    found = look(tmp_path, FEED, "nowhere.txt", PAGE, "-", stdin="Друга".encode, fetcher=site)
    assert len(found.new) == found.total == 5
    assert all(isinstance(problem, VisnykError) for problem in found.problems)
    assert len(found.problems) == 1
