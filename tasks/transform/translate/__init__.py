"""`Article` to sentence-aligned English: engines, their chain, alignment."""
