"""Nothing is asked that is not public or allowed: told from what arrived at the sites."""

from __future__ import annotations

import ipaddress
import socket
import ssl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.extract.fetch.addresses import read_address
from tasks.extract.fetch.errors import (
    BadAddress,
    ForbiddenAddress,
    HostUnreachable,
    RobotsForbidError,
    UntrustedServer,
)
from tasks.extract.fetch.networks import AddressRule
from tasks.settings import SettingError
from tests.extract.fetch.site import PAGE, ROBOTS, Reply, Site, redirect

pytestmark = pytest.mark.allow_hosts(["127.0.0.1", "127.0.0.2", "127.0.0.3", "::1"])
PUBLIC = "93.184.215.14"


@pytest.fixture
def names(monkeypatch):
    """What the resolver says of names, answer after answer; and what it was asked."""
    answers: dict[str, list[list[str]]] = {}
    asked: list[str] = []
    ask = socket.getaddrinfo

    def getaddrinfo(host, port, *rest, **named):
        if host not in answers:
            return ask(host, port, *rest, **named)
        asked.append(host)
        found = answers[host].pop(0) if len(answers[host]) > 1 else answers[host][0]
        return [entry for address in found for entry in ask(address, port, *rest, **named)]

    monkeypatch.setattr("socket.getaddrinfo", getaddrinfo)
    answers["asked"] = asked
    return answers


FORBIDDEN = [
    "0.0.0.0", "10.1.2.3", "100.64.0.1", "100.100.100.200", "127.0.0.1", "127.9.9.9",
    "168.63.129.16", "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.192", "192.0.2.1",
    "192.168.1.1", "198.18.0.1", "203.0.113.9", "224.0.0.1", "240.0.0.1", "255.255.255.255",
    "::", "::1", "::7f00:1", "fe80::1", "fe80::1%1", "fec0::1", "fc00::1", "fd00:ec2::254",
    "fd20:ce::254", "ff02::1", "100::1", "64:ff9b:1::1", "2001::1", "2001:db8::1", "3fff::1",
    "5f00::1", "4000::1", "::ffff:127.0.0.1", "::ffff:169.254.169.254", "64:ff9b::7f00:1",
    "64:ff9b::a9fe:a9fe", "2002:7f00:1::", "2002:c0a8:101::1",
]  # fmt: skip
ALLOWED = [
    PUBLIC, "1.1.1.1", "172.32.0.1", "100.128.0.1", "192.167.1.1", "2606:4700::1111",
    "2a00:1450::1", f"::ffff:{PUBLIC}", "64:ff9b::5db8:d70e", "2002:5db8:d70e::1",
]  # fmt: skip


@pytest.mark.parametrize("address", FORBIDDEN)
def test_an_address_that_is_not_public_is_forbidden(address):
    with pytest.raises(ForbiddenAddress, match="no address of the public web"):
        AddressRule().check("news.example", 443, ipaddress.ip_address(address))


@pytest.mark.parametrize("address", ALLOWED)
def test_a_public_address_is_allowed(address):
    AddressRule().check("news.example", 443, ipaddress.ip_address(address))


@given(st.ip_addresses(v=4) | st.ip_addresses(v=6, network="100::/8") | st.ip_addresses())
def test_no_address_is_allowed_that_the_standard_library_calls_local(address):
    try:
        AddressRule().check("news.example", 80, address)
    except ForbiddenAddress:
        return
    if address.version == 6 and address in ipaddress.ip_network("::/8"):
        return  # an IPv4 address in translation, as in the list above
    assert not any(
        (
            address.is_private, address.is_loopback, address.is_link_local,
            address.is_multicast, address.is_unspecified, address.is_reserved,
        )
    )  # fmt: skip


@pytest.mark.parametrize("port", [0, 22, 25, 110, 143, 445, 1023])
def test_a_port_of_another_protocol_is_forbidden_unless_it_is_allowed(port):
    public = ipaddress.ip_address(PUBLIC)
    with pytest.raises(ForbiddenAddress, match="port"):
        AddressRule().check("news.example", port, public)
    AddressRule(f"news.example:{port}").check("news.example", port, public)


@pytest.mark.parametrize(
    ("allowed", "host", "port", "address"),
    [
        ("10.0.0.0/8", "wiki", 80, "10.1.1.1"),
        ("10.1.1.1", "wiki", 8080, "10.1.1.1"),
        ("10.1.1.1:8080", "wiki", 8080, "10.1.1.1"),
        ("wiki", "wiki", 80, "10.1.1.1"),
        ("wiki", "wiki.", 8080, "10.1.1.1"),
        ("other, Wiki.Example:8080,", "wiki.example", 8080, "10.1.1.1"),
        ("fd00::/8", "wiki", 80, "fd00::1"),
        ("[::1]:8080", "localhost", 8080, "::1"),
        ("127.0.0.0/8", "wiki", 80, "::ffff:127.0.0.1"),
    ],
)
def test_an_operator_may_allow_networks_hosts_and_ports(allowed, host, port, address):
    AddressRule(allowed).check(host, port, ipaddress.ip_address(address))


@pytest.mark.parametrize(
    ("allowed", "host", "port", "address"),
    [
        ("10.0.0.0/8", "wiki", 80, "127.0.0.1"),
        ("10.1.1.1:8080", "wiki", 80, "10.1.1.1"),
        ("wiki:8080", "wiki", 80, "10.1.1.1"),
        ("wiki", "wiki.example", 80, "10.1.1.1"),
        ("wiki", "notwiki", 80, "10.1.1.1"),
        ("::1", "localhost", 80, "127.0.0.1"),
    ],
)
def test_what_is_allowed_allows_nothing_else(allowed, host, port, address):
    with pytest.raises(ForbiddenAddress):
        AddressRule(allowed).check(host, port, ipaddress.ip_address(address))


@pytest.mark.parametrize("entry", ["http://wiki/", "wiki/8", "a@wiki", "wiki:x", "10.0.0.0/99"])
def test_an_entry_that_allows_nothing_is_named_at_the_start(fetcher_of, entry):
    with pytest.raises(SettingError, match="VISNYK_ALLOWED_ADDRESSES"):
        fetcher_of(allowed_addresses=entry)


LOOPBACK = [
    "127.0.0.1", "127.1", "2130706433", "0x7f.0.0.1", "0x7F000001", "0177.0.0.1", "017700000001",
    "localhost", "LOCALHOST", "localhost.", "１２７.0.0.1", "127。0。0。1", "ⓛocalhost",
    "[::ffff:127.0.0.1]", "0.0.0.0", "0", "[::]", "[::1]",
]  # fmt: skip


@pytest.mark.parametrize("host", LOOPBACK)
def test_this_machine_is_not_asked_however_it_is_spelled(site, fetcher_of, host):
    with pytest.raises((ForbiddenAddress, HostUnreachable, BadAddress)):
        fetcher_of(allowed_addresses="127.0.0.2").fetch(site.url(host=host))
    assert site.seen == []


@pytest.mark.parametrize("host", ["127.1", "2130706433", "0x7F000001", "LOCALHOST"])
def test_an_odd_spelling_of_what_is_allowed_is_allowed(site, fetcher_of, host):
    fetcher = fetcher_of(allowed_addresses="127.0.0.0/8, ::1")
    assert fetcher.fetch(site.url(host=host)).content == PAGE


@pytest.mark.parametrize(
    "target",
    ["http://169.254.169.254/latest/meta-data/", "http://[fd00:ec2::254]/", "http://10.0.0.1/"],
)
def test_a_redirect_to_where_no_public_page_is_is_not_followed(other, fetcher_of, target):
    # A connection would be reported: the tests may make none to there.
    other.pages["/old"] = redirect(target)
    with pytest.raises(ForbiddenAddress):
        fetcher_of(allowed_addresses="127.0.0.2/32").fetch(other.url("/old"))
    assert other.paths() == [ROBOTS, "/old"]


def test_a_redirect_to_this_machine_is_not_followed(site, other, fetcher_of):
    other.pages["/old"] = redirect(site.url())
    with pytest.raises(ForbiddenAddress, match=r"127\.0\.0\.1"):
        fetcher_of(allowed_addresses="127.0.0.2/32").fetch(other.url("/old"))
    assert site.seen == []
    assert other.paths() == [ROBOTS, "/old"]


def test_a_robots_txt_that_leads_to_this_machine_is_not_followed(site, other, fetcher_of):
    other.pages[ROBOTS] = redirect(site.url())
    assert fetcher_of(allowed_addresses="127.0.0.2/32").fetch(other.url()).content == PAGE
    assert site.seen == []


def test_a_name_that_changes_its_address_after_the_check_is_asked_where_it_was_checked(
    other, fetcher_of, names
):
    with Site("127.0.0.1", other.port) as inside:
        names["news.example"] = [["127.0.0.2"], ["127.0.0.1"]]
        fetcher = fetcher_of(allowed_addresses="127.0.0.2")
        other.pages["/close"] = Reply(headers={"Content-Type": "text/html", "Connection": "close"})
        url = f"http://news.example:{other.port}/close"
        assert fetcher.fetch(url).content == PAGE
        # One look-up a connection, and the connection goes where that look-up said.
        assert names["asked"] == ["news.example"]
        assert {request.headers["host"] for request in other.seen} == {f"news.example:{other.port}"}
        # The next connection looks again, and is checked again.
        with pytest.raises(ForbiddenAddress, match=r"127\.0\.0\.1"):
            fetcher.fetch(url)
        assert names["asked"] == ["news.example"] * 2
        assert inside.seen == []
        assert other.paths() == [ROBOTS, "/close"]


def test_a_name_that_becomes_public_is_asked_for_its_robots_txt_then(other, fetcher_of, names):
    names["news.example"] = [["127.0.0.1"], ["127.0.0.2"]]
    other.pages[ROBOTS] = Reply(b"User-agent: *\nDisallow: /")
    fetcher = fetcher_of(allowed_addresses="127.0.0.2")
    url = f"http://news.example:{other.port}/"
    with pytest.raises(ForbiddenAddress):
        fetcher.fetch(url)
    with pytest.raises(RobotsForbidError):
        fetcher.fetch(url)
    assert other.paths() == [ROBOTS]


@pytest.mark.parametrize(
    "found", [[PUBLIC, "127.0.0.1"], ["127.0.0.1", PUBLIC], ["::1", PUBLIC], ["127.0.0.2", "::1"]]
)
def test_a_name_with_one_forbidden_address_is_not_asked_at_all(site, fetcher_of, names, found):
    names["news.example"] = [found]
    with pytest.raises(ForbiddenAddress, match=r"news\.example was not asked"):
        fetcher_of(allowed_addresses="127.0.0.2").fetch(f"http://news.example:{site.port}/")
    assert site.seen == []


def test_the_next_address_of_a_name_is_tried_if_one_takes_no_connection(site, fetcher, names):
    names["news.example"] = [["127.0.0.3", "127.0.0.1"]]
    assert fetcher.fetch(f"http://news.example:{site.port}/").content == PAGE


def test_a_site_at_ipv6_is_fetched_if_it_is_allowed(fetcher_of):
    with Site("::1") as site:
        site.pages["/"] = Reply()
        assert fetcher_of(allowed_addresses="::1").fetch(site.url()).url == site.url()
        assert site.seen[-1].headers["host"] == f"[::1]:{site.port}"
        site.seen.clear()
        with pytest.raises(ForbiddenAddress):
            fetcher_of(allowed_addresses="127.0.0.1").fetch(site.url())
        assert site.seen == []


def test_a_ukrainian_name_is_asked_by_its_ascii_form(site, fetcher, names):
    names["xn--80aaeeghq8b.xn--j1amh"] = [["127.0.0.1"]]
    page = fetcher.fetch(f"http://вигадане.укр:{site.port}/")
    assert page.url == f"http://xn--80aaeeghq8b.xn--j1amh:{site.port}/"


@pytest.mark.parametrize(
    ("url", "host", "port", "origin"),
    [
        ("HTTP://News.Example", "news.example", 80, "http://news.example"),
        ("https://news.example:443/a", "news.example", 443, "https://news.example"),
        ("http://news.example:443/a", "news.example", 443, "http://news.example:443"),
        ("  https://news.example./a#b ", "news.example", 443, "https://news.example"),
        ("http://[2001:DB8::1]:8080/", "2001:db8::1", 8080, "http://[2001:db8::1]:8080"),
    ],
)
def test_an_address_is_brought_to_its_normal_form(url, host, port, origin):
    address = read_address(url)
    assert (address.host, address.port, address.origin) == (host, port, origin)
    assert "#" not in address.url


@given(st.text())
def test_any_text_is_an_address_or_refused(text):
    for url in (text, f"http://{text}", f"https://news.example/{text}"):
        try:
            address = read_address(url)
        except BadAddress:
            continue
        assert read_address(address.url) == address
        assert address.host


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    """A certificate for the name `news.example`, and the server's context with it."""
    x509 = pytest.importorskip("cryptography.x509", reason="needed to make a certificate")
    from datetime import UTC, datetime, timedelta

    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "news.example")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("news.example")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    folder = tmp_path_factory.mktemp("authority")
    public = certificate.public_bytes(serialization.Encoding.PEM)
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    (folder / "ca.pem").write_bytes(public)
    (folder / "both.pem").write_bytes(private + public)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "both.pem")
    return folder / "ca.pem", context


def test_tls_is_about_the_name_though_the_connection_is_to_a_checked_address(
    authority, fetcher_of, names
):
    ca_bundle, context = authority
    asked = []
    context.sni_callback = lambda _socket, name, _context: asked.append(name)
    for name in ("news.example", "news.example.", "elsewhere.example"):
        names[name] = [["127.0.0.1"]]
    with Site(context=context) as site:
        site.pages["/"] = Reply()
        fetcher = fetcher_of(ca_bundle=ca_bundle)
        assert fetcher.fetch(site.url(host="news.example")).content == PAGE
        assert fetcher.fetch(site.url(host="news.example.")).content == PAGE
        assert set(asked) == {"news.example"}
        site.seen.clear()
        with pytest.raises(UntrustedServer, match=r"elsewhere\.example"):
            fetcher.fetch(site.url(host="elsewhere.example"))
        with pytest.raises(UntrustedServer):
            fetcher_of().fetch(site.url(host="news.example"))
        asked.clear()
        with pytest.raises(ForbiddenAddress):
            fetcher_of(ca_bundle=ca_bundle, allowed_addresses="").fetch(
                site.url(host="news.example")
            )
        assert asked == []
        assert site.seen == []
