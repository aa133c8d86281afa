"""Workbooks that the program writes: instruments for print, and copies with their problems marked."""
