"""One machine that does everything: Prefect's server, the deployments, and who runs them."""
