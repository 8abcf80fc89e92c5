"""Promise: rows in are rows accepted and rows refused, whatever file comes.

Each file is a clean extract of some layout, spoiled in one to four ways drawn from a seed: cells replaced,
rows dropped, doubled, cut or swapped, bytes changed.
"""

from __future__ import annotations

import random
from collections.abc import Callable

import polars as pl
import pytest

from tests.support.bad_files import main_table, small
from tests.support.reading import arrival_adds_up, read_files
from tests.support.samples import Grid, Sample, csv_bytes, every_layout, sample

IN_TEST, LONG, TOLD_EVERY = 200, 10_000, 500
ODD = (
    "", " ", "NULL", "=1+1", "30/02/2011", "2999-01-01", "-5", "1e309", "inf", "TRUE", "Total", "é",
    "\u202e", '"', "a,b",
    "x" * 300, "0", "1900-01-01", "N/A", "a\nb", "\x07", "9434765919", "ZZ99 3VZ",
)  # fmt: skip
Rows = list[list[str]]


def _cell(rows: Rows, drawn: random.Random) -> Rows:
    row = drawn.choice(rows)
    row[drawn.randrange(len(row))] = drawn.choice(ODD)
    return rows


def _double(rows: Rows, drawn: random.Random) -> Rows:
    return [*rows, list(drawn.choice(rows))]


def _drop(rows: Rows, drawn: random.Random) -> Rows:
    return rows[:-1] or rows


def _short(rows: Rows, drawn: random.Random) -> Rows:
    drawn.choice(rows).pop() if min(map(len, rows)) > 2 else None
    return rows


def _long(rows: Rows, drawn: random.Random) -> Rows:
    drawn.choice(rows).append("more")
    return rows


def _swap(rows: Rows, drawn: random.Random) -> Rows:
    row = drawn.choice(rows)
    one, other = drawn.randrange(len(row)), drawn.randrange(len(row))
    row[one], row[other] = row[other], row[one]
    return rows


CHANGES: tuple[Callable[[Rows, random.Random], Rows], ...] = (
    _cell,
    _cell,
    _cell,
    _double,
    _drop,
    _short,
    _long,
    _swap,
)
LAYOUTS = tuple(name for name in every_layout() if sample(name).form == "csv")


def _generated(number: int) -> tuple[str, Sample, Grid, bytes, bool]:
    """Layout, clean extract, the spoiled table, its bytes, and whether its bytes were changed too."""
    drawn = random.Random(number)
    layout = LAYOUTS[number % len(LAYOUTS)]
    whole = small(layout)
    grid = whole.grids[main_table(whole)]
    rows = [list(row) for row in grid.rows]
    for _ in range(drawn.randint(1, 4)):
        rows = drawn.choice(CHANGES)(rows, drawn)
    spoiled = grid.with_rows(rows)
    data = bytearray(csv_bytes(spoiled, drawn.choice(",,,;\t|")))
    scarred = drawn.random() < 0.3
    for _ in range(drawn.randint(1, 3) if scarred else 0):
        data[drawn.randrange(len(data))] = drawn.choice(b'\0\n\r",;\xff\x80A0 ')
    return layout, whole, spoiled, bytes(data), scarred


def _adds_up(number: int) -> None:
    layout, whole, grid, data, scarred = _generated(number)
    tables = read_files(layout, {**whole.files(), whole.file_of(grid.table): data})
    arrival_adds_up(tables)
    assert "reader_failed" not in set(tables["refused"]["rule"]), number
    counted = tables["arrival"].filter(pl.col("layout_table") == grid.table)["rows_in"].sum()
    if not scarred and counted:
        blank = sum(all(not cell.strip() for cell in row) for row in grid.rows)
        assert counted == len(grid.rows) - blank, number


@pytest.mark.parametrize("batch", range(8))
def test_rows_add_up_for_two_hundred_generated_files(batch: int) -> None:
    for number in range(batch, IN_TEST, 8):
        _adds_up(number)


@pytest.mark.long
@pytest.mark.parametrize("batch", range(LONG // TOLD_EVERY))
def test_rows_add_up_for_ten_thousand_generated_files(batch: int, capsys: pytest.CaptureFixture[str]) -> None:
    for number in range(batch * TOLD_EVERY, (batch + 1) * TOLD_EVERY):
        _adds_up(1_000_000 + number)
    with capsys.disabled():
        print(f" {(batch + 1) * TOLD_EVERY:,} of {LONG:,} files add up", flush=True)


def test_generated_files_are_of_every_kind() -> None:
    made = [_generated(number) for number in range(IN_TEST)]
    assert {layout for layout, *_ in made} == set(LAYOUTS)
    assert 30 < sum(scarred for *_, scarred in made) < 100
    assert len({data for *_, data, _ in made}) > IN_TEST * 0.9
