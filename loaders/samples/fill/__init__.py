"""Synthetic filler of the customs sample: everything that no statute and no public report tells.

The hand-written tables hold what a law text or a public report says; this package reads them with small
vocabularies and composes the rest, the same bytes on every run.
"""
