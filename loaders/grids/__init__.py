"""What files of cells look like inside: CSV, workbooks and Word tables, each a list of grids of texts."""

from loaders.grids.grid import Grid
from loaders.grids.open import SUFFIXES, grids_of

__all__ = ["SUFFIXES", "Grid", "grids_of"]
