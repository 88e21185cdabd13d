"""Kill a publish into an object store at its worst moments, run again, compare.

A script of its own, for its children are forked: each is killed with SIGKILL before or after
a request that writes, and the next finishes the work. The parent uses no Arrow and no store.

    python -m tests.load.s3.kills BUCKET [RANDOM_KILLS [STRIDE]]
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
from collections.abc import Callable

import pandas as pd  # noqa: F401  Arrow imports it on first use: once here, not in each child
import s3fs
from fsspec.asyn import sync_wrapper

from tasks.load.state.known import read_state
from tasks.load.storage.location import work_folder
from tasks.load.storage.manifest import content_hash, content_hashes, read_manifest
from tasks.load.storage.s3.paths import ObjectPath, parse
from tasks.load.verify import Kind, verify
from tests.kills.forks import in_child
from tests.load.factories import LATER, load, make

UNDATED = {"published_date": None, "published_at": None}
WRITING = ("put_object", "copy_object", "delete_object")
# By what is asked for, the part of the key and the how manieth time; before or after.
POINTS = {
    "before the first upload": ("put_object", ".staging/", 1, False),
    "after an upload": ("put_object", ".staging/", 3, True),
    "before the journal": ("put_object", ".commit", 1, False),
    "after the journal": ("put_object", ".commit", 1, True),
    "between two copies": ("copy_object", "sentences/", 1, True),
    "while a month is emptied": ("copy_object", "=2026-02/", 2, True),
    "before the manifest": ("copy_object", "manifest.json", 1, False),
    "after the manifest": ("copy_object", "manifest.json", 1, True),
    "after the journal is removed": ("delete_object", ".commit", 1, True),
    "while staged files are removed": ("delete_object", ".staging/", 2, True),
}


def first_day(output: ObjectPath) -> None:
    load(output, make(1), make(2, **UNDATED))


def second_day(output: ObjectPath, run_id: str) -> None:
    """Publish what is new: an article moves and empties its month, another is edited."""
    known = read_state(output).documents
    inbox = (make(1, text="Нова дата.", **UNDATED), make(2, text="Зміна."), make(3, **UNDATED))
    new = [
        tagged
        for tagged in inbox
        if tagged.article.source_uri not in known
        or known[tagged.article.source_uri].sha256 != tagged.article.source_sha256
    ]
    load(output, *new, run_id=run_id, now=LATER)


def kill_at(is_reached: Callable[[str, str], bool], *, after: bool) -> None:
    original = s3fs.S3FileSystem._call_s3

    async def watched(self, method, *args, **kwargs):
        is_last = method in WRITING and is_reached(method, kwargs["Key"])
        if is_last and not after:
            os.kill(os.getpid(), signal.SIGKILL)
        answer = await original(self, method, *args, **kwargs)
        if is_last:
            os.kill(os.getpid(), signal.SIGKILL)
        return answer

    s3fs.S3FileSystem._call_s3 = watched
    s3fs.S3FileSystem.call_s3 = sync_wrapper(watched)


def copy(source: ObjectPath, target: ObjectPath) -> None:
    for path in source.below():
        path.copy_to(target / path.uri.removeprefix(f"{source}/"))


def killed_at_point(  # noqa: PLR0917 - what a point is, in its order
    base: ObjectPath, output: ObjectPath, method: str, part: str, number: int, after: bool
) -> None:
    copy(base, output)
    count = 0

    def is_reached(asked: str, key: str) -> bool:
        nonlocal count
        count += asked == method and part in key
        return count == number and asked == method and part in key

    kill_at(is_reached, after=after)
    second_day(output, "run-killed")


def killed_at_write(base: ObjectPath, output: ObjectPath, number: int) -> None:
    copy(base, output)
    count = 0

    def is_reached(*_: str) -> bool:
        nonlocal count
        count += 1
        return count == number

    kill_at(is_reached, after=False)
    second_day(output, "run-killed")


def next_run(output: ObjectPath, expected: dict[str, str]) -> None:
    """Look at what the killed run left, run again, compare."""
    kinds = {problem.kind for problem in verify(output).problems}
    assert kinds <= {Kind.INTERRUPTED, Kind.LEFTOVER}, kinds
    second_day(output, "run-next")
    assert verify(output).problems == ()  # among others: the manifest tells the truth
    found = content_hashes(read_manifest(output))
    assert found == expected, {name for name in found if found[name] != expected[name]}
    names = {path.uri.removeprefix(f"{output}/") for path in output.below()}
    assert not any(name.startswith(".staging") for name in names), names
    assert len([name for name in names if name.endswith(".json") and ".lock" in name]) == 1, names
    assert not (work_folder(output) / ".staging").exists()


def undisturbed(base: ObjectPath, output: ObjectPath, file: int) -> None:
    first_day(base)
    copy(base, output)
    second_day(output, "run-2")
    os.write(file, json.dumps(content_hash(output)).encode())


def main(bucket: str, random_kills: int, stride: int) -> None:
    base = parse(f"s3://{bucket}/base")
    read_end, write_end = os.pipe()
    in_child(undisturbed, base, parse(f"s3://{bucket}/undisturbed"), write_end)
    expected = json.loads(os.read(read_end, 100_000))
    for number, point in enumerate(list(POINTS)[::stride]):
        output = parse(f"s3://{bucket}/named-{number}")
        if in_child(killed_at_point, base, output, *POINTS[point]) != signal.SIGKILL:
            sys.exit(f"{point}: never came")
        in_child(next_run, output, expected)
        sys.stdout.write(f"{point}\n")
        sys.stdout.flush()
    for number in random.sample(range(1, 40), random_kills):
        output = parse(f"s3://{bucket}/random-{number}")
        if in_child(killed_at_write, base, output, number) == signal.SIGKILL:
            in_child(next_run, output, expected)
        sys.stdout.write(f"write {number}\n")


if __name__ == "__main__":
    given = [int(number) for number in sys.argv[2:]]
    main(sys.argv[1], *(given + [5, 1][len(given) :]))
