"""The engines by name; a new one takes its module and a line in `ENGINES`."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from functools import lru_cache, partial

from tasks.errors import Terminal
from tasks.settings import Settings, get_settings
from tasks.transform.translate.base import Engine
from tasks.transform.translate.breaker import Breaker
from tasks.transform.translate.chain import Chain

# Shorter than the first back-off of a retried task (`tasks.retries`), longer than it takes
# to pass over the sentences of a batch.
_SOLE_PAUSE = 0.5
# Without it two threads that start together would each build one.
_lock = threading.Lock()


class UnknownEngine(Terminal):
    """An engine was asked for by a name that none has."""


def _google(settings: Settings) -> Engine:
    from tasks.transform.translate.google import GoogleEngine

    return GoogleEngine(settings)


def _local(settings: Settings) -> Engine:
    from tasks.transform.translate.local.engine import LocalEngine
    from tasks.transform.translate.local.folder import check_ready

    return LocalEngine(check_ready(settings).root)


def _draft(_settings: Settings) -> Engine:
    from tasks.transform.translate.draft.engine import DraftEngine

    return DraftEngine()


# Each is imported when it is asked for: the draft engine reads its lexicon, and the
# others bring libraries that take a third of a second.
ENGINES: dict[str, Callable[[Settings], Engine]] = {
    "google": _google,
    "local": _local,
    "draft": _draft,
}


def engine_names(setting: str, settings: Settings) -> list[str]:
    """Read a setting: `auto`, one name, or names with commas between them.

    Raises:
        UnknownEngine: if a name is not known, or there is none.
        Terminal: if `local` is among them without its libraries or a model.
    """
    is_auto = setting.strip().lower() == "auto"
    listed = settings.engines if is_auto else setting
    names = [name.strip().lower() for name in listed.split(",") if name.strip()]
    unknown = [name for name in names if name not in ENGINES]
    if unknown or not names:
        what = f"Unknown translation engine: {', '.join(unknown)}" if unknown else "No engine named"
        raise UnknownEngine(
            what,
            data="Nothing was translated",
            remedy=f"Use auto or one of: {', '.join(ENGINES)} (VISNYK_ENGINE, VISNYK_ENGINES)",
        )
    if "local" in names:
        names = _with_local_if_ready(names, settings, is_optional=is_auto)
    return list(dict.fromkeys(names))


def better_engines(setting: str, settings: Settings) -> str:
    """Name the engines of a setting that may do better than what is there.

    The built-in one is left out, unless it is all that is asked for: it would only give
    again what it gave before.
    """
    names = engine_names(setting, settings)
    return ",".join([name for name in names if name != "draft"] or names)


def _with_local_if_ready(
    names: Sequence[str], settings: Settings, *, is_optional: bool
) -> list[str]:
    """Leave `local` out of `auto` if no model is set; whatever else it lacks is an error."""
    others = [name for name in names if name != "local"]
    if is_optional and others and settings.local_model is None:
        return others
    from tasks.transform.translate.local.folder import check_ready

    check_ready(settings)
    return list(names)


def build_chain(setting: str, settings: Settings) -> Chain:
    """Build the engines that a setting names; labels always go to the draft engine."""
    *engines, labels = _build([*engine_names(setting, settings), "draft"], settings)
    if len(engines) == 1:
        # Nothing to fall back to: the caller waits and tries again, and must reach it then.
        return Chain(engines, labels=labels, new_breaker=partial(Breaker, pause=_SOLE_PAUSE))
    return Chain(engines, labels=labels)


def shared_chain(setting: str) -> Chain:
    """Give the one chain of this process for a setting, so that its breakers remember."""
    with _lock:
        return _cached_chain(setting)


@lru_cache(maxsize=8)
def _cached_chain(setting: str) -> Chain:
    return build_chain(setting, get_settings())


def _build(names: Sequence[str], settings: Settings) -> list[Engine]:
    once = {name: ENGINES[name](settings) for name in dict.fromkeys(names)}
    return [once[name] for name in names]
