"""A site's robots.txt is asked for first, once, and obeyed: told from what it saw."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from tasks.errors import Transient
from tasks.extract.fetch.addresses import read_address
from tasks.extract.fetch.errors import (
    HostUnreachable,
    RobotsForbidError,
    RobotsUnreachable,
    not_fetched,
)
from tasks.extract.fetch.robots import MAX_CRAWL_DELAY_SECONDS, Robots
from tests.extract.fetch.site import PAGE, ROBOTS, Reply, Site, hang, redirect, reset, typed

pytestmark = pytest.mark.allow_hosts(["127.0.0.1", "127.0.0.2", "::1"])


def rules(*lines: str) -> Reply:
    return typed("text/plain", "\n".join(lines).encode())


CLOSED = rules("User-agent: *", "Disallow: /")


def test_nothing_but_its_robots_txt_is_asked_of_a_site_that_wants_no_visits(site, fetcher):
    site.pages[ROBOTS] = CLOSED
    for path in ("/", "/news", "/?a=1"):
        with pytest.raises(RobotsForbidError, match="forbids it") as caught:
            fetcher.fetch(site.url(path))
    assert f"{site.url(ROBOTS)} forbids" in str(caught.value)
    assert site.paths() == [ROBOTS]


def test_what_is_forbidden_is_not_asked_for_and_the_rest_is(site, fetcher):
    site.pages[ROBOTS] = rules(
        "User-agent: *", "Disallow: /admin", "Disallow: /*?print", "Allow: /a"
    )
    site.pages["/news"] = Reply()
    assert fetcher.fetch(site.url("/news")).content == PAGE
    for path in ("/admin", "/admin/x", "/news?print=1", "/%61dmin"):
        with pytest.raises(RobotsForbidError):
            fetcher.fetch(site.url(path))
    assert site.paths() == [ROBOTS, "/news"]


def test_rules_for_us_count_before_those_for_all(site, fetcher, fetcher_of):
    site.pages[ROBOTS] = rules(
        "User-agent: *", "Disallow: /", "", "User-agent: Visnyk", "Disallow: /private"
    )
    assert fetcher.fetch(site.url()).content == PAGE
    with pytest.raises(RobotsForbidError):
        fetcher.fetch(site.url("/private"))
    with pytest.raises(RobotsForbidError):
        fetcher_of(user_agent="other/1.0 (like visnyk)").fetch(site.url())


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 204])
def test_a_site_without_a_robots_txt_allows_all(site, fetcher, status):
    site.pages[ROBOTS] = Reply(b"", status)
    assert fetcher.fetch(site.url()).content == PAGE


@pytest.mark.parametrize("status", [500, 502, 503, 521, 429])
def test_a_site_that_cannot_tell_its_rules_is_left_alone_for_now(site, fetcher, status):
    site.pages[ROBOTS] = Reply(b"", status)
    for _ in range(2):
        with pytest.raises(RobotsUnreachable) as caught:
            fetcher.fetch(site.url())
        assert isinstance(caught.value, Transient)
    assert set(site.paths()) == {ROBOTS}
    assert len(site.seen) == (1 if status == 521 else 3)


@pytest.mark.parametrize("behaviour", [hang, reset])
def test_a_site_that_breaks_over_its_rules_is_left_alone_for_now(site, fetcher_of, behaviour):
    site.pages[ROBOTS] = behaviour
    with pytest.raises(RobotsUnreachable):
        fetcher_of(read_timeout=0.1).fetch(site.url())
    assert set(site.paths()) == {ROBOTS}


def test_a_robots_txt_is_followed_to_where_it_moved(site, other, fetcher):
    site.pages[ROBOTS] = redirect("/r", 301)
    site.pages["/r"] = redirect(other.url("/rules"))
    other.pages["/rules"] = rules("User-agent: *", "Disallow: /news")
    assert fetcher.fetch(site.url()).content == PAGE
    with pytest.raises(RobotsForbidError):
        fetcher.fetch(site.url("/news"))
    # They are this site's rules, not those of the site they are at.
    other.pages["/news"] = Reply()
    assert fetcher.fetch(other.url("/news")).content == PAGE
    assert site.paths() == [ROBOTS, "/r", "/"]


@pytest.mark.parametrize("target", [ROBOTS, "/r", "ftp://127.0.0.1/robots.txt"])
def test_a_robots_txt_that_is_nowhere_is_none(site, fetcher, target):
    site.pages[ROBOTS] = redirect(target)
    site.pages["/r"] = redirect(ROBOTS)
    assert fetcher.fetch(site.url()).content == PAGE


def test_a_redirect_is_followed_only_where_the_next_site_allows_it(site, other, fetcher):
    site.pages["/old"] = redirect(other.url("/new"))
    other.pages[ROBOTS] = CLOSED
    with pytest.raises(RobotsForbidError):
        fetcher.fetch(site.url("/old"))
    assert site.paths() == [ROBOTS, "/old"]
    assert other.paths() == [ROBOTS]


def test_a_redirect_within_a_site_is_followed_only_where_it_allows_it(site, fetcher):
    site.pages[ROBOTS] = rules("User-agent: *", "Disallow: /private")
    site.pages["/old"] = redirect("/private")
    with pytest.raises(RobotsForbidError):
        fetcher.fetch(site.url("/old"))
    assert site.paths() == [ROBOTS, "/old"]


def test_threads_ask_for_a_robots_txt_once(site, fetcher):
    for number in range(16):
        site.pages[f"/{number}"] = Reply()
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: fetcher.fetch(site.url(f"/{number}")), range(16)))
    assert site.paths()[0] == ROBOTS
    assert site.paths().count(ROBOTS) == 1
    assert len(site.seen) == 17


def test_each_port_and_scheme_of_a_host_has_its_own_rules(site, fetcher):
    site.pages[ROBOTS] = CLOSED
    with Site() as neighbour:
        neighbour.pages["/"] = Reply()
        with pytest.raises(RobotsForbidError):
            fetcher.fetch(site.url())
        assert fetcher.fetch(neighbour.url()).content == PAGE


def test_a_robots_txt_in_utf8_with_a_mark_and_a_page_in_its_place_are_read(site, other, fetcher):
    site.pages[ROBOTS] = typed(None, b"\xef\xbb\xbfUser-agent: *\r\nDisallow: /\r\n")
    with pytest.raises(RobotsForbidError):
        fetcher.fetch(site.url())
    other.pages[ROBOTS] = typed("text/html", PAGE)
    assert fetcher.fetch(other.url()).content == PAGE


def test_rules_beyond_half_a_megabyte_do_not_count(site, fetcher):
    long = "User-agent: *\nDisallow: /a\n" + "# filling\n" * 60_000 + "Disallow: /b\n"
    site.pages[ROBOTS] = typed("text/plain", long.encode())
    site.pages["/b"] = Reply()
    with pytest.raises(RobotsForbidError):
        fetcher.fetch(site.url("/a"))
    assert fetcher.fetch(site.url("/b")).content == PAGE


class Clocked:
    """Robots with a clock that is set by hand, and a site that is asked here."""

    def __init__(self, *answers):
        self.now = 0.0
        self.answers = list(answers)
        self.asked: list[str] = []
        self.slowed: list[tuple[str, float]] = []
        self.robots = Robots(
            self.read, lambda *told: self.slowed.append(told), "visnyk", clock=lambda: self.now
        )

    def read(self, url):
        self.asked.append(url)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        return answer

    def check(self, url="https://news.example/a"):
        self.robots.check(read_address(url))


def test_rules_are_kept_for_a_day_and_then_asked_for_anew():
    clocked = Clocked(None, "User-agent: *\nDisallow: /")
    clocked.check()
    clocked.now = 86_399
    clocked.check("https://news.example:443/b")
    assert clocked.asked == ["https://news.example/robots.txt"]
    clocked.now = 86_400
    with pytest.raises(RobotsForbidError):
        clocked.check()


def test_a_site_without_rules_for_now_is_asked_again_after_minutes():
    gone = not_fetched(HostUnreachable, "news.example was not found", "Check the name")
    clocked = Clocked(gone, None)
    for clocked.now in (0, 100):
        with pytest.raises(HostUnreachable, match=r"news\.example was not found"):
            clocked.check()
    clocked.now = 120
    clocked.check()
    assert len(clocked.asked) == 2


@pytest.mark.parametrize(
    ("line", "per_second"),
    [
        ("Crawl-delay: 10", 0.1),
        ("Crawl-delay: 0.5", 2.0),
        ("Crawl-delay: 86400", 1 / MAX_CRAWL_DELAY_SECONDS),
        ("Request-rate: 1/5", 0.2),
        ("Request-rate: 1/20\nCrawl-delay: 4", 0.05),
    ],
)
def test_the_pace_a_site_asks_for_is_kept_up_to_a_bound(line, per_second):
    clocked = Clocked(f"User-agent: *\n{line}\nDisallow: /private")
    clocked.check()
    clocked.check()
    assert clocked.slowed == [("news.example", pytest.approx(per_second))]


@pytest.mark.parametrize("line", ["Crawl-delay: 0", "Crawl-delay: soon", "Crawl-delay: -1", ""])
def test_a_pace_that_is_none_changes_nothing(line):
    clocked = Clocked(f"User-agent: *\n{line}")
    clocked.check()
    assert clocked.slowed == []
