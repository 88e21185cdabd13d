"""What Prefect's server does by itself: end runs whose process is gone, tell of bad ends."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Final
from uuid import UUID

from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.objects import StateType
from prefect.events.actions import ChangeFlowRunState, SendNotification
from prefect.events.schemas.automations import AutomationCore, EventTrigger, Posture
from prefect.events.schemas.events import ResourceSpecification
from prefect.exceptions import ObjectNotFound

from flows.account.report import Outcome
from flows.history.living import DEAD
from flows.maintain import FLOWS
from tasks.errors import Terminal
from tasks.settings import Settings, get_settings

HEARTBEAT_SECONDS: Final = 30
# Three heartbeats: one may get lost on a busy machine.
_SILENCE: Final = timedelta(seconds=3 * HEARTBEAT_SECONDS)
_RUNS: Final = ResourceSpecification({"prefect.resource.id": "prefect.flow-run.*"})
_OURS: Final = ResourceSpecification(
    {"prefect.resource.role": "flow", "prefect.resource.name": list(FLOWS)}
)
# What a run that lives sends, and what ends or rests one.
_SIGNS: Final = frozenset(
    f"prefect.flow-run.{name}"
    for name in (
        "heartbeat",
        *Outcome,
        "Crashed",
        "Cancelling",
        "Cancelled",
        "TimedOut",
        "Paused",
        "Suspended",
        "AwaitingRetry",
    )
)
_BAD_ENDS: Final = ("Failed", "Crashed", "TimedOut")
_WORD: Final = "visnyk: tell of runs that end badly"
_SUBJECT: Final = "visnyk: {{ flow_run.name }} {{ flow_run.state.name }}"
_BODY: Final = (
    "{{ flow.name }}: {{ flow_run.state.message }}\n\n{{ flow_run|ui_url }}\n\n"
    "What to do: docs/operations.md"
)


class NotificationBlockError(Terminal):
    """The block that should tell of bad ends cannot be used."""


def set_automations(settings: Settings) -> list[str]:
    """Make the automations of visnyk as they should be now, in the place of older ones.

    Returns:
        Their names.

    Raises:
        NotificationBlockError: the block that the settings name does not exist.
    """
    with get_client(sync_client=True) as client:
        wanted = [_end_of_silent_runs()]
        if settings.notify:
            names = (*_BAD_ENDS, Outcome.COMPLETED_WITH_WARNINGS.value)
            told = names if settings.notify_warnings else _BAD_ENDS
            wanted.append(_word_of(told, _block_of(client, settings.notify)))
        elif old := client.find_automation(_WORD):
            client.delete_automation(old.id)
        for automation in wanted:
            made = client.find_automation(automation.name)
            if made is None:
                client.create_automation(automation)
            else:
                client.update_automation(made.id, automation)
    return [automation.name for automation in wanted]


def _end_of_silent_runs() -> AutomationCore:
    """A run that stopped showing that it lives has crashed, on whatever machine it was."""
    return AutomationCore(
        name="visnyk: a run whose process is gone has crashed",
        description="A run that sent no heartbeat for 90 seconds, and did not end, is crashed.",
        trigger=EventTrigger(
            posture=Posture.Proactive,
            match=_RUNS,
            match_related=_OURS,
            for_each={"prefect.resource.id"},
            after={"prefect.flow-run.heartbeat"},
            expect=set(_SIGNS),
            within=_SILENCE,
        ),
        actions=[ChangeFlowRunState(state=StateType.CRASHED, message=DEAD)],
    )


def _word_of(names: Iterable[str], block: UUID) -> AutomationCore:
    """Who is to be told hears of the runs that end in one of these states."""
    return AutomationCore(
        name=_WORD,
        description="Sends a message through the block that VISNYK_NOTIFY names.",
        trigger=EventTrigger(
            posture=Posture.Reactive,
            match=_RUNS,
            match_related=_OURS,
            for_each={"prefect.resource.id"},
            expect={f"prefect.flow-run.{name}" for name in names},
        ),
        actions=[SendNotification(block_document_id=block, subject=_SUBJECT, body=_BODY)],
    )


def _block_of(client: SyncPrefectClient, name: str) -> UUID:
    kind, _, block = name.partition("/")
    try:
        return client.read_block_document_by_name(block, kind).id
    except ObjectNotFound as error:
        raise NotificationBlockError(
            f"Prefect has no block {name}, which VISNYK_NOTIFY names",
            data="Nothing was started, so nothing is lost",
            remedy="Make the block in Prefect's UI (Blocks), or unset VISNYK_NOTIFY; "
            "docs/operations.md says how",
        ) from error


if __name__ == "__main__":  # where workers execute the runs: see docs/deployments.md
    set_automations(get_settings())
