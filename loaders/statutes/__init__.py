"""Statutes: their Markdown texts as instruments and articles, and citations of them.

`text` reads one text, `read` makes a load of it, `cite` understands citations, `resolve` finds what they cite in a
graph, `versions` compares two texts of one law.
"""
