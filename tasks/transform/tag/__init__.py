"""`Article` to mentions, countries, source tags and cited sources."""
