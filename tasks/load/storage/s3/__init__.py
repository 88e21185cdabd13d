"""Datasets in an S3-compatible object store: its objects as paths, who may write, commits."""
