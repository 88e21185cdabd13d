"""What several kinds of tests share."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.standing_server import standing_server
from tests.standing_store import standing_store

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session", autouse=True)
def own_output() -> Iterator[None]:
    """Tell of a test that wrote into output/ of the checkout: what lies there is its owner's."""
    before = _files_of(ROOT / "output")
    yield
    assert _files_of(ROOT / "output") == before, "a test wrote into output/ of the checkout"


@pytest.fixture(scope="session")
def prefect_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The API of a Prefect server that stands as long as tests run, the same for all workers."""
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent
    with standing_server(folder / "prefect-server") as address:
        yield address


@pytest.fixture(scope="session")
def store_address() -> Iterator[str]:
    """The address of an object store that stands as long as tests run."""
    with standing_store() as address:
        yield address


@pytest.fixture(scope="session")
def seed_output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The datasets of the seed page, made by the stages without Prefect."""
    from tasks.extract.discovery import discover
    from tasks.extract.read import read_batch
    from tasks.load.publish import publish
    from tasks.load.staging import stage_batch
    from tasks.load.storage.locking import live_run
    from tasks.models import Batch
    from tasks.settings import Settings
    from tasks.transform.parse.article import parse_document
    from tasks.transform.tag.article import tag_article
    from tasks.transform.translate.article import translate_articles
    from tasks.transform.translate.registry import build_chain

    output = tmp_path_factory.mktemp("seed") / "output"
    found = discover([str(ROOT / "seeds")], loaded={}, quarantined={})
    read = read_batch(Batch(1, found.new), max_bytes=10**7, max_raw_bytes=0)
    articles = [parse_document(document) for document in read.items]
    translated = translate_articles(articles, build_chain("draft", Settings()))
    with live_run(output, "seed"):
        staged = stage_batch(output, "seed", 1, [tag_article(item) for item in translated])
        publish(output, "seed", [staged])
    return output


def pytest_xdist_auto_num_workers() -> int:
    """Let there be a worker more than cores: the slow tests wait a good part of their time."""
    return (os.cpu_count() or 1) + 1


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put files with slow tests first, so that quick ones fill up the workers at the end."""
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow)


def _files_of(folder: Path) -> dict[Path, int]:
    return {path: path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}
