"""The reading page kept up to date after a publish; what becomes of it never decides a run."""

from __future__ import annotations

import logging

from tasks.errors import VisnykError
from tasks.load.storage.location import Location
from tasks.settings import get_settings

logger = logging.getLogger(__name__)


def renew_page(output: Location) -> tuple[str, ...]:
    """Bring the page up to date unless the settings say no; returns what went wrong."""
    return bring_up_to_date(output) if get_settings().page else ()


def bring_up_to_date(output: Location) -> tuple[str, ...]:
    """Write what of the page is not up to date; returns what went wrong, as warnings."""
    from tasks.load.page import write_page

    try:
        written = write_page(output)
    except Exception as error:  # noqa: BLE001 - a defect of the page must not cost a run its end
        why = error.what if isinstance(error, VisnykError) else f"{type(error).__name__}: {error}"
        warning = (
            f"The reading page was not brought up to date: {why}. The datasets are whole and "
            "published. Write the page with: visnyk page"
        )
        return (warning,)
    if written.files_written or written.files_removed:
        logger.info("%s: %d files written", written.page, written.files_written)
    return ()
