"""A second, independent reading of the reform calculus, to be compared with the engine.

Nothing here imports the product (but `adapter`, which calls it): plain dicts and sets, every definition of
`design/reform-calculus.md` written down once, in its words, as slowly as it likes. Where the page leaves a choice, the
choice is marked `CHOICE n` and listed in `README.md`.
"""
