"""The compositions that Prefect runs, their parameters, and the command line."""
