"""What Prefect's server does by itself about runs whose process, or machine, is gone."""

from __future__ import annotations

from datetime import timedelta
from typing import Final
from uuid import UUID

from prefect.client.orchestration import get_client
from prefect.client.schemas.objects import StateType
from prefect.events.actions import ChangeFlowRunState, SendNotification
from prefect.events.schemas.automations import AutomationCore, EventTrigger, Posture
from prefect.events.schemas.events import ResourceSpecification

from flows import HEARTBEAT_SECONDS
from flows.account.report import Outcome
from flows.history.living import DEAD
from flows.history.notifications import BODY, SUBJECT, block_of
from flows.maintain import FLOWS
from tasks.settings import Settings, get_settings

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
_SILENT: Final = f"No sign of life for {_SILENCE.seconds} seconds. {DEAD}"
_PREFIX: Final = "visnyk: "


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
            wanted.append(_word_of_silent_runs(block_of(settings.notify)))
        standing = {it.name: it.id for it in client.read_automations() if _is_ours(it.name)}
        for name in standing.keys() - {automation.name for automation in wanted}:
            client.delete_automation(standing[name])
        for automation in wanted:
            if automation.name in standing:
                client.update_automation(standing[automation.name], automation)
            else:
                client.create_automation(automation)
    return [automation.name for automation in wanted]


def _is_ours(name: str) -> bool:
    return name.startswith(_PREFIX)


def _end_of_silent_runs() -> AutomationCore:
    """A run that stopped showing that it lives has crashed, on whatever machine it was."""
    return AutomationCore(
        name=f"{_PREFIX}a run whose process is gone has crashed",
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
        actions=[ChangeFlowRunState(state=StateType.CRASHED, message=_SILENT)],
    )


def _word_of_silent_runs(block: UUID) -> AutomationCore:
    """Of these no process is left that could tell (`flows.history.notifications` does else)."""
    return AutomationCore(
        name=f"{_PREFIX}tell of runs whose process is gone",
        description="Sends a message through the block that VISNYK_NOTIFY names.",
        trigger=EventTrigger(
            posture=Posture.Reactive,
            match=ResourceSpecification(
                {"prefect.resource.id": "prefect.flow-run.*", "prefect.state-message": _SILENT}
            ),
            match_related=_OURS,
            for_each={"prefect.resource.id"},
            expect={"prefect.flow-run.Crashed"},
        ),
        actions=[
            SendNotification(
                block_document_id=block,
                subject=SUBJECT.format(
                    run="{{ flow_run.name }}", state="{{ flow_run.state.name }}"
                ),
                body=BODY.format(
                    flow="{{ flow.name }}",
                    message="{{ flow_run.state.message }}",
                    address="{{ flow_run|ui_url }}",
                ),
            )
        ],
    )


if __name__ == "__main__":  # where workers execute the runs: see docs/deployments.md
    set_automations(get_settings())
