"""How a stage goes over a batch: one document's failure is data, never the end of the others."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TypeVar

from tasks.errors import Transient, VisnykError
from tasks.models import Batch, Failure, Stage

Given = TypeVar("Given")
Made = TypeVar("Made")

logger = logging.getLogger(__name__)


def for_each(
    batch: Batch[Given],
    step: Callable[[Given], Made],
    *,
    stage: Stage,
    source: Callable[[Given], tuple[str, str | None]],
    raw: Callable[[Given], bytes | None] = lambda _: None,
) -> Batch[Made]:
    """Apply `step` to every item; an item whose step raises becomes a `Failure`.

    Args:
        batch: the items, with the failures of the stages before, which are kept.
        step: what to do with one item.
        stage: the stage that a failure is blamed on.
        source: the URI and the SHA-256 of an item's input.
        raw: the bytes to keep in quarantine, if any.
    """
    made: list[Made] = []
    failures: list[Failure] = []
    for item in batch.items:
        try:
            made.append(step(item))
        except Exception as error:  # noqa: BLE001 - a defect of ours costs one document, not a run
            uri, sha256 = source(item)
            failures.append(failure(error, uri=uri, sha256=sha256, stage=stage, raw=raw(item)))
    return batch.passed_on(made, failures)


def failure(
    error: BaseException,
    *,
    uri: str,
    sha256: str | None,
    stage: Stage,
    raw: bytes | None = None,
) -> Failure:
    """Describe an exception as quarantine data.

    One that is no `VisnykError` is a defect of visnyk or of the machine, so the document
    is as good as untried: it counts as transient.
    """
    is_defect = not isinstance(error, VisnykError)
    if not is_defect:
        reason = str(error)
    else:
        logger.error("Unexpected %s at %s of %s", type(error).__name__, stage, uri, exc_info=error)
        reason = (
            f"Unexpected {type(error).__name__} at stage {stage}: {error}. The document was not "
            "loaded; the next run tries again. If it stays, report it with this document."
        )
    return Failure(
        source_uri=uri,
        source_sha256=sha256,
        stage=stage,
        error_type=type(error).__name__,
        reason=reason,
        is_transient=is_defect or isinstance(error, Transient),
        raw=raw,
    )
