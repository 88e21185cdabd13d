"""Start Prefect's API and load flow and dictionaries side by side: each takes seconds.

The API starts in a process of its own, so both cores are busy.
"""

from __future__ import annotations

import gc
import logging
import signal
import threading

from prefect.client.orchestration import get_client
from prefect.settings import (
    PREFECT_API_URL,
    PREFECT_SERVER_SERVICES_TRIGGERS_ENABLED,
    temporary_settings,
)

from flows.serving.server import ServerError, making_database

logger = logging.getLogger(__name__)

_SENTENCE = "Уряд України ухвалив бюджет."


def warm_up() -> None:
    """Return when the API answers and the dictionaries are loaded; nothing is sent abroad.

    Dictionaries that do not load are left to the step that will meet it and report it properly.

    Raises:
        ServerError: there is no API, so nothing can be run.
    """
    failures: list[Exception] = []
    api = threading.Thread(target=_start_api, args=(failures,), name="start-api")
    api.start()
    try:
        _load_dictionaries()
    except Exception:
        logger.debug("Warm-up failed", exc_info=True)
    # Two threads that start the embedded API at once would start it twice.
    api.join()
    for failure in failures:
        raise _unreachable(failure) from failure
    # Some million objects of modules and dictionaries stay until the end. Looking through them
    # again and again would take a tenth of the time of a run over very many inputs.
    gc.freeze()


def _start_api(failures: list[Exception]) -> None:
    # Ctrl-C reaches every process of the terminal. A child inherits what its thread blocks:
    # the API goes on, so that the interrupted run can still report how it ended.
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    # An API that ends with the run has nobody to tell what automations are about.
    quiet = {PREFECT_SERVER_SERVICES_TRIGGERS_ENABLED: False}
    try:
        with making_database(), temporary_settings(quiet), get_client(sync_client=True) as client:
            client.hello()
    except Exception as error:  # noqa: BLE001 - handed to whoever waits
        failures.append(error)
        if not PREFECT_API_URL.value():
            from prefect.server.api.server import SubprocessASGIServer  # takes seconds

            # One that Prefect gave up waiting for would come up later, and stand for ever.
            SubprocessASGIServer().stop()


def _unreachable(failure: Exception) -> ServerError:
    data = "No run was started; nothing was read or changed"
    if named := PREFECT_API_URL.value():
        return ServerError(
            f"Prefect's server at {named} does not answer ({failure})",
            data=data,
            remedy="Start it, or correct PREFECT_API_URL",
        )
    return ServerError(
        f"Prefect's API did not start ({failure})",
        data=data,
        remedy="Run again when the machine is less busy; or let a server stand, with: visnyk ui; "
        "or give it more time: PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS",
    )


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
