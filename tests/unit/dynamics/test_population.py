"""A population that does not hold together is refused before anything is lived."""

from dataclasses import replace

import numpy as np
import pytest

from tests.support.engine_maps import START, place_map
from tests.support.engine_people import made_families
from wholeplace.dynamics import Model, Population, compile_model, simulate
from wholeplace.dynamics.population import KINDS, MOST_MEMBERS


@pytest.fixture(scope="module")
def model() -> Model:
    """A model of the real one's size."""
    return compile_model(*place_map(), start=START, areas=["a", "b"])


@pytest.fixture
def families(model: Model) -> Population:
    """Fifty families."""
    return made_families(model, 50, 3)


def test_arrays_have_the_kinds_that_the_kernel_reads(families: Population):
    assert {name: getattr(families, name).dtype.type for name in KINDS} == KINDS
    assert families.brought.shape == (len(families.key), 2)


def test_what_points_outside_the_family_is_refused(families: Population):
    for name in ("mother", "father", "partner", "home"):
        with pytest.raises(ValueError, match=f"{name} points outside"):
            replace(families, **{name: np.full(len(families.key), 30)})


def test_partners_must_be_mutual(families: Population):
    partner = families.partner.copy()
    partner[np.flatnonzero(partner >= 0)[0]] = -1
    with pytest.raises(ValueError, match="not theirs"):
        replace(families, partner=partner)


def test_starts_must_cover_everybody(families: Population):
    with pytest.raises(ValueError, match="do not cover"):
        replace(families, family_start=families.family_start[:-1])


def test_a_family_may_not_be_too_large(families: Population):
    people = len(families.key)
    assert people > MOST_MEMBERS
    with pytest.raises(ValueError, match="has over"):
        replace(
            families, family_start=[0, people], home_start=[0, len(families.home_key)],
            family_key=families.family_key[:1], family_ratio=families.family_ratio[:1],
        )  # fmt: skip


def test_factors_on_the_wrong_level_are_refused(model: Model, families: Population):
    shared = model.tables.chances.facts[0]["of_homes"]
    for name, bits in (("factors", shared), ("home_factors", ~shared)):
        wrong = replace(families, **{name: getattr(families, name) | bits})
        with pytest.raises(ValueError, match="belongs to"):
            simulate(model, wrong, 1, 1)


def test_unknown_states_and_areas_are_refused(model: Model, families: Population):
    for name, value, said in (("states", 9, "state"), ("home_states", 9, "state"), ("home_area", 2, "area")):
        wrong = replace(families, **{name: np.full_like(getattr(families, name), value)})
        with pytest.raises(ValueError, match=said):
            simulate(model, wrong, 1, 1)
    with pytest.raises(ValueError, match="tracks"):
        simulate(model, replace(families, states=families.states[:, :2]), 1, 1)


def test_the_population_given_is_not_changed(model: Model, families: Population):
    before = {name: getattr(families, name).copy() for name in KINDS}
    simulate(model, families, 24, 3)
    assert all((getattr(families, name) == kept).all() for name, kept in before.items())
