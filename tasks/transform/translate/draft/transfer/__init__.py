"""Turn the Ukrainian structure into the English one, clause by clause.

`sentence` holds the order of the steps; `clauses` cuts and finds subjects, `cases` writes
prepositions, `copula` supplies `be`, `auxiliaries` and `predicatives` handle verbs and
можна, `openers` subordinators and left-out subjects, `order` word order, `pronouns` whom
they mean, `news` the turns of phrase of reports.
"""
