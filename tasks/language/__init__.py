"""What every stage may know of Ukrainian: lexicon, names, morphology, romanisation.

No stage lives here: nothing in this package reads documents or writes data.
"""
