"""The history of runs in Prefect: complete, true, and no longer than wanted."""
