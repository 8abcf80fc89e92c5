"""What every item costs in every year."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from wholeplace.prices import load_prices, schedule, uprate
from wholeplace.prices.tables import price_index

YEARS = range(2021, 2027)
MADE = schedule(load_prices(), YEARS)


def of(item: str, payer: str = "council") -> dict[int, dict[str, object]]:
    rows = MADE.filter(pl.col("item") == item, pl.col("payer") == payer).to_dicts()
    return {row["year"]: row for row in rows}


def test_every_item_has_every_year_once() -> None:
    assert MADE.select("item", "payer", "kind", "year").is_unique().all()
    assert MADE.height == MADE.select("item", "payer", "kind").unique().height * len(YEARS)


def test_a_year_with_a_published_price_takes_it() -> None:
    home = of("childrens_home")
    assert [home[year]["value_pence"] for year in (2021, 2022, 2023, 2024)] == [
        502500,
        598000,
        677500,
        738500,
    ]
    assert home[2022]["price_basis"] == "published"


def test_a_care_price_is_not_carried_beyond_its_validity() -> None:
    home = of("childrens_home")
    assert home[2025]["price_basis"] == "uprated, index assumed"
    assert home[2025]["value_pence"] == 753270
    assert home[2026]["price_basis"] == "held"
    assert home[2026]["value_pence"] == home[2025]["value_pence"]


def test_an_old_price_is_carried_by_the_deflator() -> None:
    prevention = of("homelessness_prevention")
    assert prevention[2024]["value_pence"] == uprate(642_00, 2010, 2024, price_index()) == 928_80
    assert prevention[2024]["price_basis"] == "uprated"


def test_two_payers_of_one_item_stand_apart() -> None:
    assert of("nursing_home")[2025]["value_pence"] != of("nursing_home", "nhs")[2025]["value_pence"]


def test_marginal_prices_have_a_schedule_of_their_own() -> None:
    marginal = schedule(load_prices(), [2024], basis="marginal")
    staffed = marginal.filter(pl.col("item") == "social_work_child")
    assert staffed["value_pence"].to_list() == [51_00]
    assert "prison" not in marginal["item"].to_list()


def test_the_place_s_own_price_says_so(tmp_path: Path) -> None:
    path = tmp_path / "prices.csv"
    path.write_text(
        "item,unit,payer,value,price_year,source\nchildrens_home,week,council,8000,2025-26,our contracts\n"
    )
    own = schedule(load_prices(path), [2024, 2025])
    home = own.filter(pl.col("item") == "childrens_home").sort("year")
    assert home["value_pence"].to_list() == [784314, 800000]
    assert home["price_basis"].to_list() == ["own, uprated, index assumed", "own, published"]
