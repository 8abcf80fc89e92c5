"""Rows spoiled on their way out of a service: a few in a thousand, each by a rule that the reader names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path, PurePosixPath

import numpy as np
import polars as pl

from wholeplace.demo.records.mess.cells import faults_of
from wholeplace.demo.records.mess.lines import FAULTS
from wholeplace.demo.records.mess.rates import Rates, Rows, load_rates, rate_of
from wholeplace.demo.records.sheet import Sheet
from wholeplace.dynamics.draws import uniform
from wholeplace.sources.files import RawTable
from wholeplace.sources.layout import Layout, rename_to_spec
from wholeplace.sources.layouts.mapped import NAME as MAPPED
from wholeplace.sources.layouts.mapped import mapped_layout
from wholeplace.sources.registry import known_layouts
from wholeplace.sources.spec import Column

AS_OF = date(2026, 3, 31)
FIRST_ROWS = 10
"""Rows that are left alone, since the reader finds the header by them."""
IN_CELLS = (
    "missing_key", "missing_required_date", "unparseable_date", "impossible_date", "unknown_code", "code_of_other_year",
)  # fmt: skip
MOVED = ("exact_duplicate", "late", "dates_out_of_order", "resubmitted")
KINDS = (*FAULTS, *IN_CELLS, *MOVED)
NO_END = "2099|2999|9999"
"""Years of days that stand for no end."""
DEFECT = {"source": pl.String, "file": pl.String, "line": pl.UInt32, "rule": pl.String}


def spoil(
    sheet: Sheet, seed: int, rates: Rates | None = None, as_of: date = AS_OF
) -> tuple[Sheet, pl.DataFrame]:
    """The sheet with a few rows spoiled, and the defects planted: source, file, line, rule as the reader names them.

    No row has two defects. `person` and `own` go along with their rows; `own` and `fact` are null where the
    reader refuses the row, and `fact` where it can no longer make out the period or code. Rows entered late
    stand last; rows sent before and corrected since are in `earlier`. What is not delimited text stays as it is.
    """
    if sheet.content is not None or sheet.rows.height <= FIRST_ROWS:
        return sheet, pl.DataFrame(schema=DEFECT)
    chosen = _chosen(sheet, seed, load_rates() if rates is None else rates)
    layout = layout_of(sheet)
    sheet, cells = _in_cells(sheet, chosen, layout, as_of, seed)
    sheet, lines = _in_lines(sheet, chosen)
    sheet, turned = _backwards(sheet, chosen["dates_out_of_order"])
    sheet = replace(sheet, earlier=_earlier(sheet, chosen["resubmitted"], layout))
    return _sent(sheet, pl.concat([cells, lines, turned]), chosen["late"], chosen["exact_duplicate"])


def layout_of(sheet: Sheet) -> Layout:
    """The layout that the sheet is in."""
    return mapped_layout(sheet.template, Path()) if sheet.layout == MAPPED else known_layouts()[sheet.layout]


def _chosen(sheet: Sheet, seed: int, rates: Rates) -> dict[str, Rows]:
    """The rows to which each kind of mess happens: at most one kind a row. Keyed by person and their rows' turn."""
    rows = pl.DataFrame({"person": sheet.person}).select(pl.col("person").cast(pl.Int64).fill_null(-1))
    turn = rows.select(pl.int_range(pl.len()).over("person")).to_series()
    draw = uniform(seed, f"spoil:{sheet.source}:{sheet.file}", rows["person"].to_numpy(), turn.to_numpy())
    edges = np.cumsum([rate_of(rates, mess, sheet.source) for mess in KINDS])
    kind = np.searchsorted(edges, draw, side="right")
    kind[:FIRST_ROWS] = len(KINDS)
    return {mess: np.flatnonzero(kind == number) for number, mess in enumerate(KINDS)}


def _columns(sheet: Sheet, layout: Layout) -> dict[str, Column]:
    """The layout's column under each header of the sheet."""
    header = tuple(sheet.rows.columns)
    raw = RawTable(sheet.table, sheet.file, header, sheet.rows, sheet.rows.height, (), "", "")
    spec = layout.tables[sheet.table]
    by_name = {column.name: column for column in spec.columns}
    return {head: by_name[name] for head, name in rename_to_spec(raw, layout, spec).items()}


def _marks(at: Rows, rule: str, *, refused: bool, lost: bool = True) -> pl.DataFrame:
    """Rows with a defect: which, by what rule, and whether the row is refused or what it tells is lost."""
    said = (
        pl.lit(rule).alias("rule"),
        pl.lit(refused).alias("refused"),
        pl.lit(refused or lost).alias("lost"),
    )
    return pl.DataFrame({"at": at}, schema={"at": pl.Int64}).with_columns(said)


def _in_cells(
    sheet: Sheet, chosen: Mapping[str, Rows], layout: Layout, as_of: date, seed: int
) -> tuple[Sheet, pl.DataFrame]:
    year = as_of.year + (1 if as_of.month >= layout.year_start > 1 else 0)
    codes, columns = layout.tables[sheet.table].codes, _columns(sheet, layout)
    marks = [_marks(np.array([], dtype=np.int64), "", refused=False)]
    rows = sheet.rows
    for mess in IN_CELLS:
        found = {
            head: faults_of(mess, column, codes.get(column.codes, {}), year)
            for head, column in columns.items()
        }
        able = [(head, fault) for head, fault in found.items() if fault]
        which = (uniform(seed, f"spoil:{mess}", chosen[mess]) * len(able)).astype(int)
        for number, (head, fault) in enumerate(able):
            at = chosen[mess][which == number]
            new = fault.change(rows[head][at])
            at, new = at[new.is_not_null().to_numpy()], new.drop_nulls()
            rows = rows.with_columns(rows[head].clone().scatter(at, new).alias(head))
            marks.append(_marks(at, fault.rule, refused=fault.refuses, lost=fault.loses))
    return replace(sheet, rows=rows), pl.concat(marks)


def _in_lines(sheet: Sheet, chosen: Mapping[str, Rows]) -> tuple[Sheet, pl.DataFrame]:
    raw: dict[int, str] = {}
    marks: list[pl.DataFrame] = []
    for mess, (change, rule) in FAULTS.items():
        lines = sheet.rows[chosen[mess]].write_csv(include_header=False).split("\n")[:-1]
        # Where a text runs over several lines, none of these rows is touched.
        made = [change(line) for line in lines] if len(lines) == len(chosen[mess]) else []
        bad = {at: line for at, line in zip(chosen[mess].tolist(), made, strict=False) if line is not None}
        raw |= bad
        marks.append(_marks(np.array(list(bad), dtype=np.int64), rule, refused=True))
    return replace(sheet, raw=raw), pl.concat(marks)


def _backwards(sheet: Sheet, at: Rows) -> tuple[Sheet, pl.DataFrame]:
    """Periods whose two days have changed places, but for those without an end."""
    if sheet.period is None:
        return sheet, _marks(at[:0], "", refused=False)
    start, end = (pl.col(name).replace({"": None}) for name in sheet.period)
    able = (start != end) & ~end.str.contains(NO_END)
    at = at[sheet.rows[at].select(able.fill_null(False)).to_series().to_numpy()]
    pairs = zip(sheet.period, sheet.period[::-1], strict=True)
    turned = [sheet.rows[one].clone().scatter(at, sheet.rows[other][at]).alias(one) for one, other in pairs]
    marks = _marks(at, "dates_out_of_order", refused=False)
    return replace(sheet, rows=sheet.rows.with_columns(turned)), marks


def _earlier(sheet: Sheet, at: Rows, layout: Layout) -> pl.DataFrame | None:
    """What some rows said when first sent: like now, but for the last detail, which was yet to be filled in."""
    keys = layout.resubmitted.get(sheet.table, ())
    optional = [
        head
        for head, column in _columns(sheet, layout).items()
        if column.name not in keys and column.need in ("optional", "expected")
    ]
    if not (keys and optional and len(at)):
        return None
    return sheet.rows[at].with_columns(pl.lit("").alias(optional[-1]))


def _sent(sheet: Sheet, marks: pl.DataFrame, late: Rows, twice: Rows) -> tuple[Sheet, pl.DataFrame]:
    """The rows in the order in which they go out: those in time, those entered late, those sent once more."""
    height = sheet.rows.height
    first = np.concatenate([np.flatnonzero(~np.isin(np.arange(height), late)), late])
    place = np.empty(height, dtype=np.int64)
    place[first] = np.arange(height)
    copies = _marks(np.arange(height, height + len(twice)), "exact_duplicate", refused=True)
    marks = pl.concat([marks.with_columns(pl.Series("at", place[marks["at"].to_numpy()])), copies])
    order = np.concatenate([first, twice])
    lost = marks.filter("lost")["at"]
    sent = replace(
        sheet,
        rows=sheet.rows[order],
        person=sheet.person[order],
        own=sheet.own[order].scatter(marks.filter("refused")["at"], None),
        fact=None if sheet.fact is None else sheet.fact[order].scatter(lost, None),
        raw={int(place[at]): line for at, line in sheet.raw.items()},
    )
    return sent, _defects(sent, marks)


def _defects(sheet: Sheet, marks: pl.DataFrame) -> pl.DataFrame:
    """The marks by line of the file: the header is line 1, and a text may run over several."""
    breaks = sheet.rows.select(pl.sum_horizontal(pl.col(pl.String).str.count_matches("\n").fill_null(0)))
    before = np.concatenate([[0], np.cumsum(breaks.to_series().to_numpy())]).astype(np.int64)
    at = marks["at"].to_numpy()
    said = marks.with_columns(
        pl.Series("line", 2 + at + before[at]),
        source=pl.lit(sheet.source),
        file=pl.lit(PurePosixPath(sheet.file).name),
    )
    return said.select(pl.col(name).cast(kind) for name, kind in DEFECT.items()).sort("line", "rule")
