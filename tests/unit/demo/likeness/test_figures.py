"""Figures are counted by the published definitions: by hand on a small world."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import polars as pl
import pytest

from tests.support.small_world import small_world
from wholeplace.demo.likeness.compare import COLUMNS, compare
from wholeplace.demo.likeness.counts import open_on, present, started, times, with_age
from wholeplace.demo.likeness.figures import FIGURES, Measured, measure
from wholeplace.demo.likeness.population import population_rows
from wholeplace.demo.world import SPELL, World

DAY = date(2025, 3, 31)


@pytest.fixture(scope="module")
def world() -> World:
    return small_world(1500, 4)


def _spells(*rows: tuple[int, str, str, date, date | None]) -> pl.DataFrame:
    return pl.DataFrame([(n, *row) for n, row in enumerate(rows)], schema=SPELL, orient="row")


def _children(world: World) -> list[int]:
    return present(world, DAY).filter(pl.col("age") < 18)["person"].to_list()


def test_a_period_holds_its_first_day_and_not_its_last():
    frame = pl.DataFrame({"from_date": [DAY, DAY], "to_date": [None, DAY]})
    assert open_on(frame, DAY).height == 1
    assert started(frame, date(2025, 3, 30), DAY).height == 2
    assert started(frame, DAY, date(2025, 4, 30)).height == 0


def test_age_is_in_whole_years():
    births = pl.DataFrame({"birth": [date(2007, 3, 31), date(2007, 4, 1)]})
    assert with_age(births, DAY)["age"].to_list() == [18, 17]


def test_placements_end_to_end_are_one_time_in_care():
    care = _spells(
        (1, "childrens_help", "looked_after_fostering", date(2023, 1, 1), date(2023, 6, 1)),
        (1, "childrens_help", "looked_after_childrens_home", date(2023, 6, 1), date(2024, 1, 1)),
        (1, "childrens_help", "looked_after_fostering", date(2024, 5, 1), None),
    )
    found = times(care).sort("from_date")
    assert found.select("from_date", "to_date").rows() == [
        (date(2023, 1, 1), date(2024, 1, 1)), (date(2024, 5, 1), None),
    ]  # fmt: skip


def test_looked_after_is_a_rate_of_children_each_once(world: World):
    child, other = _children(world)[:2]
    care = _spells(
        (child, "childrens_help", "looked_after_fostering", date(2023, 1, 1), None),
        (child, "childrens_help", "child_protection_plan", date(2023, 1, 1), None),
        (other, "childrens_help", "looked_after_fostering", date(2020, 1, 1), date(2021, 1, 1)),
    )
    made = replace(world, spell=care)
    rate = 10_000 / len(_children(world))
    found = measure(made)
    assert found["looked_after"] == pytest.approx(rate)
    assert found["in_need"] == pytest.approx(rate)
    assert found["looked_after_starts"] == 0
    assert found["placed_fostering"] == 100


def test_flows_are_of_the_year_up_to_the_day(world: World):
    children = _children(world)
    days = (date(2024, 3, 31), date(2024, 4, 1), DAY, date(2025, 4, 1))
    plans = _spells(
        *(
            (child, "childrens_help", "child_protection_plan", day, None)
            for child, day in zip(children[:4], days, strict=True)
        )
    )
    rate = measure(replace(world, spell=plans))["protection_plan_starts"]
    assert rate == pytest.approx(2 * 10_000 / len(children))


def test_short_lives_are_measured_on_the_last_day(world: World):
    short = replace(world, start=date(2025, 4, 1))
    assert Measured(short).last == world.as_of
    assert Measured(world).last == DAY


def test_every_figure_is_a_number_or_too_few(world: World):
    assert measure(world).keys() == FIGURES.keys()
    assert all(value >= 0 or value != value for value in measure(world).values())


def _fit() -> pl.DataFrame:
    bands = [f"{sex}_{age}" for sex in "fm" for age in range(0, 95, 5)]
    rows = [(name, 10.0, 10.0, 0.0, 0.2) for name in [*bands, "residents", "households", "size_1"]]
    return pl.DataFrame(
        rows, schema=["measure", "published", "made", "difference", "area_miss"], orient="row"
    )


def test_ages_and_sexes_are_added_up():
    rows = population_rows(_fit())
    made = dict(rows.select("label", "made").iter_rows())
    assert made["Women and girls"] == 190
    assert made["Aged 0 to 4"] == 20
    assert made["Aged 90 and over"] == 20
    assert "0.20" in rows.filter(pl.col("label") == "Residents")["note"][0]


def test_what_is_fitted_is_held_to_five_percent_or_to_chance(world: World):
    fitted = pl.DataFrame({"measure": ["looked_after", "in_need"], "counted": [400.0, 10_000.0]})
    table = compare(world, _fit(), fitted, "E09000002")
    assert tuple(table.columns) == COLUMNS
    allowed = dict(table.select("label", "tolerance").iter_rows())
    assert allowed["Looked after"] == pytest.approx(10)
    assert allowed["In need (with plans; care; care leavers under 18)"] == 5
    known = table.filter(pl.col("made").is_not_nan())
    expected = (known["made"] / known["published"] - 1).abs() * 100 <= known["tolerance"]
    assert known["within"].to_list() == expected.to_list()
    assert "In care or on a plan: most over least deprived tenth" in allowed
