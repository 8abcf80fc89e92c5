"""The form of the packaged layout tables: what a row says, how it is written, and what is checked.

Run by developers only (`make reference`). A compiler module offers `SOURCES` and
`compile_all(data, out)`, where `data` is the folder of public returns and `out` the layouts' folder.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

REPOSITORY = Path(__file__).resolve().parents[1]
DATA = REPOSITORY.parent / "shared" / "data" / "returns"
LAYOUTS = REPOSITORY / "wholeplace" / "data" / "layouts"
TYPES = frozenset(
    {"text", "code", "name", "json", "boolean", "integer", "decimal", "date", "datetime"}
    | {"postcode", "uprn", "nhs_number", "upn", "uln", "nino"}
)
NEEDS = frozenset({"key", "required", "optional"})


class Column(NamedTuple):
    """One column of a layout's table, named exactly as in the file. Years are collection years, inclusive.

    A collection year is the year in which the return closes: 2026 is April 2025 to March 2026.
    """

    table: str
    column: str
    type: str = "text"
    required: str = "optional"
    codes: str = ""
    identifier: str = ""
    from_year: int | None = None
    to_year: int | None = None
    source: str = ""


class Code(NamedTuple):
    """One code of a code list. `canonical` is our own state, kind or factor where the code maps to one."""

    list: str
    code: str
    label: str
    from_year: int | None = None
    to_year: int | None = None
    canonical: str = ""


class Source(NamedTuple):
    """Where a packaged table comes from, and on what terms."""

    key: str
    publisher: str
    title: str
    year: str
    licence: str
    attribution: str
    url_or_repository: str
    how_built: str


class TableFault(ValueError):
    """A compiled table breaks the form: the compiler is wrong, or a public specification changed."""


def write_columns(layout: str, rows: Sequence[Column], folder: Path = LAYOUTS) -> None:
    """Writes `<layout>.csv` in the order given: the order of tables and columns is the order in the file."""
    _refuse_repeats(layout, ((row.table, row.column) for row in rows))
    write_table(layout, Column._fields, rows, folder)


def write_codes(layout: str, rows: Sequence[Code], folder: Path = LAYOUTS) -> None:
    """Writes `<layout>_codes.csv`. A code may return with another meaning in later years."""
    _refuse_repeats(layout, ((row.list, row.code, row.from_year) for row in rows))
    write_table(f"{layout}_codes", Code._fields, rows, folder)


def write_table(
    name: str, header: Sequence[str], rows: Iterable[Sequence[object]], folder: Path = LAYOUTS
) -> None:
    """Writes `<name>.csv` with LF line ends, so that every machine writes the same bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def read_rows(path: Path, encoding: str = "utf-8-sig") -> list[dict[str, str]]:
    """The rows of a CSV as text."""
    with path.open(encoding=encoding, newline="") as file:
        return list(csv.DictReader(file))


def check_layout(layout: str, sources: Iterable[str], folder: Path = LAYOUTS) -> None:
    """Raises TableFault unless the written tables of a layout hold together and cite known sources."""
    columns = read_rows(folder / f"{layout}.csv")
    codes_file = folder / f"{layout}_codes.csv"
    codes = read_rows(codes_file) if codes_file.exists() else []
    lists, used = {row["list"] for row in codes}, {row["codes"] for row in columns} - {""}
    keyed = {row["table"] for row in columns if row["required"] == "key"}
    faults = [
        *_unknown("type", (row["type"] for row in columns), TYPES),
        *_unknown("required", (row["required"] for row in columns), NEEDS),
        *_unknown("source", (row["source"] for row in columns), set(sources)),
        *_unknown("codes", used, lists),
        *(f"code list {name} is used by no column" for name in sorted(lists - used)),
        *(f"table {name} has no key" for name in sorted({row["table"] for row in columns} - keyed)),
        *_years_out_of_order(columns + codes),
    ]
    if faults:
        raise TableFault(f"{layout}: " + "; ".join(faults))


def _unknown(what: str, found: Iterable[str], known: Iterable[str]) -> list[str]:
    return [f"{what} {name!r} is not known" for name in sorted(set(found) - set(known))]


def _years_out_of_order(rows: Iterable[dict[str, str]]) -> list[str]:
    return [
        f"years of {'/'.join(list(row.values())[:2])} run backwards"
        for row in rows
        if row["from_year"] and row["to_year"] and int(row["from_year"]) > int(row["to_year"])
    ]


def _refuse_repeats(layout: str, keys: Iterable[tuple[object, ...]]) -> None:
    repeated = [key for key, count in Counter(keys).items() if count > 1]
    if repeated:
        raise TableFault(f"{layout}: given twice: {repeated}")
