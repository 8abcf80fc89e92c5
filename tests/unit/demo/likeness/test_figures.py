"""Figures are counted by the definitions that lives are fitted by: by hand on a small world."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import polars as pl
import pytest

from tests.support.small_world import small_world
from wholeplace.demo.likeness.compare import COLUMNS, compare
from wholeplace.demo.likeness.counts import present
from wholeplace.demo.likeness.figures import ENGINE_ALONE, STEP, TENTHS, Figure, measure, seen_on
from wholeplace.demo.likeness.population import population_rows
from wholeplace.demo.lives.fitting.fits import FITS
from wholeplace.demo.world import SPELL, World

DAY = date(2025, 3, 31)


@pytest.fixture(scope="module")
def world() -> World:
    return small_world(1500, 4)


@pytest.fixture(scope="module")
def areas(world: World) -> pl.DataFrame:
    """Every area of the place, in the second decile."""
    codes = world.address["area"].drop_nulls().unique().sort()
    return pl.DataFrame({"lsoa": codes, "imd_decile": [2] * len(codes)})


def _spells(*rows: tuple[int, str, str, date, date | None]) -> pl.DataFrame:
    return pl.DataFrame([(n, *row) for n, row in enumerate(rows)], schema=SPELL, orient="row")


def _children(world: World) -> list[int]:
    return present(world, DAY).filter(pl.col("age") < 18)["person"].to_list()


def test_looked_after_is_a_rate_of_children_each_once(world: World, areas: pl.DataFrame):
    child, other = _children(world)[:2]
    care = _spells(
        (child, "childrens_help", "looked_after_fostering", date(2023, 1, 1), None),
        (child, "childrens_help", "child_protection_plan", date(2022, 1, 1), date(2022, 6, 1)),
        (other, "childrens_help", "looked_after_fostering", date(2020, 1, 1), date(2021, 1, 1)),
    )
    found = measure(replace(world, spell=care), areas)
    rate = 10_000 / len(_children(world))
    assert found["looked_after"] == (pytest.approx(rate), 1, "")
    assert found["in_need"][0] == pytest.approx(rate)
    assert found["looked_after_starts"][0] == 0
    assert found["placed_fostering"][0] == 100


def test_flows_are_of_the_year_up_to_the_day(world: World, areas: pl.DataFrame):
    children = _children(world)
    days = (date(2024, 3, 31), date(2024, 4, 1), DAY, date(2025, 4, 1))
    care = _spells(
        *(
            (child, "childrens_help", "looked_after_fostering", day, None)
            for child, day in zip(children[:4], days, strict=True)
        )
    )
    rate = measure(replace(world, spell=care), areas)["looked_after_starts"]
    assert rate[:2] == (pytest.approx(2 * 10_000 / len(children)), 2)


def test_every_figure_is_a_number_or_too_few(world: World, areas: pl.DataFrame):
    found = measure(world, areas)
    assert found.keys() == {fit.measure for fit in FITS if fit.kind not in ENGINE_ALONE} | {STEP, TENTHS}
    assert all(value >= 0 or value != value for value, _, _ in found.values())


def test_short_lives_are_measured_on_the_last_day(world: World):
    short = replace(world, start=date(2025, 4, 1))
    assert seen_on(short).day == world.as_of
    assert seen_on(world).day == DAY


def _gradients(world: World, deciles: list[int], most: int, least: int) -> dict[str, Figure]:
    """The slope of a place of as many areas as deciles, with children on plans in the first and last area."""
    codes = [f"E0{n}" for n in range(len(deciles))]
    place = present(world, DAY)["household"]
    home = {number: codes[number % len(codes)] for number in world.residence["address"].unique().to_list()}
    address = world.address.with_columns(
        pl.col("address").replace_strict(home, default=codes[0]).alias("area")
    )
    there = {code: [] for code in codes}
    rows = present(replace(world, address=address), DAY).filter(pl.col("age") < 18)
    for person, area in rows.select("person", "area").iter_rows():
        there[area].append(person)
    assert place.len()
    chosen = there[codes[0]][:most] + there[codes[-1]][:least]
    plans = _spells(
        *((child, "childrens_help", "child_protection_plan", date(2024, 1, 1), None) for child in chosen)
    )
    areas = pl.DataFrame({"lsoa": codes, "imd_decile": deciles})
    return measure(replace(world, address=address, spell=plans), areas)


def test_end_tenths_are_compared_where_the_place_has_both(world: World):
    found = _gradients(world, [1, 5, 10], 20, 4)
    assert 2 < found[TENTHS][0] < 10
    assert "as they are" in found[TENTHS][2]


def test_end_tenths_are_told_by_the_step_where_the_place_has_not_both(world: World):
    found = _gradients(world, [2, 3, 4], 20, 10)
    assert 1 < found[STEP][0] < 3
    assert found[TENTHS][0] == pytest.approx(found[STEP][0] ** 9)
    assert found[TENTHS][1] < found[STEP][1]
    assert f"{found[STEP][0]:.2f} a decile" in found[TENTHS][2]


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


def test_what_is_fitted_is_held_to_five_percent_or_to_chance(world: World, areas: pl.DataFrame):
    table = compare(world, _fit(), areas, "E09000002")
    assert tuple(table.columns) == COLUMNS
    counted = {name: count for name, (_, count, _) in measure(world, areas).items()}
    allowed = dict(table.select("label", "tolerance").iter_rows())
    assert allowed["Out of work (published: employment-deprived)"] == pytest.approx(
        max(5, 200 / counted["worklessness"] ** 0.5)
    )
    assert allowed["Residents"] == 5
    known = table.filter(pl.col("made").is_not_nan())
    expected = (known["made"] / known["published"] - 1).abs() * 100 <= known["tolerance"]
    assert known["within"].to_list() == expected.to_list()


def test_published_placements_are_those_that_lives_are_fitted_to(world: World, areas: pl.DataFrame):
    row = compare(world, _fit(), areas, "E09000002").row(
        by_predicate=pl.col("label") == "Looked after: fostered (kin too)", named=True
    )
    assert row["published"] == pytest.approx(69 * 100 / 92)
    assert "69.0 %" in row["note"]
