"""Sources in: inputs are found, read and decoded into `SourceDocument`."""
