"""Exact expectation: right on what can be worked out by hand, and refused where it would not be exact."""

import math

import numpy as np
import pytest

from tests.support.engine_maps import START, factor, link, rate, track
from wholeplace.dynamics import HERE, Adjust, Model, Population, Rates, compile_model
from wholeplace.dynamics.cohort import expected_counts
from wholeplace.errors import SettingsError
from wholeplace.system_map import Link, SystemMap


def made(*rates, links: tuple[Link, ...] = (), homes: tuple[str, ...] = (), **more) -> Model:
    """Two factors and a track."""
    built = SystemMap(factors=(factor("a"), factor("b")), tracks=(track("t", ("x", "y")),), links=links)
    return compile_model(built, Rates(rates, (), frozenset(homes)), start=START, areas=["one", "two"], **more)


def people(model: Model, number: int, age: int = 30) -> Population:
    """So many people of one age in homes of their own."""
    ids, nobody, tracks = np.arange(number), np.full(number, -1), np.zeros((number, len(model.tracks)))
    return Population(
        family_start=np.arange(number + 1), family_key=ids, family_ratio=np.ones(number), key=ids, sex=ids * 0,
        birth=np.full(number, -12 * age), enter=np.full(number, -1000), home=ids * 0, mother=nobody, father=nobody,
        partner=nobody, gone=np.full(number, HERE), factors=ids * 0, states=tracks, home_start=np.arange(number + 1),
        home_key=ids, home_area=ids * 0, home_factors=ids * 0, home_states=tracks,
    )  # fmt: skip


def test_one_factor_that_only_begins():
    model = made(rate("factor:a:start", 0.6))
    expected = expected_counts(model, people(model, 10), 12)
    assert np.allclose(expected[:, 0], [10 * (1 - math.exp(-0.6 * month / 12)) for month in range(13)])


def test_two_events_share_what_happens_in_one_month():
    model = made(rate("factor:a:start", 2.0), rate("t:none>y", 1.0))
    first = expected_counts(model, people(model, 1), 1)[1]
    happens = 1 - math.exp(-3 / 12)
    columns = model.counted
    assert math.isclose(first[columns.index("factor:a")], happens * 2 / 3)
    assert math.isclose(first[columns.index("t:y")], happens / 3)


def test_a_link_multiplies_while_its_cause_is_held():
    model = made(
        rate("factor:a:end", 0.0001),
        rate("factor:b:start", 0.1),
        links=(link("a", "self", "factor:b:start", 5.0),),
    )
    given = people(model, 2)
    given.factors[0] = 1
    after = expected_counts(model, given, 1)[1][model.counted.index("factor:b")]
    assert math.isclose(after, 2 - math.exp(-0.5 / 12) - math.exp(-0.1 / 12), rel_tol=1e-3)


def test_the_dead_are_not_counted_and_age_matters():
    model = made(rate("factor:a:end", 0.0), rate("life:death", 1.2, (31, 120)))
    given = people(model, 4)
    given.factors[:] = 1
    assert np.allclose(expected_counts(model, given, 14)[[12, 13, 14], 0], 4 * np.exp([0, -0.1, -0.2]))


@pytest.mark.parametrize(
    ("model", "said"),
    [
        (made(rate("factor:a:start", 1), homes=("a",)), "belongs to homes"),
        (made(rate("home:move", 1)), "belongs to homes"),
        (made(rate("life:birth", 1)), "come, go or move"),
        (
            made(rate("factor:a:start", 1), links=(link("b", "parent", "factor:a:start", 2),)),
            "held by another",
        ),
        (made(rate("factor:a:start", 1), clustered=["factor:a:start"]), "families or areas"),
        (made(rate("factor:a:start", 1), area_ratio={"factor:a:start": [1, 2]}), "families or areas"),
    ],
)
def test_what_would_not_be_exact_is_refused(model: Model, said: str):
    with pytest.raises(SettingsError, match=said):
        expected_counts(model, people(model, 1), 1)


def test_too_many_joint_states_are_refused():
    names = [f"f{number}" for number in range(13)]
    built = SystemMap(factors=tuple(factor(name) for name in names), tracks=())
    rates = tuple(rate(f"factor:{name}:start", 0.1) for name in names)
    adjusts = (Adjust("f0", "self", "factor:f1:start", 2.0, "made up"),)
    model = compile_model(built, Rates(rates, adjusts, frozenset()), start=START, areas=["one"])
    with pytest.raises(SettingsError, match="8,192 joint states"):
        expected_counts(model, people(model, 1), 1)


def test_somebody_who_comes_later_is_refused():
    model = made(rate("factor:a:start", 1))
    given = people(model, 2)
    given.enter[1] = 3
    with pytest.raises(SettingsError, match="enters later"):
        expected_counts(model, given, 1)
