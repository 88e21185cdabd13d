"""`visnyk verify`: whether an output is whole, and how to mend what is not."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from typing import Annotated

import typer

from flows.cli.console import FAILURE, DebugOption, OutputOption, out, output_folder, plain


def verify(
    output: OutputOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
    debug: DebugOption = False,
) -> None:
    """Check the datasets: checksums, schema, keys, references. Reads only; exits 1 on damage."""
    from tasks.load.verify import verify as look

    folder = output_folder(output)
    report = look(folder)
    if as_json:
        answer = {
            "output": str(folder),
            "is_whole": not report.problems,
            "files": report.files,
            "rows": report.rows,
            "problems": [asdict(problem) for problem in report.problems],
        }
        sys.stdout.write(json.dumps(answer, ensure_ascii=False, indent=1) + "\n")
    else:
        for problem in report.problems:
            out.print(f"[bold red]{problem.kind}[/] {plain(problem.sentence)}", soft_wrap=True)
        count = len(report.problems)
        found = "whole" if not count else f"{count:,} problem{'s' if count > 1 else ''}"
        seen = f"{report.files:,} files, {report.rows:,} rows in {plain(str(folder))}"
        out.print(f"{seen}: [bold]{found}[/]", soft_wrap=True)
    if report.problems:
        sys.exit(FAILURE)
