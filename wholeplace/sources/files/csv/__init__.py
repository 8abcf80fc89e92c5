"""Delimited text: quick where quoting is regular, record by record where it is not, the same rows either way."""

from wholeplace.sources.files.csv.read import read_csv

__all__ = ["read_csv"]
