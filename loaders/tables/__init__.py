"""The instrument tables 三表一图一说明 as CSV files."""

from loaders.tables.read import read_directory, read_files

__all__ = ["read_directory", "read_files"]
