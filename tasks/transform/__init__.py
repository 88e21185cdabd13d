"""Documents become articles, articles become bilingual, bilingual articles get tags."""
