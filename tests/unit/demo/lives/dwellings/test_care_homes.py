"""Residents of care homes on the first day: most are supported there, and nobody at home is said to be in one."""

from __future__ import annotations

from datetime import timedelta

import polars as pl

from tests.support.lived import START, lived, world
from wholeplace.demo.likeness.counts import open_on, spells

IN_HOMES = ("residential", "nursing")


def _residents() -> pl.DataFrame:
    kinds = world().address.filter(pl.col("kind").is_in(["care_home", "nursing_home"])).select("address")
    return open_on(world().residence, START).join(kinds, on="address", how="semi").select("person")


def test_about_two_thirds_of_residents_are_supported_where_they_live():
    supported = open_on(spells(world(), "adult_social_care", *IN_HOMES), START)
    share = _residents().join(supported, on="person", how="semi").height / _residents().height
    assert 0.45 < share < 0.8


def test_nobody_who_lives_at_home_is_in_a_care_home():
    supported = open_on(spells(world(), "adult_social_care", *IN_HOMES), START)
    assert supported.height
    assert supported.join(_residents(), on="person", how="anti").is_empty()


def test_residents_have_been_there_for_some_time_and_nothing_came_before():
    rows = spells(world(), "adult_social_care").join(_residents(), on="person", how="semi")
    first = rows.sort("person", "from_date").unique("person", keep="first", maintain_order=True)
    there = open_on(first, START)
    assert there.height == first.filter(pl.col("from_date") <= START).height
    assert there["from_date"].min() > START - timedelta(days=31 * 31)  # type: ignore[operator]
    assert set(there["state"]) <= set(IN_HOMES)


def test_the_engine_knows_them_too():
    track = lived().model.tracks.index("adult_social_care")
    names = ["", *(state.id for state in lived().model.names.tracks[track].states)]
    held = [names[state] for state in lived().first.states[:, track]]
    homes = lived().cast.person["establishment"]
    assert {home for home, state in zip(homes, held, strict=True) if state in IN_HOMES} == {"care_home"}
