"""The whole flow over a site: feeds, pages that change, pages that may not be had."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from flows.account.report import Outcome
from tests.extract.fetch.site import ROBOTS, Reply, Site, redirect, typed
from tests.flows.test_etl import read, run

pytestmark = pytest.mark.slow

PARAGRAPHS = (
    "Міська рада Вигаданого виділила 12 мільйонів гривень на ремонт дитячої лікарні.",
    "Роботи почнуться у квітні й триватимуть до кінця року, повідомив мер Остап Гнатів.",
    "Депутати проголосували одноголосно, хоча восени проєкт двічі повертали на доопрацювання.",
)


def page(title: str, *, more: str = "", noise: str = "", when: str = "2026-03-14T10:15") -> bytes:
    """A page of a small site; `noise` is what a server puts into each of its answers."""
    body = "".join(f"<p>{text}</p>" for text in (*PARAGRAPHS, *filter(None, [more])))
    return f"""<!doctype html><html lang="uk"><head><meta charset="utf-8">
        <title>{title} — Вісті</title>
        <meta property="og:type" content="article"><meta property="og:title" content="{title}">
        <meta property="article:published_time" content="{when}:00+02:00">
        <script>var nonce = "{noise}";</script></head>
        <body><nav><a href="/">Головна</a></nav><article><h1>{title}</h1>{body}</article>
        <footer>Усі права захищено</footer></body></html>""".encode()


def feed(site: Site, *entries: str, updated: str = "Sat, 14 Mar 2026 10:15:00 +0200") -> Reply:
    items = "".join(
        f"<item><title>{name}</title><link>{site.url(name)}</link><pubDate>{updated}</pubDate></item>"
        for name in entries
    )
    rss = f'<rss version="2.0"><channel><title>Вісті</title>{items}</channel></rss>'
    return typed("application/rss+xml; charset=utf-8", rss.encode())


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """A site that the settings allow to be fetched from; nothing else on this machine is."""
    from tasks.settings import get_settings

    with Site() as running:
        monkeypatch.setenv("VISNYK_ALLOWED_ADDRESSES", f"127.0.0.1:{running.port}")
        monkeypatch.setenv("VISNYK_FETCH_RATE", "1000")
        monkeypatch.setenv("VISNYK_RETRY_BACKOFF", "0.01")
        get_settings.cache_clear()
        running.pages[ROBOTS] = typed("text/plain", b"User-agent: *\nDisallow: /closed/\n")
        yield running
    get_settings.cache_clear()


def test_a_feed_gives_its_new_entries_only_and_each_page_is_asked_for_once(
    site: Site, output: Path
) -> None:
    site.pages |= {"/1": Reply(page("Лікарню відремонтують")), "/2": Reply(page("Міст відкриють"))}
    site.pages["/feed"] = feed(site, "/1", "/2")
    state, report = run(site.url("/feed"), output)
    assert state.name == Outcome.COMPLETED, report
    assert (report.read, report.loaded) == (2, 2)

    site.pages["/3"] = Reply(page("Школу добудують"))
    site.pages["/feed"] = feed(site, "/1", "/2", "/3")
    _, again = run(site.url("/feed"), output)
    assert (again.loaded, again.updated) == (1, 0)
    assert [site.paths().count(path) for path in ("/1", "/2", "/3")] == [1, 1, 1]
    titles = set(read(output, "articles")["title_uk"])
    assert titles == {"Лікарню відремонтують", "Міст відкриють", "Школу добудують"}


def test_an_unchanged_page_costs_one_cheap_request_and_a_changed_one_counts_a_revision(
    site: Site, output: Path
) -> None:
    first = typed("text/html", page("Лікарню відремонтують"), ETag='"1"')
    site.pages["/1"] = [first, Reply(b"", 304)]
    run(site.url("/1"), output)
    _, again = run(site.url("/1"), output)
    assert (again.unchanged, again.loaded, again.files_written) == (1, 0, 0)
    assert site.asked("/1")[-1].headers["if-none-match"] == '"1"'

    more = "Підрядника визначать на торгах у квітні, каже мер."
    site.pages["/1"] = typed("text/html", page("Лікарню відремонтують", more=more), ETag='"2"')
    _, third = run(site.url("/1"), output)
    assert (third.loaded, third.updated) == (1, 1)
    (row,) = read(output, "articles").to_dict("records")
    assert row["revision"] == 2
    assert more in row["body_uk"]
    assert list(read(output, "documents").sort_values("fetched_at")["etag"]) == ['"1"', '"2"']


def test_a_page_with_another_nonce_in_it_is_unchanged(site: Site, output: Path) -> None:
    site.pages["/1"] = [Reply(page("Лікарню відремонтують", noise=n)) for n in ("a", "b", "b")]
    run(site.url("/1"), output)
    _, again = run(site.url("/1"), output)
    assert (again.unchanged, again.loaded, again.files_written) == (1, 0, 0)
    assert read(output, "articles")["revision"].tolist() == [1]


def test_kept_pages_are_parsed_again_without_the_network(site: Site, output: Path) -> None:
    site.pages["/1"] = Reply(page("Лікарню відремонтують"))
    run(site.url("/1"), output)
    before, requests = read(output, "articles"), len(site.seen)
    state, report = run("documents:", output)
    assert state.name == Outcome.COMPLETED, report
    assert (report.read, report.loaded) == (1, 1)
    assert len(site.seen) == requests
    volatile = ["loaded_at", "run_id"]
    after = read(output, "articles")
    pd.testing.assert_frame_equal(before.drop(columns=volatile), after.drop(columns=volatile))
    (kept,) = read(output, "documents").to_dict("records")
    assert hashlib.sha256(kept["content"]).hexdigest() == kept["sha256"]


def test_what_may_not_be_had_is_quarantined_and_nothing_forbidden_is_asked_for(
    site: Site, output: Path, tmp_path: Path
) -> None:
    site.pages |= {
        "/good": [Reply(b"busy", 503), Reply(page("Лікарню відремонтують"))],
        "/closed/1": Reply(page("Закрите")),
        "/away": redirect("http://127.0.0.2/x"),
        "/meta": redirect("http://169.254.169.254/latest/meta-data/"),
        "/loop": redirect("/loop"),
        "/photo": typed("image/jpeg", b"\xff\xd8"),
    }
    paths = ("/good", "/closed/1", "/away", "/meta", "/loop", "/photo", "/gone")
    listed = tmp_path / "addresses.txt"
    listed.write_text("\n".join(site.url(path) for path in paths), encoding="utf-8")

    state, report = run(listed, output)

    assert (report.read, report.loaded, report.quarantined) == (7, 1, 6)
    assert state.name == "Failed"
    failed = read(output, "quarantine").set_index("source_uri")["error_type"].to_dict()
    assert failed == {
        site.url("/closed/1"): "RobotsForbidError",
        site.url("/away"): "ForbiddenAddress",
        site.url("/meta"): "ForbiddenAddress",
        site.url("/loop"): "TooManyRedirects",
        site.url("/photo"): "WrongContent",
        site.url("/gone"): "PageNotFound",
    }
    assert "/closed/1" not in site.paths()


def test_a_dead_link_in_a_feed_fails_no_run_in_which_nothing_is_new(
    site: Site, output: Path
) -> None:
    site.pages |= {"/1": Reply(page("Лікарню відремонтують")), "/gone": Reply(b"", 404)}
    site.pages["/feed"] = feed(site, "/1", "/gone")
    run(site.url("/feed"), output)
    state, quiet = run(site.url("/feed"), output)
    assert (quiet.read, quiet.loaded, quiet.unchanged, quiet.quarantined) == (2, 0, 1, 1)
    assert state.name == Outcome.COMPLETED_WITH_WARNINGS
    # What turns bad now does count.
    site.pages |= {"/2": Reply(b"", 404)}
    site.pages["/feed"] = feed(site, "/1", "/2", "/gone")
    state, _ = run(site.url("/feed"), output)
    assert state.name == Outcome.FAILED


def test_a_refused_page_goes_through_when_the_site_has_mended_it(site: Site, output: Path) -> None:
    site.pages["/1"] = [Reply(b"<html><body><p>404</p></body></html>"), Reply(page("Лікарня"))]
    _, report = run(site.url("/1"), output)
    assert (report.loaded, report.quarantined) == (0, 1)
    _, again = run(site.url("/1"), output)
    assert (again.loaded, again.quarantined) == (1, 0)
    assert read(output, "quarantine").empty


def test_a_layout_that_changed_shows_as_a_warning_of_the_run(site: Site, output: Path) -> None:
    def dated(name: str, when: str) -> Reply:
        return Reply(
            page(f"Лікарню номер {name} відремонтують", more=f"Ідеться про {name}.", when=when)
        )

    names = [f"/{n}" for n in range(25)]
    site.pages |= {name: dated(name, "2026-03-14T10:15") for name in names[:20]}
    # The site has moved its dates to where nothing finds them.
    undated = page("Школу добудують").replace(b"article:published_time", b"moved")
    site.pages |= {
        name: Reply(undated.replace("Школу".encode(), f"Школу номер {name}".encode()))
        for name in names[20:]
    }
    site.pages["/feed"] = feed(site, *names[:20])
    _, first = run(site.url("/feed"), output)
    assert (first.loaded, first.warnings) == (20, ())

    site.pages["/feed"] = feed(site, *names)
    state, second = run(site.url("/feed"), output)
    assert second.loaded == 5
    assert state.name == Outcome.COMPLETED_WITH_WARNINGS
    undated_rows = read(output, "articles").query("title_uk.str.startswith('Школу')")
    assert set(undated_rows["published_basis"]) == {"listed"}
    assert set(undated_rows["published_date"].astype(str)) == {"2026-03-14"}
    told = [warning for warning in second.warnings if "published_date on" in warning]
    assert len(told) == 1, second.warnings
    rates = read(output, "runs").sort_values("started_at")["fill_rates"].iloc[-1]
    assert {rate["field"]: rate["filled"] for rate in rates}["published_date"] == 0


def test_a_refreshed_page_with_another_nonce_is_the_same_revision(site: Site, output: Path) -> None:
    site.pages["/1"] = [Reply(page("Лікарню відремонтують", noise=n)) for n in ("a", "b")]
    run(site.url("/1"), output)
    _, again = run(site.url("/1"), output, refresh=True)
    assert again.loaded == 1
    assert read(output, "articles")["revision"].tolist() == [1]


def test_a_run_whose_only_feed_cannot_be_had_has_failed(site: Site, output: Path) -> None:
    state, report = run(site.url("/feed"), output)
    assert (state.name, report.read) == ("Failed", 0)
    assert any("/feed" in warning for warning in report.warnings)


def test_a_feed_without_entries_is_no_failure(site: Site, output: Path) -> None:
    site.pages["/feed"] = feed(site)
    state, _ = run(site.url("/feed"), output)
    assert state.is_completed()
