"""The reading page: what is published, as a page that opens from disk in a browser.

`output/report/index.html` holds the program, `output/report/data/` what it shows, in pieces
that are loaded when they are needed. Nothing here knows of runs.
"""

from __future__ import annotations

from tasks.load.page.build import PageWritten, page_of, write_page

__all__ = ["PageWritten", "page_of", "write_page"]
