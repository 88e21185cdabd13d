"""What is staged and what is published, put together: the files to publish next."""
