"""Prefect's server that stands on this machine, found without importing Prefect.

`visnyk serve` and `visnyk ui` keep its address in a file. Prefect reads its settings once,
when it is imported, so whoever wants to join that server must know before.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

_API_URL = "PREFECT_API_URL"
# Where nobody listens, that is known at once; a server that is busy takes its time.
_ANSWER_SECONDS = 10.0


def join_standing_server() -> str | None:
    """Let Prefect, when it is imported, use the server that stands here, if one does.

    Returns:
        Its address; None where Prefect's settings name a server, or none stands.
    """
    if os.environ.get(_API_URL) or _is_named_elsewhere():
        return None
    api = standing()
    if api:
        os.environ[_API_URL] = api
    return api


def standing() -> str | None:
    """The address of the API of the server that stands on this machine and answers."""
    api = _read_address()
    return api if api and answers(api) else None


@contextmanager
def published(api: str) -> Iterator[None]:
    """Let others on this machine find a server as long as it stands."""
    _address_file().parent.mkdir(parents=True, exist_ok=True)
    _address_file().write_text(api, encoding="utf-8")
    try:
        yield
    finally:
        if _read_address() == api:  # another one may stand by now
            _address_file().unlink(missing_ok=True)


def answers(api: str) -> bool:
    """Whether Prefect's API answers there."""
    import httpx  # a tenth of a second that most commands need not spend

    is_here = urlsplit(api).hostname in {"127.0.0.1", "localhost", "::1"}
    try:
        # Whatever the proxy of this machine, it is not between it and itself.
        with httpx.Client(trust_env=not is_here, timeout=_ANSWER_SECONDS) as client:
            return client.get(f"{api}/health").is_success
    except httpx.HTTPError:
        return False


def ui_of(api: str) -> str:
    """The address of the UI that belongs to an API."""
    return api.removesuffix("/api")


def prefect_home() -> Path:
    """Prefect's folder, as it will find it itself."""
    return Path(os.environ.get("PREFECT_HOME") or "~/.prefect").expanduser()


def _read_address() -> str | None:
    try:
        return _address_file().read_text(encoding="utf-8").strip()
    except OSError:
        return None


def _address_file() -> Path:
    return prefect_home() / "visnyk" / "server"


def _is_named_elsewhere() -> bool:
    """Whether a profile or a file of settings may name a server: then it is Prefect's to choose."""
    profiles, settings = prefect_home() / "profiles.toml", Path("prefect.toml")
    return any(
        path.is_file() and word in path.read_text(encoding="utf-8", errors="replace")
        for path, word in ((profiles, _API_URL), (settings, "[api]"))
    )
