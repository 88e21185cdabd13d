"""A process that makes a child for each call, so that a call can be killed without an import.

    with Forks("tests.kills.whole_run") as forks:
        assert forks.run(function, "argument") == 0

The process imports the modules, has those warm up that can, and then forks for each call.
It never uses Arrow itself, whose threads would not survive a fork.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import subprocess
import sys
import threading
import traceback
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from contextlib import suppress
from pathlib import Path
from pkgutil import resolve_name
from queue import Queue
from typing import Any, Self

_ROOT = Path(__file__).parents[2]
_PATIENCE_SECONDS = 120


class Child:
    """A call under way in a process of its own."""

    def __init__(self, pid: int, end: Future[int]) -> None:
        self.pid = pid
        self._end = end

    def end(self) -> int:
        """Wait for it: 0 if it ended well, the negative number of the signal it died of."""
        return self._end.result(_PATIENCE_SECONDS)

    def kill(self, signal: int) -> int:
        """Send a signal, which comes too late for a child that has ended; give its end."""
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal)
        return self.end()


class Forks:
    """Starts calls, and knows how they ended."""

    def __init__(
        self, *modules: str, env: Mapping[str, str] | None = None, within: Sequence[str] = ()
    ) -> None:
        """Start the process; `within` is a command that runs another one, such as `unshare`."""
        self._process = subprocess.Popen(
            [*within, sys.executable, "-m", __name__, *modules],
            cwd=_ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            env=os.environ | (env or {}),
        )  # fmt: skip
        self._ends: dict[int, Future[int]] = {}
        self._started: Queue[Child | None] = Queue()
        threading.Thread(target=self._listen, daemon=True).start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._process.stdin.close()
        self._process.wait(_PATIENCE_SECONDS)

    def start(self, function: Callable[..., object], *arguments: object) -> Child:
        """Begin a call of a function of a module, with arguments that JSON can hold."""
        name = f"{function.__module__}:{function.__qualname__}"
        self._process.stdin.write(json.dumps([name, *arguments], default=str) + "\n")
        self._process.stdin.flush()
        child = self._started.get(timeout=_PATIENCE_SECONDS)
        if child is None:
            raise RuntimeError("the process that forks has died")
        return child

    def run(self, function: Callable[..., object], *arguments: object) -> int:
        """Make a call and wait for its end."""
        return self.start(function, *arguments).end()

    def _listen(self) -> None:
        for line in self._process.stdout:
            what, pid, *code = line.split()
            if what == "started":
                self._ends[int(pid)] = Future()
                self._started.put(Child(int(pid), self._ends[int(pid)]))
            else:
                self._ends.pop(int(pid)).set_result(int(code[0]))
        self._started.put(None)


def in_child(function: Callable[..., object], *arguments: object) -> int:
    """Call a function in a forked process; give the signal it died of, 0 if it ended well."""
    _, status = os.waitpid(_fork(function, *arguments), 0)
    code = os.waitstatus_to_exitcode(status)
    if code > 0:
        sys.exit("a step failed, see above")
    return -code


def _start(function: str, *arguments: Any) -> None:
    child = _fork(resolve_name(function), *arguments)
    print(f"started {child}", flush=True)  # noqa: T201
    threading.Thread(target=_tell_the_end, args=(child,), daemon=True).start()


def _fork(function: Callable[..., object], *arguments: object) -> int:
    child = os.fork()
    if child == 0:
        try:
            function(*arguments)
        except BaseException:  # noqa: BLE001  a forked child must never return
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    return child


def _tell_the_end(child: int) -> None:
    _, status = os.waitpid(child, 0)
    print(f"ended {child} {os.waitstatus_to_exitcode(status)}", flush=True)  # noqa: T201


def _warm_up() -> None:
    # What Arrow and the load stage import and read on first use: once here, not in each child.
    import datasketch  # noqa: F401
    import pandas as pd  # noqa: F401
    import pyarrow.dataset
    import pyarrow.pandas_compat  # noqa: F401

    from tasks.transform.tag.article import tag_article
    from tests.load.factories import make

    tag_article(make().translated)


def main(*modules: str) -> None:
    """Fork for each line of standard input."""
    _warm_up()
    for module in map(importlib.import_module, modules):
        getattr(module, "warm_up", lambda: None)()
    # The children then share these pages until they end.
    gc.collect()
    gc.freeze()
    for line in sys.stdin:
        _start(*json.loads(line))


if __name__ == "__main__":
    main(*sys.argv[1:])
