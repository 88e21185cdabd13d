"""Pages over HTTP, fetched as a good guest and a careful one does (docs/fetching.md).

`fetcher` is the whole of it: robots.txt (`robots`), the host's turn (`hosts`), one request
(`transport`) over a checked connection (`connections`, `networks`), read within
limits (`body`, `codings`, `content`).
"""

from tasks.extract.fetch.fetcher import Fetcher, shared_fetcher

__all__ = ["Fetcher", "shared_fetcher"]
