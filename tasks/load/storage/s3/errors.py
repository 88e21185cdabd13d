"""What an object store answers, told as errors that say what to do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tasks.errors import VisnykError
from tasks.load.errors import ReplacedError, StoreRefusedError, StoreUnavailableError

_BUSY_STATUS = 500
_TOO_MANY = 429
_READ_ON = "What was published before is still whole"
_CREDENTIALS = (
    "Check the credentials that the AWS tools find (AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, "
    "AWS_PROFILE, a role), and that they may list, read, write and delete there "
    "(docs/storage.md)"
)


@contextmanager
def explained_store_errors(place: object) -> Iterator[None]:
    """Tell refusals and failures of a store by our own errors; others pass as they are.

    Raises:
        StoreRefusedError: no bucket, no credentials, no permission.
        StoreUnavailableError: the store cannot be reached, or has too much to do.
        ReplacedError: the object was replaced while it was read.
        FileNotFoundError: there is no such object.
    """
    try:
        yield
    except (VisnykError, FileExistsError):
        raise
    except Exception as exc:
        told = _told(exc, place)
        if told is None:
            raise
        raise told from exc


def code_of(error: BaseException) -> tuple[str, int]:
    """The code and the HTTP status that a store answered with; empty and 0 without an answer."""
    cause: BaseException | None = error
    while cause is not None:
        response: Any = getattr(cause, "response", None)
        if isinstance(response, dict) and "Error" in response:
            status = response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
            return str(response["Error"].get("Code", "")), int(status)
        cause = cause.__cause__
    return "", 0


def _told(error: Exception, place: object) -> Exception | None:
    code, status = code_of(error)
    if code == "PreconditionFailed" or type(error).__name__ == "FileExpired":
        return _replaced(place)
    if isinstance(error, FileNotFoundError) and code != "NoSuchBucket":
        return None
    if status >= _BUSY_STATUS or status == _TOO_MANY:
        return _unavailable(place, f"{code}: {error}")
    return _refused(error, place, code) if status else _without_answer(error, place)


def _refused(error: Exception, place: object, code: str) -> StoreRefusedError:
    if code == "NoSuchBucket":
        what, remedy = f"There is no bucket for {place}", "Make it, or name another output"
    elif isinstance(error, PermissionError):
        what, remedy = f"The store refuses access to {place} ({error})", _CREDENTIALS
    else:
        what = f"The store refuses what was asked of {place} ({code}: {error})"
        remedy = "Check the output and AWS_REGION, AWS_ENDPOINT_URL_S3 (docs/storage.md)"
    return StoreRefusedError(what, data=_READ_ON, remedy=remedy)


def _replaced(place: object) -> ReplacedError:
    return ReplacedError(
        f"{place} was replaced while it was read", data=_READ_ON, remedy="Try again"
    )


def _without_answer(error: Exception, place: object) -> Exception | None:
    from aiohttp import ClientError
    from botocore import exceptions
    from botocore.parsers import ResponseParserError

    passing = (
        exceptions.HTTPClientError,
        exceptions.ConnectionError,  # not Python's
        ResponseParserError,
        ClientError,
        ConnectionError,
        TimeoutError,
    )
    if isinstance(error, passing):
        return _unavailable(place, str(error) or type(error).__name__)
    if isinstance(error, exceptions.BotoCoreError):
        return StoreRefusedError(
            f"The store of {place} cannot be used ({error})", data=_READ_ON, remedy=_CREDENTIALS
        )
    return None


def _unavailable(place: object, cause: str) -> StoreUnavailableError:
    return StoreUnavailableError(
        f"The store of {place} does not answer as it should ({cause})",
        data=_READ_ON,
        remedy="Check the network and AWS_ENDPOINT_URL_S3, if it is set, and run again",
    )
