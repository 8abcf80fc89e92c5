"""What a made place promises of its lives, whoever reads it: held on a small real-looking borough, end to end."""

from __future__ import annotations

from functools import cache

import polars as pl
import pytest

from wholeplace.demo.lives import make
from wholeplace.demo.lives.impossible import impossible
from wholeplace.demo.lives.make import make_world
from wholeplace.demo.lives.state import EngineState, futures
from wholeplace.demo.lives.true_map import TrueMap
from wholeplace.demo.world import World

RESIDENTS, YEARS, SEED = 2500, 3, 11


@pytest.fixture(scope="module")
def quick():
    """Few rounds of fitting: these promises do not rest on how near the figures come."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in (("ROUNDS", make.Rounds(1, 2)), ("MOST_TIMES", 1)):
            patch.setattr(make, name, value)
        yield made


@cache
def made(threads: int = 2) -> tuple[World, TrueMap, EngineState]:
    return make_world("Barking and Dagenham", RESIDENTS, YEARS, SEED, threads=threads)


def test_nothing_impossible_is_in_a_made_place(quick):
    assert impossible(quick()[0]) == []


def test_the_same_seed_makes_the_same_place_on_any_number_of_threads(quick):
    one, two = quick(1)[0], quick(2)[0]
    for name in ("person", "name", "identifier", "residence", "tie", "spell", "exposure", "event", "safe"):
        assert getattr(one, name).equals(getattr(two, name)), name


def test_the_place_keeps_its_size(quick):
    stays = quick()[0].residence.filter(pl.col("why") != "second_home")
    first = stays.filter(pl.col("from_date") == quick()[0].start).height
    last = stays.filter(pl.col("to_date").is_null()).height
    assert last == pytest.approx(first, rel=0.06)
    assert first == pytest.approx(RESIDENTS, rel=0.02)


def test_people_come_and_go_and_are_born_and_die(quick):
    world = quick()[0]
    assert {"start", "birth", "arrived", "moved", "joined"} <= set(world.residence["why"])
    assert world.person["death"].count() > 10
    assert world.person.filter(pl.col("birth") > world.start).height > 60


def test_every_person_has_one_name_and_one_number_of_each_kind_at_a_time(quick):
    world = quick()[0]
    open_names = world.name.filter(pl.col("to_date").is_null()).group_by("person").len()
    assert open_names["len"].max() == 1
    assert open_names.height == world.person.height
    numbers = world.identifier.filter(pl.col("to_date").is_null()).group_by("person", "scheme").len()
    assert numbers["len"].max() == 1


def test_the_truth_is_drawn_round_the_published_map_and_never_equal_to_it(quick):
    truth = quick()[1]
    assert all(link.rate_ratio != truth.published[link.id] for link in truth.system_map.links)


def test_a_future_begins_with_the_people_of_the_last_day(quick):
    world, _, state = quick()
    told = futures(state, 1, 1).filter((pl.col("month") == 0) & (pl.col("measure") == "factor:poverty"))
    poor = world.exposure.filter((pl.col("factor") == "poverty") & pl.col("to_date").is_null())
    assert told["count"].item() == poor["person"].n_unique()


def test_how_the_published_figures_were_met_is_told(quick):
    fitted = quick()[2].fitted
    assert {"looked_after", "child_poverty", "care_and_protection_a_decile"} <= set(fitted["measure"])
    assert fitted["found"].null_count() == 0
