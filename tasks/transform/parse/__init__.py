"""`SourceDocument` to `Article`: page layouts, outlets, dates, boilerplate."""
