from __future__ import annotations

from datetime import date

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from wholeplace.sources import check
from wholeplace.sources.cells import read_cell
from wholeplace.sources.check import Moment, check_table
from wholeplace.sources.files import RawTable
from wholeplace.sources.registry import known_layouts

LAYOUT = known_layouts()["ssda903"]
SPEC = LAYOUT.tables["header"]
MOMENT = Moment(date(2026, 3, 31), 2026)
# The first UPN is of the unissued authority 299 and right; the second has another letter.
ROWS = [
    {"CHILD": "1", "SEX": "M", "DOB": "01/02/2015", "ETHNIC": "WBRI", "UPN": "N299000000050"},
    {"CHILD": "2", "SEX": "F", "DOB": "01/02/2015", "ETHNIC": "WBRI", "UPN": "A299000000050"},
    {"CHILD": "3", "SEX": "x", "DOB": "31/02/2015", "ETHNIC": "ZZZZ", "UPN": None},
    {"CHILD": "4", "SEX": None, "DOB": "01/02/2030", "ETHNIC": " wbri ", "UPN": "UN1"},
]


def _raw(rows: list[dict[str, str | None]]) -> RawTable:
    frame = pl.DataFrame(rows, schema=dict.fromkeys(rows[0], pl.String))
    numbered = frame.with_columns(pl.int_range(2, frame.height + 2, dtype=pl.UInt32).alias("_line"))
    return RawTable("header", "header.csv", tuple(rows[0]), numbered, frame.height, (), "utf-8", ",")


@pytest.mark.parametrize("copies", [1, 50])
def test_a_text_read_once_gives_what_reading_it_row_by_row_gives(
    copies: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    raw = _raw([{**row, "CHILD": f"{row['CHILD']}-{n}"} for n in range(copies) for row in ROWS])
    usual = check_table(raw, LAYOUT, SPEC, MOMENT)
    monkeypatch.setattr(check, "FEW", raw.rows_in + 1)
    row_by_row = check_table(raw, LAYOUT, SPEC, MOMENT)
    assert_frame_equal(usual.frame, row_by_row.frame)
    order = ["line", "column", "rule"]
    assert_frame_equal(usual.issues.sort(order), row_by_row.issues.sort(order))


def test_each_fault_is_told_at_its_line_and_the_value_is_nulled() -> None:
    checked = check_table(_raw(ROWS), LAYOUT, SPEC, MOMENT)
    told = set(checked.issues.select("rule", "column", "line").rows())
    # A refused row is counted once, as refused: line 4 is told of for its date alone.
    assert told == {
        ("failed_check", "UPN", 3),
        ("unparseable_required_date", "DOB", 4),
        ("date_in_future", "DOB", 5),
        ("missing_value", "SEX", 5),
    }
    assert checked.frame.filter(pl.col("_line") == 5).select("SEX", "DOB", "UPN").row(0) == (None, None, None)
    assert checked.frame.filter(pl.col("_line") == 2)["UPN"].item() == "N299000000050"
    assert checked.frame.filter(pl.col("_line") == 3)["UPN"].item() == "A299000000050"


def test_rows_in_are_accepted_and_refused() -> None:
    checked = check_table(_raw([*ROWS, ROWS[0], {**ROWS[0], "CHILD": None}]), LAYOUT, SPEC, MOMENT)
    refused = checked.issues.filter(pl.col("level") == "row")
    assert checked.rows_in == 6
    assert checked.frame.height + checked.refused == 6
    assert set(refused["rule"]) >= {"exact_duplicate", "missing_key"}


def test_a_flag_is_given_only_where_something_raises_it() -> None:
    cells = {c.name: read_cell(c, SPEC, LAYOUT, MOMENT) for c in SPEC.columns if c.name in ROWS[0]}
    values, flags = check._read_cells(_raw(ROWS[:2]).frame, cells)
    assert values.columns == ["_line", *cells]
    assert flags.columns == ["UPN|failed_check"]
    assert flags["UPN|failed_check"].to_list() == [False, True]
