"""Small changes to an invented place, and ways to find what its report says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from tests.support import report_frames
from wholeplace.report.given import Given
from wholeplace.report.view import Aside, Chart, DataTable, Headlines, Prose, Section


def place(frames: Mapping[str, pl.DataFrame], settings: Any = None, **changed: pl.DataFrame) -> Given:
    """The place with some of its tables replaced."""
    shaped = {name: report_frames.table(name).shape(frame) for name, frame in changed.items()}
    return report_frames.given({**frames, **shaped}, settings)


def tables(section: Section) -> dict[str, DataTable]:
    """Every table of a section by id, those of its charts among them."""
    found = [block.table if isinstance(block, Chart) else block for block in section.blocks]
    return {table.id: table for table in found if isinstance(table, DataTable)}


def shown(section: Section, table: str) -> dict[str, tuple[str, ...]]:
    """A table's rows by their first cell."""
    return {row[0]: row[1:] for row in tables(section)[table].rows}


def said(section: Section) -> str:
    """Every sentence of a section."""
    texts: list[str] = []
    for block in section.blocks:
        if isinstance(block, Prose):
            texts += block.paragraphs
        elif isinstance(block, Aside):
            texts.append(block.text)
        elif isinstance(block, Headlines):
            texts += [f"{each.lead}: {each.text}" for each in block.sentences]
            texts += [f"{figure.value} {figure.label}" for figure in block.figures]
        elif isinstance(block, Chart):
            texts += [*block.notes, *(panel.description for panel in block.panels)]
    return " ".join(texts)
