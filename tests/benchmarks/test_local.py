"""The benchmark of the engine `local` compares like with like and prints its figures."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.tiny_model import make_opus
from tests.conftest import ROOT


@pytest.mark.slow
def test_engine_and_bare_library_translate_the_same_and_are_timed(tmp_path: Path) -> None:
    model = make_opus(tmp_path / "model")
    ended = subprocess.run(
        [
            sys.executable,
            "benchmarks/local.py",
            "--model",
            str(model),
            "--rounds",
            "1",
            "--sentences",
            "32",
        ],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    # One short round may show any overhead; that the two differ ends it before it prints.
    for line in ("bare", "engine", "sentences/s", "% of processor time"):
        assert line in ended.stdout, ended.stderr
