"""What there is to do: the inputs of the sources, sorted by what is known of them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, TypeAlias, TypeVar

from tasks.errors import VisnykError
from tasks.extract.finding import Finder
from tasks.extract.shelf import Offline, PageSource, Shelf
from tasks.models import Failure, InputRef, KnownPage, Settled, Settlement

Kind = TypeVar("Kind")
# The inputs with some SHA-256, each with its own.
Holders: TypeAlias = Callable[[Collection[str]], Iterable[tuple[str, str]]]
# The SHA-256 of those of many inputs that are loaded.
Among: TypeAlias = Callable[[Collection[str]], Mapping[str, str]]

_NO_PAGES: Final[Mapping[str, KnownPage]] = MappingProxyType({})
_OFFLINE: Final = Offline()


@dataclass(frozen=True, slots=True)
class Discovery:
    """What the sources hold, sorted out by what is already known of it.

    `new` is to be processed. `unchanged`, `duplicates` and `quarantined` are URIs of
    inputs that need no work: loaded before, the same bytes as another input, known to
    be bad. `failures` could not even be fingerprinted. Each input is in exactly one.
    `problems` concern sources that hold no input at all: they are no documents. `closed`
    are URIs of what is no input any more; if they are in quarantine, they need not stay.
    `forgotten` are inputs that must not be loaded, and count as not found.
    """

    new: tuple[InputRef, ...]
    unchanged: tuple[str, ...] = ()
    duplicates: tuple[str, ...] = ()
    quarantined: tuple[str, ...] = ()
    failures: tuple[Failure, ...] = ()
    problems: tuple[VisnykError, ...] = ()
    closed: tuple[str, ...] = ()
    forgotten: tuple[str, ...] = ()

    @property
    def total(self) -> int:
        """The number of inputs found."""
        return sum(
            map(
                len,
                (self.new, self.unchanged, self.duplicates, self.quarantined, self.failures),
            )
        )


def discover(
    sources: Sequence[str],
    *,
    loaded: Mapping[str, str],
    quarantined: Mapping[str, str],
    pages: Mapping[str, KnownPage] = _NO_PAGES,
    among: Among | None = None,
    holders: Holders | None = None,
    fetcher: PageSource = _OFFLINE,
    shelf: Shelf | None = None,
    stdin: Callable[[], bytes] | None = None,
) -> Discovery:
    """Find the inputs of the sources and sort them by what is known.

    Args:
        sources: what `docs/sources.md` describes, in any mix.
        loaded: SHA-256 of the loaded inputs by URI.
        quarantined: SHA-256 of the inputs by URI that would only fail again.
        pages: what is known of addresses.
        among: finds many in `loaded` at once, which may be faster than one by one.
        holders: finds in `loaded` by SHA-256; without it, all of `loaded` is looked through.
        fetcher: gets addresses that must be looked at to tell what they are.
        shelf: the datasets, for `documents:` and `quarantine:`.
        stdin: reads standard input, for `-`.
    """
    finder = Finder(loaded, quarantined, pages, fetcher, shelf, stdin)
    found = list(finder.find(sources))
    unchanged, bad = _settled(found)
    failures = []
    for item in _only(Failure, found):
        uri, sha256 = item.source_uri, item.source_sha256
        # Damaged again, and the same bytes as before: nothing new to say.
        is_known = sha256 is not None and quarantined.get(uri) == sha256
        if is_known and uri not in finder.retried:
            bad.append(uri)
        else:
            failures.append(item)
    refs = _only(InputRef, found)
    new, fresh = [], []
    uris = [ref.uri for ref in refs if ref.sha256 is not None]
    before = (among or (lambda some: {uri: loaded[uri] for uri in some if uri in loaded}))(uris)
    # What a changed input held before is about to go, so it makes nothing a duplicate;
    # unless it is known to be bad, for then its rows stay.
    changed = {
        ref.uri
        for ref in refs
        if before.get(ref.uri) not in (None, ref.sha256) and quarantined.get(ref.uri) != ref.sha256
    }
    for ref in refs:
        if ref.sha256 is None or ref.is_kept or ref.uri in finder.renewed:
            new.append(ref)  # fetched first, or named to be done again
        elif before.get(ref.uri) == ref.sha256:
            unchanged.append(ref.uri)
        elif quarantined.get(ref.uri) == ref.sha256 and ref.uri not in finder.retried:
            bad.append(ref.uri)
        elif ref.uri in changed or ref.uri in finder.retried:
            new.append(ref)  # even if it equals another now: its old rows must go
        else:
            new.append(ref)
            fresh.append(ref)
    copies = _copies(fresh, changed, holders or (lambda _: loaded.items()))
    return Discovery(
        tuple(ref for ref in new if ref.uri not in copies),
        tuple(unchanged),
        tuple(ref.uri for ref in fresh if ref.uri in copies),
        tuple(bad),
        failures=tuple(failures),
        problems=tuple(_only(VisnykError, found)),
        closed=tuple(sorted(finder.closed)),
    )


def _copies(fresh: Sequence[InputRef], changed: set[str], holders: Holders) -> set[str]:
    """Of inputs that are new those that hold the same bytes as another one."""
    contents = {ref.sha256 for ref in fresh if ref.sha256 is not None}
    owner_of: dict[str | None, str] = {
        sha256: uri for uri, sha256 in (holders(contents) if contents else ()) if uri not in changed
    }
    # As in publishing the first by address counts: the order of the sources plays no part.
    for ref in sorted(fresh, key=lambda ref: ref.uri):
        owner_of.setdefault(ref.sha256, ref.uri)
    return {ref.uri for ref in fresh if owner_of[ref.sha256] != ref.uri}


def _settled(found: Iterable[object]) -> tuple[list[str], list[str]]:
    """The URIs of what needs no work: unchanged, known to be bad."""
    unchanged: list[str] = []
    bad: list[str] = []
    for item in _only(Settled, found):
        (bad if item.how is Settlement.QUARANTINED else unchanged).append(item.source_uri)
    return unchanged, bad


def _only(kind: type[Kind], found: Iterable[object]) -> list[Kind]:
    return [item for item in found if isinstance(item, kind)]
