"""IPTC Media Topics of a text, by words that speak for them: a linear model one can read.

Everything it knows is in `tasks/transform/tag/data/topics`: which words, sections, names
and parts of addresses speak for which concept and how strongly, and the few numbers that
say how evidence adds up.
"""
