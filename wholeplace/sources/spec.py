"""The packaged layout tables: which columns and codes a layout's tables have, and in which years."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files


@dataclass(frozen=True)
class Code:
    """One code of a list, with the collection years it is good for and what it maps to in our words."""

    code: str
    label: str
    from_year: int | None
    to_year: int | None
    canonical: str

    def holds(self, year: int | None) -> bool:
        """Whether the code is of that collection year (an unknown year allows all)."""
        return year is None or (self.from_year or 0) <= year <= (self.to_year or 9999)


@dataclass(frozen=True)
class Column:
    """One column of a layout's table. need: key, required, expected (its absence is told) or optional."""

    name: str
    type: str
    need: str
    codes: str
    identifier: str
    from_year: int | None
    to_year: int | None
    source: str


@dataclass(frozen=True)
class TableSpec:
    """One table of a layout: its columns in order, and the code lists they use.

    dates and null_values: the table's own, in place of its layout's, where it has any.
    """

    layout: str
    name: str
    columns: tuple[Column, ...]
    codes: dict[str, dict[str, tuple[Code, ...]]] = field(default_factory=dict)
    dates: tuple[str, ...] = ()
    null_values: tuple[str, ...] = ()

    def names(self, *needs: str) -> tuple[str, ...]:
        """Names of the columns of these needs (all without any)."""
        return tuple(column.name for column in self.columns if not needs or column.need in needs)

    def canonical(self, column: str) -> dict[str, str]:
        """Code to our own state, kind or factor, for a column whose list says so."""
        return code_map(self.layout, next(c.codes for c in self.columns if c.name == column))


def _rows(name: str) -> Iterator[dict[str, str]]:
    path = files("wholeplace") / "data" / "layouts" / name
    if path.is_file():
        yield from csv.DictReader(io.StringIO(path.read_text(encoding="utf-8")))


def _year(text: str) -> int | None:
    return int(text) if text else None


@cache
def load_codes(layout: str) -> dict[str, dict[str, tuple[Code, ...]]]:
    """Code lists of a layout: by list, then by code in upper case (a code may have several year ranges)."""
    lists: dict[str, dict[str, tuple[Code, ...]]] = {}
    for row in _rows(f"{layout}_codes.csv"):
        code = Code(
            row["code"], row["label"], _year(row["from_year"]), _year(row["to_year"]), row["canonical"]
        )
        codes = lists.setdefault(row["list"], {})
        codes[code.code.upper()] = (*codes.get(code.code.upper(), ()), code)
    return lists


@cache
def load_spec(layout: str) -> dict[str, TableSpec]:
    """Tables of a layout by name, in the order of the packaged file."""
    tables: dict[str, list[Column]] = {}
    for row in _rows(f"{layout}.csv"):
        column = Column(
            row["column"], row["type"], row["required"], row["codes"], row["identifier"],
            _year(row["from_year"]), _year(row["to_year"]), row["source"],
        )  # fmt: skip
        tables.setdefault(row["table"], []).append(column)
    codes = load_codes(layout)
    return {name: TableSpec(layout, name, tuple(columns), codes) for name, columns in tables.items()}


@cache
def code_map(layout: str, name: str) -> dict[str, str]:
    """One code list as code to canonical value, leaving out codes that map to nothing of ours."""
    return {
        code.code: code.canonical
        for codes in load_codes(layout).get(name, {}).values()
        for code in codes
        if code.canonical
    }
