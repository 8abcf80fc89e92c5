"""The whole report of an invented place: its pages as they are, and as texts by file."""

from __future__ import annotations

from wholeplace.report.given import Given
from wholeplace.report.pages import render
from wholeplace.report.step import pages


def texts(given: Given) -> dict[str, str]:
    """Each page as HTML, by file name."""
    return {file: render(page, given.gate) for file, page in pages(given).items()}
