"""Rows spoiled on their way out of a service: a few in a thousand, each by a rule that the reader names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
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
DEFECT = {"source": pl.String, "file": pl.String, "line": pl.UInt32, "rule": pl.String}


@dataclass(frozen=True)
class _Spoilt:
    """A sheet being spoiled, its rows still in their order. at, rule: rows with a defect, and by which rule.

    refused, lost: rows that the reader refuses, and rows whose fact it can no longer make out.
    """

    sheet: Sheet
    at: tuple[int, ...] = ()
    rule: tuple[str, ...] = ()
    refused: tuple[int, ...] = ()
    lost: tuple[int, ...] = ()


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
    spoilt = _backwards(_in_lines(_in_cells(_Spoilt(sheet), chosen, layout, as_of, seed), chosen), chosen)
    whole = replace(spoilt.sheet, earlier=_earlier(spoilt.sheet, chosen["resubmitted"], layout))
    order, copies = _order(sheet.rows.height, chosen["late"], chosen["exact_duplicate"])
    return _ordered(whole, spoilt, order, copies)


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


def _in_cells(spoilt: _Spoilt, chosen: Mapping[str, Rows], layout: Layout, as_of: date, seed: int) -> _Spoilt:
    codes = layout.tables[spoilt.sheet.table].codes
    year = as_of.year + (1 if as_of.month >= layout.year_start > 1 else 0)
    columns = _columns(spoilt.sheet, layout)
    for mess in IN_CELLS:
        able = [
            (head, fault)
            for head, column in columns.items()
            if (fault := faults_of(mess, column, codes.get(column.codes, {}), year))
        ]
        which = uniform(seed, f"spoil:{mess}", chosen[mess]) * len(able)
        for number, (head, fault) in enumerate(able):
            at = chosen[mess][which.astype(int) == number]
            new = fault.change(spoilt.sheet.rows[head][at])
            at, new = at[new.is_not_null().to_numpy()], new.drop_nulls()
            rows = spoilt.sheet.rows.with_columns(
                spoilt.sheet.rows[head].clone().scatter(at, new).alias(head)
            )
            spoilt = _with(
                replace(spoilt, sheet=replace(spoilt.sheet, rows=rows)),
                at,
                fault.rule,
                fault.refuses,
                fault.loses,
            )
    return spoilt


def _with(spoilt: _Spoilt, at: Sequence[int] | Rows, rule: str, refuses: bool, loses: bool) -> _Spoilt:
    rows = tuple(int(one) for one in at)
    return replace(
        spoilt, at=spoilt.at + rows, rule=spoilt.rule + (rule,) * len(rows),
        refused=spoilt.refused + rows * refuses, lost=spoilt.lost + rows * loses,
    )  # fmt: skip


def _in_lines(spoilt: _Spoilt, chosen: Mapping[str, Rows]) -> _Spoilt:
    rows = spoilt.sheet.rows
    for mess, (change, rule) in FAULTS.items():
        text = rows[chosen[mess]].write_csv(include_header=False)
        lines = text.split("\n")[:-1]
        # A text of several lines in a row: none of these is touched.
        made = [change(line) for line in lines] if len(lines) == len(chosen[mess]) else []
        raw = {int(at): line for at, line in zip(chosen[mess], made, strict=False) if line is not None}
        sheet = replace(spoilt.sheet, raw={**spoilt.sheet.raw, **raw})
        spoilt = _with(replace(spoilt, sheet=sheet), list(raw), rule, refuses=True, loses=True)
    return spoilt


def _backwards(spoilt: _Spoilt, chosen: Mapping[str, Rows]) -> _Spoilt:
    """Periods whose two days have changed places."""
    if spoilt.sheet.period is None:
        return spoilt
    start, end = spoilt.sheet.period
    at = chosen["dates_out_of_order"]
    held = spoilt.sheet.rows[at].select(pl.col(start, end).replace({"": None}))
    at = at[held.select(pl.col(start) != pl.col(end)).to_series().fill_null(False).to_numpy()]
    rows = spoilt.sheet.rows
    turned = [
        rows[one].clone().scatter(at, rows[other][at]).alias(one)
        for one, other in ((start, end), (end, start))
    ]
    sheet = replace(spoilt.sheet, rows=rows.with_columns(turned))
    return _with(replace(spoilt, sheet=sheet), at, "dates_out_of_order", refuses=False, loses=True)


def _earlier(sheet: Sheet, at: Rows, layout: Layout) -> pl.DataFrame | None:
    """What some rows said when first sent: like now, but for the last detail, which was yet to be filled in."""
    keys = layout.resubmitted.get(sheet.table, ())
    columns = _columns(sheet, layout)
    free = [
        head
        for head, column in columns.items()
        if column.name not in keys and column.need in ("optional", "expected")
    ]
    if not (keys and free and len(at)):
        return None
    return sheet.rows[at].with_columns(pl.lit("").alias(free[-1]))


def _order(height: int, late: Rows, twice: Rows) -> tuple[Rows, int]:
    """The rows as they go out: those in time, those entered late, those sent twice once more; how many are copies."""
    in_time = np.ones(height, dtype=bool)
    in_time[late] = False
    return np.concatenate([np.flatnonzero(in_time), late, twice]), len(twice)


def _ordered(sheet: Sheet, spoilt: _Spoilt, order: Rows, copies: int) -> tuple[Sheet, pl.DataFrame]:
    place = np.empty(sheet.rows.height, dtype=np.int64)
    first = len(order) - copies
    place[order[:first]] = np.arange(first)
    refused = np.concatenate([place[list(spoilt.refused)], np.arange(first, len(order))]).astype(np.int64)
    lost = np.concatenate([refused, place[list(spoilt.lost)]]).astype(np.int64)
    sent = replace(
        sheet,
        rows=sheet.rows[order],
        person=sheet.person[order],
        own=sheet.own[order].scatter(refused, None),
        fact=None if sheet.fact is None else sheet.fact[order].scatter(lost, None),
        raw={int(place[at]): line for at, line in sheet.raw.items()},
    )
    at = np.concatenate([place[list(spoilt.at)], np.arange(first, len(order))]).astype(np.int64)
    rule = [*spoilt.rule, *["exact_duplicate"] * copies]
    return sent, _defects(sent, at, rule)


def _defects(sheet: Sheet, at: Rows, rule: Sequence[str]) -> pl.DataFrame:
    breaks = sheet.rows.select(pl.sum_horizontal(pl.col(pl.String).str.count_matches("\n").fill_null(0)))
    before = np.concatenate([[0], np.cumsum(breaks.to_series().to_numpy())]).astype(np.int64)
    frame = pl.DataFrame(
        {"line": 2 + at + before[at], "rule": list(rule)}, schema={"line": pl.Int64, "rule": pl.String}
    )
    said = frame.with_columns(source=pl.lit(sheet.source), file=pl.lit(PurePosixPath(sheet.file).name))
    return said.select(pl.col(name).cast(kind) for name, kind in DEFECT.items()).sort("line", "rule")
