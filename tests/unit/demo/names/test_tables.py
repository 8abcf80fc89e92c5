from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from wholeplace.demo.names.tables import (
    given_groups,
    given_pool,
    known_as_pool,
    list_pool,
    pool,
    rate,
    surname_pool,
)

ORIGINS = {
    "white_british", "white_irish", "white_east_european", "white_other", "indian", "pakistani", "bangladeshi",
    "chinese", "other_asian", "african", "caribbean", "arab", "mixed", "other",
}  # fmt: skip


def test_a_draw_falls_in_proportion_to_weight_within_its_group() -> None:
    table = pl.DataFrame({"kind": ["b", "a", "a"], "name": ["z", "x", "y"], "weight": [5.0, 3.0, 1.0]})
    made = pool(table, ["kind"])
    group = made.group_of(pl.DataFrame({"kind": ["a", "a", "a", "b", "c"]}))
    rows = made.draw(group, np.array([0.0, 0.74, 0.76, 0.999999, 0.5]))
    assert made.text("name", rows).to_list() == ["x", "x", "y", "z", None]


def test_the_last_of_a_group_is_the_most_a_draw_can_reach() -> None:
    made = pool(pl.DataFrame({"kind": ["a", "b"], "name": ["x", "y"], "weight": [1.0, 1.0]}), ["kind"])
    assert made.draw(np.array([0]), np.array([1.0])).tolist() == [0]


def test_every_origin_has_names_of_both_sexes() -> None:
    assert sorted(list_pool().groups["origin"]) == sorted(ORIGINS)
    lists = set(list_pool().rows["list"])
    for sex in "FM":
        assert lists <= set(given_pool().groups.filter(pl.col("sex") == sex)["list"])
    assert lists <= set(surname_pool().groups.filter(pl.col("sex") == "")["list"])


def test_shares_and_weights_are_sound() -> None:
    shares = list_pool().rows.group_by("origin").agg(pl.col("weight").sum())["weight"]
    assert shares.is_between(0.999, 1.001).all()
    for made in (given_pool(), surname_pool(), known_as_pool()):
        assert (made.rows["weight"] >= 0).all()
        assert (np.diff(made.edges) >= 0).all()


def test_english_names_follow_the_decade_and_its_ends_are_kept() -> None:
    births = pl.Series(["1880-01-01", "1905-01-01", "1975-01-01", "2031-01-01"]).str.to_date()
    lists, sex = pl.Series(["english"] * 4), pl.Series(["F"] * 4)
    groups = given_groups(lists, sex, births)
    assert groups[0] == groups[1]
    assert len(set(groups)) == 3
    assert (groups >= 0).all()


@pytest.mark.parametrize(("origin", "expected"), [("bangladeshi", 0.55), ("white_british", 0.0)])
def test_a_habit_is_that_of_the_origin_or_of_all(origin: str, expected: float) -> None:
    assert rate("own_surname", pl.Series([origin])).tolist() == [expected]
