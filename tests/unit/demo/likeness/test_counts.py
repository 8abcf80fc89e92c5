"""Who is there on a day, of what age, and what began in a year."""

from __future__ import annotations

from datetime import date

import polars as pl

from wholeplace.demo.likeness.counts import open_on, with_age

DAY = date(2025, 3, 31)


def test_a_period_holds_its_first_day_and_not_its_last():
    frame = pl.DataFrame({"from_date": [DAY, DAY, DAY], "to_date": [None, DAY, date(2025, 4, 1)]})
    assert open_on(frame, DAY).height == 2


def test_age_is_in_whole_years():
    births = pl.DataFrame({"birth": [date(2007, 3, 31), date(2007, 4, 1)]})
    assert with_age(births, DAY)["age"].to_list() == [18, 17]
