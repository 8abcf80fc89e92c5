"""A small valid extract of any layout, made from its own tables: the clean file that bad ones are made from.

Row `i` of every table carries the same references, so that what one table says of another's row holds.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from xml.sax.saxutils import escape

import polars as pl
import xlsxwriter

from wholeplace.sources.layout import Layout
from wholeplace.sources.layouts import cin
from wholeplace.sources.layouts.mapped import mapped_layout
from wholeplace.sources.mapping import load_template, packaged_names
from wholeplace.sources.registry import known_layouts
from wholeplace.sources.spec import Column, TableSpec
from wholeplace.sources.values import synthetic

AS_OF = date(2026, 3, 31)
YEAR = 2026
ROWS = 4
WORKBOOKS = ("annex_a",)
GIVEN = ("Orla", "Tobin", "Maren", "Idris", "Petra", "Callum")
FAMILY = ("Ravenhill", "Okonjo-Pask", "Tremayne", "Holloway", "Szabo", "Quillfeather")
ENDS = re.compile(r"(?i)end|_to|clos|exit|ceas|leav|eot|vacat|^DEC|resolved|last")
ALWAYS = {
    ("rents", "u_temporary_accom"): ["Y", "N"],
    ("ssd", "link_identifier_type"): ["Case Number"],
}  # fmt: skip
BORN, FIRST = date(2011, 2, 13), date(2024, 1, 8)


@dataclass(frozen=True)
class Grid:
    """One table as text: its header (empty where the layout has none) and rows."""

    table: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def with_rows(self, rows: list[list[str]]) -> Grid:
        """The same table with other rows."""
        return replace(self, rows=tuple(tuple(row) for row in rows))


@dataclass(frozen=True)
class Sample:
    """A layout's clean extract. form: how it is written (csv, headerless, xml, xlsx)."""

    layout: Layout
    form: str
    grids: Mapping[str, Grid]

    def with_grid(self, grid: Grid) -> Sample:
        """The extract with one table replaced."""
        return replace(self, grids={**self.grids, grid.table: grid})

    def file_of(self, table: str) -> str:
        """Name of the file that holds a table."""
        names = {"csv": f"2026_spring_{table}.csv", "headerless": "records.csv"}
        return names.get(self.form, f"return.{self.form}")

    def files(self) -> dict[str, bytes]:
        """The extract as files."""
        if self.form == "csv":
            return {self.file_of(name): csv_bytes(grid) for name, grid in self.grids.items()}
        whole = {"xml": _xml, "xlsx": _workbook, "headerless": _records}[self.form](self)
        return {self.file_of(""): whole}


@cache
def every_layout() -> dict[str, Layout]:
    """Every packaged layout and template by name."""
    templates = {f"mapped:{name}": mapped_layout(name, Path()) for name in packaged_names()}
    return {**known_layouts(), **templates}


@cache
def sample(name: str) -> Sample:
    """The clean extract of a layout."""
    layout = every_layout()[name]
    tables = [spec for table, spec in layout.tables.items() if table != "other_rows"]
    if layout.record_types:
        grids = [
            _record_grid(spec, layout, kind) for spec, kind in zip(tables, layout.record_types, strict=True)
        ]
        return Sample(layout, "headerless", {grid.table: grid for grid in grids})
    form = "xml" if name == "cin" else "xlsx" if name in WORKBOOKS else "csv"
    if form == "xml":
        tables = [spec for spec in tables if spec.name in cin.ELEMENTS]
    return Sample(layout, form, {spec.name: _grid(spec, layout) for spec in tables})


def _grid(spec: TableSpec, layout: Layout) -> Grid:
    columns = [_texts(column, place, spec, layout) for place, column in enumerate(spec.columns)]
    beside = [name for name in listed(layout).get((spec.name, ""), ()) if name not in spec.names()]
    columns += [[f"{_word(name)}{i + 1}" for i in range(ROWS)] for name in beside]
    return Grid(spec.name, (*spec.names(), *beside), tuple(zip(*columns, strict=True)))


def _record_grid(spec: TableSpec, layout: Layout, kind: str) -> Grid:
    """Rows known by position: the columns that are read, with nothing between them."""
    named = _grid(spec, layout)
    width = max(int(name) for name in spec.names())
    rows = [[kind, *[""] * (width - 1)] for _ in named.rows]
    for row, values in zip(rows, named.rows, strict=True):
        for name, value in zip(named.header, values, strict=True):
            if name != "1":
                row[int(name) - 1] = value
    return Grid(spec.name, (), tuple(tuple(row) for row in rows))


def _texts(column: Column, place: int, spec: TableSpec, layout: Layout) -> list[str]:
    said = listed(layout).get((spec.name, column.name)) or ALWAYS.get((layout.name, column.name))
    if said:
        return [said[i % len(said)] for i in range(ROWS)]
    return [_value(column, place, i, spec, layout) for i in range(ROWS)]


def _value(column: Column, place: int, i: int, spec: TableSpec, layout: Layout) -> str:
    kind = column.type
    if kind in ("date", "datetime"):
        day = _day(column, place, i)
        return day.strftime((spec.dates or layout.dates)[0].replace("%.f", ".000"))
    if kind == "code":
        return _code(column, i, spec) or f"{i}"
    if kind == "name":
        return (FAMILY if "sur" in column.name.lower() or "family" in column.name.lower() else GIVEN)[i]
    plain = {
        "integer": str(i + 1),
        "decimal": f"{i}.25",
        "money": f"1{i}.50",
        "boolean": str(i % 2),
        "json": "{}",
    }
    if kind in plain:
        return plain[kind]
    if kind == "postcode":
        return f"LS{i + 1} {i + 1}AB"
    return (
        _identifier(kind, place, i)
        or _code(column, i, spec)
        or f"{_word(_reference(column.name, spec))}{i + 1}"
    )


def _reference(column: str, spec: TableSpec) -> str:
    """The safeguarding dataset begins every column with its table's four letters."""
    if spec.layout != "ssd":
        return column
    name = column.partition("_")[2]
    return name.removeprefix("childs_").replace("send_table", "table").replace("asmt", "assessment")


def _day(column: Column, place: int, i: int) -> date:
    if column.identifier == "DOB" or "birth" in column.name.lower():
        return BORN + timedelta(days=400 * i)
    later = 300 if ENDS.search(column.name) else 0
    return FIRST + timedelta(days=later + 3 * place % 200 + i)


def _code(column: Column, i: int, spec: TableSpec) -> str:
    codes = [
        code.code for many in spec.codes.get(column.codes, {}).values() for code in many if code.holds(YEAR)
    ]
    return codes[i % len(codes)] if codes else ""


@cache
def _numbers() -> pl.DataFrame:
    index = pl.col("n")
    made = {
        "nhs_number": synthetic.synthetic_nhs_number(index), "upn": synthetic.synthetic_upn(index),
        "uln": synthetic.synthetic_uln(index), "nino": synthetic.synthetic_nino(index),
        "uprn": synthetic.synthetic_uprn(index),
    }  # fmt: skip
    frame = pl.DataFrame({"n": range(2000)}).select(expr.alias(name) for name, expr in made.items())
    return frame.with_columns(frame["upn"].alias("former_upn"))


def _identifier(kind: str, place: int, i: int) -> str:
    numbers = _numbers()
    return (
        str(numbers[kind][100 + 10 * (place if kind == "former_upn" else 0) + i])
        if kind in numbers.columns
        else ""
    )


def _word(name: str) -> str:
    return "".join(character for character in name if character.isalnum())[:12].upper()


@cache
def _listed_by_name(name: str) -> dict[tuple[str, str], list[str]]:
    """Values that a template lists, by table and column."""
    template = load_template(name, Path())
    found: dict[tuple[str, str], list[str]] = {}
    numbers = _numbers()
    for table_name, table in template.table.items():
        host = template.host(table_name)
        given = table.record.given()
        found[host, ""] = [*found.get((host, ""), ()), *table.match]
        found |= {(host, given[n]): said for n, said in RECORDED.items() if n in given}
        for one in table.identifier:
            if one.scheme in numbers.columns:
                own = numbers[one.scheme][100 + 10 * len(found) :][:ROWS].to_list()
                found |= {(name, one.column): own for name in template.hosts()}
        for field, values in table.values.items():
            if field in given:
                found[host, given[field]] = list(values)
        for part in (*table.event, *table.spell, *table.exposure, *table.relation):
            column = next(
                (c for c in (getattr(part, n, None) for n in ("kind_column", "state_column", "column")) if c),
                None,
            )
            if column and part.values:
                found.setdefault((host, column), list(part.values))
        for column, values in table.only_if.holds.items():
            found[host, column] = list(values)
        if table.address and table.address.hidden:
            found[host, table.address.hidden] = ["N"]
    return found


RECORDED = {"sex": ["M", "F"], "ethnicity": ["WBRI", "AIND"]}


def listed(layout: Layout) -> dict[tuple[str, str], list[str]]:
    kind, _, name = layout.name.partition(":")
    return _listed_by_name(name) if kind == "mapped" else {}


def csv_bytes(grid: Grid, delimiter: str = ",") -> bytes:
    """A table as delimited text."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\n")
    writer.writerows([*([grid.header] if grid.header else []), *grid.rows])
    return out.getvalue().encode()


def _records(whole: Sample) -> bytes:
    """Rows of all kinds in one file, each claim followed by those who belong to it."""
    return b"".join(csv_bytes(grid) for grid in whole.grids.values())


def _workbook(whole: Sample) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as book:
        for grid in whole.grids.values():
            sheet = book.add_worksheet(grid.table[:31])
            for number, row in enumerate((grid.header, *grid.rows)):
                for place, value in enumerate(row):
                    sheet.write_string(number, place, value)
    return out.getvalue()


NEST = {
    "child": (("disability", "ChildCharacteristics/Disabilities"), ("cin_details", "")),
    "cin_details": (
        ("assessment", ""), ("cin_plan", ""), ("section47", ""), ("child_protection_plan", ""), ("preproceedings", ""),
    ),
    "assessment": (("assessment_factor", "FactorsIdentifiedAtAssessment"),),
    "child_protection_plan": (("cpp_review", "Reviews"),),
}  # fmt: skip
ABOVE_CHILD = ("LAchildID",)


def _xml(whole: Sample) -> bytes:
    """The children in need census: row `i` of each table inside row `i` of the table above it."""
    head = f"<Header><CollectionDetails><Collection>CIN</Collection><Year>{YEAR}</Year></CollectionDetails></Header>"
    count = max((len(grid.rows) for grid in whole.grids.values()), default=0)
    lines = [line for i in range(count) for line in _element(whole, "child", i)]
    return "\n".join(
        [
            "<?xml version='1.0' encoding='utf-8'?>",
            "<Message>",
            head,
            "<Children>",
            *lines,
            "</Children>",
            "</Message>",
            "",
        ]
    ).encode()


def _element(whole: Sample, table: str, i: int) -> Iterator[str]:
    grid = whole.grids[table]
    if i >= len(grid.rows):
        return
    row = dict(zip(grid.header, grid.rows[i], strict=True))
    name = cin.ELEMENTS[table]
    if name in row:
        yield f"<{name}>{escape(row[name])}</{name}>"
        return
    yield f"<{name}>"
    if table == "child":
        yield "<ChildIdentifiers>"
        yield from (f"<{c}>{escape(v)}</{c}>" for c, v in row.items() if c != "Ethnicity" and v)
        yield "</ChildIdentifiers>"
        yield f"<ChildCharacteristics><Ethnicity>{escape(row['Ethnicity'])}</Ethnicity>"
        yield "<Disabilities>"
        yield from _element(whole, "disability", i)
        yield "</Disabilities></ChildCharacteristics>"
    else:
        own = [c for c in row if not cin._path(table, c).startswith("^")]
        yield from (f"<{c}>{escape(row[c])}</{c}>" for c in own if row[c])
    for below, inside in NEST.get(table, ()):
        if below == "disability":
            continue
        yield f"<{inside}>" if inside else ""
        yield from _element(whole, below, i)
        yield f"</{inside}>" if inside else ""
    yield f"</{name}>"
