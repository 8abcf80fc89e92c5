"""The packaged prices: enough of them, each with its source, and a price or a reason for all that can be shown."""

from __future__ import annotations

import polars as pl

from wholeplace.prices import load_prices, price_index, prices_for, prices_reported
from wholeplace.system_map import load_system_map

PRICES = load_prices()
AVERAGE = PRICES.filter(pl.col("basis") == "average")


def test_there_are_enough_unit_costs_each_with_source_and_year() -> None:
    published = AVERAGE.filter(pl.col("confidence") != "assumed")
    assert published["item"].n_unique() >= 90
    assert AVERAGE["item"].n_unique() >= 130
    assert PRICES["source"].str.len_chars().min() > 20  # pyright: ignore[reportOptionalOperand, reportOperatorIssue]
    assert PRICES["price_year"].is_between(2002, 2026).all()


def test_every_price_has_a_name_a_range_and_one_unit_an_item() -> None:
    assert PRICES["price_id"].is_unique().all()
    assert (PRICES["low_pence"] <= PRICES["value_pence"]).all()
    assert (PRICES["value_pence"] <= PRICES["high_pence"]).all()
    assert (PRICES["low_pence"] >= 0).all()
    assert PRICES.group_by("item").agg(pl.col("unit").n_unique())["unit"].max() == 1
    assert set(PRICES["kind"]) == {"fiscal", "economic", "social"}
    assert set(PRICES["basis"]) == {"average", "marginal"}


def test_what_is_assumed_says_so_and_why() -> None:
    assumed = PRICES.filter(pl.col("confidence") == "assumed", pl.col("basis") == "average")
    assert assumed["source"].str.contains("^assumed: .{30,}").all()
    assert PRICES.filter(pl.col("basis") == "marginal")["source"].str.starts_with("assumed: share").all()


def test_marginal_prices_are_no_more_than_the_average() -> None:
    marginal = PRICES.filter(pl.col("basis") == "marginal")
    both = marginal.join(
        AVERAGE, on=["item", "payer", "kind", "price_year"], suffix="_average", validate="1:1"
    )
    assert both.height == marginal.height > 50
    assert (both["value_pence"] <= both["value_pence_average"]).all()


def test_published_figures_came_through_the_compiler_whole() -> None:
    pence = dict(AVERAGE.select("price_id", "value_pence").rows())
    assert pence["childrens_home.council.fiscal.2024"] == 7385_00
    assert pence["childrens_home.council.fiscal.2022"] == 5980_00
    assert pence["home_care_hour.council.fiscal.2024"] == 23_56
    assert pence["complex_eviction.council.fiscal.2010"] == 6680_00
    assert pence["nursing_home.nhs.fiscal.2025"] == 254_06


def test_every_state_of_the_map_has_a_price_or_says_why_not() -> None:
    known = prices_for().filter(pl.col("of") == "period").select("track", pl.col("name").alias("state"))
    states = load_system_map().state_frame().select("track", "state")
    assert states.join(known, on=["track", "state"], how="anti").rows() == []
    assert known.join(states, on=["track", "state"], how="anti").rows() == []
    lines = prices_for().filter(pl.col("of") == "period", pl.col("line").is_not_null())
    assert lines.select("track", "name", "line").is_unique().all()


def test_all_that_prices_name_is_there() -> None:
    named = prices_for()
    assert named.filter(pl.col("item").is_null() == pl.col("why_not").is_null()).rows() == []
    priced = named.drop_nulls("item")
    assert priced.join(AVERAGE, on="item", how="anti").rows() == []
    assert priced.filter(pl.col("of") == "period", pl.col("line").is_null()).rows() == []
    factors = named.filter(pl.col("of") == "factor")["name"]
    assert set(factors) <= set(load_system_map().factor_frame()["factor"])
    units = priced.join(AVERAGE.select("item", "unit").unique(), on="item")
    once = units.filter(pl.col("unit").is_in(["case", "contact"]) | (pl.col("of") == "contact"))
    assert once["units"].is_not_null().all()


def test_no_line_runs_over_two_tracks() -> None:
    lines = prices_for().filter(pl.col("of") == "period").drop_nulls("line")
    assert lines.group_by("line").agg(pl.col("track").n_unique())["track"].max() == 1


def test_the_index_is_published_to_2024_and_assumed_after() -> None:
    index = price_index()
    assert index[2024] == 100
    assert round(13_000 * index[2024] / index[2019]) == 16_028  # the published worked figure of the WELLBY
    assert index[2026] == round(index[2025] * 1.02, 4)


def test_money_that_sources_report_has_a_payer() -> None:
    reported = prices_reported()
    assert reported["payer"].is_not_null().all()
    assert reported["weeks_a_year"].is_between(1, 52).all()
