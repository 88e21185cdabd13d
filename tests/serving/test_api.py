"""Prefect's server as we start it: transactions that wait their turn, and rest where it is idle."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
import sqlalchemy as sa
from prefect.server.database.configurations import AioSqliteConfiguration
from prefect.server.services.task_run_recorder import TaskRunRecorder
from sqlalchemy.exc import OperationalError

from flows.serving.api import LockingSqlite


async def read_then_write(kind: type[AioSqliteConfiguration], path: Path) -> list[int]:
    """Let a second writer come between what the first one reads and what it writes."""
    database = kind(connection_url=f"sqlite+aiosqlite:///{path}")
    engine = await database.engine()
    has_read, may_write = asyncio.Event(), asyncio.Event()

    async def first() -> None:
        async with await database.session(engine) as session, database.begin_transaction(session):
            await session.execute(sa.text("SELECT * FROM seen"))
            has_read.set()
            await may_write.wait()
            await session.execute(sa.text("INSERT INTO seen VALUES (1)"))

    async def second() -> None:
        await has_read.wait()
        async with await database.session(engine) as session, database.begin_transaction(session):
            await session.execute(sa.text("INSERT INTO seen VALUES (2)"))

    async with await database.session(engine) as session, database.begin_transaction(session):
        await session.execute(sa.text("CREATE TABLE seen (number INTEGER)"))
    tasks = [asyncio.create_task(first()), asyncio.create_task(second())]
    await has_read.wait()
    # The second one has written by now, or waits for the first.
    await asyncio.wait(tasks, timeout=0.5)
    may_write.set()
    try:
        await asyncio.gather(*tasks)
        async with await database.session(engine) as session:
            found = await session.execute(sa.text("SELECT number FROM seen ORDER BY rowid"))
            return [row.number for row in found]
    finally:
        await engine.dispose()


def test_a_transaction_waits_for_the_one_before_it(tmp_path: Path) -> None:
    assert asyncio.run(read_then_write(LockingSqlite, tmp_path / "prefect.db")) == [1, 2]


def test_prefect_alone_refuses_it_or_this_is_no_longer_needed(tmp_path: Path) -> None:
    with pytest.raises(OperationalError, match="database is locked"):
        asyncio.run(read_then_write(AioSqliteConfiguration, tmp_path / "prefect.db"))


def test_the_recorder_of_task_runs_rests_between_its_lots() -> None:
    # Prefect takes the whole seconds of it. With 0.5 an idle server kept a core busy for ever.
    assert int(TaskRunRecorder.service_settings().flush_interval) >= 1
