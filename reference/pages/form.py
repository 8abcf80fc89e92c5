"""How generated pages are set: tables, lists of rules, prose from docstrings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

DOCS = Path(__file__).parents[2] / "docs"


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = [tuple(header), ("---",) * len(header), *(tuple(row) for row in rows)]
    return "".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |\n" for line in lines)


def names(values: Iterable[str]) -> str:
    """Names as code, in the order given."""
    return ", ".join(f"`{value}`" for value in values)


def prose(docstring: str | None) -> str:
    """A docstring with the lines of each paragraph joined."""
    paragraphs = re.split(r"\n\s*\n", (docstring or "").strip())
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in paragraphs)
