"""Workbooks: whether one may be opened at all, and its sheets as tables of text."""

from wholeplace.sources.files.workbook.extent import Extent
from wholeplace.sources.files.workbook.ole import check_ole
from wholeplace.sources.files.workbook.read import read_workbook

__all__ = ["Extent", "check_ole", "read_workbook"]
