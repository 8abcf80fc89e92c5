"""Frames of a made place that come of lives: nothing impossible, and all that the engine told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest

from tests.support.lived import AS_OF, START, lived, start_of, told, world
from wholeplace.demo.lives.impossible import impossible
from wholeplace.demo.lives.told.members import memberships
from wholeplace.demo.lives.told.people import mixed
from wholeplace.dynamics import load_rates

FAR = pl.date(9999, 12, 31)


def test_nothing_impossible_is_made():
    assert impossible(world()) == []


def test_everything_that_is_over_before_the_first_day_is_left_out():
    for frame in (world().residence, world().spell, world().exposure):
        assert frame.filter(pl.col("to_date") <= START).height == 0
        assert frame.filter(pl.col("from_date") > AS_OF).height == 0
        assert frame.filter(pl.col("to_date") > AS_OF).height == 0


def test_people_of_each_month_are_those_the_engine_counted():
    stays = world().residence.filter(pl.col("why") != "second_home")
    on_last_day = stays.filter(pl.col("to_date").is_null())["person"].n_unique()
    assert on_last_day == int(((lived().end.home >= 0) & (lived().end.enter <= 60)).sum())


def as_counted(what: str, found: int, counted: int) -> bool:
    """Whether they agree: exactly, but for what a home shares and one child who is adopted.

    Adopted children share what their adopters' home is in; the engine keeps them in their first home.
    """
    adopted = world().safe.filter(pl.col("kind") == "adopted")
    assert adopted.height == 1
    return counted > 0 and abs(found - counted) <= (what in load_rates().homes)


@pytest.mark.parametrize("state", ["childrens_help:child_in_need", "send:sen_support", "debt:arrears"])
def test_people_in_a_state_on_the_last_day_are_those_the_engine_counted(state: str):
    track, _, name = state.partition(":")
    counted = int(lived().counts[-1, lived().model.counted.index(state)])
    rows = world().spell.filter(
        (pl.col("track") == track) & (pl.col("state") == name) & pl.col("to_date").is_null()
    )
    assert as_counted(track, rows["person"].n_unique(), counted)


@pytest.mark.parametrize("factor", ["poverty", "worklessness", "community_tie", "disability"])
def test_people_who_hold_a_factor_on_the_last_day_are_those_the_engine_counted(factor: str):
    counted = int(lived().counts[-1, lived().model.counted.index(f"factor:{factor}")])
    rows = world().exposure.filter((pl.col("factor") == factor) & pl.col("to_date").is_null())
    assert as_counted(factor, rows["person"].n_unique(), counted)


def test_what_goes_on_from_before_the_first_day_keeps_its_beginning():
    before = world().spell.filter(pl.col("from_date") < START)
    assert before.height > 20
    assert before["from_date"].min() < START - timedelta(days=365)


def test_every_birth_is_a_person_with_a_mother_and_her_home():
    events = told().of("life:birth")
    assert len(events)
    child = told().person_id[told().person_at(events["family"], events["a"])]
    rows = world().person.filter(pl.col("person").is_in(child.tolist()))
    assert rows["mother"].null_count() == 0
    stays = (
        world()
        .residence.filter(pl.col("person").is_in(rows["person"].to_list()))
        .filter(pl.col("why") == "birth")
    )
    homes = stays.join(rows, on="person").join(
        world().residence.select(
            mother="person", theirs="household", since="from_date", until=pl.col("to_date").fill_null(FAR)
        ),
        on="mother",
    )  # fmt: skip
    homes = homes.filter((pl.col("since") <= pl.col("birth")) & (pl.col("birth") < pl.col("until")))
    assert (homes["household"] == homes["theirs"]).mean() > 0.9


def test_nobody_is_in_the_place_after_death():
    dead = world().person.filter(pl.col("death").is_not_null())
    assert dead.height
    rows = world().residence.join(dead, on="person")
    assert rows.filter(pl.col("to_date").is_null()).height == 0


def test_homes_that_are_told_apart_are_never_in_one_dwelling():
    rows = memberships(told())
    assert rows.filter(pl.col("from") >= pl.col("to")).height == 0
    gaps = rows.with_columns(pl.col("to").shift(1).over("person").alias("before")).drop_nulls("before")
    assert (gaps["before"] == gaps["from"]).all()


def test_couples_who_part_are_no_couple_afterwards():
    parted = world().event.filter(pl.col("kind") == "separation").select("person", "other", "date")
    assert parted.height
    pairs = world().tie.filter(pl.col("kind") == "spouse_or_partner")
    both = pl.concat(
        [pairs, pairs.select(a="b", b="a", kind="kind", from_date="from_date", to_date="to_date")]
    )
    rows = parted.join(both, left_on=["person", "other"], right_on=["a", "b"])
    assert (rows["to_date"] == rows["date"]).all()
    assert rows.height == parted.height


def test_those_who_fled_are_held_safe_with_the_children_they_took():
    fled = world().event.filter(pl.col("kind") == "fled")
    safe = world().safe.filter(pl.col("kind").is_in(["survivor", "refuge"]))
    assert set(fled["person"]) <= set(safe["person"])
    assert world().safe.filter((pl.col("kind") == "survivor") & ~pl.col("flagged")).height


def test_those_who_fled_live_apart_from_whom_they_fled():
    fled = world().event.filter((pl.col("kind") == "fled") & pl.col("other").is_not_null())
    stays = world().residence.with_columns(pl.col("to_date").fill_null(FAR))
    for side in ("person", "other"):
        at = stays.select(
            pl.col("person").alias(side), pl.col("address").alias(f"at_{side}"), "from_date", "to_date"
        )
        fled = (
            fled.join(at, on=side)
            .filter((pl.col("from_date") <= pl.col("date")) & (pl.col("date") < pl.col("to_date")))
            .drop("from_date", "to_date")
        )
    assert fled.height
    assert (fled["at_person"] != fled["at_other"]).all()


def test_step_parents_are_not_parents():
    ties = world().tie
    steps = ties.filter(pl.col("kind") == "step_parent").select("a", "b")
    parents = ties.filter(pl.col("kind") == "parent").select("a", "b")
    assert steps.height
    assert steps.join(parents, on=["a", "b"], how="semi").height == 0


def test_children_looked_after_away_from_home_live_elsewhere():
    care = world().residence.filter(pl.col("why") == "care").join(world().address, on="address")
    assert care.height
    assert set(care["kind"]) <= {
        "foster",
        "childrens_home",
        "house",
        "flat",
        "hostel",
        "hmo",
        "other",
        "temporary",
    }


def test_families_in_temporary_accommodation_live_in_units_for_that():
    rows = world().residence.filter(pl.col("why") == "temporary").join(world().address, on="address")
    assert rows.height
    assert set(rows["kind"]) == {"temporary"}


@pytest.mark.parametrize(
    ("mother", "father", "child"),
    [("WBRI", "WBRI", "WBRI"), ("WBRI", "BCRB", "MWBC"), ("BAFR", "WOTH", "MWBA"), ("APKN", "WBRI", "MWAS"),
     ("APKN", "BAFR", "MOTH"), ("WBRI", "WIRI", "WBRI")],
)  # fmt: skip
def test_a_childs_ethnic_group_is_that_of_both_parents(mother: str, father: str, child: str):
    assert mixed(mother, father) == child


def test_threads_change_nothing():
    one, two = lived(1), lived(2)
    assert (one.events == two.events).all()
    assert (one.counts == two.counts).all()


@pytest.mark.parametrize("fault", ["overlap", "young_parent", "ghost", "shared_dwelling"])
def test_what_is_impossible_is_found(fault: str):
    place = world()
    first = place.residence.filter(pl.col("why") == "start").head(1)
    if fault == "overlap":
        place = replace(place, residence=pl.concat([place.residence, first]))
    elif fault == "young_parent":
        early = pl.when(pl.col("mother").is_not_null()).then(pl.lit(date(1950, 1, 1))).otherwise("birth")
        place = replace(place, person=place.person.with_columns(early.alias("birth")))
    elif fault == "ghost":
        place = replace(place, residence=place.residence.filter(pl.col("person") != first["person"][0]))
    else:
        houses = place.address.filter(pl.col("kind") == "house")["address"].to_list()
        home = place.residence.filter(pl.col("address").is_in(houses)).head(1)
        other = home.with_columns(
            pl.lit(10**6, pl.Int64).alias("household"), (pl.col("person") + 1).alias("person")
        )
        place = replace(place, residence=pl.concat([place.residence, other]))
    assert impossible(place)


def test_addresses_of_the_world_are_those_of_the_start():
    assert world().address.height == start_of().address.height
    assert np.array_equal(world().address["address"], np.arange(world().address.height))
