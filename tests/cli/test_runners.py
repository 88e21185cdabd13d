"""Where tasks work makes no difference to what comes out."""

from __future__ import annotations

from pathlib import Path

import pytest

from tasks.load.storage.manifest import content_hash
from tasks.rate import RateLimit, share_rates
from tests.cli.conftest import Visnyk
from tests.flows.conftest import write_page


@pytest.mark.slow
def test_processes_publish_what_threads_do_and_account_for_all_of_it(
    visnyk_at_server: Visnyk, tmp_path: Path
) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    for number in range(5):
        (inbox / f"{number}.txt").write_text(write_page(f"Місто отримало міст номер {number}"))
    (inbox / "empty.txt").write_text("")

    said = {}
    for runner in ("threads", "processes"):
        output = tmp_path / runner
        given = ["-o", output, "-e", "draft", "-b", "2", "--runner", runner]
        ended = visnyk_at_server("run", inbox, *given)
        assert ended.returncode == 0, ended.stderr
        assert "temporary server" not in ended.stderr
        assert "Finished in state Completed()" not in ended.stderr
        # What another batch has just translated depends on who is first.
        lines = ended.stdout.replace(str(output), "").splitlines()
        said[runner] = "\n".join(line.rstrip() for line in lines if "from memory" not in line)

    assert said["processes"] == said["threads"]
    assert "Completed with warnings: 5 documents loaded, 1 in quarantine" in said["processes"]
    assert content_hash(tmp_path / "processes") == content_hash(tmp_path / "threads")


def test_processes_of_a_run_call_a_service_no_oftener_than_one_would() -> None:
    try:
        share_rates(4)
        shared = RateLimit(8.0)
    finally:
        share_rates(1)
    alone = RateLimit(8.0)
    assert 4 * shared.places / shared.window == alone.places / alone.window == 8.0
