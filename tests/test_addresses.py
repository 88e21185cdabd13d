"""One page has one address, however it was linked to."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.addresses import BadAddressError, is_listing_shaped, normalize, page_key


@pytest.mark.parametrize(
    ("given_as", "known_as"),
    [
        ("HTTPS://Example.UA/News/1", "https://example.ua/News/1"),
        ("https://example.ua", "https://example.ua/"),
        ("http://example.ua:80/a", "http://example.ua/a"),
        ("https://example.ua:8443/a", "https://example.ua:8443/a"),
        ("https://example.ua/a?utm_source=x&id=5&fbclid=y#top", "https://example.ua/a?id=5"),
        ("https://example.ua/a?utm_medium=rss", "https://example.ua/a"),
        ("https://example.ua/a?b=2&a=1", "https://example.ua/a?b=2&a=1"),
        ("https://user:secret@example.ua/a", "https://example.ua/a"),
        ("https://example.ua/новини", "https://example.ua/%D0%BD%D0%BE%D0%B2%D0%B8%D0%BD%D0%B8"),
        ("https://example.ua/%d0%bd", "https://example.ua/%D0%BD"),
        ("https://приклад.укр/a", "https://xn--80aikifvh.xn--j1amh/a"),
        ("  https://example.ua/a\n", "https://example.ua/a"),
        ("http://[::1]:8000/a", "http://[::1]:8000/a"),
    ],
)
def test_an_address_is_known_in_one_form(given_as: str, known_as: str) -> None:
    assert normalize(given_as) == known_as


@pytest.mark.parametrize("text", ["https://", "https:///path", "ftp://example.ua/", "http://a:b/"])
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(BadAddressError, match="Copy the address"):
        normalize(text)


@given(
    st.text(max_size=30),
    st.lists(st.tuples(st.text(max_size=8), st.text(max_size=8)), max_size=3),
)
def test_the_known_form_is_its_own_known_form(path: str, query: list[tuple[str, str]]) -> None:
    url = f"https://example.ua/{path}?" + "&".join(f"{name}={value}" for name, value in query)
    known = normalize(url)
    assert normalize(known) == known
    assert known.isascii()


@pytest.mark.parametrize(
    "url",
    [
        "https://example.ua/rss",
        "https://example.ua/rss/all.rss",
        "https://example.ua/feed/",
        "https://example.ua/sitemap.xml",
        "https://example.ua/sitemap-news.xml.gz",
        "https://example.ua/news_sitemap.php",
        "https://example.ua/export.xml?lang=uk",
    ],
)
def test_feeds_and_sitemaps_are_told_by_their_addresses(url: str) -> None:
    assert is_listing_shaped(url)


@pytest.mark.parametrize(
    "url", ["https://example.ua/news/1.html", "https://example.ua/rssi-ta-my", "https://feed.ua/a"]
)
def test_pages_are_not_taken_for_feeds(url: str) -> None:
    assert not is_listing_shaped(url)


@pytest.mark.parametrize(
    "url",
    [
        "http://example.ua/news/1",
        "https://www.example.ua/news/1/",
        "https://m.example.ua/news/1?utm_source=telegram",
        "https://amp.example.ua/news/1#top",
        "https://EXAMPLE.ua:443/news/1/amp",
    ],
)
def test_addresses_of_one_article_have_one_key(url: str) -> None:
    assert page_key(url) == page_key("https://example.ua/news/1")


@pytest.mark.parametrize(
    "url",
    [
        "https://example.ua/news/2",
        "https://example.ua/ru/news/1",
        "https://example.ua/news/1?page=2",
        "https://life.example.ua/news/1",
    ],
)
def test_addresses_of_other_articles_have_other_keys(url: str) -> None:
    assert page_key(url) != page_key("https://example.ua/news/1")
