"""Start Prefect's API and load flow and dictionaries side by side: each takes seconds.

The API starts in a process of its own, so both cores are busy.
"""

from __future__ import annotations

import logging
import signal
import threading
from collections.abc import Callable

from prefect.client.orchestration import get_client
from prefect.settings import PREFECT_SERVER_SERVICES_TRIGGERS_ENABLED, temporary_settings

from flows.serving.server import making_database

logger = logging.getLogger(__name__)

_SENTENCE = "Уряд України ухвалив бюджет."


def warm_up() -> None:
    """Return when the API answers and the dictionaries are loaded; nothing is sent abroad.

    A failure is left to the step that will meet it again and report it properly.
    """
    api = threading.Thread(target=_quietly, args=(_start_api,), name="start-api")
    api.start()
    _quietly(_load_dictionaries)
    # Two threads that start the embedded API at once would start it twice.
    api.join()


def _quietly(step: Callable[[], None]) -> None:
    try:
        step()
    except Exception:
        logger.debug("Warm-up failed", exc_info=True)


def _start_api() -> None:
    # Ctrl-C reaches every process of the terminal. A child inherits what its thread blocks:
    # the API goes on, so that the interrupted run can still report how it ended.
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    # An API that ends with the run has nobody to tell what automations are about.
    quiet = {PREFECT_SERVER_SERVICES_TRIGGERS_ENABLED: False}
    with making_database(), temporary_settings(quiet), get_client(sync_client=True) as client:
        client.hello()


def _load_dictionaries() -> None:
    import datasketch  # noqa: F401 - brings SciPy along, a second by itself

    import flows.etl  # noqa: F401 - Arrow and all stages, while the API is still starting
    from tasks.models import Article, TranslatedArticle
    from tasks.transform.tag.article import tag_article
    from tasks.transform.translate.registry import shared_chain

    # Whatever the engine, labels are made by the built-in one; the flow builds its own chain,
    # with keys that only Prefect may know.
    shared_chain("draft").translate_labels([_SENTENCE])
    tag_article(TranslatedArticle(Article("", "", "", title=_SENTENCE, body=()), ()))
