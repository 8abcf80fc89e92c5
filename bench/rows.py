"""About as many rows as asked of mixed layouts: what six services of a made place send, before anything is spoiled.

Rows spoiled on purpose are left out, since no plain reader gets past them.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

from wholeplace.demo.lives.make import make_world
from wholeplace.demo.place_file import place_file
from wholeplace.demo.records import Sheet
from wholeplace.demo.services import SERVICES

SEED, YEARS = 7, 5
SOURCES = ("looked_after", "schools", "adult_care", "council_tax", "safeguarding", "children_in_need")
A_RESIDENT = 8.2
"""Rows that these services send of a resident, measured on a borough."""


@dataclass(frozen=True)
class Made:
    """What was written: data rows of the CSV files and children in the XML, by file name."""

    rows: dict[str, int]

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.rows.values())


def make_rows(folder: Path, rows: int) -> Made:
    """A place of about `rows` rows in `folder`, ready to be read."""
    world, _, _ = make_world("E09000002", max(500, round(rows / A_RESIDENT)), YEARS, SEED)
    services = [service for service in SERVICES if service.name in SOURCES]
    made: dict[str, int] = {}
    for service in services:
        sheets = service.sheets(world, SEED)
        for sheet in sheets:
            _write(sheet, folder / "extracts" / sheet.file)
        made |= {Path(sheet.file).name: _rows(sheet) for sheet in sheets}
    (folder / "place.toml").write_text(place_file(world, services), encoding="utf-8")
    return Made(made)


def _write(sheet: Sheet, path: Path) -> None:
    """In UTF-8, whatever the service's own system writes: plain readers know no other."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(sheet.content or sheet.rows.write_csv().encode())


def _rows(sheet: Sheet) -> int:
    return sheet.rows.height if sheet.content is None else sheet.content.count(b"<Child>")


if __name__ == "__main__":
    make_rows(Path(sys.argv[1]), int(sys.argv[2]))
