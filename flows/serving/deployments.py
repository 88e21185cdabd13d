"""What is deployed: each flow as often as it is used, once for `visnyk serve` and the tests.

`prefect.yaml` says the same of a work pool with workers; a test keeps both in step.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final, cast

from prefect import Flow
from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy
from prefect.client.schemas.schedules import CronSchedule
from prefect.deployments.runner import RunnerDeployment
from prefect.schedules import Cron
from prefect.types.entrypoint import EntrypointType

from flows.etl import etl
from flows.maintain import maintain
from flows.parameters import EtlParameters, MaintainParameters, Parameters, RetranslateParameters
from flows.retranslate import retranslate
from tasks.errors import Terminal
from tasks.settings import Settings

TAGS: Final = ("visnyk",)
# A run that would begin while another one works, or that is late because nobody was there,
# has nothing to do that the next one would not: of all that are due, one runs.
ONE_AT_A_TIME: Final = ConcurrencyLimitConfig(
    limit=1, collision_strategy=ConcurrencyLimitStrategy.CANCEL_NEW
)


class ScheduleError(Terminal):
    """A schedule that is none."""


@dataclass(frozen=True, slots=True)
class Deployed:
    """A flow as it is deployed; `cron` is its schedule, if it has one."""

    flow: Flow[..., Any]
    name: str
    description: str
    parameters: Parameters
    cron: str | None = None
    timezone: str = "UTC"
    tags: tuple[str, ...] = field(default=TAGS)

    def check(self) -> None:
        """Refuse a schedule that can never be one, before anything is started.

        Raises:
            ScheduleError: the cron line or the time zone is none.
        """
        if self.cron is None:
            return
        try:
            CronSchedule(cron=self.cron, timezone=self.timezone)
        except ValueError as error:
            raise ScheduleError(
                f"{self.cron!r} in the time zone {self.timezone!r} is no schedule",
                data="Nothing was started",
                remedy="Write a cron line of five fields, such as '*/30 * * * *', and a time zone "
                "as IANA names it, such as Europe/Kyiv",
            ) from error

    def at_runner(self) -> RunnerDeployment:
        """The deployment as the process that made it executes it."""
        made = self.flow.to_deployment(
            self.name,
            description=self.description,
            parameters=self.parameters.model_dump(mode="json"),
            schedule=Cron(self.cron, timezone=self.timezone) if self.cron else None,
            concurrency_limit=ONE_AT_A_TIME if self.cron else None,
            tags=list(self.tags),
            entrypoint_type=EntrypointType.MODULE_PATH,
        )
        return cast("RunnerDeployment", made)


def deployments(settings: Settings, **given: Any) -> Iterator[Deployed]:
    """All deployments; `given` are parameters of `visnyk-etl` that differ from its form."""
    ours = EtlParameters(**given)
    yield Deployed(
        etl,
        "scheduled",
        "Reads the sources by itself; of runs that are due together, one runs.",
        ours,
        settings.schedule,
        settings.timezone,
    )
    yield Deployed(
        etl, "manual", "Parse, translate, tag and publish what is new in the sources.", ours
    )
    yield Deployed(
        retranslate,
        "manual",
        "Translate published sentences anew with a better engine, within a budget.",
        RetranslateParameters(output=ours.output),
    )
    yield Deployed(
        maintain,
        "scheduled",
        "Keeps history and datasets in order: prunes, compacts, verifies.",
        MaintainParameters(output=ours.output),
        settings.maintenance_schedule,
        settings.timezone,
    )
