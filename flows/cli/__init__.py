"""The command `visnyk`: how people and scripts use the pipeline without the Prefect UI.

Exit codes: 0 success, 1 failure, 2 bad usage. Answers go to standard output; progress,
logs and errors to standard error.
"""

from __future__ import annotations

import os
import sys

from flows.cli.console import fail, is_debugging
from tasks.errors import VisnykError


def main() -> None:
    """Run the command line and turn every error into one message and an exit code."""
    from flows.cli.app import app

    # Articles are Ukrainian whatever the locale says; a script counts lines by \n only.
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")  # type: ignore[union-attr]
    sys.stdin.reconfigure(encoding="utf-8", errors="surrogateescape", newline="\n")  # type: ignore[union-attr]
    try:
        app()
    except VisnykError as error:
        if is_debugging():
            raise
        fail(str(error))
    except BrokenPipeError:
        # The reader (`head`) has seen enough; without this, Python complains at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except Exception as error:  # the last door: a defect must not greet a user with a traceback
        if is_debugging():
            raise
        fail(
            f"Unexpected {type(error).__name__}: {error}. Nothing that was published is harmed. "
            "Run again with --debug and report what it prints."
        )
