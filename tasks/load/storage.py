"""Where datasets lie: a folder of this machine, or a prefix in an object store, by URI."""

from __future__ import annotations

from pathlib import Path
from typing import TypeAlias

# A path of this machine or, in an object store, a `upath.UPath`: it has the methods of a
# path that are used here, and its type does not say so.
Location: TypeAlias = Path
