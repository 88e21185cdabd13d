"""A run over many documents publishes some of them before it ends."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tasks.load.publish import publish
from tasks.load.storage.manifest import content_hash
from tasks.load.verify import verify
from tasks.settings import get_settings

from .test_etl import read, run

pytestmark = pytest.mark.slow


@pytest.fixture
def many(inbox: Path, page: Callable[..., str]) -> Path:
    """Nine pages of two months, one that is bad, and one that is there twice."""
    for number in range(9):
        date = f"2026-0{3 + number % 2}-14"
        text = page(f"Новина номер {number}", date=date, body=f"Ухвалено рішення {number} з 9.")
        (inbox / f"{number}.txt").write_text(text, encoding="utf-8")
    (inbox / "5-again.txt").write_bytes((inbox / "5.txt").read_bytes())
    (inbox / "6-bad.txt").write_bytes(b"\x00\x01")
    return inbox


@pytest.fixture
def checkpoint(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    def set_to(number: int) -> None:
        monkeypatch.setenv("VISNYK_CHECKPOINT", str(number))
        get_settings.cache_clear()

    return set_to


def publishes(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Note how many documents each publish brings."""
    seen: list[int] = []

    def noted(*args, **kwargs):
        published = publish(*args, **kwargs)
        seen.append(published.loaded)
        return published

    monkeypatch.setattr("tasks.load.task.publishing.publish", noted)
    return seen


def test_a_run_with_checkpoints_gives_what_one_publish_gives(
    many: Path,
    tmp_path: Path,
    checkpoint: Callable[[int], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _, whole = run(many, tmp_path / "at-once", batch_size=1)
    seen = publishes(monkeypatch)
    checkpoint(3)
    _, report = run(many, tmp_path / "by-parts", batch_size=1)

    assert seen == [3, 3, 3]
    assert content_hash(tmp_path / "by-parts") == content_hash(tmp_path / "at-once")
    assert (report.read, report.loaded, report.duplicate, report.quarantined) == (11, 9, 1, 1)
    for name in ("sentences_by_engine", "fill_rates", "warnings", "files_written"):
        assert getattr(report, name) == getattr(whole, name), name
    assert verify(tmp_path / "by-parts").problems == ()
    assert len(read(tmp_path / "by-parts", "quarantine")) == 1


def test_publishes_become_rarer_as_the_datasets_grow(
    many: Path, output: Path, checkpoint: Callable[[int], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = publishes(monkeypatch)
    monkeypatch.setattr("flows.etl._CHECKPOINT_SHARE", 1.0)
    checkpoint(2)
    run(many, output, batch_size=1)

    assert seen == [2, 2, 4, 1]


def test_what_was_published_before_a_run_broke_off_is_not_done_again(
    many: Path, output: Path, checkpoint: Callable[[int], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    checkpoint(3)
    with monkeypatch.context() as patch:
        calls = iter([False, False, True])

        def breaks_off(*args, **kwargs):
            if next(calls):
                raise KeyboardInterrupt
            return publish(*args, **kwargs)

        patch.setattr("tasks.load.task.publishing.publish", breaks_off)
        with pytest.raises(KeyboardInterrupt):
            run(many, output, batch_size=1)
    assert len(read(output, "articles")) == 6

    _, report = run(many, output, batch_size=1)

    assert (report.loaded, report.unchanged, report.duplicate) == (3, 6, 1)
    assert len(read(output, "articles")) == 9
