"""Prefect's server as a process whose transactions on SQLite do not fail for one another.

    python -m flows.serving.api server start ...

is `prefect server start ...`, with one difference. Prefect begins most transactions on
SQLite without a lock, reads, and takes the lock when it writes; if somebody wrote in between,
SQLite refuses at once, without waiting ("database is locked", SQLITE_BUSY_SNAPSHOT). With three
runs at a time a run could not be made at the sixth try, and automations lost events. Here
each transaction takes its lock as it begins, for which SQLite waits its turn (a minute at most).
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager

from prefect.cli import app
from prefect.server.database.configurations import AioSqliteConfiguration
from prefect.server.database.dependencies import temporary_database_config
from prefect.settings import PREFECT_API_DATABASE_CONNECTION_URL
from sqlalchemy.ext.asyncio import AsyncSession, AsyncSessionTransaction


class LockingSqlite(AioSqliteConfiguration):
    """Prefect's SQLite, where every transaction is `BEGIN IMMEDIATE`."""

    @asynccontextmanager
    async def begin_transaction(
        self, session: AsyncSession, with_for_update: bool = True
    ) -> AsyncIterator[AsyncSessionTransaction]:
        """Begin one; `with_for_update` is how Prefect itself asks for the lock."""
        del with_for_update
        async with super().begin_transaction(session, with_for_update=True) as transaction:
            yield transaction


def main() -> None:
    """Run Prefect's command line over such a database, if it is SQLite."""
    address = str(PREFECT_API_DATABASE_CONNECTION_URL.value())
    with ExitStack() as stack:
        if address.startswith("sqlite"):
            stack.enter_context(temporary_database_config(LockingSqlite(address)))
        app()


if __name__ == "__main__":
    main()
