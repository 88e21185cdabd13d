"""What a run shows of itself, as Markdown and tables: pure functions of its report.

Nothing here knows Prefect; `flows.history.artifacts` keeps what is made here.
"""
