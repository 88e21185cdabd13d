"""Sources are found, fingerprinted and sorted by what is known of them."""

import os
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.errors import Terminal
from tasks.extract.discovery import discover
from tasks.extract.errors import InputNotFoundError, NoDocumentsError
from tasks.extract.paths import Uris, find_paths, path_of, uri_of
from tasks.extract.read import read_batch
from tasks.extract.records import make_record
from tasks.models import Batch


def write(path: Path, text: str = "текст") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def discover_new(*sources: str | Path):
    return discover([str(source) for source in sources], loaded={}, quarantined={})


def test_a_folder_is_searched_for_text_files_in_a_stable_order(tmp_path: Path) -> None:
    pages = [write(tmp_path / name, name) for name in ("b.txt", "a.txt", "deep/c.TXT")]
    write(tmp_path / "README.md")
    write(tmp_path / ".hidden.txt")
    write(tmp_path / ".git" / "d.txt")
    assert find_paths(str(tmp_path)) == sorted(pages)


def test_a_folder_gives_every_known_kind_but_not_what_belongs_to_a_saved_page(
    tmp_path: Path,
) -> None:
    names = ("a.html", "b.jsonl", "c.CSV", "d.mhtml", "e.xml.gz", "own_files/f.txt")
    pages = [write(tmp_path / name, name) for name in names]
    write(tmp_path / "a_files" / "frame.html")
    write(tmp_path / "image.gz")
    assert find_paths(str(tmp_path)) == sorted(pages)


def test_a_glob_and_a_file_uri_are_understood(tmp_path: Path) -> None:
    first, second = write(tmp_path / "сторінка 1.txt"), write(tmp_path / "сторінка 2.txt", "2")
    assert find_paths(str(tmp_path / "*1.txt")) == [first]
    assert find_paths(uri_of(second)) == [second]
    assert path_of(uri_of(first)) == first


def test_a_file_whose_name_looks_like_a_glob_is_taken_as_it_is(tmp_path: Path) -> None:
    page = write(tmp_path / "page[1].txt")
    assert find_paths(str(page)) == [page]


def test_a_missing_path_and_an_empty_folder_say_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(InputNotFoundError, match=r"no file or folder.*Check the spelling"):
        find_paths(str(tmp_path / "nowhere.txt"))
    with pytest.raises(NoDocumentsError, match=r"holds no documents.*\.txt"):
        find_paths(str(tmp_path))


def test_a_missing_path_does_not_stop_the_others(tmp_path: Path) -> None:
    page = write(tmp_path / "a.txt")
    found = discover_new(tmp_path / "nowhere.txt", page)
    assert [ref.uri for ref in found.new] == [uri_of(page)]
    assert [type(problem) for problem in found.problems] == [InputNotFoundError]
    assert found.total == 1


def test_an_input_named_twice_is_read_once(tmp_path: Path) -> None:
    page = write(tmp_path / "a.txt")
    link = tmp_path / "link.txt"
    link.symlink_to(page)
    assert discover_new(page, tmp_path, link).total == 1


def test_known_inputs_need_no_work_and_each_is_counted_once(tmp_path: Path) -> None:
    names = ("same", "changed", "copy", "bad", "fixed", "new")
    pages = {name: write(tmp_path / f"{name}.txt", name) for name in names}
    write(pages["copy"], "same")
    sha = {name: discover_new(path).new[0].sha256 or "" for name, path in pages.items()}
    uri = {name: uri_of(path) for name, path in pages.items()}

    found = discover(
        [str(tmp_path)],
        loaded={uri["same"]: sha["same"], uri["changed"]: "0" * 64},
        quarantined={uri["bad"]: sha["bad"], uri["fixed"]: "0" * 64},
    )

    assert found.unchanged == (uri["same"],)
    assert found.duplicates == (uri["copy"],)
    assert found.quarantined == (uri["bad"],)
    assert {ref.uri for ref in found.new} == {uri["changed"], uri["fixed"], uri["new"]}
    assert found.total == len(pages)


def test_of_two_new_files_with_the_same_bytes_one_is_a_duplicate(tmp_path: Path) -> None:
    first, second = write(tmp_path / "a.txt"), write(tmp_path / "b.txt")
    found = discover_new(tmp_path)
    assert [ref.uri for ref in found.new] == [uri_of(first)]
    assert found.duplicates == (uri_of(second),)


def test_which_of_two_equal_files_counts_does_not_depend_on_the_order_of_sources(
    tmp_path: Path,
) -> None:
    first, second = write(tmp_path / "a.txt"), write(tmp_path / "b.txt")
    orders = ([str(first), str(second)], [str(second), str(first)])
    found = [discover(order, loaded={}, quarantined={}) for order in orders]
    assert [[ref.uri for ref in each.new] for each in found] == [[uri_of(first)]] * 2
    assert [each.duplicates for each in found] == [(uri_of(second),)] * 2


def test_content_that_moved_to_another_file_is_not_lost_as_a_duplicate(tmp_path: Path) -> None:
    first, second = write(tmp_path / "a.txt", "стара"), tmp_path / "b.txt"
    stored = {uri_of(first): discover_new(first).new[0].sha256 or ""}
    write(first, "нова")
    write(second, "стара")
    found = discover([str(tmp_path)], loaded=stored, quarantined={})
    assert {ref.uri for ref in found.new} == {uri_of(first), uri_of(second)}
    assert found.duplicates == ()


def test_an_input_that_becomes_equal_to_another_is_processed_so_that_its_old_rows_go(
    tmp_path: Path,
) -> None:
    first, second = write(tmp_path / "a.txt", "перша"), write(tmp_path / "b.txt", "друга")
    found = discover_new(tmp_path)
    stored = {ref.uri: ref.sha256 or "" for ref in found.new}
    write(second, "перша")
    again = discover([str(tmp_path)], loaded=stored, quarantined={})
    assert again.unchanged == (uri_of(first),)
    assert [ref.uri for ref in again.new] == [uri_of(second)]


def test_a_copy_of_a_good_input_that_turned_bad_is_still_a_duplicate(tmp_path: Path) -> None:
    first, copy = write(tmp_path / "a.txt", "добра"), write(tmp_path / "b.txt", "добра")
    good = discover_new(copy).new[0].sha256 or ""
    write(first, " ")
    bad = discover_new(first).new[0].sha256 or ""
    found = discover(
        [str(tmp_path)], loaded={uri_of(first): good}, quarantined={uri_of(first): bad}
    )
    assert found.quarantined == (uri_of(first),)
    assert found.duplicates == (uri_of(copy),)


def test_a_pipe_is_refused_instead_of_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")
    (failed,) = discover_new(tmp_path).failures
    assert failed.error_type == "NotAFileError"


def test_a_file_name_that_is_not_utf8_is_read_all_the_same(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.txt"))
    path.write_text("Новина", encoding="utf-8")
    found = discover_new(tmp_path)
    read = read_batch(Batch(1, found.new), max_bytes=100, max_raw_bytes=0)
    assert [document.text for document in read.items] == ["Новина"]


@pytest.mark.parametrize("source", ["", " ", "x" * 300])
def test_a_path_that_cannot_be_is_a_problem_of_that_source_only(source: str) -> None:
    (problem,) = discover_new(source).problems
    assert "Nothing was loaded from it" in str(problem)


def test_a_folder_that_cannot_be_searched_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "open" / "a.txt")
    (tmp_path / "closed").mkdir()
    scandir = os.scandir

    def refuse(path):  # root may search every folder, so the system's refusal is played
        if str(path).endswith("closed"):
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    (problem,) = discover_new(tmp_path).problems
    assert "closed cannot be read (Permission denied)" in str(problem)


def test_a_file_too_large_is_refused_unread_and_the_next_is_read(tmp_path: Path) -> None:
    with (tmp_path / "a.txt").open("wb") as file:
        file.truncate(200_000_000)  # sparse: takes no space on disk
    write(tmp_path / "b.txt", "Новина")
    read = read_batch(
        Batch(1, discover_new(tmp_path).new), max_bytes=10_000_000, max_raw_bytes=1_000
    )
    assert [document.text for document in read.items] == ["Новина"]
    (refused,) = read.failures
    assert refused.error_type == "InputTooLargeError"
    assert "200.0 MB, over the limit of 10.0 MB" in refused.reason
    assert "VISNYK_MAX_DOCUMENT_BYTES" in refused.reason
    assert refused.raw is None


def test_refused_bytes_are_kept_for_quarantine_if_they_are_few(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"\x00\x01\x02")
    (tmp_path / "b.txt").write_bytes(b"\x00\x01\x02" * 1_000)
    read = read_batch(Batch(1, discover_new(tmp_path).new), max_bytes=10_000, max_raw_bytes=1_000)
    assert [item.raw for item in read.failures] == [b"\x00\x01\x02", None]


def test_a_file_that_vanishes_before_it_is_read_is_a_transient_failure(tmp_path: Path) -> None:
    page = write(tmp_path / "a.txt")
    found = discover_new(page)
    page.unlink()
    (failed,) = read_batch(Batch(1, found.new), max_bytes=1_000, max_raw_bytes=0).failures
    assert failed.is_transient
    assert "cannot be read" in failed.reason


def test_a_file_that_cannot_be_read_is_a_transient_failure_that_says_so() -> None:
    # Opens, and refuses to be read even by root: like a file on a failing disk.
    (failed,) = discover_new("/proc/self/mem").failures
    assert failed.is_transient
    assert failed.error_type == "UnreadableInputError"
    assert "cannot be read (Input/output error)" in failed.reason


def test_a_stored_document_says_what_was_read_even_if_the_file_changed(tmp_path: Path) -> None:
    page = write(tmp_path / "a.txt", "перша версія")
    found = discover_new(page)
    write(page, "друга версія")
    (document,) = read_batch(Batch(1, found.new), max_bytes=1_000, max_raw_bytes=0).items
    assert document.text == "друга версія"
    assert document.sha256 == discover_new(page).new[0].sha256


def test_errors_name_the_kind_that_decides_on_retries() -> None:
    assert issubclass(InputNotFoundError, Terminal)


class _Asked(Mapping[str, str]):
    """Answers what it is asked for, and cannot be gone through."""

    def __init__(self, known: Mapping[str, str]) -> None:
        self.known = known

    def __getitem__(self, uri: str) -> str:
        return self.known[uri]

    def __iter__(self):
        raise AssertionError("all that is stored is gone through")

    def __len__(self) -> int:
        raise AssertionError("all that is stored is counted")


def test_what_is_loaded_is_asked_for_and_never_gone_through(tmp_path: Path) -> None:
    same, changed = write(tmp_path / "a.txt", "та сама"), write(tmp_path / "b.txt", "нова")
    copy, new = write(tmp_path / "c.txt", "де інде"), write(tmp_path / "d.txt", "четверта")
    sha256 = {ref.uri: ref.sha256 or "" for ref in discover_new(tmp_path).new}
    loaded = {
        uri_of(same): sha256[uri_of(same)],
        uri_of(changed): "0" * 64,
        "https://example.ua/1": sha256[uri_of(copy)],
    }
    asked: list[set[str]] = []

    def holders(contents):
        asked.append(set(contents))
        return [(uri, held) for uri, held in loaded.items() if held in contents]

    found = discover([str(tmp_path)], loaded=_Asked(loaded), quarantined={}, holders=holders)

    assert found.unchanged == (uri_of(same),)
    assert [ref.uri for ref in found.new] == [uri_of(changed), uri_of(new)]
    assert found.duplicates == (uri_of(copy),)
    assert asked == [{sha256[uri_of(copy)], sha256[uri_of(new)]}]


def test_a_loaded_page_stays_one_when_a_file_appears_that_its_line_names(tmp_path: Path) -> None:
    page = write(tmp_path / "a.txt", "b.html")
    stored = {uri_of(page): discover_new(page).new[0].sha256 or ""}
    other = write(tmp_path / "b.html", "<p>Новина</p>")
    found = discover([str(page)], loaded=stored, quarantined={})
    assert (found.unchanged, found.new, found.closed) == ((uri_of(page),), (), ())
    assert [ref.uri for ref in discover_new(page).new] == [uri_of(other)]


def test_files_of_linked_folders_and_linked_files_have_the_uri_of_what_they_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = write(tmp_path / "тека №1" / "a b%.txt")
    odd = Path(os.fsdecode(os.fsencode(page.parent) + b"/\xff.txt"))
    odd.write_text("Новина", encoding="utf-8")
    (tmp_path / "folder").symlink_to(page.parent)
    (page.parent / "link.txt").symlink_to(page)
    uris = Uris()
    for path in (page, odd, tmp_path / "folder" / "a b%.txt", page.parent / "link.txt"):
        assert uris.of(path) == uri_of(path)
    assert len({uris.of(tmp_path / "folder" / name) for name in ("a b%.txt", "link.txt")}) == 1
    monkeypatch.chdir(page.parent)
    assert uris.of(Path("a b%.txt")) == uri_of(page)
    assert uris.of(Path("/a.txt")) == uri_of(Path("/a.txt"))


@given(st.text().filter(lambda text: text.strip()))
def test_the_name_of_a_record_is_quoted_as_addresses_are(identity: str) -> None:
    key = make_record({"url": identity}, (0, 0)).key
    assert key == f"url={quote(identity.strip(), safe='', errors='replace')}"
