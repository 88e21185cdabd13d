"""The engines by name; a new one takes its module and a line in `ENGINES`."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from functools import lru_cache, partial
from pkgutil import resolve_name

from tasks.errors import Terminal
from tasks.settings import Settings, get_settings
from tasks.transform.translate import glossary
from tasks.transform.translate.base import Engine, NotConfigured
from tasks.transform.translate.breaker import Breaker
from tasks.transform.translate.chain import Chain

logger = logging.getLogger(__name__)

# Shorter than the first back-off of a retried task (`tasks.retries`), longer than it takes
# to pass over the sentences of a batch.
_SOLE_PAUSE = 0.5
# Without it two threads that start together would each build one.
_lock = threading.Lock()


class UnknownEngine(Terminal):
    """An engine was asked for by a name that none has."""


def _service(path: str) -> Callable[[Settings], Engine]:
    """Give the maker of an engine in `services`, by module and class."""

    def make(settings: Settings) -> Engine:
        engine: Engine = resolve_name(f"{__package__}.services.{path}")(settings)
        return engine

    return make


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
    "google": _service("google:GoogleEngine"),
    "mymemory": _service("mymemory:MyMemoryEngine"),
    "libretranslate": _service("libretranslate:LibreTranslateEngine"),
    "deepl": _service("deepl:DeepLEngine"),
    "microsoft": _service("microsoft:MicrosoftEngine"),
    "local": _local,
    "draft": _draft,
}


def engine_names(setting: str, settings: Settings) -> list[str]:
    """Read a setting: `auto`, one name, or names with commas between them.

    Raises:
        UnknownEngine: if a name is not known, or there is none.
    """
    listed = settings.engines if setting.strip().lower() == "auto" else setting
    names = [name.strip().lower() for name in listed.split(",") if name.strip()]
    unknown = [name for name in names if name not in ENGINES]
    if unknown or not names:
        what = f"Unknown translation engine: {', '.join(unknown)}" if unknown else "No engine named"
        raise UnknownEngine(
            what,
            data="Nothing was translated",
            remedy=f"Use auto or one of: {', '.join(ENGINES)} (VISNYK_ENGINE, VISNYK_ENGINES)",
        )
    return list(dict.fromkeys(names))


def better_engines(setting: str, settings: Settings) -> str:
    """Name the engines of a setting that may do better than what is there.

    The built-in one is left out, unless it is all that is asked for: it would only give
    again what it gave before.
    """
    names = engine_names(setting, settings)
    return ",".join([name for name in names if name != "draft"] or names)


def build_chain(setting: str, settings: Settings) -> Chain:
    """Build the engines that a setting names; labels always go to the draft engine.

    Of several, those that lack a key or a model are left out, with a line in the log.

    Raises:
        UnknownEngine: if a name is not known, or there is none.
        NotConfigured: if none of them has what it needs.
        Terminal: if the model that is set for `local` cannot be used.
    """
    engines = _usable(engine_names(setting, settings), settings)
    drafts = [engine for engine in engines if engine.name == "draft"]
    labels = drafts[0] if drafts else _draft(settings)
    if len(engines) == 1:
        # Nothing to fall back to: the caller waits and tries again, and must reach it then.
        return Chain(
            engines,
            labels=labels,
            new_breaker=partial(Breaker, pause=_SOLE_PAUSE),
            glossary_version=glossary.version(),
        )
    return Chain(engines, labels=labels, glossary_version=glossary.version())


def shared_chain(setting: str, settings: Settings | None = None) -> Chain:
    """Give the one chain of this process for a setting, so that its breakers remember."""
    with _lock:
        return _cached_chain(setting, settings or get_settings())


@lru_cache(maxsize=8)
def _cached_chain(setting: str, settings: Settings) -> Chain:
    return build_chain(setting, settings)


def _usable(names: Sequence[str], settings: Settings) -> list[Engine]:
    engines: list[Engine] = []
    missing: list[NotConfigured] = []
    for name in names:
        try:
            engines.append(ENGINES[name](settings))
        except NotConfigured as problem:
            missing.append(problem)
            logger.info("Engine %s is left out: %s", name, problem.what)
    if not engines:
        raise missing[0]
    return engines
