#!/bin/sh
# Prefect's own image installs packages here; ours has all that it needs.
exec "$@"
