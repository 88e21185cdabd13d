"""The books of a run while it works: what was found, what became of it, what is owed."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from importlib.metadata import version

from prefect.runtime import flow_run

from flows.account.report import Outcome, RunReport
from flows.batches import BatchResult
from flows.parameters import EtlParameters
from tasks.extract.discovery import Discovery
from tasks.extract.errors import NoDocumentsError
from tasks.forgotten import NOTHING_FORGOTTEN, Forgotten
from tasks.load.digest import Digest
from tasks.load.fill_rates import FillRates, drops
from tasks.load.publish import Published
from tasks.load.runs import RunRecord
from tasks.load.schema import RunState
from tasks.load.staging import StagedBatch
from tasks.load.state.known import KnownFailure
from tasks.load.storage.location import Location, open_output
from tasks.models import Failure, Settled, Settlement, Stage
from tasks.settings import get_settings

_VERSIONED = ("visnyk", "prefect", "pyarrow", "deep-translator", "pymorphy3")
STATES = {
    Outcome.COMPLETED: RunState.COMPLETED,
    Outcome.COMPLETED_WITH_WARNINGS: RunState.COMPLETED_WITH_WARNINGS,
    Outcome.FAILED: RunState.FAILED,
}


def new_run_id(now: datetime, flow_run_id: str) -> str:
    """Name a run so that names sort by time; the tail tells apart those of the same second."""
    return f"{now:%Y%m%dT%H%M%S}-{flow_run_id.replace('-', '')[-8:]}"


def versions() -> str:
    """The versions of visnyk and of what it builds on, as a JSON object."""
    return json.dumps({name: version(name) for name in _VERSIONED})


@dataclass(slots=True)
class Account:
    """The running account of one run; `close` balances it.

    `quarantine` is what was in it when the run began. `waiting` batches and
    `unstaged_failures` are not published yet. `fill_rates` are how often each field was
    found on the pages of this run, `fill_rates_before` on those stored of the same outlets.
    """

    parameters: EtlParameters
    run_id: str
    flow_run_id: str
    started_at: datetime
    quarantine: Mapping[str, KnownFailure] = field(default_factory=dict)
    forgotten: Forgotten = NOTHING_FORGOTTEN
    found: Discovery = field(default_factory=lambda: Discovery(new=()))
    waiting: list[StagedBatch] = field(default_factory=list)
    fill_rates: FillRates = field(default_factory=FillRates)
    fill_rates_before: FillRates = field(default_factory=FillRates)
    engines: Counter[str] = field(default_factory=Counter)
    digest: Digest = field(default_factory=Digest)
    passed: Counter[Stage] = field(default_factory=Counter)
    sentences_from_memory: int = 0
    failures: list[Failure] = field(default_factory=list)
    settled: list[Settled] = field(default_factory=list)
    unstaged_failures: list[Failure] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    published: list[Published] = field(default_factory=list)
    task_runs: int = 0

    @classmethod
    def open(cls, parameters: EtlParameters) -> Account:
        """Begin the account of the flow run that this is called in."""
        now = datetime.now(UTC)
        flow_run_id = str(flow_run.id)
        return cls(
            parameters=parameters,
            run_id=new_run_id(now, flow_run_id),
            flow_run_id=flow_run_id,
            started_at=now,
        )

    @property
    def output(self) -> Location:
        """The place of the datasets, absolute."""
        return open_output(self.parameters.output).resolve()

    @property
    def waiting_documents(self) -> int:
        """How many documents are staged and not published."""
        return sum(len(batch.documents) for batch in self.waiting)

    @property
    def unchanged(self) -> tuple[str, ...]:
        """The documents that a second look showed to be as they are published."""
        return tuple(
            item.source_uri for item in self.settled if item.how is not Settlement.QUARANTINED
        )

    def add_discovery(self, found: Discovery) -> None:
        """Note what the sources hold."""
        self.found = found
        self._add_unstaged(found.failures)
        self.warnings.extend(map(str, found.problems))

    def add_batch(self, result: BatchResult) -> None:
        """Note what became of a batch; every document of it is in the result."""
        self.task_runs += result.task_runs
        self.settled.extend(result.settled)
        self.passed.update(result.passed)
        if result.account is None:
            self._add_unstaged(result.failures)
            return
        staged = result.account.staged
        self.waiting.append(staged)
        self.fill_rates.add(staged.fill_rates)
        self.engines.update(staged.sentences_by_engine)
        self.sentences_from_memory += staged.sentences_from_memory
        self.digest.add(result.account.digest)
        self.failures.extend(result.account.failures)
        self.warnings.extend(result.account.warnings)

    def add_rates_before(self, rates: FillRates, outlets: Collection[str]) -> None:
        """Note the rates of stored articles of some outlets; once an outlet is enough."""
        self.fill_rates_before.add(rates)
        self.fill_rates_before.articles.update(dict.fromkeys(outlets, 0))

    def add_published(self, published: Published) -> None:
        """Note what readers see now."""
        self.published.append(published)
        self.waiting.clear()
        self.unstaged_failures.clear()

    def close(self) -> RunReport:
        """Balance the account: every document read has become exactly one thing."""
        settled = Counter(item.how for item in self.settled)
        written = {path for published in self.published for path in published.files_written}
        fixed_task_runs = 2 + len(self.published)  # discover, record; publish
        return RunReport(
            run_id=self.run_id,
            flow_run_id=self.flow_run_id,
            output=str(self.output),
            started_at=self.started_at,
            finished_at=datetime.now(UTC),
            sources=tuple(self.parameters.sources),
            engine=self.parameters.engine,
            read=self.found.total - settled[Settlement.FORGOTTEN],
            new=len(self.found.new),
            passed=dict(self.passed),
            forgotten=len(self.found.forgotten) + settled[Settlement.FORGOTTEN],
            loaded=sum(published.loaded for published in self.published),
            updated=sum(published.updated for published in self.published),
            unchanged=len(self.found.unchanged) + settled[Settlement.UNCHANGED],
            duplicate=len(self.found.duplicates)
            + settled[Settlement.DUPLICATE]
            + sum(len(published.copies) for published in self.published),
            still_quarantined=len(self.found.quarantined) + settled[Settlement.QUARANTINED],
            failures=tuple(self.failures),
            unreachable=sum(not isinstance(p, NoDocumentsError) for p in self.found.problems),
            failed_again=sum(map(self._is_known, self.failures)),
            sentences_by_engine=dict(self.engines),
            sentences_from_memory=self.sentences_from_memory,
            digest=self.digest,
            warnings=(*self.warnings, *drops(self.fill_rates, self.fill_rates_before)),
            fill_rates=self.fill_rates,
            files_written=len(written),
            task_runs=self.task_runs + fixed_task_runs,
            max_failed_share=get_settings().max_failed_share,
        )

    def record(self, report: RunReport | None) -> RunRecord:
        """Write the account as a row of `runs`; without a report, of a run that broke off."""
        broken_off = RunRecord(
            run_id=self.run_id,
            flow_run_id=self.flow_run_id,
            started_at=self.started_at,
            finished_at=datetime.now(UTC),
            state=RunState.FAILED,
            documents_read=self.found.total,
            parameters=self.parameters.model_dump_json(),
            versions=versions(),
        )
        if report is None:
            return broken_off
        return replace(
            broken_off,
            finished_at=report.finished_at,
            state=STATES[report.outcome],
            documents_read=report.read,
            documents_loaded=report.loaded,
            documents_unchanged=report.unchanged,
            documents_duplicate=report.duplicate,
            documents_quarantined=report.quarantined,
            articles_updated=report.updated,
            sentences=report.sentences,
            engines=report.sentences_by_engine,
            sentences_from_memory=report.sentences_from_memory,
            warnings=len(report.warnings),
            fill_rates=self.fill_rates.rows() or None,
        )

    def _is_known(self, failure: Failure) -> bool:
        """Whether an input was as bad when it was last tried, for no passing reason."""
        known = self.quarantine.get(failure.source_uri)
        return (
            known is not None
            and not (known.is_transient or failure.is_transient)
            and known.sha256 == failure.source_sha256
        )

    def _add_unstaged(self, failures: tuple[Failure, ...]) -> None:
        self.failures.extend(failures)
        self.unstaged_failures.extend(failures)
