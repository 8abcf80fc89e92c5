"""Compiles the layouts of children's services and schools."""

from __future__ import annotations

from pathlib import Path

from reference import annex_a, cin, school_census, sen2, ssd, ssda903
from reference.tables import DATA, LAYOUTS, Source, read_rows

COMPILERS = (ssda903, cin, annex_a, ssd, school_census, sen2)
LAYOUT_NAMES = tuple(compiler.LAYOUT for compiler in COMPILERS)
SOURCES = tuple(Source(**row) for row in read_rows(Path(__file__).with_name("children_sources.csv")))


def compile_all(data: Path = DATA, out: Path = LAYOUTS) -> None:
    """Writes the tables of each layout. Raises TableFault where a specification has changed."""
    for compiler in COMPILERS:
        compiler.compile_layout(data, out)
