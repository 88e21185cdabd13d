"""Outlets: one small declarative file each, and the lines that name where a page is from."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files

from tasks.transform.parse.labels import Pattern, fold, labels

_HOST = r"(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.){1,5}(?:[a-z]{2,18}|укр|рф|бел)"
_ADDRESS = re.compile(
    rf"(?P<scheme>https?://)?(?P<host>{_HOST})(?::\d+)?(?P<path>[/?#]\S*)?", re.IGNORECASE
)
_MAX_INITIALS = 2
_MIRRORS = re.compile(r"^(?:www\d?|m|amp)\.(?=.+\.)")


@dataclass(frozen=True, slots=True)
class Outlet:
    """What is known of an outlet beforehand; everything but domain and name may be missing.

    `domains` are other domains of the same outlet, `aliases` other spellings of its name,
    `noise` lines that are none of an article, `sections` its rubrics beyond the usual ones,
    `desks` bylines that name the outlet itself. `selectors` finds fields in its HTML by CSS
    (title, lead, body, author, date, tags, caption), `drop` what is in the body and not of
    the article.
    """

    domain: str
    name: str
    domains: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    noise: tuple[Pattern, ...] = ()
    sections: tuple[str, ...] = ()
    desks: tuple[str, ...] = ()
    selectors: Mapping[str, str] = field(default_factory=dict)
    drop: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Site:
    """Where a page says it is from; `url` only where the address is of a page."""

    domain: str | None
    name: str | None = None
    url: str | None = None
    is_labelled: bool = False
    is_social: bool = False


@lru_cache(maxsize=1)
def outlets() -> dict[str, Outlet]:
    """Every known outlet by each of its domains."""
    found: dict[str, Outlet] = {}
    for file in sorted(files(__package__).iterdir(), key=lambda entry: entry.name):
        if file.name.endswith(".toml"):
            outlet = _read(file.read_text(encoding="utf-8"))
            found |= dict.fromkeys((outlet.domain, *outlet.domains), outlet)
    return found


def find_outlet(domain: str | None) -> Outlet | None:
    """Look an outlet up by its domain or by the domain that its host is part of."""
    while domain and "." in domain:
        if outlet := outlets().get(domain):
            return outlet
        domain = domain.partition(".")[2]
    return None


def is_desk(byline: str, outlet: Outlet) -> bool:
    """Tell whether a byline is the outlet itself or one of its desks, and no person."""
    name = fold(byline)
    own = [fold(own) for own in (outlet.name, *outlet.aliases, *outlet.desks)]
    # «Суспільне Миколаїв»: an office of the outlet.
    return name in _names() or any(name == desk or name.startswith(f"{desk} ") for desk in own)


def parse_site(text: str) -> Site | None:
    """Read a line that is an address, or the name of a known outlet, and nothing else."""
    label = labels().source_label.match(text)
    body = (label["rest"] if label else text).strip(' «»"<>()[]')
    if outlet := _names().get(fold(body)):
        return Site(outlet.domain, outlet.name, None, label is not None)
    match = _ADDRESS.fullmatch(body.rstrip(".,;"))
    return _site(match, is_labelled=label is not None) if match else None


def outlets_named(text: str) -> list[str]:
    """The domains of the known outlets that a text names or gives the address of."""
    found = [_names()[fold(match)].domain for match in _mention().findall(text)]
    return list(dict.fromkeys(found))


@lru_cache(maxsize=1)
def _mention() -> Pattern:
    # Two letters («НВ», «УП») are as often a part of another name.
    names = [name for name in _names() if len(name) > _MAX_INITIALS]
    ordered = sorted(names, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, ordered))})(?!\w)", re.IGNORECASE)


def _site(match: re.Match[str], *, is_labelled: bool) -> Site:
    domain = _MIRRORS.sub("", match["host"].lower())
    path = (match["path"] or "").strip("/")
    url = f"{match['scheme'] or 'https://'}{match.group()[len(match['scheme'] or '') :]}"
    is_social = any(domain == host or domain.endswith(f".{host}") for host in labels().social_hosts)
    outlet = find_outlet(domain)
    return Site(
        domain, outlet.name if outlet else None, url if path else None, is_labelled, is_social
    )


@lru_cache(maxsize=1)
def _names() -> dict[str, Outlet]:
    return {
        fold(name): outlet
        for outlet in outlets().values()
        for name in (outlet.name, *outlet.aliases, outlet.domain, *outlet.domains)
    }


def _read(text: str) -> Outlet:
    raw = tomllib.loads(text)
    return Outlet(
        domain=raw["domain"],
        name=raw["name"],
        domains=tuple(raw.get("domains", ())),
        aliases=tuple(raw.get("aliases", ())),
        noise=tuple(re.compile(rf"[\W_]*{line}", re.IGNORECASE) for line in raw.get("noise", ())),
        sections=tuple(raw.get("sections", ())),
        desks=tuple(raw.get("desks", ())),
        selectors=dict(raw.get("selectors", {})),
        drop=tuple(raw.get("drop", ())),
    )
