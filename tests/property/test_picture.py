"""The picture's SQL models and their plain-Python reference say the same of any place."""

from __future__ import annotations

from functools import cache
from random import Random
from typing import Any

import polars as pl
import pytest

from tests.support.picture_places import random_place, random_settings
from tests.support.picture_reference import reference
from tests.support.picture_tables import frame
from tests.support.picture_together import concentration
from wholeplace.picture.contracts import TABLES
from wholeplace.picture.models import draw

TOGETHER = 25
"""Places drawn at once under one set of settings, to spare the time that SQL takes to be planned."""
SEEDS = range(200 // TOGETHER)


@cache
def agree(seed: int) -> dict[str, pl.DataFrame]:
    """The tables that SQL draws of many places at once are those that the reference makes of one after another."""
    chance = Random(seed)
    settings = random_settings(chance)
    places = [random_place(chance, f"{number:02}", settings.as_of) for number in range(TOGETHER)]
    whole = {name: pl.concat(frame(name, rows[name]) for rows in places) for name in places[0]}
    whole["age_band"] = frame("age_band", places[0]["age_band"])
    drawn = draw(whole, settings)
    made = [reference({name: frame(name, rows[name]) for name in rows}, settings) for rows in places]
    rows = {name: frame.to_dicts() for name, frame in whole.items()}
    made.append(
        {"concentration": concentration(rows, [row for tables in made for row in tables["cost"]], settings)}
    )
    for table in TABLES:
        expected = [row for tables in made for row in tables.get(table.name, [])]
        expected = nowhere_once(expected) if table.name == "population" else expected
        ours = table.shape(drawn[table.name])
        theirs = table.shape(pl.DataFrame(expected, schema=table.columns, orient="row"))
        assert ours.rows(named=True) == theirs.rows(named=True), f"{table.name}, seed {seed}"
    return drawn


def nowhere_once(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """People who cannot be placed have no area to tell one place's from another's: one row a month."""
    nowhere = [row for row in rows if row["area"] is None]
    months = {row["month"] for row in nowhere}
    sums = {month: sum(row["people"] for row in nowhere if row["month"] == month) for month in months}
    one = {row["month"]: row | {"people": sums[row["month"]]} for row in nowhere}
    return [*(row for row in rows if row["area"] is not None), *one.values()]


@pytest.mark.parametrize("seed", SEEDS)
def test_sql_and_reference_agree(seed: int) -> None:
    agree(seed)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(1_000, 1_000 + 10_000 // TOGETHER))
def test_sql_and_reference_agree_on_ten_thousand_places(seed: int) -> None:
    agree(seed)


def test_the_places_hold_what_can_go_wrong() -> None:
    """Agreement says little unless the places made by chance are rich enough."""
    drawn = [agree(seed) for seed in SEEDS]
    ends, priced = pl.col("to_date").is_not_null(), pl.col("basis") == "priced"
    rich = {
        "spell": [
            ends,
            ~ends,
            pl.col("claims") > 2,
            "source_conflict",
            ends & (pl.col("known_to") < pl.col("to_date")),
        ],
        "contact": [pl.col("end_date").is_not_null(), pl.col("end_date").is_null()],
        "exposure": [ends, ~ends, pl.col("from_date").is_null(), pl.col("sources").str.contains(",")],
        "overlap": [pl.col("services_in_month") == 0, pl.col("services_in_month") < pl.col("services")],
        "family": [pl.col("withheld").is_null() & (pl.col("services") > 1), pl.col("withheld").is_not_null()],
        "track_month": [pl.col("main_people") < pl.col("people"), pl.col("people") == 0],
        "coverage": [pl.col("children") > pl.col("children_with_parent")],
        "cost": [
            priced & (pl.col("unit") == "week"),
            priced & (pl.col("unit") == "year"),
            priced & (pl.col("unit") == "hour"),
            priced & (pl.col("unit") == "contact"),
            ~priced & (pl.col("unit") == "once"),
            ~priced & (pl.col("amount_pence") < 0),
            pl.col("units") > 20,
        ],
        "assessment": [
            pl.col("asked_again").str.contains(","),
            pl.col("amount_pence") > 0,
            pl.col("amount_pence").is_null(),
            pl.col("people") > 1,
            pl.col("asked_by").str.contains(","),
        ],
        "conflict": [pl.col("times") > 1, "same_agency", ~pl.col("same_agency")],
        "family_year": [
            pl.col("repeated_pence") > 0,
            pl.col("conflicts") > 0,
            pl.col("teams") > 1,
            pl.col("withheld").is_not_null(),
        ],
        "family_feature": [pl.col("kind") == "service", pl.col("kind") == "circumstance"],
        "concentration": [pl.col("share").is_between(0.01, 0.99), pl.col("share").is_null()],
        "population": [
            pl.col("weight").is_between(0.01, 0.99),
            (pl.col("unseen") > 0) & (pl.col("people") > 0),
            pl.col("area").is_null() & (pl.col("people") > 0),
            pl.col("basis") == "linked only",
        ],
        "person_month": [pl.col("months") > 3, pl.col("periods") > 1, pl.col("factors").str.contains(",")],
    }
    for name, kinds in rich.items():
        whole = pl.concat(tables[name] for tables in drawn)
        for number, kind in enumerate(kinds):
            assert whole.filter(kind).height > 10, (name, number)
