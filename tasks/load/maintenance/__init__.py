"""An output kept in order: compacted, mended, and rid of what must go."""
