"""The engine's side of a place: kept, read again, and run on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from tests.support.lived import AS_OF, MONTHS, SEED, START, inputs, lived, start_of
from wholeplace.demo.lives.population import families_of
from wholeplace.demo.lives.state import EngineState, futures, inputs_of, programme_of
from wholeplace.demo.lives.true_map import draw_true_map
from wholeplace.dynamics import load_rates
from wholeplace.system_map import load_system_map


@pytest.fixture(scope="module")
def state() -> EngineState:
    areas = tuple(start_of(8).authority.areas["lsoa"])
    truth = draw_true_map(
        load_system_map(), load_rates(), 3, start=START, as_of=AS_OF, areas=areas, pilot_areas=areas[:1]
    )
    made = inputs_of(truth, areas, np.ones(len(areas)))
    made = replace(made, scale={"factor:poverty:start": 1.5}, area_ratio={"life:death": np.arange(1.0, 5.0)})
    some = families_of(lived().first, np.arange(len(lived().first.family_key)) < 20)
    come = replace(some, enter=np.full(len(some.key), 30, np.int32))
    fitted = pl.DataFrame({"measure": ["child_poverty"], "wanted": [23.0], "found": [23.5]})
    return EngineState(truth, made, SEED, MONTHS, lived().end, come, fitted)


def test_what_is_kept_is_what_is_read(state: EngineState, tmp_path: Path):
    state.save(tmp_path)
    read = EngineState.load(tmp_path)
    assert read.inputs.scale == state.inputs.scale
    assert read.inputs.programmes == state.inputs.programmes
    assert np.array_equal(read.population.states, state.population.states)
    assert futures(read, 1, 1).equals(futures(state, 1, 1))


def test_futures_differ_by_chance_and_begin_alike(state: EngineState):
    told = futures(state, 2, 1)
    assert told["month"].unique().sort().to_list() == list(range(13))
    first, second = (told.filter(pl.col("seed") == n) for n in (0, 1))
    assert (
        first.filter(pl.col("month") == 0)["count"].to_list()
        == second.filter(pl.col("month") == 0)["count"].to_list()
    )
    assert first["count"].to_list() != second["count"].to_list()


def test_futures_begin_where_the_past_ended(state: EngineState):
    told = futures(state, 1, 1).filter(pl.col("month") == 0)
    assert told["count"].to_list() == lived().counts[-1].tolist()


def test_a_programme_changes_the_future_for_the_same_people(state: EngineState):
    programme = programme_of(state, "early_help_cut", date(2026, 4, 1))
    with_it = futures(state, 1, 2, programme)
    measure = "childrens_help:early_help"
    counts = [t.filter(pl.col("measure") == measure)["count"].sum() for t in (futures(state, 1, 2), with_it)]
    assert counts[1] <= counts[0]
    assert (
        with_it.filter(pl.col("month") == 0)["count"].sum()
        == futures(state, 1, 2).filter(pl.col("month") == 0)["count"].sum()
    )


def test_people_come_in_the_future_as_they_came_before(state: EngineState):
    nobody = replace(
        state, arriving=families_of(state.arriving, np.zeros(len(state.arriving.family_key), np.bool_))
    )
    measure = "factor:community_tie"
    last = [
        told.filter((pl.col("measure") == measure) & (pl.col("month") == 60))["count"].item()
        for told in (futures(state, 1, 5), futures(nobody, 1, 5))
    ]
    assert last[0] > last[1]


def test_programmes_are_known_by_id(state: EngineState):
    assert programme_of(state, "family_hub", date(2027, 1, 1)).from_date == date(2027, 1, 1)
    with pytest.raises(KeyError):
        programme_of(state, "nothing_like_it", date(2027, 1, 1))


def test_inputs_have_what_the_truth_has(state: EngineState):
    assert inputs().rates == state.inputs.rates
    assert state.inputs.trend == state.truth.trend
