"""What is published, asked for by a run or a command: the datasets are the state."""
