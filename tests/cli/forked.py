"""Commands in processes of their own that need not import all that the first one imported.

    python -m tests.cli.forked

reads a command as JSON from each line of standard input, forks a process for it, and prints
its exit code. The process is what the script `visnyk` would be, from `main` to the end of
the interpreter; Prefect is imported in it, with the settings that it was given.
"""

from __future__ import annotations

import gc
import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Self

ROOT = Path(__file__).parents[2]
STREAMS = ("stdin", "stdout", "stderr")
# No command takes that long on an idle machine: it hangs.
PATIENCE_SECONDS = 600


class Commands:
    """Starts commands, one at a time, and gives back what they printed and how they ended."""

    def __init__(self, folder: Path, environment: Mapping[str, str]) -> None:
        self._folder = folder
        self._process = subprocess.Popen(
            [sys.executable, "-m", __name__],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._process.communicate()

    def run(
        self, arguments: Sequence[str], *, stdin: bytes, settings: Mapping[str, str]
    ) -> subprocess.CompletedProcess[bytes]:
        """Run `visnyk` with arguments and variables of the environment."""
        files = {name: self._folder / name for name in STREAMS}
        files["stdin"].write_bytes(stdin)
        command = {
            "arguments": ["visnyk", *arguments],
            "settings": settings,
            "files": [str(path) for path in files.values()],
        }
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{json.dumps(command)}\n")
        self._process.stdin.flush()
        code = int(self._process.stdout.readline())
        if code == -signal.SIGALRM:
            raise TimeoutError(f"{arguments} did not end: {files['stderr'].read_bytes().decode()}")
        return subprocess.CompletedProcess(
            command["arguments"], code, files["stdout"].read_bytes(), files["stderr"].read_bytes()
        )


def serve() -> None:
    """Fork for each line; only the child comes out of here, as the command that it is."""
    _import_all_but_prefect()
    requests, answers = (os.fdopen(os.dup(number), mode) for number, mode in ((0, "r"), (1, "w")))
    for line in requests:
        child = os.fork()
        if child == 0:
            _become(**json.loads(line))
            return
        _, status = os.waitpid(child, 0)
        answers.write(f"{os.waitstatus_to_exitcode(status)}\n")
        answers.flush()
    os._exit(0)


def _become(arguments: list[str], settings: dict[str, str], files: list[str]) -> None:
    for number, (path, flags) in enumerate(
        zip(files, (os.O_RDONLY, *[os.O_WRONLY | os.O_CREAT | os.O_TRUNC] * 2), strict=True)
    ):
        opened = os.open(path, flags)
        os.dup2(opened, number)
        os.close(opened)
    # The files above; the interpreter closes them at its end.
    sys.stdin = open(0, closefd=False)  # noqa: SIM115
    sys.stdout = open(1, "w", closefd=False)  # noqa: SIM115
    sys.stderr = open(  # noqa: SIM115
        2, "w", buffering=1, errors="backslashreplace", closefd=False
    )
    sys.argv = arguments
    os.environ.update(settings)
    signal.alarm(PATIENCE_SECONDS)


def _import_all_but_prefect() -> None:
    import datasketch  # noqa: F401
    import pandas as pd  # noqa: F401
    import pyarrow.dataset  # noqa: F401

    import flows.cli.app  # noqa: F401
    import tasks.load.publish
    import tasks.load.verify
    import tasks.transform.parse.article  # noqa: F401
    from tasks.models import Article, TranslatedArticle
    from tasks.settings import get_settings
    from tasks.transform.tag.article import tag_article
    from tasks.transform.translate.draft.engine import DraftEngine

    sentence = "Уряд України ухвалив бюджет."
    DraftEngine().translate([sentence])
    tag_article(TranslatedArticle(Article("", "", "", title=sentence, body=()), ()))
    get_settings.cache_clear()
    # A child would spend half a second on looking through these, and copy their pages.
    gc.collect()
    gc.freeze()
    assert "prefect" not in sys.modules


if __name__ == "__main__":
    serve()
    from flows.cli import main

    main()
