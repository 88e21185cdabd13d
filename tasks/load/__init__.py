"""Tagged articles to Parquet datasets: schema, staging, publishing, manifest, state."""
