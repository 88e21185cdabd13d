"""The README is true to the letter: its code runs and prints what it says."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tasks.settings import Settings
from tests.conftest import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
# A code block, and the block of text after it that shows what it prints.
EXAMPLE = re.compile(
    r"```(python|console)\n((?:(?!```).)*)```\s+```text\n((?:(?!```).)*)```", re.DOTALL
)
EXAMPLES = [match.groups() for match in EXAMPLE.finditer(README)]


def run_example(kind: str, code: str, output: Path) -> str:
    """Run code in the project's folder, commands, or beside the datasets, programs."""
    command = [sys.executable, "-c", code] if kind == "python" else ["bash", "-c", code]
    ended = subprocess.run(
        command,
        cwd=ROOT if kind == "console" else output.parent,
        capture_output=True,
        check=True,
        env=os.environ | {"COLUMNS": "100", "VISNYK_OUTPUT": str(output)},
    )
    return ended.stdout.decode()


def lines_of(text: str) -> list[str]:
    return [line.rstrip() for line in text.strip("\n").splitlines()]


@pytest.mark.parametrize(("kind", "code", "shown"), EXAMPLES)
def test_an_example_prints_what_the_readme_shows(
    kind: str, code: str, shown: str, seed_output: Path
) -> None:
    # The README's environment is the one that the tests run in, wherever it is.
    code = code.replace(".venv/bin/", f"{Path(sys.executable).parent}/")
    printed, expected = lines_of(run_example(kind, code, seed_output)), lines_of(shown)
    if expected[-1] == "…":  # an excerpt: the README shows how it begins
        expected = expected[:-1]
        printed = printed[: len(expected)]
    assert printed == expected


def test_every_way_of_reading_is_among_the_examples() -> None:
    code = "\n".join(code for _, code, _ in EXAMPLES)
    for reader in ("pandas", "duckdb", "polars", "visnyk show", "visnyk translate"):
        assert reader in code


def test_the_make_commands_of_the_readme_exist() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    commands = set(re.findall(r"(?:`|^)make ([a-z]+)", README, re.MULTILINE))
    assert {"run", "test"} <= commands
    for command in commands:
        assert re.search(rf"^{command}:", makefile, re.MULTILINE)


def test_every_setting_is_in_the_readme_with_its_default() -> None:
    for name, field in Settings.model_fields.items():
        row = f"| `VISNYK_{name.upper()}` | `{field.default}` | {field.description} |"
        assert row in README


def test_every_link_of_the_documentation_leads_somewhere() -> None:
    for page in [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *ROOT.glob("docs/**/*.md")]:
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name} links to {target}"
