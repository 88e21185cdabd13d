"""Whether a store is fit to hold datasets: found out before a run does any work."""

from __future__ import annotations

import uuid

from tasks.load.errors import StoreRefusedError
from tasks.load.storage.location import LOCK
from tasks.load.storage.s3.paths import ObjectPath


def check_store(output: ObjectPath) -> None:
    """Prove that objects can be written, read, copied and removed, and be created only once.

    Raises:
        StoreRefusedError: no bucket, no access, or a store without conditional writes.
        StoreUnavailableError: it cannot be reached.
    """
    probe = output / LOCK / f"probe-{uuid.uuid4().hex}"
    copy = probe.parent / f"{probe.name}-copy"
    probe.write_new(b"visnyk")
    try:
        if _is_created_again(probe):
            raise StoreRefusedError(
                f"The store of {output} does not keep to conditional writes (If-None-Match): "
                "two runs at once could damage the datasets",
                data="Nothing was written",
                remedy="Use a store that has them (docs/storage.md names some), or a newer "
                "version of this one",
            )
        probe.copy_to(copy)
        if copy.read_bytes() != b"visnyk":
            raise StoreRefusedError(
                f"The store of {output} does not give back what was just written",
                data="Nothing was written",
                remedy="Use a store with strong consistency (docs/storage.md)",
            )
        copy.unlink()
    finally:
        probe.unlink()


def _is_created_again(probe: ObjectPath) -> bool:
    try:
        probe.write_new(b"another")
    except FileExistsError:
        return False
    return True
