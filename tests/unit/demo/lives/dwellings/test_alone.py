"""Children left alone in a home go to kin, until they are grown up."""

from __future__ import annotations

import numpy as np
import polars as pl

from tests.support.lived import told, world
from wholeplace.demo.lives.dwellings.alone import ADULT_DAYS, KEPT, YOUNG_DAYS, left_alone
from wholeplace.demo.lives.told.members import memberships

NONE_AWAY = pl.DataFrame(schema={"person": pl.Int64, "from": pl.Int64, "to": pl.Int64})


def _family() -> tuple[int, int]:
    """A child of under 12 on the first day, and its mother."""
    young = np.flatnonzero(told().birth > told().first - 12 * 365)
    cast = set(told().cast_person.tolist())
    mother = told().person_at(told().family, told().lived.end.mother)
    return next((int(c), int(mother[c])) for c in young if c in cast and mother[c] >= 0)


def _stays(*rows: tuple[int, int, int, int]) -> pl.DataFrame:
    schema = {"person": pl.Int64, "home": pl.Int64, "from": pl.Int64, "to": pl.Int64}
    return pl.DataFrame(list(rows), schema=schema, orient="row")


def test_a_child_whose_only_parent_is_gone_is_kept_by_kin_from_that_day():
    child, mother = _family()
    first, last = told().first, told().last
    members = _stays((child, 0, first, last), (mother, 0, first, first + 100))
    rows = left_alone(told(), members, NONE_AWAY)
    grown = int(told().birth[child]) + ADULT_DAYS
    assert rows.rows() == [(child, KEPT, first + 100, min(last, grown))]


def test_nobody_is_left_alone_while_somebody_grown_up_stays():
    child, mother = _family()
    members = _stays((child, 0, told().first, told().last), (mother, 0, told().first, told().last))
    assert left_alone(told(), members, NONE_AWAY).is_empty()


def test_who_was_placed_is_left_alone_only_after_it():
    child, mother = _family()
    first, last = told().first, told().last
    members = _stays((child, 0, first, last), (mother, 0, first, first + 100))
    away = pl.DataFrame({"person": [child], "from": [first + 90], "to": [first + 300]})
    assert left_alone(told(), members, away)["from"].to_list() == [first + 300]
    stays_away = away.with_columns(pl.lit(last).alias("to"))
    assert left_alone(told(), members, stays_away).is_empty()


def test_no_child_lives_in_a_home_without_anybody_of_sixteen():
    rows = left_alone(told(), memberships(told()), NONE_AWAY)
    birth = pl.Series(told().birth).gather(rows["person"])
    assert (rows["from"] < birth + YOUNG_DAYS).all()
    last = world().residence.filter(pl.col("to_date").is_null(), pl.col("why") != "second_home")
    ages = last.join(world().person.select("person", "birth"), on="person").with_columns(
        ((pl.lit(world().as_of) - pl.col("birth")).dt.total_days() < YOUNG_DAYS).alias("young")
    )
    homes = ages.join(world().address.select("address", "kind"), on="address").filter(
        pl.col("kind").is_in(["house", "flat", "temporary"])
    )
    alone = homes.group_by("household").agg(pl.col("young").all(), pl.len()).filter("young")
    assert alone.height <= 1
