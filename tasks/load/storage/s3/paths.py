"""Objects of a store under the methods of `pathlib.Path` that the load stage uses.

Every method asks the store: nothing is cached but what a listing has just told. Several
threads may share a path, and processes pickle it.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import parsedate_to_datetime
from fnmatch import fnmatchcase
from functools import lru_cache
from io import BufferedReader, BytesIO
from pathlib import Path, PurePosixPath
from typing import Any, cast

from tasks.load.errors import StoreRefusedError
from tasks.load.storage.s3.errors import code_of, explained_store_errors

SCHEME = "s3://"
# Below this a file is fetched whole, in one request beside the one that tells its size.
_WHOLE_BYTES = 8 * 2**20
# Twice this is uploaded at once, and as much is in memory. What is larger goes in parts of
# this size, which a kill may leave behind, invisible and paid for.
_PART_BYTES = 64 * 2**20
# S3 copies no more in one request.
_COPIED_AT_ONCE_BYTES = 5 * 2**30
_BUCKET = re.compile(r"[a-z0-9][a-z0-9._-]+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ObjectStat:
    """What a store tells of an object; `etag` changes with its content."""

    st_size: int
    etag: str
    modified_at: datetime


@dataclass(frozen=True, slots=True, order=True)
class ObjectPath:
    """An object, or a prefix of objects, by its URI `s3://bucket/key`."""

    uri: str
    listed: ObjectStat | None = field(default=None, compare=False, repr=False)

    def __str__(self) -> str:
        return self.uri

    def __truediv__(self, name: str) -> ObjectPath:
        return ObjectPath(f"{self.uri}/{name}")

    @property
    def name(self) -> str:
        """What comes after the last slash."""
        return self.uri.rpartition("/")[2]

    @property
    def suffix(self) -> str:
        """The ending of the name, with its dot."""
        return PurePosixPath(self.name).suffix

    @property
    def parent(self) -> ObjectPath:
        """The prefix that this lies in."""
        return ObjectPath(self.uri.rpartition("/")[0])

    def relative_to(self, other: object) -> PurePosixPath:
        """The part of the path below another."""
        return PurePosixPath(self.uri).relative_to(PurePosixPath(str(other)))

    def resolve(self) -> ObjectPath:
        """The path itself: a URI depends on no present folder."""
        return self

    def exists(self) -> bool:
        """Whether there is such an object."""
        try:
            self._head()
        except FileNotFoundError:
            return False
        return True

    def is_dir(self) -> bool:
        """Whether there is any object below this."""
        answer = self._call("list_objects_v2", key="Prefix", ending="/", MaxKeys=1)
        return bool(answer.get("Contents"))

    def stat(self) -> ObjectStat:
        """Size and version: of a path from a listing as they were listed, of others as they are.

        Raises:
            FileNotFoundError: there is no such object.
        """
        if self.listed is not None:
            return self.listed
        head = self._head()
        return _stat(head, head["ContentLength"])

    def age_seconds(self) -> float:
        """How long ago an object was put, both by the store's clock; to a second.

        Raises:
            FileNotFoundError: there is no such object.
        """
        head = self._head()
        now = parsedate_to_datetime(head["ResponseMetadata"]["HTTPHeaders"]["date"])
        return float((now - head["LastModified"]).total_seconds())

    def read_bytes(self) -> bytes:
        """The content of an object."""
        with explained_store_errors(self):
            return bytes(filesystem().cat_file(self.uri))

    def read_text(self, encoding: str = "utf-8") -> str:
        """The content of an object that is text."""
        return self.read_bytes().decode(encoding)

    @contextmanager
    def opened(self) -> Iterator[BufferedReader]:
        """Open one version of an object to read any part of it.

        Raises:
            ReplacedError: another version has come meanwhile.
        """
        with (
            explained_store_errors(self),
            filesystem().open(self.uri, "rb", cache_type="none") as file,
        ):
            is_small = file.size <= _WHOLE_BYTES
            yield cast(BufferedReader, BytesIO(file.read()) if is_small else file)

    def below(self) -> list[ObjectPath]:
        """The objects below this in order, as they are at this moment."""
        bucket, _ = self._names
        found: list[ObjectPath] = []
        more: dict[str, object] = {}
        while True:
            answer = self._call("list_objects_v2", key="Prefix", ending="/", **more)
            found += [
                ObjectPath(f"{SCHEME}{bucket}/{item['Key']}", _stat(item, item["Size"]))
                for item in answer.get("Contents", ())
                if not item["Key"].endswith("/")  # a marker of an empty folder
            ]
            if not answer.get("IsTruncated"):
                return found
            more = {"ContinuationToken": answer["NextContinuationToken"]}

    def matching(self, patterns: Sequence[str]) -> list[list[ObjectPath]]:
        """The objects below this that fit each of some patterns; a star matches no slash."""
        below = [(path, path.relative_to(self).parts) for path in self.below()]
        return [
            [path for path, parts in below if _fits(parts, pattern.split("/"))]
            for pattern in patterns
        ]

    def write_bytes(self, content: bytes) -> None:
        """Put an object; readers see the old one or the new one."""
        with explained_store_errors(self):
            filesystem().pipe_file(self.uri, content)

    def write_new(self, content: bytes) -> None:
        """Put an object where there is none.

        Raises:
            FileExistsError: there is one; perhaps this very one, if an answer was lost.
        """
        with explained_store_errors(self):
            try:
                filesystem().pipe_file(self.uri, content, mode="create")
            except OSError as exc:
                if code_of(exc)[0] in ("PreconditionFailed", "ConditionalRequestConflict"):
                    raise FileExistsError(self.uri) from exc
                raise

    def upload(self, source: Path) -> None:
        """Put a file of this machine."""
        with explained_store_errors(self):
            filesystem().put_file(str(source), self.uri, chunksize=_PART_BYTES, max_concurrency=2)

    def copy_to(self, target: ObjectPath) -> None:
        """Put a copy elsewhere, within the store; readers of it see the old one or the new one.

        Raises:
            FileNotFoundError: there is no such object.
        """
        if self.stat().st_size > _COPIED_AT_ONCE_BYTES:
            with explained_store_errors(self):
                filesystem().cp_file(self.uri, target.uri)
        else:
            bucket, key = self._names
            target._call("copy_object", CopySource={"Bucket": bucket, "Key": key})

    def unlink(self) -> None:
        """Remove an object; fine if there is none."""
        self._call("delete_object")

    @property
    def _names(self) -> tuple[str, str]:
        bucket, _, key = self.uri.removeprefix(SCHEME).partition("/")
        return bucket, key

    def _head(self) -> dict[str, Any]:
        return self._call("head_object")

    def _call(
        self, method: str, *, key: str = "Key", ending: str = "", **given: object
    ) -> dict[str, Any]:
        bucket, name = self._names
        with explained_store_errors(self):
            answer = filesystem().call_s3(
                method, Bucket=bucket, **{key: f"{name}{ending}".lstrip("/")}, **given
            )
        return cast(dict[str, Any], answer)


def parse(uri: str) -> ObjectPath:
    """The place that a URI names.

    Raises:
        StoreRefusedError: it names none.
    """
    bucket, _, key = uri.removeprefix(SCHEME).partition("/")
    parts = [part for part in key.split("/") if part]
    if not _BUCKET.fullmatch(bucket) or {".", ".."} & set(parts) or set("?#*") & set(key):
        raise StoreRefusedError(
            f"{uri} names no place in a store",
            data="Nothing was done",
            remedy="Write it as s3://bucket/prefix; options go into the environment "
            "(docs/storage.md)",
        )
    return ObjectPath(SCHEME + "/".join([bucket, *parts]))


def filesystem() -> Any:
    """The connection of this process to the store that the environment names.

    Raises:
        StoreRefusedError: what it needs is not installed.
    """
    return _filesystem(os.getpid())


# By process: a connection does not survive a fork.
@lru_cache(maxsize=1)
def _filesystem(pid: int) -> Any:  # noqa: ARG001
    try:
        import s3fs
    except ImportError as exc:
        raise StoreRefusedError(
            "An output in an object store needs the package s3fs, which is not installed",
            data="Nothing was done",
            remedy="pip install 'visnyk[s3]'",
        ) from exc
    store = s3fs.S3FileSystem(
        # Other processes write, too: what was listed a moment ago is no longer true.
        use_listings_cache=False,
        skip_instance_cache=True,
        config_kwargs={
            "retries": {"mode": "standard", "max_attempts": 3},
            "connect_timeout": 5,
            "read_timeout": 60,
        },
    )
    # On top of botocore's: what breaks off while it is read is only tried again here.
    store.retries = 2
    return store


def _fits(parts: Sequence[str], pattern: Sequence[str]) -> bool:
    return len(parts) == len(pattern) and all(map(fnmatchcase, parts, pattern))


def _stat(told: dict[str, Any], size: int) -> ObjectStat:
    return ObjectStat(size, str(told["ETag"]), told["LastModified"])
