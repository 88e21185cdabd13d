"""Where an export goes: what is refused, and how it gets there whole or not at all."""

from __future__ import annotations

from pathlib import Path

from tasks.load.export.errors import TargetRefusedError
from tasks.load.schema import DATASETS
from tasks.load.storage.datapackage import DATA_PACKAGE
from tasks.load.storage.location import LOCK, STAGING, Location
from tasks.load.storage.manifest import MANIFEST

_NOTHING = "Nothing was written"
_OURS = frozenset({*DATASETS, DATA_PACKAGE, LOCK, MANIFEST, STAGING})


def refuse_unfit(target: Path, output: Location, *, may_replace: bool) -> None:
    """Refuse a target that is there, or would harm what is there.

    Raises:
        TargetRefusedError: the export may not be written there.
    """
    if not target.parent.is_dir():
        raise TargetRefusedError(
            f"There is no folder {target.parent}",
            data=_NOTHING,
            remedy="Make it, or choose another place",
        )
    if _is_among_datasets(target, output):
        raise TargetRefusedError(
            f"{target} lies among the datasets, whose readers would take it for one of them",
            data=_NOTHING,
            remedy="Choose another place; beside the datasets is fine",
        )
    if (target.exists() or target.is_symlink()) and not target.is_file():
        raise TargetRefusedError(
            f"{target} is there, and is no file", data=_NOTHING, remedy="Choose another name"
        )
    if target.exists() and not may_replace:
        raise TargetRefusedError(
            f"{target} is there already",
            data="Nothing was changed",
            remedy="Choose another name, or replace it (--force)",
        )


def _is_among_datasets(target: Path, output: Location) -> bool:
    if not isinstance(output, Path):  # nothing of this machine lies in a store
        return False
    here, folder = target.resolve(), output.resolve()
    return here != folder and folder in here.parents and here.relative_to(folder).parts[0] in _OURS
