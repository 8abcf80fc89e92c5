"""The writers' common tools: chance by ids, where people live, unbroken times, dated things, text."""

from __future__ import annotations

from datetime import date
from importlib.resources import files

import polars as pl

from wholeplace.demo.services.children.forms import (
    Form,
    chance,
    chosen,
    days,
    fact,
    home_at,
    repeated,
    runs,
    shares,
    sheet,
    some,
)

SPANS = pl.DataFrame(
    {
        "spell": [1, 2, 3, 4],
        "person": [7, 7, 7, 8],
        "from_date": [date(2024, 1, 1), date(2024, 3, 1), date(2024, 9, 2), date(2024, 1, 1)],
        "to_date": [date(2024, 3, 1), date(2024, 9, 1), None, date(2024, 1, 20)],
    }
)
HOMES = pl.DataFrame(
    {
        "person": [7, 7], "household": [1, 2], "address": [10, 20], "why": ["start", "moved"],
        "kind": ["house", "flat"], "postcode": ["QZ1 1AA", "QZ2 2AA"], "area": ["E01", "E02"],
        "from_date": [date(2020, 1, 1), date(2022, 1, 1)], "to_date": [date(2022, 1, 1), date(2023, 1, 1)],
    }
)  # fmt: skip


def test_times_that_touch_are_one() -> None:
    assert runs(SPANS, "spell", "time")["time"].to_list() == [1, 1, 3, 4]


def test_the_home_is_that_of_the_day() -> None:
    asked = pl.DataFrame(
        {"person": [7, 7, 7, 7, 9], "date": [date(year, 1, 1) for year in (2019, 2021, 2022, 2023, 2021)]}
    )
    found = home_at(asked, HOMES).sort("person", "date")
    assert found["household"].to_list() == [None, 1, 2, None, None]
    assert found["since"].to_list() == [None, date(2020, 1, 1), date(2022, 1, 1), None, None]


def test_repeated_things_lie_within_their_time_and_come_in_turn() -> None:
    made = repeated(SPANS, 1, "visit", "spell", 10, 30, date(2024, 12, 31))
    assert (made["date"] >= made["from_date"]).all()
    assert (made["date"] < made["to_date"].fill_null(date(2025, 1, 1))).all()
    counts = dict(made.group_by("spell").len().rows())
    assert counts == {1: 2, 2: 6, 3: 4, 4: 1}
    first = made.filter(nth=0)
    assert ((first["date"] - first["from_date"]).dt.total_days().is_between(7, 13)).all()


def test_nothing_is_repeated_in_a_time_too_short_for_it() -> None:
    assert repeated(SPANS.filter(spell=4), 1, "visit", "spell", 40, 30, date(2024, 12, 31)).is_empty()


def test_draws_go_by_ids_and_not_by_rows() -> None:
    ids = pl.Series(range(1000))
    drawn = chance(3, "thing", ids)
    assert chance(3, "thing", ids.reverse()).reverse().equals(drawn)
    assert not chance(3, "other", ids).equals(drawn)
    assert 0.45 < drawn.mean() < 0.55
    frame = pl.DataFrame({"id": ids})
    assert some(frame, 3, "thing", 0.3, "id")["id"].to_list() == ids.filter(drawn < 0.3).to_list()


def test_choices_and_days_keep_to_their_bounds() -> None:
    ids = pl.Series(range(2000))
    which = chosen(1, "kind", ids, {"a": 3, "b": 1})
    assert 0.7 < (which == "a").mean() < 0.8
    after = pl.select(pl.lit(date(2024, 1, 1)) + days(1, "wait", ids, 2, 4)).to_series()
    assert set(after) == {date(2024, 1, 3), date(2024, 1, 4), date(2024, 1, 5)}


def test_a_sheet_is_text_in_the_layouts_order() -> None:
    rows = pl.DataFrame(
        {"DEC": [None], "CHILD": ["1"], "DECOM": [date(2024, 2, 3)], "spell": [5], "_person": [9]}
    )
    made = sheet(
        Form("looked_after", "ssda903"),
        "episodes",
        rows.with_columns(fact("spell", "spell")),
        period=("DECOM", "DEC"),
    )
    assert made.rows.columns == ["CHILD", "DECOM", "DEC"]
    assert made.rows.row(0) == ("1", "03/02/2024", None)
    assert (made.file, made.person.to_list(), made.own.to_list()) == (
        "looked_after/episodes.csv",
        [9],
        [None],
    )
    assert made.fact is not None
    assert made.fact.to_list() == ["spell:5"]


def test_every_share_is_one_with_a_source() -> None:
    table = pl.read_csv((files("wholeplace") / "data" / "recording_children.csv").read_bytes())
    assert table.select("service", "subject", "case").is_unique().all()
    assert table["source"].str.len_chars().min() > 8
    costs = table["subject"] == "weekly_cost"
    assert table.filter(~costs)["share"].is_between(0, 1).all()
    assert shares("safeguarding")["factor"]["noted"] == 0.7
