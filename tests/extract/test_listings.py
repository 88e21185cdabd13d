"""Feeds and sitemaps: what is new in them, once, within bounds."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tasks.errors import VisnykError
from tasks.extract import walk
from tasks.extract.discovery import Discovery, discover
from tasks.extract.listings import read_listing
from tasks.models import KnownPage

from .site import FETCHED_AT, Site, rss, sitemap, sitemap_index

FEED = "https://example.ua/rss"
A, B = "https://example.ua/a", "https://example.ua/b"
EARLIER, LATER = "Thu, 05 Feb 2026 10:00:00 +0000", "Thu, 05 Feb 2026 15:00:00 +0200"


def found_in(site: Site, *sources: str, **known: KnownPage) -> Discovery:
    pages = {f"https://example.ua/{name}": page for name, page in known.items()}
    return discover(list(sources), loaded={}, quarantined={}, pages=pages, fetcher=site)


def uris(found: Discovery) -> list[str]:
    return [ref.uri for ref in found.new]


def test_the_entries_of_a_feed_are_new_inputs_that_are_not_fetched_yet() -> None:
    site = Site({FEED: rss((A + "?utm_source=rss", EARLIER), (B, ""))})
    found = found_in(site, FEED)
    assert uris(found) == [A, B]
    assert [ref.listed_at for ref in found.new] == [datetime(2026, 2, 5, 10, tzinfo=UTC), None]
    assert site.fetched == [FEED]


def test_a_loaded_entry_is_not_listed_again_unless_the_feed_says_it_changed() -> None:
    loaded = KnownPage(loaded_sha256="0" * 64, fetched_at=FETCHED_AT, etag="x")
    site = Site({FEED: rss((A, EARLIER), (B, LATER), ("https://example.ua/c", ""))})
    found = found_in(site, FEED, a=loaded, b=loaded, c=loaded)
    assert uris(found) == [B]
    assert found.new[0].known == loaded
    assert found.unchanged == (A, "https://example.ua/c")
    assert found.total == 3


def test_an_entry_that_was_refused_is_looked_at_again() -> None:
    refused = KnownPage(refused_sha256="0" * 64)
    found = found_in(Site({FEED: rss((A, EARLIER))}), FEED, a=refused)
    assert uris(found) == [A]


def test_atom_and_json_feeds_and_relative_links_are_read() -> None:
    atom = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>С</title><entry><title>Н</title>'
        '<id>tag:1</id><link rel="self" href="https://example.ua/self"/><link href="/a"/>'
        "<updated>2026-02-05T10:00:00+02:00</updated></entry></feed>"
    )
    (entry,) = read_listing(atom.encode(), base=FEED, name="feed").pages
    assert (entry.url, entry.published_at) == (A, datetime(2026, 2, 5, 8, tzinfo=UTC))
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "items": [{"id": "1", "url": A, "date_published": "2026-02-05T10:00:00Z"}, {"id": "2"}],
    }
    (entry,) = read_listing(json.dumps(feed).encode(), base=FEED, name="feed").pages
    assert (entry.url, entry.published_at) == (A, datetime(2026, 2, 5, 10, tzinfo=UTC))


@pytest.mark.parametrize("encoding", ["cp1251", "utf-16"])
def test_a_feed_in_another_encoding_is_read(encoding: str) -> None:
    feed = rss((A, EARLIER)).replace("UTF-8", encoding)
    assert [
        entry.url for entry in read_listing(feed.encode(encoding), base="", name="f").pages
    ] == [A]


def test_a_news_sitemap_tells_when_pages_were_published_and_a_plain_one_when_changed() -> None:
    news = sitemap((A, "")).replace(
        "</url>",
        '<n:news xmlns:n="http://www.google.com/schemas/sitemap-news/0.9"><n:publication_date>'
        "2026-02-05T12:00:00+02:00</n:publication_date></n:news></url>",
    )
    (entry,) = read_listing(news.encode(), base="", name="s").pages
    assert entry.published_at == datetime(2026, 2, 5, 10, tzinfo=UTC)
    (entry,) = read_listing(sitemap((A, "2026-02-05")).encode(), base="", name="s").pages
    assert (entry.published_at, entry.modified_at) == (None, datetime(2026, 2, 5, tzinfo=UTC))


def test_an_index_of_packed_sitemaps_is_followed_and_a_missing_one_is_told() -> None:
    first, second = "https://example.ua/1.xml.gz", "https://example.ua/2.xml"
    site = Site(
        {
            "https://example.ua/sitemap.xml": sitemap_index(second, first),
            first: gzip.compress(sitemap((A, ""), (B, "")).encode()),
        }
    )
    found = found_in(site, "https://example.ua/sitemap.xml")
    assert uris(found) == [A, B]
    assert ["does not answer" in str(problem) for problem in found.problems] == [True]


def test_sitemaps_that_name_each_other_end() -> None:
    first, second = "https://example.ua/1.xml", "https://example.ua/2.xml"
    site = Site({first: sitemap_index(second), second: sitemap_index(first, second)})
    found = found_in(site, first)
    assert len(site.fetched) <= 4
    assert "names no page" in str(found.problems[-1])


def test_a_listing_without_end_is_read_up_to_the_limit_and_says_so() -> None:
    listing = read_listing(
        sitemap(*((f"{A}{n}", "") for n in range(5))).encode(), base="", name="s"
    )
    steps = walk.Walk(Site(), "s", entries_left=3).pages(listing)
    assert [next(steps).url for _ in range(3)] == [f"{A}{n}" for n in range(3)]
    with pytest.raises(VisnykError, match="holds more than"):
        next(steps)


def test_entities_in_a_sitemap_name_no_file_and_do_not_blow_up(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("https://example.ua/secret")
    bomb = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 20}">' for n in range(1, 12))
    text = sitemap((A, ""), ("&file;", ""), ("&e11;", "")).replace(
        '<?xml version="1.0"?>',
        '<?xml version="1.0"?><!DOCTYPE urlset [<!ENTITY e0 "x">'
        f'{bomb}<!ENTITY file SYSTEM "{secret.as_uri()}">]>',
    )
    found = read_listing(text.encode(), base="", name="s")
    assert [entry.url for entry in found.pages] == [A]


def test_a_packed_listing_is_unpacked_within_bounds() -> None:
    packed = gzip.compress(b" " * 60_000_000)
    with pytest.raises(VisnykError, match="neither a feed nor a sitemap"):
        read_listing(packed, base="", name="s")


def test_a_page_named_as_a_feed_and_other_xml_are_problems_of_the_source() -> None:
    site = Site({A: "<html><body><p>Сторінка</p></body></html>", B: "<?xml version='1.0'?><x/>"})
    found = found_in(site, f"feed:{A}", f"sitemap:{B}", "feed:https://example.ua/down")
    assert found.total == 0
    assert ["neither a feed nor a sitemap" in str(problem) for problem in found.problems] == [
        True,
        True,
        False,
    ]


def test_a_feed_and_a_sitemap_on_disk_list_pages_too(tmp_path: Path) -> None:
    (tmp_path / "feed.xml").write_text(rss((A, EARLIER)))
    (tmp_path / "map.xml.gz").write_bytes(gzip.compress(sitemap((B, "")).encode()))
    (tmp_path / "other.xml").write_text("<?xml version='1.0'?><order/>")
    found = found_in(Site(), str(tmp_path))
    assert uris(found) == [A, B]
    assert ["neither a feed" in failed.reason for failed in found.failures] == [True]
    assert uris(found_in(Site(), f"feed:{tmp_path / 'feed.xml'}")) == [A]


def test_a_feed_fetched_after_the_change_does_not_ask_again() -> None:
    known = KnownPage(loaded_sha256="0" * 64, fetched_at=FETCHED_AT + timedelta(days=1))
    found = found_in(Site({FEED: rss((A, LATER))}), FEED, a=known)
    assert (found.new, found.unchanged) == ((), (A,))
