"""From text to typed rows: every cell checked against the layout's column, every row accounted for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import polars as pl

from wholeplace.sources.cells import Cell, read_cell
from wholeplace.sources.files import Problem, RawTable
from wholeplace.sources.layout import Layout, rename_to_spec
from wholeplace.sources.rules import RULES
from wholeplace.sources.spec import TableSpec

ISSUES = {
    "line": pl.UInt32,
    "column": pl.String,
    "rule": pl.String,
    "level": pl.String,
    "why": pl.String,
    "cure": pl.String,
}
FEW = 2  # a column is read text by text where each stands in more than so many rows
TOTALS = r"(?i)^(grand |sub-?|column )?(total|totals|sum|count|average)s?\b"
ROW_RULES = (
    "totals_row",
    "missing_key",
    "missing_required_date",
    "unparseable_required_date",
    "exact_duplicate",
)


@dataclass(frozen=True)
class Moment:
    """When the extract is of: its own date and the collection year that it falls in."""

    as_of: date
    year: int | None


@dataclass(frozen=True)
class Checked:
    """A table after checking: accepted rows with typed columns, and what was refused or warned about.

    frame: the layout's columns, `_row` (0-based among data rows) and `_line`. rows_in = frame.height + refused.
    """

    table: str
    file: str
    frame: pl.DataFrame
    issues: pl.DataFrame
    rows_in: int

    @property
    def refused(self) -> int:
        """Rows refused."""
        return self.rows_in - self.frame.height


def issue_frame(rule: str, lines: pl.Series | list[int | None], column: str | None = None) -> pl.DataFrame:
    """Issues of one rule at some lines."""
    said = RULES[rule]
    frame = pl.DataFrame({"line": lines}, schema={"line": pl.UInt32})
    said_columns = {"column": column, "rule": rule, "level": said.level, "why": said.why, "cure": said.cure}
    return frame.with_columns(
        pl.lit(value, dtype=pl.String).alias(name) for name, value in said_columns.items()
    )


def problem_frame(problems: tuple[Problem, ...] | list[Problem]) -> pl.DataFrame:
    """Problems met below the layout (encoding, shape) as issues."""
    rows = [(p.line, p.column, p.rule, p.level, p.why, p.cure) for p in problems]
    return pl.DataFrame(rows, schema=ISSUES, orient="row")


def missing_keys(raw: RawTable, layout: Layout, spec: TableSpec) -> tuple[str, ...]:
    """Key columns of the table that the file does not have."""
    return tuple(sorted(set(spec.names("key")) - set(rename_to_spec(raw, layout, spec).values())))


def check_table(raw: RawTable, layout: Layout, spec: TableSpec, moment: Moment) -> Checked:
    """Check and cast one raw table whose key columns are all there."""
    renamed = rename_to_spec(raw, layout, spec)
    cells = {
        column.name: read_cell(column, spec, layout, moment)
        for column in spec.columns
        if column.name in set(renamed.values())
    }
    texts = raw.frame.select("_line", *(pl.col(header).alias(name) for header, name in renamed.items()))
    values, flags = _read_cells(texts, cells)
    refusal = _row_refusals(spec, texts, values, flags, spec.null_values or layout.null_values)
    refusal = _with_repeats(refusal, raw.frame)
    keep = pl.Series([True] * texts.height, dtype=pl.Boolean) if refusal is None else refusal.is_null()
    issues = [
        problem_frame(raw.problems),
        *_column_issues(raw, spec, layout, renamed, moment),
        *_refusal_issues(refusal, texts),
        *_warnings(cells, flags, texts, keep),
    ]
    frame = _whole_frame(spec, values).with_row_index("_row").filter(keep)
    return Checked(spec.name, raw.file, frame, pl.concat(issues), raw.rows_in)


def _read_cells(texts: pl.DataFrame, cells: dict[str, Cell]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Values by column, and flags ("column|rule") that any row raises. A text that many rows share is read once."""
    read: list[pl.DataFrame] = []
    whole: dict[str, Cell] = {}
    for name, cell in cells.items():
        different = texts[name].unique()
        if different.len() * FEW < texts.height:
            answers = different.to_frame().hstack(_answers(different.to_frame(), {name: cell}))
            told = texts.select(name).join(
                answers, on=name, how="left", nulls_equal=True, maintain_order="left"
            )
            read.append(told.drop(name))
        else:
            whole[name] = cell
    # Worked out together, so that columns share the processor's cores.
    read.append(_answers(texts, whole))
    found = pl.concat(read, how="horizontal")
    values = found.select(texts["_line"], *(pl.col(f"{name}|").alias(name) for name in cells))
    return values, found.drop(f"{name}|" for name in cells)


def _answers(texts: pl.DataFrame, cells: dict[str, Cell]) -> pl.DataFrame:
    """Values ("column|") and the flags that any text raises. Lazy, so that what expressions share is done once."""
    values = [cell.value.alias(f"{name}|") for name, cell in cells.items()]
    flags = [
        flag.alias(f"{name}|{rule}") for name, cell in cells.items() for rule, flag in cell.flags.items()
    ]
    checks = [
        (~passes(pl.col(f"{name}|"))).alias(f"{name}|{rule}")
        for name, cell in cells.items()
        for rule, passes in cell.checks.items()
    ]
    read = texts.lazy().select(values + flags).with_columns(checks).collect()
    marks = [name for name in read.columns if not name.endswith("|")]
    silent = [name for name in marks if not read[name].any()]
    return read.drop(silent).with_columns(pl.col(set(marks) - set(silent)).fill_null(False))


def _whole_frame(spec: TableSpec, values: pl.DataFrame) -> pl.DataFrame:
    absent = [
        pl.lit(None, dtype=read_type(column.type)).alias(column.name)
        for column in spec.columns
        if column.name not in values.columns
    ]
    return values.with_columns(absent).select("_line", *spec.names())


def read_type(kind: str) -> pl.DataType:
    """The type that a column of this kind has once read."""
    types: dict[str, type[pl.DataType]] = {
        "date": pl.Date, "datetime": pl.Date, "integer": pl.Int64, "money": pl.Int64,
        "decimal": pl.Float64, "boolean": pl.Boolean,
    }  # fmt: skip
    return types.get(kind, pl.String)()


def _row_refusals(
    spec: TableSpec, texts: pl.DataFrame, values: pl.DataFrame, flags: pl.DataFrame, nothing: tuple[str, ...]
) -> pl.Series | None:
    """For each row the first rule that refuses it, or null; None where no row is refused."""
    keys = [name for name in spec.names("key") if name in values.columns]
    dates = [
        c.name
        for c in spec.columns
        if c.need in ("key", "required") and c.type in ("date", "datetime") and c.name in values.columns
    ]
    marks: dict[str, pl.Series] = {}
    if keys:
        marks["totals_row"] = texts[keys[0]].str.strip_chars().str.contains(TOTALS).fill_null(False)
        marks["missing_key"] = values.select(pl.any_horizontal(pl.col(keys).is_null())).to_series()
    for name in dates:
        unread = [f for f in (f"{name}|unparseable_date", f"{name}|impossible_date") if f in flags.columns]
        if unread:
            marks[f"unparseable_required_date|{name}"] = flags.select(pl.any_horizontal(unread)).to_series()
        marks[f"missing_required_date|{name}"] = (
            texts[name].str.strip_chars().is_in(list(nothing)).fill_null(True)
        )
    return _first_mark({name: mark for name, mark in marks.items() if mark.any()}, texts.height)


def _with_repeats(refusal: pl.Series | None, whole: pl.DataFrame) -> pl.Series | None:
    """Rows equal in every column of the file, read or not, refused where no other rule refuses them."""
    again = _repeats(whole.drop("_line"))
    if not again.any():
        return refusal
    before = pl.Series([None] * whole.height, dtype=pl.String) if refusal is None else refusal
    repeated = pl.when(again).then(pl.lit("exact_duplicate"))
    return pl.select(pl.coalesce(before, repeated).alias("rule")).to_series()


def _first_mark(marks: dict[str, pl.Series], height: int) -> pl.Series | None:
    if not marks:
        return None
    frame = pl.DataFrame(marks, height=height)
    chosen = [pl.when(pl.col(name)).then(pl.lit(name)) for name in frame.columns]
    return frame.select(pl.coalesce(chosen).alias("rule")).to_series()


def _repeats(texts: pl.DataFrame) -> pl.Series:
    """Rows equal to an earlier one in every column. Hashes find the candidates, values decide."""
    if texts.height == 0:
        return pl.Series([], dtype=pl.Boolean)
    hashes = texts.hash_rows(seed=1)
    candidates = hashes.is_duplicated()
    if not candidates.any():
        return pl.repeat(False, texts.height, dtype=pl.Boolean, eager=True)
    rows = texts.with_row_index("_at").filter(candidates)
    first = rows.unique(subset=texts.columns, keep="first", maintain_order=True)
    again = rows.join(first.select("_at"), on="_at", how="anti")
    return texts.with_row_index("_at").select(pl.col("_at").is_in(again["_at"].implode())).to_series()


def _refusal_issues(refusal: pl.Series | None, texts: pl.DataFrame) -> Iterator[pl.DataFrame]:
    if refusal is None:
        return
    found = pl.DataFrame({"mark": refusal, "line": texts["_line"]}).drop_nulls("mark")
    for mark in found["mark"].unique(maintain_order=True):
        rule, _, column = mark.partition("|")
        yield issue_frame(rule, found.filter(pl.col("mark") == mark)["line"], column or None)


def _warnings(
    cells: dict[str, Cell], flags: pl.DataFrame, texts: pl.DataFrame, keep: pl.Series
) -> Iterator[pl.DataFrame]:
    """Warnings of accepted rows: a refused row is counted once, as refused."""
    for name in flags.columns:
        column, _, rule = name.rpartition("|")
        lines = texts["_line"].filter(flags[name] & keep)
        if len(lines):
            yield issue_frame(rule, lines, column)


def _column_issues(
    raw: RawTable, spec: TableSpec, layout: Layout, renamed: dict[str, str], moment: Moment
) -> Iterator[pl.DataFrame]:
    for header in () if layout.chosen_columns else raw.header:
        if header not in renamed:
            yield issue_frame("unknown_column", [1], header)
    there = set(renamed.values())
    for column in spec.columns:
        due = (column.from_year or 0) <= (moment.year or 9999) <= (column.to_year or 9999)
        if column.name not in there and column.need in ("required", "expected") and due:
            yield issue_frame("absent_column", [1], column.name)
