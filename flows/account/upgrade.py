"""The books of a retranslation while it works: what fits, what became of it."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime

from prefect.runtime import flow_run

from flows.account.run import STATES, new_run_id, versions
from flows.account.upgrade_report import RetranslateReport
from flows.parameters import RetranslateParameters
from flows.upgrades import Budget
from tasks.load.memory.upgrade import Upgraded
from tasks.load.runs import RunRecord
from tasks.load.schema import RunState
from tasks.load.storage.location import Location, open_output
from tasks.settings import get_settings

FLOW = "visnyk-retranslate"


@dataclass(slots=True)
class UpgradeAccount:
    """The running account of one retranslation; `close` balances it."""

    parameters: RetranslateParameters
    run_id: str
    flow_run_id: str
    started_at: datetime
    budget: Budget
    found: int = 0
    tried: int = 0
    failed: int = 0
    upgraded: list[Upgraded] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    task_runs: int = 1  # record

    @classmethod
    def open(cls, parameters: RetranslateParameters) -> UpgradeAccount:
        """Begin the account of the flow run that this is called in."""
        now = datetime.now(UTC)
        flow_run_id = str(flow_run.id)
        budget = Budget(parameters.max_sentences, parameters.max_characters)
        return cls(parameters, new_run_id(now, flow_run_id), flow_run_id, now, budget)

    @property
    def output(self) -> Location:
        """The place of the datasets, absolute."""
        return open_output(self.parameters.output).resolve()

    def close(self) -> RetranslateReport:
        """Balance the account: every row found has become exactly one thing."""
        upgraded = sum(item.rows for item in self.upgraded)
        # Another run may have added rows with the same sentences in between.
        kept = max(0, self.tried - self.failed - upgraded)
        left = self.found - self.tried
        engines: Counter[str] = Counter()
        for item in self.upgraded:
            engines.update(item.engines)
        return RetranslateReport(
            run_id=self.run_id,
            flow_run_id=self.flow_run_id,
            output=str(self.output),
            started_at=self.started_at,
            finished_at=datetime.now(UTC),
            found=upgraded + kept + self.failed + left,
            upgraded=upgraded,
            kept=kept,
            failed=self.failed,
            left=left,
            articles=sum(item.articles for item in self.upgraded),
            sent_sentences=self.budget.sent_sentences,
            sent_characters=self.budget.sent_characters,
            from_memory=sum(item.from_memory for item in self.upgraded),
            engines=dict(engines),
            warnings=tuple(self.warnings),
            task_runs=self.task_runs,
            max_failed_share=get_settings().max_failed_share,
        )

    def record(self, report: RetranslateReport | None) -> RunRecord:
        """Write the account as a row of `runs`; without a report, of a run that broke off."""
        done = report or self.close()
        return RunRecord(
            run_id=self.run_id,
            flow_run_id=self.flow_run_id,
            started_at=self.started_at,
            finished_at=done.finished_at,
            state=STATES[done.outcome] if report else RunState.FAILED,
            articles_updated=done.articles,
            sentences=done.upgraded,
            engines=done.engines,
            sentences_from_memory=done.from_memory,
            warnings=len(self.warnings),
            parameters=json.dumps({"flow": FLOW} | self.parameters.model_dump(mode="json")),
            versions=versions(),
        )
