"""What Prefect keeps of runs: names, tags, logs, pages, and a history that is complete and true."""
