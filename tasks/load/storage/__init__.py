"""The published files: how they are written, read, listed, locked, and changed as one."""
