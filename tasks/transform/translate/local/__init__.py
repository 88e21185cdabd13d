"""A neural model on this machine: a CTranslate2 folder with its SentencePiece models."""
