"""The command `visnyk`: how people and scripts use the pipeline without the Prefect UI.

Exit codes: 0 success, 1 failure, 2 bad usage. Answers go to standard output; progress,
logs and errors to standard error.
"""

from __future__ import annotations

import os
import signal
import sys
from io import TextIOWrapper
from pathlib import Path

from flows.cli.console import BAD_USAGE, fail, is_debugging
from tasks.errors import VisnykError
from tasks.settings import SettingError


def main() -> None:
    """Run the command line and turn every error into one message and an exit code."""
    from flows.cli.app import app

    _prepare_streams()
    # Without this, SIGTERM would leave the API that Prefect started behind.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    try:
        app()
    except SettingError as error:
        fail(str(error), code=BAD_USAGE)
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


def _prepare_streams() -> None:
    """Speak UTF-8 whatever the locale says, and count lines by line feeds only, as scripts do."""
    if sys.stdin is None:  # closed by the caller (`<&-`)
        sys.stdin = Path(os.devnull).open(encoding="utf-8")  # noqa: SIM115 - for the process
    if sys.stdout is None:
        sys.stdout = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115
    if isinstance(sys.stdin, TextIOWrapper):
        sys.stdin.reconfigure(encoding="utf-8", errors="surrogateescape", newline="\n")
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", newline="\n")
