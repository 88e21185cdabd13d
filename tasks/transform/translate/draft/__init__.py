"""The draft engine: Ukrainian to English by dictionary, morphology and transfer rules.

The way of a sentence, one module a step: `tokens` → `phrases` (with `analysis`, over
`dictionary`) → `disambiguation` → `chunks` → `transfer` → `generation` → `surface`.
"""
