"""One way to be wrong, and the cells of a clean extract that can be spoiled."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache

from tests.support.samples import Grid, Sample, listed, sample
from wholeplace.sources.files import Limits
from wholeplace.sources.spec import Column

FILE = (
    "empty_file", "not_a_table", "unknown_table", "missing_column", "damaged_archive", "damaged_workbook",
    "encrypted", "archive_too_large", "nested_archive", "unsafe_xml", "not_well_formed", "too_deep",
    "duplicate_header", "blank_header", "submission_unknown", "sheet_too_large",
)  # fmt: skip
BAD_DATE = ("unparseable_date", "impossible_date", "unparseable_required_date", "date_in_future")
NUMBER = ("not_a_number", "impossible_number")
IDENTITY = ("nhs_number", "upn", "former_upn", "uln", "nino")
Rules = tuple[str, ...]


@dataclass(frozen=True)
class Case:
    """A spoiled extract.

    rules: any one of them must newly be told; none: nothing may be lost. planted: a value no message may hold.
    table, rows: the table that was changed and the rows it holds now. line: where the fault stands.
    same: what is made of it must equal the clean extract, told or not.
    """

    files: Mapping[str, bytes]
    rules: Rules = ()
    planted: str = ""
    table: str = ""
    rows: int | None = None
    line: int | None = None
    same: bool = False
    limits: Limits | None = None


Make = Callable[[Sample], Case | None]
MUTATIONS: dict[str, Make] = {}


def named(name: str) -> Callable[[Make], Make]:
    def keep(make: Make) -> Make:
        assert name not in MUTATIONS
        MUTATIONS[name] = make
        return make

    return keep


def main_table(whole: Sample) -> str:
    """The table that says who people are."""
    for name, spec in whole.layout.tables.items():
        if name in whole.grids and any(c.identifier == "DOB" or c.type in IDENTITY for c in spec.columns):
            return name
    return next(iter(whole.grids))


@cache
def small(layout: str, *tables: str) -> Sample:
    """The clean extract with its main table and these alone, where tables are files of their own."""
    whole = sample(layout)
    if whole.form in ("xml", "headerless"):
        return whole
    wanted = {main_table(whole), *tables, *(_beside(whole, tables))}
    return replace(whole, grids={name: grid for name, grid in whole.grids.items() if name in wanted})


def _beside(whole: Sample, tables: tuple[str, ...]) -> set[str]:
    """Tables that the rules of the layout look for beside these."""
    if whole.layout.name not in ("benefits", "council_tax", "rents"):
        return set()
    return {
        name for name in whole.grids if name in ("hbmember", "ctaccount", "ctproperty", "tenagree", "member")
    }


@dataclass(frozen=True)
class Slot:
    """A cell to spoil: row 1 of a table's column."""

    table: str
    column: str
    need: str
    spec: Column | None = field(compare=False, default=None)


def slots(whole: Sample, *kinds: str) -> list[Slot]:
    """Columns of these types, those of the main table first. Kinds beside types: listed, plain, key."""
    tables = sorted(whole.grids, key=lambda name: name != main_table(whole))
    found = []
    for table in tables:
        for column in whole.layout.tables[table].columns:
            if _kind(whole, table, column) in kinds:
                found.append(Slot(table, column.name, column.need, column))
    return found


def _kind(whole: Sample, table: str, column: Column) -> str:
    said = listed(whole.layout).get((table, column.name))
    if said and said[0][:3] == "999":
        return "nhs_number" if whole.layout.name != "mapped:x" else ""
    if said:
        return "listed" if len(said[0]) < 40 and not _is_number(said[0]) else "identifier"
    if column.need == "key":
        return "key"
    codes = whole.layout.tables[table].codes.get(column.codes)
    if column.type == "code":
        return "code" if codes else "text"
    if column.type == "text" and (codes or column.identifier):
        return "reference"
    return column.type


def _is_number(text: str) -> bool:
    return len(text) >= 8 and any(character.isdigit() for character in text)


def place(whole: Sample, slot: Slot) -> int:
    """Where a slot's column stands in its rows."""
    grid = whole.grids[slot.table]
    return int(slot.column) - 1 if not grid.header else grid.header.index(slot.column)


def with_cell(whole: Sample, slot: Slot, value: str, row: int = 1) -> Sample:
    """The extract with one cell changed."""
    grid = whole.grids[slot.table]
    rows = [list(one) for one in grid.rows]
    rows[row][place(whole, slot)] = value
    return whole.with_grid(grid.with_rows(rows))


def focus(whole: Sample, slot: Slot) -> Sample:
    """The extract with the tables that a slot needs."""
    return small(whole.layout.name, slot.table)


def line_of(whole: Sample) -> int | None:
    return 3 if whole.form in ("csv", "xlsx") else None


def main_grid(whole: Sample) -> Grid:
    return small(whole.layout.name).grids[main_table(whole)]
