from __future__ import annotations

from datetime import date

import polars as pl

from wholeplace.sources.layouts.care_leavers import supported


def test_support_runs_from_eighteen_to_twenty_five_at_most() -> None:
    rows = pl.DataFrame({"born": [date(2004, 2, 29), None]}, schema={"born": pl.Date})
    assert rows.select(**supported("born")).rows() == [(date(2022, 2, 28), date(2029, 2, 28)), (None, None)]


def test_somebody_long_out_of_touch_has_left_it_with_the_last_contact() -> None:
    rows = pl.DataFrame(
        {
            "born": [date(2003, 1, 1)] * 4,
            "seen": [date(2025, 3, 1), date(2024, 10, 1), date(2024, 3, 1), None],
        }
    )
    ends = rows.select(**supported("born", "seen"))["to_date"].to_list()
    assert ends == [date(2028, 1, 1), date(2028, 1, 1), date(2024, 3, 1), date(2028, 1, 1)]
