"""Who is told how a run ended, through a block of Prefect that the settings name."""

from __future__ import annotations

import asyncio
import logging
from typing import Any, Final, cast
from uuid import UUID

import httpx
import prefect.blocks.notifications  # noqa: F401 - Prefect finds the kinds that were imported
from prefect.blocks.abstract import NotificationBlock, NotificationError
from prefect.blocks.core import Block
from prefect.client.orchestration import get_client
from prefect.client.schemas.objects import FlowRun, State
from prefect.exceptions import ObjectNotFound
from prefect.logging.loggers import flow_run_logger
from prefect.utilities.asyncutils import run_coro_as_sync
from prefect.utilities.urls import url_for

from flows.account.report import Outcome
from flows.history.artifacts import unharmed
from tasks.errors import Terminal
from tasks.settings import Settings, get_settings

SUBJECT: Final = "visnyk: {run} {state}"
BODY: Final = "{flow}: {message}\n\n{address}\n\nWhat to do: docs/operations.md"


class NotificationBlockError(Terminal):
    """The block that should tell of bad ends cannot be used."""


def tell(flow: str, flow_run: FlowRun, state: State[Any]) -> None:
    """Send word of a run that ended badly, if somebody is to be told; never fails a run.

    By the process that the run ended in, or that found it dead: automations of Prefect's server
    hold events back for up to a quarter of an hour, to put them in order.
    """
    settings = get_settings()
    if not settings.notify or not _is_to_be_told(state, settings):
        return
    task = f"send word of the run through {settings.notify}"
    with unharmed(task, level=logging.WARNING, log=flow_run_logger(flow_run)):
        with get_client(sync_client=True) as client:
            name = client.read_flow_run(flow_run.id).name  # it may have been renamed meanwhile
        subject = SUBJECT.format(run=name, state=state.name)
        body = BODY.format(flow=flow, message=state.message, address=url_for(flow_run) or "")
        _send(settings.notify, subject, body)


def block_of(name: str) -> UUID:
    """Find the block that `VISNYK_NOTIFY` names, as `type/name`.

    Raises:
        NotificationBlockError: there is none.
    """
    kind, _, block = name.partition("/")
    try:
        with get_client(sync_client=True) as client:
            return client.read_block_document_by_name(block, kind).id
    except ObjectNotFound as error:
        raise NotificationBlockError(
            f"Prefect has no block {name}, which VISNYK_NOTIFY names",
            data="Nothing was started, so nothing is lost",
            remedy="Make the block in Prefect's UI (Blocks), or unset VISNYK_NOTIFY; "
            "docs/operations.md says how",
        ) from error


def _send(name: str, subject: str, body: str) -> None:
    block = cast("NotificationBlock", Block.load(name))
    try:
        with block.raise_on_failure():
            sent: object = block.notify(body=body, subject=subject)
            if asyncio.iscoroutine(sent):  # some kinds decide by where they are called
                run_coro_as_sync(sent)
    except httpx.HTTPStatusError as error:  # its text has the address, which often is a secret
        raise NotificationError(f"the answer was HTTP {error.response.status_code}") from None


def _is_to_be_told(state: State[Any], settings: Settings) -> bool:
    if state.is_completed():
        return settings.notify_warnings and state.name == Outcome.COMPLETED_WITH_WARNINGS
    return state.is_failed() or state.is_crashed()
