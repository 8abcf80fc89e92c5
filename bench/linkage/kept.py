"""Figures that a bench writes into docs/linkage.md, between marks that name the bench."""

from __future__ import annotations

from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs" / "linkage.md"


def replaced(text: str, name: str, figures: str) -> str:
    """A page with what stands between this bench's marks replaced."""
    begin, end = f"<!-- {name}: written by python -m bench.linkage.{name} -->\n", f"<!-- {name} ends -->\n"
    before, rest = text.split(begin)
    return f"{before}{begin}\n{figures}\n{end}{rest.split(end)[1]}"


def written(name: str, figures: str) -> None:
    """Write figures to their place in docs/linkage.md."""
    PAGE.write_text(replaced(PAGE.read_text(encoding="utf-8"), name, figures), encoding="utf-8")
